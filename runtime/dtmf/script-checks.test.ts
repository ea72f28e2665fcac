import { expect, it } from 'vitest'
import type { LogEntry } from '../call/call-log.ts'
import { checkDoubles, checkSecrets } from './script-checks.ts'
import { createPlay, type Play } from './script-play.ts'
import { expandScripts } from './script-instances.ts'
import { bank } from './testing/bank.ts'
import { optionsFor, parse } from './testing/play.ts'

const machine = bank()
const transfer = machine.operations.findIndex(operation => operation.name === 'transfer')
const note = machine.operations.findIndex(operation => operation.name === 'note')

function playOf(entries: readonly LogEntry[], secrets: readonly string[] = []): Play {
  const options = optionsFor(machine)
  const [run] = expandScripts(parse('use "./main.ivr"\nscript "a" { hear "x" }'), machine, options.readText).runs
  const play = createPlay(options, run!)
  play.log.entries.push(...entries)
  for (const secret of secrets) {
    for (const key of secret) play.secrets.key(key, 1)
    play.secrets.cut()
  }
  return play
}
const sent = (at: number, task: number, amount = 1005): LogEntry => ({
  kind: 'ask',
  at,
  how: 'perform',
  task,
  operation: transfer,
  arguments: ['6225', amount],
})
const told = (about: string): LogEntry => ({ kind: 'ask', at: 5, how: 'notify', task: 9, operation: note, arguments: [about] })

it('[L.scripts.16] performed twice: an equal one before the first is settled', () => {
  const open: LogEntry = { kind: 'no answer', at: 10, task: 1, operation: transfer }
  expect(checkDoubles(playOf([sent(0, 1), open, sent(20, 2)]))?.problem.en).toBe(
    's.transfer was performed twice: at 0:00.000 and at 0:00.020, before the first was settled.',
  )
  expect(checkDoubles(playOf([sent(0, 1), open, sent(20, 2, 1006)]))).toBe(null)
  const settled: LogEntry = { kind: 'settled', at: 15, task: 1, operation: transfer, outcome: 'done' }
  expect(checkDoubles(playOf([sent(0, 1), open, settled, sent(20, 2)]))).toBe(null)
})

it('[L.scripts.16] performed twice: under one key, whatever came between; and two that overlap', () => {
  const answer: LogEntry = { kind: 'answer', at: 10, task: 1, operation: transfer, outcome: 'declined', values: ['frozen'] }
  expect(checkDoubles(playOf([sent(0, 1), answer, sent(20, 1)]))).not.toBe(null)
  expect(checkDoubles(playOf([sent(0, 1), answer, sent(20, 2)]))).toBe(null)
  expect(checkDoubles(playOf([sent(0, 1), sent(20, 2)]))).not.toBe(null)
})

it('[L.scripts.16] nothing secret: the very digits, in values, texts and data; not as part of a longer number', () => {
  const found = (entry: LogEntry, secret = '918273'): boolean => checkSecrets(playOf([entry], [secret])) !== null
  expect(found(told('918273'))).toBe(true)
  expect(found(told('your code 918273 is wrong'))).toBe(true)
  expect(found(told('19182734'))).toBe(false)
  expect(found(told('91827'))).toBe(false)
  expect(found({ kind: 'connect', at: 1, task: 1, queue: 0, number: null, priority: 0, data: { code: '918273' }, point: 0 })).toBe(true)
  expect(found({ kind: 'milestone', at: 1, name: 'm', values: { all: ['a', '918273'] }, point: 0 })).toBe(true)
  expect(found({ kind: 'transfer', at: 1, number: '918273', succeeds: true })).toBe(true)
  // A card's three digits are met in texts by chance.
  expect(found(told('123'), '123')).toBe(true)
  expect(found(told('room 123'), '123')).toBe(false)
  expect(found(told('12'), '12')).toBe(false)
})

it('the end key is no part of a secret', () => {
  const play = playOf([], ['123456#'])
  expect(play.secrets.entries()).toEqual(['123456'])
})
