// Plain events out of bytes as FreeSWITCH sent them, beside the clients of the Event Socket that npm has.
//
// They do not do the same. modesl and drachtio-modesl decode every header of every event at once; esl-lite gives the body as bytes and
// would have events as JSON. So each is set beside ours doing what it does, and what a call needs of an event is measured by itself:
// which event, whose, and of which application.
import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { createFrameDecoder, eventName, eventOf, headerOf, headersOf, type Frame } from '../runtime/freeswitch/codec/index.ts'
import { readTranscript, transcriptNames } from '../runtime/freeswitch/testing/transcripts.ts'
import type { Figure } from './figure.ts'
import { median, pairedMs } from './measure.ts'
import { version } from './version.ts'

const PIECE = 65_536
const ROUNDS = 8

type Parser = EventEmitter
interface Parsed {
  getHeader(name: string): string | undefined
}

const require = createRequire(import.meta.url)
const parserOf = (name: string): new (socket: EventEmitter) => Parser =>
  require(`${name}/lib/esl/Parser.js`) as new (socket: EventEmitter) => Parser

/** What a decoder of all headers throws at: a percent sign that is none. */
const isReadable = (frame: Frame): boolean => {
  try {
    decodeURIComponent(new TextDecoder().decode(frame.bytes))
    return true
  } catch {
    return false
  }
}

function pieces(bytes: Uint8Array): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < bytes.length; at += PIECE) found.push(Buffer.from(bytes.subarray(at, at + PIECE)))
  return found
}

function ours(input: readonly Uint8Array[], read: (frame: Frame) => void): number {
  const decoder = createFrameDecoder()
  let count = 0
  for (const piece of input) {
    for (const frame of decoder.push(piece)) {
      count++
      read(frame)
    }
  }
  return count
}

function theirs(Peer: new (socket: EventEmitter) => Parser, input: readonly Uint8Array[]): number {
  const socket = new EventEmitter()
  const parser = new Peer(socket)
  let count = 0
  parser.on('esl::event', (event: Parsed) => {
    count++
    event.getHeader('Event-Name')
    event.getHeader('Unique-ID')
    event.getHeader('Application-UUID')
  })
  for (const piece of input) socket.emit('data', piece)
  return count
}

/** esl-lite reads an async iterable: it has one that gives its pieces at once. */
async function lite(input: readonly Buffer[]): Promise<number> {
  const { FreeSwitchParser } = (await import('esl-lite')) as {
    FreeSwitchParser: (socket: AsyncIterable<Buffer>, logger: unknown) => AsyncGenerator<unknown>
  }
  async function* socket(): AsyncGenerator<Buffer> {
    yield* input
  }
  let count = 0
  for await (const _ of FreeSwitchParser(socket(), console)) count++
  return count
}

const whatACallNeeds = (frame: Frame): void => {
  const event = eventOf(frame)!
  eventName(event)
  headerOf(event, 'Unique-ID')
  headerOf(event, 'Application-UUID')
}

const allHeaders = (frame: Frame): void => void headersOf(eventOf(frame)!)

export default async (): Promise<Figure[]> => {
  const events = transcriptNames
    .flatMap(name => [...createFrameDecoder().push(readTranscript(name, 's2c'))])
    .filter(frame => frame.kind === 'event')
  const readable = events.filter(isReadable)
  const input = pieces(Buffer.concat(Array.from({ length: ROUNDS }, () => readable.map(frame => frame.bytes)).flat()))
  const total = readable.length * ROUNDS
  const size = Math.round(readable.reduce((sum, frame) => sum + frame.bytes.length, 0) / readable.length)
  const perSecond = (ms: number): number => (total * 1000) / ms
  const counted = (count: number): void => {
    if (count !== total) throw new Error(`${count} events of ${total}`)
  }

  const [modesl, drachtio] = ['modesl', 'drachtio-modesl'].map(parserOf) as [
    new (socket: EventEmitter) => Parser,
    new (socket: EventEmitter) => Parser,
  ]
  const lazy = (): void => counted(ours(input, whatACallNeeds))
  const beside = pairedMs(lazy, () => counted(theirs(modesl, input)), { runs: 5, warmup: 2 })
  const besideOther = pairedMs(lazy, () => counted(theirs(drachtio, input)), { runs: 5, warmup: 1 })
  const eager = pairedMs(
    () => counted(ours(input, allHeaders)),
    () => counted(theirs(modesl, input)),
    { runs: 5, warmup: 1 },
  )
  // A promise an event is part of what esl-lite is, so that it cannot be timed like the others.
  const pairs: { readonly ours: number; readonly theirs: number }[] = []
  for (let run = 0; run < 7; run++) {
    const from = performance.now()
    counted(ours(input, () => undefined))
    const between = performance.now()
    counted(await lite(input))
    if (run >= 2) pairs.push({ ours: between - from, theirs: performance.now() - between })
  }
  const [frames, liteFrames] = [median(pairs.map(pair => pair.ours)), median(pairs.map(pair => pair.theirs))]

  return [
    {
      what: 'plain events, three headers asked for',
      value: perSecond(beside.a),
      unit: 'events/s',
      wanted: { atLeast: 400_000 },
      note: `${readable.length} of transcripts, ${size} bytes in the middle, pieces of 64 KB; ${events.length - readable.length} left out that modesl throws at`,
    },
    { what: `  beside ${version('modesl')}`, value: beside.ratio, unit: '×', note: `${perSecond(beside.b).toFixed(0)} events/s` },
    {
      what: `  beside ${version('drachtio-modesl')}`,
      value: besideOther.ratio,
      unit: '×',
      note: `${perSecond(besideOther.b).toFixed(0)} events/s`,
    },
    { what: 'plain events, all headers read', value: perSecond(eager.a), unit: 'events/s' },
    { what: `  beside ${version('modesl')}`, value: eager.ratio, unit: '×' },
    { what: 'frames, nothing read', value: perSecond(frames), unit: 'frames/s' },
    {
      what: `  beside ${version('esl-lite')}`,
      value: liteFrames / frames,
      unit: '×',
      note: `${perSecond(liteFrames).toFixed(0)} frames/s`,
    },
  ]
}
