// Calls at random on the small bank, traced and executed again: keys typed ahead and dropped, queues left, recordings ended by a key,
// secrets, answers late and never, hang-ups anywhere.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepare, type CallStart } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import { nobodyThere, type Backend, type Reply } from '../dtmf/backend.ts'
import { createSimulatedCall } from '../dtmf/simulated-line.ts'
import { bank, bankSpeaker } from '../dtmf/testing/bank.ts'
import { createReplay } from './replay.ts'
import { createTrace } from './trace.ts'
import { readTrace } from './trace-reader.ts'
import { sameShown, type Json } from './trace-values.ts'

const machine = bank({ greeting: 'announced' })
const prepared = prepare(machine, { trace: true, marks: true })
const speaker = bankSpeaker(machine)
const replay = createReplay(machine)

type Action = { readonly kind: 'keys' | 'patient'; readonly keys: string } | { readonly kind: 'wait' | 'speak'; readonly ms: number }
interface Plan {
  readonly actions: readonly Action[]
  readonly delays: readonly number[]
  readonly wrong: number
}

const answers: Readonly<Record<string, readonly [string, readonly Value[]]>> = {
  log_in: ['accepted', []],
  accounts: ['answered', [[{ number: '6225880212345673', balance: 4_711_000 }]]],
  transfer: ['done', ['77']],
}

function trace(plan: Plan): string {
  const lines: string[] = []
  let asked = 0
  const backend: Backend = {
    ...nobodyThere,
    ask: (_, operation): Reply => {
      const after = plan.delays[asked % plan.delays.length]!
      asked += 1
      // A wrong shape: the values of another operation.
      if (asked === plan.wrong) return { kind: 'answer', outcome: 'answered', values: ['no list'], after }
      const [outcome, values] = answers[operation.name] ?? ['failed', []]
      return { kind: 'answer', outcome, values, after }
    },
    queue: () => ({ noAgents: false, waiting: 2, answersAfter: plan.delays[0]! * 20, talk: 5000, who: 'agent' }),
    number: () => ({ is: 'answered', after: plan.delays[0]!, talk: 5000 }),
  }
  const call = createSimulatedCall({
    prepared,
    speaker,
    start: { id: 'c', caller: '13800138000', called: '95500' },
    at: 1_700_000_000_000,
    backend,
    observers: [createTrace({ machine, bundle: 'b', write: line => lines.push(line) })],
  })
  for (const action of plan.actions) {
    if (call.gone) break
    if ('ms' in action) {
      if (action.kind === 'wait') call.advanceTo(call.now + action.ms)
      else call.speak(action.ms)
    } else {
      if (action.kind === 'patient') call.runUntil(() => call.waitsForKey || call.inQueue || call.recording !== null || call.gone)
      for (const key of action.keys) call.press(key)
    }
  }
  call.hangUp()
  call.runUntil(() => call.ended, 3_600_000)
  return lines.join('\n')
}

const CARD = '6225880212345673'
const PASSCODE = '918273'
const keys = fc.oneof(
  fc.constantFrom('2', '1', '0', '3', '4', '5', '6', `${CARD}#`, CARD, PASSCODE, `${PASSCODE}#`, '10*05#', '10*05##', '*', '#', '1#', '11'),
  fc.string({ unit: fc.constantFrom(...'0123456789*#A'), minLength: 1, maxLength: 8 }),
)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: keys.map((typed): Action => ({ kind: 'patient', keys: typed })) },
  { weight: 2, arbitrary: keys.map((typed): Action => ({ kind: 'keys', keys: typed })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ms): Action => ({ kind: 'wait', ms })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9000 }).map((ms): Action => ({ kind: 'speak', ms })) },
)
const login: readonly Action[] = ['2', '2', `${CARD}#`, PASSCODE].map(typed => ({ kind: 'patient', keys: typed }))
const plan: fc.Arbitrary<Plan> = fc.record({
  actions: fc.tuple(fc.boolean(), fc.array(action, { maxLength: 14 })).map(([logged, rest]) => (logged ? [...login, ...rest] : rest)),
  delays: fc.array(fc.constantFrom(0, 1, 400, 1000, 2999, 3000, 3001, 12_000), { minLength: 1, maxLength: 4 }),
  wrong: fc.integer({ min: 0, max: 6 }),
})

it('[S6.11] a call at random is executed again from its trace, to the ms', () => {
  fc.assert(
    fc.property(plan, given => {
      expect(replay(readTrace(trace(given)))).toMatchObject({ kind: 'same' })
    }),
    { numRuns: 600 },
  )
})

it('[S6.11] what stands in a trace and comes in another way or not at all differs, and so does a result that is not asked for', () => {
  const lines = trace({ actions: [...login], delays: [0], wrong: 0 }).split('\n')
  const withMore = (name: 'effects' | 'marked', more: unknown): unknown => {
    const at = lines.findIndex(line => line.includes('"kind":"answer"'))
    const step = JSON.parse(lines[at]!) as Readonly<Record<string, readonly unknown[]>>
    return replay(readTrace(lines.with(at, JSON.stringify({ ...step, [name]: [...(step[name] ?? []), more] })).join('\n')))
  }
  expect(withMore('effects', { kind: 'hang up' })).toMatchObject({ kind: 'differs', expected: { kind: 'hang up' }, came: null })
  const asked = lines.map(line => line.replace('"operation":"s.log_in"', '"operation":"s.accounts"')).join('\n')
  expect(replay(readTrace(asked))).toMatchObject({ kind: 'differs', came: { kind: 'ask', operation: 's.log_in' } })
  // What can be worked out is, whatever the trace says of it.
  const paid = trace({
    actions: [...login, ...['10#', '1'].map((typed): Action => ({ kind: 'patient', keys: typed }))],
    delays: [0],
    wrong: 0,
  })
  const done = paid.split('\n').find(line => line.includes('"outcome":"done","values":["77"]'))!
  const other = paid.replace(done, done.replace('"marked":[true', '"marked":[false'))
  expect(replay(readTrace(other))).toMatchObject({ kind: 'differs', expected: { marked: [false, -1] }, came: { marked: [true, -1] } })
  expect(withMore('marked', true)).toMatchObject({ kind: 'differs', expected: { marked: expect.arrayContaining([true]) } })
})

it('[S6.11] the same are effects of which each part is, but for what is hidden or not known', () => {
  const spoken = { kind: 'speak', prompt: 3, values: ['1', { '•': '****5673' }] }
  const same = (values: Json, more: object = {}): boolean => sameShown(spoken, { ...spoken, ...more, values })
  expect(same(['1', { '•': '****0000' }])).toBe(true)
  expect(same([{ '?': true }, { '?': true }])).toBe(true)
  for (const values of [['2', { '•': '' }], ['1', 'plain'], ['1'], ['1', { '•': '' }, '1'], { '0': '1', '1': { '•': '' } }])
    expect([values, same(values)]).toEqual([values, false])
  expect(same(spoken.values, { pause: 5 })).toBe(false)
})

it('a trace of which lines could not be written is never told as a call that went another way', () => {
  fc.assert(
    fc.property(plan, fc.nat(), fc.integer({ min: 1, max: 5 }), (given, from, count) => {
      const lines = trace(given).split('\n')
      const at = from % lines.length
      const { kind } = replay(readTrace(lines.toSpliced(at, count).join('\n')))
      expect(kind).toBe(at > 0 && at + count >= lines.length ? 'same' : 'unreadable')
    }),
    { numRuns: 200 },
  )
})

it('[S6.11] a setting that an operator has set to nothing is traced as nothing, and not as what the program has', () => {
  const noticed: Machine = {
    ...machine,
    settings: [...machine.settings, { name: 'notice', type: { kind: 'optional', of: { kind: 'text' } }, value: 'Open.' }],
  }
  const settingsOf = (settings: CallStart['settings']): unknown => {
    const lines: string[] = []
    const start = { id: 'c', caller: null, called: '95500', ...(settings === undefined ? {} : { settings }) }
    createSimulatedCall({
      prepared: prepare(noticed, { trace: true, marks: true }),
      speaker,
      start,
      at: 1_700_000_000_000,
      backend: { ...nobodyThere, ask: () => ({ kind: 'never' }) },
      observers: [createTrace({ machine: noticed, bundle: 'b', write: line => lines.push(line) })],
    })
    const read = readTrace(lines.join('\n'))
    return read.kind === 'trace' ? read.header.settings : read
  }
  expect(settingsOf({ notice: null })).toEqual({ emergency: false, notice: null })
  expect(settingsOf({ notice: 'Closed.' })).toEqual({ emergency: false, notice: 'Closed.' })
  expect(settingsOf(undefined)).toEqual({ emergency: false, notice: 'Open.' })
})

it('[S6.7] neither a card, a passcode nor a balance is in a trace, and of a passcode not the number of its keys', () => {
  const text = trace({ actions: [...login, { kind: 'patient', keys: '1' }, { kind: 'wait', ms: 20_000 }], delays: [0], wrong: 0 })
  for (const canary of [CARD, PASSCODE, '4711000', '13800138000']) expect(text).not.toContain(canary)
  expect(text).toContain('"•":"****5673"')
  expect(text).toContain('"caller":"138****8000"')
  expect(text.match(/"kind":"secret"/g)).toHaveLength(2)
  // Card and menus: one key each, in its kind.
  expect(text.match(/"key":"d","use":"entry"/g)).toHaveLength(16)
})
