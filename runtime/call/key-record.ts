// What becomes of each key that a caller presses, for the log: a key that waits is entered as waiting and filled in when
// it is taken or dropped. Keys of private entries are shown as `d`, of secret ones and in the dark as `•` (semantics §6).
import type { Machine } from '../../machine/format.ts'
import type { Effect } from '../core/session.ts'
import type { CallLog, KeyEntry } from './call-log.ts'

interface KeyRecord {
  /** `secret`: the secret collect that listens, −1 where none does. */
  readonly pressed: (key: string, at: number, secret: number) => void
  readonly taken: (effect: Extract<Effect, { readonly kind: 'taken' }>) => void
  readonly dropped: (effect: Extract<Effect, { readonly kind: 'dropped' }>) => void
  /** After an event: as many keys wait as the session says. */
  readonly settle: (waiting: number) => void
  readonly toAgent: (at: number) => void
  /** The key that has just arrived did this; nothing where none has. */
  readonly used: (use: 'leaves the queue' | 'ends the recording') => void
}

/** A key that no listener has taken yet may turn out to be part of a secret. */
const HIDDEN = '•'

export function createKeyRecord(
  machine: Machine,
  log: CallLog | null,
  onSecretKey: ((key: string, listener: number) => void) | undefined,
): KeyRecord {
  /** The newest of `open` arrived with the event that runs. */
  let arrived = false
  /** Keys that are not taken yet, oldest first; their true value is held here and nowhere else. */
  const open: { readonly key: string; readonly entry: KeyEntry }[] = []
  const add = (at: number, use: KeyEntry['use'], listener = -1): KeyEntry => {
    const entry: KeyEntry = { kind: 'key', at, shown: HIDDEN, use, listener, why: null }
    log?.entries.push(entry)
    return entry
  }
  const close = (index: number, why: KeyEntry['why']): void => {
    const closed = open.splice(index, 1)[0]
    if (!closed) return
    closed.entry.use = 'dropped'
    closed.entry.why = why
  }
  return {
    pressed: (key, at, secret) => {
      // Of a key in a secret entry the machine itself says nothing: that it was pressed is all there is to see.
      if (secret >= 0) {
        add(at, 'entry', secret)
        onSecretKey?.(key, secret)
        return
      }
      open.push({ key, entry: add(at, 'waits') })
      arrived = true
    },
    toAgent: at => {
      add(at, 'to the agent')
    },
    used: use => {
      if (!arrived) return
      arrived = false
      const { key, entry } = open.pop()!
      entry.use = use
      entry.shown = key
    },
    taken: ({ listener: index, use }) => {
      const taken = open.shift()
      if (!taken) return
      const { key, entry } = taken
      const listener = machine.listeners[index]
      entry.use = use
      entry.listener = index
      const collects = listener?.kind === 'collect'
      if (collects && listener.secret) return
      const isPrivate = collects && listener.type.class === 'private'
      entry.shown = isPrivate && use === 'entry' && key >= '0' && key <= '9' ? 'd' : key
    },
    // A key that is dropped as it arrives is the newest; what is dropped from those that wait, the oldest.
    dropped: ({ why }) => close(why === 'gate' || why === 'deaf' || why === 'not kept' ? open.length - 1 : 0, why),
    // In the dark a key is dropped without a word.
    settle: waiting => {
      if (arrived && open.length === waiting + 1) close(waiting, 'not kept')
      while (open.length > waiting) close(0, 'cleared')
      arrived = false
    },
  }
}
