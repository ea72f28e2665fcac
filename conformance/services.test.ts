// What a service declares, what it is sent and how it can end.
import { expect, it } from 'vitest'
import { speakerFor } from '../cli/speaker.ts'
import { prepare } from '../runtime/core/index.ts'
import { createCallLog } from '../runtime/call/call-log.ts'
import { createSimulatedCall, nobodyThere, type Ask, type Reply } from '../runtime/dtmf/index.ts'
import { begin, bilingual, codes, entries, heard } from './heard.ts'
import { line, machineOf, plays, run } from './testing.ts'

/** The program called, each operation answered by what `reply` says of its name; all that was sent and said. */
const sendsTo = (source: string, reply: (name: string) => Reply, ms = 60_000) => {
  const machine = machineOf(source)
  const asks: Ask[] = []
  const log = createCallLog()
  const speaker = speakerFor(machine)
  const call = createSimulatedCall({
    prepared: prepare(machine, { trace: true }),
    speaker,
    start: { id: 'call-77', caller: null, called: '95500' },
    at: Date.UTC(2026, 10, 23, 2),
    log,
    backend: {
      ...nobodyThere,
      ask: (ask, operation) => {
        asks.push(ask)
        return reply(operation.name)
      },
    },
  })
  call.advanceTo(ms)
  const words = log.entries.flatMap(entry => (entry.kind === 'spoken' ? [speaker.words(entry.segment)] : []))
  return { asks, words }
}
const answers = (outcome: string, ...values: never[]): Reply => ({ kind: 'answer', outcome, values, after: 0 })

const bank = `
type CardNumber = private digits 16..19 luhn
type Passcode   = secret digits 6
type CustomerId = private text
type Amount     = money CNY 0.01..50000.00
type Decline    = one of { insufficient "not enough" other "another reason" }
type Account    = { number: CardNumber }
type Payee      = { name: private name text }
`

it('[L.services.1] a service as the page declares it: what its machine knows of each operation', () => {
  const { operations, line: made } = machineOf(`${line()}${bank}
service bank {
  query accounts(): list of Account within 3s requires verified
  query payees(): list of Payee within 3s requires verified
  attempt log_in(card: CardNumber, passcode: Passcode) within 3s {
    accepted(customer: CustomerId)  refused  locked
  }
  attempt sign(password: Passcode) within 3s requires verified { accepted  refused  locked }
  transaction transfer(from: CardNumber, to: CardNumber, amount: Amount) within 10s {
    requires signed
    requires confirm of from, to, amount
    done(receipt: digits)
    declined(reason: Decline)
  }
}
service sms { notice receipt(receipt: digits, amount: Amount) }
${begin('')}`)
  const shown = operations.map(({ service, name, kind, within, requires, parameters, outcomes, result }) => [
    `${kind} ${service}.${name}`,
    kind === 'notice' ? null : within,
    requires === undefined ? null : made.levels[requires],
    parameters.map(parameter => `${parameter.name}: ${[parameter.type.class, parameter.type.kind].filter(Boolean).join(' ')}`),
    result?.kind ?? Object.entries(outcomes).map(([outcome, values]) => `${outcome}(${values.map(value => value.name).join(', ')})`),
  ])
  expect(shown).toEqual([
    ['query bank.accounts', 3000, 'verified', [], 'list'],
    ['query bank.payees', 3000, 'verified', [], 'list'],
    [
      'attempt bank.log_in',
      3000,
      null,
      ['card: private digits', 'passcode: secret digits'],
      ['accepted(customer)', 'refused()', 'locked()'],
    ],
    ['attempt bank.sign', 3000, 'verified', ['password: secret digits'], ['accepted()', 'refused()', 'locked()']],
    [
      'transaction bank.transfer',
      10_000,
      'signed',
      ['from: private digits', 'to: private digits', 'amount: money'],
      ['done(receipt)', 'declined(reason)'],
    ],
    ['notice sms.receipt', null, null, ['receipt: digits', 'amount: money'], []],
  ])
})

it('[L.services.2] [S5.1] everything sent carries the call, an ordinal, the language and the level', () => {
  const program = `${bilingual()}
service bank { attempt log_in() within 1s { yes } query find(): number within 1s transaction pay() within 1s { done } notice tell() }
flow welcome {
  do log_in
  language en-US
  let n = query bank.find() else -> goodbye
  perform bank.pay() { done, failed, unknown { } }
  notify bank.tell()
  milestone m(n)
  -> hangup
}
flow log_in grants verified { attempt bank.log_in() { yes { grant verified } failed -> goodbye } }`
  const { asks } = sendsTo(program, name => (name === 'find' ? answers('answered', 5 as never) : answers(name === 'pay' ? 'done' : 'yes')))
  expect(asks.map(({ call, language, level }) => [call, language, level])).toEqual([
    ['call-77', 'zh-CN', 0],
    ['call-77', 'en-US', 1],
    ['call-77', 'en-US', 1],
    ['call-77', 'en-US', 1],
  ])
  const ordinals = asks.map(({ task }) => task)
  expect(ordinals).toEqual([...new Set(ordinals)].sort((a, b) => a - b))
})

it('[S5.2] who the caller is, the bank keeps by the call’s id, or the program hands over', () => {
  const program = `${line()}
remember customer: private text or nothing = nothing
service bank { attempt log_in() within 1s { yes(id: private text) } query mine(): number within 1s query theirs(id: private text): number within 1s }
flow welcome {
  attempt bank.log_in() { yes(id) { set customer = id } failed -> goodbye }
  let mine = query bank.mine() else -> goodbye
  if let id = customer { let theirs = query bank.theirs(id) else -> goodbye say "{theirs}" }
  say "{mine}"
  -> hangup
}`
  const { asks } = sendsTo(program, name => (name === 'log_in' ? answers('yes', 'C1001' as never) : answers('answered', 1 as never)))
  expect(asks.map(({ call }) => call)).toEqual(['call-77', 'call-77', 'call-77'])
  expect(asks.map(ask => ask.arguments)).toEqual([[], [], ['C1001']])
})

const outcomes = `${line()}
service bank {
  query find(): number 1..9 within 2s
  attempt log_in() within 2s { yes no_way }
  transaction pay(n: number 1..9) within 2s { done declined }
  notice tell()
}
`
const attempt = `${outcomes}flow welcome { attempt bank.log_in() { yes { say "Yes." } no_way { say "No." } failed { say "Failed." } } -> hangup }`
const query = `${outcomes}flow welcome { let n = query bank.find() else { say "Failed." -> hangup } say "{n}" -> hangup }`
const perform = `${outcomes}flow welcome { perform bank.pay(5) { done { say "Done." } declined { say "Declined." } failed { say "Failed." } unknown { say "Unknown." } } -> hangup }`

it('[L.services.3] [S5.3] every operation but a notice can end `failed`: no usable answer in time; of a transaction, it did not happen', () => {
  for (const given of ['fails', 'never answers', 'loses the answer', 'answers 5 after 2100ms']) {
    expect(heard(query, `given bank.find ${given}\nexpect ended by line`), given).toEqual(['Failed.'])
  }
  for (const given of ['fails', 'never answers', 'loses the answer', 'answers yes after 2100ms'])
    expect(heard(attempt, `given bank.log_in ${given}\nexpect ended by line`), given).toEqual(['Failed.'])
  // An answer of another shape is not usable either.
  for (const wrong of ['five', 10, null]) expect(sendsTo(query, () => answers('answered', wrong as never)).words).toEqual(['Failed.'])
  expect(heard(query, 'given bank.find answers 5 after 1900ms\nexpect ended by line')).toEqual(['five'])
  expect(heard(perform, 'given bank.pay fails\nexpect ended by line')).toEqual(['Failed.'])
  // Each has to be handled.
  expect(codes(attempt.replace('failed { say "Failed." }', ''))).toContain('CW5001')
  expect(codes(query.replace('else { say "Failed." -> hangup }', ''))).toContain('CW5009')
  expect(codes(perform.replace('failed { say "Failed." }', ''))).toContain('CW5001')
  expect(codes(`${outcomes}${begin('notify bank.tell() { failed { } }')}`).length).toBeGreaterThan(0)
})

it('[L.services.4] a transaction ends `unknown` where it was sent and nothing definite came back in time', () => {
  for (const given of ['never answers', 'loses the answer', 'answers done after 2100ms']) {
    expect(heard(perform, `given bank.pay ${given}\nexpect ended by line`), given).toEqual(['Unknown.'])
    expect(entries(perform, `given bank.pay ${given}\nexpect ended by line`, 'ask'), given).toHaveLength(1)
  }
  expect(codes(perform.replace('unknown { say "Unknown." }', ''))).toContain('CW5001')
  expect(codes(attempt.replace('failed {', 'unknown {'))).toContain('CW5002')
})

it('[L.services.6] until it is settled, the same transaction with the same arguments is not sent again and ends `unknown`', () => {
  const program = `${outcomes.replace('otherwise -> goodbye', 'listen { first key within 2min } otherwise -> goodbye')}
remember n: number 1..9 = 5
menu welcome { press 1 for "the same" do pay press 2 for "another" do pay_more }
flow pay { perform bank.pay(n) { done { say "Done." } declined, failed { } unknown { say "Unknown." } } }
flow pay_more { set n = 6 do pay set n = 5 }`
  plays(
    program,
    `given bank.pay loses the answer
     press 1  hear "Unknown"  press 1  hear "Unknown"
     expect bank.pay performed once
     press 2  hear "Unknown"
     expect bank.pay performed twice
     wait 30s
     given bank.pay answers done
     press 1  hear "Done"  expect bank.pay performed 3 times`,
  )
})

it('[L.services.7] [S5.14] a settlement is recorded, and never changes what was said nor runs the outcome’s block', () => {
  const own = `${outcomes}flow welcome {
  perform bank.pay(5) { done { say "Done." milestone paid } declined, failed { say "Failed." } unknown { say "Unknown." } }
  menu { press 1 for "the end" -> goodbye }
}`
  const script = 'given bank.pay loses the answer\nhear "Unknown"\nwait 12s\npress 1\nexpect ended by line'
  expect(entries(own, script, 'settled').map(({ outcome }) => outcome)).toEqual(['done'])
  expect(heard(own, script)).not.toContain('Done.')
  expect(entries(own, script, 'milestone')).toEqual([])
})

it('[L.services.10] outcomes are grouped, and then their values are not named', () => {
  const program = (clause: string): string => `${line()}
service bank { transaction pay() within 2s { done(receipt: digits) declined(reason: digits) } }
flow welcome { perform bank.pay() { ${clause} done { say "Done." } } -> hangup }`
  const grouped = program('failed, unknown, declined { say "No." }')
  for (const given of ['fails', 'never answers', 'answers declined("1")'])
    expect(heard(grouped, `given bank.pay ${given}\nexpect ended by line`), given).toEqual(['No.'])
  expect(codes(program('failed, unknown, declined(reason) { say "{reason}" }'))).toContain('CW5005')
})

it('[L.services.11] a query with a type gives a value; with named outcomes an operation is written with a block', () => {
  const named = `${line()}service bank { query find() within 2s { found(n: number) nobody } }
flow welcome { query bank.find() { found(n) { say "{n}" } nobody, failed { say "Nobody." } } -> hangup }`
  expect(heard(named, 'given bank.find answers found(7)\nexpect ended by line')).toEqual(['seven'])
  expect(heard(named, 'given bank.find answers nobody\nexpect ended by line')).toEqual(['Nobody.'])
  expect(codes(`${outcomes}${begin('query bank.find() { answered(n) { say "{n}" } failed { } }')}`)).toContain('CW5008')
  expect(codes(`${outcomes}${begin('let x = attempt bank.log_in() else -> goodbye say "{x}"')}`).length).toBeGreaterThan(0)
  const let_of_block = `${line()}service bank { query find() within 2s { found nobody } }${begin('let x = query bank.find() else -> goodbye say "{x}"')}`
  expect(codes(let_of_block)).toContain('CW5007')
})

it('[L.services.12] at a hang-up a transaction that has begun goes on and its block is not run; one that has not begun does not begin', () => {
  const program = `${outcomes}flow welcome {
  say "One moment."
  perform bank.pay(5) { done { say "Done." notify bank.tell() } declined, failed, unknown { } }
  menu { press 1 for "again" { } }
  perform bank.pay(6) { done, declined, failed, unknown { } }
  -> hangup
}`
  const result = run(program, 'given bank.pay answers done after 1s\nwait 500ms\nhang up\nwait 5s')[0]!
  const log = result.log.entries
  expect(result.passed).toBe(true)
  // It went on to its end, which is known; nothing of its block was done; the second was never sent.
  expect(log.flatMap(entry => (entry.kind === 'settled' ? [entry.outcome] : []))).toEqual(['done'])
  expect(log.flatMap(entry => (entry.kind === 'ask' ? [entry.how] : []))).toEqual(['perform'])
})

it('[L.services.13] `after hangup` runs once, however the call ends; it queries and notifies, and cannot speak, listen or perform', () => {
  const program = (steps: string): string => `${line('after hangup tidy_up')}
service bank { query find(): number within 1s  notice tell(n: number)  transaction pay() within 1s { done } }
menu welcome { press 1 for "the end" -> goodbye press 2 for "a transfer" -> away press 3 for "a call" -> dialled }
flow away { transfer to "95511" else -> goodbye }
flow dialled { connect number "95512" within 5s { answered, busy, no answer, failed { } } -> goodbye }
flow tidy_up { let n = query bank.find() else { return } notify bank.tell(n) ${steps} }`
  const given = 'given bank.find answers 4\n'
  for (const script of [
    'press 1',
    'press 2',
    'hang up',
    'press early 1  hang up',
    'press 3  hang up',
    'stay silent  stay silent  stay silent',
  ])
    plays(program(''), `${given}${script}\nwait 40s\nexpect bank.tell performed once with n 4`)
  for (const step of [
    'say "x"',
    'menu { press 1 for "x" { } }',
    'collect n2: digits 3 { say "x" }',
    'perform bank.pay() { done, failed, unknown { } }',
    'transfer to "1" else { return }',
  ])
    expect(codes(program(step)), step).toContain('CW3016')
})

it('[L.services.14] names, types and outcomes are all that connects an operation; the binding is no part of the language', () => {
  // A test's answers are one binding: they need nothing but what the service declares.
  plays(query, 'given bank.find answers 5  hear "five"')
  plays(attempt, 'given bank.log_in answers no_way  hear "No."')
  for (const binding of ['at "https://bank.example/find"', 'url "x"', '= "GET /find"', 'using "./bank.js"'])
    expect(codes(`${line()}service bank { query find(): number within 2s ${binding} }${begin('')}`).length, binding).toBeGreaterThan(0)
})

it('[S5.5] an attempt is sent once, with one number per entry; no answer is `failed`', () => {
  const program = `${line()}service bank { attempt log_in(pin: secret digits 4) within 2s { yes no_way } }
flow welcome {
  repeat up to 2 times {
    collect pin: secret digits 4 { say "PIN?" }
    attempt bank.log_in(pin) { yes { -> goodbye } no_way { say "No." } failed { say "Failed." } }
  } otherwise -> goodbye
}`
  const asked = entries(program, 'given bank.log_in never answers\nenter pin "1111"\nhear "Failed"\nenter pin "1111"\nhear "Failed"', 'ask')
  expect(asked).toHaveLength(2)
  expect(new Set(asked.map(({ task }) => task)).size).toBe(2)
})

it('[S5.6] an operation with a secret parameter is an attempt or a transaction', () => {
  const of = (declaration: string): string[] => codes(`${line()}service s { ${declaration} }${begin('')}`)
  expect(of('attempt a(pin: secret digits 4) within 1s { yes }')).toEqual([])
  expect(of('transaction t(pin: secret digits 4) within 1s { done }')).toEqual([])
  expect(of('query q(pin: secret digits 4): number within 1s')).toEqual(['CW4011'])
  expect(of('notice n(pin: secret digits 4)')).toEqual(['CW4011'])
})

it('[S5.15] `failed` of a transaction: it was never sent, or the bank said so', () => {
  const unfit = `${outcomes}service other { query number(): number within 1s }
flow welcome {
  let n = query other.number() else -> goodbye
  perform bank.pay(n) { done { say "Done." } declined { say "Declined." } failed { say "Failed." } unknown { say "Unknown." } }
  -> hangup
}`
  const given = (n: number, pay: string): string => `given other.number answers ${n}\ngiven bank.pay ${pay}\n`
  // An argument that does not fit.
  plays(unfit, `${given(12, 'answers done')}hear "Failed"  expect bank.pay not performed`)
  plays(unfit, `${given(5, 'fails')}hear "Failed"  expect bank.pay performed once`)
  plays(unfit, `${given(5, 'answers done')}hear "Done"`)
})

it('[S5.22] `meanwhile` is announced when 1 s has passed without an answer', () => {
  const program = perform.replace('done { say', 'meanwhile say "One moment." done { say')
  const said = (after: string): { at: number; announce: boolean }[] =>
    entries(program, `given bank.pay answers done after ${after}\nexpect ended by line`, 'spoken')
      .filter(({ segment }) => segment.announce)
      .map(({ at, segment }) => ({ at, announce: segment.announce }))
  expect(said('999ms')).toEqual([])
  expect(said('1500ms')).toEqual([{ at: 1000, announce: true }])
})
