// Going places: arrows, `do`, and blocks that must leave (semantics §2).
import type * as ast from '../../grammar/ast.ts'
import type { Span } from '../../text/span.ts'
import { resolveLevel, resolveTop } from '../bind/lookup.ts'
import { label, replace } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import type { StaticType } from '../types.ts'
import { unknown } from '../typing/fits.ts'
import { fitArguments } from './calls.ts'
import { complain, type Context } from './context.ts'
import { expression } from './expressions.ts'

/** The places whose block must leave, as catalogue words. */
export type MustLeave = 'else' | 'choose none' | 'no' | 'otherwise' | 'option' | 'choose option' | 'transfer else' | 'record nothing'

export function checkLeaves(context: Context, block: ast.Block | ast.Branch, what: MustLeave): void {
  if (!context.control.falls(block)) return
  const end = Math.max(block.start, block.end - 1)
  const braces = block.kind === 'Block' || block.braces
  complain(context, 'must-leave', { what }, braces ? { start: end, end: block.end } : block)
}

export interface GoOptions {
  /** The `->` and what is before the target, where the whole is a step of a block: `do` can take its place. */
  readonly step?: Span
  /** The step stands where a block may: `do` needs braces. */
  readonly bare?: boolean
  /** The line's own arrows: nothing listens there, and nothing was before. */
  readonly ofLine?: boolean
}

/** Its end may lie in what could not be read. */
const mayBeUnread = ({ unit }: Context, place: SymbolOf<'flow'>): boolean => unit.broken.has(place.node) || unit.lossyFiles.has(place.file)

export function target(context: Context, node: ast.Target, options: GoOptions = {}): void {
  if (node.kind === 'Missing') return
  if (node.kind === 'FixedTarget') {
    if (options.ofLine && node.to !== 'hangup') complain(context, 'target-not-here', { target: node.to }, node)
    else if (node.to === 'again' && !context.listener) complain(context, 'again-outside', { inLoop: context.loop === 'each' }, node)
    return
  }
  const { unit, names } = context
  const place = resolveTop(unit, names, node.name, 'menu', 'flow')
  if (!place) {
    for (const argument of node.arguments) expression(context, argument.value, 'anything')
    return
  }
  fitArguments(context, node, node.arguments, place.kind === 'flow' ? place.node.parameters : [], place.file, node.name)
  if (place.kind === 'flow' && unit.factsOf.get(place.node)?.part && !mayBeUnread(context, place)) {
    const { step, bare } = options
    const written = bare ? `{ do ${place.name} }` : `do ${place.name}`
    const edits = step && [
      { file: context.file.path, start: step.start, end: node.start, text: bare ? '{ do ' : 'do ' },
      ...(bare ? [{ file: context.file.path, start: node.end, end: node.end, text: ' }' }] : []),
    ]
    complain(context, 'go-to-part', { name: place.name }, node, {
      labels: [label(place.file, place.node.name, 'this flow comes back', '这个流程会返回')],
      fixes: edits ? [{ title: { en: `Write “${written}”`, zh: `改写为“${written}”` }, edits }] : [],
    })
  }
}

/** `do part(…)`: gives what the flow returns, null where it returns nothing. */
export function doStep(context: Context, node: ast.DoStep): StaticType | null {
  const { unit, names } = context
  const place = resolveTop(unit, names, node.name, 'flow', 'menu')
  if (!place) {
    for (const argument of node.arguments) expression(context, argument.value, 'anything')
    if (node.unless) resolveLevel(unit, names, node.unless)
    return unknown
  }
  if (place.kind === 'menu') {
    complain(context, 'do-menu', { name: place.name }, node, {
      fixes: [
        replace(context.file, { start: node.start, end: node.name.start }, '-> ', `Write “-> ${place.name}”`, `改写为“-> ${place.name}”`),
      ],
    })
    return unknown
  }
  fitArguments(context, node, node.arguments, place.node.parameters, place.file, node.name)
  if (node.unless) unless(context, node.unless, place)
  return unit.factsOf.get(place.node)?.returns ?? null
}

function unless(context: Context, name: ast.Name, flow: SymbolOf<'flow'>): void {
  const { unit } = context
  const level = resolveLevel(unit, context.names, name)
  if (!level) return
  const { grants } = flow.node
  const granted = grants ? unit.levels.get(grants.text) : undefined
  if (grants && !granted) return
  if (granted && granted.index >= level.index) return
  complain(context, 'unless-not-granted', { flow: flow.name, level: level.name, ...(granted ? { grants: granted.name } : {}) }, name, {
    labels: [label(flow.file, grants ?? flow.node.name, 'what it grants', '它授予的级别')],
  })
}
