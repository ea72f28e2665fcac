// The caller of a simulated call on a line: what the script's caller did is done again where the call has come to the same spot of
// its log, so that a line's own times change nothing.
import type { CallLog, SpokenEntry } from '../call/call-log.ts'
import type { Clock } from '../call/clock.ts'
import type { CallObserver } from '../call/observer.ts'

export type CallerAction =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'hang up' }
  /** ms */
  | { readonly kind: 'speak'; readonly ms: number }

export interface AnchoredAction {
  readonly action: CallerAction
  /** How many entries the log had. */
  readonly entries: number
  /** Nothing was being spoken any more. */
  readonly quiet: boolean
  /** ms since the last of both. */
  readonly after: number
  /** ms of the call in which it was done. */
  readonly at: number
}

const lastSpoken = (log: CallLog): SpokenEntry | undefined => log.entries.findLast(entry => entry.kind === 'spoken')

/** Where in the log an action at `now` (ms of the call) stands; called just before it. */
export function anchorAction(log: CallLog, action: CallerAction, now: number): AnchoredAction {
  const spoken = lastSpoken(log)
  const quiet = spoken === undefined || spoken.until >= 0
  const last = Math.max(log.entries.at(-1)?.at ?? 0, quiet ? (spoken?.until ?? 0) : 0)
  return { action, entries: log.entries.length, quiet, after: now - last, at: now }
}

interface LinePlayOptions {
  readonly actions: readonly AnchoredAction[]
  /** What the call writes: its recorder stands before this among the observers. */
  readonly log: CallLog
  readonly clock: Clock
  /** Does it on the line. */
  readonly act: (action: CallerAction) => void
  /** ms from an action until the line tells of it: so much earlier it is done, where there is time. 0 where not said. */
  readonly lead?: number
}

interface LinePlay extends CallObserver {
  /** How many were done. */
  readonly done: () => number
}

/** Performs the actions, each where its anchor is reached; what the call never comes to is never done. */
export function playOnLine({ actions, log, clock, act, lead = 0 }: LinePlayOptions): LinePlay {
  let next = 0
  let waits = false
  let began = 0
  /** The segments that the line has begun. */
  const heard = new Set<number>()

  /** ms since 1970 of the moment that the next action is counted from; null where it has not come. */
  function reached({ entries, quiet }: AnchoredAction): number | null {
    if (log.entries.length < entries) return null
    const spoken = lastSpoken(log)
    if (spoken === undefined) return began + (log.entries[entries - 1]?.at ?? 0)
    if (quiet && spoken.until < 0 && log.entries.length === entries) return null
    if (!quiet && spoken.until < 0 && !heard.has(spoken.segment.id)) return null
    return began + Math.max(log.entries[entries - 1]?.at ?? 0, quiet ? spoken.until : 0)
  }

  function look(): void {
    const action = actions[next]
    if (action === undefined || waits) return
    const from = reached(action)
    if (from === null) return
    waits = true
    const perform = (): void => {
      waits = false
      next += 1
      act(action.action)
      look()
    }
    // Never within a step: what the machine has asked for is with the line first.
    clock.set(perform, Math.max(0, from + action.after - lead - clock.now()))
  }

  return {
    stepping: event => {
      if (event.kind === 'started') began = event.at
    },
    stepped: look,
    reported: report => {
      if (report.kind === 'began') heard.add(report.segment)
      look()
    },
    done: () => next,
  }
}
