import { expect, it } from 'vitest'
import { announce, connectQueue, flow, hangup, menu, milestone, program, record, request, say, type ProgramOptions, type Step } from '../core/testing/program.ts' // prettier-ignore
import { prepare } from '../core/index.ts'
import { nobodyThere, type Backend, type Reply } from './backend.ts'
import { createCallLog, type CallLog, type LogEntry } from '../call/call-log.ts'
import { createSimulatedCall, GAP, HELD, type SimulatedCall } from './simulated-line.ts'
import type { Speaker } from './speaker.ts'

/** Every segment takes a second. */
const speaker: Speaker = {
  words: segment => `${segment.prompt}`,
  shown: segment => `${segment.prompt}`,
  duration: segment => segment.pause ?? 1000,
}

function call(
  steps: readonly Step[],
  options: ProgramOptions = {},
  reply: Reply = { kind: 'never' },
): SimulatedCall & { readonly log: CallLog } {
  const log = createCallLog()
  const machine = program({ start: flow(...steps) }, options)
  const backend: Backend = { ...nobodyThere, ask: () => reply }
  const made = createSimulatedCall({
    prepared: prepare(machine, { trace: true }),
    speaker,
    start: { id: 'c', caller: null, called: '95500' },
    at: 1_000_000,
    backend,
    log,
  })
  return Object.assign(Object.create(made) as SimulatedCall, { log })
}
const kinds = (log: CallLog, ...wanted: readonly LogEntry['kind'][]): readonly string[] =>
  log.entries.filter(entry => wanted.includes(entry.kind)).map(entry => `${entry.kind} ${entry.at}`)
const asks: ProgramOptions['operations'] = { op: { kind: 'query', result: { kind: 'boolean' } } }
const answered = (after: number): Reply => ({ kind: 'answer', outcome: 'answered', values: [true], after })
const outcomes = { answered: { values: [''], steps: [milestone('answered')] }, failed: [milestone('failed')] }

it('segments are spoken one after the other, each as long as it takes', () => {
  const { log, runUntil } = call([say('A'), say('B'), announce('C'), hangup])
  runUntil(() => false)
  expect(log.entries.filter(entry => entry.kind === 'spoken').map(({ at, until, cut }) => [at, until, cut])).toEqual([
    [0, 1000, false],
    [1000, 2000, false],
    [2000, 3000, false],
  ])
  expect(log.entries.at(-1)).toEqual({ kind: 'ended', at: 3000, by: 'line' })
})

it('[S1.2.2] at the same ms a key goes before what ends then', () => {
  const made = call([menu({ prompts: [say('A')], options: { '1': [] } }), hangup])
  made.advanceTo(1000 - HELD)
  made.press('1')
  expect(made.now).toBe(1000 + GAP)
  expect(made.log.entries.find(entry => entry.kind === 'spoken')).toMatchObject({ until: 1000, cut: true })
})

it('[S1.2.2] [S9.6] at the same ms an answer goes before the end of a segment, and that before a timer', () => {
  const before = call([say('A'), request('op', [], outcomes), hangup], { operations: asks, recordAfter: 'A' }, answered(1000))
  before.runUntil(() => before.ended)
  expect(kinds(before.log, 'answer', 'record call')).toEqual(['answer 1000', 'record call 1000'])
  const limit = { ms: 1000, steps: [milestone('limit'), hangup] }
  const timer = call([say('A'), request('op', [], outcomes), hangup], { operations: asks, recordAfter: 'A', limit })
  timer.runUntil(() => timer.ended)
  expect(kinds(timer.log, 'milestone', 'record call')).toEqual(['record call 1000', 'milestone 1000'])
})

it('[S9.6] an answer in the last ms of its time is in time', () => {
  const made = call([request('op', [], outcomes), hangup], { operations: asks }, answered(3000))
  made.runUntil(() => made.ended)
  expect(made.log.entries.find(entry => entry.kind === 'milestone')).toMatchObject({ name: 'answered', at: 3000 })
  const late = call([request('op', [], outcomes), hangup], { operations: asks }, answered(3001))
  late.runUntil(() => late.ended)
  expect(late.log.entries.find(entry => entry.kind === 'milestone')).toMatchObject({ name: 'failed', at: 3000 })
})

it('runUntil goes no further than its limit, advanceTo leaves what falls on its end', () => {
  const made = call([say('A'), say('B'), hangup])
  expect(made.runUntil(() => made.ended, 1500)).toBe(false)
  expect(made.now).toBe(1500)
  made.advanceTo(2000)
  expect(made.ended).toBe(false)
  expect(made.nextAt).toBe(2000)
  expect(made.runUntil(() => made.ended)).toBe(true)
  expect(made.nextAt).toBe(null)
})

it('an operation that nothing is given for stops the clock', () => {
  const made = call([request('op', [], outcomes), hangup], { operations: asks }, { kind: 'missing' })
  expect(made.runUntil(() => made.ended)).toBe(false)
  expect(made.missing).toEqual({ operation: 0, task: 1 })
  made.advanceTo(10_000)
  expect(made.now).toBe(0)
})

it('an answer may come from outside', () => {
  const made = call([request('op', [], outcomes), hangup], { operations: asks }, { kind: 'later' })
  made.advanceTo(500)
  made.answer(1, 'answered', [true])
  expect(made.log.entries.find(entry => entry.kind === 'milestone')).toMatchObject({ name: 'answered', at: 500 })
})

it('a hang-up cuts what is spoken and runs what comes after to its end', () => {
  const made = call([say('A'), hangup], { afterHangup: [request('op', [], outcomes)], operations: asks }, answered(700))
  made.advanceTo(400)
  made.hangUp()
  expect(made.gone).toBe(true)
  expect(made.ended).toBe(false)
  made.key('1')
  made.runUntil(() => made.ended)
  expect(made.log.entries.find(entry => entry.kind === 'spoken')).toMatchObject({ until: 400, cut: true })
  expect(kinds(made.log, 'hung up', 'answer', 'milestone', 'ended', 'key')).toEqual([
    'hung up 400',
    'answer 1100',
    'milestone 1100',
    'ended 1100',
  ])
})

it('after hangup has 30 s, whatever a back end does', () => {
  const operations = { op: { kind: 'query', result: { kind: 'boolean' }, within: 60_000 } } as const
  const made = call([say('A'), hangup], { afterHangup: [request('op', [], outcomes)], operations })
  made.hangUp()
  made.runUntil(() => made.ended)
  expect(made.log.entries.at(-1)).toMatchObject({ kind: 'ended', at: 30_000 })
})

it('a recording ends by its key, by silence, by its length, by the hang-up', () => {
  const steps = (options: Parameters<typeof record>[1]): readonly Step[] => [
    record('r', { nothing: [milestone('nothing')], ...options }),
    milestone('kept'),
    hangup,
  ]
  const registers = { r: { kind: 'recording' } } as const
  const recorded = (made: SimulatedCall & { readonly log: CallLog }): LogEntry | undefined =>
    made.log.entries.find(entry => entry.kind === 'recorded')
  // The tone takes half a second; what is recorded begins behind it.
  const key = call(steps({}), { registers })
  key.speak(2000)
  key.press('#')
  expect(recorded(key)).toMatchObject({ at: 2100, ms: 1600 })
  const silence = call(steps({ endSilence: 4000 }), { registers })
  silence.advanceTo(1000)
  silence.speak(2000)
  silence.runUntil(() => silence.ended)
  expect(recorded(silence)).toMatchObject({ at: 7000, ms: 6500 })
  const length = call(steps({ upTo: 10_000 }), { registers })
  length.speak(60_000)
  length.runUntil(() => length.ended)
  expect(recorded(length)).toMatchObject({ at: 10_500, ms: 10_000 })
  const nothing = call(steps({ upTo: 10_000 }), { registers })
  nothing.runUntil(() => nothing.ended)
  expect(recorded(nothing)).toMatchObject({ at: 10_500, ms: null })
  const left = call(steps({ hungUp: [milestone('left')] }), { registers })
  left.speak(3000)
  left.hangUp()
  left.runUntil(() => left.ended)
  expect(recorded(left)).toMatchObject({ at: 3000, ms: 2500 })
  expect(kinds(left.log, 'milestone')).toEqual(['milestone 3000'])
})

it('a key in a talk with an agent is the agent’s, and the session never sees it', () => {
  const log = createCallLog()
  const machine = program(
    {
      start: flow(
        connectQueue('q', { answered: { values: [''], steps: [] }, 'no agents': [], 'timed out': [], failed: [] }, { press: { '1': {} } }),
        hangup,
      ),
    },
    { queues: [{ name: 'q' }] },
  )
  const backend: Backend = {
    ...nobodyThere,
    ask: () => ({ kind: 'never' }),
    queue: () => ({ noAgents: false, waiting: 0, answersAfter: 1000, talk: 5000, who: 'Li' }),
  }
  const start = { id: 'c', caller: null, called: '95500' }
  const made = createSimulatedCall({ prepared: prepare(machine, { trace: true }), speaker, start, at: 0, backend, log })
  made.advanceTo(2000)
  expect(made.talking).toBe(true)
  made.press('1')
  expect(made.talking).toBe(true)
  made.runUntil(() => made.ended)
  expect(kinds(log, 'talks', 'key', 'connect over')).toEqual(['talks 1000', 'key 2100', 'connect over 6000'])
})
