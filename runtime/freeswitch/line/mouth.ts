// What the caller hears: segment after segment, without a gap. The one that is spoken and the next wait in FreeSWITCH, not more.
import type { Segment } from '../../core/index.ts'
import { execute, filePath, silence, speak, tone, type Built } from '../codec/index.ts'
import type { LineContext } from './context.ts'
import type { Sound, SoundPart, SoundSource } from './sound.ts'

export interface Mouth {
  readonly add: (segment: Segment) => void
  /** Everything up to and with this segment is dropped. */
  readonly stop: (through: number) => void
  /** Nothing is begun until `release`: the channel has something else to do. */
  readonly hold: () => void
  readonly release: () => void
  /** The channel is gone. */
  readonly close: () => void
}

interface Entry {
  readonly segment: Segment
  /** Undefined: not known yet. */
  sound: Sound | null | undefined
  /** Parts that were heard to their end. */
  heard: number
  sent: boolean
  began: boolean
  failures: number
}

/** ms in which what is next has to begin; it takes 41 at most. */
const BEGINS_WITHIN = 3000

export interface MouthOptions {
  readonly sounds: SoundSource
  /** Where sounds may lie, as FreeSWITCH sees them. */
  readonly folders: readonly string[]
}

export function createMouth(context: LineContext, { sounds, folders }: MouthOptions): Mouth {
  const { applications, report, trouble, connection } = context
  let queue: Entry[] = []
  let held = true
  let closed = false

  const add = (segment: Segment): void => {
    if (closed) return
    const entry: Entry = { segment, sound: undefined, heard: 0, sent: false, began: false, failures: 0 }
    queue.push(entry)
    const take = (sound: Sound | null): void => {
      if (!queue.includes(entry)) return sound?.done?.()
      entry.sound = sound
      pump()
    }
    const found = soundOf(segment)
    if (found instanceof Promise) void found.then(take, () => take(null))
    else take(found)
  }

  const soundOf = (segment: Segment): ReturnType<SoundSource['soundOf']> =>
    segment.prompt < 0 ? { parts: [{ kind: 'silence', ms: segment.pause ?? 0 }] } : sounds.soundOf(segment)

  const pump = (): void => {
    if (held || closed) return
    connection.together(() => {
      for (let index = 0; index < 2 && !held && !closed; index++) {
        const entry = queue[index]
        if (!entry || entry.sound === undefined) return
        if (entry.heard >= partsOf(entry).length) {
          // Nothing of it can be heard: it is over when its turn comes.
          if (index > 0) return
          if (entry.sound === null) trouble('missing-sound')
          finish(entry)
          index = -1
        } else if (!entry.sent) send(entry)
      }
    })
  }

  const partsOf = (entry: Entry): readonly SoundPart[] => entry.sound?.parts ?? []

  const send = (entry: Entry): void => {
    entry.sent = true
    const parts = partsOf(entry)
    for (let index = entry.heard; index < parts.length && entry.sent; index++) sendPart(entry, parts, index)
  }

  const sendPart = (entry: Entry, parts: readonly SoundPart[], index: number): void => {
    const id = applications.newId()
    const command = commandOf(parts[index]!, id, folders)
    if (command.kind === 'refused') {
      trouble('missing-sound')
      // One that is left out is passed over when its turn comes: silence of the shortest.
      sendAs(entry, index, id, execute({ app: 'playback', arg: 'silence_stream://1', id }))
    } else sendAs(entry, index, id, command)
  }

  const sendAs = (entry: Entry, index: number, id: string, command: Built): void => {
    applications.runBuilt(id, command, {
      sound: true,
      within: BEGINS_WITHIN,
      began: () => begin(entry),
      ended: end => {
        if (!queue.includes(entry)) return
        switch (end.kind) {
          case 'lost':
            // It was not taken: the next is.
            if (!context.gone()) ended(entry, index, '')
            return
          case 'removed':
            entry.sent = false
            // Not at once: whoever breaks has not done yet.
            queueMicrotask(pump)
            return
          case 'completed':
            return ended(entry, index, end.response)
          default:
            return end satisfies never
        }
      },
    })
  }

  const ended = (entry: Entry, index: number, response: string): void => {
    if (response === 'PLAYBACK ERROR' && held) {
      // An agent has answered in the middle of it: it waits for what comes of that.
      entry.sent = false
      return
    }
    if (response === 'FILE NOT FOUND' || response === 'PLAYBACK ERROR') trouble('missing-sound')
    entry.heard = index + 1
    if (entry.heard < partsOf(entry).length) return
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
    report({ kind: 'spoken', segment: entry.segment.id })
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
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      pump()
    },
    close: () => {
      closed = true
      for (const entry of queue) entry.sound?.done?.()
      queue = []
    },
  }
}

function commandOf(part: SoundPart, id: string, folders: readonly string[]): Built {
  switch (part.kind) {
    case 'file': {
      const path = filePath(part.path, folders)
      return typeof path === 'string' ? execute({ app: 'playback', arg: path, id }) : path
    }
    case 'silence': {
      const stream = silence(Math.max(1, Math.round(part.ms)))
      return typeof stream === 'string' ? execute({ app: 'playback', arg: stream, id }) : stream
    }
    case 'tone': {
      const stream = tone(Math.max(1, Math.round(part.ms)), 0, part.hertz)
      return typeof stream === 'string' ? execute({ app: 'playback', arg: stream, id }) : stream
    }
    case 'speech':
      return speak(part, { id })
    default:
      return part satisfies never
  }
}
