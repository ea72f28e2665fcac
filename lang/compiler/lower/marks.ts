// Branches whose way depends on a value that a trace does not show (semantics §6): a replay takes their results from the trace.
import type { Point, PointId, Register, RegisterId } from '../../../machine/format.ts'
import type { MachineExpression } from '../../../machine/index.ts'
import type { Type } from '../../../machine/types.ts'
import { highestClass } from '../typing/classes.ts'

/** The branches and matches that depend on something private or secret. */
export function markedPoints(points: readonly Point[], registers: readonly Register[]): ReadonlySet<PointId> {
  const tainted = taintedRegisters(points, registers)
  const marked = new Set<PointId>()
  points.forEach((point, id) => {
    if (point.op === 'branch' && depends(point.condition, registers, tainted)) marked.add(id)
    if (point.op === 'match' && depends(point.subject, registers, tainted)) marked.add(id)
  })
  return marked
}

/** Names whose plain value was worked out from a hidden one: `let same = wanted == repeated`. */
function taintedRegisters(points: readonly Point[], registers: readonly Register[]): ReadonlySet<RegisterId> {
  const tainted = new Set<RegisterId>()
  let grew = true
  while (grew) {
    grew = false
    for (const point of points) {
      if ((point.op !== 'set' && point.op !== 'add') || tainted.has(point.register)) continue
      // What is hidden in it is known by its type; that its length or presence is hidden too (`xs where it.balance > 0`) is not.
      const hides = highestClass(registers[point.register]!.type) !== undefined
      if (!(hides ? shape : depends)(point.value, registers, tainted)) continue
      tainted.add(point.register)
      grew = true
    }
  }
  return tainted
}

/** Whether the value depends on something private or secret. How many there are in a list is not hidden. */
function depends(expression: MachineExpression, registers: readonly Register[], tainted: ReadonlySet<RegisterId>): boolean {
  const any = (...parts: readonly MachineExpression[]): boolean => parts.some(part => depends(part, registers, tainted))
  switch (expression.kind) {
    case 'register':
      return tainted.has(expression.register) || highestClass(registers[expression.register]!.type) !== undefined
    case 'call':
      return expression.field === 'caller'
    case 'field': {
      const type = typeOf(expression, registers)
      return type ? highestClass(type) !== undefined || base(expression, registers, tainted) : any(expression.of)
    }
    case 'count':
    case 'first':
      return shape(expression.list, registers, tainted)
    case 'is-empty':
      return shape(expression.operand, registers, tainted)
    case 'is-nothing':
      return shape(expression.operand, registers, tainted)
    case 'where':
      return shape(expression.list, registers, tainted) || any(expression.condition)
    case 'same':
    case 'order':
    case 'and':
    case 'or':
    case 'arithmetic':
      return any(expression.left, expression.right)
    case 'not':
    case 'scale':
    case 'negate':
      return any(expression.operand)
    case 'list':
      return any(...expression.items)
    case 'concat':
      return any(...expression.parts)
    case 'by-language':
      return any(...Object.values(expression.variants))
    case 'speech':
      return any(...expression.values)
    default:
      return false
  }
}

/** Whether its shape (there or not, how many) depends on something hidden: a record's fields do not count, its own class does. */
function shape(expression: MachineExpression, registers: readonly Register[], tainted: ReadonlySet<RegisterId>): boolean {
  const type = typeOf(expression, registers)
  if (!type) return depends(expression, registers, tainted)
  const own = type.class ?? (type.kind === 'optional' || type.kind === 'list' ? type.of.class : undefined)
  return own !== undefined || base(expression, registers, tainted)
}

/** Whether the name at the bottom of a path, or the condition of a `where` in it, is hidden. */
function base(expression: MachineExpression, registers: readonly Register[], tainted: ReadonlySet<RegisterId>): boolean {
  let at = expression
  for (;;) {
    if (at.kind === 'field') at = at.of
    else if (at.kind === 'first') at = at.list
    else if (at.kind === 'where') {
      if (depends(at.condition, registers, tainted)) return true
      at = at.list
    } else return at.kind === 'register' && tainted.has(at.register)
  }
}

/** The type of a path from a register; undefined for other expressions. */
export function typeOf(expression: MachineExpression, registers: readonly Register[]): Type | undefined {
  switch (expression.kind) {
    case 'register':
      return registers[expression.register]?.type
    case 'field': {
      const of = opened(typeOf(expression.of, registers))
      return of?.kind === 'record' ? of.fields[expression.name] : undefined
    }
    case 'first': {
      const of = opened(typeOf(expression.list, registers))
      return of?.kind === 'list' ? of.of : undefined
    }
    case 'where':
      return typeOf(expression.list, registers)
    default:
      return undefined
  }
}

const opened = (type: Type | undefined): Type | undefined => (type?.kind === 'optional' ? opened(type.of) : type)
