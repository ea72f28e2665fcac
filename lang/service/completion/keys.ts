// Keys that are still free where an option is written.
import type * as ast from '../../grammar/ast.ts'
import type { Program, ProgramFile } from '../../compiler/program.ts'
import { nodesOf } from '../tree.ts'

const all = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#']

/** Options of the innermost thing around `offset` that has some. One that lacks its brace goes on to the offset. */
function optionsAround(text: string, tree: ast.SourceFile, offset: number): readonly ast.PressOption[] {
  const declaration = tree.declarations.findLast(({ start }) => start <= offset)
  let found: readonly ast.PressOption[] = []
  if (!declaration) return found
  for (const node of nodesOf(declaration)) {
    if (node.start > offset || (node.end <= offset && text[node.end - 1] === '}')) continue
    if (node.kind === 'ListenerBody') found = node.items.filter(item => item.kind === 'PressOption')
    else if (node.kind === 'ShortcutsItem' || node.kind === 'ConnectQueueStep') found = node.options
  }
  return found
}

/** The single keys that no option around `offset` has; those of shortcuts last, for an option hides them. */
export function freeKeys(program: Program, { text, tree }: Pick<ProgramFile, 'text' | 'tree'>, offset: number): readonly string[] {
  const used = new Set(
    optionsAround(text, tree, offset)
      .filter(({ start, end }) => offset < start || offset > end)
      .map(({ keys }) => keys.from),
  )
  const shortcuts = new Set(
    (program.line?.node.items ?? []).flatMap(item => (item.kind === 'ShortcutsItem' ? item.options.map(({ keys }) => keys.from) : [])),
  )
  const free = all.filter(key => !used.has(key))
  return [...free.filter(key => !shortcuts.has(key)), ...free.filter(key => shortcuts.has(key))]
}
