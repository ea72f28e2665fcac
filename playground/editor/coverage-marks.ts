// What the margin of the editor shows of scripts: which parts of a program they go through, and how each of them went.

/** A part of a file, offsets in UTF-16 units of the text that was run. */
export interface CoverageMark {
  readonly start: number
  readonly end: number
  readonly covered: boolean
}

/** By path; null: nothing was run. */
export type CoverageMarks = Readonly<Record<string, readonly CoverageMark[]>>

export interface ScriptMark {
  /** Of the script's first line, from 0. */
  readonly line: number
  readonly name: string
  readonly result: 'unknown' | 'running' | 'passed' | 'failed'
  /** What was expected and what came, for people. */
  readonly message?: string
}

/** By path of the `.dtmf` file. */
export type ScriptMarks = Readonly<Record<string, readonly ScriptMark[]>>
