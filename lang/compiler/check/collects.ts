// What is keyed in: the types that can be, their end keys, lengths and checks (semantics §1.8).
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import type { StaticType } from '../types.ts'
import { describe } from '../typing/describe.ts'
import { wholeNumber } from '../typing/fits.ts'
import { complain, type Context } from './context.ts'
import { checkBoolean, condition, fit } from './expressions.ts'
import type { Listener } from './listeners.ts'
import type { Listening } from './listening.ts'
import { operationCall, resultOf } from './operations.ts'
import { speech } from './texts.ts'

const collectable = new Set<Type['kind']>(['digits', 'number', 'money', 'date', 'time'])

export function checkCollectable(context: Context, step: ast.CollectStep, type: StaticType): boolean {
  if (type.kind === 'value' && collectable.has(type.type.kind)) {
    const { min = 0, max = 0 } = type.type.kind === 'number' || type.type.kind === 'money' ? type.type : {}
    if (max >= 0) {
      // A type may be shared with a back end, which can answer what no telephone can key.
      if (min < 0) complain(context, 'below-nought', {}, step.type)
      return true
    }
  }
  complain(context, 'not-collectable', { is: describe(type) }, step.type)
  return false
}

/** Does the end key alone end an entry of this type (semantics §1.8)? */
const endKeyRequired = (type: Type): boolean => type.kind === 'money' || (type.kind === 'number' && type.decimals > 0)

/** `*` is a part of some entries: the point of money, the X of an identity number. */
const holdsStar = (type: Type): boolean =>
  (type.kind === 'money' && type.decimals > 0 && !type.keyedInMinor) ||
  (type.kind === 'number' && type.decimals > 0) ||
  (type.kind === 'digits' && type.star !== undefined)

export function checkEndKey(context: Context, of: Listener, listening: Listening): void {
  const { type, body } = of
  if (!type) return
  const own = body.items.flatMap(item => (item.kind === 'ListenBlock' ? item.items : [])).find(item => item.kind === 'ListenEndKey')
  const at = own ?? of.at
  const is = describe({ kind: 'value', type })
  if (listening.endKey === null) {
    if (endKeyRequired(type)) complain(context, 'end-key-needed', { is }, at)
  } else if (listening.endKey === '*' && holdsStar(type)) complain(context, 'end-key-in-entry', { is, key: '*' }, at)
}

export function lengthItem(context: Context, of: Listener, item: ast.LengthItem): void {
  fit(context, item.length, wholeNumber)
  if (of.type && of.type.kind !== 'digits') complain(context, 'length-not-digits', { is: describe({ kind: 'value', type: of.type }) }, item)
}

export function checkItem(context: Context, item: ast.CheckItem): void {
  const { condition: test } = item
  if (test.kind === 'OperationCall') checkQuery(context, test)
  else condition(context, test)
  for (const text of item.text) speech(context, text)
}

/** `check query s.op(…)`: the query's own yes or no. */
function checkQuery(context: Context, call: ast.OperationCall): void {
  const operation = operationCall(context, call)
  if (!operation || call.verb !== 'query') return
  const result = resultOf(context, operation)
  const at = { kind: 'Missing', start: call.start, end: call.end } as const
  if (result === null) complain(context, 'let-of-outcomes', { operation: call.operation.text, verb: 'check query' }, call.operation)
  else checkBoolean(context, at, result)
}
