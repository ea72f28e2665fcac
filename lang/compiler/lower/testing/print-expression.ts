import type { MachineExpression } from '../../../../machine/index.ts'
import type { Machine, PromptPart, Tell } from '../../../../machine/format.ts'

/** `main.1(account.kind)` for a slot; a prompt without one as its words in the first language. */
export function printTell(machine: Machine, tell: Tell): string {
  const prompt = machine.prompts[tell.prompt]!
  const standard = Object.entries(machine.standard).find(([, index]) => index === tell.prompt)?.[0]
  const name = prompt.slot ?? standard ?? prompt.texts[machine.line.languages[0]!]!.map(printPart).join('')
  const values = tell.values.map(value => printExpression(machine, value))
  return `${name}${values.length > 0 ? `(${values.join(', ')})` : ''}${tell.language ? ` in ${tell.language}` : ''}`
}

function printPart(part: PromptPart): string {
  if (typeof part === 'string') return part
  if ('pause' in part) return `{pause ${part.pause}}`
  return 'plural' in part ? `{plural ${part.plural}}` : `{${part.hole}}`
}

export function printExpression(machine: Machine, expression: MachineExpression): string {
  const print = (of: MachineExpression): string => printExpression(machine, of)
  switch (expression.kind) {
    case 'constant':
      return JSON.stringify(expression.value)
    case 'register':
      return machine.registers[expression.register]!.name
    case 'setting':
      return `settings.${expression.name}`
    case 'call':
      return `call.${expression.field}`
    case 'field':
      return `${print(expression.of)}.${expression.name}`
    case 'same':
      return `(${print(expression.left)} ${expression.negated ? '!=' : '=='} ${print(expression.right)})`
    case 'order':
    case 'arithmetic':
      return `(${print(expression.left)} ${expression.operator} ${print(expression.right)})`
    case 'and':
    case 'or':
      return `(${print(expression.left)} ${expression.kind} ${print(expression.right)})`
    case 'not':
      return `not ${print(expression.operand)}`
    case 'scale':
      return `${print(expression.operand)}·10^${expression.by}`
    case 'negate':
      return `−${print(expression.operand)}`
    case 'is-nothing':
      return `nothing?(${print(expression.operand)})`
    case 'is-empty':
      return `empty?(${print(expression.operand)})`
    case 'count':
    case 'first':
      return `${expression.kind}(${print(expression.list)})`
    case 'where':
      return `(${print(expression.list)} where ${machine.registers[expression.item]!.name}: ${print(expression.condition)})`
    case 'open':
      return `open(${machine.hours[expression.hours]!.name})`
    case 'now':
    case 'today':
      return expression.kind
    case 'level-at-least':
      return `at least ${machine.line.levels[expression.level] ?? ''}`
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`
    case 'concat':
      return expression.parts.map(print).join(' ~ ')
    case 'by-language':
      return `{${Object.entries(expression.variants)
        .map(([tag, variant]) => `${tag}: ${print(variant)}`)
        .join(', ')}}`
    case 'speech':
      return `‹${printTell(machine, expression)}›`
  }
}
