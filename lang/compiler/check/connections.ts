// Handing the caller over, and recording the caller's voice.
import type * as ast from '../../grammar/ast.ts'
import { resolveTop } from '../bind/lookup.ts'
import type { Unit } from '../bind/unit.ts'
import { value, wholeNumber } from '../typing/fits.ts'
import { complain, declareLocal, inner, type Context } from './context.ts'
import { expression, fit } from './expressions.ts'
import { checkLeaves, target } from './going.ts'
import { checkKeys, keyEntry, type KeyEntry } from './keys.ts'
import { listenerIf, listenerMatch, saysWords } from './listener-parts.ts'
import { checkFit } from './misfits.ts'
import { namedValues } from './milestones.ts'
import { checkOutcomes, type Outcome } from './outcomes.ts'
import { say } from './says.ts'
import { block } from './steps.ts'
import { labelText } from './texts.ts'

const outcome = (name: string, values: Outcome['values'] = [], required = true): Outcome => ({ name, values, required, named: false })

export function connectQueue(context: Context, step: ast.ConnectQueueStep): void {
  const queue = resolveTop(context.unit, context.names, step.queue, 'queue')
  if (step.priority) fit(context, step.priority, wholeNumber)
  namedValues(context, step.data, 'agent')
  waitingOptions(context, step.options)
  const waits = queue?.node.longestWait !== undefined
  checkOutcomes(context, step, step.queue, step.outcomes, [
    outcome('answered', [{ name: 'who', type: value({ kind: 'text' }) }]),
    // A queue that waits for ever never times out.
    outcome('timed out', [], waits),
    outcome('no agents'),
    outcome('failed'),
  ])
}

/** `press` while the caller waits: one key, told or `unannounced`, and gone at once. */
function waitingOptions(context: Context, options: readonly ast.PressOption[]): void {
  const entries: KeyEntry[] = []
  for (const option of options) {
    entries.push(keyEntry(option))
    if (option.keys.from.length > 1 || option.keys.to !== option.keys.from) complain(context, 'single-key', { where: 'queue' }, option.keys)
    if (option.label) labelText(context, option.label, option.when !== undefined)
    else if (!option.unannounced) complain(context, 'key-untold', { keys: option.keys.from, languages: [] }, option.keys)
    if (option.language) complain(context, 'option-part-not-here', { part: 'language', where: 'queue' }, option.language)
    if (option.when) complain(context, 'option-part-not-here', { part: 'when', where: 'queue' }, option.when)
    if (option.as) complain(context, 'option-part-not-here', { part: 'as', where: 'queue' }, option.as)
    if (option.action.kind === 'GoAction') target(context, option.action.target)
    else if (option.action.kind === 'BlockAction') block(context, option.action.block)
    else complain(context, 'option-part-not-here', { part: 'do', where: 'queue' }, option.action)
  }
  checkKeys(context, entries, null)
}

const connectEnds = [outcome('answered'), outcome('busy'), outcome('no answer'), outcome('failed')]

export function connectNumber(context: Context, step: ast.ConnectNumberStep): void {
  dial(context, step.number)
  if (!step.within) complain(context, 'needs-time', { what: 'connect' }, step.number)
  namedValues(context, step.data, 'agent')
  const at = { kind: 'Name', text: 'connect number', start: step.number.start, end: step.number.end } as const
  checkOutcomes(context, step, at, step.outcomes, connectEnds)
}

function dial(context: Context, number: ast.Expression): void {
  const type = expression(context, number, { kind: 'text' })
  const checkType = (unit: Unit): void => void checkFit({ ...context, unit }, number, type, { kind: 'text' })
  context.unit.dialled.push({ file: context.file, node: number, checkType })
}

export function transferStep(context: Context, step: ast.TransferStep): void {
  dial(context, step.number)
  if (!step.else) return complain(context, 'transfer-needs-else', {}, step)
  block(context, step.else, { outcome: 'other' })
  checkLeaves(context, step.else, 'transfer else')
}

export function recordStep(context: Context, step: ast.RecordStep): void {
  const local = declareLocal(context, step.name, 'record', value({ kind: 'recording' }))
  const waiting = inner(context, { pending: new Set([...(context.pending ?? []), local]) })
  for (const item of step.prompts) {
    if (item.kind === 'SayStep') say(waiting, item)
    else if (item.kind === 'ListenerIf') listenerIf(waiting, item, 'record')
    else if (item.kind === 'ListenerMatch') listenerMatch(waiting, item, 'record')
  }
  if (!saysWords(context, step.prompts, 'record')) complain(context, 'record-unannounced', { notice: null }, step.name)
  if (step.nothing) {
    block(waiting, step.nothing)
    checkLeaves(context, step.nothing, 'record nothing')
  } else complain(context, 'record-needs-nothing', { name: step.name.text }, step.name)
  if (step.hungUp) afterwards(context, step.hungUp, local)
}

/** `hung up`: the call's own names are gone, the recording is there (semantics §2). */
function afterwards(context: Context, node: ast.Block, local: ReturnType<typeof declareLocal>): void {
  const scope = { outer: null, names: new Map(local.name === '' ? [] : [[local.name, local]]) }
  block(
    {
      ...context,
      scope,
      gone: context.scope,
      pending: null,
      listener: false,
      loop: null,
      outcome: null,
      restricted: 'hung up',
      flow: null,
    },
    node,
  )
}
