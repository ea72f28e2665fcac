// What a file declares, as an outline, and what of it the workspace can be searched for.
import type * as ast from '../grammar/ast.ts'
import type { ProgramFile } from '../compiler/program.ts'
import type { Span } from '../text/span.ts'
import { oneLine } from './describe-symbol.ts'
import type { OutlineItem, SymbolKind, WorkspaceSymbol } from './types.ts'

export function outline({ tree, text }: Pick<ProgramFile, 'tree' | 'text'>): readonly OutlineItem[] {
  const item = (kind: SymbolKind, name: ast.Name, whole: Span, detail?: string, children: readonly OutlineItem[] = []): OutlineItem => ({
    kind,
    label: name.text,
    ...(detail === undefined ? {} : { detail }),
    start: Math.min(whole.start, name.start),
    end: Math.max(whole.end, name.end),
    name: { start: name.start, end: name.end },
    children: children.filter(child => child.label !== ''),
  })
  const found = tree.declarations.flatMap((node): readonly OutlineItem[] => {
    switch (node.kind) {
      case 'ImportDeclaration':
        return []
      case 'SettingsDeclaration':
        return node.settings.map(each => item('setting', each.name, each, oneLine(text, each.type.start, each.type.end)))
      case 'PromptsDeclaration':
        return node.prompts.map(each => item('prompt', each.name, each, oneLine(text, each.text.start, each.text.end)))
      case 'ServiceDeclaration':
        return [
          item(
            'service',
            node.name,
            node,
            undefined,
            node.operations.map(each =>
              item(
                'operation',
                each.name,
                each,
                each.operation,
                each.outcomes.map(outcome => item('outcome', outcome.name, outcome)),
              ),
            ),
          ),
        ]
      case 'TypeDeclaration':
        return [item('type', node.name, node, oneLine(text, node.type.start, node.type.end), members(node, item))]
      case 'RememberDeclaration':
        return [item('remember', node.name, node, oneLine(text, node.type.start, node.type.end))]
      case 'LineDeclaration':
        return [item('line', node.name, node)]
      case 'HoursDeclaration':
        return [item('hours', node.name, node)]
      case 'QueueDeclaration':
        return [item('queue', node.name, node)]
      case 'MenuDeclaration':
        return [item('menu', node.name, node)]
      case 'FlowDeclaration':
        return [item('flow', node.name, node, oneLine(text, node.name.end, Math.max(node.name.end, node.body.start)))]
    }
  })
  return found.filter(each => each.label !== '')
}

function members(node: ast.TypeDeclaration, item: (kind: SymbolKind, name: ast.Name, whole: Span) => OutlineItem): readonly OutlineItem[] {
  const base = node.type.kind === 'TypeNode' ? node.type.base : undefined
  if (base?.kind === 'RecordType') return base.fields.map(each => item('field', each.name, each))
  return base?.kind === 'ChoiceType' ? base.values.map(each => item('choice', each.name, each)) : []
}

/** Letters of `query` stand in `name` in their order, whatever is between them. */
export function matches(name: string, query: string): boolean {
  const lower = name.toLowerCase()
  let at = 0
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at)
    if (at < 0) return false
    at += letter.length
  }
  return true
}

export function* symbolsOf(file: string, items: readonly OutlineItem[], query: string): Iterable<WorkspaceSymbol> {
  for (const { kind, label, name, children } of items) {
    if (matches(label, query)) yield { kind, label, file, start: name.start, end: name.end }
    yield* symbolsOf(file, children, query)
  }
}
