import { expect, it } from 'vitest'
import type { KeyEntry } from '../call/call-log.ts'
import type { ScriptResult } from './script-run.ts'
import { bank, bankSpeaker } from './testing/bank.ts'
import { playLines } from './testing/play.ts'
import { transcriptRows } from './transcript.ts'

const problem = (result: ScriptResult): string | null => result.failure?.problem.en ?? null
const keys = (result: ScriptResult): readonly KeyEntry[] => result.log.entries.filter((entry): entry is KeyEntry => entry.kind === 'key')
const times = (result: ScriptResult): readonly number[] => keys(result).map(entry => entry.at)

it('[S9.1] [L.scripts.5] [S1.2.3] [S1.2.4] press waits until a listener has said its prompts; a key is reported on release, 100 ms later', () => {
  expect(times(playLines('press 2'))).toEqual([3100])
})

it('[S9.1] [L.scripts.5] press early waits until it begins to speak', () => {
  expect(times(playLines('press early 2'))).toEqual([100])
  // What was said on the way to a menu is not the menu's own: here the queue's label and a text, a second each.
  const lines = 'given queue cards has no agents\nchoose language\npress 0\npress early 6'
  const [, agent, early] = times(playLines(lines))
  expect(early! - agent!).toBe(2100)
})

it('[S9.1] press ahead waits for nothing', () => {
  const lines =
    'given s.log_in answers accepted after 2s\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"\nenter ahead "10*05#"'
  const result = playLines(lines)
  const last = keys(result).slice(-6)
  expect(last.map(entry => entry.use)).toEqual(
    ['dropped', 'dropped', 'dropped', 'dropped', 'dropped', 'dropped'].map(() => expect.any(String)),
  )
  const asked = result.log.entries.find(entry => entry.kind === 'ask')!
  expect(last[0]!.at - asked.at).toBe(200)
})

it('[S9.1] [S1.2.4] 200 ms a key: 100 held, 100 gap', () => {
  const lines = 'choose language\npress 2\nenter card "6225880212345673#"'
  const at = times(playLines(lines)).slice(2)
  expect(at.slice(1).map((time, index) => time - at[index]!)).toEqual(Array.from({ length: 16 }, () => 200))
})

it('[L.scripts.6] a comma is half a second', () => {
  const at = times(playLines('choose language\npress 2\nenter card "62,25"')).slice(2)
  expect(at.slice(1).map((time, index) => time - at[index]!)).toEqual([200, 700, 200])
})

it('[L.scripts.6] enter NAME fails at once where another collect listens, and says which', () => {
  const result = playLines('choose language\npress 2\nenter passcode "123456"')
  expect(problem(result)).toBe('passcode is to be entered, but log_in.card listens for a key.')
  expect(result.failure?.source).not.toBe(null)
  expect(keys(result)).toHaveLength(2)
  // The flow may be said too.
  expect(problem(playLines('choose language\npress 2\nenter card "6225880212345673#"'))).toBe(null)
})

it('[L.scripts.6] entered ahead, it fails as soon as another one takes it', () => {
  const lines = (name: string): string =>
    `choose language\npress ahead 2\nenter ahead ${name} "6225880212345673#"\nhear "enter your passcode"`
  expect(problem(playLines(lines('card')))).toBe(null)
  const other = playLines(lines('amount'))
  expect(problem(other)).toBe('amount is to be entered, but log_in.card listens for a key.')
  const late = playLines(`choose language\nenter ahead amount "1"\nhear "your card"`)
  expect(problem(late)).toBe('amount is to be entered, but main listens for a key.')
  const request = `given s.log_in answers accepted after 2s\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"`
  expect(problem(playLines(`${request}\nenter ahead amount "10*05#"\nhear "enter the amount"`))).toBe('It was not heard.')
  expect(problem(playLines(`${request}\nenter ahead card "1#"\nhear "you pay"`))).toBe(
    'card was entered ahead, but transfers.amount took a key of it.',
  )
})

it('keys that wait behind an announcement may belong to a later collect: it is named all the same', () => {
  const machine = bank({ greeting: 'announced' })
  const given = 'given s.log_in answers accepted\n'
  const ahead = `${given}press ahead "22"\nenter ahead card "6225880212345673#"\n`
  expect(problem(playLines(`${ahead}enter passcode "123456"\nhear "enter the amount"`, machine))).toBe(null)
  // Where no key waits yet the first to listen is not the one that was named.
  const other = playLines(`${given}press ahead "22"\nenter ahead passcode "123456"\nwait 9s`, machine)
  expect(problem(other)).toBe('passcode was entered ahead, but log_in.card took a key of it.')
})

it('[L.scripts.6] enter NAME where a menu listens, and a name that no collect has', () => {
  const result = playLines('enter cord "1"')
  expect(problem(result)).toBe('cord is to be entered, but welcome listens for a key.')
  expect(result.failure?.hint?.en).toContain('No collect of the program is called cord; there is passcode, card, amount.')
})

it('a script that goes on when the call ended says so', () => {
  const result = playLines('choose language\npress 6\nwait 5s\npress 1')
  expect(problem(result)).toMatch(/^The script goes on to press 1, but the line hung up at 0:1\d\.\d{3}\.$/)
  expect(problem(playLines('choose language\npress 6\nwait 5s\nhang up'))).toMatch(/hang up, but the line hung up/)
  expect(problem(playLines('hang up\npress 1'))).toMatch(/press 1, but the caller hung up at 0:00.000/)
})

it('choose language presses the key of the run’s language', () => {
  const result = playLines('choose language\nhear menu main')
  expect(problem(result)).toBe(null)
  expect(result.log.entries).toContainEqual(expect.objectContaining({ kind: 'language', language: 'en-US' }))
  expect(problem(playLines('choose language\nchoose language'))).toBe('No key here chooses en-US: main listens for a key.')
})

it('[S9.7] stay silent lets the timer that runs, or the next one, expire once', () => {
  const result = playLines('choose language\nhear menu main\nstay silent\nhear "nothing heard"')
  expect(problem(result)).toBe(null)
  expect(result.log.entries.filter(entry => entry.kind === 'outcome' && entry.result === 'silence')).toHaveLength(1)
})

it('[S9.7] after a half-typed entry hear does not wait, stay silent does', () => {
  const half = 'choose language\npress 2\nenter card "6225"'
  const heard = playLines(`${half}\nhear "too short"`)
  expect(heard.failure?.came.at(-1)?.en).toBe('then log_in.card listens for a key, with something typed already')
  const silent = playLines(`${half}\nstay silent\nhear "enter your card"`)
  expect(problem(silent)).toBe(null)
})

it('[S9.4] wait lets time go by', () => {
  const result = playLines('wait 90s')
  expect(result.passed).toBe(true)
  expect(result.log.entries.filter(entry => entry.kind === 'hung up')).toMatchObject([{ by: 'line' }])
  expect(playLines('wait 2s').duration).toBe(2000)
})

it('[L.scripts.14] the end of a script hangs up', () => {
  const result = playLines('hear "welcome"')
  expect(result.log.entries.at(-1)).toMatchObject({ kind: 'ended', by: 'caller' })
})

it('[S9.1] in a waiting queue press acts at once, and its key leaves the queue', () => {
  const result = playLines('choose language\npress 0\nhear "a call back"\npress 1\nhear "we call you back"')
  expect(problem(result)).toBe(null)
  const cut = playLines('choose language\npress 0\npress 1\nhear "we call you back"')
  const connect = cut.log.entries.find(entry => entry.kind === 'connect')!
  expect(times(cut).at(-1)! - connect.at).toBe(200)
})

it('the key of a queue’s option is shown as leaving the queue, and the end key of a recording as ending it; another is dropped', () => {
  const machine = bank()
  const rows = (lines: string): string[] => {
    const { log } = playLines(lines, machine)
    return transcriptRows(log, machine, bankSpeaker(machine)).filter(row => row.who === 'caller').map(row => row.text.en) // prettier-ignore
  }
  const queue = playLines('choose language\npress 0\npress 7\npress 1\nhear "we call you back"', machine)
  expect(keys(queue).slice(-2)).toMatchObject([
    { shown: '•', use: 'dropped' },
    { shown: '1', use: 'leaves the queue' },
  ])
  expect(rows('choose language\npress 0\npress 7\npress 1\nhear "we call you back"').slice(2)).toEqual([
    'a key is dropped (nothing listens and no key is kept)',
    '1 (leaves the queue)',
    'hangs up',
  ])
  expect(rows('choose language\npress 3\nspeak 4s\npress #\nhear prompt your_message').slice(2)).toEqual([
    'speaks for 4s',
    '# (ends the recording)',
    'hangs up',
  ])
})

it('what fails because something is typed already says how the entry is ended', () => {
  const hint = 'Something is typed already: end the entry with “#”, or let its time run out with “stay silent”.'
  const typed = `given s.log_in answers accepted\nchoose language\npress 2\nenter card "6225880212345673"\n`
  expect(playLines(`${typed}enter passcode "123456"`).failure?.hint?.en).toBe(hint)
  expect(playLines(`${typed}hear "passcode"`).failure?.hint?.en).toBe(hint)
  expect(playLines(`${typed}expect level verified`).failure?.hint?.en).toBe(hint)
  const machine = bank()
  const without = { ...machine, listeners: machine.listeners.map(listener => ({ ...listener, endKey: null })) }
  const silent = 'Something is typed already: let its time run out with “stay silent”.'
  expect(playLines(`${typed}hear "passcode"`, without).failure?.hint?.en).toBe(silent)
  expect(playLines(`${typed}stay silent\nenter passcode "123456"`).failure).toBe(null)
  expect(playLines('choose language\npress 2\nenter passcode "123456"').failure?.hint).toBe(null)
})

it('[L.scripts.13] speak 5s: a recording as long as the voice and the silence that ends it', () => {
  const result = playLines('choose language\npress 3\nspeak 5s\nhear prompt your_message')
  expect(problem(result)).toBe(null)
  expect(result.log.entries.find(entry => entry.kind === 'recorded')).toMatchObject({ ms: 9000 })
  expect(problem(playLines('choose language\npress 3\nspeak 2s\npress #\nhear prompt your_message'))).toBe(null)
  expect(problem(playLines('choose language\npress 3\nstay silent\nhear "nothing recorded"'))).toBe(null)
  expect(problem(playLines('speak 2s'))).toBe('Nobody listens to a voice here: welcome listens for a key.')
})

it('a recording waits for the caller: hear goes no further until something was said', () => {
  const result = playLines('choose language\npress 3\nhear "nothing recorded"')
  expect(result.failure?.came.at(-1)?.en).toBe('then the caller is being recorded')
})

it('[S6.8] keys of private entries are d, of secret ones a dot, of menus themselves', () => {
  const lines =
    'given s.log_in answers accepted\nchoose language\npress 2\nenter card "6225880212345673#"\nenter passcode "123456"\nenter amount "1*5#"'
  const shown = keys(playLines(lines)).map(entry => entry.shown)
  expect(shown.join('')).toBe('22dddddddddddddddd#••••••1*5#')
})
