// What the language is for, and the three rules that decide what its page leaves open.
import { expect, it } from 'vitest'
import { speakerFor } from '../cli/speaker.ts'
import type { Machine, SourceSpan } from '../machine/format.ts'
import { canonicalJson, readMachine } from '../machine/index.ts'
import { prepare } from '../runtime/core/index.ts'
import { createCallLog } from '../runtime/call/call-log.ts'
import { createSimulatedCall, nobodyThere } from '../runtime/dtmf/index.ts'
import { codes, heard } from './heard.ts'
import { harbour, page } from './example.ts'
import { line, machineOf, plays, run } from './testing.ts'

it('[L.rules.1] a file says what a caller hears, what a caller may press, and what the bank does about it', () => {
  const program = `${line()}service bank { query balance(): money CNY within 1s }
menu welcome { say "Welcome." press 1 for "your balance" -> told }
flow told { let balance = query bank.balance() else -> goodbye say "You have {balance}." -> hangup }`
  plays(
    program,
    'given bank.balance answers CNY 7.00  hear "Welcome"  press 1  hear "You have seven yuan"  expect bank.balance performed once',
  )
})

it('[L.rules.2] it compiles to one deterministic state machine', () => {
  const [first, second] = [machineOf(harbour()), machineOf(harbour())]
  expect(canonicalJson(first)).toBe(canonicalJson(second))
  const script =
    'given bank.log_in answers refused\nchoose language\npress 1\nenter card "6225880212345673#"\nenter passcode "123456"\nwait 60s'
  const [one, other] = [run(harbour(), script)[0]!, run(harbour(), script)[0]!]
  expect(one.log.entries.length).toBeGreaterThan(20)
  expect(one.log.entries).toEqual(other.log.entries)
  // One: every number of the line begins in the same machine.
  expect(first.line.numbers.every(({ to }) => to >= 0 && to < first.points.length)).toBe(true)
})

it('[L.rules.3] a simulated call runs the machine itself, as it is written in a bundle', () => {
  const machine = machineOf(harbour())
  const { machine: read } = readMachine(JSON.parse(canonicalJson(machine))) as { machine: Machine }
  const logOf = (which: Machine): unknown[] => {
    const log = createCallLog()
    const call = createSimulatedCall({
      prepared: prepare(which, { trace: true }),
      speaker: speakerFor(which),
      start: { id: 'call-1', caller: null, called: '95500' },
      at: Date.UTC(2026, 10, 23, 2),
      log,
      backend: { ...nobodyThere, ask: () => ({ kind: 'never' }) },
    })
    call.advanceTo(20_000)
    for (const key of '230#1') call.press(key)
    call.advanceTo(300_000)
    return log.entries
  }
  const log = logOf(read)
  expect(log).toEqual(logOf(machine))
  expect(log.length).toBeGreaterThan(20)
})

it('[L.rules.4] [L.rules.5] a designer can read it aloud: what is written is what the caller hears', () => {
  const program = `${line()}menu welcome { press 1 for "balances" -> balances }\nflow balances { say "Balances." -> hangup }`
  expect(heard(program, 'press 1\nexpect ended by line')).toEqual(['For balances, press 1.', 'Balances.'])
})

it('[L.rules.4] [L.rules.6] whatever a caller or a back end can do is handled, or it does not compile', () => {
  const program = `${line('', 'start').replace('otherwise -> goodbye', 'otherwise -> goodbye after hangup tidy_up')}
queue cards { longest wait 1min }
service bank { query find(): text within 1s  transaction pay() within 1s { done declined }  notice gone() }
flow start {
  collect code: digits 4 { say "Code?" }
  let found = query bank.find() else { say "No answer." -> goodbye }
  perform bank.pay() { done { say found } declined { say "Declined." } failed { say "Failed." } unknown { say "Unknown." } }
  connect queue cards { answered { } timed out { say "Busy." } no agents { say "Closed." } failed { say "No line." } }
  -> goodbye
}
flow tidy_up { notify bank.gone() }`
  const given = (find: string, pay: string): string => `given bank.find ${find}\ngiven bank.pay ${pay}\n`
  const good = given('answers "Found."', 'answers done')
  // Silence, a wrong key, too few digits, a hang-up.
  plays(program, 'stay silent  hear "Code"  stay silent  hear "Code"  stay silent  hear "Goodbye"')
  plays(program, 'press *  press #  hear "Code"')
  plays(program, 'enter code "12#"  hear "Code"')
  plays(program, 'hear "Code"  hang up  expect bank.gone performed once')
  // A busy agent, a bank that declines, one that never answers.
  plays(program, `${good}enter code "1234"  wait 63s  hear "Busy"`)
  plays(program, `${given('answers "x"', 'answers declined')}enter code "1234"  hear "Declined"`)
  plays(program, `${given('answers "x"', 'never answers')}enter code "1234"  hear "Unknown"`)
  plays(program, `${given('never answers', 'answers done')}enter code "1234"  hear "No answer"`)
  for (const [clause, code] of [
    ['otherwise -> goodbye', 'CW2023'],
    [' else { say "No answer." -> goodbye }', 'CW5009'],
    ['declined { say "Declined." }', 'CW5001'],
    ['unknown { say "Unknown." }', 'CW5001'],
    ['timed out { say "Busy." }', 'CW5001'],
    ['no agents { say "Closed." }', 'CW5001'],
  ] as const)
    expect(codes(program.replace(clause, '')), clause).toContain(code)
})

const NOWHERE: SourceSpan = [-1, 0, 0]
const spansOf = (machine: Machine): readonly SourceSpan[] => [
  ...machine.points.map(({ at }) => at),
  ...machine.points.flatMap(point => ('outcomes' in point ? Object.values(point.outcomes).map(({ at }) => at) : [])),
  ...machine.listeners.flatMap(listener => [listener.at, ...listener.options.map(({ at }) => at)]),
  ...machine.line.shortcuts.map(({ at }) => at),
  ...machine.line.numbers.map(({ at }) => at),
  ...machine.registers.map(({ at }) => at),
  ...machine.places.map(({ at }) => at),
  ...machine.operations.map(({ at }) => at),
  // The standard prompts' own texts are the only ones that no file of the program has.
  ...machine.prompts.flatMap((prompt, index) => (Object.values(machine.standard).includes(index) ? [] : [prompt.at ?? NOWHERE])),
]

it('[L.rules.4] [L.rules.7] every state, key, timer and prompt of the machine has a line in the source to point at', () => {
  const sources = harbour()
  const machine = machineOf(sources)
  const read = ([file, start, end]: SourceSpan): string => sources[machine.files[file] ?? '']?.slice(start, end).trim() ?? ''
  for (const span of spansOf(machine)) expect(read(span), span.join(':')).not.toBe('')
  // A key at its `press`, a timer at its listener, a state at its step.
  const main = machine.listeners.find(({ name }) => name === 'main')!
  expect(main.options.map(({ at }) => read(at).split(' ').slice(0, 2).join(' '))).toEqual(['press 1', 'press 2', 'press 3', 'press 8'])
  expect(read(main.at)).toMatch(/^menu main|^main/)
  const steps = machine.points.filter(({ op }) => op === 'perform' || op === 'record')
  expect(steps.length).toBeGreaterThan(2)
  for (const { op, at } of steps) expect(read(at).split(' ')[0]).toBe(op)
})

it('[L.rules.8] this page is by example, and the other one, beside it, says what it refers to', () => {
  const [language, semantics] = [page('language.md'), page('semantics.md')]
  const sections = new Set([...semantics.matchAll(/^## (\d+)\.|^(?:- )?\*\*(\d+\.\d+)\b/gm)].map(found => found[1] ?? found[2]))
  // A point of a numbered list, §5.6, counts too.
  for (const part of semantics.split(/^## /m).slice(1)) {
    for (const [, point] of part.matchAll(/^(\d+)\. /gm)) sections.add(`${part.split('.')[0]}.${point}`)
  }
  const referred = [...`${language}\n${semantics}`.matchAll(/§(\d+(?:\.\d+)?)/g)].map(found => found[1]!)
  expect(referred.length).toBeGreaterThan(10)
  expect([...sections]).toEqual(expect.arrayContaining([...new Set(referred)]))
  for (const topic of [/how keys, prompts and timers meet/, /`->` and `do` leave behind/, /what is proved and how/])
    expect(language).toMatch(topic)
  for (const heading of ['## 1. Speaking and listening', '## 2. Going places', '## 4. Proofs']) expect(semantics).toContain(heading)
})

it('[L.program.2] what the whole program leaves out belongs to the example, whose main file begins with it', () => {
  const sources = harbour()
  const main = sources['main.ivr']!
  const whole = /## A whole program\s+```ivr\n([\s\S]*?)```/.exec(page('language.md'))![1]!.trimEnd()
  expect(main.startsWith(whole)).toBe(true)
  const rest = Object.values({ ...sources, 'main.ivr': main.slice(whole.length) }).join('\n')
  for (const declared of [/^flow gold_welcome\b/m, /^menu gold_main\b/m, /^flow sign\b/m, /^flow tidy_up\b/m]) {
    expect(whole).not.toMatch(declared)
    expect(rest).toMatch(declared)
  }
  for (const [, path] of whole.matchAll(/from "\.\/(.*?)"/g)) expect(sources[path!], path).toBeDefined()
  const places = machineOf(sources).places.map(({ name }) => name)
  expect(places).toEqual(expect.arrayContaining(['gold_welcome', 'gold_main', 'sign', 'tidy_up']))
})

it('[S0.4] the marks for what was read in a source and what was measured are the only ones', () => {
  const marks = [...page('semantics.md').matchAll(/ \[([A-Z][^\]]*)\]/g)].map(found => found[1]!)
  expect(marks.length).toBeGreaterThan(5)
  for (const mark of marks) expect(mark).toMatch(/^(S|N)\b/)
})
