// `let`, `set` and `add`.
import type * as ast from '../../grammar/ast.ts'
import { chain, suggest } from '../bind/suggest.ts'
import { findTop, namesOfKind } from '../bind/lookup.ts'
import { label, nameNode, rename } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import type { StaticType } from '../types.ts'
import { buildType } from '../typing/build.ts'
import { describe } from '../typing/describe.ts'
import { unknown, value } from '../typing/fits.ts'
import { complain, declareLocal, findLocal, localNames, useMeant, type Context } from './context.ts'
import { expression, fit } from './expressions.ts'
import { checkLeaves, doStep } from './going.ts'
import { checkFit, mayBeNothing } from './misfits.ts'
import { recordField } from './names.ts'
import { noteSource } from './dialled.ts'
import { operationCall, resultOf, verbFits } from './operations.ts'
import { block } from './steps.ts'
import { writtenType } from './written-types.ts'

export function letStep(context: Context, step: ast.LetStep): void {
  const wanted = step.type ? writtenType(context, step.type) : null
  const type = letValue(context, step, wanted)
  if (step.else) {
    block(context, step.else, { outcome: 'other' })
    checkLeaves(context, step.else, 'else')
  }
  const held = wanted ?? type
  const local = declareLocal(context, step.name, 'let', held.kind === 'value' || held.kind === 'level' ? held : unknown)
  noteSource(context.unit, local, step.value)
}

function letValue(context: Context, step: ast.LetStep, wanted: StaticType | null): StaticType {
  const given = step.value
  if (given.kind === 'OperationCall') return letQuery(context, step, given, wanted)
  if (given.kind === 'DoStep') {
    const returns = doStep(context, given)
    if (returns === null) complain(context, 'nothing-returned', { flow: given.name.text }, given)
    if (given.unless) complain(context, 'unless-with-value', {}, given.unless)
    return opened(context, step, returns ?? unknown, wanted, given.name)
  }
  const want = wanted?.kind === 'value' ? wanted : null
  if (want && !step.else) return fit(context, given, want)
  const type = expression(context, given, want?.type ?? null)
  if (type.kind === 'nothing') complain(context, 'needs-type', { what: 'nothing' }, given)
  if (type.kind === 'hours') complain(context, 'wrong-kind', { name: describe(type).en, is: 'hours', wanted: ['value'] }, given)
  return opened(context, step, type, wanted, given)
}

/** With an `else` the value is opened; a value that is never nothing needs none. */
function opened(
  context: Context,
  step: ast.LetStep,
  type: StaticType,
  wanted: StaticType | null,
  at: ast.Expression | ast.Name,
): StaticType {
  let result = type
  if (step.else && type.kind === 'value') {
    if (type.type.kind === 'optional') result = value(type.type.of)
    else complain(context, 'never-nothing', { value: context.file.text.slice(at.start, at.end) }, { start: at.start, end: at.end })
  }
  if (wanted?.kind === 'value') checkFit(context, { kind: 'Missing', start: at.start, end: at.end }, result, wanted.type)
  return result
}

/** `let x = query s.op(…) else …` */
function letQuery(context: Context, step: ast.LetStep, call: ast.OperationCall, wanted: StaticType | null): StaticType {
  const operation = operationCall(context, call)
  if (!operation || !verbFits(call, operation)) return unknown
  const result = resultOf(context, operation)
  if (result === null) {
    complain(context, 'let-of-outcomes', { operation: call.operation.text, verb: call.verb }, call.operation)
    return unknown
  }
  if (!step.else) complain(context, 'query-needs-else', { operation: call.operation.text }, call)
  if (result.kind === 'value' && wanted?.kind === 'value') {
    checkFit(context, { kind: 'Missing', start: call.start, end: call.end }, result, wanted.type)
  }
  return result
}

type Settable = SymbolOf<'local'> | SymbolOf<'remember'>

/** What a `set` or an `add` changes; null after a report. */
function settable(context: Context, name: ast.Name): { readonly symbol: Settable; readonly type: StaticType } | null {
  const { unit, names } = context
  if (name.text === '') return null
  const local = findLocal(context, name.text)
  if (local) {
    unit.symbolOf.set(name, local)
    unit.used.add(local)
    if (context.pending?.has(local)) {
      complain(context, 'name-not-yet', { name: name.text }, name)
      return null
    }
    if (local.of !== 'each' && local.of !== 'counter' && local.of !== 'it') return { symbol: local, type: local.type }
    complain(context, 'not-settable', { name: name.text, is: local.of }, name)
    return null
  }
  const top = findTop(unit, names, name.text)
  if (top?.kind === 'remember') {
    unit.symbolOf.set(name, top)
    return { symbol: top, type: buildType(unit, unit.names.get(top.file)!, top.node.type) }
  }
  if (top) {
    const declared = nameNode(top)!
    complain(context, 'not-settable', { name: name.text, is: top.kind }, name, {
      labels: [label(declared.file, declared.node, `“${name.text}” is declared here`, `“${name.text}”在此声明`)],
    })
    return null
  }
  if (names.importsUsed.has(name.text)) return null
  const meant = suggest(unit, name.text, chain(localNames(context), namesOfKind(names, ['remember'])))
  useMeant(context, meant)
  complain(context, 'unknown-name', { name: name.text, kinds: ['settable'], ...(meant ? { meant } : {}) }, name, {
    fixes: meant ? [rename(context.file, name, meant)] : [],
  })
  return null
}

export function setStep(context: Context, step: ast.SetStep): void {
  const found = settable(context, step.name)
  let type = found?.type ?? unknown
  for (const field of step.path) {
    if (type.kind !== 'value' || field.text === '') {
      type = unknown
      break
    }
    if (type.type.kind === 'optional') {
      mayBeNothing(context, { kind: 'Missing', start: step.name.start, end: step.name.end })
      type = unknown
    } else if (type.type.kind === 'record') type = recordField(context, field, type.type)
    else {
      complain(context, 'no-fields', { is: describe(type), field: field.text }, field)
      type = unknown
    }
  }
  fit(context, step.value, type)
  if (found) noteSource(context.unit, found.symbol, step.value)
}

export function addStep(context: Context, step: ast.AddStep): void {
  const found = settable(context, step.list)
  const type = found?.type ?? unknown
  if (type.kind === 'value' && type.type.kind === 'list') {
    fit(context, step.value, value(type.type.of))
    if (found) noteSource(context.unit, found.symbol, step.value)
    return
  }
  expression(context, step.value, 'anything')
  if (type.kind === 'unknown') return
  if (type.kind === 'value' && type.type.kind === 'optional')
    mayBeNothing(context, { kind: 'Missing', start: step.list.start, end: step.list.end })
  else complain(context, 'not-a-list', { is: describe(type) }, step.list)
}
