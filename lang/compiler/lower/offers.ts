// What a program declares beside its places: settings, operations, queues, hours.
import type { Hours, HoursRule, Operation, Queue, Setting } from '../../../machine/format.ts'
import type { MachineExpression, Value } from '../../../machine/index.ts'
import type { Type } from '../../../machine/types.ts'
import type * as ast from '../../grammar/ast.ts'
import type { Program, ProgramFile } from '../program.ts'
import { lowerFitted } from './expressions.ts'
import { levelIndex } from './levels.ts'
import { held } from './registers.ts'
import { spanIn } from './spans.ts'
import type { Lowering, Scope } from './types.ts'

/** How long a back end is waited for where the operation does not say. */
const WITHIN_MS = 5000

/** The line's own scope: names of no menu and no flow. */
export const lineScope = (file: ProgramFile, name: string, again: number | null = null): Scope => ({
  file,
  owner: { index: -1, name, kind: 'line' },
  again,
  loop: null,
  bargeIn: true,
  readback: false,
  end: null,
})

const declared = (program: Program, type: ast.TypeExpression | undefined): Type => held(type && program.typeOfNode.get(type))

// ------------------------------------------------------------------------------------------------ values known when it is built

/** The value of a setting's expression. Speech is its words as written: an operator may change them. */
function settingValue(lowering: Lowering, file: ProgramFile, expression: ast.Expression, type: Type): Value {
  const wanted = type.kind === 'optional' ? type.of : type
  if (wanted.kind === 'speech' && expression.kind === 'TextLiteral') {
    const texts = expression.variants.map(variant => {
      const words = variant.parts.map(part => (part.kind === 'TextChars' ? part.text : '')).join('')
      return [variant.tag?.text ?? '', words] as const
    })
    return { texts: Object.fromEntries(texts) }
  }
  return fixedValue(lowering, lineScope(file, 'line'), expression, type)
}

/** The value of a `remember`ed name's expression. Speech is a text of the program, as any other; its slot is named after the scope. */
export function fixedValue(lowering: Lowering, scope: Scope, expression: ast.Expression, type: Type): Value {
  const wanted = type.kind === 'optional' ? type.of : type
  if (expression.kind === 'NameExpression' && lowering.program.meaningOf.get(expression)?.kind === 'nothing') return null
  return constantValue(lowerFitted(lowering, scope, expression, wanted))
}

function constantValue(expression: MachineExpression): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value
    case 'speech':
      return { prompt: expression.prompt, values: expression.values.map(constantValue) }
    case 'list':
      return expression.items.map(constantValue)
    default:
      return null
  }
}

export const lowerSettings = (lowering: Lowering): readonly Setting[] =>
  lowering.program.settings.map(({ name, file, node }) => {
    const type = declared(lowering.program, node.type)
    return { name, type, value: settingValue(lowering, file, node.value, type) }
  })

// ------------------------------------------------------------------------------------------------ services and queues

export function lowerOperations(lowering: Lowering): readonly Operation[] {
  const { program } = lowering
  const values = (parameters: readonly ast.Parameter[]): { name: string; type: Type }[] =>
    parameters.map(parameter => ({ name: parameter.name.text, type: declared(program, parameter.type) }))
  return program.operations.map(({ service, name, file, node }) => ({
    service,
    name,
    kind: node.operation,
    parameters: values(node.parameters),
    ...(node.result ? { result: declared(program, node.result) } : {}),
    outcomes: Object.fromEntries(node.outcomes.map(outcome => [outcome.name.text, values(outcome.parameters)])),
    within: node.within?.ms ?? WITHIN_MS,
    ...(node.requires ? { requires: levelIndex(lowering, node.requires.text) } : {}),
    at: spanIn(lowering, file.path, node),
  }))
}

export const lowerQueues = (program: Program): readonly Queue[] =>
  program.queues.map(({ name, node }) => ({
    name,
    ...(node.music ? { music: node.music.value } : {}),
    ...(node.position ? { position: node.position.ms } : {}),
    ...(node.longestWait ? { longestWait: node.longestWait.ms } : {}),
  }))

// ------------------------------------------------------------------------------------------------ hours

const DAYS: readonly ast.Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

export function lowerHours(lowering: Lowering, zone: string): readonly Hours[] {
  return lowering.program.hours.map(({ name, file, node }) => ({
    name,
    zone: node.zone?.text ?? zone,
    rules: node.rules.flatMap(rule => {
      const intervals = rule.intervals.map(({ from, to }) => [minutes(from.text), minutes(to.text)] as const)
      return daysOf(lowering, file, rule.days).map(days => ({ days, intervals }))
    }),
  }))
}

/** The days of a rule. Fixed dates and lists of dates are a rule each: with the same intervals that means the same. */
function daysOf(lowering: Lowering, file: ProgramFile, days: ast.HoursDays): HoursRule['days'][] {
  if (days.on === 'weekdays') {
    const numbers = new Set(days.ranges.flatMap(({ from, to }) => weekdays(from, to)))
    return [{ weekdays: [...numbers].sort((a, b) => a - b) }]
  }
  const dates = days.dates.flatMap((each): (readonly [string, string])[] => {
    if (each.kind === 'DateRange') return [[each.from.text, each.to.text]]
    return each.kind === 'DateLiteral' ? [[each.text, each.text]] : []
  })
  const lists = days.dates.flatMap((each): HoursRule['days'][] => {
    if (each.kind === 'DateRange' || each.kind === 'DateLiteral') return []
    const type = lowering.program.typeOf.get(each)
    const list = lowerFitted(lowering, lineScope(file, 'line'), each, undefined)
    const single = type?.kind === 'value' && type.type.kind === 'date'
    return [{ list: single ? { kind: 'list', items: [list] } : list }]
  })
  return [...(dates.length > 0 ? [{ dates }] : []), ...lists]
}

/** `sat..mon` goes round the end of the week. 1 = Monday. */
function weekdays(from: ast.Weekday, to: ast.Weekday): number[] {
  const [first, last] = [DAYS.indexOf(from), DAYS.indexOf(to)]
  const length = ((last - first + 7) % 7) + 1
  return Array.from({ length }, (_, index) => ((first + index) % 7) + 1)
}
