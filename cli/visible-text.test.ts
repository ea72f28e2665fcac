import { expect, it } from 'vitest'
import { logLines } from './log-lines.ts'
import { visibleLines, visibleText } from './visible-text.ts'

it('a text that somebody wrote stands in one line, with nothing in it that a terminal obeys', () => {
  expect(visibleText('storm')).toBe('storm')
  expect(visibleText('暴雨 👩‍🚒 – “storm”')).toBe('暴雨 👩‍🚒 – “storm”')
  expect(visibleText('a\r\nb\tc\u001b[2Kd\u009b2Ke\u007f')).toBe('a\\r\\nb\\tc\\u001b[2Kd\\u009b2Ke\\u007f')
  expect(visibleText('a\u202eb\u2066c\u2028d')).toBe('a\\u202eb\\u2066c\\u2028d')
})

it('lines behind the first are set in', () => {
  expect(visibleLines('two things:\n  one\u0007\n  other')).toBe('two things:\n      one\\u0007\n      other')
})

const logged = { level: 'warn', time: '2026-11-25T10:00:00.123Z', line: 'harbour', who: 'me', why: 'storm', msg: 'a setting was changed' }

it('the log at a terminal is as it was where nobody has written anything else', () => {
  expect(logLines(`${JSON.stringify(logged)}\n`)).toBe('10:00:00.123 warn  a setting was changed  line=harbour who=me why=storm\n')
})

it.each([
  ['a line of the log', 'storm\n10:00:01.000 info  the node ends', 'why=storm\\n10:00:01.000 info  the node ends'],
  ['an escape sequence', 'storm\u001b[1A\u001b[2K', 'why=storm\\u001b[1A\\u001b[2K'],
  ['one of C1, which JSON leaves as it is', 'storm\u009b2K', 'why=storm\\u009b2K'],
])('who changes a setting writes no line of the log at a terminal, and deletes none: %s', (_, why, shown) => {
  const text = logLines(`${JSON.stringify({ ...logged, why })}\n${JSON.stringify({ ...logged, who: [why], why: '' })}\n`)
  expect(text.split('\n')).toHaveLength(3)
  expect(text).toContain(shown)
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
})

it('a message of several lines keeps them, set in, and a line that is no JSON is shown as it is but for what a terminal obeys', () => {
  expect(logLines(`${JSON.stringify({ level: 'error', time: logged.time, msg: 'no call is taken: \n  one\n  other', line: 'a' })}\n`)).toBe(
    '10:00:00.123 error no call is taken: \n      one\n      other  line=a\n',
  )
  expect(logLines('what\u001b[2K\n')).toBe('what\\u001b[2K\n')
})
