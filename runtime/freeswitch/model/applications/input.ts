// Applications that collect digits.
import { isReady, setVariable, variable } from '../channel.ts'
import { collect, playFile, type Collection } from '../media.ts'
import { transfer, type Application, type Session } from '../session.ts'
import type { Routine } from '../thread.ts'
import { words } from './words.ts'

interface Reading {
  readonly least: number
  readonly most: number
  readonly prompt: string
  readonly variable: string
  readonly timeout: number
  readonly terminators: string
  readonly digitTimeout: number
}

type Result = 'success' | 'timeout' | 'failure' | 'down'

/** One try: the prompt, which any key stops, then the digits. */
function* readDigits(session: Session, reading: Reading): Routine<{ readonly result: Result; readonly digits: string }> {
  const { channel } = session
  const most = Math.max(reading.most, reading.least)
  const into: Collection = { digits: '', terminator: '', ended: 'success' }
  setVariable(channel, 'read_result', null)
  setVariable(channel, reading.variable, null)
  if (reading.prompt !== '' && !/^silence$/i.test(reading.prompt)) {
    const ended = yield* playFile(session, reading.prompt, digit => {
      into.digits = digit
      return true
    })
    if (ended === 'down' || ended === 'not found') return { result: 'down', digits: into.digits }
  }
  if (into.digits.length < most) {
    // The key that stopped the prompt may be the one that ends the entry.
    if (into.digits !== '' && reading.terminators.includes(into.digits)) {
      into.terminator = into.digits
      into.digits = ''
    } else {
      const first = into.digits === '' ? reading.timeout : reading.digitTimeout || reading.timeout
      yield* collect(session, into, { most, terminators: reading.terminators, first, next: reading.digitTimeout || reading.timeout })
    }
  }
  if (into.terminator !== '') setVariable(channel, 'read_terminator_used', into.terminator)
  const result = into.digits.length < reading.least ? 'failure' : into.ended === 'down' ? 'failure' : into.ended
  setVariable(channel, 'read_result', result)
  const digits = most === 1 && into.digits.length === 1 && reading.terminators.includes(into.digits) ? '' : into.digits
  if (digits !== '') setVariable(channel, reading.variable, digits)
  return { result, digits }
}

const read: Application = {
  *run(session, data) {
    const [least = '', most = '', prompt = '', name = '', timeout = '', terminators = '', digitTimeout = ''] = words(data)
    if (name === '') return
    yield* readDigits(session, {
      least: Math.max(1, Number(least) || 0),
      most: Number(most) || 1,
      prompt,
      variable: name,
      timeout: atLeast(timeout),
      terminators,
      digitTimeout: Math.max(0, Number(digitTimeout) || 0),
    })
  },
}

/** A time below a second is one. */
const atLeast = (text: string): number => Math.max(1000, Number(text) || 1000)

const playAndGetDigits: Application = {
  *run(session, data) {
    const { channel } = session
    const given = words(data)
    if (given.length < 6) return
    const [
      least,
      most,
      tries,
      timeout = '',
      terminators = '',
      prompt = '',
      bad = '',
      name = '',
      pattern = '',
      digitTimeout = '',
      onFailure,
    ] = given
    if (name !== '' && pattern !== '') setVariable(channel, `${name}_invalid`, null)
    const reading: Reading = {
      least: Number(least) || 0,
      most: Number(most) || 1,
      prompt,
      variable: name,
      timeout: atLeast(timeout),
      terminators,
      digitTimeout: Math.max(0, Number(digitTimeout) || 0),
    }
    for (let left = Number(tries) || 1; left > 0 && isReady(channel); left--) {
      const { result, digits } = yield* readDigits(session, reading)
      if (reading.least === 0 && digits === '' && variable(channel, 'read_terminator_used') !== undefined) return
      const taken = result === 'success' || (result === 'timeout' && digits.length >= reading.least)
      if (taken && digits !== '') {
        if (pattern === '' || matches(pattern, digits)) return
        setVariable(channel, name, null)
        setVariable(channel, `${name}_invalid`, digits)
      }
      if (!isReady(channel)) return
      yield* playFile(session, bad, null)
    }
    if (onFailure !== undefined && isReady(channel)) {
      const [number = '', dialplan = 'XML', context = channel.profile.context] = onFailure.split(' ')
      transfer(session, number, dialplan, context)
    }
  },
}

function matches(pattern: string, digits: string): boolean {
  try {
    return new RegExp(pattern).test(digits)
  } catch {
    return false
  }
}

export const inputApplications: Readonly<Record<string, Application>> = { read, play_and_get_digits: playAndGetDigits }
