// Spans of a machine as ranges of the project's files.
import type { SourceSpan } from '../../machine/format.ts'
import type { SourceRange } from '../page/lit.ts'
import type { CompiledProgram } from '../programs/in-worker.ts'

export const rangeOf = ({ sources }: CompiledProgram, [file, start, end]: SourceSpan): SourceRange => ({
  path: sources[file]?.path ?? '',
  start,
  end,
})

/** From 1. */
export const lineOf = ({ sources }: CompiledProgram, [file, start]: SourceSpan): number =>
  (sources[file]?.lineIndex.position(start).line ?? 0) + 1
