// From a name to where it is declared.
import type { Location } from '../text/span.ts'
import { declarationOf, occurrencesOf } from './occurrences.ts'
import type { View } from './programs.ts'
import { pathAt } from './tree.ts'

/** Where what stands at `offset` is declared: more than one place for a bare argument, whose name is a value's and a parameter's. */
export function definition(view: View, offset: number, resolve: (from: string, path: string) => string): readonly Location[] {
  const { program, file } = view
  const found: Location[] = []
  for (const { id } of occurrencesOf(program).at(file.path, offset)) {
    const declared = declarationOf(program, id)?.occurrence
    if (declared) found.push({ file: declared.file, start: declared.start, end: declared.end })
  }
  if (found.length > 0) return found
  const path = pathAt(file.tree, offset)
  const last = path.at(-1)
  const declaration = path.at(-2)
  if (last?.kind === 'PlainString' && declaration?.kind === 'ImportDeclaration' && last.value !== '') {
    const target = resolve(file.path, last.value)
    if (program.files.some(each => each.path === target)) return [{ file: target, start: 0, end: 0 }]
  }
  return []
}
