// What a call asks of the line it is on, and what the line reports: the same for every line there is. A line speaks, stops,
// connects and records as it is told, and tells what happens; what a key means, and when it is too late for one, the machine decides.
import type { Effect, Key } from '../core/index.ts'
import type { Value } from '../../machine/values.ts'

/** What only a line can do. Orders come in the order of the machine's effects, and none waits for the one before. */
export type LineOrder = Extract<
  Effect,
  {
    readonly kind:
      | 'speak'
      | 'stop'
      | 'queue state'
      | 'connect queue'
      | 'connect number'
      | 'transfer'
      | 'record'
      | 'stop record'
      | 'cancel'
      | 'dark'
      | 'record call'
      | 'language'
      | 'hang up'
      | 'ended'
  }
>

export type LineReport =
  /** A whole key, on its release. */
  | { readonly kind: 'key'; readonly key: Key }
  /** The segment is heard from now on. */
  | { readonly kind: 'began'; readonly segment: number }
  /**
   * It was heard to its end: never said of one that was stopped. `unheard`: it could not be played, or not all of it, which is trouble too;
   * it is over when the rest has been heard, at once where there is none.
   */
  | { readonly kind: 'spoken'; readonly segment: number; readonly unheard?: true }
  /** By the caller, or the line was lost; nothing comes after it but answers and troubles. `cause` as the line names it. */
  | { readonly kind: 'hung up'; readonly cause: string }
  | { readonly kind: 'answer'; readonly task: number; readonly outcome: string; readonly values: readonly Value[] }
  | { readonly kind: 'position'; readonly task: number; readonly position: number }
  /** An agent or a number has answered: the caller talks. */
  | { readonly kind: 'talks'; readonly task: number; readonly who: string }
  | { readonly kind: 'trouble'; readonly trouble: LineTrouble }

/** The cause of a `hung up` that observers are told where the node itself ended the call; no line reports it. */
export const ENDED_HERE = 'ENDED_HERE'

/** Something that an operator has to know of; the call went on as well as it could. Nothing secret or private is in it. */
export interface LineTrouble {
  /** `missing-sound`, `not-taken`, `disk-full` …: stable, for counters. */
  readonly slug: string
  /** One sentence: what happened, and what to do. */
  readonly en: string
  readonly zh: string
}

export interface Line {
  readonly order: (order: LineOrder) => void
  /** The orders of one step are all there: a line that gathers them hands them on now. Called after each step that had some. */
  readonly flush?: () => void
}

/** Reports may come within the call of `order`, or before this returns. */
export type OpenLine = (report: (report: LineReport) => void) => Line
