import { resolvePath } from '../../../lang/compiler/host.ts'
import type { Machine, SourceSpan } from '../../../machine/format.ts'
import type { SourceRange } from '../../page/lit.ts'

/** A span of the machine as a range of the project's file. */
export type SourceOf = (span: SourceSpan | null | undefined) => SourceRange | null

export function createSourceOf(machine: Pick<Machine, 'files'>, entry: string): SourceOf {
  const paths = machine.files.map((file, index) => (index === 0 ? entry : resolvePath(entry, file)))
  return span => {
    const path = span ? paths[span[0]] : undefined
    return span && path !== undefined ? { path, start: span[1], end: span[2] } : null
  }
}
