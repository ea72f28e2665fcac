// What services, hours and queues declare.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import { suggest } from '../bind/suggest.ts'
import { resolveLevel } from '../bind/lookup.ts'
import type { Fix } from '../../diagnostics/diagnostic.ts'
import { label, rename, replace } from '../bind/unit.ts'
import { buildType } from '../typing/build.ts'
import { isSecret } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { complain, type Context } from './context.ts'
import { expression } from './expressions.ts'
import { writtenType } from './written-types.ts'
import { checkZone } from './zones.ts'

export function checkService(context: Context, node: ast.ServiceDeclaration): void {
  const open = new Set<object>()
  for (const operation of node.operations) checkOperation(context, operation, open)
}

/** `open`: choices already reported for having no `other`. */
function checkOperation(context: Context, node: ast.OperationDeclaration, open: Set<object>): void {
  const { operation: kind } = node
  checkParameters(context, node.parameters)
  for (const { name, type } of node.parameters) {
    const built = buildType(context.unit, context.names, type)
    if (isSecret(built) && (kind === 'query' || kind === 'notice')) complain(context, 'secret-to-request', { name: name.text, kind }, type)
  }
  if (node.result) {
    if (kind !== 'query') complain(context, 'result-not-query', { kind }, node.result)
    else if (node.outcomes[0]) complain(context, 'result-and-outcomes', {}, node.outcomes[0].name)
    writtenType(context, node.result)
    answer(context, node.result, open)
  } else if (node.outcomes.length === 0 && kind !== 'notice') complain(context, 'operation-without-answer', { kind }, node.name)
  if (kind === 'notice' && node.outcomes[0]) complain(context, 'notice-with-outcomes', {}, node.outcomes[0].name)
  if (kind !== 'notice' && !node.within) complain(context, 'needs-time', { what: kind }, node.name, { fixes: addTime(context, node) })
  if (node.requires) resolveLevel(context.unit, context.names, node.requires)
  if (node.confirm) checkConfirm(context, node, node.confirm)
  checkOutcomeNames(context, node, open)
}

/** Writes a time behind the result or the parameters. */
function addTime(context: Context, node: ast.OperationDeclaration): readonly Fix[] {
  const closing = context.file.text.indexOf(')', node.parameters.at(-1)?.end ?? node.name.end)
  const at = node.result?.end ?? (closing < 0 || closing >= node.end ? node.name.end : closing + 1)
  return [replace(context.file, { start: at, end: at }, ' within 5s', 'Wait for 5 s', '等待 5 秒')]
}

function checkConfirm(context: Context, node: ast.OperationDeclaration, confirm: ast.RequiresConfirm): void {
  if (node.operation !== 'transaction') {
    complain(context, 'confirm-not-transaction', { kind: node.operation }, confirm)
    return
  }
  const parameters = node.parameters.map(parameter => parameter.name.text)
  for (const name of confirm.names) {
    if (name.text === '' || parameters.includes(name.text)) continue
    const meant = suggest(context.unit, name.text, parameters)
    complain(context, 'unknown-argument', { name: name.text, of: node.name.text, ...(meant ? { meant } : {}) }, name, {
      fixes: meant ? [rename(context.file, name, meant)] : [],
    })
  }
}

function checkOutcomeNames(context: Context, node: ast.OperationDeclaration, open: Set<object>): void {
  const first = new Map<string, ast.Name>()
  for (const { name, parameters } of node.outcomes) {
    const before = first.get(name.text)
    if (name.text === 'failed' || name.text === 'unknown') complain(context, 'outcome-reserved', { name: name.text }, name)
    else if (before && name.text !== '') {
      complain(context, 'duplicate-name', { name: name.text }, name, {
        labels: [label(context.file, before, `“${name.text}” is declared here first`, `“${name.text}”首先在此声明`)],
      })
    }
    first.set(name.text, name)
    checkParameters(context, parameters)
    for (const { type } of parameters) answer(context, type, open)
  }
}

/** Parameters have names of their own each, and types. */
export function checkParameters(context: Context, parameters: readonly ast.Parameter[]): void {
  const first = new Map<string, ast.Name>()
  for (const { name, type } of parameters) {
    writtenType(context, type)
    const before = first.get(name.text)
    if (before && name.text !== '') {
      complain(context, 'duplicate-name', { name: name.text }, name, {
        labels: [label(context.file, before, `“${name.text}” is declared here first`, `“${name.text}”首先在此声明`)],
      })
    }
    first.set(name.text, name)
  }
}

/** A type that a back end answers with: no secret in it, and choices that know what to do with a new word. */
function answer(context: Context, node: ast.TypeExpression, open: Set<object>): void {
  const type = buildType(context.unit, context.names, node)
  if (type.kind !== 'value') return
  if (isSecret(type)) {
    complain(context, 'secret-kept', { where: 'answer' }, node)
    return
  }
  const work: Type[] = [type.type]
  const seen = new Set<Type>()
  for (let next = work.pop(); next; next = work.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.kind === 'record') work.push(...Object.values(next.fields))
    else if (next.kind === 'list' || next.kind === 'optional') work.push(next.of)
    else if (next.kind === 'choice' && !Object.hasOwn(next.values, 'other') && !open.has(next.values)) {
      open.add(next.values)
      complain(context, 'choice-without-other', next.name ? { choice: next.name } : {}, node)
    }
  }
}

export function checkHours(context: Context, node: ast.HoursDeclaration): void {
  if (node.zone) checkZone(context, node.zone)
  for (const { days, intervals } of node.rules) {
    for (const { from, to } of intervals) {
      if (from.text === '24:00' || from.text === to.text)
        complain(context, 'bad-interval', { from: from.text, to: to.text }, { start: from.start, end: to.end })
    }
    if (days.on === 'weekdays') continue
    for (const date of days.dates) {
      if (date.kind === 'DateRange') {
        if (date.from.text > date.to.text) complain(context, 'bad-range', { from: date.from.text, to: date.to.text }, date)
        continue
      }
      const type = expression(context, date)
      const held = type.kind === 'value' && type.type.kind === 'list' ? type.type.of : type.kind === 'value' ? type.type : null
      if (type.kind !== 'unknown' && held?.kind !== 'date') complain(context, 'not-a-date', { is: describe(type) }, date)
      else if (type.kind === 'value' && !isFixed(date)) complain(context, 'hours-know-settings', {}, date)
    }
  }
}

/** Hours belong to no call: they know dates and settings. */
const isFixed = (node: ast.Expression): boolean =>
  node.kind === 'DateLiteral' ||
  (node.kind === 'ListLiteral' && node.items.every(isFixed)) ||
  (node.kind === 'FieldExpression' && node.object.kind === 'NameExpression' && node.object.name.text === 'settings')

export function checkQueue(context: Context, node: ast.QueueDeclaration): void {
  for (const [time, least] of [
    [node.position, 5000],
    [node.longestWait, 1000],
  ] as const) {
    if (time && time.ms < least) complain(context, 'queue-time', { least }, time)
  }
}
