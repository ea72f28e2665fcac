import { beforeEach, expect, it } from 'vitest'
import { createLogger, leavingOut, shownError } from './log.ts'

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

it('lines that cannot be written are left out and counted, and the next that can be says once how many', () => {
  let [room, lost] = [true, 0]
  const log = createLogger(
    'info',
    leavingOut(
      text => {
        if (room) write(text)
        return room
      },
      () => lost++,
    ),
  )
  log.info('one')
  room = false
  for (const said of ['two', 'three', 'four']) log.info(said)
  expect(lost).toBe(3)
  room = true
  log.info('five')
  room = false
  log.info('six')
  room = true
  log.info('seven')
  log.info('eight')
  expect(lines()).toEqual([
    expect.objectContaining({ msg: 'one' }),
    {
      level: 'error',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      lines: 3,
      msg: expect.stringMatching(/^3 log lines could not be written/),
    },
    expect.objectContaining({ msg: 'five' }),
    expect.objectContaining({ level: 'error', msg: expect.stringMatching(/^1 log line could not be written/) }),
    expect.objectContaining({ msg: 'seven' }),
    expect.objectContaining({ msg: 'eight' }),
  ])
})

it('of an error that nobody caught it says what and where, and nothing that a bank may have written into its message', () => {
  const card = new RangeError('6225 0000 0000 0000 of Zhang San\n    is wrong')
  expect(shownError(card)).toEqual({ type: 'RangeError', stack: expect.stringContaining('log.test.ts') })
  expect(JSON.stringify(shownError(card))).not.toMatch(/6225|Zhang|is wrong/)
  expect(shownError(Object.assign(new TypeError('6225'), { code: 'ERR_INVALID_ARG_TYPE' }))).not.toHaveProperty('message')
  expect(shownError(Object.assign(new Error('6225'), { name: '6225 0000' }))).toMatchObject({ type: 'Error' })
  expect(shownError('6225')).toEqual({ type: 'string' })
  const system = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
    address: '127.0.0.1',
    port: 1,
  })
  expect(shownError(system)).toMatchObject({ type: 'Error', code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1', port: 1 })
  const file = Object.assign(new Error("ENOENT: open '/spool/6225.json'"), { code: 'ENOENT', syscall: 'open', path: '/spool/6225.json' })
  expect(JSON.stringify(shownError(file))).not.toContain('6225')
})

it('nor what the engine itself has written into one, and whatever an error is made of', () => {
  const byCard = undefined as unknown as Record<string, unknown>
  const card: unknown = 6225
  const thrown = [
    () => byCard['6225'],
    () => [...(card as string[])],
    () => '7' in (card as object),
    () => {
      throw new Error('one\n    at 6225 of Zhang San (x.js:1:2)')
    },
  ]
  for (const each of thrown) {
    let error: unknown = null
    try {
      each()
    } catch (caught) {
      error = caught
    }
    const said = shownError(error)
    expect(said).toMatchObject({ stack: expect.stringContaining('log.test.ts') })
    expect(JSON.stringify(said)).not.toMatch(/6225|Zhang/)
  }
  expect(shownError(Object.assign(new Error('6225'), { stack: ['6225'] }))).toEqual({ type: 'Error', stack: '' })
})
