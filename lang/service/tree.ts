// Finding one's way in a syntax tree by offsets.
import type * as ast from '../grammar/ast.ts'
import { children } from '../grammar/index.ts'

/** Nodes as a union, so that `kind` tells them apart. */
export type AnyNode =
  | ast.SourceFile
  | ast.Declaration
  | ast.LineItem
  | ast.NumberEntry
  | ast.LanguageTag
  | ast.ZoneName
  | ast.PlainString
  | ast.Missing
  | ast.Name
  | ast.Setting
  | ast.PromptDeclaration
  | ast.Parameter
  | ast.OperationDeclaration
  | ast.RequiresConfirm
  | ast.OutcomeDeclaration
  | ast.HoursRule
  | ast.DateRange
  | ast.TimeInterval
  | ast.TypeNode
  | ast.BaseType
  | ast.DecimalRange
  | ast.ChoiceValue
  | ast.Expression
  | ast.TextVariant
  | ast.TextPart
  | ast.PluralForm
  | ast.Argument
  | ast.Target
  | ast.Block
  | ast.Branch
  | ast.ListenerBody
  | ast.ListenerItem
  | ast.ListenerArm
  | ast.ListenItem
  | ast.KeyRange
  | ast.OptionAction
  | ast.Step
  | ast.OperationCall
  | ast.OutcomeClause
  | ast.MatchArm

/** The children of a node. */
export const below = (node: AnyNode): readonly AnyNode[] => children(node) as unknown as readonly AnyNode[]

/**
 * The nodes around an offset, the file first, the innermost last. Between two that touch the one that begins there is meant; at the very end of
 * a text the one that ends there. Empty nodes (of what is missing) are found where nothing else is.
 */
export function pathAt(root: AnyNode, offset: number): readonly AnyNode[] {
  const path = [root]
  for (let node: AnyNode | undefined = root; node;) {
    let inside: AnyNode | undefined
    let touching: AnyNode | undefined
    for (const child of below(node)) {
      if (child.start > offset || child.end < offset) continue
      if (offset < child.end) inside = child
      else touching = child
    }
    node = inside ?? touching
    if (node) path.push(node)
  }
  return path
}

/** The name that an offset stands in or touches, with the nodes around it; undefined where there is none. */
export function nameAt(root: AnyNode, offset: number): { readonly name: ast.Name; readonly path: readonly AnyNode[] } | undefined {
  for (const at of [offset, offset - 1]) {
    if (at < 0) continue
    const path = pathAt(root, at)
    const last = path.at(-1)
    if (last?.kind === 'Name' && last.text !== '' && last.start <= offset && offset <= last.end) return { name: last, path }
  }
  return undefined
}

/** Every node below and with `root`, parents first, in the order of the text. */
export function* nodesOf(root: AnyNode): Iterable<AnyNode> {
  const work = [root]
  for (let node = work.pop(); node; node = work.pop()) {
    yield node
    const found = below(node)
    for (let at = found.length - 1; at >= 0; at--) work.push(found[at]!)
  }
}
