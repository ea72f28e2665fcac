// Semantics §5 as far as one node without a journal goes, and §3 where values come from and go to services.
import { expect, it } from 'vitest'
import type { Type } from '../../machine/types.ts'
import { createSession } from './create.ts'
import { prepare } from './prepare.ts'
import { startCall, type CallOptions } from './testing/call.ts'
import {
  announce,
  arithmetic,
  collect,
  constant,
  flow,
  grant,
  language,
  menu,
  milestone,
  name,
  notify,
  now,
  perform,
  program,
  repeat,
  request,
  say,
  set,
  setting,
  type ProgramOptions,
  type Step,
} from './testing/program.ts'

const amount: Type = { kind: 'money', currency: 'CNY', decimals: 2, min: 1, max: 50_000_00 }
const account: Type = {
  kind: 'record',
  fields: {
    number: { kind: 'digits', min: 4, max: 19 },
    kind: { kind: 'choice', values: { savings: {}, other: {} } },
    note: { kind: 'optional', of: { kind: 'text' } },
  },
}
const options: ProgramOptions = {
  operations: {
    accounts: { kind: 'query', result: { kind: 'list', of: account, upTo: 2 } },
    find: { kind: 'query', result: { kind: 'optional', of: { kind: 'text' } } },
    sort: { kind: 'query', result: { kind: 'choice', values: { a: {}, b: {} } } },
    log_in: {
      kind: 'attempt',
      parameters: [{ name: 'passcode', type: { kind: 'digits', min: 6, max: 6, class: 'secret' } }],
      outcomes: { accepted: [{ name: 'id', type: { kind: 'text' } }], refused: [] },
    },
    transfer: {
      kind: 'transaction',
      parameters: [
        { name: 'to', type: { kind: 'digits', min: 4, max: 19 } },
        { name: 'amount', type: amount },
        { name: 'password', type: { kind: 'digits', min: 6, max: 6, class: 'secret' } },
      ],
      outcomes: { done: [{ name: 'receipt', type: { kind: 'digits' } }], declined: [] },
      within: 10_000,
    },
    receipt: { kind: 'notice', parameters: [{ name: 'amount', type: amount }] },
    freeze: { kind: 'transaction', outcomes: { done: [] }, within: 10_000 },
    thaw: { kind: 'transaction', outcomes: { done: [] }, within: 10_000 },
    block: {
      kind: 'transaction',
      parameters: [{ name: 'cards', type: { kind: 'list', of: { kind: 'digits' }, upTo: 9 } }],
      outcomes: { done: [] },
      within: 10_000,
    },
  },
}
const call = (steps: readonly Step[], more: ProgramOptions = {}, how: CallOptions = {}) =>
  startCall(program({ main: flow(...steps) }, { ...options, ...more }), { trace: true, ...how })
const milestones = (lines: readonly string[]): string[] => lines.filter(line => line.startsWith('milestone')).map(line => line.slice(10))
const hold = request('find', [], { answered: [], failed: [] })

const ask = (operation: string) =>
  call([
    request(operation, [], { answered: { values: ['v'], steps: [milestone('got', { v: name('v') })] }, failed: [milestone('failed')] }),
    hold,
  ])
const transfer = (to = constant('1234'), sum = constant(1005), meanwhile?: readonly string[]): Step =>
  perform(
    'transfer',
    [to, sum, constant('123456')],
    {
      done: { values: ['receipt'], steps: [milestone('done', { r: name('receipt') })] },
      declined: [milestone('declined')],
      failed: [milestone('failed')],
      unknown: [milestone('unknown')],
    },
    meanwhile,
  )

it('[S5.1] what is sent carries an ordinal, language and level, and the arguments in the parameters’ order', () => {
  const c = call([grant(1), language('en-US'), notify('receipt', [constant(500)]), transfer()])
  expect(c.last('notify')).toEqual({ kind: 'notify', task: 1, operation: 5, arguments: [500], language: 'en-US', level: 1 })
  expect(c.last('perform')).toEqual({
    kind: 'perform',
    task: 2,
    operation: 4,
    arguments: ['1234', 1005, '123456'],
    language: 'en-US',
    level: 1,
    deadline: c.now + 10_000,
  })
})

it('[S5.3] [S5.5] a query or attempt that is not answered in time is failed, once and for all', () => {
  const c = ask('find')
  expect(c.wait(2999).lines()).toEqual(['place main', 'ask find()'])
  expect(c.wait(1).lines()).toEqual(['cancel', 'milestone failed', 'ask find()'])
  c.send({ kind: 'answer', task: 1, outcome: 'answered', values: ['late'], at: c.now })
  expect(c.lines()).toEqual([])
  expect(milestones(ask('find').answer('failed').lines())).toEqual(['failed'])
})

it('[S3.9] [S3.6] null or an absent value is nothing', () => {
  expect(milestones(ask('find').answer('answered', null).lines())).toEqual(['got null'])
  expect(milestones(ask('find').answer('answered').lines())).toEqual(['got null'])
  expect(
    milestones(
      ask('accounts')
        .answer('answered', [{ number: '1234', kind: 'savings' }])
        .lines(),
    ),
  ).toEqual(['got [{"number":"1234","kind":"savings","note":null}]'])
})

it('[S3.16] [S3.2] [S3.17] an answer of the wrong shape is failed for a query or an attempt', () => {
  const failed = (operation: string, ...values: never[]) =>
    expect(
      milestones(
        ask(operation)
          .answer('answered', ...values)
          .lines(),
      ),
    ).toEqual(['failed'])
  failed('accounts', 'x' as never)
  failed('accounts', [{ number: '123', kind: 'savings' }] as never)
  failed('accounts', [{ kind: 'savings' }] as never)
  failed('accounts', [1, 2, 3].map(() => ({ number: '1234', kind: 'savings' })) as never)
  failed('find', 7 as never)
  expect(milestones(ask('find').answer('what is this').lines())).toEqual(['failed'])
  const attempt = () =>
    call([
      request('log_in', [constant('123456')], {
        accepted: { values: ['id'], steps: [milestone('in', { id: name('id') })] },
        refused: [milestone('refused')],
        failed: [milestone('failed')],
      }),
      hold,
    ])
  expect(milestones(attempt().answer('accepted').lines())).toEqual(['failed'])
  expect(milestones(attempt().answer('accepted', 'C1').lines())).toEqual(['in C1'])
  expect(milestones(attempt().answer('refused').lines())).toEqual(['refused'])
})

it('[S3.10] a word that is not in the choice becomes other where there is one, else the answer has the wrong shape', () => {
  expect(
    milestones(
      ask('accounts')
        .answer('answered', [{ number: '1234', kind: 'gold' }])
        .lines(),
    ),
  ).toEqual(['got [{"number":"1234","kind":"other","note":null}]'])
  expect(milestones(ask('sort').answer('answered', 'b').lines())).toEqual(['got b'])
  expect(milestones(ask('sort').answer('answered', 'c').lines())).toEqual(['failed'])
})

it('[S3.18] text from outside loses its control characters; more than 500 characters are a wrong shape', () => {
  expect(milestones(ask('find').answer('answered', 'a\u0000b\u001bc\n').lines())).toEqual(['got abc'])
  expect(milestones(ask('find').answer('answered', '文'.repeat(500)).lines())[0]).toMatch(/^got 文/)
  expect(milestones(ask('find').answer('answered', '😀'.repeat(500)).lines())[0]).toMatch(/^got/)
  expect(milestones(ask('find').answer('answered', 'x'.repeat(501)).lines())).toEqual(['failed'])
})

it('[S3.15] the value of an outcome may be left unnamed', () => {
  const c = call([
    request('log_in', [constant('123456')], { accepted: { values: [''], steps: [milestone('in')] }, refused: [], failed: [] }),
    hold,
  ])
  expect(milestones(c.answer('accepted', 'C1').lines())).toEqual(['in'])
})

it('[S3.2] an argument that fails its refinement ends the operation failed, and it was never sent', () => {
  const sum = call([transfer(constant('1234'), constant(50_000_01)), hold])
  expect(sum.lines()).toEqual(['place main', 'not sent transfer amount', 'milestone failed', 'ask find()'])
  expect(sum.session.unsettled).toEqual([])
  expect(milestones(call([transfer(constant('12')), hold]).lines())).toEqual(['failed'])
  const attempt = call([request('log_in', [constant('12')], { accepted: [], refused: [], failed: [milestone('failed')] }), hold])
  expect(attempt.lines()).toEqual(['place main', 'not sent log_in passcode', 'milestone failed', 'ask find()'])
})

it('[S3.13] a notice whose argument fails its refinement is not sent, and is reported', () => {
  expect(call([notify('receipt', [constant(0)]), hold]).lines()).toEqual(['place main', 'not sent receipt amount', 'ask find()'])
  expect(call([notify('receipt', [constant(1)]), hold]).lines()).toEqual(['place main', 'notify receipt(1)', 'ask find()'])
})

it('[S5.12] [S5.14] a definite answer is the outcome; its block runs with its values', () => {
  const c = call([transfer(), hold])
  expect(c.session.unsettled.length).toBe(1)
  expect(milestones(c.answer('done', '778899').lines())).toEqual(['done 778899'])
  expect(c.session.unsettled).toEqual([])
  expect(milestones(call([transfer(), hold]).answer('failed').lines())).toEqual(['failed'])
})

it('[S5.12] each value of an outcome goes where it is named, whichever are left unnamed', () => {
  const sum = (name: string) => ({ name, type: amount })
  const operations: ProgramOptions['operations'] = {
    ...options.operations,
    exchange: { kind: 'transaction', outcomes: { done: [sum('paid'), sum('fee'), sum('got')] }, within: 10_000 },
  }
  const done = { values: ['paid', '', 'got'], steps: [milestone('done', { paid: name('paid'), got: name('got') })] }
  const c = call([perform('exchange', [], { done, failed: [], unknown: [] }), hold], { operations })
  expect(milestones(c.answer('done', 100, 5, 95).lines())).toEqual(['done 100 95'])
})

it('[S5.13] [S3.16] time over, unknown, or an answer of the wrong shape: unknown, and nothing is cancelled', () => {
  const late = call([transfer(), hold]).wait(10_000)
  expect(late.lines()).toEqual(['place main', 'perform transfer(1234, 1005, 123456)', 'milestone unknown', 'ask find()'])
  expect(late.session.unsettled).toEqual([{ task: 1, operation: 4, arguments: ['1234', 1005, null] }])
  const answered = (outcome: string, ...values: never[]) => {
    const c = call([transfer(), hold]).answer(outcome, ...values)
    expect([milestones(c.lines()), c.session.unsettled.length]).toEqual([['unknown'], 1])
  }
  answered('unknown')
  answered('done', 5 as never)
  answered('done')
  answered('perhaps')
})

it('[S5.19] while one is unsettled the same with equal arguments is not sent and ends unknown again; settled, it is sent', () => {
  const again = (second: Step) => call([transfer(), menu({ options: { '1': [second, hold] } })]).wait(10_000)
  const same = again(transfer())
  same.lines()
  expect(same.keys('1').lines()).toEqual(['taken 1 entry', 'chosen', 'milestone unknown', 'ask find()'])
  expect(same.session.tasks).toBe(2)
  expect(
    again(transfer(constant('1234'), constant(1006)))
      .keys('1')
      .lines(),
  ).toContain('perform transfer(1234, 1006, 123456)')
  const settled = again(transfer())
  settled.send({ kind: 'settled', task: 1, outcome: 'failed', at: settled.now })
  expect(settled.session.unsettled).toEqual([])
  expect(settled.keys('1').lines()).toContain('perform transfer(1234, 1005, 123456)')
})

const ends = { done: [milestone('done')], declined: [], failed: [milestone('failed')], unknown: [milestone('unknown')] }
it('[S5.19] equal are arguments that are none at all, and such as differ in the secret alone', () => {
  // Whatever the caller keyed as a password, it is the same money that would go twice; and a secret is not kept to be compared.
  const password = (keyed: string) => perform('transfer', [constant('1234'), constant(1005), constant(keyed)], ends)
  const secret = call([password('123456'), menu({ options: { '1': [password('654321'), hold] } })]).wait(10_000)
  secret.lines()
  expect(secret.keys('1').lines()).toEqual(['taken 1 entry', 'chosen', 'milestone unknown', 'ask find()'])
  expect(JSON.stringify(secret.session)).not.toMatch(/123456|654321/)
  const freeze = perform('freeze', [], ends)
  const none = (second: Step) => call([freeze, menu({ options: { '1': [second, hold] } })]).wait(10_000)
  const same = none(freeze)
  same.lines()
  expect(same.keys('1').lines()).toEqual(['taken 1 entry', 'chosen', 'milestone unknown', 'ask find()'])
  // Another transaction without arguments is another one.
  expect(
    none(perform('thaw', [], ends))
      .keys('1')
      .lines(),
  ).toContain('perform thaw()')
  // Nor is a list the one that it begins with.
  const block = (...cards: readonly string[]) => perform('block', [constant(cards)], ends)
  const more = call([block('1234'), menu({ options: { '1': [block('1234', '5678'), hold] } })]).wait(10_000)
  expect(more.keys('1').lines()).toContain('perform block(["1234","5678"])')
  const settled = none(freeze)
  settled.send({ kind: 'settled', task: 1, outcome: 'done', at: settled.now })
  expect(settled.keys('1').lines()).toContain('perform freeze()')
})

it('[S5.19] the arguments are those that were sent, whatever the clock says when the answer comes', () => {
  const sum = arithmetic(now, '-', constant(Date.UTC(2026, 10, 23, 2, 0) - 500))
  const c = call([
    repeat(2, [perform('transfer', [constant('1234'), sum, constant('123456')], { done: [], declined: [], failed: [], unknown: [] })], []),
    hold,
  ])
  c.wait(10_000)
  expect(c.session.unsettled.map(({ arguments: given }) => given[1])).toEqual([500, 10_500])
})

it('[S5.21] a late answer after unknown is a settlement: it is known now, and no block runs', () => {
  const c = call([transfer(), hold]).wait(10_000)
  c.lines()
  c.send({ kind: 'answer', task: 1, outcome: 'unknown', values: [], at: c.now })
  expect(c.session.unsettled).toHaveLength(1)
  c.send({ kind: 'answer', task: 1, outcome: 'done', values: ['1'], at: c.now })
  expect(c.session.unsettled).toEqual([])
  expect(c.lines()).toEqual([])
})

it('[S5.20] after a hang-up what has begun is not cancelled, its block is not run, and nothing more begins', () => {
  const c = call([transfer(), milestone('never'), transfer(constant('9999'))]).hangUp()
  expect(c.lines()).toEqual(['place main', 'perform transfer(1234, 1005, 123456)', 'ended by caller'])
  expect(c.session.unsettled.length).toBe(1)
  c.answer('done', '1')
  expect([c.lines(), c.session.unsettled]).toEqual([[], []])
})

it('[S5.22] [S8.3] meanwhile is announced when 1 s has passed without an answer, over what is still spoken', () => {
  const c = call([say('paying'), transfer(constant('1234'), constant(1005), ['wait', 'still']), hold])
  expect(c.wait(999).lines()).toEqual(['place main', 'say paying', 'perform transfer(1234, 1005, 123456)'])
  expect(c.wait(1).lines()).toEqual(['announce wait', 'announce still'])
  const quick = call([transfer(constant('1234'), constant(1005), ['wait']), hold])
    .wait(500)
    .answer('declined')
    .wait(600)
  expect(quick.lines()).toEqual(['place main', 'perform transfer(1234, 1005, 123456)', 'milestone declined', 'ask find()'])
})

it('[S4.2.2] [S4.2.3] in the dark keys are neither kept nor reported; the machine says when it begins and ends', () => {
  const passcode: Type = { kind: 'digits', min: 6, max: 6, class: 'secret' }
  const steps = [
    menu({ options: { '1': [] } }),
    request('find', [], { answered: [], failed: [] }, { dark: true }),
    collect('p', passcode, { prompts: [announce('passcode')] }),
    request('log_in', [name('p')], { accepted: [], refused: [], failed: [] }),
    hold,
  ]
  const c = call(steps, { registers: { p: passcode } }).keys('1')
  expect(c.lines().slice(-2)).toEqual(['dark', 'ask find()'])
  c.keys('12').answer('answered', 'x').keys('34')
  expect(c.session.waiting).toEqual([])
  expect(c.lines()).toEqual(['read collect', 'announce passcode'])
  c.listen().keys('123456')
  // What kind of result it had is all that is left of it.
  expect(c.lines()).toEqual(['entered', 'light', 'ask log_in(123456)'])
})

it('[S6.8] keys are reported as they are in a menu, as d in a private collect, not at all in a secret one', () => {
  const typed = (type: Type) =>
    call([collect('v', type), hold], { registers: { v: type } })
      .keys('4*12#')
      .lines()
      .filter(line => line.startsWith('taken'))
  expect(typed({ kind: 'digits', min: 2, max: 9 })).toEqual([
    'taken 4 entry',
    'taken * clear',
    'taken 1 entry',
    'taken 2 entry',
    'taken # end',
  ])
  expect(typed({ kind: 'digits', min: 2, max: 9, class: 'private' })).toEqual([
    'taken d entry',
    'taken * clear',
    'taken d entry',
    'taken d entry',
    'taken # end',
  ])
  expect(typed({ kind: 'digits', min: 2, max: 9, class: 'secret' })).toEqual([])
})

it('[S3.22] [S3.24] a secret is gone from the session as soon as nothing needs it', () => {
  const passcode: Type = { kind: 'digits', min: 6, max: 6, class: 'secret' }
  const steps = [collect('p', passcode), request('log_in', [name('p')], { accepted: [], refused: [], failed: [] }), hold]
  const c = call(steps, { registers: { p: passcode }, secretsDie: true }).keys('123456')
  expect(c.lines()).toContain('ask log_in(123456)')
  expect(JSON.stringify(c.session)).not.toContain('123456')
})

it('[S3.18] the numbers of a call are text from outside as well', () => {
  const start = { id: 'c', called: '955\u001b00', caller: '138\u0007001' }
  const { call: of } = createSession(prepare(program({ main: flow(hold) }, options)), start)
  expect([of.called, of.caller]).toEqual(['95500', '138001'])
})

it('[S7.8] settings are read once, at the start; one that is not of its type keeps what the machine says', () => {
  const machine = program(
    {
      main: flow(set('x', setting('n')), milestone('n', { n: name('x') }), milestone('f', { f: setting('f') }), hold),
    },
    {
      ...options,
      settings: { n: { type: { kind: 'number', decimals: 0, max: 9 }, value: 1 }, f: { type: { kind: 'boolean' }, value: false } },
    },
  )
  const started = (settings: Readonly<Record<string, never>>) => milestones(startCall(machine, { trace: true, settings }).lines())
  expect(started({})).toEqual(['n 1', 'f false'])
  expect(started({ n: 5 as never, f: true as never, unknown: 1 as never })).toEqual(['n 5', 'f true'])
  expect(started({ n: 50 as never })).toEqual(['n 1', 'f false'])
  const c = startCall(machine, { settings: { n: 5, unknown: 1 } })
  expect(c.session.call.settings).toEqual({ n: 5 })
})
