import { expect, it } from 'vitest'
import { milestone, notify, constant, request } from '../core/testing/program.ts'
import { runScript, playScript, type ScriptResult } from './script-run.ts'
import { expandScripts } from './script-instances.ts'
import { bank } from './testing/bank.ts'
import { optionsFor, parse, play, playLines } from './testing/play.ts'

const problem = (result: ScriptResult): string | null => result.failure?.problem.en ?? null
const LOG_IN = 'choose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"'
const PAY = `given s.log_in answers accepted\n${LOG_IN}\nenter amount "10*05#"\npress 1`
const TWICE = `${PAY}\nhear menu main\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"\nenter amount "10*05#"\npress 1`

it('[L.scripts.1] once per row and language', () => {
  const { results } = play(`use "./main.ivr"
script "declined: {why}" in zh-CN, en-US {
  each { why: insufficient  words: zh"insufficient" en"insufficient" }
  each { why: frozen        words: zh"frozen" en"frozen" }
  given s.transfer answers declined(why)
  ${PAY.replaceAll('\n', '\n  ')}
  hear words within 2s
}`)
  expect(results.map(result => [result.run.name, result.run.language, result.passed])).toEqual([
    ['declined: insufficient', 'zh-CN', true],
    ['declined: insufficient', 'en-US', true],
    ['declined: frozen', 'zh-CN', true],
    ['declined: frozen', 'en-US', true],
  ])
  expect(new Set(results.map(result => result.run.id)).size).toBe(4)
})

it('rows of a CSV file', () => {
  const text = `use "./main.ivr"\nscript "{amount}" in en-US {
  each row of "./amounts.csv"
  given s.transfer answers done("1")
  ${PAY.replace('"10*05#"', 'keys').replaceAll('\n', '\n  ')}
  expect s.transfer performed once with amount amount
}`
  const { results } = play(text, bank(), { './amounts.csv': 'amount,keys\nCNY 10.05,10*05#\n2.50,2*5#\n' })
  expect(results.map(problem)).toEqual([null, null])
})

it('setups with parameters, defaults, and by name', () => {
  const text = (run: string): string => `use "./main.ivr"
setup paid(about, receipt = "11") { given s.transfer answers done(receipt) }
setup both(number) { run paid("x", receipt: number) }
script "a" in en-US {
  ${run}
  ${PAY.replaceAll('\n', '\n  ')}
  hear "done"
}`
  expect(problem(play(text('given s.transfer answers done("1")')).results[0]!)).toBe(null)
  expect(problem(play(text('run paid')).results[0]!)).toBe('The setup paid needs about.')
  expect(problem(play(text('run nobody')).results[0]!)).toBe('There is no setup nobody.')
  expect(problem(play(text('run both(number: "2")')).results[0]!)).toBe(null)
  expect(problem(play(text('expect s.transfer not performed with amount CNY 99.00\n  run both("2")')).results[0]!)).toBe(null)
  expect(problem(play(text('run paid("x", "1", "2")')).results[0]!)).toBe('The setup paid takes 2 arguments at most.')
  expect(problem(play(text('run paid("x", abuot: "1")')).results[0]!)).toBe('The setup paid takes no abuot; it takes about, receipt.')
})

it('a setup that runs itself is refused', () => {
  const text = `use "./main.ivr"\nsetup a { run b }\nsetup b { run a }\nscript "x" { run a }`
  expect(problem(play(text).results[0]!)).toMatch(/^The setup [ab] runs itself\.$/)
})

it('[L.scripts.12] an operation without a given fails the script and prints the line to paste', () => {
  const result = playLines(LOG_IN)
  expect(problem(result)).toBe('Nothing says what s.log_in answers.')
  expect(result.failure?.paste).toBe('given s.log_in answers accepted')
  const query = playLines(
    `given s.log_in answers accepted\nchoose language\npress 1\nenter card "6225880212345673#"\nenter passcode "123456"\nhear "balance"`,
  )
  expect(query.failure?.paste).toMatch(/^given s\.accounts answers \[\{ number: "\d{16}", balance: CNY 100\.00 \}\]$/)
})

it('[L.scripts.12] a notice needs no given', () => {
  expect(problem(playLines(`given s.transfer answers done("1")\n${PAY}\nhear menu main\nexpect s.note performed once`))).toBe(null)
})

it('[S9.5] answers without after come in 0 ms, with it then', () => {
  const at = (after: string): number => {
    const { log } = playLines(`given s.log_in answers accepted${after}\n${LOG_IN}\nhear "enter the amount"`)
    const [ask, answer] = log.entries.filter(entry => entry.kind === 'ask' || entry.kind === 'answer')
    return answer!.at - ask!.at
  }
  expect(at('')).toBe(0)
  expect(at(' after 400ms')).toBe(400)
})

it('[L.scripts.11] then: answers in order, the last for all that follow', () => {
  const again = 'hear menu main\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"\nenter amount "10*05#"\npress 1'
  const lines = `given s.transfer answers declined(frozen), then declined(insufficient), then done("5")\n${PAY}\nhear "frozen"\n${again}\nhear "insufficient"\n${again}\nhear "done"\n${again}\nhear "done"`
  expect(problem(playLines(lines))).toBe(null)
})

it('[S9.8] a later given for the same thing replaces the earlier', () => {
  expect(problem(playLines(`given s.transfer fails\ngiven s.transfer answers done("1")\n${PAY}\nhear "done"`))).toBe(null)
  const later = `given s.transfer fails\n${PAY}\nhear "sorry"\ngiven s.transfer answers done("1")\nhear menu main\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"\nenter amount "10*05#"\npress 1\nhear "done"`
  expect(problem(playLines(later))).toBe(null)
})

it('[L.scripts.11] fails, never answers, loses the answer', () => {
  expect(problem(playLines(`given s.transfer fails\n${PAY}\nhear "sorry"`))).toBe(null)
  const never = playLines(`given s.transfer never answers\n${PAY}\nhear "one moment"\nhear "we will tell you"\nwait 1min`)
  expect(problem(never)).toBe(null)
  expect(never.log.entries.some(entry => entry.kind === 'settled')).toBe(false)
  const lost = playLines(`given s.transfer loses the answer\n${PAY}\nhear "we will tell you"`)
  expect(problem(lost)).toBe(null)
  expect(lost.log.entries.find(entry => entry.kind === 'settled')).toMatchObject({ outcome: 'done' })
})

it('an answer after its time is a settlement', () => {
  const late = playLines(`given s.transfer answers done("1") after 15s\n${PAY}\nhear "we will tell you"\nwait 10s`)
  expect(problem(late)).toBe(null)
  expect(late.log.entries.find(entry => entry.kind === 'settled')).toMatchObject({ outcome: 'done' })
  const query = playLines(`given s.log_in answers accepted after 4s\n${LOG_IN}\nhear "sorry"`)
  expect(problem(query)).toBe(null)
})

it('an answer that does not fit is named with its place', () => {
  expect(problem(playLines('given s.transfer answers declined(weather)'))).toContain('“weather” is not one of insufficient, frozen')
  expect(problem(playLines('given s.transfer answers done'))).toContain('done(receipt)')
  expect(problem(playLines('given s.transfer answers refused'))).toBe(
    's.transfer does not answer refused; it answers done, declined, or fails.',
  )
  expect(problem(playLines('given s.accounts answers [{ number: "12", balance: CNY 1.00 }]'))).toMatch(/^\[0\]\.number: This has 2 digits/)
  expect(problem(playLines('given s.nobody answers done'))).toBe('The program has no operation s.nobody.')
  expect(problem(playLines('given queue loans has no agents'))).toBe('The program has no queue loans.')
  expect(problem(playLines('given s.accounts answers file "./none.json"'))).toContain('There is no file “./none.json”')
})

it('answers from a file', () => {
  const lines = `given s.log_in answers accepted\ngiven s.accounts answers file "./a.json"\nchoose language\npress 1\nenter card "6225880212345673#"\nenter passcode "123456"\nhear "balance"`
  expect(problem(playLines(lines, bank(), { './a.json': '[{"number":"6225880212345673","balance":"CNY 1.00"}]' }))).toBe(null)
  expect(problem(playLines(lines, bank(), { './a.json': '{' }))).toContain('is not JSON')
})

it('[L.scripts.11] given setting: before the call begins', () => {
  expect(problem(playLines('given setting emergency = true\nchoose language\nhear "emergency"'))).toBe(null)
  expect(problem(playLines('choose language\nnever hear "emergency"'))).toBe(null)
  expect(problem(playLines('choose language\ngiven setting emergency = true'))).toContain('this stands too late')
  expect(problem(playLines('given setting nothing_like_it = true'))).toBe('The program has no setting nothing_like_it.')
})

it('[L.scripts.11] given queue: answers after and for, no agents, nobody answers', () => {
  const agent = 'choose language\npress 0'
  const talked = playLines(`given queue cards answers after 40s for 2min\n${agent}\nwait 3min\nhear "thank you"`)
  expect(problem(talked)).toBe(null)
  const at = (kind: string): number => talked.log.entries.find(entry => entry.kind === kind)!.at
  expect(at('talks') - at('connect')).toBe(40_000)
  expect(at('connect over') - at('talks')).toBe(120_000)
  expect(problem(playLines(`given queue cards has no agents\n${agent}\nhear "closed"`))).toBe(null)
  expect(problem(playLines(`${agent}\nwait 181s\nhear "nobody is free"`))).toBe(null)
})

it('[L.scripts.11] given queue fails: it cannot be reached, until something else is given', () => {
  const agent = 'choose language\npress 0'
  const { log, failure } = playLines(`given queue cards fails\n${agent}\nhear "sorry"`)
  expect(failure).toBe(null)
  expect(log.entries.find(entry => entry.kind === 'connect over')).toMatchObject({ outcome: 'failed' })
  const later = playLines(`given queue cards fails\ngiven queue cards answers after 1s\n${agent}\nwait 5s\nexpect connected to queue cards`)
  expect(problem(later)).toBe(null)
})

it('[S9.8] the talk lasts 60 s where not said', () => {
  const { log } = playLines('given queue cards answers after 1s\nchoose language\npress 0\nwait 2min')
  const at = (kind: string): number => log.entries.find(entry => entry.kind === kind)!.at
  expect(at('connect over') - at('talks')).toBe(60_000)
})

it('[S2.45] hear takes a caller in a waiting queue as one who waits for a key', () => {
  const result = playLines('choose language\npress 0\nhear "nobody is free"')
  expect(problem(result)).toBe('It was not heard.')
  expect(result.failure?.came.at(-1)?.en).toBe('then the caller waits in a queue')
})

it('[S2.44] a waiting queue tells the position after every interval', () => {
  const result = playLines(
    'given queue cards has 3 waiting\nchoose language\npress 0\nwait 65s\nhear "position 4"\nhear "position 4"\nhear nothing else',
  )
  expect(result.log.entries.filter(entry => entry.kind === 'position')).toHaveLength(2)
})

it('[L.scripts.11] given number: busy, answers, does not answer, fails', () => {
  const branch = 'choose language\npress 4'
  expect(problem(playLines(`given number "0213456" is busy\n${branch}\nhear "busy"`))).toBe(null)
  expect(problem(playLines(`given number "0213456" answers after 5s for 1min\n${branch}\nhear "thank you"`))).toBe(null)
  expect(problem(playLines(`given number "0213456" does not answer\n${branch}\nhear "nobody there"`))).toBe(null)
  expect(problem(playLines(`given number "0213456" fails\n${branch}\nhear "sorry"`))).toBe(null)
  const rings = playLines(`${branch}\nhear "nobody there"`)
  const at = (kind: string): number => rings.log.entries.find(entry => entry.kind === kind)!.at
  expect(at('connect over') - at('connect')).toBe(30_000)
})

it('one call a script, above what is heard and pressed', () => {
  const call = 'call from "1" to "95500"'
  expect(problem(playLines(`${call}\n${call}`))).toBe('A script is one call; this is a second.')
  expect(problem(playLines(`hear "welcome"\n${call}`))).toContain('The call has begun already')
})

it('[L.scripts.16] nothing secret in any record, checked in every script', () => {
  const lines = `given s.log_in answers accepted\n${LOG_IN}\nhear "enter the amount"`
  expect(problem(playLines(lines))).toBe(null)
  expect(problem(playLines(lines, bank({ leak: 'spoken' })))).toMatch(/is found again: it is spoken at/)
  expect(problem(playLines(lines, bank({ leak: 'sent' })))).toMatch(
    /is found again: it is sent to s\.note at .*, in an argument that is not secret/,
  )
  expect(problem(playLines(lines, bank({ leak: 'milestone' })))).toMatch(/is found again: it is in the milestone leaks/)
})

it('no digit of a secret entry stands in the log', () => {
  const { log } = playLines(
    `given s.log_in answers accepted\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "918273"\nhear "enter the amount"`,
  )
  expect(JSON.stringify(log)).not.toContain('918273')
})

it('[L.scripts.16] [S5.19] nothing is performed twice: an equal one ends unknown while the first is not settled', () => {
  const result = playLines(`given s.transfer never answers\n${TWICE}\nhear "we will tell you"`)
  expect(problem(result)).toBe(null)
  expect(result.log.entries.filter(entry => entry.kind === 'ask' && entry.how === 'perform')).toHaveLength(1)
})

it('what happens after the hang-up belongs to the call', () => {
  const machine = bank({ afterHangup: [notify('note', [constant('over')]), milestone('over')] })
  expect(problem(playLines('hear "welcome"\nhang up\nexpect s.note performed once with about "over"', machine))).toBe(null)
  const asks = bank({ afterHangup: [request('accounts', [], { answered: { values: [''], steps: [] }, failed: [] })] })
  expect(playLines('hear "welcome"', asks).failure?.paste).toMatch(/^given s\.accounts answers/)
})

it('[S5.20] [S5.21] a transaction that has begun goes on after the hang-up', () => {
  const result = playLines(`given s.transfer answers done("1") after 5s\n${PAY}\nwait 1s\nhang up\nexpect s.transfer performed once`)
  expect(problem(result)).toBe(null)
  expect(result.log.entries.find(entry => entry.kind === 'settled')).toMatchObject({ outcome: 'done' })
})

it('[L.scripts.18] playing up to a line leaves the call at that moment', () => {
  const text = `use "./main.ivr"\nscript "a" in en-US {\nchoose language\nhear menu main\npress 6\n}`
  const machine = bank()
  const file = parse(text)
  const options = optionsFor(machine)
  const [run] = expandScripts(file, machine, options.readText).runs
  const { call, failure } = playScript(options, run!, text.indexOf('press 6'))
  expect(failure).toBe(null)
  expect(call.waitsForKey).toBe(false)
  expect(call.runUntil(() => call.waitsForKey)).toBe(true)
  expect(machine.listeners[call.session.listener]!.name).toBe('main')
})

it('[L.scripts.2] the same result to the millisecond each time', () => {
  const text = `use "./main.ivr"\nscript "a" in zh-CN, en-US {\ngiven s.transfer answers declined(frozen) after 1500ms\n${PAY}\nhear "declined"\n}`
  const machine = bank()
  const options = optionsFor(machine)
  const { runs } = expandScripts(parse(text), machine, options.readText)
  for (const run of runs) expect(runScript(options, run)).toEqual(runScript(optionsFor(bank()), run))
})

it('a language that the line does not speak is a problem of the script', () => {
  const file = parse(`use "./main.ivr"\nscript "a" in fr-FR { hear "x" }`)
  expect(expandScripts(file, bank(), () => ({ problem: 'missing' })).problems).toMatchObject([{ kind: 'language', language: 'fr-FR' }])
})

it('[S9.8] given queue q has 3 waiting, 2 agents, longest 40s: lines for one queue add up', () => {
  const machine = bank()
  const options = optionsFor(machine)
  const lines = 'given queue cards has 3 waiting, 2 agents, longest 40s\ngiven queue cards answers after 5s for 10s'
  const file = parse(`use "./main.ivr"\nscript "a" {\n${lines}\n}`)
  const [run] = expandScripts(file, machine, options.readText).runs
  const { backend } = playScript(options, run!, Infinity)
  expect(backend.queueState('cards')).toEqual({ waiting: 3, agents: 2, longest: 40_000 })
  expect(backend.queue('cards')).toMatchObject({ waiting: 3, noAgents: false, answersAfter: 5000, talk: 10_000 })
})

it('[L.scripts.2] a script of ten minutes takes next to no time', () => {
  const begun = performance.now()
  const result = playLines('given queue cards answers after 1min for 9min\nchoose language\npress 0\nwait 10min\nhear "thank you"')
  expect(problem(result)).toBe(null)
  expect(result.duration).toBeGreaterThan(600_000)
  expect(performance.now() - begun).toBeLessThan(1000)
})
