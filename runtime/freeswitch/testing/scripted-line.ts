// A line whose switch is a scripted peer, on a clock of the test's own.
import type { Machine } from '../../../machine/format.ts'
import type { Line, LineOrder, LineReport } from '../../call/line.ts'
import { createVirtualClock, type VirtualClock } from '../../call/testing/virtual-clock.ts'
import type { Segment } from '../../core/index.ts'
import { receiveCall, type IncomingCall } from '../incoming.ts'
import { openFreeswitchLine, type FreeswitchLineOptions } from '../line/index.ts'
import type { Sound } from '../line/sound.ts'
import { createScriptedPeer, type ScriptedPeer } from './scripted-peer.ts'

export interface ScriptedLine {
  readonly peer: ScriptedPeer
  readonly clock: VirtualClock
  readonly call: IncomingCall
  readonly line: Line
  readonly reports: LineReport[]
  /** `began 1`, `key 5`, `answer 3 failed`, `trouble not-taken`, … */
  readonly said: () => readonly string[]
  /** Orders of one step; ends when all that follows at once has happened. */
  readonly order: (...orders: readonly LineOrder[]) => Promise<void>
  /** What the peer was told since the last time that this was asked. */
  readonly news: () => readonly string[]
}

export const QUEUES: Machine['queues'] = [{ name: 'help', music: 'hold', position: 30_000, longestWait: 60_000 }, { name: 'gone' }]

export interface ScriptedLineOptions {
  readonly data?: Readonly<Record<string, string>>
  readonly line?: Partial<FreeswitchLineOptions>
  readonly soundOf?: (segment: Segment) => Sound | null | Promise<Sound | null>
  /** False: it is not even opened to its end. */
  readonly opened?: boolean
  readonly answers?: ScriptedPeer['answers']
  /** What is ordered at once on a report, as the machine does. */
  readonly then?: (report: LineReport) => readonly LineOrder[]
}

/** A sound is `/sounds/PROMPT.wav` where nothing else is said. */
export async function startScriptedLine(options: ScriptedLineOptions = {}): Promise<ScriptedLine> {
  const clock = createVirtualClock(1_000_000)
  const peer = createScriptedPeer(options.data)
  if (options.answers) peer.answers = options.answers
  const receiving = receiveCall(peer.stream, { peer: '127.0.0.1', within: 5000, timers: clock })
  await clock.run(0)
  const received = await receiving
  if (received.kind !== 'call') throw new Error(received.why)
  const { call } = received
  const reports: LineReport[] = []
  const line = openFreeswitchLine({
    call,
    machine: { queues: QUEUES },
    clock,
    sounds: {
      soundOf: options.soundOf ?? (segment => ({ parts: [{ kind: 'file', path: `/sounds/${segment.prompt}.wav` }] })),
      musicOf: name => `local_stream://${name}`,
    },
    soundFolders: ['/sounds'],
    recordings: { folder: '/records', nameOf: task => `c-${task ?? 'call'}` },
    trunks: [{ prefix: '0', to: { kind: 'gateway', gateway: 'bank' } }],
    transferBy: { kind: 'dialplan', context: 'desk' },
    queues: { help: { name: 'help', domain: 'default' } },
    ...options.line,
  })(report => {
    reports.push(report)
    for (const order of options.then?.(report) ?? []) line.order(order)
    line.flush?.()
  })
  await clock.run(0)
  if (options.opened !== false) {
    if (options.data?.['Answer-State'] !== undefined && options.data['Answer-State'] !== 'answered') peer.runs('answer')
    await clock.run(0)
  }
  let seen = 0
  return {
    peer,
    clock,
    call,
    line,
    reports,
    said: () => reports.map(sayReport),
    order: async (...orders) => {
      for (const order of orders) line.order(order)
      line.flush?.()
      await clock.run(0)
    },
    news: () => {
      const news = peer.told.slice(seen)
      seen = peer.told.length
      return news
    },
  }
}

function sayReport(report: LineReport): string {
  switch (report.kind) {
    case 'key':
      return `key ${report.key}`
    case 'began':
      return `began ${report.segment}`
    case 'spoken':
      return `spoken ${report.segment}${report.unheard ? ' unheard' : ''}`
    case 'hung up':
      return `hung up ${report.cause}`
    case 'answer':
      return `answer ${report.task} ${report.outcome}`
    case 'position':
      return `position ${report.position}`
    case 'talks':
      return `talks ${report.who}`
    case 'trouble':
      return `trouble ${report.trouble.slug}`
  }
}

export const speak = (id: number, more: Partial<Segment> = {}): LineOrder => ({
  kind: 'speak',
  segment: { id, prompt: id, values: [], language: 'en', announce: false, point: 0, ...more },
})

/** Answers of a switch on which so many agents are there for a queue. */
export const agents =
  (count: number): ((command: string) => string) =>
  command =>
    command.includes('list agents') && count > 0 ? `name|status\n${'a|Available\n'.repeat(count)}+OK` : '+OK'
