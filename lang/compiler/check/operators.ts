// The table of operators (semantics §3): what may be compared, ordered and computed.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import type { StaticType } from '../types.ts'
import { isSecret, withClass } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { boolean, comparable, unknown, value } from '../typing/fits.ts'
import { complain, findLocal, type Context } from './context.ts'
import { condition, expression, unbounded, type Wanted } from './expressions.ts'
import { mayBeNothing } from './misfits.ts'
import { isDeclared } from './names.ts'

const ordered = new Set(['number', 'money', 'date', 'time', 'moment', 'duration'])
const sameable = new Set([...ordered, 'digits', 'text', 'boolean', 'choice'])
const summable = new Set(['number', 'money', 'duration'])

export function binaryExpression(context: Context, node: ast.BinaryExpression, want: Type | null): StaticType {
  switch (node.operator) {
    case 'and':
    case 'or':
      condition(context, node.left)
      condition(context, node.right)
      return boolean
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      comparison(context, node)
      return boolean
    case '+':
    case '-':
      return sum(context, node, want)
    case '*':
      return product(context, node)
  }
}

/** A literal, or a word that only a wanted choice or level gives a meaning to. */
function takesItsType(context: Context, node: ast.Expression): boolean {
  switch (node.kind) {
    case 'TextLiteral':
    case 'NumberLiteral':
    case 'MoneyLiteral':
    case 'ListLiteral':
      return true
    case 'UnaryExpression':
      return node.operator === '-' && takesItsType(context, node.operand)
    case 'NameExpression':
      return findLocal(context, node.name.text) === undefined && !isDeclared(context, node.name.text)
    default:
      return false
  }
}

const wantedBy = (type: StaticType): Wanted =>
  type.kind === 'level' ? 'level' : type.kind === 'value' ? comparedAs(type.type) : type.kind === 'unknown' ? 'anything' : null

/** A literal that is compared may lie outside the other side's bounds: that is no fault of it. */
const comparedAs = (type: Type): Type => {
  if (type.kind === 'optional') return comparedAs(type.of)
  if (type.kind !== 'digits') return unbounded(type)
  return { kind: 'digits', ...(type.star ? { star: type.star } : {}) }
}

/** Types both sides, the one that has a type of its own first. */
function sides(context: Context, node: ast.BinaryExpression): readonly [StaticType, StaticType] {
  if (takesItsType(context, node.left) && !takesItsType(context, node.right)) {
    const right = expression(context, node.right)
    return [expression(context, node.left, wantedBy(right)), right]
  }
  const left = expression(context, node.left, bothLevels(context, node) ? 'level' : null)
  return [left, expression(context, node.right, wantedBy(left))]
}

/** `verified < signed`: two names of levels are levels, not tests of one. */
const bothLevels = (context: Context, node: ast.BinaryExpression): boolean =>
  [node.left, node.right].every(
    side => side.kind === 'NameExpression' && context.unit.levels.has(side.name.text) && !isDeclared(context, side.name.text),
  )

function comparison(context: Context, node: ast.BinaryExpression): void {
  const [left, right] = sides(context, node)
  if (left.kind === 'unknown' || right.kind === 'unknown') return
  const sameness = node.operator === '==' || node.operator === '!='
  if (isSecret(left) || isSecret(right)) {
    // Only sameness with another secret says nothing of the secret itself.
    if (!sameness || !isSecret(left) || !isSecret(right)) complain(context, 'secret-compared', {}, isSecret(left) ? node.left : node.right)
    else if (left.kind === 'value' && right.kind === 'value' && !comparable(left.type, right.type)) differ(context, node, left, right)
    return
  }
  if (left.kind === 'level' && right.kind === 'level') return
  if (left.kind === 'nothing' || right.kind === 'nothing') {
    complain(context, 'compared-with-nothing', {}, node)
    return
  }
  if (left.kind !== 'value' || right.kind !== 'value') return differ(context, node, left, right)
  if (left.type.kind === 'optional') return mayBeNothing(context, node.left)
  if (right.type.kind === 'optional') return mayBeNothing(context, node.right)
  if (left.type.kind === 'money' && right.type.kind === 'money' && left.type.currency !== right.type.currency) {
    complain(context, 'other-currency', { is: describe(right), wanted: describe(left) }, node)
    return
  }
  if (!comparable(left.type, right.type)) return differ(context, node, left, right)
  const allowed = sameness ? sameable : ordered
  if (!allowed.has(left.type.kind)) {
    complain(context, 'not-comparable', { operator: node.operator, is: describe(left), sameness: sameable.has(left.type.kind) }, node)
  }
}

function differ(context: Context, node: ast.BinaryExpression, left: StaticType, right: StaticType): void {
  complain(context, 'different-types', { operator: node.operator, left: describe(left), right: describe(right) }, node)
}

/** Reports what no arithmetic is possible with. True where nothing is wrong. */
function computes(context: Context, node: ast.BinaryExpression, left: StaticType, right: StaticType): boolean {
  if (left.kind === 'unknown' || right.kind === 'unknown') return false
  for (const [type, side] of [
    [left, node.left],
    [right, node.right],
  ] as const) {
    if (isSecret(type)) {
      complain(context, 'secret-computed', {}, side)
      return false
    }
    if (type.kind === 'value' && type.type.kind === 'optional') {
      mayBeNothing(context, side)
      return false
    }
  }
  return true
}

function sum(context: Context, node: ast.BinaryExpression, want: Type | null): StaticType {
  const open = want?.kind === 'optional' ? want.of : want
  const hint = open?.kind === 'number' || open?.kind === 'money' ? unbounded(open) : null
  const ownFirst = !takesItsType(context, node.left) || takesItsType(context, node.right)
  const first = expression(context, ownFirst ? node.left : node.right, hint)
  // A literal beside a number keeps its own decimals: the sum has the more of the two.
  const other = first.kind === 'value' && first.type.kind !== 'number' ? first.type : null
  const second = expression(context, ownFirst ? node.right : node.left, other)
  const [left, right] = ownFirst ? [first, second] : [second, first]
  if (!computes(context, node, left, right)) return unknown
  if (left.kind === 'value' && right.kind === 'value' && left.type.kind === right.type.kind && summable.has(left.type.kind)) {
    return joined(context, node, left.type, right.type)
  }
  complain(context, 'no-arithmetic', { operator: node.operator, left: describe(left), right: describe(right) }, node)
  return unknown
}

function joined(context: Context, node: ast.BinaryExpression, left: Type, right: Type): StaticType {
  if (left.kind === 'money' && right.kind === 'money' && left.currency !== right.currency) {
    complain(context, 'other-currency', { is: describe(value(right)), wanted: describe(value(left)) }, node)
    return unknown
  }
  const wider = left.kind === 'number' && right.kind === 'number' && right.decimals > left.decimals ? right : left
  const classed = withClass(withClass(unbounded(wider), left.class, left.mask), right.class, right.mask)
  return value(classed)
}

function product(context: Context, node: ast.BinaryExpression): StaticType {
  const left = expression(context, node.left)
  const right = expression(context, node.right)
  if (!computes(context, node, left, right)) return unknown
  const whole = (type: StaticType): boolean => type.kind === 'value' && type.type.kind === 'number' && type.type.decimals === 0
  const summed = (type: StaticType): boolean => type.kind === 'value' && summable.has(type.type.kind)
  if (left.kind === 'value' && right.kind === 'value') {
    if (summed(left) && whole(right)) return value(withClass(unbounded(left.type), right.type.class, right.type.mask))
    if (whole(left) && summed(right)) return value(withClass(unbounded(right.type), left.type.class, left.type.mask))
  }
  complain(context, 'no-arithmetic', { operator: '*', left: describe(left), right: describe(right) }, node)
  return unknown
}
