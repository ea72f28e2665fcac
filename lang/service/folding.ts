// What can be folded, and how a selection grows: both from the tree and its comments.
import type * as ast from '../grammar/ast.ts'
import type { Span } from '../text/span.ts'
import { nodesOf, pathAt } from './tree.ts'
import type { FoldingRange } from './types.ts'

const brackets: ReadonlySet<string> = new Set([
  ...[
    'Block',
    'Branch',
    'ListenerBody',
    'LineDeclaration',
    'SettingsDeclaration',
    'PromptsDeclaration',
    'ServiceDeclaration',
    'HoursDeclaration',
  ],
  ...[
    'QueueDeclaration',
    'TypeDeclaration',
    'OperationDeclaration',
    'RequestStep',
    'PerformStep',
    'MatchStep',
    'ListenerMatch',
    'ListenBlock',
  ],
  ...['ConnectQueueStep', 'ConnectNumberStep', 'RecordStep', 'NumbersItem', 'ShortcutsItem', 'MenuDeclaration', 'FlowDeclaration'],
])

export function foldings(tree: ast.SourceFile, text: string): readonly FoldingRange[] {
  const found: FoldingRange[] = []
  const add = (start: number, end: number, kind: FoldingRange['kind']): void => {
    if (end > start && /[\r\n]/.test(text.slice(start, end))) found.push({ start, end, kind })
  }
  for (const node of nodesOf(tree)) if (brackets.has(node.kind)) add(node.start, node.end, 'block')
  for (const run of runs(tree.comments, text)) add(run.start, run.end, 'comment')
  const imports = tree.declarations.filter(each => each.kind === 'ImportDeclaration')
  const first = imports[0]
  if (first && imports.length > 1) add(first.start, imports.at(-1)!.end, 'imports')
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

/** Comments with only blanks between them are one. */
function runs(comments: readonly Span[], text: string): readonly Span[] {
  const found: { start: number; end: number }[] = []
  for (const { start, end } of comments) {
    const last = found.at(-1)
    if (last && text.slice(last.end, start).trim() === '') last.end = end
    else found.push({ start, end })
  }
  return found
}

/** Spans around an offset, each inside the next: words, the inside of braces, steps, declarations, the file. */
export function selections(tree: ast.SourceFile, offset: number): readonly Span[] {
  const found: Span[] = []
  for (const { start, end } of pathAt(tree, offset).toReversed()) {
    const last = found.at(-1)
    if (end === start || (last && last.start === start && last.end === end)) continue
    if (!last || (start <= last.start && end >= last.end)) found.push({ start, end })
  }
  return found
}
