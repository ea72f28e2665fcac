import { beforeEach, expect, it } from 'vitest'
import { createLogger } from './log.ts'

let out = ''
const write = (text: string): void => void (out += text)
const lines = (): unknown[] =>
  out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as unknown)
beforeEach(() => {
  out = ''
})

it('is a line of JSON with level, time and what happened', () => {
  createLogger('info', { write }).child({ call: 'c', line: 'harbour' }).info({ seconds: 4 }, 'the call is over')
  expect(lines()).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), call: 'c', line: 'harbour', seconds: 4, msg: 'the call is over' },
  ])
})

it('what could be a caller’s or a secret by its name is never written, and stays what it was where it came from', () => {
  const log = createLogger('debug', { write })
  const given = {
    token: 't',
    request: { arguments: ['6225'], operation: 'bank.pay', deep: { values: 'shown: nobody logs so deep' } },
    key: '1',
  }
  log.child({ password: 'p', call: 'c' }).debug(given, 'asked')
  expect(lines()).toEqual([
    expect.objectContaining({
      password: '•',
      call: 'c',
      token: '•',
      request: { arguments: '•', operation: 'bank.pay', deep: { values: 'shown: nobody logs so deep' } },
      key: '•',
    }),
  ])
  expect(given).toMatchObject({ token: 't', request: { arguments: ['6225'] }, key: '1' })
})
