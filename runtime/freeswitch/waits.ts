// What was started and has not ended: applications by their Event-UUID, background jobs by their Job-UUID. Each ends exactly once.
import { eventBody, eventName, headerOf, type Event, type Refused } from './codec/index.ts'
import type { Closed, Outcome, Timers } from './connection.ts'

export type Completion =
  /** `response` as FreeSWITCH says it: `FILE PLAYED`, `FILE NOT FOUND`, `PLAYBACK ERROR`, `_none_`. */
  | { readonly kind: 'completed'; readonly response: string; readonly event: Event }
  /** Its channel was hung up and it has not said that it ended: what waits behind a hang-up vanishes without an event. */
  | { readonly kind: 'hung-up'; readonly cause: string }
  /** FreeSWITCH did not take it. */
  | { readonly kind: 'not-taken'; readonly text: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'closed'; readonly why: Closed }
  | Refused

export type JobResult =
  | { readonly kind: 'done'; readonly ok: boolean; readonly text: string; readonly event: Event }
  | { readonly kind: 'not-taken'; readonly text: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'closed'; readonly why: Closed }
  | Refused

interface Wait {
  readonly settle: (end: Exclude<Completion, { kind: 'completed' | 'hung-up' }>) => void
  readonly timer: unknown
}

interface ExecutionWait extends Wait {
  /** Null is the connection's own channel. */
  readonly channel: string | null
  readonly complete: (end: Completion) => void
  readonly onStart: ((event: Event) => void) | undefined
}

interface JobWait extends Wait {
  readonly complete: (end: JobResult) => void
}

export interface Waits {
  execution(id: string, channel: string | null, timeout: number | undefined, onStart?: (event: Event) => void): Promise<Completion>
  job(id: string, timeout: number): Promise<JobResult>
  /** How the command that started it was answered. */
  queued(id: string, outcome: Outcome): void
  /** An event, before anyone else has it. `own` is the connection's own channel. */
  see(event: Event, own: string | null): void
  close(why: Closed): void
}

export function createWaits(timers: Timers): Waits {
  const executions = new Map<string, ExecutionWait>()
  const jobs = new Map<string, JobWait>()

  const take = <T extends Wait>(from: Map<string, T>, id: string | undefined): T | undefined => {
    if (id === undefined) return undefined
    const wait = from.get(id)
    if (!wait) return undefined
    from.delete(id)
    timers.clear(wait.timer)
    return wait
  }

  const takeAny = (id: string): Wait | undefined => take(executions, id) ?? take(jobs, id)

  const expire = (id: string, timeout: number | undefined): unknown =>
    timeout === undefined ? null : timers.set(() => takeAny(id)?.settle({ kind: 'timed-out' }), timeout)

  return {
    execution: (id, channel, timeout, onStart) =>
      new Promise(resolve => {
        executions.set(id, { channel, onStart, settle: resolve, complete: resolve, timer: expire(id, timeout) })
      }),
    job: (id, timeout) =>
      new Promise(resolve => {
        jobs.set(id, { settle: resolve, complete: resolve, timer: expire(id, timeout) })
      }),
    queued(id, outcome) {
      switch (outcome.kind) {
        case 'answer':
          if (!outcome.ok) takeAny(id)?.settle({ kind: 'not-taken', text: outcome.text })
          return
        // It may run all the same: FreeSWITCH has the command. Only its own time and its channel end it.
        case 'timed-out':
          return
        case 'closed':
        case 'refused':
          return takeAny(id)?.settle(outcome)
        default:
          return outcome satisfies never
      }
    },
    see(event, own) {
      if (executions.size === 0 && jobs.size === 0) return
      switch (eventName(event)) {
        case 'CHANNEL_EXECUTE': {
          const wait = executions.get(headerOf(event, 'Application-UUID') ?? '')
          if (wait && isOf(wait, event, own)) wait.onStart?.(event)
          return
        }
        case 'CHANNEL_EXECUTE_COMPLETE': {
          const id = headerOf(event, 'Application-UUID')
          const wait = executions.get(id ?? '')
          // With an id that was guessed or copied on another channel nothing of ours ends.
          if (!wait || !isOf(wait, event, own)) return
          take(executions, id)!.complete({ kind: 'completed', response: headerOf(event, 'Application-Response') ?? '', event })
          return
        }
        case 'CHANNEL_HANGUP_COMPLETE': {
          // Not CHANNEL_HANGUP: what ran then tells its end only after it.
          const cause = headerOf(event, 'Hangup-Cause') ?? ''
          for (const [id, wait] of executions) if (isOf(wait, event, own)) take(executions, id)!.complete({ kind: 'hung-up', cause })
          return
        }
        case 'BACKGROUND_JOB': {
          const text = (eventBody(event) ?? '').replace(/\n$/, '')
          take(jobs, headerOf(event, 'Job-UUID'))?.complete({ kind: 'done', ok: !/^-(?:ERR|USAGE)/.test(text), text, event })
          return
        }
      }
    },
    close(why) {
      for (const id of [...executions.keys(), ...jobs.keys()]) takeAny(id)?.settle({ kind: 'closed', why })
    },
  }
}

const isOf = (wait: ExecutionWait, event: Event, own: string | null): boolean => {
  const wanted = wait.channel ?? own
  return wanted === null || headerOf(event, 'Unique-ID') === wanted
}
