import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { disk } from '../io.ts'
import { callwright, folderWith } from '../testing/io.ts'
import { firstProject } from '../testing/project.ts'

const CARD = '6225880212345673#'

it('is a telephone without a terminal: keys from standard input, virtual time', async () => {
  const cwd = await firstProject()
  disk.write(`${cwd}/answers.json`, '{ "bank.balance": "100.50" }')
  const { code, out, err } = await callwright(['dial', 'main.ivr', '--answers', 'answers.json'], { cwd, input: ['2,1', CARD, ',,'] })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('Enter your card number, then press pound.')
  expect(out).toContain('The balance is one hundred yuan')
  expect(out).toContain('the caller hangs up')
})

it('presses keys first, each once the call waits for it, and goes on with those that are given', async () => {
  const cwd = await firstProject()
  disk.write(`${cwd}/answers.json`, '{ "bank.balance": "100.50" }')
  const whole = await callwright(['dial', '--answers', 'answers.json'], { cwd, input: ['21', CARD, ',,'] })
  const first = await callwright(['dial', '--answers', 'answers.json', '--press', '21'], { cwd, input: [CARD, ',,'] })
  expect(first).toEqual(whole)
  expect(first.out).toContain('The balance is one hundred yuan')
  const refused = await callwright(['dial', '--press', '2x', '--lang', 'zh'], { cwd })
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('必须是电话按键') as string })
})

it('dials the project’s program where none is named', async () => {
  const cwd = await firstProject()
  expect((await callwright(['dial'], { cwd: `${cwd}/scripts`, input: [''] })).out).toContain('欢迎致电。')
})

it('rings from, to and at what it is told, on the line’s own clock', async () => {
  const cwd = await firstProject()
  const keys = { cwd, input: ['20'] }
  const closed = await callwright(['dial', '--from', '+8613800138000', '--to', '95500', '--at', '2026-11-22T10:00'], keys)
  expect(closed.out).toContain('☎ 95500')
  expect(closed.out).toContain('from +8613800138000')
  expect(closed.out).toContain('We are closed now.')
  // 17:29 in Shanghai is 9:29 in UTC.
  expect((await callwright(['dial', '--at', '2026-11-23T17:29'], keys)).out).toContain('connecting to 4006895500')
  expect((await callwright(['dial', '--at', '2026-11-23T17:31'], keys)).out).toContain('We are closed now.')
  expect((await callwright(['dial', '--at', '2026-11-23T09:29Z'], keys)).out).toContain('connecting to 4006895500')
  expect(await callwright(['dial', '--at', 'noon'], keys)).toMatchObject({ code: 2, out: '' })
})

it('where the line’s clock is set, --at is the time that it shows: the earlier of two, and where it shows none, when it is set', async () => {
  const source = `line test "Test" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone America/New_York
  otherwise -> goodbye
}
hours early { mon..sun 03:00..04:00 }
flow welcome {
  if open(early) { say "We are up." } else { say "We are asleep." }
  -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
`
  const cwd = folderWith({ 'main.ivr': source })
  const year = new Date().getUTCFullYear()
  const sunday = (month: number, nth: number): string => {
    const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
    const day = 1 + ((7 - first) % 7) + (nth - 1) * 7
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  }
  const at = async (time: string): Promise<string> => {
    const { out, err } = await callwright(['dial', 'main.ivr', '--at', time, '--record', 'x.dtmf'], { cwd, input: [''] })
    const written = / at (\S+)/.exec(readFileSync(`${cwd}/x.dtmf`, 'utf8'))?.[1]
    return `${written ?? err} ${/We are (\w+)/.exec(out)?.[1]}`
  }
  const [spring, autumn] = [sunday(3, 2), sunday(11, 1)]
  expect(await at(`${spring}T01:59`)).toBe(`${spring}T01:59:00-05:00 asleep`)
  expect(await at(`${spring}T02:30`)).toBe(`${spring}T03:00:00-04:00 up`)
  expect(await at(`${spring}T03:30`)).toBe(`${spring}T03:30:00-04:00 up`)
  expect(await at(`${spring}T04:00`)).toBe(`${spring}T04:00:00-04:00 asleep`)
  expect(await at(`${autumn}T01:30`)).toBe(`${autumn}T01:30:00-04:00 asleep`)
  expect(await at(`${autumn}T01:30-05:00`)).toBe(`${autumn}T01:30:00-05:00 asleep`)
  expect(await at(`${autumn}T03:30`)).toBe(`${autumn}T03:30:00-05:00 up`)
})

it('says that the line has no such number, and which there are, and goes on', async () => {
  const cwd = await firstProject()
  const known = await callwright(['dial', '--to', '95500'], { cwd, input: [''] })
  expect(known.err).toBe('')
  const english = await callwright(['dial', '--to', '12345'], { cwd, input: [''] })
  expect(english).toMatchObject({ code: 0, err: expect.stringMatching(/no number 12345; it has .*95500/) as string })
  expect(english.out).toContain('欢迎致电。')
  expect((await callwright(['dial', '--to', '12345', '--lang', 'zh'], { cwd, input: [''] })).err).toContain('线路没有号码 12345')
})

it('takes answers from the given lines of a script', async () => {
  const cwd = await firstProject()
  for (const [place, heard] of [
    ['scripts/first-line.dtmf', 'The balance is one hundred yuan'],
    ['scripts/first-line.dtmf:18', 'We cannot do that right now'],
  ]) {
    expect((await callwright(['dial', '--answers', place!], { cwd, input: [`21${CARD}`] })).out).toContain(heard)
  }
})

it('is the caller of a script’s call: its moment, its number, its given lines', async () => {
  const cwd = await firstProject()
  const { out } = await callwright(['dial', '--script', 'scripts/first-line.dtmf:4'], { cwd, input: [`21${CARD}`] })
  expect(out).toContain('from +8613800138000')
  expect(out).toContain('one hundred yuan')
  expect(
    (await callwright(['dial', '--script', 'scripts/first-line.dtmf:29', '--at', '2026-11-23T10:00'], { cwd, input: ['20'] })).out,
  ).toContain('connecting to')
})

it('begins at a moment of a script', async () => {
  const cwd = await firstProject()
  const lines = readFileSync(`${cwd}/scripts/first-line.dtmf`, 'utf8').split('\n')
  const line = lines.findIndex(text => text.includes('enter card')) + 1
  const { out } = await callwright(['dial', '--at', `scripts/first-line.dtmf:${line}`, '--language', 'en-US'], { cwd, input: [CARD] })
  expect(out.match(/▸/g)).toHaveLength(3)
  expect(out).toContain('one hundred yuan')
})

it('[L.scripts.12] stands still where nothing says what the bank answers', async () => {
  const cwd = await firstProject()
  const { code, err } = await callwright(['dial'], { cwd, input: [`21${CARD}`] })
  expect(code).toBe(1)
  expect(err).toContain('nothing says what bank.balance answers')
  expect(err).toContain('given bank.balance answers CNY 100.00')
})

it('writes the call down as a script that passes', async () => {
  const cwd = await firstProject()
  disk.write(`${cwd}/answers.json`, '{ "bank.balance": "100.50" }')
  const dialled = await callwright(['dial', '--answers', 'answers.json', '--record', 'scripts/recorded.dtmf'], {
    cwd,
    input: [`1,1${CARD},2s`],
  })
  expect(dialled.err).toBe('scripts/recorded.dtmf written\n')
  const script = readFileSync(`${cwd}/scripts/recorded.dtmf`, 'utf8')
  expect(script).toContain('use "../main.ivr"')
  expect(script).toContain('given bank.balance answers CNY 100.50')
  expect((await callwright(['test', 'scripts/recorded.dtmf'], { cwd })).out).toMatch(/^1 script: 1 passed/)
})

it('writes down the queue, the agent and the numbers that a call met, its settings in every language, and its moment on the line’s clock', async () => {
  const cwd = folderWith({
    'main.ivr': `line desk "Desk" {
  numbers { "95500" -> start }
  languages zh-CN, en-US
  time zone Asia/Shanghai
  otherwise -> hangup
}
settings { notice: speech = zh"无" en"None" }
queue cards { position every 20s  longest wait 2min }
flow start {
  say settings.notice
  connect queue cards {
    press 1 for zh"留言" en"a message" -> later
    answered(who) { say zh"再见，{who}。" en"Goodbye, {who}." }
    timed out, no agents, failed -> later
  }
  connect number "4006" within 30s {
    answered { say zh"好。" en"Good." }
    busy, no answer, failed { say zh"忙。" en"Busy." }
  }
  -> hangup
}
flow later { say zh"稍后再试。" en"Try later." -> hangup }
`,
    'given.dtmf': `use "./main.ivr"
script "answered" in zh-CN {
  call to "95500" at 2026-11-23T10:00+08:00
  given setting notice = zh"停机" en"Down"
  given queue cards has 2 waiting, 3 agents, longest 40s
  given queue cards answers by "7001" after 50s for 2min
  given number "4006" answers after 5s for 1min
}
`,
  })
  const at = ['--script', 'given.dtmf:2', '--record', 'recorded.dtmf']
  const tested = async (): Promise<string> => (await callwright(['test', 'recorded.dtmf'], { cwd })).out
  expect((await callwright(['dial', ...at], { cwd, input: [','.repeat(500)] })).out).toContain('再见')
  const script = readFileSync(`${cwd}/recorded.dtmf`, 'utf8')
  for (const line of [
    'call to "95500" at 2026-11-23T10:00:00+08:00',
    'given setting notice = zh"停机" en"Down"',
    'given queue cards has 2 waiting, 3 agents, longest 40s',
    'given queue cards answers by "7001" after 50s for 2min',
    'given number "4006" answers after 5s\n',
    'hear "您排在第三位。"',
    'expect connected to queue cards',
  ]) {
    expect(script).toContain(line)
  }
  expect(await tested()).toMatch(/^1 script: 1 passed/)
  // A key that leaves the queue comes when it came.
  await callwright(['dial', ...at], { cwd, input: [`${','.repeat(60)}1`] })
  expect(readFileSync(`${cwd}/recorded.dtmf`, 'utf8')).toMatch(/wait \d+ms\n {2}press 1\n/)
  expect(await tested()).toMatch(/^1 script: 1 passed/)
})

it('refuses what does not go together', async () => {
  const cwd = await firstProject()
  const place = 'scripts/first-line.dtmf:9'
  expect((await callwright(['dial', '--at', place, '--script', place], { cwd })).code).toBe(2)
  expect((await callwright(['dial', '--at', place, '--record', 'x.dtmf'], { cwd })).err).toContain('begins in the middle of one')
})

it('says what is wrong with answers', async () => {
  const cwd = await firstProject()
  for (const [text, problem] of [
    ['{', /answers\.json: it is not JSON/],
    ['[]', /answers\.json: answers are an object/],
    ['{ "bank.balanse": 1 }', /the program has no operation bank\.balanse; it has bank\.balance\./],
    ['{ "bank.balance": "much" }', /answers\.json: bank\.balance: "much" stands where an amount in CNY is wanted\./],
  ] as const) {
    disk.write(`${cwd}/answers.json`, text)
    const { code, err } = await callwright(['dial', '--answers', 'answers.json'], { cwd, input: ['1'] })
    expect(code).toBe(2)
    expect(err).toMatch(problem)
  }
  expect((await callwright(['dial', '--script', 'scripts/first-line.dtmf:2'], { cwd })).err).toContain(
    'no script that can run lies at this line; scripts begin at 3, 17, 28.',
  )
  expect((await callwright(['dial', '--script', 'scripts/first-line.dtmf:4', '--language', 'fr'], { cwd })).err).toContain(
    'it runs in zh-CN, en-US',
  )
})

it.each([
  ['"acepted"', 'bank.log_in does not answer “acepted”; it answers accepted, refused, "fails" or "never answers".'],
  ['{ "acepted": [] }', 'bank.log_in does not answer “acepted”; it answers accepted, refused, "fails" or "never answers".'],
  ['"accepted"', 'bank.log_in answers accepted(customer, tries), with 2 values; here are 0.'],
  ['{ "accepted": ["C1", 1, 2] }', 'bank.log_in answers accepted(customer, tries), with 2 values; here are 3.'],
  ['{ "accepted": { "customer": "C1" } }', 'bank.log_in: accepted has no “tries”.'],
  ['{ "accepted": { "customer": "C1", "tries": 1, "left": 2 } }', 'bank.log_in: accepted has no value “left”; it has customer, tries.'],
  ['{ "accepted": ["C1", "one"] }', 'bank.log_in: accepted “tries”: "one" stands where a whole number is wanted.'],
  [
    '{ "accepted": "C1" }',
    'bank.log_in has outcomes; write "refused", { "accepted": ["C1001"] } or { "accepted": { "customer": "C1001" } }.',
  ],
  ['["refused"]', 'bank.log_in has outcomes; write "refused", '],
  ['{ "refused": [], "accepted": [] }', 'bank.log_in has outcomes; write "refused", '],
])('an answer in JSON that cannot be one is told with its file, operation and value: %s', async (answer, problem) => {
  const program = `service bank { attempt log_in(card: digits) within 3s { accepted(customer: text, tries: number 0..9)  refused } }
line test { numbers { "1" -> start } languages en time zone UTC otherwise -> start }
flow start { attempt bank.log_in("1") { accepted(c, n) { say "{c} {n}" } refused, failed { say "no" } } -> hangup }`
  const cwd = folderWith({ 'main.ivr': program, 'answers.json': `{ "bank.log_in": ${answer} }` })
  const { code, err } = await callwright(['dial', 'main.ivr', '--answers', 'answers.json'], { cwd, input: [''] })
  expect(err).toContain(`callwright: answers.json: ${problem}`)
  expect(code).toBe(2)
})

it.each([
  ['bank.ended', '"ok"', 'bank.ended is a notice, which has no outcomes: leave it out, or write "fails" or "never answers".'],
  ['bank.ended', 'null', 'bank.ended is a notice, '],
  [
    'bank.pay',
    '"unknown"',
    'bank.pay does not answer “unknown”; it answers done, "fails" or "never answers", which is how it ends unknown.',
  ],
])('how %s can be answered is told where %s is no answer', async (operation, answer, problem) => {
  const program = `service bank { notice ended(why: text)  transaction pay(what: text) within 5s { done } }
line test { numbers { "1" -> start } languages en time zone UTC otherwise -> start }
flow start { notify bank.ended("x") -> hangup }`
  const cwd = folderWith({ 'main.ivr': program, 'answers.json': `{ "${operation}": ${answer} }` })
  const { code, err } = await callwright(['dial', 'main.ivr', '--answers', 'answers.json'], { cwd, input: [''] })
  expect([code, err]).toEqual([2, expect.stringContaining(`callwright: answers.json: ${problem}`)])
})

it('gives the call as JSON lines', async () => {
  const cwd = await firstProject()
  const { code, out } = await callwright(['dial', '--json', '--answers', 'scripts/first-line.dtmf'], { cwd, input: [`21${CARD}`] })
  expect(code).toBe(0)
  const events = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { kind: string; at: number; text?: string })
  expect(events[0]).toMatchObject({ at: 0, kind: 'began', called: '95500' })
  expect(events.at(-1)).toMatchObject({ kind: 'ended', by: 'caller' })
  expect(events.find(event => event.kind === 'ask')?.text).toContain('bank.balance')
})
