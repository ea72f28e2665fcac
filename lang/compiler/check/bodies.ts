// Flows, menus and the line: what each flow is, then a walk over every body.
import { resolveLevel } from '../bind/lookup.ts'
import { label, type Unit } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import { buildType } from '../typing/build.ts'
import { describe } from '../typing/describe.ts'
import { complain, createContext, declareLocal, inner, type Context } from './context.ts'
import { checkDialled } from './dialled.ts'
import { checkLine, finishLine } from './line.ts'
import { namedMenu } from './listeners.ts'
import { findParts, type Parts } from './parts.ts'
import { checkParameters } from './services.ts'
import { steps } from './steps.ts'
import { writtenType } from './written-types.ts'

/** A flow or a menu, and where it stands. */
export interface Body {
  readonly place: SymbolOf<'flow' | 'menu'>
  readonly context: Context
}

export interface Bodies {
  readonly parts: Parts
  /** Flows first, in the order of files and text. */
  readonly all: readonly Body[]
}

export function checkBodies(unit: Unit): void {
  const bodies = findBodies(unit)
  for (const body of bodies.all) checkBody(body, unit)
  checkTheLine(unit, bodies)
  checkDialled(unit)
}

/** Notes what each flow is, before anything runs it. */
export function findBodies(unit: Unit): Bodies {
  const parts = findParts(unit)
  const contexts = unit.flows.map(flow => flowContext(unit, parts, flow))
  const hangup = afterHangup(unit, parts)
  const flows = unit.flows.map((place, at): Body => {
    const context = contexts[at]!
    return { place, context: hangup.has(place) ? { ...context, restricted: 'after hangup' } : context }
  })
  const menus = unit.menus.map((place): Body => ({ place, context: createContext(unit, place.file, parts.control, null) }))
  return { parts, all: [...flows, ...menus] }
}

/** Walks a body; what is found goes into `unit`. */
export function checkBody({ place, context: where }: Body, unit: Unit): void {
  const context = { ...where, unit }
  const { node, kind } = place
  if (node.requires) resolveLevel(unit, context.names, node.requires)
  if (kind === 'flow') checkFlow(context, place)
  else namedMenu(context, place.node)
}

/** The line, when every listener has been checked. */
export function checkTheLine(unit: Unit, { parts }: Bodies): void {
  if (unit.line) {
    const context = createContext(unit, unit.line.file, parts.control, null)
    checkLine(context, unit.line.node)
    finishLine(context)
  }
}

/** Declares a flow's parameters and notes what it is, before anything runs it. */
function flowContext(unit: Unit, parts: Parts, flow: SymbolOf<'flow'>): Context {
  const { node, file } = flow
  const context = createContext(unit, file, parts.control, node)
  checkParameters(context, node.parameters)
  const seen = new Set<string>()
  const parameters = node.parameters.map(({ name, type }) => {
    const built = buildType(unit, context.names, type)
    if (!seen.has(name.text)) {
      seen.add(name.text)
      return declareLocal(context, name, 'parameter', built)
    }
    const local = { kind: 'local', name: name.text, file, node: name, of: 'parameter', type: built } as const
    unit.localOf.set(name, local)
    unit.used.add(local)
    return local
  })
  const returns = node.returns ? writtenType(context, node.returns) : null
  unit.factsOf.set(node, { part: parts.isPart(node), parameters, returns })
  return context
}

function checkFlow(context: Context, flow: SymbolOf<'flow'>): void {
  const { unit } = context
  const { node, file } = flow
  if (node.grants) resolveLevel(unit, context.names, node.grants)
  steps(inner(context), node.body.steps)
  if (!node.returns || !context.control.falls(node.body)) return
  const end = Math.max(node.body.start, node.body.end - 1)
  const wanted = unit.factsOf.get(node)!.returns!
  complain(
    context,
    'end-without-return',
    { flow: flow.name, wanted: describe(wanted) },
    { start: end, end: node.body.end },
    {
      labels: [label(file, node.returns, 'what it returns', '它返回的内容')],
    },
  )
}

/** What runs when the caller is gone: the line's `after hangup` flow, what a record's `hung up` runs, and all that these run. */
function afterHangup(unit: Unit, parts: Parts): ReadonlySet<SymbolOf<'flow'>> {
  const found = new Set<SymbolOf<'flow'>>()
  const work = [...parts.afterRecords]
  const { line } = unit
  for (const item of line?.node.items ?? []) {
    if (!line || item.kind !== 'AfterHangupItem') continue
    const names = unit.names.get(line.file)!
    const root = names.own.get(item.flow.text) ?? names.imported.get(item.flow.text)?.symbol
    if (root?.kind === 'flow') work.push(root)
  }
  for (let flow = work.pop(); flow; flow = work.pop()) {
    if (found.has(flow)) continue
    found.add(flow)
    work.push(...parts.runs(flow))
  }
  return found
}
