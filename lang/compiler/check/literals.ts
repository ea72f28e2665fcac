// Literals take the type that is wanted of them, and have to fit its refinements (semantics §3).
import type * as ast from '../../grammar/ast.ts'
import type { Message } from '../../diagnostics/diagnostic.ts'
import type { Type } from '../../../machine/types.ts'
import { currencyDecimals } from '../currencies.ts'
import type { StaticType } from '../types.ts'
import { unknownCurrency } from '../typing/build.ts'
import { decimalsOf, scaled } from '../typing/decimals.ts'
import { unknown, value } from '../typing/fits.ts'
import { boundsFault } from '../typing/refinements.ts'
import { complain, type Context } from './context.ts'

/** What is wanted of a literal: an optional's own type counts. */
export const opened = (wanted: Type | null): Type | null => (wanted?.kind === 'optional' ? wanted.of : wanted)

export function literalFault(context: Context, node: ast.Expression, why: Message): StaticType {
  complain(context, 'literal-does-not-fit', { literal: context.file.text.slice(node.start, node.end), why }, node)
  return unknown
}

/** `at` is the literal with its sign, where it has one. */
export function numberLiteral(
  context: Context,
  node: ast.NumberLiteral,
  negative: boolean,
  at: ast.Expression,
  wanted: Type | null,
): StaticType {
  const want = opened(wanted)
  const raw = negative ? `-${node.raw}` : node.raw
  const decimals = want?.kind === 'number' ? want.decimals : decimalsOf(raw)
  const amount = scaled(raw, decimals)
  if (amount === null) {
    if (decimalsOf(raw) <= decimals) {
      complain(context, 'number-too-large', {}, at)
      return unknown
    }
    return literalFault(context, at, {
      en: decimals === 0 ? 'a whole number is wanted' : `no more than ${decimals} decimals are wanted`,
      zh: decimals === 0 ? '这里应为整数' : `最多 ${decimals} 位小数`,
    })
  }
  const fault = want?.kind === 'number' ? boundsFault(amount, want) : null
  return fault ? literalFault(context, at, fault) : value({ kind: 'number', decimals })
}

export function moneyLiteral(
  context: Context,
  node: ast.MoneyLiteral,
  negative: boolean,
  at: ast.Expression,
  wanted: Type | null,
): StaticType {
  const { currency } = node
  const decimals = currencyDecimals(currency)
  if (decimals === undefined) {
    if (currency !== '') unknownCurrency(context.unit, context.names, node, currency)
    return unknown
  }
  if (decimalsOf(node.amount) > decimals) {
    complain(context, 'too-many-decimals', { currency, decimals }, at)
    return unknown
  }
  const amount = scaled(negative ? `-${node.amount}` : node.amount, decimals)
  if (amount === null) {
    complain(context, 'number-too-large', {}, at)
    return unknown
  }
  const want = opened(wanted)
  const fault = want?.kind === 'money' && want.currency === currency ? boundsFault(amount, want) : null
  return fault ? literalFault(context, at, fault) : value({ kind: 'money', currency, decimals })
}
