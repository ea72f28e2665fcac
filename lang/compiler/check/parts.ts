// Which flows are parts, and which `do` leads back to itself.
import type * as ast from '../../grammar/ast.ts'
import { orderByReferences } from '../bind/order.ts'
import { report, type Unit } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import { createControl, type Control } from './control.ts'
import { stepsInside } from './walk.ts'

type Flow = SymbolOf<'flow'>

export interface Parts {
  readonly control: Control
  readonly isPart: (flow: ast.FlowDeclaration) => boolean
  /** Each flow after those that it runs; each runs only earlier ones, but for rings (which are reported). */
  readonly order: readonly Flow[]
  /** What is known of a flow beside its head: where steps that run it go on, and how its end is told. */
  readonly comesBack: (flow: ast.FlowDeclaration) => boolean
  /** The flows that a flow or a menu runs with `do`. */
  readonly runs: (place: SymbolOf<'flow' | 'menu'>) => readonly Flow[]
  /** Some flow runs itself: what is taken for a part then depends on where the ring was entered. */
  readonly rings: boolean
  /** The flows that a record's `hung up` runs. */
  readonly afterRecords: readonly Flow[]
}

/** Finds out callees first, so that one pass is enough. Names are looked up without a report: the walk over steps reports them. */
export function findParts(unit: Unit): Parts {
  const bySyntax = new Map(unit.flows.map(flow => [flow.node, flow]))
  const lookup = (file: Flow['file'], name: string): Flow | null => {
    const names = unit.names.get(file)!
    const symbol = names.own.get(name) ?? names.imported.get(name)?.symbol
    return symbol?.kind === 'flow' ? symbol : null
  }
  const calls = new Map<ast.FlowDeclaration | ast.MenuDeclaration, readonly ast.DoStep[]>()
  const target = new Map<ast.Name, ast.FlowDeclaration>()
  const afterRecords: Flow[] = []
  const note = (node: ast.FlowDeclaration | ast.MenuDeclaration, file: Flow['file'], found: readonly ast.DoStep[]): void => {
    calls.set(node, found)
    for (const each of found) {
      const flow = lookup(file, each.name.text)
      if (flow) target.set(each.name, flow.node)
    }
  }
  const noteRecords = (file: Flow['file'], steps: readonly ast.Step[]): void => {
    for (const step of stepsInside(steps)) {
      if (step.kind !== 'RecordStep' || !step.hungUp) continue
      for (const { name } of dosIn(step.hungUp.steps)) {
        const flow = lookup(file, name.text)
        if (flow) afterRecords.push(flow)
      }
    }
  }
  for (const { node, file } of unit.flows) {
    note(node, file, dosIn(node.body.steps))
    noteRecords(file, node.body.steps)
  }
  for (const { node, file } of unit.menus) {
    const step = menuStep(node)
    note(node, file, dosIn([step]))
    noteRecords(file, [step])
  }

  // A flow in a ring with this one is taken for a part: its fault is the ring.
  const parts = new Map<ast.FlowDeclaration, boolean>()
  const comesBack = new Map<ast.FlowDeclaration, boolean>()
  const flowOf = (name: ast.Name): ast.FlowDeclaration | null => target.get(name) ?? null
  const trusting = createControl(flowOf, flow => parts.get(flow) ?? true, true)
  const literal = createControl(flowOf, flow => comesBack.get(flow) ?? true)
  let rings = false
  const order = orderByReferences(
    unit.flows,
    flow =>
      calls.get(flow.node)!.flatMap(at => {
        const to = target.get(at.name)
        return to ? [{ at, to: bySyntax.get(to)! }] : []
      }),
    (ring, at) => {
      rings = true
      report(unit, ring.at(-1)!.file, 'runs-itself', { name: ring[0]!.name, through: ring.slice(1).map(flow => flow.name) }, at)
    },
    ({ node }) => {
      parts.set(node, trusting.falls(node.body) || trusting.returns(node.body))
      comesBack.set(node, literal.falls(node.body) || literal.returns(node.body))
    },
  )
  const runs: Parts['runs'] = ({ node }) =>
    calls.get(node)!.flatMap(at => {
      const to = target.get(at.name)
      return to ? [bySyntax.get(to)!] : []
    })
  return {
    control: { ...trusting, passes: literal.passes },
    isPart: flow => parts.get(flow) ?? true,
    comesBack: flow => comesBack.get(flow) ?? true,
    order,
    runs,
    rings,
    afterRecords,
  }
}

const menuStep = (menu: ast.MenuDeclaration): ast.MenuStep => ({ kind: 'MenuStep', start: menu.start, end: menu.end, body: menu.body })

function dosIn(steps: readonly ast.Step[]): readonly ast.DoStep[] {
  const found: ast.DoStep[] = []
  for (const step of stepsInside(steps)) {
    if (step.kind === 'DoStep') found.push(step)
    else if (step.kind === 'LetStep' && step.value.kind === 'DoStep') found.push(step.value)
  }
  return found
}
