// Who wants to know what a call does: traces, logs, metrics, transcripts, each one of these.
import type { Effect, Event, Session } from '../core/index.ts'
import type { LineReport } from './line.ts'

export interface CallObserver {
  /** After each step: what came in and what the machine asked for. `effects` is only valid until the next step. */
  readonly stepped?: (event: Event, effects: readonly Effect[], session: Session) => void
  /** What the line reports beside the machine's events: `began`, `talks`, `trouble`. `at`: ms since 1970. */
  readonly reported?: (report: LineReport, at: number) => void
  /** How an operation ended, with the reason for operators, and how long it took in ms. */
  readonly answered?: (task: number, outcome: string, why: string | null, took: number) => void
  /** Nothing comes after it. */
  readonly ended?: (session: Session, at: number) => void
}
