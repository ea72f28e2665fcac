// Expressions of the language as the machine's. Numbers are brought to one scale here, so that the machine only has integers.
import { momentOf } from '../../../machine/calendar.ts'
import type { MachineExpression, Value } from '../../../machine/index.ts'
import type { Type } from '../../../machine/types.ts'
import type * as ast from '../../grammar/ast.ts'
import type { NameMeaning, Symbol } from '../program.ts'
import { decimalsOf, scaled } from '../typing/decimals.ts'
import { levelName, levelType } from './levels.ts'
import { hiddenRegister, localRegister } from './registers.ts'
import type { Arguments, Lowering, Scope } from './types.ts'

export const constant = (value: Value): MachineExpression => ({ kind: 'constant', value })
export const register = (id: number): MachineExpression => ({ kind: 'register', register: id })
const NOTHING = constant(null)

/** The type of an expression's value where it has one. */
export function valueType(lowering: Lowering, expression: ast.Expression): Type | undefined {
  const found = lowering.program.typeOf.get(expression)
  return found?.kind === 'value' ? found.type : undefined
}

const isLevel = (lowering: Lowering, expression: ast.Expression): boolean => lowering.program.typeOf.get(expression)?.kind === 'level'

/** Decimals of a number; undefined for what is not one. */
const decimals = (type: Type | undefined): number | undefined =>
  type?.kind === 'optional' ? decimals(type.of) : type?.kind === 'number' ? type.decimals : undefined

/** Brings a number from one scale to a finer one. */
function rescale(expression: MachineExpression, from: number | undefined, to: number | undefined): MachineExpression {
  if (from === undefined || to === undefined || from >= to) return expression
  if (expression.kind === 'constant' && typeof expression.value === 'number') return constant(expression.value * 10 ** (to - from))
  return { kind: 'scale', operand: expression, by: to - from }
}

/** The expression where a value of `wanted` is wanted: numbers at its scale, a level by its name where a text or choice is. */
export function lowerFitted(
  lowering: Lowering,
  scope: Scope,
  expression: ast.Expression,
  wanted: Type | undefined,
  args?: Arguments,
): MachineExpression {
  if (wanted?.kind === 'speech') return lowering.parts.speech(lowering, scope, expression, args)
  const lowered = lowerExpression(lowering, scope, expression, args)
  return rescale(lowered, decimals(valueType(lowering, expression)), decimals(wanted))
}

/** The expression as a machine's. `args`: what stands for a prompt's parameters. */
export function lowerExpression(lowering: Lowering, scope: Scope, expression: ast.Expression, args?: Arguments): MachineExpression {
  const lower = (of: ast.Expression): MachineExpression => lowerExpression(lowering, scope, of, args)
  switch (expression.kind) {
    case 'TextLiteral':
      return lowerText(lowering, scope, expression, args)
    case 'NumberLiteral': {
      const type = valueType(lowering, expression)
      const scale = decimals(type) ?? (type?.kind === 'money' ? type.decimals : decimalsOf(expression.raw))
      return constant(scaled(expression.raw, scale) ?? 0)
    }
    case 'MoneyLiteral': {
      const type = valueType(lowering, expression)
      return constant(scaled(expression.amount, type?.kind === 'money' ? type.decimals : decimalsOf(expression.amount)) ?? 0)
    }
    case 'DurationLiteral':
      return constant(expression.ms)
    case 'DateLiteral':
    case 'TimeLiteral':
      return constant(expression.text)
    case 'MomentLiteral':
      return constant(momentOf(expression.text))
    case 'BooleanLiteral':
      return constant(expression.value)
    case 'ListLiteral': {
      const type = valueType(lowering, expression)
      const items = expression.items.map(item => lowerFitted(lowering, scope, item, type?.kind === 'list' ? type.of : undefined, args))
      const values = items.flatMap(item => (item.kind === 'constant' ? [item.value] : []))
      return values.length === items.length ? constant(values) : { kind: 'list', items }
    }
    case 'RecordLiteral':
    case 'Missing':
      return NOTHING
    case 'NameExpression':
      return lowerName(lowering, scope, expression, args)
    case 'FieldExpression':
      return lowerField(lowering, scope, expression, args)
    case 'CallExpression':
      return lowerCall(lowering, scope, expression, args)
    case 'UnaryExpression': {
      const operand = lower(expression.operand)
      if (expression.operator === 'not') return { kind: 'not', operand }
      return operand.kind === 'constant' && typeof operand.value === 'number' ? constant(0 - operand.value) : { kind: 'negate', operand }
    }
    case 'BinaryExpression':
      return lowerChain(lowering, scope, expression, args)
    case 'IsExpression': {
      const test: MachineExpression = {
        kind: expression.test === 'nothing' ? 'is-nothing' : 'is-empty',
        operand: lower(expression.operand),
      }
      return expression.negated ? { kind: 'not', operand: test } : test
    }
    case 'WhereExpression': {
      const it = lowering.program.localOf.get(expression)
      const type = valueType(lowering, expression.list)
      const item = it
        ? localRegister(lowering, scope, it)
        : hiddenRegister(lowering, scope, 'it', type?.kind === 'list' ? type.of : { kind: 'text' }, expression)
      return { kind: 'where', list: lower(expression.list), item, condition: lower(expression.condition) }
    }
  }
}

// ------------------------------------------------------------------------------------------------ names

const meaningOf = (lowering: Lowering, expression: ast.NameExpression): NameMeaning | undefined => {
  const meaning = lowering.program.meaningOf.get(expression)
  if (meaning) return meaning
  const symbol = lowering.program.symbolOf.get(expression.name)
  return symbol ? { kind: 'symbol', symbol } : undefined
}

function lowerName(lowering: Lowering, scope: Scope, expression: ast.NameExpression, args: Arguments | undefined): MachineExpression {
  const meaning = meaningOf(lowering, expression)
  switch (meaning?.kind) {
    case 'now':
      return { kind: 'now' }
    case 'today':
      return { kind: 'today' }
    case 'symbol':
      return lowerSymbol(lowering, scope, expression, meaning.symbol, args)
    default:
      return NOTHING
  }
}

function lowerSymbol(
  lowering: Lowering,
  scope: Scope,
  expression: ast.NameExpression,
  symbol: Symbol,
  args: Arguments | undefined,
): MachineExpression {
  switch (symbol.kind) {
    case 'local':
      return args?.get(symbol.node) ?? register(localRegister(lowering, scope, symbol))
    case 'remember':
      return register(lowering.registerOf.get(symbol.node)!)
    case 'setting':
      return { kind: 'setting', name: symbol.name }
    case 'choice':
      return constant(symbol.name)
    case 'level':
      return isLevel(lowering, expression) ? constant(symbol.index) : { kind: 'level-at-least', level: symbol.index }
    case 'prompt':
      return lowering.parts.speech(lowering, scope, expression, args)
    default:
      return NOTHING
  }
}

const CALL_FIELDS = ['caller', 'called', 'id', 'language', 'level', 'started'] as const

function lowerField(lowering: Lowering, scope: Scope, expression: ast.FieldExpression, args: Arguments | undefined): MachineExpression {
  const { object, field } = expression
  const meaning = object.kind === 'NameExpression' ? meaningOf(lowering, object) : undefined
  if (meaning?.kind === 'settings') return { kind: 'setting', name: field.text }
  if (meaning?.kind === 'call') {
    const name = CALL_FIELDS.find(each => each === field.text)
    return name ? { kind: 'call', field: name } : NOTHING
  }
  return { kind: 'field', of: lowerExpression(lowering, scope, object, args), name: field.text }
}

function lowerCall(lowering: Lowering, scope: Scope, expression: ast.CallExpression, args: Arguments | undefined): MachineExpression {
  const symbol = lowering.program.symbolOf.get(expression.callee)
  if (symbol?.kind === 'prompt') return lowering.parts.speech(lowering, scope, expression, args)
  const argument = expression.arguments[0]?.value
  if (!argument) return NOTHING
  if (expression.callee.text === 'open') {
    const meaning = argument.kind === 'NameExpression' ? meaningOf(lowering, argument) : undefined
    const hours = meaning?.kind === 'symbol' && meaning.symbol.kind === 'hours' ? lowering.hoursOf.get(meaning.symbol.node) : undefined
    return { kind: 'open', hours: hours ?? 0 }
  }
  const list = lowerExpression(lowering, scope, argument, args)
  return expression.callee.text === 'count' ? { kind: 'count', list } : { kind: 'first', list }
}

// ------------------------------------------------------------------------------------------------ operators

/** `a + b + c …` leans to the left however long it is: taken apart in a loop. */
function lowerChain(lowering: Lowering, scope: Scope, expression: ast.BinaryExpression, args: Arguments | undefined): MachineExpression {
  const chain: ast.BinaryExpression[] = [expression]
  while (chain.at(-1)!.left.kind === 'BinaryExpression') chain.push(chain.at(-1)!.left as ast.BinaryExpression)
  let left = lowerExpression(lowering, scope, chain.at(-1)!.left, args)
  for (const each of chain.reverse()) left = lowerBinary(lowering, scope, each, left, args)
  return left
}

function lowerBinary(
  lowering: Lowering,
  scope: Scope,
  expression: ast.BinaryExpression,
  left: MachineExpression,
  args: Arguments | undefined,
): MachineExpression {
  const { operator } = expression
  const right = lowerExpression(lowering, scope, expression.right, args)
  const [from, to] = [decimals(valueType(lowering, expression.left)), decimals(valueType(lowering, expression.right))]
  const finest = Math.max(from ?? 0, to ?? 0)
  const sides = { left: rescale(left, from, finest), right: rescale(right, to, finest) }
  switch (operator) {
    case 'and':
    case 'or':
      return { kind: operator, left, right }
    case '==':
    case '!=':
      return { kind: 'same', ...sides, negated: operator === '!=' }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'order', operator, ...sides }
    case '+':
    case '-': {
      const type = valueType(lowering, expression)
      if (type && (type.kind === 'text' || type.kind === 'digits')) return { kind: 'concat', parts: [left, right] }
      return rescale({ kind: 'arithmetic', operator, ...sides }, finest, decimals(type))
    }
    case '*':
      // One side is whole, so the product has the other's scale.
      return rescale({ kind: 'arithmetic', operator, left, right }, (from ?? 0) + (to ?? 0), decimals(valueType(lowering, expression)))
  }
}

// ------------------------------------------------------------------------------------------------ texts as values

/** The variant that is spoken in a language: the longest tag that it begins with, then the untagged one, then any. */
export function variantFor(literal: ast.TextLiteral, language: string, first: string): ast.TextVariant | undefined {
  const fits = (tag: string, wanted: string): boolean => {
    const [a, b] = [tag.toLowerCase(), wanted.toLowerCase()]
    return b === a || b.startsWith(`${a}-`)
  }
  const best = (wanted: string): ast.TextVariant | undefined =>
    literal.variants
      .filter(variant => variant.tag !== undefined && fits(variant.tag.text, wanted))
      .sort((a, b) => b.tag!.text.length - a.tag!.text.length)[0]
  return best(language) ?? literal.variants.find(variant => variant.tag === undefined) ?? best(first) ?? literal.variants[0]
}

/** The words of a text without values; null where it has some. */
export function plainWords(parts: readonly ast.TextPart[]): string | null {
  let words = ''
  for (const part of parts) {
    if (part.kind !== 'TextChars') return null
    words += part.text
  }
  return words
}

function lowerText(lowering: Lowering, scope: Scope, literal: ast.TextLiteral, args: Arguments | undefined): MachineExpression {
  const type = valueType(lowering, literal)
  if (type?.kind === 'speech') return lowering.parts.speech(lowering, scope, literal, args)
  if (literal.variants.length === 1) return lowerWords(lowering, scope, literal.variants[0]!.parts, args)
  const languages = lowering.program.languages
  const variants = languages.map(tag => {
    const variant = variantFor(literal, tag, languages[0] ?? tag)
    return [tag, variant ? lowerWords(lowering, scope, variant.parts, args) : constant('')] as const
  })
  return { kind: 'by-language', variants: Object.fromEntries(variants) }
}

/** A text as a value: words and the values in them, one behind the other. */
function lowerWords(lowering: Lowering, scope: Scope, parts: readonly ast.TextPart[], args: Arguments | undefined): MachineExpression {
  const words = plainWords(parts)
  if (words !== null) return constant(words)
  const lowered = parts.flatMap((part): MachineExpression[] => {
    switch (part.kind) {
      case 'TextChars':
        return [constant(part.text)]
      case 'Interpolation':
        return [lowerNamed(lowering, scope, part.value, args)]
      default:
        return []
    }
  })
  return { kind: 'concat', parts: lowered }
}

/** The expression; a level by its name. */
export function lowerNamed(lowering: Lowering, scope: Scope, expression: ast.Expression, args?: Arguments): MachineExpression {
  const lowered = lowerExpression(lowering, scope, expression, args)
  return isLevel(lowering, expression) ? levelName(lowering, scope, expression, lowered) : lowered
}

/** The type of what `lowerNamed` gives. */
export const namedType = (lowering: Lowering, expression: ast.Expression): Type =>
  isLevel(lowering, expression) ? levelType(lowering) : (valueType(lowering, expression) ?? { kind: 'text' })
