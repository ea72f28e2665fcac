// Semantics §2 as far as it happens in a call: places, trail, parts, loops, levels, language, hang-up, limits, faults.
import { expect, it } from 'vitest'
import { startCall } from './testing/call.ts'
import {
  add,
  again,
  announce,
  arithmetic,
  back,
  callField,
  collect,
  comeBack,
  confirm,
  connectNumber,
  connectQueue,
  constant,
  count,
  field,
  flow,
  forEach,
  go,
  grant,
  hangup,
  language,
  leave,
  levelAtLeast,
  lower,
  match,
  menu,
  milestone,
  name,
  namedMenu,
  nextOne,
  notify,
  now,
  part,
  perform,
  previousOne,
  program,
  queueState,
  readback,
  record,
  repeat,
  request,
  run,
  sameOne,
  say,
  sayEverywhere,
  sayIn,
  set,
  transfer,
  when,
  byLanguage,
  type Formula,
  type PlaceDefinition,
  type ProgramOptions,
  type Step,
} from './testing/program.ts'

const operations: ProgramOptions['operations'] = {
  ask: { kind: 'query', result: { kind: 'boolean' } },
  pay: { kind: 'transaction', outcomes: { done: [] } },
  keep: { kind: 'notice', parameters: [{ name: 'voice', type: { kind: 'recording' } }] },
  note: { kind: 'notice', parameters: [{ name: 'n', type: { kind: 'number', decimals: 0, max: 3 } }] },
}
const transit = request('ask', [], { answered: [], failed: [] })
const of = (places: Readonly<Record<string, PlaceDefinition>>, options: ProgramOptions = {}, call: object = {}) =>
  startCall(program(places, { operations, queues: [{ name: 'cards', position: 30_000 }], ...options }), { trace: true, ...call })
const steps = (all: readonly Step[], options: ProgramOptions = {}, call: object = {}) => of({ main: flow(...all) }, options, call)
const named = (more: object, says: string): PlaceDefinition => namedMenu({ prompts: [say(says)], options: {}, ...more })
const big = constant(1e15)
const tooLarge = set('x', arithmetic(big, '+', constant(1)))
const fault = 'fault beyond the largest number'
const milestones = (lines: readonly string[]): string[] => lines.filter(line => line.startsWith('milestone')).map(line => line.slice(10))

it('[S2.1] a call begins where its number leads; a number that is not listed begins at the first', () => {
  const places = { first: flow(milestone('first'), transit), gold: flow(milestone('gold'), transit) }
  const numbers = { '95500': 'first', '4006895500': 'gold' }
  expect(milestones(of(places, { numbers }, { called: '4006895500' }).lines())).toEqual(['gold'])
  expect(milestones(of(places, { numbers }, { called: '95500' }).lines())).toEqual(['first'])
  expect(milestones(of(places, { numbers }, { called: '1' }).lines())).toEqual(['first'])
})

it('[S2.2] [S2.3] do runs a part and comes back; a part may do another', () => {
  const c = of({
    main: flow(run('a'), milestone('back'), transit),
    a: part(milestone('a'), run('b'), milestone('a again')),
    b: part(milestone('b'), comeBack),
  })
  expect(milestones(c.lines())).toEqual(['a', 'b', 'a again', 'back'])
  expect(c.session.stack).toEqual([])
})

it('[S2.5] an arrow ends everything under way; the queue and the waiting keys stay', () => {
  const c = of({
    main: flow(announce('notice'), transit, run('a')),
    a: part(run('b')),
    b: part(say('before'), go('menu')),
    menu: named({ options: { '1': [milestone('one'), hangup] } }, 'menu'),
  })
  c.keys('1').answer('answered', true)
  expect(c.session.stack).toEqual([])
  expect(c.session.queue.map(segment => segment.announce)).toEqual([true, false, false])
  expect(c.session.waiting.length).toBe(1)
  expect(milestones(c.listen().lines())).toEqual(['one'])
})

it('[S2.12] [S2.13] a remembered name has a first value and lasts as long as the call; set r.field changes one field', () => {
  const registers: ProgramOptions['registers'] = {
    tier: { kind: 'text', remember: 'standard' },
    account: { kind: 'record', fields: { a: { kind: 'number', decimals: 0 }, inner: { kind: 'record', fields: { b: { kind: 'text' } } } } },
  }
  const c = of(
    {
      main: flow(milestone('tier', { t: name('tier') }), set('tier', constant('gold')), go('next')),
      next: flow(
        set('account', constant({ a: 1, inner: { b: 'x' } })),
        set('other', name('account')),
        set('account', constant('y'), ['inner', 'b']),
        milestone('tier', { t: name('tier') }),
        milestone('fields', {
          new: field(field(name('account'), 'inner'), 'b'),
          kept: field(name('account'), 'a'),
          old: field(field(name('other'), 'inner'), 'b'),
        }),
        transit,
      ),
    },
    { registers },
  )
  expect(milestones(c.lines())).toEqual(['tier standard', 'tier gold', 'fields y 1 x'])
})

it('[S2.14] [S2.15] [S2.18] the trail has each named menu once; entering one that is on it drops what lies beyond', () => {
  const c = of({
    main: named({ options: { '1': [go('a')] } }, 'main'),
    a: named({ options: { '1': [go('b')], '2': [go('main')] } }, 'a'),
    b: named({ options: { '1': [go('flow')] } }, 'b'),
    flow: flow(run('p'), language('en-US'), menu({ options: { '1': [] } }), collect('n', { kind: 'digits', min: 1, max: 1 }), go('a')),
    p: part(say('part')),
  })
  const trail = (): string[] => c.session.trail.map(place => c.prepared.machine.places[place]!.name)
  expect(trail()).toEqual(['main'])
  c.keys('11')
  expect(trail()).toEqual(['main', 'a', 'b'])
  c.keys('1')
  expect(trail()).toEqual(['main', 'a', 'b'])
  c.keys('17')
  expect(trail()).toEqual(['main', 'a'])
  c.keys('2')
  expect(trail()).toEqual(['main'])
})

it('[S2.16] [S2.17] back in a named menu goes to the one before it, in a flow to the last one; where there is none it is again, in transit the otherwise', () => {
  const c = of({
    main: named({ options: { '1': [go('sub')], '9': [back(true, [again])] } }, 'main'),
    sub: named({ options: { '1': [go('flow')], '9': [back(true, [again])] } }, 'sub'),
    flow: flow(menu({ prompts: [say('inner')], options: { '9': [back(false, [again])] } })),
  })
  expect(c.keys('9').lines().at(-1)).toBe('say main')
  c.keys('11')
  expect(c.keys('9').lines().at(-1)).toBe('say sub')
  expect(c.keys('9').lines().at(-1)).toBe('say main')
  expect(milestones(steps([back(false)]).lines())).toEqual(['otherwise'])
})

it('[S2.19] again reads the innermost listener again without touching its counters', () => {
  const c = steps([
    menu({ prompts: [say('outer')], options: { '1': [menu({ prompts: [say('inner')], options: { '1': [again] } })], '2': [again] } }),
  ])
  c.keys('9').keys('2')
  expect(c.session).toMatchObject({ mistakes: 1 })
  expect(c.lines().at(-1)).toBe('say outer')
  c.keys('1').keys('9').keys('1')
  expect(c.lines().at(-1)).toBe('say inner')
  expect(c.session.mistakes).toBe(1)
})

it('[S2.19] a listener that is read again after another one came between begins its counters anew', () => {
  const inner = collect('n', { kind: 'digits', min: 1, max: 1 })
  const c = steps([menu({ prompts: [say('outer')], options: { '1': [inner, again] } })])
  c.keys('9').keys('1').keys('**').keys('5')
  expect(c.session).toMatchObject({ mistakes: 0, silences: 0 })
})

it('[S2.21] in a flow a block goes on behind the menu', () => {
  expect(
    milestones(
      steps([menu({ options: { '1': [milestone('block')] } }), milestone('behind'), transit])
        .keys('1')
        .lines(),
    ),
  ).toEqual(['block', 'behind'])
})

it('[S2.22] [S2.11] repeat counts from 1 each time it is reached; running out takes its otherwise, leave goes past it', () => {
  const thrice = repeat(3, [add('xs', constant(1)), milestone('round')], [milestone('out')])
  const c = steps([set('xs', constant([])), thrice, milestone('then', { n: count(name('xs')) }), transit])
  expect(milestones(c.lines())).toEqual(['round', 'round', 'round', 'out', 'then 3'])
  const nested = repeat(2, [repeat(2, [milestone('inner')], [])], [])
  expect(milestones(steps([nested, transit]).lines()).length).toBe(4)
  expect(milestones(steps([repeat(3, [milestone('round'), leave], [milestone('out')]), milestone('then'), transit]).lines())).toEqual([
    'round',
    'then',
  ])
})

const items = (...names: string[]): Step => set('list', constant(names))
it('[S2.23] [S2.25] for each runs over the list as it was, counting from 1; next, previous, again and leave move', () => {
  const each = forEach(
    'x',
    name('list'),
    'n',
    [
      add('list', constant('more')),
      menu({
        name: 'one',
        prompts: [say('item', name('x'), name('n'))],
        options: { '1': [nextOne], '2': [previousOne], '3': [sameOne], '4': [leave] },
      }),
    ],
    [milestone('none')],
  )
  const c = steps([items('a', 'b'), each, milestone('after'), transit])
  const last = (): string => c.lines().findLast(line => line.startsWith('say'))!
  expect(last()).toBe('say item a 1')
  expect((c.keys('1'), last())).toBe('say item b 2')
  c.keys('9')
  expect((c.keys('3'), last())).toBe('say item b 2')
  // Entered anew each time round: its counters are at nought.
  expect(c.session.mistakes).toBe(0)
  expect((c.keys('2'), last())).toBe('say item a 1')
  expect((c.keys('2'), last())).toBe('say item a 1')
  c.keys('11')
  expect(milestones(c.lines())).toEqual(['after'])
  expect(milestones(steps([items(), each, milestone('after'), transit]).lines())).toEqual(['none', 'after'])
  expect(
    milestones(
      steps([items('a', 'b'), each, milestone('after'), transit])
        .keys('4')
        .lines(),
    ),
  ).toEqual(['after'])
})

it('[S2.24] leave and next belong to the innermost loop', () => {
  const c = steps([
    items('a', 'b'),
    forEach('x', name('list'), 'n', [repeat(5, [milestone('inner'), leave], []), milestone('x', { x: name('x') })]),
    transit,
  ])
  expect(milestones(c.lines())).toEqual(['inner', 'x a', 'inner', 'x b'])
})

it('[S2.26] [S7.5] [S7.7] language changes the language of what is queued afterwards; a text may be told in its own; every language in the line’s order', () => {
  const which = byLanguage({ 'zh-CN': constant('中'), 'en-US': constant('en') })
  const c = steps([
    say('a', which),
    sayIn('en-US', 'b', which),
    sayEverywhere('c'),
    language('en-US'),
    say('d', which),
    milestone('l', { l: callField('language') }),
    transit,
  ])
  expect(c.session.queue.map(({ language: tag, values }) => [tag, ...values].join(' '))).toEqual([
    'zh-CN 中',
    'en-US en',
    'zh-CN',
    'en-US',
    'en-US en',
  ])
  expect(milestones(c.lines())).toEqual(['l en-US'])
})

it('[S2.27] [S2.28] grant takes the higher level of the two, lower to the lower of the two', () => {
  const level = (...all: Step[]) => milestones(steps([...all, milestone('l', { l: callField('level') }), transit]).lines())
  expect(level(grant(2), grant(1))).toEqual(['l 2'])
  expect(level(grant(1), lower(2))).toEqual(['l 1'])
  expect(level(grant(2), lower(1))).toEqual(['l 1'])
  const unless = when(levelAtLeast(1), [], [run('log_in')])
  const c = of({ main: flow(unless, unless, transit), log_in: part(milestone('log in'), grant(1)) })
  expect(milestones(c.lines())).toEqual(['log in'])
})

it('[S2.29] [S5.20] a hang-up abandons the steps, at any point, and after hangup runs once, however the call ended', () => {
  const after: ProgramOptions = { afterHangup: [milestone('tidy', { l: callField('level') }), notify('note', [constant(1)])] }
  const ended = (c: ReturnType<typeof steps>): string[] => c.lines().slice(-3)
  expect(ended(steps([menu({ options: { '1': [] } })], after).hangUp())).toEqual(['milestone tidy 0', 'notify note(1)', 'ended by caller'])
  expect(ended(steps([transit], after).hangUp())).toEqual(['milestone tidy 0', 'notify note(1)', 'ended by caller'])
  expect(steps([transit], after).hangUp().lines()).toContain('cancel')
  expect(ended(steps([say('bye'), hangup], after).listen())).toEqual(['milestone tidy 0', 'notify note(1)', 'ended by line'])
  expect(ended(steps([transfer(constant('1'), [])], after).answer('transferred'))).toEqual([
    'milestone tidy 0',
    'notify note(1)',
    'ended by transfer',
  ])
  const twice = steps([hangup], after)
  expect(
    twice
      .hangUp()
      .lines()
      .filter(line => line.startsWith('milestone')).length,
  ).toBe(1)
  const performing = steps([perform('pay', [], { done: [milestone('block')], failed: [], unknown: [] })], after).hangUp()
  expect(performing.lines()).not.toContain('cancel')
  performing.answer('done')
  expect(performing.lines()).toEqual([])
})

it('[S2.30] after the hang-up there are queries, notices and branches, and 30 s in all', () => {
  const afterHangup = [
    request('ask', [], { answered: { values: ['a'], steps: [milestone('answered')] }, failed: [milestone('failed')] }),
    run('more'),
  ]
  const c = of({ main: flow(transit), more: part(milestone('more')) }, { afterHangup }).hangUp()
  c.keys('1')
  expect(c.answer('answered', true).lines().slice(-3)).toEqual(
    ['milestone answered', 'place more', 'milestone more', 'ended by caller'].slice(-3),
  )
  const slow = of(
    { main: flow(transit), more: part(milestone('more')) },
    { operations: { ...operations, ask: { kind: 'query', result: { kind: 'boolean' }, within: 60_000 } }, afterHangup },
  ).hangUp()
  expect(slow.wait(29_999).session.phase).toBe('after')
  expect(slow.wait(1).lines().slice(-2)).toEqual(['cancel', 'ended by caller'])
})

it('[S2.31] a hang-up while recording runs the block of hung up with the recording, then after hangup', () => {
  const recording = () =>
    steps([record('voice', { hungUp: [notify('keep', [name('voice')])] })], {
      afterHangup: [milestone('tidy')],
      registers: { voice: { kind: 'recording' } },
    })
  const c = recording().hangUp()
  expect(c.lines()).toEqual(['place main', 'record', 'stop record'])
  expect(c.answer('recorded', { recording: 'r', ms: 5 }).lines()).toEqual([
    'notify keep({"recording":"r","ms":5})',
    'milestone tidy',
    'ended by caller',
  ])
  expect(recording().hangUp().answer('nothing').lines().slice(-2)).toEqual(['milestone tidy', 'ended by caller'])
  // A line that never hands the recording over.
  expect(recording().hangUp().wait(30_000).lines().slice(-3)).toEqual(['cancel', 'milestone tidy', 'ended by caller'])
  expect(
    steps([record('voice')], { afterHangup: [milestone('tidy')] })
      .hangUp()
      .lines(),
  ).toEqual(['place main', 'record', 'cancel', 'milestone tidy', 'ended by caller'])
})

it('[S2.29] [S2.31] [S2.30] what goes wrong or takes too long in hung up takes nothing from after hangup, which has its own 30 s', () => {
  const long = { ...operations, ask: { kind: 'query' as const, result: { kind: 'boolean' as const }, within: 60_000 } }
  const recording = (hungUp: readonly Step[], afterHangup: readonly Step[] = [milestone('tidy'), notify('note', [constant(1)])]) =>
    of({ main: flow(record('voice', { hungUp })) }, { operations: long, afterHangup })
      .hangUp()
      .answer('recorded', { recording: 'r', ms: 5 })
  const tidied = ['milestone tidy', 'notify note(1)', 'ended by caller']
  expect(
    recording([tooLarge, milestone('never')])
      .lines()
      .slice(2),
  ).toEqual(['stop record', fault, ...tidied])
  // In a part that it runs, too.
  expect(
    of({ main: flow(record('voice', { hungUp: [run('part')] })), part: part(tooLarge) }, { afterHangup: [milestone('tidy')] })
      .hangUp()
      .answer('recorded', { recording: 'r', ms: 5 })
      .lines()
      .slice(-3),
  ).toEqual([fault, 'milestone tidy', 'ended by caller'])
  const asks = request('ask', [], { answered: [], failed: [milestone('failed')] })
  const silent = recording([asks, milestone('never')])
  expect(silent.wait(29_999).lines().slice(2)).toEqual(['stop record', 'ask ask()'])
  expect(silent.wait(1).lines()).toEqual(['cancel', ...tidied])
  // It runs once: an answer that comes now, and a fault or the end of the time in it, begin nothing anew.
  expect(silent.answer('answered', true).lines()).toEqual([])
  expect(
    recording([tooLarge], [milestone('tidy'), tooLarge])
      .lines()
      .slice(3),
  ).toEqual([fault, 'milestone tidy', fault, 'ended by caller'])
  const both = recording([asks], [asks, milestone('tidy')]).wait(30_000)
  expect(both.lines().slice(3)).toEqual(['ask ask()', 'cancel', 'ask ask()'])
  expect(both.wait(29_999).session.phase).toBe('after')
  expect(both.wait(1).lines()).toEqual(['cancel', 'ended by caller'])
  const quick = recording([asks], [asks, milestone('tidy')])
    .wait(20_000)
    .answer('answered', true)
  expect(quick.wait(29_999).session.phase).toBe('after')
  expect(quick.answer('answered', true).lines().slice(-2)).toEqual(['milestone tidy', 'ended by caller'])
})

const limit: ProgramOptions = { limit: { ms: 10_000, steps: [milestone('limit'), say('time is up'), hangup] } }
it('[S2.32] [S2.34] at most T leaves the listener, request or wait that is under way; the queue stays; once in a call', () => {
  const listening = steps([menu({ prompts: [say('long')], tries: 9, options: { '1': [] } })], limit, { ms: { long: 60_000 } })
  listening.wait(10_000)
  expect(milestones(listening.lines())).toEqual(['limit'])
  expect(listening.session.queue.length).toBe(2)
  expect(listening.session.limitPassed).toBe(2)
  const asking = steps([request('ask', [], { answered: [], failed: [] })], {
    ...limit,
    operations: { ask: { kind: 'query', within: 60_000, outcomes: {} } },
  })
  expect(asking.wait(10_000).lines().slice(2)).toEqual(['cancel', 'milestone limit', 'say time is up'])
  const draining = steps([announce('long'), hangup], limit, { ms: { long: 20_000 } })
  expect(milestones(draining.wait(10_000).lines())).toEqual(['limit'])
  const shortly = steps([transit, menu({ tries: 9, options: {} })], limit).answer('answered', true)
  expect(shortly.wait(9_999).session.limitPassed).toBe(0)
})

it('[S2.32] the time in connect does not count', () => {
  const c = steps(
    [connectNumber(constant('1'), 30_000, { answered: [], failed: [] }), menu({ tries: 9, first: 60_000, options: {} })],
    limit,
  )
  c.wait(50_000).answer('answered')
  expect(c.wait(9_999).session.limitPassed).toBe(0)
  expect(milestones(c.wait(1).lines())).toEqual(['limit'])
  // Nor that of one more.
  const talk = connectNumber(constant('1'), 30_000, { answered: [], failed: [] })
  const twice = steps([talk, talk, menu({ tries: 9, first: 60_000, options: {} })], limit)
  twice.wait(50_000).answer('answered').wait(20_000).answer('answered')
  expect(twice.wait(9_999).session.limitPassed).toBe(0)
  expect(milestones(twice.wait(1).lines())).toEqual(['limit'])
})

it('[S2.32] [S2.34] once it is left by `at most` a call is not left again, whoever it is connected to then', () => {
  const talk = connectNumber(constant('1'), 30_000, { answered: [milestone('answered')], failed: [milestone('failed')] })
  const c = steps([menu({ tries: 9, options: {} })], {
    limit: { ms: 10_000, steps: [milestone('limit'), talk, talk, menu({ tries: 9, first: 60_000, options: {} })] },
  })
  c.wait(10_000).answer('failed').wait(30_000).answer('answered').wait(20_000)
  expect(milestones(c.lines())).toEqual(['limit', 'failed', 'answered'])
})

it('[S2.36] a fault while a request is asked leaves it: its answer, or its time, is nobody’s', () => {
  // A read-back that `at most` has left is still in the queue, and cannot be played.
  const asking = [request('ask', [], { answered: [milestone('answered')], failed: [milestone('failed')] }), transit]
  const c = steps([confirm({ prompts: [readback('pay 10')], no: [hangup] }), transit], {
    limit: { ms: 500, steps: asking },
    onFault: [milestone('fault'), menu({ tries: 9, first: 60_000, options: {} })],
  })
  c.wait(600)
  const { task } = c.last('ask')
  c.send({ kind: 'spoken', segment: 1, unheard: true, at: c.now })
  expect(c.lines().slice(-4)).toEqual(['fault a read-back was not heard', 'cancel', 'milestone fault', 'read menu'])
  c.send({ kind: 'answer', task, outcome: 'answered', values: [true], at: c.now })
  expect(milestones(c.wait(5000).lines())).toEqual([])
})

it('[S2.33] a perform or a record is never cut: the next listener, request or wait is left instead, before it says a word', () => {
  const long = { ...operations, pay: { kind: 'transaction' as const, outcomes: { done: [] }, within: 60_000 } }
  const c = steps(
    [perform('pay', [], { done: [milestone('done')], failed: [], unknown: [] }), menu({ prompts: [say('menu')], options: {} })],
    { ...limit, operations: long },
  )
  expect(milestones(c.wait(20_000).lines())).toEqual([])
  expect(c.answer('done').lines()).toEqual(['milestone done', 'milestone limit', 'say time is up'])
  const r = steps([record('v'), transit], limit).wait(20_000)
  expect(r.session.limitPassed).toBe(1)
  expect(milestones(r.answer('nothing').lines())).toEqual(['limit'])
})

it('[S2.35] [S2.36] [S2.37] a fault goes to on fault, else to the otherwise; a second one hangs up; both are reported', () => {
  const c = steps([tooLarge], {
    onFault: [milestone('fault'), set('x', arithmetic(big, '*', constant(-2)))],
    afterHangup: [milestone('tidy')],
  })
  expect(c.lines()).toEqual([
    'place main',
    'fault beyond the largest number',
    'milestone fault',
    'fault beyond the largest number',
    'hang up',
    'milestone tidy',
    'ended by line',
  ])
  expect(milestones(steps([tooLarge]).lines())).toEqual(['otherwise'])
  expect(steps([set('xs', constant([1])), add('xs', constant(2), 1)]).lines()).toContain('fault beyond the list’s bound')
  const again2 = steps([tooLarge], { otherwise: [tooLarge], afterHangup: [tooLarge, milestone('never')] })
  expect(again2.session).toMatchObject({ phase: 'ended', faults: 3 })
  // Within the bounds nothing happens.
  expect(milestones(steps([set('x', arithmetic(big, '-', constant(1))), milestone('fine'), transit]).lines())).toEqual(['fine'])
})

/** A number that grows beyond the largest when half a second of the call has passed. */
const growing = arithmetic(now, '+', constant(1e15 - Date.UTC(2026, 10, 23, 2, 0) - 500))

it('[S2.32] [S2.36] a fault in what a waiting queue is told with leaves it, and the time of the call is counted on', () => {
  const waiting = (label: Formula) =>
    steps([connectQueue('cards', { failed: [] }, { press: { '1': { label: 'call back', labelValues: [label], steps: [hangup] } } })], {
      onFault: [milestone('fault'), menu({ tries: 9, first: 60_000, options: {} })],
      limit: limit.limit!,
    })
  // Where the label cannot be told at all nobody is called.
  const never = waiting(arithmetic(big, '+', constant(1)))
  expect(never.lines()).toEqual(['place main', fault, 'milestone fault', 'read menu'])
  expect(milestones(never.wait(10_000).lines())).toEqual(['limit'])
  const later = waiting(growing)
  expect(later.lines()).toEqual(['place main', 'connect queue', 'announce call back 999999999999500'])
  later.wait(30_000).send({ kind: 'position', task: later.session.task, position: 2, at: later.now })
  expect(later.lines()).toEqual(['announce $position 2', fault, 'cancel', 'milestone fault', 'read menu'])
  expect(later.session).toMatchObject({ task: 0, connected: 30_000 })
  expect(later.wait(9_999).session.limitPassed).toBe(0)
  expect(milestones(later.wait(1).lines())).toEqual(['limit'])
})

it('[S2.33] [S2.36] a perform is not left for a fault in what is said meanwhile: it does not begin, or it goes on without', () => {
  const paying = (value: Formula) =>
    steps([perform('pay', [], { done: [milestone('done')], failed: [], unknown: [] }, [['wait', value]]), transit], {
      operations: { ...operations, pay: { kind: 'transaction', outcomes: { done: [] }, within: 10_000 } },
      onFault: [milestone('fault'), transit],
    })
  expect(paying(arithmetic(big, '+', constant(1))).lines()).toEqual(['place main', fault, 'milestone fault', 'ask ask()'])
  const c = paying(growing).wait(5000)
  expect(c.lines()).toEqual(['place main', 'perform pay()', fault])
  // It is in the trace, and the next one is the first that the caller has of it.
  expect(c.session).toMatchObject({ faults: 0, unsettled: [{ task: 1 }] })
  expect(c.answer('done').lines()).toEqual(['milestone done', 'ask ask()'])
  expect(c.session.unsettled).toEqual([])
})

it('[S2.38] a machine that never rests is an error and no hang', () => {
  expect(() => steps([repeat(2_000_000, [], [])])).toThrow('does not come to rest')
})

it('[S2.38] [S1.12.1] keys typed ahead take a call through many listeners at once: what runs from one to the next is counted anew', () => {
  const work = repeat(90_000, [], [])
  const listeners = Array.from({ length: 15 }, () => [menu({ options: { '1': [] } }), work]).flat()
  const c = steps([announce('notice'), transit, ...listeners, milestone('there'), transit]).keys('1'.repeat(15), 10)
  expect(milestones(c.answer('answered', true).listen().lines())).toEqual(['there'])
  // A round that only passes over what waits is no rest.
  const round = flow(perform('pay', [], { done: [], failed: [], unknown: [go('main')] }))
  expect(() => of({ main: round }).answer('unknown')).toThrow('does not come to rest')
})

it('[S2.39] transfer ends the steps where it succeeds, else its else runs', () => {
  const c = steps([say('one moment'), transfer(constant('4001'), [milestone('else')]), transit])
  expect(c.lines()).toEqual(['place main', 'say one moment'])
  expect(c.listen().lines()).toEqual(['transfer'])
  expect(c.last('transfer')).toMatchObject({ number: '4001' })
  expect(c.answer('failed').lines()).toEqual(['milestone else', 'ask ask()'])
  expect(
    steps([transfer(constant('1'), [])])
      .answer('transferred')
      .lines(),
  ).toEqual(['place main', 'transfer', 'ended by transfer'])
})

it('[S2.40] [S3.12] match takes the arm of the value, other for what is none', () => {
  const arms = { savings: [milestone('savings')], other: [milestone('other')] }
  const matched = (value: string) => milestones(steps([set('k', constant(value)), match(name('k'), arms), transit]).lines())
  expect(matched('savings')).toEqual(['savings'])
  expect(matched('gold')).toEqual(['other'])
})

it('[S2.43] where the tries run out and the listener says nothing else, the line’s otherwise', () => {
  const c = steps([transit, back(false)], { otherwise: [milestone('line’s otherwise'), hangup] })
  expect(milestones(c.answer('answered', true).lines())).toEqual(['line’s otherwise'])
})

it('[S2.44] a waiting queue says its labels at the start, then position and labels, as announcements; its keys are live throughout', () => {
  const c = steps([
    connectQueue(
      'cards',
      { answered: { values: ['who'], steps: [milestone('who', { w: name('who') })] }, 'timed out': [milestone('late')], failed: [] },
      {
        priority: constant(2),
        data: { reason: constant('lost card') },
        press: { '1': { label: 'call back', steps: [milestone('call back'), hangup] } },
      },
    ),
    transit,
  ])
  expect(c.lines()).toEqual(['place main', 'connect queue', 'announce call back'])
  expect(c.last('connect queue')).toMatchObject({ priority: 2, data: { reason: 'lost card' } })
  c.wait(30_000).send({ kind: 'position', task: c.session.task, position: 3, at: c.now })
  expect(c.lines()).toEqual(['announce $position 3', 'announce call back'])
  expect(c.answer('answered', 'Mei').lines()).toEqual(['stop 2', 'milestone who Mei', 'ask ask()'])
  // Announcements that are under way when the queue is left are heard to their end.
  const pressed = steps([connectQueue('cards', { failed: [] }, { press: { '1': { label: 'call back', steps: [hangup] } } })]).keys('1')
  expect(pressed.session.queue.length).toBe(1)
  // What is not offered now leaves no queue.
  const press = { '1': { label: 'call back', when: constant(false), steps: [hangup] } }
  const offered = steps([connectQueue('cards', { failed: [] }, { press })]).keys('1')
  expect(offered.lines()).toEqual(['place main', 'connect queue', 'dropped not kept'])
})

it('the state of a queue is asked of the line and held against its shape', () => {
  const asked = () =>
    steps([
      queueState('cards', {
        answered: { values: ['s'], steps: [milestone('state', { s: field(name('s'), 'waiting') })] },
        failed: [milestone('failed')],
      }),
      transit,
    ])
  expect(milestones(asked().answer('answered', { waiting: 3, agents: 2, longest: 40_000 }).lines())).toEqual(['state 3'])
  expect(milestones(asked().answer('answered', { waiting: -1, agents: 2, longest: 0 }).lines())).toEqual(['failed'])
  expect(milestones(asked().wait(3000).lines())).toEqual(['failed'])
})

it('[S4.2.4] recording of the whole call begins once, when the notice was heard to its end, in every language that says it', () => {
  const recorded = (c: ReturnType<typeof steps>): boolean => c.effects.some(effect => effect.kind === 'record call')
  const c = steps([sayEverywhere('notice', true), menu({ prompts: [say('menu')], options: {} })], { recordAfter: 'notice' }).wait(1000)
  expect(recorded(c)).toBe(false)
  expect(recorded(c.wait(1000))).toBe(true)
  expect(
    recorded(
      steps([say('notice'), menu({ options: {} })], { recordAfter: 'notice' })
        .wait(500)
        .keys('1')
        .wait(5000),
    ),
  ).toBe(false)
  // The notice may be the last that is said.
  expect(recorded(steps([announce('notice'), transit], { recordAfter: 'notice' }).wait(1000))).toBe(true)
  expect(recorded(steps([sayEverywhere('notice', true), transit], { recordAfter: 'notice' }).wait(2000))).toBe(true)
  const twice = steps([announce('notice'), announce('notice'), transit], { recordAfter: 'notice' }).listen()
  expect(twice.effects.filter(effect => effect.kind === 'record call').length).toBe(1)
  // In each language, that is: one of which there was no sound is not made good by the next.
  for (const unheard of [1, 2]) {
    const missing = steps([sayEverywhere('notice', true), menu({ prompts: [say('menu')], options: {} })], { recordAfter: 'notice' })
    for (const segment of [1, 2])
      missing.send({ kind: 'spoken', segment, ...(segment === unheard ? { unheard: true as const } : {}), at: missing.now })
    expect(recorded(missing)).toBe(false)
    expect(missing.session.queue.map(({ id }) => id)).toEqual([3])
  }
  // Told again by the same step, as in a loop, it is another telling.
  const looped = steps([repeat(2, [sayEverywhere('notice', true)], []), transit], { recordAfter: 'notice' })
  for (const segment of [1, 2, 3, 4]) {
    expect(recorded(looped)).toBe(false)
    looped.send({ kind: 'spoken', segment, ...(segment === 1 ? { unheard: true as const } : {}), at: looped.now })
  }
  expect(recorded(looped)).toBe(true)
  const again = steps([announce('notice'), announce('notice'), transit], { recordAfter: 'notice' })
  again.send({ kind: 'spoken', segment: 1, unheard: true, at: again.now })
  expect(recorded(again)).toBe(false)
  expect(recorded(again.send({ kind: 'spoken', segment: 2, at: again.now }))).toBe(true)
})
