// What the compiler makes, run by the core: the two know each other only by the machine format.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compile } from '../lang/compiler/compile.ts'
import { createMemoryHost } from '../lang/compiler/host.ts'
import type { Machine } from '../machine/format.ts'
import { writeSession } from '../runtime/core/index.ts'
import { startCall, type TestCall } from '../runtime/core/testing/call.ts'
import { createRandom, nextMove, SECRET } from './testing/random-call.ts'

const root = new URL('../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

function machineOf(files: Readonly<Record<string, string>>): Machine {
  const { machine, diagnostics } = compile(createMemoryHost(files), 'main.ivr')
  if (machine) return machine
  throw new Error(diagnostics.map(({ code, message }) => `${code} ${message.en}`).join('\n'))
}

const fixtures = readdirSync(new URL('lang/compiler/lower/fixtures/', root)).filter(name => name.endsWith('.ivr'))
const harbour = Object.fromEntries(
  readdirSync(new URL('examples/harbour-95500/', root), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ivr'))
    .map(name => [name, read(`examples/harbour-95500/${name}`)]),
)
const programs: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['harbour', harbour],
  ...fixtures.map(name => [name, { 'main.ivr': read(`lang/compiler/lower/fixtures/${name}`) }] as const),
]

const CALLS = 60
const MOVES = 80
/** Calls come by day and by night. */
const timeOf = (seed: number): number => Date.UTC(2026, 10, 23) + seed * 5 * 3_600_000

it.each(programs)('runs calls at random through %s, keeps every rule of the listening core and comes nearly everywhere', (_, files) => {
  const machine = machineOf(files)
  const reached = new Set<number>()
  for (let seed = 1; seed <= 4 * CALLS; seed++) {
    const random = createRandom(seed)
    const call = startCall(machine, { rewrite: true, trace: true, checkpoints: true, at: timeOf(seed) })
    for (let moves = 0; moves < MOVES; moves++) {
      reached.add(call.session.point)
      const move = nextMove(machine, call, random)
      if (!move) break
      move(call)
    }
  }
  const resting = machine.points.flatMap((point, id) => ('live' in point && point.op !== 'drain' ? [id] : []))
  // Of a line with hundreds of places as many calls see the part that is near.
  expect(resting.filter(id => reached.has(id)).length).toBeGreaterThan(resting.length > 100 ? 100 : resting.length * 0.7)
})

/** Everything that the compiler says is not used from here on is spoilt. */
function spoil(machine: Machine, call: TestCall): void {
  const { session } = call
  const point = machine.points[session.point]
  if (!point || !('live' in point) || session.phase !== 'live') return
  const remembered = machine.registers.flatMap(register => (register.remember === undefined ? [] : register.slot))
  const kept = new Set([...remembered, ...point.live.map(id => machine.registers[id]!.slot)])
  session.registers = session.registers.map((value, slot) => (kept.has(slot) ? value : 'spoilt'))
}

it.each(programs)(
  '[S6.3] holds in a checkpoint of %s all that is used later: without the rest the call goes on as it would',
  (_, files) => {
    const machine = machineOf(files)
    for (let seed = 1; seed <= CALLS; seed++) {
      const random = createRandom(seed)
      const options = { trace: true, at: timeOf(seed) }
      const [whole, spoilt] = [startCall(machine, options), startCall(machine, options)]
      for (let moves = 0; moves < MOVES; moves++) {
        spoil(machine, spoilt)
        const move = nextMove(machine, whole, random)
        if (!move) break
        move(whole)
        move(spoilt)
        expect(spoilt.lines()).toEqual(whole.lines())
      }
      expect(JSON.stringify(spoilt.effects)).toBe(JSON.stringify(whole.effects))
    }
  },
)

it.each(programs)('[S4.5.2] [S6.3] never writes a session of %s with a secret, and can write it wherever none is needed', (_, files) => {
  const machine = machineOf(files)
  for (let seed = 1; seed <= CALLS; seed++) {
    const random = createRandom(seed)
    const call = startCall(machine, { checkpoints: true, at: timeOf(seed) })
    for (let moves = 0; moves < MOVES; moves++) {
      const point = machine.points[call.session.point]
      if (point && 'live' in point && !point.secretLive) expect(writeSession(call.prepared, call.session)).not.toContain(SECRET)
      const move = nextMove(machine, call, random)
      if (!move) break
      move(call)
    }
  }
})

const line = (rest: string): string => `line test {
  numbers { "1" -> start }
  languages en
  time zone Etc/UTC
  levels low < high
  otherwise -> bye
}
flow bye { say "bye" -> hangup }
${rest}`

const play = (source: string): TestCall => startCall(machineOf({ 'main.ivr': line(source) }), { called: '1', rewrite: true })

it('[S2.22] [L.steps.14] `repeat` counts from 1 each time, `leave` goes past its otherwise', () => {
  const call = play(`flow start {
    repeat up to 2 times { say "a" repeat up to 2 times { say "b" } otherwise { say "c" } } otherwise { say "d" }
    repeat up to 2 times { say "e" leave } otherwise { say "f" }
    -> hangup
  }`)
  expect(call.lines().slice(0, 10)).toEqual(['a', 'b', 'b', 'c', 'a', 'b', 'b', 'c', 'd', 'e'].map(word => `say ${word}`))
})

/** Texts since the last time, as the test line shows them: their first words, then their values. */
const said = (call: TestCall): string[] => {
  const lines = call.lines().filter(each => each.startsWith('say '))
  call.listen()
  return [...lines, ...call.lines().filter(each => each.startsWith('say '))].map(each => each.slice(4))
}

it('[S2.23] [L.steps.15] `for each` runs over the list as it was, from 1; next, previous, again and leave move in it', () => {
  const call = play(`remember xs: list of text = ["x", "y", "z"]
  flow start {
    for each x in xs counting n {
      add x to xs
      menu { say "item {n} {x}" press 1 for "on" { next } press 2 for "back" { previous } press 3 for "again" { again } press 4 for "end" { leave } }
    }
    -> bye
  }`)
  expect(said(call)[0]).toBe('item  1 x')
  for (const [key, expected] of ['1 2 y', '2 1 x', '2 1 x', '3 1 x', '1 2 y', '1 3 z'].map(each => [each[0]!, each.slice(2)] as const)) {
    expect(said(call.keys(key))[0]).toBe(`item  ${expected}`)
  }
  expect(said(call.keys('4'))).toEqual(['bye'])
})

it('[S2.5] [S2.6] [L.steps.16] `do` comes back with a value, `->` drops what is under way', () => {
  const call = play(`flow start { let n = do twice(4)  say "it is {n}"  do away  say "never" -> hangup }
    flow twice(n: number) returns number { if n > 3 { return n * 2 } return n }
    flow away { menu { press 1 for "on" -> bye press 2 for "back" { } } }`)
  expect(said(call)[0]).toBe('it is  8')
  expect(said(call.keys('1'))).toEqual(['bye'])
  expect(call.session.stack).toEqual([])
})

it('[S1.7.19] a check that is false counts a mistake, says its text and reads the collect again', () => {
  const call = play(`flow start {
    collect n: number 1..99 { say "how many" check n < 10 else "too many" on mistake say "wrong" }
    say "thanks" -> hangup
  }`)
  said(call)
  expect(said(call.keys('50#'))).toEqual(['too many', 'how many'])
  expect(said(call.keys('0#'))).toEqual(['wrong', 'how many'])
  expect(said(call.keys('60#'))).toEqual(['bye'])
})

it('[S1.7.18] [S1.7.20] `on silence n` by the count, `say only` instead of the prompts, then the way out', () => {
  const call = play(`menu start {
    listen { tries 4 }
    say "the menu"
    press 1 unannounced -> bye
    on silence say "first"
    on silence 3 say only "third"
  }`)
  expect(said(call)).toEqual(['the menu'])
  expect(said(call.wait(5000))).toEqual(['first', 'the menu'])
  expect(said(call.wait(5000))).toEqual(['first', 'the menu'])
  expect(said(call.wait(5000))).toEqual(['third'])
  expect(said(call.wait(5000))).toEqual(['bye'])
})

it('[S1.7.16] a check may ask a back end; one that fails is false', () => {
  const call = play(`service shop { query has(n: number): boolean within 1s }
    flow start { collect n: number 1..99 { say "how many" check query shop.has(n) else "sold out" } say "thanks" -> hangup }`)
  said(call)
  call.keys('5#').answer('answered', false)
  expect(said(call)).toEqual(['sold out', 'how many'])
  call.keys('5#').answer('failed')
  expect(said(call)).toEqual(['sold out', 'how many'])
})

it('[S1.10.6] [S1.10.7] a choose takes its list as it was, and `none` before anything is said', () => {
  const call = play(`remember xs: list of text = ["a", "b"]
    flow start {
      choose x in xs { say "which" offer "{x}" press 0 for "more" do more none -> bye }
      say "you chose {x}"
      choose y in xs where it == "d" { say "never" offer "{y}" none { say "none" -> hangup } }
      -> hangup
    }
    flow more { add "c" to xs  say "there are {count(xs)}" }`)
  expect(said(call)[0]).toBe('which')
  expect(said(call.keys('0')).slice(0, 2)).toEqual(['there are  3', 'which'])
  expect(said(call.keys('3'))[0]).toBe('which')
  expect(said(call.keys('2'))).toEqual(['you chose  b', 'none'])
})

it('[S1.10.10] `do part` behind an option runs it and reads the menu again, counters at nought', () => {
  const call = play(`menu start { say "the menu" press 1 unannounced do help press 2 unannounced -> bye }
    flow help { say "help" }`)
  said(call)
  call.wait(5000)
  said(call)
  expect(call.session.silences).toBe(1)
  expect(said(call.keys('1'))).toEqual(['help', 'the menu'])
  expect(call.session.silences).toBe(0)
})

it('[S2.16] [S2.17] `-> back` goes to the menu before, a shortcut too; where there is none the menu is read again', () => {
  const call = startCall(
    machineOf({
      'main.ivr': `line test {
        numbers { "1" -> one }
        languages en
        time zone Etc/UTC
        shortcuts { press * unannounced -> back  press 0 unannounced -> again }
        otherwise -> one
      }
      menu one { say "one" press 1 unannounced -> two press 9 unannounced -> back }
      menu two { say "two" press 1 unannounced -> three press 9 unannounced -> back }
      flow three { menu { say "three" press 1 unannounced -> back } -> hangup }`,
    }),
    { called: '1' },
  )
  const steps = '1 two,1 three,1 two,9 one,9 one,1 two,* one,* one,0 one,1 two,1 three,0 three,* two'
  expect(said(call)).toEqual(['one'])
  for (const each of steps.split(',')) expect([each, ...said(call.keys(each[0]!))]).toEqual([each, each.slice(2)])
})

it('[S3.7] [S3.14] `if let` and `let … else` open what may be nothing', () => {
  const call = play(`remember a: text or nothing = nothing
    remember b: text or nothing = "word"
    flow start {
      if let x = a { say "a is {x}" } else { say "no a" }
      if let y = b { say "b is {y}" }
      let z = a else { say "still no a" -> hangup }
      say "{z}" -> hangup
    }`)
  expect(said(call)).toEqual(['no a', 'b is  word', 'still no a'])
})

it('[S3.7] a part may give the value that its caller takes, in any of its ways', () => {
  const call = play(
    `flow start {
      let a = do pick(1)
      let b = do pick(2) else { say "none for 2" -> hangup }
      say "{a}, {b}" -> hangup
    }
    flow pick(n: number) returns text or nothing { if n == 1 { return "one" } return nothing }`
      .replace('let a = do pick(1)', 'let a = do pick(1) else -> hangup')
      .replace('{a}, {b}', 'got {a} {b}'),
  )
  expect(said(call)).toEqual(['none for 2'])
})

it('[L.agents.1] [L.agents.4] hands the agent what `with` names, levels by their names', () => {
  const call = play(`queue desk { position every 30s }
    flow start {
      connect queue desk {
        priority 2 + 3
        with reason: "lost", level: call.level, call.called
        answered, timed out, no agents, failed -> bye
      }
    }`)
  expect(call.last('connect queue')).toMatchObject({ priority: 5, data: { reason: 'lost', level: 'low', called: '1' } })
})

it('[S2.29] [S2.31] [L.steps.22] runs the block of a recording that the caller hangs up in, then what follows a call, and ends', () => {
  const call = startCall(
    machineOf({
      'main.ivr': `line test {
        numbers { "1" -> start }
        languages en
        time zone Etc/UTC
        otherwise -> start
        after hangup tidy
      }
      service crm { notice note(voice: recording)  notice over(at: moment) }
      flow start {
        record voice up to 1min { say "speak" nothing -> start hung up { notify crm.note(voice) } }
        -> hangup
      }
      flow tidy { notify crm.over(call.started) }`,
    }),
    { called: '1' },
  )
  call.listen().hangUp().answer('recorded', { recording: 'v', ms: 3000 })
  expect(call.lines().filter(each => /^(notify|ended)/.test(each))).toEqual([
    'notify note({"recording":"v","ms":3000})',
    expect.stringMatching(/^notify over/),
    'ended by caller',
  ])
})
