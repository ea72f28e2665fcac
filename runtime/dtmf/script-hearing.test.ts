import { expect, it } from 'vitest'
import type { ScriptResult } from './script-run.ts'
import { playLines } from './testing/play.ts'

const CALL = 'call from "+8613800138000" to "95500" at 2026-11-23T10:00+08:00'
const problem = (result: ScriptResult): string | null => result.failure?.problem.en ?? null
const run = (lines: string): ScriptResult => playLines(`${CALL}\n${lines}`)

it('[S9.2] [L.scripts.7] hear looks forward from the last match', () => {
  expect(problem(run('hear "welcome"\nhear "english"'))).toBe(null)
  const back = run('hear "english"\nhear "welcome"')
  expect(problem(back)).toBe('It was not heard.')
  expect(back.failure?.hint?.en).toContain('It was heard at 0:00.000, before')
  expect(problem(run('hear "welcome"\nhear "welcome"'))).toBe('It was not heard.')
  const within = run('choose language\npress 2\nhear "enter your"\nhear "card"')
  expect(within.failure?.hint?.en).toMatch(/^The last “hear” heard it, at 0:\d\d\.\d\d\d, and hear looks behind that\./)
})

it('[S9.2] [L.scripts.7] hear lets time go by until the call waits for a key, and fails there', () => {
  const waits = run('hear "never said"')
  expect(waits.failure?.at).toBe(3000)
  expect(waits.failure?.came.at(-1)?.en).toBe('then welcome listens for a key')
  expect(waits.failure?.came.map(came => came.en)).toContain('“Welcome。”')
})

it('[S9.2] hear lets time go by until the call ends, and fails there', () => {
  const ends = run('choose language\npress 6\nhear "goodbye"\nhear "more"')
  expect(ends.failure?.came.at(-1)?.en).toMatch(/^then the line hung up at /)
})

it('[S9.2] it matches when the segment begins, cut or not', () => {
  const begins = run('hear "welcome"\nexpect level verified')
  expect(begins.log.entries.find(entry => entry.kind === 'spoken')).toMatchObject({ at: 0 })
  const cut = run('press early 2\nhear "welcome"')
  expect(problem(cut)).toBe(null)
  expect(cut.log.entries.find(entry => entry.kind === 'spoken')).toMatchObject({ cut: true, until: 100 })
})

it('[S9.2] hear next: the very next segment', () => {
  expect(problem(run('hear next "welcome"\nhear next "chinese"'))).toBe(null)
  const passed = run('hear next "welcome"\nhear next "english"')
  expect(problem(passed)).toBe('Something else was heard first.')
  expect(passed.failure?.came[0]?.en).toBe('“Chinese。”')
})

it('a pause is nothing that is heard', () => {
  const lines = `given s.log_in answers accepted\ngiven s.accounts answers []\nchoose language\npress 1\nenter card "6225880212345673#"
enter passcode "123456"\nhear prompt your_card with card "6225880212345673"\nhear next prompt balance`
  expect(problem(run(lines))).toBe(null)
})

it('[S9.2] hear menu M: until M is read', () => {
  expect(problem(run('choose language\nhear menu main\nhear next "an agent"'))).toBe(null)
  expect(problem(run('hear menu main'))).toBe('It was not heard.')
  const unknown = run('hear menu nowhere')
  expect(problem(unknown)).toBe('The program has no menu nowhere.')
  expect(unknown.failure?.hint?.en).toContain('welcome, main')
})

it('a menu is heard behind what was said on the way to it', () => {
  const lines = `given queue cards has no agents\nchoose language\npress 0\nhear "closed"\nhear menu main\nhear next "an agent"`
  expect(problem(run(lines))).toBe(null)
})

it('[S9.3] hear nothing else: nothing between the last match and now', () => {
  expect(problem(run('hear "english"\nhear nothing else'))).toBe(null)
  expect(problem(run('hear "english"\nhear nothing else within 4s'))).toBe(null)
  const more = run('hear "welcome"\nwait 1500ms\nhear nothing else')
  expect(problem(more)).toBe('Something else was heard.')
  expect(more.failure).toMatchObject({ at: 1000, came: [{ en: '“Chinese。”' }] })
  expect(problem(run('hear "welcome"\nhear nothing else within 1s'))).toBe(null)
  expect(problem(run('hear "welcome"\nhear nothing else within 1001ms'))).toBe('Something else was heard.')
})

it('[L.scripts.10] within: begun by then, counted from the end of the line above', () => {
  expect(problem(run('wait 500ms\nhear "english" within 1500ms'))).toBe(null)
  const late = run('wait 500ms\nhear "english" within 1499ms')
  expect(problem(late)).toBe('It was heard 1 ms too late.')
  expect(late.failure?.expected?.en).toBe('“english”, by 0:01.999')
})

it('[S9.3] [L.scripts.7] never hear holds for the whole call: before it and after it', () => {
  const before = run('hear "english"\nnever hear "welcome"')
  expect(problem(before)).toBe('It was heard.')
  expect(before.failure?.expected?.en).toBe('never “welcome”')
  const after = run('never hear "goodbye"\nchoose language\npress 6\nwait 5s')
  expect(problem(after)).toBe('It was heard.')
  expect(after.failure?.span).not.toEqual(null)
  expect(problem(run('never hear "goodbye"\nhear "english"'))).toBe(null)
})

it('[L.scripts.9] tagged texts mean the run’s language', () => {
  expect(problem(run('hear zh"没有" en"welcome"'))).toBe(null)
  expect(problem(run('hear zh"没有"'))).toContain('en-US')
})

it('[L.scripts.8] hear exactly is the whole and literal', () => {
  expect(problem(run('hear exactly "English."'))).toBe(null)
  expect(problem(run('hear exactly "English"'))).toBe('It was not heard.')
})

it('[L.scripts.10] hear prompt NAME, with a value', () => {
  const pay = (line: string): ScriptResult =>
    run(`given s.log_in answers accepted\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"
enter amount "10*05#"\n${line}`)
  expect(problem(pay('hear prompt you_pay'))).toBe(null)
  expect(problem(pay('hear prompt you_pay with amount CNY 10.05'))).toBe(null)
  expect(problem(pay('hear prompt you_pay with amount CNY 10.06'))).toBe('It was not heard.')
  expect(problem(pay('hear prompt you_pay with sum CNY 10.05'))).toBe('The prompt you_pay speaks no value sum.')
  expect(problem(pay('hear prompt you_paid'))).toBe('The program has no prompt you_paid.')
  expect(problem(pay('hear prompt you_pay with amount USD 10.05'))).toContain('CNY')
})

it('[L.scripts.10] hear recording', () => {
  const lines = 'choose language\npress 3\nspeak 2s\nhear recording'
  expect(problem(run(lines))).toBe(null)
  expect(problem(run('hear recording'))).toBe('It was not heard.')
})

it('private values are shown by their mask where something else was heard', () => {
  const lines = `given s.log_in answers accepted\ngiven s.accounts answers []\nchoose language\npress 1\nenter card "6225880212345673#"
hear "enter your passcode"\nenter passcode "123456"\nhear next "not this"`
  const said = run(lines).failure!.came.map(came => came.en)
  expect(said).toContain('“Your card ****5673.”')
})

it('hear that gives up where the caller waits in a queue, or is recorded, says how time goes on', () => {
  expect(playLines('choose language\npress 0\nhear "nobody is free"').failure?.hint?.en).toBe(
    'hear goes no further where the caller waits in a queue: “wait 1min” above it lets the time go by.',
  )
  expect(playLines('choose language\npress 3\nhear "your message"').failure?.hint?.en).toBe(
    'hear goes no further where the caller is recorded: “speak 5s” says something, “stay silent” nothing.',
  )
})

it('a text that is nearly right is shown beside what was said', () => {
  const hint = (text: string): string | undefined => playLines(`choose language\nhear ${text}`).failure?.hint?.en
  expect(hint('"head ofice"')).toBe('The nearest that was said: “head office.”')
  expect(hint('exactly "head office"')).toBe('The nearest that was said: “head office.”')
  expect(hint('"the brunch"')).toBe('The nearest that was said: “the branch.”')
  expect(hint('"your reference number"')).toBe(undefined)
  expect(hint('prompt declined')).toBe(undefined)
})

it('a text of another language than the call speaks is told apart from a text that was not said', () => {
  const { failure } = playLines('press 1\nhear "one moment"')
  expect(failure?.hint?.en).toBe(
    'The call speaks zh-CN here, and the script runs in en-US: “choose language” presses the key of its language.',
  )
  expect(playLines('choose language\nhear "one moment"').failure?.hint).toBe(null)
})

it('a prompt that was said with other values says which, though private ones are masked', () => {
  const paying = `given s.log_in answers accepted\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"\nenter amount "10*05#"\n`
  const hint = (line: string): string | undefined => playLines(`${paying}${line}`).failure?.hint?.en
  expect(hint('hear prompt you_pay with amount CNY 10.06')).toBe('The prompt was heard with another value of amount: CNY 10.05.')
  const accounts = `given s.log_in answers accepted\ngiven s.accounts answers []\nchoose language\npress 1\nenter card "6225880212345673#"\nenter passcode "123456"\n`
  const { failure } = playLines(`${accounts}hear prompt your_card with card "6225880212345681"`)
  expect(failure?.hint?.en).toBe(
    'The prompt was heard with another value of card: ****5673. Private values are compared whole but shown by their mask.',
  )
})

it('nothing else is counted from the last hear: where there is none, from the beginning of the call', () => {
  expect(playLines('press 2\nhear nothing else').failure?.hint?.en).toBe(
    'It counts from what the last “hear” heard; above this line there is none.',
  )
  expect(playLines('hear "welcome"\npress 2\nhear nothing else').failure?.hint).toBe(null)
})
