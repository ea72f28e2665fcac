// Commands as bytes. Each is one write: a command that is half sent stops all events of its connection.
//
// There is no `getvar`: its answer is not framed, so a line break in a variable's value, which a caller may have chosen, would be
// read as frames. `api uuid_getvar` is framed.
import { isExpandable } from './expansion.ts'
import { lineRefusal, patternRefusal, refuse, type Refused } from './refusal.ts'
import { toBytes } from './text.ts'

export interface Command {
  readonly kind: 'command'
  /** The command's word, for logs and problems: `sendmsg`, `api uuid_break`, `auth`. Never an argument. */
  readonly name: string
  readonly bytes: Uint8Array
  /** The application that it runs, where it runs one. */
  readonly application?: string
}

export type Built = Command | Refused

type HeaderLine = readonly [name: string, value: string]

const HEADER_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/
const API_NAME = /^[a-z][a-z0-9_]{0,99}$/
const CHANNEL = /^[0-9A-Za-z][0-9A-Za-z._:-]{0,127}$/
const EVENT = /^[A-Z][A-Z0-9_]{0,63}$/
const SUBCLASS = /^[0-9A-Za-z_.:-]{1,128}$/

/** FreeSWITCH looks for these words in all header lines of whatever command comes, and unloads or reloads its Event Socket: all calls end. */
const unloads = (lines: string): boolean => /mod_event_socket/i.test(lines) && /unload|reload/i.test(lines)

/** A command from its line, its headers and a body. Lines are refused where they would be more than one, a body where it has NUL. */
export function buildCommand(name: string, line: string, headers: readonly HeaderLine[] = [], body?: string): Built {
  const wrong = lineRefusal('command', line)
  if (wrong) return wrong
  let text = `${line}\n`
  for (const [header, value] of headers) {
    const refused = patternRefusal('header name', header, HEADER_NAME) ?? lineRefusal(header, value)
    if (refused) return refused
    text += `${header}: ${value}\n`
  }
  if (unloads(text)) return refuse('command', 'unloads')
  if (body === undefined) return { kind: 'command', name, bytes: toBytes(`${text}\n`) }
  if (body.includes('\0')) return refuse('body', 'nul')
  const bytes = toBytes(body)
  const head = toBytes(`${text}content-length: ${bytes.length}\n\n`)
  const all = new Uint8Array(head.length + bytes.length)
  all.set(head)
  all.set(bytes, head.length)
  return { kind: 'command', name, bytes: all }
}

const plain = (line: string): Built => buildCommand(line.split(' ', 1)[0]!, line)

/** `sendmsg` to the connection's own channel, or to another. A body goes as `text/plain`. */
export function sendmsg(
  headers: readonly HeaderLine[],
  { channel, body }: { channel?: string | undefined; body?: string | undefined } = {},
): Built {
  const wrong = channel === undefined ? null : patternRefusal('channel', channel, CHANNEL)
  if (wrong) return wrong
  const line = channel === undefined ? 'sendmsg' : `sendmsg ${channel}`
  return body === undefined
    ? buildCommand('sendmsg', line, headers)
    : buildCommand('sendmsg', line, [...headers, ['content-type', 'text/plain']], body)
}

function apiLine(word: 'api' | 'bgapi', command: string, words: readonly string[], headers: readonly HeaderLine[] = []): Built {
  const wrong = patternRefusal('API command', command, API_NAME)
  if (wrong) return wrong
  for (const [index, text] of words.entries()) {
    const what = `argument ${index + 1}`
    if (index < words.length - 1 && text === '') return refuse(what, 'empty')
    if (index < words.length - 1 && text.includes(' ')) return refuse(what, 'characters')
    // What expands it is the command or the application that it starts: none of ours has a reason to.
    if (isExpandable(text)) return refuse(what, 'expandable')
  }
  return buildCommand(`${word} ${command}`, [word, command, ...words].join(' '), headers)
}

/** An API command, answered in the connection's turn: while it runs nothing else is delivered. The last word may have blanks. */
export const api = (command: string, words: readonly string[] = []): Built => apiLine('api', command, words)

/** An API command in a thread of its own, which takes a millisecond: answered at once, its result is the event BACKGROUND_JOB with this id. */
export function bgapi(command: string, words: readonly string[], jobId: string): Built {
  return patternRefusal('job id', jobId, CHANNEL) ?? apiLine('bgapi', command, words, [['Job-UUID', jobId]])
}

/** The first command of a connection that FreeSWITCH opened: any other gets no answer at all, and without it the call is parked for ever. */
export const connect = (): Built => plain('connect')
export const exit = (): Built => plain('exit')
/** When the connection ends, the dialplan goes on at once: what plays is ended. */
export const resume = (): Built => plain('resume')
/** Keeps the connection so many seconds after the hang-up, for the last events. Without a number FreeSWITCH would wait for ever: not offered. */
export const linger = (seconds: number): Built =>
  Number.isInteger(seconds) && seconds > 0 ? plain(`linger ${seconds}`) : refuse('seconds', 'characters')
export const nolinger = (): Built => plain('nolinger')
/** Events of the own channel. A second time is an error. */
export const myevents = (format?: 'plain' | 'json'): Built => plain(format === 'json' ? 'myevents json' : 'myevents')
export const noevents = (): Built => plain('noevents')
export const divertEvents = (on: boolean): Built => plain(`divert_events ${on ? 'on' : 'off'}`)
export const logLevel = (level: 'console' | 'alert' | 'crit' | 'err' | 'warning' | 'notice' | 'info' | 'debug'): Built =>
  plain(`log ${level}`)
export const nolog = (): Built => plain('nolog')

/** Events by their names. CUSTOM is written by itself, last, where there are subclasses: all words after it are subclasses. */
export function subscribe(format: 'plain' | 'json', names: readonly string[], subclasses: readonly string[] = []): Built {
  return eventLine(`event ${format}`, names, subclasses)
}

export const unsubscribe = (names: readonly string[], subclasses: readonly string[] = []): Built => eventLine('nixevent', names, subclasses)

function eventLine(line: string, names: readonly string[], subclasses: readonly string[]): Built {
  if (names.length + subclasses.length === 0) return refuse('event', 'empty')
  for (const name of names) {
    const wrong = name === 'CUSTOM' ? refuse('event', 'notation') : patternRefusal('event', name, EVENT)
    if (wrong) return wrong
  }
  for (const name of subclasses) {
    const wrong = patternRefusal('subclass', name, SUBCLASS)
    if (wrong) return wrong
  }
  return plain([line, ...names, ...(subclasses.length > 0 ? ['CUSTOM', ...subclasses] : [])].join(' '))
}

/** Only events with this header and value; several filters add up to more events. */
export function filter(header: string, value: string): Built {
  return (
    patternRefusal('header name', header, HEADER_NAME) ?? (value === '' ? refuse('value', 'empty') : plain(`filter ${header} ${value}`))
  )
}

export function unfilter(header: string, value?: string): Built {
  const wrong = patternRefusal('header name', header, HEADER_NAME)
  return wrong ?? plain(value === undefined ? `filter delete ${header}` : `filter delete ${header} ${value}`)
}

export const unfilterAll = (): Built => plain('filter delete all')

/** Sign-in with the switch's password. */
export const auth = (password: string): Built => plain(`auth ${password}`)

/** An event for all who listen to it. */
export function sendevent(name: string, headers: readonly HeaderLine[], body?: string): Built {
  return patternRefusal('event', name, EVENT) ?? buildCommand('sendevent', `sendevent ${name}`, headers, body)
}
