// Findings of the whole project as the problems pane lists them.
import type { Diagnostic } from 'vscode-languageserver'

export type FindingSeverity = 'error' | 'warning' | 'advice'

export interface Finding {
  /** The same finding after an edit elsewhere has the same key, where it stands at the same place. */
  readonly key: string
  readonly path: string
  readonly severity: FindingSeverity
  /** `CW2003` */
  readonly code: string
  readonly message: string
  /** What may help, the keys that lead there: a line each. */
  readonly hints: readonly string[]
  /** From 0, as the protocol has it. */
  readonly range: Diagnostic['range']
  readonly told: Diagnostic
}

export interface FileFindings {
  readonly path: string
  readonly findings: readonly Finding[]
}

export interface Counts {
  readonly errors: number
  readonly warnings: number
  readonly advice: number
}

/** Those of the entry's file first, then files by name; in a file from top to bottom, errors first where two stand at one place. */
export function groupFindings(all: ReadonlyMap<string, readonly Diagnostic[]>, entry: string | null): readonly FileFindings[] {
  return [...all]
    .map(([path, found]) => ({ path, findings: found.map(one => finding(path, one)).sort(byPlace) }))
    .sort((one, other) => Number(other.path === entry) - Number(one.path === entry) || (one.path < other.path ? -1 : 1))
}

export function countFindings(groups: readonly FileFindings[]): Counts {
  const counts = { errors: 0, warnings: 0, advice: 0 }
  for (const { severity } of groups.flatMap(group => group.findings))
    counts[severity === 'error' ? 'errors' : severity === 'warning' ? 'warnings' : 'advice']++
  return counts
}

export const keyOf = (path: string, { code, range: { start } }: Pick<Diagnostic, 'code' | 'range'>): string =>
  `${path}:${start.line}:${start.character}:${code ?? ''}`

/** The server tells plain text. */
export const messageOf = ({ message }: Diagnostic): string => (typeof message === 'string' ? message : message.value)

function finding(path: string, told: Diagnostic): Finding {
  const [message = '', ...hints] = messageOf(told).split('\n')
  const severity = told.severity === 1 ? 'error' : told.severity === 2 ? 'warning' : 'advice'
  return { key: keyOf(path, told), path, severity, code: String(told.code ?? ''), message, hints, range: told.range, told }
}

const RANK: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, advice: 2 }
const byPlace = (one: Finding, other: Finding): number =>
  one.range.start.line - other.range.start.line ||
  one.range.start.character - other.range.start.character ||
  RANK[one.severity] - RANK[other.severity]
