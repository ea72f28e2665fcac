// A session is plain data: written and read between any two events the call goes on the same. And whatever is done to a call,
// its rules hold and it comes to an end.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import { createSession, prepare, readSession, step, writeSession, type Event, type Session } from './index.ts'
import { startCall, type TestCall } from './testing/call.ts'
import { everyPoint } from './testing/every-point.ts'
import {
  announce,
  collect,
  confirm,
  connectNumber,
  constant,
  flow,
  grant,
  hangup,
  menu,
  milestone,
  name,
  namedMenu,
  perform,
  program,
  readback,
  request,
  say,
  set,
  type Step,
} from './testing/program.ts'

// ------------------------------------------------------------------------------------------------ a call at random

type Action =
  | { readonly kind: 'key'; readonly key: string; readonly gap: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'answer'; readonly pick: number; readonly good: boolean }
  | { readonly kind: 'position' | 'hang up' | 'settle' }
  /** What gets on here: a right entry, a key that is live, a good answer. */
  | { readonly kind: 'get on'; readonly pick: number }

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('key' as const),
      key: fc.constantFrom(...'0123456789*#123*#'),
      gap: fc.constantFrom(20, 200, 900, 3100),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 100, 1000, 3000, 5000, 40_000) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), pick: fc.nat(20), good: fc.boolean() }) },
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('get on' as const), pick: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('position' as const, 'settle' as const) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'hang up' as const }) },
)

/** A value of a type, near enough to be taken. */
function sample(type: Type): Value {
  switch (type.kind) {
    case 'digits':
      return '6225880212345673'.slice(0, type.max ?? 16)
    case 'number':
    case 'money':
      return type.max ?? 1_000_000
    case 'date':
      return '2026-10-01'
    case 'time':
      return '08:30'
    case 'moment':
    case 'duration':
      return 1000
    case 'text':
      return 'text'
    case 'boolean':
      return true
    case 'choice':
      return Object.keys(type.values)[0]!
    case 'recording':
      return { recording: 'r', ms: 1000 }
    case 'speech':
      return { texts: { '': 'hello' } }
    case 'optional':
      return sample(type.of)
    case 'record':
      return Object.fromEntries(Object.entries(type.fields).map(([field, of]) => [field, sample(of)]))
    case 'list':
      return Array.from({ length: 10 }, () => sample(type.of))
  }
}

/** What a caller keys for a type. */
function entryFor(type: Type): string {
  switch (type.kind) {
    case 'digits':
      return '622588021234567300'.slice(0, type.max ?? 16)
    case 'date':
      return type.keyed === undefined ? '20261001#' : '0928'
    case 'time':
      return '0830'
    default:
      return '1*05#'
  }
}

function getOn(c: TestCall, pick: number): void {
  const point = c.prepared.machine.points[c.session.point]
  if (point?.op !== 'listen') {
    if (point?.op === 'drain') c.listen()
    else act(c, { kind: 'answer', pick: pick % 3 === 0 ? pick : 0, good: true })
    return
  }
  const listener = c.prepared.machine.listeners[point.listener]!
  if (listener.kind === 'collect') c.listen().keys(entryFor(listener.type), 100)
  else if (listener.kind === 'choose') c.keys('1')
  else if (listener.kind === 'confirm') c.listen().keys('1')
  else c.keys(listener.options[pick % listener.options.length]!.keys)
}

function act(c: TestCall, what: Action): void {
  switch (what.kind) {
    case 'key':
      c.keys(what.key, what.gap)
      return
    case 'wait':
      c.wait(what.ms)
      return
    case 'position':
      c.send({ kind: 'position', task: c.session.task, position: 2, at: c.now })
      return
    case 'settle':
      c.send({ kind: 'settled', task: c.session.unsettled[0]?.task ?? 0, outcome: 'done', at: c.now })
      return
    case 'hang up':
      c.hangUp()
      return
    case 'get on':
      getOn(c, what.pick)
      return
    case 'answer': {
      const point = c.prepared.machine.points[c.session.point]
      if (point === undefined) return
      if (point.op === 'record') c.answer(what.good ? 'recorded' : 'nothing', { recording: 'r', ms: 1 })
      else if (point.op === 'transfer') c.answer(what.good ? 'transferred' : 'failed')
      else if ('outcomes' in point) {
        const outcomes = Object.keys(point.outcomes)
        const outcome = outcomes[what.pick % outcomes.length]!
        const operation = 'operation' in point ? c.prepared.machine.operations[point.operation] : undefined
        const types = operation?.result ? [operation.result] : (operation?.outcomes[outcome] ?? []).map(({ type }) => type)
        c.answer(outcome, ...(what.good ? types.map(sample) : []))
      }
    }
  }
}

const machine = everyPoint()

it('[S8.1] [S8.4] whatever is done to a call: its rules hold, and hung up it ends within 30 s', () => {
  const rested = new Set<string>()
  fc.assert(
    fc.property(fc.array(action, { maxLength: 120, size: 'max' }), actions => {
      const c = startCall(machine, { trace: true, checkpoints: true })
      for (const what of actions) {
        act(c, what)
        rested.add(machine.points[c.session.point]!.op)
      }
      c.hangUp().wait(30_000)
      expect(c.session.phase).toBe('ended')
      expect(c.effects.filter(effect => effect.kind === 'ended').length).toBe(1)
      // And then nothing means anything, but that a transaction which was under way may still be settled (§5.7).
      const all = (): string => JSON.stringify({ ...c.session, unsettled: null })
      const [before, unsettled] = [all(), c.session.unsettled.map(one => one.task)]
      c.lines()
      for (const what of actions.slice(0, 10)) act(c, what)
      expect([c.lines(), all()]).toEqual([[], before])
      expect(unsettled).toEqual(expect.arrayContaining(c.session.unsettled.map(one => one.task)))
    }),
    // The first of them goes the whole way.
    {
      numRuns: 400,
      examples: [
        [Array.from({ length: 60 }, () => ({ kind: 'get on' as const, pick: 1 }))],
        // Hung up in a transaction, whose answer comes after the end.
        [[{ kind: 'key', key: '2', gap: 20 }, ...Array.from({ length: 10 }, () => ({ kind: 'get on' as const, pick: 0 }))]],
      ],
    },
  )
  // It came to every kind of place where a call can wait.
  expect([...rested].sort()).toEqual('connect-number connect-queue drain listen perform queue-state record request transfer'.split(' '))
})

it('[S1.1.1] written and read between any two events, a call goes on the same', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80, size: 'max' }), actions => {
      const [plain, rewritten] = [startCall(machine, { trace: true }), startCall(machine, { trace: true, rewrite: true })]
      for (const what of actions) {
        act(plain, what)
        act(rewritten, what)
      }
      expect(rewritten.effects).toEqual(plain.effects)
      expect(JSON.stringify(rewritten.session)).toBe(JSON.stringify(plain.session))
    }),
    { numRuns: 300 },
  )
})

it('[S7.2] the same machine, session and event give the same; other calls in between change nothing', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60, size: 'max' }), fc.array(action, { maxLength: 60, size: 'max' }), (first, second) => {
      const prepared = prepare(machine, { trace: true })
      const alone = startCall(machine, { trace: true })
      const [a, b] = [startCall(machine, { prepared }), startCall(machine, { prepared, at: 5 })]
      for (const [index, what] of first.entries()) {
        act(alone, what)
        act(a, what)
        const other = second[index]
        if (other) act(b, other)
      }
      expect(a.effects).toEqual(alone.effects)
    }),
    { numRuns: 100 },
  )
})

// ------------------------------------------------------------------------------------------------ type-ahead

const typing: readonly Step[] = [
  request('ask', [], { answered: [], failed: [] }),
  menu({ prompts: [say('first'), announce('notice')], options: { '1': [milestone('1')], '22': [milestone('22')], '3': [say('three')] } }),
  collect('n', { kind: 'digits', min: 2, max: 4 }, { prompts: [say('number')] }),
  milestone('n', { n: name('n') }),
  request('ask', [], { answered: [], failed: [] }),
  collect('m', { kind: 'money', currency: 'CNY', decimals: 2, max: 50_000_00 }, { prompts: [announce('amount')] }),
  milestone('m', { m: name('m') }),
  menu({ prompts: [say('last')], options: { '1': [milestone('end')], '#': [milestone('hash')] } }),
]

it('[S1.12.1] what is typed ahead does what the same keys do at the prompts, up to the first mistake', () => {
  const typed = program(
    { main: flow(...typing) },
    {
      operations: { ask: { kind: 'query', result: { kind: 'boolean' }, within: 600_000 } },
      shortcuts: { '*': { steps: [milestone('shortcut')] } },
    },
  )
  let whole = 0
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'1223#*015'), { maxLength: 28 }), keys => {
      const results = (c: TestCall): string[] => {
        const lines = c.lines().filter(line => line.startsWith('milestone') || line === 'mistake' || line === 'too short')
        const wrong = lines.findIndex(line => !line.startsWith('milestone'))
        return wrong < 0 ? lines : lines.slice(0, wrong)
      }
      const answerAll = (c: TestCall): void => {
        while (c.prepared.machine.points[c.session.point]!.op === 'request') c.answer('answered', true)
      }
      const finish = (c: TestCall): void => {
        for (let turn = 0; turn < 200 && c.session.phase !== 'ended'; turn++) {
          c.wait(1000)
          answerAll(c)
        }
      }
      const live = startCall(typed, { trace: true })
      answerAll(live)
      for (const key of keys) {
        // A patient caller lets prompts be heard, and waits long enough for no key to belong to the one before by chance.
        live.listen().keys(key, 100)
        answerAll(live)
      }
      finish(live)
      const ahead = startCall(typed, { trace: true }).keys(keys.join(''), 100)
      answerAll(ahead)
      finish(ahead)
      const [a, b] = [results(live), results(ahead)]
      if (a.length > 3) whole++
      expect(b).toEqual(a)
    }),
    { numRuns: 3000 },
  )
  expect(whole).toBeGreaterThan(5)
})

// ------------------------------------------------------------------------------------------------ checkpoints

const passcode: Type = { kind: 'digits', min: 6, max: 6, class: 'secret' }
const secretProgram = program(
  {
    main: flow(
      set('kept', constant('yes')),
      collect('card', { kind: 'digits', min: 4, max: 4, class: 'private' }, { prompts: [say('card')] }),
      collect('p', passcode, { prompts: [say('passcode')] }),
      request('log_in', [name('card'), name('p')], { accepted: [grant(1)], failed: [] }),
      menu({ prompts: [say('menu')], options: { '1': [] } }),
    ),
  },
  {
    registers: { p: passcode, card: { kind: 'digits', class: 'private' }, kept: { kind: 'text', remember: 'no' } },
    operations: {
      log_in: {
        kind: 'attempt',
        parameters: [
          { name: 'card', type: { kind: 'digits' } },
          { name: 'p', type: passcode },
        ],
        outcomes: { accepted: [] },
      },
    },
    secretsDie: true,
  },
)

it('[S6.1] [S6.2] [S6.3] a written session has what is live, and nothing secret; read, it goes on', () => {
  const c = startCall(secretProgram).listen().keys('1234').listen().keys('123')
  const text = writeSession(c.prepared, c.session)
  expect(text).not.toContain('"123"')
  expect(JSON.parse(text)).toMatchObject({ entry: '', call: { id: 'call-1' } })
  const read = readSession(c.prepared, text)
  expect(read.registers).toEqual(c.session.registers)
  expect(Object.keys(read)).toEqual(Object.keys(c.session))
  const at = c.now + 1
  expect(step(c.prepared, read, { kind: 'key', key: '#', at }).length).toBeGreaterThan(0)
  c.keys('456')
  expect(writeSession(c.prepared, c.session)).not.toContain('123456')
})

it('a step leaves nothing behind of what it asked for, which may be a secret: all calls of a version share what it is made in', () => {
  const c = startCall(secretProgram, { trace: true }).listen().keys('1234').listen().keys('123456')
  expect(c.last('ask').arguments).toEqual(['1234', '123456'])
  expect(JSON.stringify(c.prepared.turn.effects)).not.toContain('123456')
})

it('a secret that was keyed and not sent yet is gone when the call is over: transactions of it may be unsettled for long', () => {
  const steps = ['p', 'q'].map(register => collect(register, passcode, { prompts: [say(register)] }))
  const { operations } = secretProgram
  const parameters = ['p', 'q'].map(parameter => ({ name: parameter, type: passcode }))
  const machine = program(
    { main: flow(...steps, request('change', [name('p'), name('q')], { done: [], failed: [] })) },
    { registers: { p: passcode, q: passcode }, operations: { change: { ...operations[0]!, parameters, outcomes: { done: [] } } } },
  )
  const c = startCall(machine).listen().keys('123456').listen().keys('99')
  expect(c.session.registers).toContain('123456')
  c.hangUp()
  expect(c.session.phase).toBe('ended')
  expect(JSON.stringify(c.session)).not.toMatch(/123456|"99"/)
})

it('[S4.5.2] a session is not written where a secret is still needed, and no checkpoint is asked for there', () => {
  const withSecret = {
    ...secretProgram,
    points: secretProgram.points.map(point => (point.op === 'request' ? { ...point, secretLive: true as const } : point)),
  }
  const c = startCall(withSecret, { checkpoints: true }).listen().keys('1234').listen()
  c.lines()
  c.keys('123456')
  expect(c.lines()).toEqual(['light', 'ask log_in(1234, 123456)'])
  expect(() => writeSession(c.prepared, c.session)).toThrow('not written while a secret is needed')
})

it('what is no session of this machine is refused', () => {
  const prepared = prepare(secretProgram)
  const good = JSON.parse(writeSession(prepared, startCall(secretProgram).session)) as Session
  const refused = (text: string): void => expect(() => readSession(prepared, text)).toThrow()
  refused('{')
  refused('null')
  refused('{"point":0}')
  refused(JSON.stringify({ ...good, registers: [] }))
  refused(JSON.stringify({ ...good, point: 0 }))
  refused(JSON.stringify({ ...good, point: 99_999 }))
  expect(readSession(prepared, JSON.stringify(good)).point).toBe(good.point)
})

it('[S6.1] checkpoints: a listener is entered, a level or remembered name changes, a perform begins or ends, connect, the end; one a step', () => {
  const c = startCall(
    program(
      {
        main: flow(
          set('kept', constant('a')),
          request('ask', [], { answered: [], failed: [] }),
          menu({ prompts: [say('menu')], options: { '1': [] } }),
          request('ask', [], { answered: [grant(1)], failed: [] }),
          confirm({ prompts: [readback('sure')], no: [] }),
          perform('pay', [], { done: [], failed: [], unknown: [] }),
          connectNumber(constant('1'), 1000, { answered: [], failed: [] }),
          hangup,
        ),
      },
      {
        registers: { kept: { kind: 'text', remember: 'x' } },
        operations: { ask: { kind: 'query', result: { kind: 'boolean' } }, pay: { kind: 'transaction', outcomes: { done: [] } } },
      },
    ),
    { checkpoints: true },
  )
  const since = (): string[] => c.lines().filter(line => line.startsWith('checkpoint') || line.startsWith('perform'))
  expect(since()).toEqual(['checkpoint remember'])
  c.answer('answered', true)
  expect(since()).toEqual(['checkpoint listener'])
  c.keys('9')
  expect(since()).toEqual([])
  c.keys('1')
  expect(since()).toEqual([])
  c.answer('answered', true)
  expect(since()).toEqual(['checkpoint level'])
  c.listen().keys('1')
  // The intent is committed before anything is sent.
  expect(since()).toEqual(['checkpoint perform', 'perform pay()'])
  c.answer('done')
  expect(since()).toEqual(['checkpoint perform'])
  c.answer('answered')
  expect(since()).toEqual(['checkpoint end'])
})

it('effects for reports come only where they are asked for', () => {
  const kinds = (options: { trace?: boolean; checkpoints?: boolean }): Set<string> => {
    const c = startCall(program({ main: namedMenu({ prompts: [say('menu')], options: { '1': [milestone('m'), hangup] } }) }), options).keys(
      '91',
    )
    return new Set(c.effects.map(effect => effect.kind))
  }
  expect([...kinds({})].sort()).toEqual(['ended', 'hang up', 'speak', 'stop'])
  for (const kind of ['place', 'read', 'taken', 'outcome', 'milestone']) {
    expect(kinds({}).has(kind)).toBe(false)
    expect(kinds({ trace: true }).has(kind)).toBe(true)
  }
  expect(kinds({ checkpoints: true }).has('checkpoint')).toBe(true)
})

it('sessions of one machine do not share what they change', () => {
  const prepared = prepare(machine)
  const start = { id: 'call-1', caller: '+8613800138000', called: '95500' }
  const [a, b] = [createSession(prepared, start), createSession(prepared, start)]
  const event: Event = { kind: 'started', at: 1 }
  expect(step(prepared, a, event)).toEqual(step(prepared, b, event))
  expect(a).toEqual(b)
  expect(a.registers).not.toBe(b.registers)
})
