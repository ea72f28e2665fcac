// The machine format as shapes. The compiler of TypeScript holds each to its type: a field that is added to the format and
// not here does not compile.
import type { Expression } from './expressions.ts'
import type * as format from './format.ts'
import {
  constant,
  either,
  fields,
  flag,
  index,
  list,
  map,
  named,
  needed,
  nothing,
  optional,
  record,
  tagged,
  text,
  tuple,
  whole,
  word,
  yes,
  type Fields,
  type FieldsOf,
  type Shape,
} from './shape.ts'
import type * as types from './types.ts'

const point = index('points')
const sharedTarget = index('points', -1)
const register = index('registers')
const span = named('span')
const expression = named('expression')
const tell = named('tell')
const type = named('type')
const value = named('value')

// ------------------------------------------------------------------------------------------------ types

type OfKind<K extends types.Type['kind']> = Extract<types.Type, { readonly kind: K }>
const ofClass = { class: optional(word('private', 'secret')), mask: optional(word('last4', 'phone', 'name', 'all')) } as const
const plainType = fields<{ kind: string; class?: string; mask?: string }>({ kind: needed(text), ...ofClass })
const bound = whole(-Number.MAX_SAFE_INTEGER)

const typeVariants: Readonly<Record<types.Type['kind'], Fields>> = {
  digits: fields<OfKind<'digits'>>({
    kind: needed(text),
    ...ofClass,
    min: optional(whole()),
    max: optional(whole()),
    luhn: optional(yes),
    like: optional(list(text)),
    star: optional(text),
  }),
  number: fields<OfKind<'number'>>({
    kind: needed(text),
    ...ofClass,
    decimals: needed(whole(0, 15)),
    min: optional(bound),
    max: optional(bound),
  }),
  money: fields<OfKind<'money'>>({
    kind: needed(text),
    ...ofClass,
    currency: needed(text),
    decimals: needed(whole(0, 15)),
    min: optional(bound),
    max: optional(bound),
    keyedInMinor: optional(yes),
  }),
  date: fields<OfKind<'date'>>({ kind: needed(text), ...ofClass, keyed: optional(text) }),
  time: plainType,
  moment: plainType,
  duration: plainType,
  text: plainType,
  boolean: plainType,
  recording: plainType,
  speech: plainType,
  choice: fields<OfKind<'choice'>>({ kind: needed(text), ...ofClass, name: optional(text), values: needed(map(map(text))) }),
  record: fields<OfKind<'record'>>({ kind: needed(text), ...ofClass, name: optional(text), fields: needed(map(type)) }),
  list: fields<OfKind<'list'>>({ kind: needed(text), ...ofClass, of: needed(type), upTo: needed(whole()) }),
  optional: fields<OfKind<'optional'>>({ kind: needed(text), ...ofClass, of: needed(type) }),
}

// ------------------------------------------------------------------------------------------------ expressions

type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>
type Chain = Extract<Expression, { readonly kind: 'and' | 'or' }>
const both = { left: needed(expression), right: needed(expression) } as const
const of = <K extends Expression['kind']>(others: FieldsOf<Omit<ExpressionOf<K>, 'kind'>>): Fields => ({
  kind: needed(text),
  ...fields<Omit<ExpressionOf<K>, 'kind'>>(others),
})
const chain: Fields = { kind: needed(text), ...fields<Omit<Chain, 'kind'>>(both) }

const expressionVariants: Readonly<Record<Expression['kind'], Fields>> = {
  constant: of<'constant'>({ value: needed(value) }),
  // −1 and −2 are parameters of a standard prompt.
  register: of<'register'>({ register: needed(index('registers', -1, -2)) }),
  setting: of<'setting'>({ name: needed(text) }),
  call: of<'call'>({ field: needed(word('caller', 'called', 'id', 'language', 'level', 'started')) }),
  field: of<'field'>({ of: needed(expression), name: needed(text) }),
  same: of<'same'>({ ...both, negated: needed(flag) }),
  order: of<'order'>({ ...both, operator: needed(word('<', '<=', '>', '>=')) }),
  and: chain,
  or: chain,
  not: of<'not'>({ operand: needed(expression) }),
  arithmetic: of<'arithmetic'>({ ...both, operator: needed(word('+', '-', '*')) }),
  scale: of<'scale'>({ operand: needed(expression), by: needed(whole(0, 15)) }),
  negate: of<'negate'>({ operand: needed(expression) }),
  'is-nothing': of<'is-nothing'>({ operand: needed(expression) }),
  'is-empty': of<'is-empty'>({ operand: needed(expression) }),
  count: of<'count'>({ list: needed(expression) }),
  first: of<'first'>({ list: needed(expression) }),
  where: of<'where'>({ list: needed(expression), item: needed(register), condition: needed(expression) }),
  open: of<'open'>({ hours: needed(index('hours')) }),
  now: of<'now'>({}),
  today: of<'today'>({}),
  'level-at-least': of<'level-at-least'>({ level: needed(index('levels')) }),
  list: of<'list'>({ items: needed(list(expression)) }),
  concat: of<'concat'>({ parts: needed(list(expression)) }),
  'by-language': of<'by-language'>({ variants: needed(map(expression)) }),
  speech: of<'speech'>({ prompt: needed(index('prompts')), values: needed(list(expression)) }),
}

// ------------------------------------------------------------------------------------------------ points

type Op = format.Point['op']
/** What a point has beside where it stands. */
type Own<O extends Op> = Omit<format.PointOf<O>, 'at' | 'place' | 'op'>
const pointOf = <O extends Op>(others: FieldsOf<Own<O>>): Fields => ({
  op: needed(text),
  at: needed(span),
  place: needed(index('places', -1)),
  ...fields<Own<O>>(others),
})
const resting = { live: needed(list(register)), secretLive: optional(yes), dark: optional(yes) } as const
const next = { next: needed(point) } as const
const outcomes = needed(map(named('outcome')))
const args = needed(list(expression))
const namedExpressions = needed(list(record<format.NamedExpression>({ name: needed(text), type: needed(type), value: needed(expression) })))
const listener = { listener: needed(index('listeners')) } as const
const level = { level: needed(index('levels')) } as const

const pointVariants: Readonly<Record<Op, Fields>> = {
  say: pointOf<'say'>({
    tell: needed(tell),
    announce: needed(flag),
    everyLanguage: optional(yes),
    once: optional(whole()),
    readback: optional(yes),
    ...next,
  }),
  pause: pointOf<'pause'>({ ms: needed(whole()), announce: needed(flag), readback: optional(yes), ...next }),
  set: pointOf<'set'>({ register: needed(register), path: optional(list(text)), value: needed(expression), ...next }),
  add: pointOf<'add'>({ register: needed(register), value: needed(expression), upTo: needed(whole()), ...next }),
  // oxlint-disable-next-line unicorn/no-thenable
  branch: pointOf<'branch'>({ condition: needed(expression), then: needed(point), else: needed(point), marked: optional(yes) }),
  match: pointOf<'match'>({ subject: needed(expression), arms: needed(map(point)), marked: optional(yes) }),
  'repeat-start': pointOf<'repeat-start'>({ counter: needed(register), ...next }),
  repeat: pointOf<'repeat'>({ counter: needed(register), times: needed(whole()), body: needed(point), out: needed(point) }),
  each: pointOf<'each'>({
    move: needed(word('start', 'next', 'previous', 'again')),
    list: needed(register),
    index: needed(register),
    item: needed(register),
    counter: optional(register),
    upTo: needed(whole()),
    body: needed(point),
    done: needed(point),
  }),
  jump: pointOf<'jump'>(next),
  go: pointOf<'go'>({ to: needed(point) }),
  enter: pointOf<'enter'>({ entered: needed(index('places')), ...next }),
  back: pointOf<'back'>({ menu: needed(flag), none: needed(sharedTarget) }),
  do: pointOf<'do'>({ to: needed(point), ...next }),
  return: pointOf<'return'>({}),
  grant: pointOf<'grant'>({ ...level, ...next }),
  lower: pointOf<'lower'>({ ...level, ...next }),
  language: pointOf<'language'>({ language: needed(text), ...next }),
  milestone: pointOf<'milestone'>({ name: needed(text), values: namedExpressions, ...next }),
  notify: pointOf<'notify'>({ operation: needed(index('operations')), arguments: args, ...next }),
  read: pointOf<'read'>({ ...listener, fresh: needed(flag), ...next }),
  tell: pointOf<'tell'>({ ...listener, ...next }),
  mistake: pointOf<'mistake'>({ ...listener, to: needed(point) }),
  listen: pointOf<'listen'>({ ...listener, ...resting }),
  request: pointOf<'request'>({ operation: needed(index('operations')), arguments: args, outcomes, ...resting }),
  perform: pointOf<'perform'>({
    operation: needed(index('operations')),
    arguments: args,
    meanwhile: optional(list(tell)),
    outcomes,
    ...resting,
  }),
  'queue-state': pointOf<'queue-state'>({ queue: needed(index('queues')), outcomes, ...resting }),
  drain: pointOf<'drain'>({ ...next, ...resting }),
  'connect-queue': pointOf<'connect-queue'>({
    queue: needed(index('queues')),
    priority: optional(expression),
    beyond: optional(list(expression)),
    data: namedExpressions,
    options: needed(list(named('option'))),
    outcomes,
    ...resting,
  }),
  'connect-number': pointOf<'connect-number'>({
    number: needed(expression),
    within: needed(whole()),
    data: namedExpressions,
    outcomes,
    ...resting,
  }),
  transfer: pointOf<'transfer'>({ number: needed(expression), else: needed(point), ...resting }),
  record: pointOf<'record'>({
    register: needed(register),
    upTo: needed(whole()),
    tone: needed(flag),
    endSilence: optional(whole()),
    endKey: needed(either(text, nothing)),
    nothing: needed(point),
    hungUp: optional(point),
    ...next,
    ...resting,
  }),
  hangup: pointOf<'hangup'>({}),
  end: pointOf<'end'>({}),
}

// ------------------------------------------------------------------------------------------------ listeners

type Base = Omit<format.MenuListener, 'kind' | 'named'>
const listenerBase = fields<Base>({
  name: needed(text),
  place: needed(index('places')),
  at: needed(span),
  first: needed(whole()),
  next: needed(whole()),
  tries: needed(whole(1)),
  bargeIn: needed(flag),
  typeAhead: needed(flag),
  endKey: needed(either(text, nothing)),
  endRequired: needed(flag),
  gated: needed(flag),
  read: needed(point),
  listen: needed(point),
  silence: needed(list(point)),
  silenceOut: needed(point),
  mistake: needed(list(point)),
  mistakeOut: needed(point),
  tooShort: optional(list(point)),
  options: needed(list(named('option'))),
})
const listenerOf = <T>(own: FieldsOf<Omit<T, keyof Base>>): Fields => ({ ...listenerBase, ...fields<Omit<T, keyof Base>>(own) })
const menuFields = listenerOf<format.MenuListener>({ kind: needed(text), named: needed(flag) })

const listenerVariants: Readonly<Record<format.Listener['kind'], Fields>> = {
  menu: menuFields,
  confirm: menuFields,
  collect: listenerOf<format.CollectListener>({
    kind: needed(text),
    type: needed(type),
    register: needed(register),
    length: optional(expression),
    secret: needed(flag),
    entered: needed(point),
  }),
  choose: listenerOf<format.ChooseListener>({
    kind: needed(text),
    list: needed(register),
    item: needed(register),
    offer: needed(tell),
    beyond: optional(list(expression)),
    moreKey: needed(text),
    more: needed(tell),
    chosen: needed(point),
  }),
}

// ------------------------------------------------------------------------------------------------ the whole

const parameters = list(record<format.Operation['parameters'][number]>({ name: needed(text), type: needed(type) }))
const minute = whole(0, 1440)

const line = record<format.Line>({
  name: needed(text),
  title: needed(map(text)),
  numbers: needed(list(record<format.Line['numbers'][number]>({ number: needed(text), to: needed(point), at: needed(span) }))),
  languages: needed(list(text, 1)),
  zone: needed(text),
  levels: needed(list(text, 1)),
  typeAhead: needed(flag),
  bargeIn: needed(flag),
  shortcuts: needed(
    list(record<format.Shortcut>({ keys: needed(text), to: needed(sharedTarget), tell: optional(tell), at: needed(span) })),
  ),
  otherwise: needed(sharedTarget),
  onFault: optional(sharedTarget),
  onSecondFault: optional(point),
  limit: optional(record<NonNullable<format.Line['limit']>>({ ms: needed(whole(1)), to: needed(sharedTarget) })),
  recordAfter: optional(index('prompts')),
  afterHangup: optional(point),
})

/** By name: what is made of itself, or used in many places. `machine` is the whole. */
export const shapes: Readonly<Record<string, Shape>> = {
  span: tuple(index('files'), whole(), whole()),
  /** Values are held against their types where they are used; here they only have to be JSON. */
  value: either(text, whole(-Number.MAX_SAFE_INTEGER), flag, nothing, list(named('value')), map(named('value'))),
  type: tagged('kind', typeVariants),
  expression: tagged('kind', expressionVariants),
  tell: record<format.Tell>({ prompt: needed(index('prompts')), values: needed(list(expression)), language: optional(text) }),
  part: either(
    text,
    record<Extract<format.PromptPart, { hole: number }>>({ hole: needed(whole()), form: optional(text) }),
    record<Extract<format.PromptPart, { plural: number }>>({ plural: needed(whole()), forms: needed(map(list(named('part')))) }),
    record<Extract<format.PromptPart, { pause: number }>>({ pause: needed(whole()) }),
  ),
  outcome: record<format.OutcomeEdge>({ to: needed(point), values: needed(list(index('registers', -1))), at: needed(span) }),
  option: record<format.Option>({
    keys: needed(text),
    upTo: optional(text),
    as: optional(register),
    when: optional(expression),
    tell: optional(tell),
    yes: optional(yes),
    to: needed(point),
    at: needed(span),
  }),
  listener: tagged('kind', listenerVariants),
  point: tagged('op', pointVariants),
  machine: record<format.Machine>({
    format: needed(constant('callwright-machine')),
    version: needed(whole(1)),
    name: needed(text),
    files: needed(list(text, 1)),
    line: needed(line),
    types: needed(map(type)),
    settings: needed(list(record<format.Setting>({ name: needed(text), type: needed(type), value: needed(value) }))),
    prompts: needed(
      list(
        record<format.Prompt>({
          slot: optional(text),
          holes: needed(list(record<format.Hole>({ name: needed(text), type: needed(type) }))),
          texts: needed(map(list(named('part')))),
          at: optional(span),
        }),
      ),
    ),
    standard: needed(
      record<format.Machine['standard']>({
        option: needed(index('prompts')),
        shortcut: needed(index('prompts')),
        more: needed(index('prompts')),
        yes: needed(index('prompts')),
        no: needed(index('prompts')),
        position: needed(index('prompts')),
      }),
    ),
    services: needed(list(record<format.Service>({ name: needed(text) }))),
    operations: needed(
      list(
        record<format.Operation>({
          service: needed(text),
          name: needed(text),
          kind: needed(word('query', 'attempt', 'transaction', 'notice')),
          parameters: needed(parameters),
          result: optional(type),
          outcomes: needed(map(parameters)),
          within: needed(whole()),
          requires: optional(index('levels')),
          at: needed(span),
        }),
      ),
    ),
    queues: needed(
      list(
        record<format.Queue>({ name: needed(text), music: optional(text), position: optional(whole(1)), longestWait: optional(whole()) }),
      ),
    ),
    hours: needed(
      list(
        record<format.Hours>({
          name: needed(text),
          zone: needed(text),
          rules: needed(
            list(
              record<format.HoursRule>({
                days: needed(
                  either(
                    record<{ weekdays: readonly number[] }>({ weekdays: needed(list(whole(1, 7))) }),
                    record<{ dates: readonly unknown[] }>({ dates: needed(list(tuple(text, text))) }),
                    record<{ list: unknown }>({ list: needed(expression) }),
                  ),
                ),
                intervals: needed(list(tuple(minute, minute))),
              }),
            ),
          ),
        }),
      ),
    ),
    zones: needed(map(list(tuple(whole(-Number.MAX_SAFE_INTEGER), whole(-1440, 1440)), 1))),
    registers: needed(
      list(
        record<format.Register>({
          name: needed(text),
          type: needed(type),
          slot: needed(whole()),
          remember: optional(value),
          class: optional(word('private', 'secret')),
          at: needed(span),
        }),
      ),
    ),
    slots: needed(whole()),
    places: needed(
      list(
        record<format.Place>({
          name: needed(text),
          kind: needed(word('menu', 'flow')),
          part: needed(flag),
          entry: needed(point),
          requires: optional(index('levels')),
          grants: optional(index('levels')),
          at: needed(span),
        }),
      ),
    ),
    listeners: needed(list(named('listener'))),
    points: needed(list(named('point'), 1)),
    onces: needed(whole()),
  }),
}
