// Semantics §1.1–§1.7: the queue, keys, listeners. The model compares all of it at once; here each sentence stands by itself.
import { expect, it } from 'vitest'
import { startCall } from './testing/call.ts'
import {
  announce,
  callField,
  collect,
  confirm,
  constant,
  drain,
  flow,
  go,
  hangup,
  language,
  menu,
  milestone,
  name,
  namedMenu,
  ordered,
  part,
  pause,
  perform,
  program,
  readback,
  request,
  run,
  say,
  set,
  type ProgramOptions,
  type Step,
} from './testing/program.ts'

const query: ProgramOptions = {
  operations: { ask: { kind: 'query', result: { kind: 'boolean' } }, pay: { kind: 'transaction', outcomes: { done: [] } } },
}
const transit = request('ask', [], { answered: [], failed: [] })
const digits = (min: number, max: number) => ({ kind: 'digits' as const, min, max })
const done: readonly Step[] = [milestone('done'), transit]
const oneTwo = (more: object = {}): Step =>
  menu({ prompts: [say('menu')], options: { '1': [milestone('one')], '2': [milestone('two')] }, ...more })
const call = (steps: readonly Step[], options: ProgramOptions = {}) =>
  startCall(program({ main: flow(...steps) }, { ...query, ...options }), { trace: true })

it('[S1.0.1] [S8.1] a named menu, menu {}, choose, collect and confirm listen for keys by one routine', () => {
  const machine = program({
    main: namedMenu({ prompts: [say('named')], options: { '1': [go('flow')] } }),
    flow: flow(oneTwo(), collect('n', digits(1, 3)), confirm({ prompts: [readback('sure')], no: [hangup] })),
  })
  expect(machine.listeners.map(listener => listener.kind).sort()).toEqual(['collect', 'confirm', 'menu', 'menu'])
  const c = startCall(machine, { trace: true }).listen().keys('1').listen().keys('2').keys('12#').listen().keys('1')
  expect(c.session.phase).toBe('ended')
})

it('[S1.1.4] text, values and language are fixed when a say is queued; pause is a say of silence', () => {
  const c = call([
    set('x', constant('early')),
    say('a'),
    say('value', name('x')),
    pause(300),
    set('x', constant('late')),
    language('en-US'),
    say('b'),
    oneTwo(),
  ])
  const segments = c.session.queue
  expect(segments[1]).toMatchObject({ values: ['early'], language: 'zh-CN', announce: false })
  expect(segments[2]).toMatchObject({ prompt: -1, pause: 300, announce: false })
  expect(segments[3]).toMatchObject({ language: 'en-US' })
})

it('[S1.1.3] a say where barge-in is off is an announcement', () => {
  const c = call([oneTwo({ options: { '1': { label: 'one', steps: [] } } })], { line: { bargeIn: false } })
  expect(c.lines()).toEqual(['place main', 'read menu', 'announce menu', 'announce one'])
})

it('[S1.1.9] an expiry or a spoken with an old number is ignored', () => {
  const c = call([oneTwo()]).listen()
  const timer = c.session.timer!.number
  const before = JSON.stringify(c.session)
  c.send({ kind: 'expired', timer: timer - 1, at: c.now })
  c.send({ kind: 'expired', timer: timer + 1, at: c.now })
  c.send({ kind: 'spoken', segment: 1, at: c.now })
  expect(JSON.stringify(c.session)).toBe(before)
})

it('[S1.2.1] [S1.2.5] stop takes effect at once: what is reported of a stopped segment means nothing, and a key in that time is a key', () => {
  const c = call([collect('n', digits(2, 2), { prompts: [say('number')] }), ...done]).keys('1')
  expect(c.lines()).toEqual(['place main', 'read collect', 'say number', 'stop 1', 'taken 1 entry'])
  c.send({ kind: 'spoken', segment: 1, at: c.now + 42 })
  c.keys('2', 1)
  expect(c.lines().slice(0, 2)).toEqual(['taken 2 entry', 'entered'])
})

it('[S1.3.1] while a key waits no say is begun and none goes on', () => {
  const c = call([say('one'), transit, say('two'), announce('three'), say('four'), oneTwo()])
  expect(c.keys('1').lines()).toEqual(['place main', 'say one', 'ask ask()', 'stop 1'])
  c.answer('answered', true)
  expect(c.lines()).toEqual(['announce three', 'say four', 'read menu', 'say menu'])
  c.listen()
  expect(c.lines().slice(0, 3)).toEqual(['stop 2', 'taken 1 entry', 'chosen'])
})

it('[S1.3.2] an announcement is never cut, whatever is pressed', () => {
  const c = call([announce('notice'), oneTwo()], query).keys('1212')
  expect(c.session.queue[0]!.announce).toBe(true)
  expect(c.lines().filter(line => line.startsWith('stop'))).toEqual([])
  c.listen()
  expect(c.spoken()).toEqual(['notice'])
})

it('[S1.3.3] steps do not wait for what they queued, but hangup waits until the queue is empty', () => {
  const c = call([say('a'), set('x', constant(1)), say('b'), hangup])
  expect(c.lines()).toEqual(['place main', 'say a', 'say b'])
  c.wait(1999)
  expect(c.session.phase).toBe('live')
  c.wait(1)
  expect(c.lines()).toEqual(['hang up', 'ended by line'])
})

it('[S1.3.4] [S1.0.2] [S1.0.3] a request or a perform starts at once, while the queue is spoken', () => {
  expect(call([say('wait'), transit]).lines()).toEqual(['place main', 'say wait', 'ask ask()'])
  expect(call([say('wait'), perform('pay', [], { done: [], failed: [], unknown: [] })]).lines()).toEqual([
    'place main',
    'say wait',
    'perform pay()',
  ])
})

it('[S1.4.2] the tail swallows the end key once, within next key, and it does not even stop a prompt', () => {
  const two = () => call([collect('n', digits(3, 3)), oneTwo()])
  const c = two().keys('123')
  c.lines()
  c.wait(300).keys('#')
  expect(c.lines()).toEqual(['dropped tail'])
  expect(c.session.queue.length).toBe(1)
  expect(c.keys('#').lines()[0]).toBe('stop 1')
  expect(two().keys('123').wait(2999).keys('#', 1).lines()).toContain('dropped tail')
  expect(two().keys('123').wait(3001).keys('#', 0).lines()).not.toContain('dropped tail')
  // Another key takes the tail away.
  const longer = () => call([collect('n', digits(3, 3)), oneTwo({ options: { '1': [milestone('one')], '12': [] } })])
  expect(longer().keys('123').keys('1').keys('#').lines()).toContain('milestone one')
})

it('[S1.4.3] [S1.10.2] in a confirm the yes key is dropped while its read-back is in the queue; every other key works at once', () => {
  const steps = (more: object = {}) => [confirm({ prompts: [readback('pay 10')], no: [milestone('no'), transit], ...more }), ...done]
  const c = call(steps())
  expect(c.keys('1').lines()).toEqual(['place main', 'read confirm', 'say pay 10', 'say $yes?', 'dropped gate'])
  expect(c.wait(799).keys('1', 0).lines()).toEqual(['dropped gate'])
  expect(c.keys('1', 1).lines()).toEqual(['stop 1', 'taken 1 entry', 'chosen', 'milestone done', 'ask ask()'])
  expect(call(steps()).keys('2').lines()).toContain('milestone no')
  expect(
    call(steps({ ungated: true }))
      .keys('1')
      .lines(),
  ).toContain('milestone done')
})

it('[S1.10.2] [S2.35] a read-back that could not be heard is a fault: nothing of it follows, and no key confirms', () => {
  const steps = [confirm({ prompts: [readback('pay 10'), readback('to Wang')], no: [hangup] }), milestone('paid'), transit]
  const into = (unheard: number) => {
    const c = call(steps, { onFault: [milestone('fault'), oneTwo()] })
    for (let id = 1; id <= unheard; id++) c.send({ kind: 'spoken', segment: id, ...(id === unheard ? { unheard: true } : {}), at: c.now })
    return c
  }
  for (const unheard of [1, 2]) {
    const c = into(unheard)
    expect(c.lines().slice(-4)).toEqual(['fault a read-back was not heard', 'milestone fault', 'read menu', 'say menu'])
    expect(c.last('stop').through).toBe(3)
    expect(c.session.queue.map(({ readback }) => readback)).not.toContain(true)
    expect(c.keys('1').lines()).toContain('milestone one')
  }
  // The sentence that tells the keys is none of it, nor is what other listeners say.
  const asked = into(3)
  expect(asked.lines().filter(line => line.startsWith('fault'))).toEqual([])
  expect(asked.keys('1').lines()).toContain('milestone paid')
  const menu = call([oneTwo({ options: { '1': [milestone('one')] } })])
  menu.send({ kind: 'spoken', segment: 1, unheard: true, at: menu.now })
  expect(menu.keys('1').lines()).toContain('milestone one')
})

it('[S1.4.4] in a listener without an announcement in the queue the queue is emptied, the timer stopped, the key taken', () => {
  const c = call([oneTwo({ options: { '1': [], '11': [] } })])
  c.lines()
  expect(c.keys('1').lines()).toEqual(['stop 1', 'taken 1 entry'])
  const timer = c.session.timer!.number
  c.keys('9')
  expect(c.last('cancel timer')).toEqual({ kind: 'cancel timer', number: timer })
})

it('[S1.4.5] elsewhere a key waits where type-ahead is on; else it is dropped', () => {
  expect(
    call([transit, oneTwo()])
      .keys('1')
      .session.waiting.map(w => w.key),
  ).toEqual(['1'])
  expect(
    call([transit, oneTwo()], { line: { typeAhead: false } })
      .keys('1')
      .lines(),
  ).toContain('dropped not kept')
  // In a listener its own `listen` decides.
  expect(
    call([oneTwo({ prompts: [announce('hear me')], typeAhead: false })])
      .keys('1')
      .lines(),
  ).toContain('dropped not kept')
  expect(
    call([oneTwo({ prompts: [announce('hear me')], typeAhead: true })], { line: { typeAhead: false } }).keys('1').session.waiting.length,
  ).toBe(1)
})

it('[S1.4.6] [S1.1.5] [S1.1.6] [S1.6.3] the 31st key empties what waits and makes the ear deaf, until something listens in quiet', () => {
  const c = call([announce('long'), transit, oneTwo()], query)
  c.keys('1'.repeat(30), 10)
  expect(c.session.waiting.length).toBe(30)
  c.lines()
  c.keys('1', 10)
  expect(c.lines()).toEqual(Array.from({ length: 31 }, () => 'dropped overflow'))
  expect(c.session).toMatchObject({ waiting: [], deaf: true })
  expect(c.keys('2').lines()).toEqual(['dropped deaf'])
  c.answer('answered', true).listen()
  expect(c.session.deaf).toBe(false)
  expect(c.keys('2').lines()).toContain('milestone two')
})

it('[S1.5.1] [S1.1.8] entering sets counters and page to their first values, empties waiting for a confirm, a secret collect, or type-ahead off', () => {
  const into = (...steps: Step[]) =>
    call([transit, ...steps])
      .keys('1')
      .answer('answered', true)
  expect(into(oneTwo()).lines()).toContain('milestone one')
  expect(into(confirm({ prompts: [readback('sure')], no: [hangup] })).session.waiting).toEqual([])
  expect(into(collect('p', { ...digits(6, 6), class: 'secret' })).session.entry).toBe('')
  expect(into(oneTwo({ typeAhead: false })).lines()).toContain('dropped not kept')
})

it('[S1.5.2] [S1.7.18] re-reading after a silence or a mistake does not touch the counters', () => {
  const c = call([oneTwo({ silence: [[say('quiet')]], mistake: [[say('wrong')]] })])
  c.keys('9').listen().wait(5000).listen()
  expect(c.session).toMatchObject({ silences: 1, mistakes: 1 })
  expect(c.lines().filter(line => line.startsWith('say'))).toEqual(['say menu', 'say wrong', 'say menu', 'say quiet', 'say menu'])
})

it('[S1.6.2] a say at the front goes when a key waits, also one that comes to the front later', () => {
  const c = call([announce('notice'), say('then'), transit, oneTwo()])
  c.keys('1').wait(1000)
  expect(c.lines()).toEqual(['place main', 'announce notice', 'say then', 'ask ask()', 'stop 1'])
})

it('[S1.6.3] [S1.6.4] first key runs from the end of the prompts, or from entry where nothing is said, or from a clear; next key from each key', () => {
  const c = call([oneTwo()])
  expect(c.timer()).toBe('none')
  c.wait(1000)
  expect(c.timer()).toBe('first 5000')
  expect(call([oneTwo({ prompts: [] })]).timer()).toBe('first 5000')
  const d = call([collect('n', digits(1, 9))])
    .wait(100)
    .keys('1')
  expect(d.timer()).toBe('next 3000')
  expect(d.wait(2000).keys('2', 0).timer()).toBe('next 3000')
  expect(d.keys('*').timer()).toBe('first 5000')
})

it('[S1.6.4] keys typed ahead that do not complete an entry get a full next key from the moment the listener listens', () => {
  const c = call([transit, collect('n', digits(4, 4))])
    .keys('12')
    .wait(2000)
    .answer('answered', true)
  expect([c.session.entry, c.timer()]).toEqual(['12', 'next 3000'])
})

// ------------------------------------------------------------------------------------------------ 1.7, rule by rule

const shortcut: ProgramOptions = { shortcuts: { '*': { steps: [milestone('back')] }, '0': { steps: [milestone('agent')] } } }

it('[S1.7.2] a: with nothing typed a live shortcut leaves', () => {
  expect(call([oneTwo()], shortcut).keys('0').lines()).toContain('milestone agent')
  expect(
    call([oneTwo({ options: { '0': [milestone('mine')] } })], shortcut)
      .keys('0')
      .lines(),
  ).toContain('milestone mine')
})

it('[S1.7.3] b: with nothing typed the end key is a mistake, unless an option begins with it', () => {
  expect(call([oneTwo()]).keys('#').lines()).toContain('mistake')
  expect(
    call([oneTwo({ options: { '#': [milestone('hash')] } })])
      .keys('#')
      .lines(),
  ).toContain('milestone hash')
})

it('[S1.7.4] [S1.7.15] c: with something typed the end key judges', () => {
  expect(
    call([collect('n', digits(1, 5)), ...done])
      .keys('12#')
      .lines(),
  ).toContain('milestone done')
  expect(
    call([oneTwo({ options: { '1': [milestone('short')], '12': [] } })])
      .keys('1#')
      .lines(),
  ).toContain('milestone short')
})

it('[S1.7.5] d: with something typed * clears where it cannot be part of the entry, and the prompts are not read again', () => {
  const c = call([collect('n', digits(3, 3), { prompts: [say('number')] }), milestone('got', { n: name('n') }), transit])
  expect(c.keys('12*345').lines()).toEqual([
    'place main',
    'read collect',
    'say number',
    'stop 1',
    'taken 1 entry',
    'taken 2 entry',
    'taken * clear',
    'taken 3 entry',
    'taken 4 entry',
    'taken 5 entry',
    'entered',
    'milestone got 345',
    'ask ask()',
  ])
})

it('[S1.7.6] [S1.7.7] [S1.7.8] e f g: menus choose at once where no longer option begins so, wait where one does, and count a mistake at the length of the longest', () => {
  const longer = () => call([oneTwo({ options: { '1': [milestone('one')], '12': [milestone('twelve')], '3': [milestone('three')] } })])
  expect(longer().keys('3').lines()).toContain('milestone three')
  expect(longer().keys('1').lines()).not.toContain('milestone one')
  expect(longer().keys('1').wait(3000).lines()).toContain('milestone one')
  expect(longer().keys('12').lines()).toContain('milestone twelve')
  const wrong = longer().keys('4')
  expect(wrong.session).toMatchObject({ entry: '4', bad: true, mistakes: 0 })
  expect(wrong.keys('1').session.mistakes).toBe(1)
  expect(longer().keys('4').wait(3000).session.mistakes).toBe(1)
})

it('[S1.7.9] [S1.7.10] h i: a collect is entered at its longest at once, and takes what can become an entry', () => {
  const c = call([collect('n', digits(2, 3)), ...done]).keys('12')
  expect(c.session.entry).toBe('12')
  expect(c.keys('3').lines()).toContain('entered')
})

it('[S1.7.11] [S1.7.12] j: what cannot become an entry is listened to until the end key or quiet', () => {
  const money = { kind: 'money' as const, currency: 'CNY', decimals: 2, max: 50_000_00 }
  const c = call([collect('m', money), ...done], shortcut).keys('500000*00')
  expect(c.session).toMatchObject({ bad: true, mistakes: 0 })
  expect(c.keys('#').session.mistakes).toBe(1)
  const long = call([collect('m', money), ...done]).keys(`*${'1'.repeat(500)}`, 20)
  expect(long.session.entry.length).toBeLessThan(100)
  expect(long.wait(3000).session.mistakes).toBe(1)
})

it('[S1.7.13] [S1.7.14] a waiting key is checked against the tail at once, by its own time; an end key none sets no tail', () => {
  const typed = (keys: string, gap: number, more: object = {}) =>
    call([transit, collect('n', digits(3, 3), more), menu({ prompts: [say('menu')], options: { '#': [milestone('hash')], '1': [] } })], {
      operations: { ask: { ...query.operations!['ask']!, within: 60_000 } },
    })
      .keys(keys, gap)
      .answer('answered', true)
  expect(typed('123#', 200).lines()).toContain('dropped tail')
  expect(typed('123#', 200).session.tail).toBeNull()
  expect(typed('123#', 3001).lines()).toContain('milestone hash')
  expect(typed('123', 200).session.tail?.key).toBe('#')
  expect(typed('123#', 200, { endKey: null }).lines()).toContain('milestone hash')
})

it('[S1.7.15] quiet where the end key is required is a mistake; short of the shortest is too short; not of the type is a mistake', () => {
  const number = (more: object = {}, type: object = digits(3, 6)) => call([collect('n', type as never, more), ...done])
  expect(number({ endRequired: true }).keys('1234').wait(3000).lines()).toContain('mistake')
  expect(number().keys('12#').lines()).toContain('too short')
  expect(number().keys('12').wait(3000).lines()).toContain('too short')
  expect(number().keys('123').wait(3000).lines()).toContain('entered')
  expect(
    number({}, { ...digits(1, 19), luhn: true })
      .keys('1234#')
      .lines(),
  ).toContain('mistake')
  expect(
    number({}, { ...digits(1, 19), luhn: true })
      .keys('4242#')
      .lines(),
  ).toContain('entered')
  expect(
    call([oneTwo({ endRequired: true, options: { '1': [], '12': [] } })])
      .keys('1')
      .wait(3000)
      .lines(),
  ).toContain('mistake')
})

it('[S1.7.15] [S1.7.19] a check that is false is a mistake with its own text; counters go on from there', () => {
  const checks = [{ condition: ordered(name('n'), '<=', constant(50)), text: 'too much' }]
  const c = call([
    collect('n', { kind: 'number', decimals: 0, min: 0, max: 99 }, { checks, prompts: [say('how many')], mistake: [[say('wrong')]] }),
    ...done,
  ])
  c.keys('60')
  expect(c.lines().slice(-4)).toEqual(['mistake', 'say too much', 'read collect', 'say how many'])
  expect(c.session.mistakes).toBe(1)
  c.keys('60')
  expect(c.keys('60').lines()).toContain('milestone otherwise')
})

it('[S1.7.16] while a check query is asked the call is in transit with its counters; failed is false', () => {
  const number = () =>
    call([collect('n', digits(2, 2), { checkQuery: { operation: 'ask2', text: 'not known' }, prompts: [say('number')] }), ...done], {
      operations: {
        ...query.operations,
        ask2: { kind: 'query', result: { kind: 'boolean' }, parameters: [{ name: 'n', type: digits(2, 2) }] },
      },
    })
  const c = number().keys('12')
  expect(c.lines().at(-1)).toBe('ask ask2(12)')
  expect(c.timer()).toBe('none')
  expect(c.answer('answered', false).lines()).toEqual(['mistake', 'say not known', 'read collect', 'say number'])
  c.keys('12').answer('failed')
  expect(c.session.mistakes).toBe(2)
  c.keys('12').answer('answered', true)
  expect(c.lines()).toContain('milestone done')
})

it('[S1.7.17] [S1.7.18] [S1.7.23] silences: the text for the count, and at tries the otherwise of silence', () => {
  const c = call([oneTwo({ silence: [[say('first')], [say('second')]], otherwiseSilence: [milestone('gone')] })]).listen()
  c.wait(5000)
  expect(c.lines().slice(-4)).toEqual(['silence', 'say first', 'read menu', 'say menu'])
  c.listen().wait(5000)
  expect(c.lines().slice(-4)).toEqual(['silence', 'say second', 'read menu', 'say menu'])
  c.listen().wait(5000)
  expect(c.lines()).toEqual(['silence', 'milestone gone', 'hang up', 'ended by line'])
})

it('[S1.7.19] a mistake throws away what waits; too short has its own text', () => {
  const c = call([transit, collect('n', digits(3, 3), { tooShort: [[say('too short')]], mistake: [[say('wrong')]] }), ...done])
    .keys('12#456')
    .answer('answered', true)
  expect(c.session).toMatchObject({ waiting: [], mistakes: 1 })
  expect(c.lines().filter(line => line === 'dropped mistake').length).toBe(3)
  c.listen().keys('12#')
  expect(c.lines()).toContain('say too short')
})

it('[S1.7.20] where there is no text nothing is added; say only takes the place of the prompts', () => {
  const c = call([oneTwo()]).listen().wait(5000)
  expect(c.lines().slice(-2)).toEqual(['read menu', 'say menu'])
  const d = call([oneTwo({ silence: [[say('still there?')]], silenceOnly: true })])
    .listen()
    .wait(5000)
  expect(d.lines().slice(-3)).toEqual(['silence', 'say still there?', 'read menu'])
  expect(d.listen().keys('1').lines()).toContain('milestone one')
})

it('[S1.7.21] a listener with tries 3 is read at most 5 times; each counter is its own', () => {
  const c = call([oneTwo()])
  c.keys('9').listen().wait(5000).keys('9').listen().wait(5000)
  expect(c.lines().filter(line => line === 'read menu').length).toBe(5)
  expect(c.session.phase).toBe('live')
  expect(c.keys('9').session.phase).toBe('ended')
})

it('[S1.2.2] times that two things share are taken one event at a time; an answer before the timer that is due', () => {
  const c = call([request('ask', [], { answered: [milestone('in time')], failed: [milestone('late')] }), transit], query)
  c.wait(2999)
  c.now += 1
  expect(c.answer('answered', true).lines()).toContain('milestone in time')
})

it('[S3.6] a caller who withholds the number is nothing', () => {
  expect(
    startCall(program({ main: flow(milestone('who', { caller: callField('caller') }), drain) }), { caller: null, trace: true }).lines(),
  ).toContain('milestone who null')
})

it('[S1.10.10] do part behind an option runs it and reads the menu again, counters at nought', () => {
  const machine = program(
    { main: namedMenu({ prompts: [say('menu')], options: { '1': { steps: [run('part')], then: 'fresh' } } }), part: part(say('balance')) },
    query,
  )
  const c = startCall(machine, { trace: true }).keys('9').listen().wait(5000)
  expect(c.session).toMatchObject({ silences: 1, mistakes: 1 })
  c.lines()
  c.keys('1')
  expect(c.lines().slice(-5)).toEqual(['chosen', 'place part', 'say balance', 'read menu', 'say menu'])
  expect(c.session).toMatchObject({ silences: 0, mistakes: 0 })
})
