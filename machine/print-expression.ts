// An expression as a designer would write it, for reports. What cannot be written short is an ellipsis.
import type { Expression } from './expressions.ts'
import type { Machine } from './format.ts'
import type { Value } from './values.ts'

/** Deeper than this nobody reads. */
const DEEPEST = 6

export function printExpression(machine: Machine, expression: Expression, depth = 0): string {
  if (depth > DEEPEST) return '…'
  const print = (one: Expression): string => printExpression(machine, one, depth + 1)
  switch (expression.kind) {
    case 'constant':
      return printConstant(expression.value)
    case 'register': {
      const { name } = machine.registers[expression.register]!
      return name.slice(name.lastIndexOf('.') + 1).replace(/^\$/, '')
    }
    case 'setting':
      return `settings.${expression.name}`
    case 'call':
      return `call.${expression.field}`
    case 'field':
      return `${print(expression.of)}.${expression.name}`
    case 'same':
      return `${print(expression.left)} ${expression.negated ? '!=' : '=='} ${print(expression.right)}`
    case 'order':
      return `${print(expression.left)} ${expression.operator} ${print(expression.right)}`
    case 'and':
    case 'or':
      return `${print(expression.left)} ${expression.kind} ${print(expression.right)}`
    case 'not':
      return `not ${print(expression.operand)}`
    case 'arithmetic':
      return `${print(expression.left)} ${expression.operator} ${print(expression.right)}`
    case 'scale':
      return print(expression.operand)
    case 'negate':
      return `-${print(expression.operand)}`
    case 'is-nothing':
      return `${print(expression.operand)} is nothing`
    case 'is-empty':
      return `${print(expression.operand)} is empty`
    case 'count':
      return `count(${print(expression.list)})`
    case 'first':
      return `first(${print(expression.list)})`
    case 'where':
      return `${print(expression.list)} where …`
    case 'open':
      return `open(${machine.hours[expression.hours]!.name})`
    case 'now':
      return 'now'
    case 'today':
      return 'today'
    case 'level-at-least':
      return `call.level >= ${machine.line.levels[expression.level]!}`
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`
    case 'concat':
    case 'by-language':
    case 'speech':
      return '…'
  }
}

const printConstant = (value: Value): string => (value === null ? 'nothing' : typeof value === 'object' ? '…' : JSON.stringify(value))
