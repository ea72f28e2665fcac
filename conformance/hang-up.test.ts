import { expect, it } from 'vitest'
import { startCall } from '../runtime/core/testing/call.ts'
import { findings, line, machineOf, plays, says as whole } from './testing.ts'

/** But that something is not used. */
const says = (program: string): string[] => whole(program).filter(found => !found.startsWith('CW2006'))

const program = (steps: string, gone = 'notify log.gone()', rest = ''): string => `${line(`after hangup gone ${rest}`)}
service log { notice gone()  notice count(n: number)  notice said(text: text)  notice voice(voice: recording)  query names(): list of text within 20s  query all(): list of text within 40s }
service bank { transaction pay() within 10s { done }  attempt try() within 5s { done }  query ask(): text within 10s }
queue desk { longest wait 1min }
remember tier: number = 1
settings { words: text = "The setting." }
flow gone { ${gone} }
flow welcome {
  say "Welcome."
  ${steps}
  say "Behind."
  -> goodbye
}`

it('[S2.29] a hang-up abandons the steps at any point, and what follows a call runs once, however it ended', () => {
  const points: Readonly<Record<string, readonly [steps: string, script: string]>> = {
    'in a menu': ['menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }', 'hear "Menu" \n hang up'],
    'during an entry': ['collect code: digits 4 { say "Code." otherwise -> goodbye } say "{code}."', 'enter "12" \n hang up'],
    'in a request': ['let x = query bank.ask() else -> goodbye say x', 'given bank.ask answers "x" after 5s \n wait 2s \n hang up'],
    'in an attempt': ['attempt bank.try() { done, failed { } }', 'given bank.try answers done after 4s \n wait 2s \n hang up'],
    'in a transaction': ['perform bank.pay() { done, failed, unknown { } }', 'given bank.pay answers done after 5s \n wait 2s \n hang up'],
    'in a waiting queue': [
      'connect queue desk { answered, timed out, no agents, failed { } }',
      'given queue desk answers after 50s \n wait 5s \n hang up',
    ],
    'in a talk': [
      'connect queue desk { answered, timed out, no agents, failed { } }',
      'given queue desk answers after 5s for 1min \n wait 20s \n hang up',
    ],
    'in a recording': ['record voice up to 10s { say "Speak." nothing { } } say "Thanks."', 'hear "Speak" \n speak 2s \n hang up'],
    'in a wait for what is said': [
      `say "${'A long text. '.repeat(20)}" connect queue desk { answered, timed out, no agents, failed { } }`,
      'wait 5s \n hang up',
    ],
    'in a block of a hang-up that goes wrong': [
      'record voice up to 10s { say "Speak." nothing -> goodbye hung up { set tier = 1000000000000000 + tier notify log.count(tier) } } say voice',
      'hear "Speak" \n speak 2s \n hang up \n expect log.count not performed',
    ],
    'in a block of a hang-up that takes too long': [
      'record voice up to 10s { say "Speak." nothing -> goodbye hung up { let names = query log.all() else { return } notify log.count(count(names)) } } say voice',
      'given log.all never answers \n hear "Speak" \n speak 2s \n hang up \n expect log.count not performed',
    ],
  }
  for (const [where, [steps, script]] of Object.entries(points)) {
    const lines = `${script} \n never hear "Behind" \n expect log.gone performed once \n expect ended by caller`
    expect([where, says(program(steps.replace('nothing { } }', 'nothing -> goodbye }')))]).toEqual([where, []])
    plays(program(steps.replace('nothing { } }', 'nothing -> goodbye }')), lines)
  }
  plays(program(''), 'hear "Goodbye" \n expect log.gone performed once \n expect ended by line')
  const transfer = program('transfer to "95511" else -> goodbye').replace('say "Behind."\n  -> goodbye', '')
  plays(transfer, 'expect transferred to "95511" \n expect log.gone performed once')
  const away = startCall(machineOf(transfer)).listen().hangUp()
  expect(away.lines()).toEqual(['say Welcome.', 'transfer', 'cancel', 'notify gone()', 'ended by caller'])
  expect(away.answer('transferred').lines()).toEqual([])
  plays(
    program('menu { say "Menu." press 1 unannounced { } otherwise -> goodbye }', undefined, 'at most 10s -> late').concat(
      '\nflow late { say "It is late." -> hangup }',
    ),
    'hear "Menu" \n wait 10s \n hear "It is late" \n never hear "Behind" \n expect log.gone performed once \n expect ended by line',
  )
})

it('[S2.30] after the hang-up there are names, branches, loops, queries, notices, parts and milestones', () => {
  const steps = `let names = query log.names() else { notify log.said("No names.") return }
    let all: list of text = []
    for each name in names counting n { if n == 1 { next } add name to all }
    repeat up to 3 times { set tier = tier + 1 if tier == 3 { leave } } otherwise { }
    do tell(count(all))
    notify log.said(settings.words)
    notify log.said(call.called)
    milestone ended(tier)`
  const source = `${program('', steps)}\nflow tell(n: number) { notify log.count(n) notify log.count(tier) }`
  expect(says(source)).toEqual([])
  plays(
    source,
    `given log.names answers ["a", "b", "c"]
     hear "Welcome" \n hang up
     expect log.count performed once with n 2 \n expect log.count performed once with n 3
     expect log.said performed once with text "The setting." \n expect log.said performed once with text "95500"`,
  )
})

it.each([
  ['say', 'say "Hello."'],
  ['announce', 'announce "Hello."'],
  ['pause', 'pause 1s'],
  ['menu', 'menu { press 1 unannounced { } otherwise -> goodbye }'],
  ['collect', 'collect code: digits 2 { say "Code." }'],
  ['choose', 'choose x in ["a", "b"] { offer "{x}" none -> goodbye }'],
  ['confirm', 'confirm { say "So?" no -> goodbye }'],
  ['perform', 'perform bank.pay() { done, failed, unknown { } }'],
  ['attempt', 'attempt bank.try() { done, failed { } }'],
  ['connect', 'connect queue desk { answered, timed out, no agents, failed { } }'],
  ['transfer', 'transfer to "95511" else { }'],
  ['record', 'record voice up to 10s { say "Speak." nothing { } }'],
  ['->', '-> goodbye'],
  ['language', 'language en-US'],
  ['grant', 'grant verified'],
])('[S2.30] there is no %s after the hang-up, nor in what it runs', (_, step) => {
  const errors = (source: string): string[] =>
    findings(source)
      .filter(found => found.severity === 'error')
      .map(found => found.code)
  expect(errors(program('', `notify log.gone() ${step}`))).toContain('CW3016')
  expect(errors(`${program('', 'do tell()')}\nflow tell { notify log.gone() ${step} }`)).toContain('CW3016')
})

it('[S2.30] it gets 30 s in all', () => {
  const steps = `let names = query log.names() else { notify log.said("None.") return }
    notify log.count(count(names))
    let more = query log.names() else { notify log.said("No more.") return }
    notify log.count(count(more))`
  const call = startCall(machineOf(program('', steps)))
  call.lines()
  call.hangUp()
  call.wait(15_000).answer('answered', ['a'])
  expect(call.lines()).toEqual(expect.arrayContaining(['ask names()', 'notify count(1)']))
  call.wait(14_999)
  expect(call.session.phase).toBe('after')
  call.wait(1)
  expect(call.session.phase).toBe('ended')
  expect(call.lines().filter(each => each.startsWith('notify'))).toEqual([])
})

it('[S2.31] the block of a hang-up while recording hands the recording on, under the same rule', () => {
  const record = (block: string): string =>
    program(`record voice up to 20s { say "Speak." nothing -> goodbye hung up { ${block} } } notify log.voice(voice)`, 'notify log.gone()')
  plays(
    record('notify log.voice(voice) notify log.said("Hung up.")'),
    'hear "Speak" \n speak 3s \n hang up \n expect log.voice performed once \n expect log.said performed once with text "Hung up." \n expect log.gone performed once',
  )
  plays(
    record('notify log.said("Hung up.")'),
    'hear "Speak" \n speak 3s \n press # \n hear "Behind" \n expect log.voice performed once \n expect log.said not performed',
  )
  // Names of the flow are gone by then; what is remembered is not.
  const named = (name: string): string[] =>
    says(record(`notify log.said("{${name}}")`).replace('say "Welcome."', 'let words = "One." say words')).map(found => found.slice(0, 6))
  expect(named('words')).toEqual(['CW2021'])
  expect(named('settings.words')).toEqual([])
  expect(says(record('say "Thanks."')).map(found => found.slice(0, 6))).toEqual(['CW3016'])
})
