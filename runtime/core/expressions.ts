// Expressions as closures over the turn. The depth of an expression is bounded where a machine is read.
import type { Expression } from '../../machine/expressions.ts'
import type { Machine } from '../../machine/format.ts'
import type { RecordValue, Value } from '../../machine/values.ts'
import { dateOf, wallClock } from './clock.ts'
import { bounded, Fault } from './fault.ts'
import { hasUnknown, UNKNOWN, type Decide, type Recall } from './marks.ts'
import { prepareHours } from './opening.ts'
import type { Evaluate } from './prepared.ts'
import type { Turn } from './turn.ts'

export interface Expressions {
  readonly evaluate: (expression: Expression) => Evaluate
  /** As a condition. */
  readonly test: (expression: Expression) => (turn: Turn) => boolean
  /** Slot of a register. */
  readonly slotOf: (register: number) => number
  /** Null where nothing is marked. */
  readonly decide: Decide | null
}

export function createExpressions(machine: Machine, decide: Decide | null = null, recall: Recall | null = null): Expressions {
  const slotOf = (register: number): number => machine.registers[register]!.slot
  const defaults = new Map(machine.settings.map(setting => [setting.name, setting.value]))
  const hours = machine.hours.map(of => prepareHours(of, machine.zones[of.zone] ?? [], expression => evaluate(expression)))
  const zone = machine.zones[machine.line.zone] ?? []

  const test = (expression: Expression): ((turn: Turn) => boolean) => evaluate(expression) as (turn: Turn) => boolean
  const numeric = (expression: Expression): ((turn: Turn) => number) => evaluate(expression) as (turn: Turn) => number
  const list = (expression: Expression): ((turn: Turn) => readonly Value[]) => evaluate(expression) as (turn: Turn) => readonly Value[]

  function evaluate(expression: Expression): Evaluate {
    switch (expression.kind) {
      case 'constant': {
        const value = expression.value
        return () => value
      }
      case 'register': {
        const parameter = -1 - expression.register
        if (parameter >= 0) return known(turn => turn.parameters[parameter]!)
        const slot = slotOf(expression.register)
        return known(turn => turn.session.registers[slot]!)
      }
      case 'setting': {
        const name = expression.name
        const value = defaults.get(name) ?? null
        return turn => {
          const changed = turn.session.call.settings
          return changed !== undefined && Object.hasOwn(changed, name) ? changed[name]! : value
        }
      }
      case 'call':
        return known(callField(expression.field))
      case 'field': {
        const of = evaluate(expression.of) as (turn: Turn) => RecordValue
        const name = expression.name
        return known(turn => of(turn)[name] ?? null)
      }
      case 'same': {
        const left = evaluate(expression.left)
        const right = evaluate(expression.right)
        if (recall !== null) return sameWhole(left, right, expression.negated)
        return expression.negated ? turn => !isSame(left(turn), right(turn)) : turn => isSame(left(turn), right(turn))
      }
      case 'order':
        return order(expression.operator, numeric(expression.left), numeric(expression.right))
      case 'and':
      case 'or':
        return chain(expression)
      case 'not': {
        const operand = test(expression.operand)
        return turn => !operand(turn)
      }
      case 'arithmetic':
        return arithmetic(expression.operator, numeric(expression.left), numeric(expression.right))
      case 'scale': {
        const operand = numeric(expression.operand)
        const factor = 10 ** expression.by
        return turn => bounded(operand(turn) * factor)
      }
      case 'negate': {
        const operand = numeric(expression.operand)
        return turn => 0 - operand(turn)
      }
      case 'is-nothing': {
        const operand = evaluate(expression.operand)
        return turn => operand(turn) === null
      }
      case 'is-empty': {
        const operand = list(expression.operand)
        return turn => operand(turn).length === 0
      }
      case 'count': {
        const of = list(expression.list)
        return turn => of(turn).length
      }
      case 'first': {
        const of = list(expression.list)
        return known(turn => of(turn)[0] ?? null)
      }
      case 'where': {
        const of = list(expression.list)
        const slot = slotOf(expression.item)
        const condition = test(expression.condition)
        return turn =>
          of(turn).filter(item => {
            turn.session.registers[slot] = item
            return condition(turn)
          })
      }
      case 'open':
        return hours[expression.hours]!
      case 'now':
        return turn => turn.now
      case 'today':
        return turn => dateOf(wallClock(zone, turn.now).day)
      case 'level-at-least': {
        const level = expression.level
        return turn => turn.session.level >= level
      }
      case 'list': {
        const items = expression.items.map(evaluate)
        return turn => items.map(item => item(turn))
      }
      case 'concat': {
        const parts = expression.parts.map(evaluate)
        return turn => parts.map(part => part(turn)).join('')
      }
      case 'by-language': {
        const variants = new Map(Object.entries(expression.variants).map(([tag, variant]) => [tag, evaluate(variant)]))
        const first = variants.get(machine.line.languages[0]!) ?? [...variants.values()][0] ?? (() => null)
        return turn => (variants.get(turn.language) ?? first)(turn)
      }
      case 'speech': {
        const prompt = expression.prompt
        const values = expression.values.map(evaluate)
        return turn => ({ prompt, values: values.map(value => value(turn)) })
      }
    }
  }

  /** `a and b and c` as one loop, however many there are. */
  function chain(expression: Expression & { kind: 'and' | 'or' }): Evaluate {
    const operands: ((turn: Turn) => boolean)[] = []
    let rest: Expression = expression
    while (rest.kind === expression.kind) {
      operands.push(test(rest.right))
      rest = rest.left
    }
    operands.push(test(rest))
    operands.reverse()
    if (expression.kind === 'and') return turn => operands.every(operand => operand(turn))
    return turn => operands.some(operand => operand(turn))
  }

  /** In a replay whatever depends on an unknown value is unknown. */
  function known(read: Evaluate): Evaluate {
    if (recall === null) return read
    return turn => {
      const value = read(turn)
      if (value === UNKNOWN) throw unknownRead
      return value
    }
  }

  function replayed(expression: Expression): Evaluate {
    const value = evaluate(expression)
    return turn => {
      try {
        return value(turn)
      } catch (thrown) {
        if (thrown !== unknownRead) throw thrown
        const fault = recall!.faultAt(turn.point)
        if (fault !== null) throw new Fault(fault)
        return UNKNOWN
      }
    }
  }

  if (recall === null) return { evaluate, test, slotOf, decide }
  return { evaluate: replayed, test: expression => replayed(expression) as (turn: Turn) => boolean, slotOf, decide }
}

/** Thrown and caught within one expression. */
const unknownRead = new Error('this value is not in the trace')

function sameWhole(left: Evaluate, right: Evaluate, negated: boolean): Evaluate {
  return turn => {
    const [a, b] = [left(turn), right(turn)]
    if (hasUnknown(a) || hasUnknown(b)) throw unknownRead
    return isSame(a, b) !== negated
  }
}

function callField(field: 'caller' | 'called' | 'id' | 'language' | 'level' | 'started'): Evaluate {
  switch (field) {
    case 'caller':
      return turn => turn.session.call.caller
    case 'called':
      return turn => turn.session.call.called
    case 'id':
      return turn => turn.session.call.id
    case 'language':
      return turn => turn.session.language
    case 'level':
      return turn => turn.session.level
    case 'started':
      return turn => turn.session.started
  }
}

type Operand = (turn: Turn) => number

/** Dates and times are texts of one length, so that the same operators order them. */
function order(operator: '<' | '<=' | '>' | '>=', left: Operand, right: Operand): Evaluate {
  switch (operator) {
    case '<':
      return turn => left(turn) < right(turn)
    case '<=':
      return turn => left(turn) <= right(turn)
    case '>':
      return turn => left(turn) > right(turn)
    case '>=':
      return turn => left(turn) >= right(turn)
  }
}

function arithmetic(operator: '+' | '-' | '*', left: Operand, right: Operand): Evaluate {
  switch (operator) {
    case '+':
      return turn => bounded(left(turn) + right(turn))
    case '-':
      return turn => bounded(left(turn) - right(turn))
    case '*':
      // `+ 0` turns −0 into 0, which JSON would lose.
      return turn => bounded(left(turn) * right(turn) + 0)
  }
}

/** Two values of one type; records and lists part by part (their depth is the type's). */
export function isSame(left: Value, right: Value): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false
    return left.every((item: Value, index) => isSame(item, right[index] as Value))
  }
  const [a, b] = [left as RecordValue, right as RecordValue]
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => Object.hasOwn(b, name) && isSame(a[name]!, b[name]!))
}
