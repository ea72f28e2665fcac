// What the caller hears: segment after segment, without a gap. The one that is spoken and the next wait in FreeSWITCH, not more.
import type { Segment } from '../../core/index.ts'
import { execute, filePath, silence, speak, timeOf, tone, type Built } from '../codec/index.ts'
import type { LineContext } from './context.ts'
import { DELIMITER } from './opening.ts'
import type { Sound, SoundPart, SoundSource } from './sound.ts'
import type { TroubleSlug } from './troubles.ts'

export interface Mouth {
  readonly add: (segment: Segment) => void
  /** Everything up to and with this segment is dropped. */
  readonly stop: (through: number) => void
  /** Nothing is begun until all who hold it have released it: the channel has something else to do. */
  readonly hold: (by: Holder) => void
  /** `over music`: of a queue, where an agent may cut off what is announced. */
  readonly release: (by: Holder, where?: 'over music') => void
  /** The channel is gone. */
  readonly close: () => void
}

/** The opening holds it from the beginning. */
export type Holder = 'opening' | 'queue' | 'dialling'

interface Entry {
  readonly segment: Segment
  /** Undefined: not known yet. */
  sound: Sound | null | undefined
  /** What each application plays of it. */
  pieces: readonly Piece[]
  /** Pieces that were heard to their end. */
  heard: number
  sent: boolean
  began: boolean
  /** Something of it could not be played. */
  unheard: boolean
}

/** Parts that one application plays: files and silences in a row. */
type Piece = readonly SoundPart[]

/** FreeSWITCH reads no more of them (and no longer lines). */
const MOST_PARTS = 48

/** ms in which what is next has to begin; it takes 41 at most. */
const BEGINS_WITHIN = 3000

/** ms from what an agent's answer has cut off to the word of that answer; it takes 21. */
const ANSWER_KNOWN_WITHIN = 200

/**
 * FreeSWITCH says that a list was played whatever was missing in it but its last: it is seen by the time that it took. By the switch's
 * own clock that is right to 40 ms.
 */
const LATITUDE = { ms: 150, share: 0.02 }

/** Nobody speaks faster: an engine that there is not, or that fails, is done at once. ms for each letter, and for all. */
const QUICKEST = { letter: 10, all: 60 }

export interface MouthOptions {
  readonly sounds: SoundSource
  /** Where sounds may lie, as FreeSWITCH sees them. */
  readonly folders: readonly string[]
}

export function createMouth(context: LineContext, { sounds, folders }: MouthOptions): Mouth {
  const { applications, clock, report, trouble, connection } = context
  let queue: Entry[] = []
  const holders = new Set<Holder>(['opening'])
  let overMusic = false
  let closed = false

  const add = (segment: Segment): void => {
    if (closed) return
    const entry: Entry = { segment, sound: undefined, pieces: [], heard: 0, sent: false, began: false, unheard: false }
    queue.push(entry)
    const take = (sound: Sound | null): void => {
      if (!queue.includes(entry)) return sound?.done?.()
      entry.sound = sound
      if (sound === null || sound.incomplete) entry.unheard = true
      entry.pieces = piecesOf(sound?.parts ?? [])
      pump()
    }
    const found = soundOf(segment)
    if (found instanceof Promise) void found.then(take, () => take(null))
    else take(found)
  }

  const soundOf = (segment: Segment): ReturnType<SoundSource['soundOf']> =>
    segment.prompt < 0 ? { parts: [{ kind: 'silence', ms: segment.pause ?? 0 }] } : sounds.soundOf(segment)

  const pump = (): void => {
    if (holders.size > 0 || closed) return
    connection.together(() => {
      for (let index = 0; index < 2 && holders.size === 0 && !closed; index++) {
        const entry = queue[index]
        if (!entry || entry.sound === undefined) return
        if (entry.heard >= entry.pieces.length) {
          // Nothing of it can be heard: it is over when its turn comes.
          if (index > 0) return
          if (entry.sound === null) trouble('missing-sound')
          finish(entry)
          index = -1
        } else if (!entry.sent) send(entry)
      }
    })
  }

  const send = (entry: Entry): void => {
    entry.sent = true
    for (let index = entry.heard; index < entry.pieces.length && entry.sent; index++) sendPiece(entry, index)
  }

  const notHeard = (entry: Entry, slug: TroubleSlug): void => {
    entry.unheard = true
    trouble(slug)
  }

  const sendPiece = (entry: Entry, index: number): void => {
    const id = applications.newId()
    const order = orderOf(entry.pieces[index]!, id, folders)
    if (order.leftOut) notHeard(entry, 'missing-sound')
    sendAs(entry, index, id, order)
  }

  const sendAs = (entry: Entry, index: number, id: string, { command, least, unheard }: Order): void => {
    let from: number | null = null
    applications.runBuilt(id, command, {
      sound: true,
      within: BEGINS_WITHIN,
      began: event => {
        if (least > 0) from = timeOf(event)
        begin(entry)
      },
      ended: end => {
        if (!queue.includes(entry)) return
        switch (end.kind) {
          case 'lost':
            // It was not taken, which is told: the next is.
            entry.unheard = true
            if (!context.gone()) ended(entry, index, '')
            return
          case 'removed':
            entry.sent = false
            // Not at once: whoever breaks has not done yet.
            queueMicrotask(pump)
            return
          case 'completed':
            if (holders.size === 0 && wasPlayed(end.response) && from !== null && timeOf(end.event) - from < least) notHeard(entry, unheard)
            return ended(entry, index, end.response)
          default:
            return end satisfies never
        }
      },
    })
  }

  const ended = (entry: Entry, index: number, response: string): void => {
    if (response !== 'PLAYBACK ERROR' || !overMusic) return over(entry, index, response)
    // Where an agent has answered in the middle of it, the queue's end is told after it: it waits for what comes of the talk.
    clock.set(() => {
      if (!queue.includes(entry)) return
      if (holders.size > 0) entry.sent = false
      else over(entry, index, response)
    }, ANSWER_KNOWN_WITHIN)
  }

  const over = (entry: Entry, index: number, response: string): void => {
    if (!wasPlayed(response)) notHeard(entry, 'missing-sound')
    entry.heard = index + 1
    if (entry.heard < entry.pieces.length) return
    finish(entry)
    pump()
  }

  const begin = (entry: Entry): void => {
    if (entry.began || !queue.includes(entry)) return
    entry.began = true
    report({ kind: 'began', segment: entry.segment.id })
  }

  const finish = (entry: Entry): void => {
    begin(entry)
    queue = queue.filter(other => other !== entry)
    entry.sound?.done?.()
    report({ kind: 'spoken', segment: entry.segment.id, ...(entry.unheard ? { unheard: true } : {}) })
  }

  return {
    add,
    stop: through => {
      const dropped = queue.filter(entry => entry.segment.id <= through)
      if (dropped.length === 0) return
      queue = queue.filter(entry => entry.segment.id > through)
      if (dropped.some(entry => entry.sent)) applications.breakAll()
      for (const entry of dropped) entry.sound?.done?.()
      queueMicrotask(pump)
    },
    hold: by => void holders.add(by),
    release: (by, where) => {
      holders.delete(by)
      overMusic = where === 'over music'
      pump()
    },
    close: () => {
      closed = true
      for (const entry of queue) entry.sound?.done?.()
      queue = []
    },
  }
}

function piecesOf(parts: readonly SoundPart[]): readonly Piece[] {
  const pieces: SoundPart[][] = []
  let open: SoundPart[] | null = null
  for (const part of parts) {
    const inRow = part.kind === 'file' || part.kind === 'silence'
    if (inRow && open !== null && open.length < MOST_PARTS) open.push(part)
    else {
      pieces.push([part])
      open = inRow ? pieces.at(-1)! : null
    }
  }
  return pieces
}

const wasPlayed = (response: string): boolean => response !== 'FILE NOT FOUND' && response !== 'PLAYBACK ERROR'

interface Order {
  readonly command: Built
  readonly leftOut: boolean
  /** ms: where it takes less, part of it was not heard, or nothing. */
  readonly least: number
  /** What that is called. */
  readonly unheard: TroubleSlug
}

/** One that cannot be played is left out; where nothing is left, it is silence of the shortest: passed over when its turn comes. */
function orderOf(piece: Piece, id: string, folders: readonly string[]): Order {
  const [first] = piece
  if (first?.kind === 'speech') {
    const command = speak(first, { id })
    if (command.kind === 'command') return { command, leftOut: false, least: quickest(first.text), unheard: 'not-spoken' }
  }
  const words: string[] = []
  let known = 0
  for (const part of piece) {
    const word = wordOf(part, folders)
    if (word === null) continue
    words.push(word)
    if ('ms' in part) known += part.ms
  }
  const arg = words.length === 0 ? NOTHING : words.join(DELIMITER)
  return {
    command: execute({ app: 'playback', arg, id }),
    leftOut: words.length < piece.length,
    least: known * (1 - LATITUDE.share) - LATITUDE.ms,
    unheard: 'missing-sound',
  }
}

function quickest(text: string): number {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return letters === 0 ? 0 : Math.max(QUICKEST.all, letters * QUICKEST.letter)
}

const NOTHING = 'silence_stream://1'

/** As `playback` has it; null where it is none that may be played. */
function wordOf(part: SoundPart, folders: readonly string[]): string | null {
  const word = (): ReturnType<typeof filePath> | null => {
    switch (part.kind) {
      case 'file':
        return filePath(part.path, folders)
      case 'silence':
        return silence(Math.max(1, Math.round(part.ms)))
      case 'tone':
        return tone(Math.max(1, Math.round(part.ms)), 0, part.hertz)
      case 'speech':
        return null
      default:
        return part satisfies never
    }
  }
  const found = word()
  return typeof found === 'string' ? found : null
}
