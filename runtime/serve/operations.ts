// What an operator may ask of a running node, by HTTP or by a command, and what comes back.
import type { WaitsFor } from '../call/call-status.ts'
import type { Change } from './settings.ts'
import type { Said } from './said.ts'

export interface CallStatus {
  /** `call.id` */
  readonly call: string
  readonly line: string
  readonly version: string
  /** The number dialled. */
  readonly called: string
  /** Masked. */
  readonly caller: string | null
  /** ISO 8601 */
  readonly since: string
  readonly place: string | null
  readonly level: string
  readonly language: string
  readonly waitsFor: WaitsFor
}

export interface LineStatus {
  readonly line: string
  readonly numbers: readonly string[]
  readonly version: string
  readonly since: string
  readonly calls: number
  /** Versions that are not in force any more and still have calls, and how many. */
  readonly older: readonly { readonly version: string; readonly calls: number }[]
  readonly kept: readonly { readonly version: string; readonly since: string }[]
}

export interface NodeStatus {
  /** `starting`: no call is taken yet, or none as long as `why` holds. */
  readonly state: 'starting' | 'ready' | 'draining'
  readonly why?: Said
  readonly since: string
  readonly callwright: string
  readonly listen: string
  readonly lines: readonly LineStatus[]
  readonly calls: readonly CallStatus[]
  readonly settings: readonly SettingStatus[]
  readonly unsettled: number
}

export interface SettingStatus extends Omit<Change, 'value' | 'until' | 'at'> {
  /** As a program writes it. */
  readonly value: string
  /** Why no call has it: the version that answers lacks the setting, the number or the type. null: calls have it. */
  readonly misfit: Said | null
  readonly until: string | null
  readonly since: string
}

export interface SettingSet extends SettingStatus {
  /** Where the line's was changed: changes of its numbers, for which this one is passed over. */
  readonly still: readonly SettingStatus[]
}

export interface SettingCleared {
  /** False where nothing was changed of what was asked for: the whole line, or the one number. */
  readonly changed: boolean
  /** Other changes of the setting that calls there have still: those of numbers, where the line's was taken back; the line's, where a number's was. */
  readonly still: readonly SettingStatus[]
}

export interface SetRequest {
  readonly line: string
  readonly number: string | null
  readonly name: string
  /** The value, as answers of back ends are written (docs/answers.md). */
  readonly json: unknown
  /** As `readUntil` reads it; null = until it is taken back. */
  readonly until: string | null
  readonly why: string
  readonly who: string
}

/** What came of a bundle that was to be put in force: the version that answers now. */
export interface Deployment {
  readonly line: string
  readonly version: string
  readonly change: 'new' | 'same' | 'taken back'
}

export type Done<T> = { readonly done: T } | { readonly problem: Said }

export interface Operations {
  readonly status: () => NodeStatus
  readonly isReady: () => boolean
  readonly metrics: () => Promise<string>
  readonly set: (request: SetRequest) => Done<SettingSet>
  /** Also a change that does not fit the version in force. */
  readonly unset: (request: Omit<SetRequest, 'json' | 'until'>) => Done<SettingCleared>
  /** `folder`: null = all that the configuration names; where some are refused the others are in force, and the problem says both. */
  readonly deploy: (folder: string | null, again: boolean) => Done<readonly Deployment[]>
  readonly rollback: (
    line: string,
    version: string | null,
  ) => Done<{ readonly line: string; readonly version: string; readonly before: string | null }>
}
