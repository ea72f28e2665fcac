// Asking and performing: which operation is meant, with which verb, and how it can end.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import { suggest } from '../bind/suggest.ts'
import { resolveTop } from '../bind/lookup.ts'
import { label, rename, replace } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import type { StaticType } from '../types.ts'
import { buildType } from '../typing/build.ts'
import { unknown, value } from '../typing/fits.ts'
import { fitArguments } from './calls.ts'
import { complain, type Context } from './context.ts'
import { expression } from './expressions.ts'
import type { Outcome } from './outcomes.ts'

export type Operation =
  | { readonly kind: 'operation'; readonly symbol: SymbolOf<'operation'> }
  /** `query cards.state()` */
  | { readonly kind: 'queue state'; readonly queue: SymbolOf<'queue'> }

const kindOfVerb = { query: 'query', attempt: 'attempt', perform: 'transaction', notify: 'notice' } as const
const verbOfKind = { query: 'query', attempt: 'attempt', transaction: 'perform', notice: 'notify' } as const

/** What `query cards.state()` gives. */
export const queueState: Type = {
  kind: 'record',
  name: 'state',
  fields: { waiting: { kind: 'number', decimals: 0 }, agents: { kind: 'number', decimals: 0 }, longest: { kind: 'duration' } },
}

/** Resolves and types a call of an operation; null after a report. */
export function operationCall(context: Context, call: ast.OperationCall): Operation | null {
  const { unit, names } = context
  const owner = resolveTop(unit, names, call.service, 'service', 'queue')
  if (owner?.kind === 'queue') return queueCall(context, call, owner)
  const operation = owner ? operationOf(context, call, owner) : null
  if (!operation) {
    for (const argument of call.arguments) expression(context, argument.value, 'anything')
    return null
  }
  unit.symbolOf.set(call.operation, operation)
  const { node, file } = operation
  // Its parameters and outcomes may be unread.
  if (owner && unit.broken.has(owner.node)) {
    for (const argument of call.arguments) expression(context, argument.value, 'anything')
    return null
  }
  if (kindOfVerb[call.verb] !== node.operation) {
    const verb = verbOfKind[node.operation]
    const at = { start: call.start, end: call.start + call.verb.length }
    const written = context.file.text.slice(at.start, at.end) === call.verb
    complain(
      context,
      'wrong-verb',
      { verb: call.verb, operation: node.name.text, kind: node.operation, right: verb },
      written ? at : call,
      {
        labels: [label(file, node.name, `a ${node.operation}`, verbNames[node.operation])],
        fixes: written ? [replace(context.file, at, verb, `Write “${verb}”`, `改写为“${verb}”`)] : [],
      },
    )
  }
  fitArguments(context, call, call.arguments, node.parameters, file, call.operation)
  return { kind: 'operation', symbol: operation }
}

const verbNames = { query: '查询', attempt: '验证', transaction: '交易', notice: '通知' } as const

function operationOf(context: Context, call: ast.OperationCall, service: SymbolOf<'service'>): SymbolOf<'operation'> | null {
  const operations = context.unit.operationsOf.get(service.node)!
  const found = operations.get(call.operation.text)
  if (found || call.operation.text === '') return found ?? null
  if (context.unit.broken.has(service.node)) return null
  const meant = suggest(context.unit, call.operation.text, operations.keys())
  complain(
    context,
    'unknown-operation',
    { service: service.name, name: call.operation.text, ...(meant ? { meant } : {}) },
    call.operation,
    {
      labels: [label(service.file, service.node.name, `“${service.name}” is declared here`, `“${service.name}”在此声明`)],
      fixes: meant ? [rename(context.file, call.operation, meant)] : [],
    },
  )
  return null
}

function queueCall(context: Context, call: ast.OperationCall, queue: SymbolOf<'queue'>): Operation | null {
  for (const argument of call.arguments) expression(context, argument.value, 'anything')
  if (call.operation.text === '') return null
  if (call.operation.text !== 'state') {
    complain(context, 'unknown-operation', { service: queue.name, name: call.operation.text, meant: 'state' }, call.operation, {
      fixes: [rename(context.file, call.operation, 'state')],
    })
    return null
  }
  if (call.arguments[0]) complain(context, 'too-many-arguments', { of: 'state', most: 0 }, call.arguments[0])
  if (call.verb !== 'query') {
    complain(context, 'wrong-verb', { verb: call.verb, operation: 'state', kind: 'query', right: 'query' }, call)
  }
  context.unit.argumentsOf.set(call, [])
  return { kind: 'queue state', queue }
}

/** Is it asked with its own word? Where not, that has been reported. */
export const verbFits = (call: ast.OperationCall, operation: Operation): boolean =>
  operation.kind === 'queue state' ? call.verb === 'query' : kindOfVerb[call.verb] === operation.symbol.node.operation

/** What a query without named outcomes gives; null where the operation has outcomes. */
export function resultOf(context: Context, operation: Operation): StaticType | null {
  if (operation.kind === 'queue state') return value(queueState)
  const { node, file } = operation.symbol
  if (node.result) return buildType(context.unit, context.unit.names.get(file)!, node.result)
  return node.outcomes.length === 0 && node.operation === 'query' ? unknown : null
}

const failed: Outcome = { name: 'failed', values: [], required: true, named: false }
const unknownOutcome: Outcome = { name: 'unknown', values: [], required: true, named: false }

/** How an operation can end, in the order declared, then `failed` and (a transaction) `unknown`. */
export function outcomesOf(context: Context, operation: Operation): readonly Outcome[] {
  if (operation.kind === 'queue state') return [failed]
  const { node, file } = operation.symbol
  const names = context.unit.names.get(file)!
  const declared = node.outcomes.map(({ name, parameters }): Outcome => {
    const values = parameters.map(each => ({ name: each.name.text, type: buildType(context.unit, names, each.type) }))
    return { name: name.text, values, required: true, named: true }
  })
  return node.operation === 'transaction' ? [...declared, failed, unknownOutcome] : [...declared, failed]
}
