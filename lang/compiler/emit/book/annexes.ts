// What belongs to the line as a whole: its numbers, and the indices at the end of the book.
import type { Expression } from '../../../../machine/expressions.ts'
import type { HoursRule, Tell } from '../../../../machine/format.ts'
import { slotOf } from '../../../../machine/fragments.ts'
import type { Value } from '../../../../machine/values.ts'
import { printExpression } from '../../../../machine/print-expression.ts'
import { partsOf } from '../../lower/substitute.ts'
import { edgeLabel } from '../graph/labels.ts'
import { nameOfType } from '../graph/program-graph.ts'
import { BACK, END, LINE, type GraphEdge, type Words } from '../graph/types.ts'
import { wordsIn, wordsOfPrompt } from '../graph/words.ts'
import { duration, placeLink, placeLinks, said, type BookContext } from './context.ts'
import { BREAK, joined, type DocBlock, type Inline } from './document.ts'

const heading = (anchor: string, text: string): DocBlock => ({ kind: 'heading', level: 2, anchor, text: [text] })

export function lineSection(context: BookContext): readonly DocBlock[] {
  const { machine, words, graph } = context
  const { line } = machine
  const own = graph.edges.filter(edge => edge.from === LINE)
  const target = ({ to, way }: GraphEdge): Inline =>
    to === BACK ? words.back.replace('→ ', '') : to === END ? words.hangup : way === 'do' ? placeLink(context, to) : placeLink(context, to)
  const of = (kind: string, prefix: (edge: GraphEdge) => string): readonly Inline[] =>
    joined(
      own.filter(edge => edge.causes[0]?.kind === kind).map(edge => [`${prefix(edge)}`, target(edge)]),
      BREAK,
    )
  const labelled = (edge: GraphEdge): string => `${edgeLabel(edge, context.label)} → `
  const rows: (readonly [string, readonly Inline[]])[] = [
    [words.numbers, of('dial', labelled)],
    [words.languages, [line.languages.join(', ')]],
    [words.levels, [line.levels.join(' < ')]],
    [words.zone, [line.zone]],
    [words.shortcuts, of('shortcut', labelled)],
    [words.otherwise, of('line otherwise', () => '→ ')],
    [words.fault, of('fault', () => '→ ')],
    [words.limit, line.limit ? [`${duration(context, line.limit.ms)} → `, ...of('limit', () => '')] : []],
    [words.recorded, line.recordAfter === undefined ? [] : said(context, wordsOfPrompt(machine, machine.prompts[line.recordAfter]!))],
    [words.afterHangup, of('hang-up', () => '')],
  ]
  return [heading('line', words.line), { kind: 'facts', rows: rows.filter(([, text]) => text.length > 0) }]
}

// ------------------------------------------------------------------------------------------------ texts

/** Every text with its recording slot, and where it is said. */
export function promptSection(context: BookContext): readonly DocBlock[] {
  const { machine, words, input } = context
  const usedIn = usesOfPrompts(context)
  const rows = machine.prompts.flatMap((prompt, index): (readonly (readonly Inline[])[])[] => {
    const slot = slotOf(machine, index)
    if (slot === undefined) return []
    const places = [...(usedIn.get(index) ?? [])]
    const states = machine.line.languages.flatMap(language => {
      const state = input.recording?.(slot, language)
      return state === undefined ? [] : [`${language} ${words.states[state]}`]
    })
    return [
      [
        [{ kind: 'link', to: `text-${index}`, text: slot }],
        said(context, wordsOfPrompt(machine, prompt)),
        placeLinks(context, places.slice(0, 6)).concat(places.length > 6 ? [` +${places.length - 6}`] : []),
        ...(input.recording
          ? [
              joined(
                states.map(state => [state]),
                BREAK,
              ),
            ]
          : []),
      ],
    ]
  })
  if (rows.length === 0) return []
  const head = [words.slot, words.text, words.usedIn, ...(input.recording ? [words.recording] : [])]
  return [heading('texts', words.prompts), { kind: 'table', head, rows, wide: true }]
}

function usesOfPrompts({ machine }: BookContext): ReadonlyMap<number, ReadonlySet<string>> {
  const found = new Map<number, Set<string>>()
  const use = (prompt: number, place: number): void => {
    const name = machine.places[place]?.name
    if (name === undefined) return
    const known = found.get(prompt)
    if (known) known.add(name)
    else found.set(prompt, new Set([name]))
  }
  const tell = (one: Tell | undefined, place: number): void => {
    if (one === undefined) return
    use(one.prompt, place)
    values(one.values, place)
  }
  const values = (expressions: readonly Expression[], place: number): void => {
    for (const part of expressions.flatMap(partsOf)) if (part.kind === 'speech') use(part.prompt, place)
  }
  for (const point of machine.points) {
    if (point.op === 'say') tell(point.tell, point.place)
    if (point.op === 'perform') for (const one of point.meanwhile ?? []) tell(one, point.place)
    if (point.op === 'set') values([point.value], point.place)
    if (point.op === 'connect-queue') for (const option of point.options) tell(option.tell, point.place)
  }
  for (const listener of machine.listeners) {
    for (const option of listener.options) tell(option.tell, listener.place)
    if (listener.kind === 'choose') tell(listener.offer, listener.place)
  }
  return found
}

// ------------------------------------------------------------------------------------------------ the rest

export function settingSection(context: BookContext): readonly DocBlock[] {
  const { machine, words } = context
  if (machine.settings.length === 0) return []
  const rows = machine.settings.map(({ name, type, value }): readonly (readonly Inline[])[] => [
    [{ kind: 'strong', text: name }],
    [nameOfType(type)],
    valueOf(context, value),
  ])
  return [heading('settings', words.settings), { kind: 'table', head: [words.name, words.type, words.value], rows }]
}

function valueOf(context: BookContext, value: Value): readonly Inline[] {
  if (typeof value === 'object' && value !== null && 'texts' in value) {
    const texts = value.texts as Words
    return said(context, Object.fromEntries(context.machine.line.languages.map(language => [language, wordsIn(texts, language)])))
  }
  return [{ kind: 'code', text: JSON.stringify(value) }]
}

export function serviceSection(context: BookContext): readonly DocBlock[] {
  const { machine, words } = context
  if (machine.operations.length === 0) return []
  const uses = machine.operations.map(() => new Set<string>())
  for (const point of machine.points) {
    if (point.op !== 'request' && point.op !== 'perform' && point.op !== 'notify') continue
    const place = machine.places[point.place]
    if (place) uses[point.operation]!.add(place.name)
  }
  const rows = machine.operations.map((operation, index): readonly (readonly Inline[])[] => {
    const name = `${operation.service}.${operation.name}`
    const level = operation.requires === undefined ? [] : [BREAK, `${words.requires} ${machine.line.levels[operation.requires]!}`]
    const outcomes = Object.entries(operation.outcomes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([outcome, values]) => `${outcome}${values.length > 0 ? `(${values.map(value => value.name).join(', ')})` : ''}`)
    const failing = operation.kind === 'notice' ? [] : operation.kind === 'transaction' ? ['failed', 'unknown'] : ['failed']
    return [
      [{ kind: 'link', to: `operation-${name}`, text: name }],
      [words.kinds[operation.kind], ...level],
      operation.kind === 'notice' ? [] : [duration(context, operation.within)],
      joined(
        operation.parameters.map(({ name: own, type }) => [
          `${own}: ${nameOfType(type)}${type.class === undefined ? '' : ` (${words[type.class]})`}`,
        ]),
        BREAK,
      ),
      [[...(operation.result ? [nameOfType(operation.result)] : outcomes), ...failing].join(', ')],
      placeLinks(context, [...uses[index]!].slice(0, 6)).concat(uses[index]!.size > 6 ? [` +${uses[index]!.size - 6}`] : []),
    ]
  })
  const head = [words.operation, words.kind, words.within, words.given, words.outcomes, words.usedIn]
  return [heading('services', words.services), { kind: 'table', head, rows, wide: true }]
}

export function queueSection(context: BookContext): readonly DocBlock[] {
  const { machine, words } = context
  const blocks: DocBlock[] = []
  if (machine.queues.length > 0) {
    blocks.push(heading('queues', words.queues), {
      kind: 'facts',
      rows: machine.queues.map(({ name, longestWait, music }) => [
        name,
        [
          [
            ...(music === undefined ? [] : [`♪ ${music}`]),
            ...(longestWait === undefined ? [] : [`≤ ${duration(context, longestWait)}`]),
          ].join(' · '),
        ],
      ]),
    })
  }
  if (machine.hours.length > 0) {
    blocks.push(heading('hours', words.hours), {
      kind: 'facts',
      rows: machine.hours.map(({ name, zone, rules }) => [
        name,
        [
          zone,
          BREAK,
          ...joined(
            rules.map(rule => [printRule(context, rule)]),
            BREAK,
          ),
        ],
      ]),
    })
  }
  return blocks
}

const DAYS: Readonly<Record<'en' | 'zh', readonly string[]>> = {
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
}

function printRule({ machine, words, input }: BookContext, { days, intervals }: HoursRule): string {
  const names = DAYS[input.language]
  const when =
    'weekdays' in days
      ? days.weekdays.map(day => names[day - 1] ?? '').join(' ')
      : 'dates' in days
        ? days.dates.map(([from, to]) => (from === to ? from : `${from}–${to}`)).join(', ')
        : printExpression(machine, days.list)
  return `${when}: ${intervals.length === 0 ? words.closed : intervals.map(([from, to]) => `${clock(from)}–${clock(to)}`).join(', ')}`
}

const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
