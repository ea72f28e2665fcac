// The type of every expression, and whether it may stand where it stands.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import type { StaticType } from '../types.ts'
import { highestClass, isSecret, plain, withClass } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { boolean, unknown, value } from '../typing/fits.ts'
import { callExpression } from './calls.ts'
import { complain, inner, type Context } from './context.ts'
import { moneyLiteral, numberLiteral, opened } from './literals.ts'
import { checkFit, mayBeNothing } from './misfits.ts'
import { fieldExpression, nameExpression } from './names.ts'
import { binaryExpression } from './operators.ts'
import { textValue } from './texts.ts'

/** What the place wants, for literals and the words of choices: a type, a level, or nothing in particular.
 * `anything`: after an error it is not known, and a bare name may be a choice's word. */
export type Wanted = Type | 'level' | 'anything' | null

/**
 * The type of an expression, noted in the table. Whether it fits what is wanted is for `fit` to say. Expressions are no deeper than the parser
 * reads them (200 levels).
 */
export function expression(context: Context, node: ast.Expression, wanted: Wanted = null): StaticType {
  const type = typeOf(context, node, wanted)
  context.unit.typeOf.set(node, type)
  return type
}

/** An expression where a value of type `wanted` is needed; reports where it may not stand there. */
export function fit(context: Context, node: ast.Expression, wanted: StaticType): StaticType {
  if (wanted.kind !== 'value') return expression(context, node, wanted.kind === 'level' ? 'level' : 'anything')
  const type = expression(context, node, wanted.type)
  return checkFit(context, node, type, wanted.type) ? type : unknown
}

/** Something true or false, whatever its class; what is decided by a private value is plain. */
export function condition(context: Context, node: ast.Expression): void {
  const type = expression(context, node, { kind: 'boolean' })
  checkBoolean(context, node, type)
}

export function checkBoolean(context: Context, node: ast.Expression, type: StaticType): void {
  const seen = type.kind === 'value' && !isSecret(type) ? value(plain(type.type)) : type
  checkFit(context, node, seen, { kind: 'boolean' })
}

function typeOf(context: Context, node: ast.Expression, wanted: Wanted): StaticType {
  const want = typeof wanted === 'string' ? null : wanted
  switch (node.kind) {
    case 'TextLiteral':
      return textValue(context, node, want)
    case 'NumberLiteral':
      return numberLiteral(context, node, false, node, want)
    case 'MoneyLiteral':
      return moneyLiteral(context, node, false, node, want)
    case 'DurationLiteral':
      return value({ kind: 'duration' })
    case 'DateLiteral':
      return value({ kind: 'date' })
    case 'TimeLiteral':
      return value({ kind: 'time' })
    case 'MomentLiteral':
      return value({ kind: 'moment' })
    case 'BooleanLiteral':
      return boolean
    case 'ListLiteral':
      return listLiteral(context, node, want)
    case 'NameExpression':
      return nameExpression(context, node, wanted)
    case 'FieldExpression':
      return fieldExpression(context, node, object => expression(context, object))
    case 'CallExpression':
      return callExpression(context, node, want)
    case 'UnaryExpression':
      return unary(context, node, want)
    case 'BinaryExpression':
      return binaryExpression(context, node, want)
    case 'IsExpression':
      return isExpression(context, node)
    case 'WhereExpression':
      return whereExpression(context, node, want)
    // A record is written out in scripts only; the parser has said so.
    case 'RecordLiteral':
    case 'Missing':
      return unknown
  }
}

function unary(context: Context, node: ast.UnaryExpression, want: Type | null): StaticType {
  const { operand } = node
  if (node.operator === 'not') {
    condition(context, operand)
    return boolean
  }
  if (operand.kind === 'NumberLiteral' || operand.kind === 'MoneyLiteral') {
    const type =
      operand.kind === 'NumberLiteral'
        ? numberLiteral(context, operand, true, node, want)
        : moneyLiteral(context, operand, true, node, want)
    context.unit.typeOf.set(operand, type)
    return type
  }
  const type = expression(context, operand)
  if (type.kind === 'unknown') return unknown
  if (type.kind === 'value' && (type.type.kind === 'number' || type.type.kind === 'money' || type.type.kind === 'duration')) {
    if (!isSecret(type)) return value(unbounded(type.type))
    complain(context, 'secret-computed', {}, operand)
    return unknown
  }
  if (type.kind === 'value' && type.type.kind === 'optional') mayBeNothing(context, operand)
  else complain(context, 'no-arithmetic', { operator: '-', left: describe(type) }, node)
  return unknown
}

/** A computed value has left its bounds behind. */
export function unbounded(type: Type): Type {
  if (type.kind !== 'number' && type.kind !== 'money') return type
  const { min: _min, max: _max, ...rest } = type
  return rest
}

function isExpression(context: Context, node: ast.IsExpression): StaticType {
  const type = expression(context, node.operand)
  if (type.kind === 'unknown') return boolean
  if (isSecret(type)) {
    complain(context, 'secret-compared', {}, node.operand)
    return boolean
  }
  const held = type.kind === 'value' ? type.type : null
  if (node.test === 'nothing') {
    if (held?.kind !== 'optional' && type.kind !== 'nothing') {
      complain(context, 'never-nothing', { value: context.file.text.slice(node.operand.start, node.operand.end) }, node)
    }
  } else if (held?.kind === 'optional') mayBeNothing(context, node.operand)
  else if (held?.kind !== 'list' && held?.kind !== 'text' && held?.kind !== 'digits') {
    complain(context, 'not-emptiable', { is: describe(type) }, node)
  }
  return boolean
}

/** The type of a list expression's items; null after a report. */
export function listItems(context: Context, node: ast.Expression, want: Type | null = null): Extract<Type, { kind: 'list' }> | null {
  const type = expression(context, node, want)
  if (type.kind === 'unknown') return null
  if (type.kind === 'value' && type.type.kind === 'list') return type.type
  if (type.kind === 'value' && type.type.kind === 'optional') mayBeNothing(context, node)
  else complain(context, 'not-a-list', { is: describe(type) }, node)
  return null
}

function whereExpression(context: Context, node: ast.WhereExpression, want: Type | null): StaticType {
  const list = listItems(context, node.list, want)
  const item = list ? value(withClass(list.of, list.class, list.mask)) : unknown
  const inside = inner(context)
  const it = { kind: 'local', name: 'it', file: context.file, node, of: 'it', type: item } as const
  inside.scope.names.set('it', it)
  context.unit.localOf.set(node, it)
  condition(inside, node.condition)
  return list ? value(list) : unknown
}

function listLiteral(context: Context, node: ast.ListLiteral, wanted: Type | null): StaticType {
  const want = opened(wanted)
  if (want?.kind === 'list') {
    if (node.items.length > want.upTo) complain(context, 'list-too-long', { length: node.items.length, most: want.upTo }, node)
    for (const item of node.items) fit(context, item, value(want.of))
    return value(want)
  }
  const [first, ...rest] = node.items
  if (!first) {
    if (wanted === null) complain(context, 'needs-type', { what: 'list' }, node)
    return unknown
  }
  const head = expression(context, first)
  if (head.kind !== 'value') {
    for (const item of rest) expression(context, item)
    if (head.kind === 'nothing') complain(context, 'needs-type', { what: 'nothing' }, first)
    return unknown
  }
  let of = unbounded(head.type)
  let secret = highestClass(of) === 'secret' ? first : null
  for (const item of rest) {
    const type = expression(context, item, of)
    if (type.kind !== 'value') continue
    if (isSecret(type)) secret ??= item
    else of = withClass(of, type.type.class, type.type.mask)
    checkFit(context, item, type, withClass(of, type.type.class))
  }
  if (!secret) return value({ kind: 'list', of, upTo: Math.max(100, node.items.length) })
  complain(context, 'secret-kept', { where: 'list' }, secret)
  return unknown
}
