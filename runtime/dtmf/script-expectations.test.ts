import { expect, it } from 'vitest'
import { constant, notify } from '../core/testing/program.ts'
import { bank } from './testing/bank.ts'
import { play, playLines } from './testing/play.ts'
import type { ScriptResult } from './script-run.ts'

const problem = (result: ScriptResult): string | null => result.failure?.problem.en ?? null
const PAY = `given s.log_in answers accepted
choose language
press 2
enter card "6225880212345673#"
enter passcode "123456"
enter amount "10*05#"
press 1`
const done = `given s.transfer answers done("77") after 2s\n${PAY}`

it('[L.scripts.15] expect OPERATION performed once, with its arguments', () => {
  expect(problem(playLines(`${done}\nexpect s.transfer performed once with amount CNY 10.05`))).toBe(null)
  expect(problem(playLines(`${done}\nexpect s.transfer performed once with amount CNY 10.05, card "6225880212345673"`))).toBe(null)
  const wrong = playLines(`${done}\nexpect s.transfer performed once with amount CNY 10.06`)
  expect(problem(wrong)).toBe('s.transfer was not performed with amount CNY 10.06.')
  expect(wrong.failure?.came[0]?.en).toMatch(/^s\.transfer\(card: \*{4}5673, amount: CNY 10\.05\) at 0:\d\d\.\d{3}$/)
})

it('[L.scripts.15] any operation; performed is sent, whatever came back', () => {
  expect(problem(playLines(`given s.transfer fails\n${PAY}\nexpect s.transfer performed once`))).toBe(null)
  expect(problem(playLines(`given s.transfer never answers\n${PAY}\nexpect s.transfer performed once`))).toBe(null)
  expect(problem(playLines(`${done}\nexpect s.log_in performed once`))).toBe(null)
  expect(problem(playLines(`${done}\nexpect s.note performed once with about "transfer"`))).toBe(null)
})

it('[L.scripts.15] expect OPERATION not performed', () => {
  expect(problem(playLines('hear "english"\nexpect s.transfer not performed'))).toBe(null)
  expect(problem(playLines(`${done}\nhear "done"\nexpect s.transfer not performed`))).toBe('s.transfer was performed once.')
  expect(problem(playLines(`${done}\nhear "done"\nexpect s.transfer not performed with amount CNY 1.00`))).toBe(null)
})

it('an expectation lets time go by as far as the call goes by itself', () => {
  const result =
    playLines(`given s.log_in answers accepted after 2s\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"
expect level verified`)
  expect(problem(result)).toBe(null)
})

it('what does not exist is named: operation, argument, queue, level, place', () => {
  expect(problem(playLines('expect s.nothing performed once'))).toBe('The program has no operation s.nothing.')
  expect(problem(playLines('expect s.transfer performed once with sum CNY 1.00'))).toBe('s.transfer takes no sum.')
  expect(problem(playLines('expect s.log_in performed once with passcode "123456"'))).toBe(
    'passcode is secret: nobody can see what was sent.',
  )
  expect(problem(playLines('expect connected to queue loans'))).toBe('The program has no queue loans.')
  expect(problem(playLines('expect level golden'))).toBe('The line has no level golden.')
  expect(problem(playLines('hang up\nexpect ended in nowhere'))).toBe('The program has no menu or flow nowhere.')
})

it('[L.scripts.15] expect level', () => {
  expect(problem(playLines('expect level anonymous'))).toBe(null)
  expect(problem(playLines('expect level verified'))).toBe('The level is anonymous.')
})

it('[L.scripts.15] expect ended in PLACE, by caller, by line', () => {
  expect(problem(playLines('choose language\npress 6\nhear "goodbye"\nexpect ended in goodbye\nexpect ended by line'))).toBe(null)
  expect(problem(playLines('choose language\nhang up\nexpect ended in main\nexpect ended by caller'))).toBe(null)
  expect(problem(playLines('choose language\nhang up\nexpect ended in goodbye'))).toBe('The call ended in main.')
  expect(problem(playLines('choose language\nhang up\nexpect ended by line'))).toMatch(/^It ended otherwise: the caller hung up/)
  expect(problem(playLines('choose language\nexpect ended in main'))).toBe('The call has not ended: main listens for a key.')
})

it('a call that comes back from a part ends where it came back to', () => {
  const lines = `given s.log_in answers accepted\ngiven s.accounts answers []\nchoose language\npress 1\nenter card "6225880212345673#"\nenter passcode "123456"
hear "your card"\nhear menu main\nhang up\nexpect ended in main`
  expect(problem(playLines(lines))).toBe(null)
})

it('[L.scripts.15] expect connected to queue Q', () => {
  const agent = 'choose language\npress 0'
  expect(problem(playLines(`${agent}\nexpect connected to queue cards`))).toBe(null)
  expect(problem(playLines(`given queue cards answers after 40s\n${agent}\nwait 2min\nexpect connected to queue cards`))).toBe(null)
  const closed = playLines(`given queue cards has no agents\n${agent}\nexpect connected to queue cards`)
  expect(problem(closed)).toBe('The call was not connected to queue cards.')
  expect(closed.failure?.came[0]?.en).toBe('cards had no agents')
})

it('[L.scripts.15] expect transferred to N', () => {
  expect(problem(playLines('choose language\npress 5\nexpect transferred to "95511"'))).toBe(null)
  expect(problem(playLines('choose language\npress 5\nexpect transferred to "95512"'))).toBe('The call was not transferred to 95512.')
  const busy = playLines('given number "95511" is busy\nchoose language\npress 5\nhear "sorry"\nexpect transferred to "95511"')
  expect(busy.failure?.came[0]?.en).toBe('could not be transferred to 95511')
})

it('[L.scripts.15] expect transcript same as, blanks and empty lines apart; --update gives the text', () => {
  const lines = 'choose language\npress 6\nhear "goodbye"\nwait 2s\nexpect transcript same as "./x.txt"'
  const missing = playLines(lines)
  expect(problem(missing)).toBe('There is no transcript ./x.txt yet.')
  const text = missing.transcripts['./x.txt']!
  expect(text).toBe(`call: from a withheld number to 95500
line: Welcome。
line: Chinese。
line: English.
caller: 2
call: language en-US
line: an agent.
line: balances.
line: transfers.
line: a message.
line: the branch.
line: head office.
line: goodbye.
caller: 6
line: Goodbye.
line: hangs up
`)
  expect(problem(playLines(lines, bank(), { './x.txt': `\uFEFF${text.replaceAll('\n', '  \r\n\n')}` }))).toBe(null)
  const other = playLines(lines, bank(), { './x.txt': text.replace('caller: 6', 'caller: 5') })
  expect(problem(other)).toBe('The transcript differs from ./x.txt in line 14.')
  expect(other.failure).toMatchObject({ expected: { en: 'caller: 5' }, came: [{ en: 'caller: 6' }] })
  const short = playLines(lines, bank(), { './x.txt': text.slice(0, -'line: hangs up\n'.length) })
  expect(short.failure).toMatchObject({ expected: { en: 'the end' }, came: [{ en: 'line: hangs up' }] })
})

it('a transcript’s path may have the language and a row’s values in it', () => {
  const text = `use "./main.ivr"
script "a" in zh-CN, en-US {
  each { n: 1 }
  choose language
  hang up
  expect transcript same as "./{language}-{n}.txt"
}`
  const { results } = play(text)
  expect(results.map(result => Object.keys(result.transcripts))).toEqual([['./zh-CN-1.txt'], ['./en-US-1.txt']])
  expect(problem(results[1]!)).toBe('There is no transcript ./en-US-1.txt yet.')
})

// What is counted at its line is counted again when the call is over.
const noting = bank({ afterHangup: [notify('note', [constant('hung up')])] })

it('[L.scripts.15] what is expected of an operation holds to the end of the call: a later send fails at the line that did not expect it', () => {
  const result = playLines('hear "english"\nexpect s.note not performed\nhang up', noting)
  expect(problem(result)).toBe('s.note was performed after this line, at 0:02.000, after the caller had hung up.')
  expect(result.failure?.expected?.en).toBe('s.note not performed, to the end of the call')
  expect(result.failure?.came.map(came => came.en)).toEqual(['s.note(about: "hung up") at 0:02.000'])
  expect(result.failure?.at).toBe(2000)
  // The first of the lines in the file: `use`, `script`, `hear`, `expect`.
  expect(result.run.script.lines[1]).toMatchObject(result.failure?.span ?? {})
  const once = playLines(`${done}\nexpect s.note performed once\nhang up`, noting)
  expect(problem(once)).toMatch(/^s\.note was performed again after this line, at 0:\d\d\.\d{3}, after the caller had hung up\.$/)
  expect(problem(playLines(`${done}\nexpect s.note performed once with about "transfer"\nhang up`, noting))).toBe(null)
  expect(problem(playLines(`${done}\nexpect s.note performed`, noting))).toBe(null)
})

it('a send that a later line expects is no violation of an earlier one', () => {
  expect(problem(playLines('hear "english"\nexpect s.note not performed\nhang up\nexpect s.note performed once', noting))).toBe(null)
  const other = 'hear "english"\nexpect s.note not performed\nhang up\nexpect s.note performed once with about "transfer"'
  expect(problem(playLines(other, noting))).toBe('s.note was not performed with about "transfer".')
  const before = `hear "english"\nexpect s.transfer not performed\n${done}\nexpect s.transfer performed once\nexpect s.note performed once\nhang up\nexpect s.note performed twice`
  expect(problem(playLines(before, noting))).toBe(null)
})

it('a failure holds places of the script, and nothing of what its lines hold', () => {
  const { failure } = playLines('hear menu main\npress ahead "2"\nenter passcode "918273"')
  expect(Object.keys(failure!.span).sort()).toEqual(['end', 'start'])
  expect(Object.keys(failure!.underWay).sort()).toEqual(['end', 'start'])
  const gone = playLines('hang up\npress "918273"')
  expect(JSON.stringify(gone.failure)).not.toContain('918273')
})
