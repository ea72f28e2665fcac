// Who wants to know what a call does: traces, logs, metrics, transcripts, each one of these.
import type { Effect, Event, Session } from '../core/index.ts'
import type { LineReport } from './line.ts'

export interface CallObserver {
  /** Before each step: what comes in, and the session as it was until then. */
  readonly stepping?: (event: Event, session: Session) => void
  /** After each step: what came in and what the machine asked for. `effects` is only valid until the next step. */
  readonly stepped?: (event: Event, effects: readonly Effect[], session: Session) => void
  /** What the line reports beside the machine's events: `began`, `talks`, `trouble`, a key that goes to the agent. `at`: ms since 1970. */
  readonly reported?: (report: LineReport, at: number) => void
  /** How an operation ended, with the reason for operators, and how long it took in ms. */
  readonly answered?: (task: number, outcome: string, why: string | null, took: number) => void
  /** A transaction that the call no longer waits for is definite; the machine is told too where the call still lasts. */
  readonly settled?: (task: number, outcome: string, at: number) => void
  /** Something inside is broken, a machine or this program: the call is over. Another observer's fault is told too, and ends nothing. */
  readonly failed?: (error: unknown, at: number) => void
  /** Nothing comes after it but `settled`. */
  readonly ended?: (session: Session, at: number) => void
}
