// Semantics §1.9–§1.11: keys with two meanings, confirm, choose, options with conditions, what empties the waiting keys.
import { expect, it } from 'vitest'
import { startCall } from './testing/call.ts'
import {
  again,
  announce,
  announcedReadback,
  back,
  choose,
  collect,
  confirm,
  connectQueue,
  constant,
  flow,
  go,
  hangup,
  menu,
  milestone,
  name,
  namedMenu,
  perform,
  program,
  readback,
  record,
  request,
  same,
  say,
  sayOnce,
  set,
  transfer,
  type MenuDefinition,
  type ProgramOptions,
  type Step,
} from './testing/program.ts'

const options: ProgramOptions = {
  operations: {
    ask: { kind: 'query', result: { kind: 'boolean' }, within: 60_000 },
    look: { kind: 'query', parameters: [{ name: 'n', type: { kind: 'number', decimals: 0, max: 3 } }], result: { kind: 'boolean' } },
    pay: { kind: 'transaction', outcomes: { done: [] }, within: 60_000 },
  },
  queues: [{ name: 'cards', position: 30_000 }],
  registers: { list: { kind: 'list', of: { kind: 'text' }, upTo: 100 } },
}
const transit = request('ask', [], { answered: [], failed: [] })
const star = { '*': { steps: [milestone('back')] }, '0': { label: 'an agent', steps: [milestone('agent')] } }
const call = (steps: readonly Step[], more: ProgramOptions = {}, ms: Readonly<Record<string, number>> = {}) =>
  startCall(program({ main: flow(...steps) }, { ...options, ...more }), { trace: true, ms })
const told = (lines: readonly string[]): string[] => lines.filter(line => line.startsWith('say '))

it('[S1.9.2] a one-key shortcut is live as the first key in every listener, where no option begins with it', () => {
  const listeners: readonly Step[] = [
    menu({ options: { '1': [] } }),
    collect('n', { kind: 'digits', min: 2, max: 4 }),
    confirm({ prompts: [readback('sure')], no: [hangup] }),
    choose('x', constant(['a']), { offer: 'offer', none: [hangup] }),
  ]
  for (const listener of listeners) expect(call([listener], { shortcuts: star }).keys('*').lines()).toContain('milestone back')
  expect(
    call([menu({ options: { '0': [milestone('own')] } })], { shortcuts: star })
      .keys('0')
      .lines(),
  ).toContain('milestone own')
  expect(
    call([menu({ options: { '01': [milestone('own')] } })], { shortcuts: star })
      .keys('0')
      .lines(),
  ).not.toContain('milestone agent')
  // In a collect a numeral is never a shortcut.
  expect(call([collect('n', { kind: 'digits', min: 2, max: 4 })], { shortcuts: star }).keys('0').session.entry).toBe('0')
})

it('[S1.9.3] in a collect the first * is the shortcut, a later one clears; right after a clear no shortcut is live, so a double tap does not throw out', () => {
  const number = () =>
    call([collect('n', { kind: 'digits', min: 2, max: 4 }), milestone('got', { n: name('n') }), transit], { shortcuts: star })
  expect(number().keys('12**34#').lines()).toContain('milestone got 34')
  expect(number().keys('12**').session).toMatchObject({ cleared: true, entry: '', mistakes: 0 })
  expect(number().keys('12*').keys('1').keys('*').keys('34#').lines()).toContain('milestone got 34')
  const m = call([menu({ options: { '11': [], '22': [milestone('two')] } })], { shortcuts: star }).keys('1*')
  expect(m.keys('0').lines()).not.toContain('milestone agent')
})

it('[S1.9.4] a longer shortcut is live in named menus and menu {} as if it were an option, and nowhere else', () => {
  const shortcuts = { '777': { steps: [milestone('secret place')] }, '1*': { steps: [milestone('one star')] } }
  expect(
    call([menu({ options: { '2': [] } })], { shortcuts })
      .keys('777')
      .lines(),
  ).toContain('milestone secret place')
  expect(
    call([menu({ options: { '1': [milestone('one')] } })], { shortcuts })
      .keys('1')
      .wait(3000)
      .lines(),
  ).toContain('milestone one')
  expect(
    call([menu({ options: { '1': [milestone('one')] } })], { shortcuts })
      .keys('1*')
      .lines(),
  ).toContain('milestone one star')
  const named = startCall(program({ main: namedMenu({ options: { '2': [hangup] } }) }, { shortcuts }), { trace: true })
  expect(named.keys('777').lines()).toContain('milestone secret place')
  expect(
    call([collect('n', { kind: 'digits', min: 3, max: 3 }), ...[milestone('got')]], { shortcuts })
      .keys('777')
      .lines(),
  ).toContain('milestone got')
  expect(call([confirm({ prompts: [readback('sure')], no: [hangup] })], { shortcuts }).keys('7').session.mistakes).toBe(1)
})

it('[S1.9.5] the end key may be an option or a shortcut by itself', () => {
  expect(
    call([menu({ options: { '#': [milestone('hash')] } })])
      .keys('#')
      .lines(),
  ).toContain('milestone hash')
  expect(
    call([menu({ options: { '1': [] } })], { shortcuts: { '#': { steps: [milestone('leave')] } } })
      .keys('#')
      .lines(),
  ).toContain('milestone leave')
  expect(
    call([collect('n', { kind: 'digits', min: 1, max: 4 })], { shortcuts: { '#': { steps: [milestone('leave')] } } })
      .keys('#')
      .lines(),
  ).toContain('milestone leave')
})

it('[S1.9.7] [S2.41] a range is so many options, and the numerals that were typed are its value', () => {
  const range = () =>
    call([
      menu({
        options: {
          '1000': { upTo: '1019', as: 'extension', steps: [milestone('extension', { e: name('extension') })] },
          '2': [milestone('two')],
        },
      }),
    ])
  expect(range().keys('1007').lines()).toContain('milestone extension 1007')
  expect(range().keys('1019').lines()).toContain('milestone extension 1019')
  expect(range().keys('1020').session.mistakes).toBe(1)
  expect(range().keys('102').session.bad).toBe(true)
  expect(range().keys('100').session).toMatchObject({ entry: '100', bad: false })
  expect(range().keys('2').lines()).toContain('milestone two')
  const one = call([menu({ options: { '3': { upTo: '5', as: 'which', steps: [milestone('one of', { w: name('which') })] } } })])
  expect(one.keys('4').lines()).toContain('milestone one of 4')
})

it('[S1.10.1] [S1.10.3] a confirm has yes on 1 and no on 2, or on other keys, and whatever press it adds', () => {
  const sure = (more: object = {}) =>
    call([confirm({ prompts: [readback('pay')], no: [milestone('no'), transit], ...more }), milestone('yes'), transit])
  expect(sure().listen().keys('1').lines()).toContain('milestone yes')
  expect(sure().listen().keys('2').lines()).toContain('milestone no')
  expect(sure({ yesKey: '6', noKey: '3' }).listen().keys('6').lines()).toContain('milestone yes')
  expect(
    sure({ options: { '5': { label: 'change', steps: [milestone('change'), transit] } } })
      .keys('5')
      .lines(),
  ).toContain('milestone change')
  // Read again after a mistake, yes is closed again.
  expect(sure().listen().keys('9').keys('1').lines()).toContain('dropped gate')
})

it('[S1.10.3] [S1.4.6] keys that wait for an announcement cut the read-back before it; where they are too many it is read again before yes counts', () => {
  const prompts = [readback('pay 10'), announcedReadback('to the end')]
  const c = call([confirm({ prompts, no: [milestone('no'), transit] }), milestone('yes'), transit], {}, { 'to the end': 7000 })
  expect(c.keys('5').lines()).toEqual(['place main', 'read confirm', 'say pay 10', 'announce to the end', 'say $yes?', 'stop 1'])
  expect(c.keys('5'.repeat(29), 50).session.waiting.length).toBe(30)
  expect(c.keys('5', 50).lines()).toEqual([
    ...Array.from({ length: 31 }, () => 'dropped overflow'),
    ...['read confirm', 'say pay 10', 'announce to the end', 'say $yes?'],
  ])
  expect(c.session).toMatchObject({ deaf: true, silences: 0, mistakes: 0 })
  // The announcement that is spoken is not cut, and what comes after it is heard whole before yes is taken.
  expect(c.wait(6000).keys('1').lines()).toEqual(['dropped gate'])
  while (c.session.queue.some(segment => segment.readback)) expect(c.wait(100).lines()).toEqual([])
  expect(c.spoken().slice(-3)).toEqual(['$yes?', 'pay 10', 'to the end'])
  expect(c.keys('1').lines()).toEqual(['stop 1', 'taken 1 entry', 'chosen', 'milestone yes', 'ask ask()'])
  // Where nothing has to be heard first nothing is read again.
  const open = call([confirm({ prompts, no: [], ungated: true })], {}, { 'to the end': 7000 }).keys('5'.repeat(31), 50)
  expect(open.lines().filter(line => line.startsWith('read'))).toEqual(['read confirm'])
})

const list = (count: number): Step => set('list', constant(Array.from({ length: count }, (_, index) => `item${index + 1}`)))
const pick = (count: number, more: object = {}): readonly Step[] => [
  list(count),
  choose('x', name('list'), { prompts: [say('choose')], offer: 'offer', none: [milestone('none'), transit], ...more }),
  milestone('chose', { x: name('x') }),
  transit,
]

it('[S1.10.5] choose offers 1–8, then the next page on 9; after the last page comes the first; the page leaves the counters alone', () => {
  const c = call(pick(20))
  expect(told(c.lines())).toEqual([
    'say choose',
    ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => `say $option <offer item${n}> ${n}`),
    'say $option <$more words> 9',
  ])
  c.keys('0').keys('9')
  expect(c.session).toMatchObject({ page: 2, mistakes: 1 })
  expect(told(c.lines()).slice(-9)).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7, 8].map(n => `say $option <offer item${n + 8}> ${n}`),
    'say $option <$more words> 9',
  ])
  c.keys('9')
  expect(told(c.lines())).toEqual([
    'say choose',
    ...[1, 2, 3, 4].map(n => `say $option <offer item${n + 16}> ${n}`),
    'say $option <$more words> 9',
  ])
  expect(c.keys('5').session).toMatchObject({ mistakes: 2, page: 3 })
  c.keys('9')
  expect(c.session).toMatchObject({ page: 1, mistakes: 2 })
  expect(c.keys('9').keys('3').lines()).toContain('milestone chose item11')
})

it('[S1.10.5] more may have another key, and further options keep theirs; eight need no page', () => {
  expect(call(pick(9, { moreKey: '0' })).keys('0').session.page).toBe(2)
  expect(call(pick(8)).keys('9').session.mistakes).toBe(1)
  expect(
    call(pick(8, { options: { '9': { label: 'nine', steps: [milestone('nine'), transit] } } }))
      .keys('9')
      .lines(),
  ).toContain('milestone nine')
  expect(call(pick(3)).keys('4').session.mistakes).toBe(1)
})

it('[S1.10.6] the list is the value it had when the step was entered', () => {
  const c = call([list(2), choose('x', name('list'), { offer: 'offer', none: [], options: { '0': [list(5), again] } }), transit])
  expect(c.keys('0').keys('3').session.mistakes).toBe(1)
})

it('[S1.10.7] none is taken before anything is said', () => {
  expect(call(pick(0)).lines()).toEqual(['place main', 'milestone none', 'ask ask()'])
})

it('[S1.10.8] mistakes and silences of a choose as of any listener', () => {
  const c = call(pick(2)).listen().wait(5000)
  expect(c.session.silences).toBe(1)
  expect(c.keys('7').keys('7').keys('7').lines()).toContain('milestone otherwise')
})

it('[S1.10.9] options with when are asked once, when the menu is read: a false one is neither told nor taken', () => {
  const gold: MenuDefinition = {
    options: {
      '1': { label: 'balances', steps: [milestone('balances')] },
      '8': { label: 'gold', when: same(name('tier'), constant('gold')), steps: [milestone('gold')] },
      '9': { steps: [set('tier', constant('gold')), again] },
    },
  }
  const c = call([set('tier', constant('plain')), menu(gold)])
  expect(told(c.lines())).toEqual(['say balances'])
  expect(c.keys('8').session.mistakes).toBe(1)
  c.lines()
  c.keys('9')
  expect(told(c.lines())).toEqual(['say balances', 'say gold'])
  expect(c.keys('8').lines()).toContain('milestone gold')
})

it('[S1.10.11] say once and announce once are spoken the first time in a call that the step is reached, all texts of the step', () => {
  const machine = program({
    main: namedMenu({ prompts: [sayOnce('welcome', 'notice'), say('menu')], options: { '1': [go('main')], '2': [again] } }),
  })
  const c = startCall(machine, { trace: true })
  expect(told(c.lines())).toEqual(['say welcome', 'say notice', 'say menu'])
  c.keys('1')
  expect(told(c.lines())).toEqual(['say menu'])
  c.keys('2')
  expect(told(c.lines())).toEqual(['say menu'])
})

it('[S1.11.1] what empties the waiting keys', () => {
  const waiting = (...steps: Step[]) =>
    call([announce('hear me'), transit, ...steps])
      .keys('11', 50)
      .answer('answered', true).session.waiting.length
  expect(waiting(say('x'), transit)).toBe(2)
  expect(waiting(confirm({ prompts: [announce('sure')], no: [hangup] }))).toBe(0)
  expect(waiting(collect('p', { kind: 'digits', min: 6, max: 6, class: 'secret' }, { prompts: [announce('passcode')] }))).toBe(0)
  expect(waiting(menu({ prompts: [announce('menu')], typeAhead: false, options: {} }))).toBe(0)
  expect(waiting(perform('pay', [], { done: [], failed: [], unknown: [] }))).toBe(0)
  const failing = call([announce('hear me'), request('ask', [], { answered: [], failed: [] }), transit]).keys('11', 50)
  expect(failing.answer('failed').session.waiting.length).toBe(0)
  const unsent = call([announce('hear me'), transit, request('look', [constant(9)], { answered: [], failed: [] }), transit]).keys('11', 50)
  expect(unsent.answer('answered', true).session.waiting.length).toBe(0)
  const transferred = call([transfer(constant('1'), [transit])]).keys('11', 50)
  expect(transferred.session.waiting.length).toBe(2)
  expect(transferred.answer('failed').session.waiting.length).toBe(0)
  for (const step of [connectQueue('cards', { failed: [] }), record('voice')]) {
    const c = call([announce('hear me'), transit, step])
      .keys('11', 50)
      .answer('answered', true)
    expect(c.session.waiting.length).toBe(2)
    expect(c.listen().session.waiting.length).toBe(0)
  }
})

it('[S1.11.2] while perform, connect or record runs no key is kept; the end key ends a recording, a press leaves the queue at once', () => {
  const performing = call([perform('pay', [], { done: [], failed: [], unknown: [] }), transit]).keys('12')
  expect(performing.lines()).toEqual(['place main', 'perform pay()', 'dropped not kept', 'dropped not kept'])
  const recording = call([record('voice'), milestone('kept', { v: name('voice') })]).keys('5#')
  expect(recording.lines()).toEqual(['place main', 'record', 'dropped not kept', 'stop record'])
  expect(recording.answer('recorded', { recording: 'r1', ms: 900 }).lines()).toContain('milestone kept {"recording":"r1","ms":900}')
  const queue = call([
    connectQueue(
      'cards',
      { answered: [], failed: [] },
      { press: { '1': { label: 'call back', steps: [milestone('call back'), hangup] } } },
    ),
  ])
  expect(queue.keys('2').lines()).toEqual(['place main', 'connect queue', 'announce call back', 'dropped not kept'])
  expect(queue.keys('1').lines()).toEqual(['cancel', 'milestone call back'])
})

it('[S2.42] shortcuts with a label are told last in named menus, where they are live', () => {
  const machine = (options2: MenuDefinition['options']) =>
    program({ main: namedMenu({ prompts: [say('main')], options: options2 }) }, { shortcuts: star })
  expect(told(startCall(machine({ '1': { label: 'one', steps: [hangup] } })).lines())).toEqual(['say main', 'say one', 'say an agent'])
  expect(told(startCall(machine({ '0': { label: 'zero', steps: [hangup] } })).lines())).toEqual(['say main', 'say zero'])
  expect(told(call([menu({ prompts: [say('menu')], options: {} })], { shortcuts: star }).lines())).toEqual(['say menu'])
})

it('[S2.16] [S2.17] a shortcut back: in a named menu the one before it, elsewhere the last one, and where there is none again', () => {
  const machine = program(
    {
      main: namedMenu({ prompts: [say('main')], options: { '1': [go('sub')] } }),
      sub: namedMenu({ prompts: [say('sub')], options: { '1': [go('flow')] } }),
      flow: flow(menu({ prompts: [say('inner')], options: { '1': [] } }), hangup),
    },
    { shortcuts: { '*': { steps: [back(false)] }, '9': { again: true } } },
  )
  const c = startCall(machine, { trace: true })
  expect(c.keys('*').lines().slice(-3)).toEqual(['shortcut', 'read menu', 'say main'])
  c.keys('11')
  c.lines()
  expect(c.keys('9').lines().slice(-3)).toEqual(['shortcut', 'read menu', 'say inner'])
  expect(c.keys('*').lines().slice(-3)).toEqual(['place sub', 'read menu', 'say sub'])
  expect(c.keys('*').lines().slice(-3)).toEqual(['place main', 'read menu', 'say main'])
})
