// The commands of the Event Socket, and what is answered.
import { headerOfCommand, type ReadCommand } from '../testing/command-reader.ts'
import { toBytes, toText } from '../codec/text.ts'
import { runCommand } from './api.ts'
import { eventNamed, OWN_EVENTS } from './event-names.ts'
import type { EventFormat, SwitchEvent } from './event.ts'
import { messageOf } from './listener.ts'
import type { Session } from './session.ts'
import type { Subscriptions } from './subscriptions.ts'
import { eventHead, fire, type Switch } from './switch.ts'

/** What a command may see and change of its connection. */
export interface Connection {
  readonly subscriptions: Subscriptions
  format: EventFormat
  authorized: boolean
  readonly outbound: boolean
  readonly full: boolean
  readonly async: boolean
  /** The channel that it controls. */
  readonly session: () => Session | null
  readonly control: (uuid: string) => void
  /** Seconds, −1 for ever, null not at all. */
  readonly linger: (seconds: number | null) => void
  readonly resume: () => void
  readonly dropEvents: () => void
  readonly fireLater: (event: SwitchEvent, ms: number) => void
  readonly value: (name: string) => string | undefined
}

export interface Answer {
  readonly text: string
  /** The connection is over after it. */
  readonly ends: boolean
}

const UNKNOWN = '-ERR command not found'
const MOST_REPLY = 511

const replied = (text: string, ends = false): Answer => ({
  text: `Content-Type: command/reply\nReply-Text: ${toText(toBytes(text === '' ? UNKNOWN : text).subarray(0, MOST_REPLY))}\n\n`,
  ends,
})

const response = (text: string): Answer => ({
  text: `Content-Type: api/response\nContent-Length: ${toBytes(text).length}\n\n${text}`,
  ends: false,
})

const starts = (line: string, word: string): boolean => line.slice(0, word.length).toLowerCase() === word

export function obeyCommand(sw: Switch, connection: Connection, command: ReadCommand): Answer {
  const { line } = command
  if (!connection.authorized) return authorize(sw, connection, line)
  if (starts(line, 'filter ')) return replied(filter(connection, line.slice(7).trim()))
  const session = connection.session()
  if (session && starts(line, 'resume')) {
    connection.resume()
    return replied('+OK')
  }
  if (session || starts(line, 'myevents ')) {
    if (starts(line, 'getvar')) return replied(connection.value(line.slice(7).trim()) ?? '')
    if (starts(line, 'myevents')) return replied(ownEvents(connection, line))
  }
  if (starts(line, 'divert_events')) return replied(divert(session, line.slice(13).trim()))
  if (starts(line, 'sendmsg')) return replied(sendmsg(sw, session, command))
  if (connection.outbound && !connection.full) return replied('')
  if (starts(line, 'sendevent')) return replied(sendevent(sw, command))
  if (starts(line, 'api ')) return response(runCommand(sw, line.slice(4)))
  if (starts(line, 'bgapi ')) return background(sw, connection, command)
  if (starts(line, 'log')) return replied(logLevel(line.slice(3).trim()))
  if (starts(line, 'linger')) return replied(linger(connection, session, line))
  if (starts(line, 'nolinger')) {
    if (session) connection.linger(null)
    return replied(session ? '+OK will not linger' : '-ERR not controlling a session')
  }
  if (starts(line, 'nolog')) return replied('+OK no longer logging')
  if (starts(line, 'event')) return replied(subscribe(connection, line))
  if (starts(line, 'nixevent')) return replied(unsubscribe(connection, line))
  if (starts(line, 'noevents')) return replied(noEvents(connection))
  return replied('')
}

function authorize(sw: Switch, connection: Connection, line: string): Answer {
  if (!starts(line, 'auth ')) return replied('')
  if (line.slice(5).trim() !== sw.world.password) return replied('-ERR invalid', true)
  connection.authorized = true
  return replied('+OK accepted')
}

function filter({ subscriptions: { filters } }: Connection, rest: string): string {
  const cut = (text: string): readonly [string, string | null] => {
    const at = text.indexOf(' ')
    return at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
  }
  let [name, value] = cut(rest)
  if (value === null) return '-ERR invalid syntax'
  if (name.toLowerCase() === 'delete') {
    ;[name, value] = cut(value)
    const gone =
      name.toLowerCase() === 'all'
        ? () => true
        : (one: { name: string; value: string }) => one.name === name && (value === null || one.value === value)
    for (const one of filters.filter(gone)) filters.splice(filters.indexOf(one), 1)
    return `+OK filter deleted. [${name}][${value ?? ''}]`
  }
  if (name.toLowerCase() === 'add') [name, value] = cut(value)
  filters.push({ name, value: value ?? '' })
  return `+OK filter added. [${name}]=[${value ?? ''}]`
}

function ownEvents(connection: Connection, line: string): string {
  const { subscriptions } = connection
  if (subscriptions.only) return '-ERR aready enabled.'
  const words = line.slice(8).trim()
  if (!connection.session()) connection.control(words.split(' ')[0] ?? '')
  for (const name of OWN_EVENTS) subscriptions.names.add(name)
  subscriptions.only = { channel: connection.session()?.channel.uuid ?? null }
  subscriptions.enabled = true
  if (/json/i.test(words)) connection.format = 'json'
  return '+OK Events Enabled'
}

function divert(session: Session | null, word: string): string {
  if (!session) return '-ERR not controlling a session.'
  if (word === '') return '-ERR missing value.'
  const on = word.toLowerCase() === 'on'
  session.channel.divert = on
  return on ? '+OK events diverted' : '+OK events not diverted'
}

function sendmsg(sw: Switch, own: Session | null, command: ReadCommand): string {
  const uuid = command.line.slice(7).trim() || headerOfCommand(command, 'session-id') || ''
  const session = uuid === '' || uuid === own?.channel.uuid ? own : sw.sessions.get(uuid)
  if (!session) return `-ERR invalid session id [${uuid}]`
  session.channel.messages.push(messageOf(command))
  session.channel.wake()
  return '+OK'
}

function sendevent(sw: Switch, { line, headers, body }: ReadCommand): string {
  const name = eventNamed(line.slice(9).trim())
  if (name === null) return '-ERR invalid event name'
  const given = headers.filter(([header]) => header !== 'content-length')
  const subclass = given.find(([header]) => header === 'event-subclass')?.[1] ?? null
  const uuid = sw.uuid()
  const rest = given.filter(([header]) => header !== 'event-subclass')
  const channel = given.find(([header]) => header === 'unique-id')?.[1] ?? null
  fire(sw, { name, subclass, channel, owner: null, headers: [...eventHead(sw, name, subclass), ['Event-UUID', uuid], ...rest], body })
  return `+OK ${uuid}`
}

function background(sw: Switch, connection: Connection, command: ReadCommand): Answer {
  const job = headerOfCommand(command, 'job-uuid') ?? sw.uuid()
  const text = command.line.slice(6).trim()
  const at = text.indexOf(' ')
  const out = runCommand(sw, text)
  const session = connection.session()
  const about: (readonly [string, string])[] = [
    ['Job-UUID', job],
    ...(session ? [['Job-Owner-UUID', session.channel.uuid] as const] : []),
    ['Job-Command', at === -1 ? text : text.slice(0, at)],
    ...(at === -1 ? [] : [['Job-Command-Arg', text.slice(at + 1)] as const]),
  ]
  const headers = [...eventHead(sw, 'BACKGROUND_JOB', null), ...about]
  const owner = session?.channel.uuid ?? null
  connection.fireLater({ name: 'BACKGROUND_JOB', subclass: null, channel: null, owner, headers, body: out }, 1)
  return { text: `Content-Type: command/reply\nReply-Text: +OK Job-UUID: ${job}\nJob-UUID: ${job}\n\n`, ends: false }
}

const LEVELS = ['console', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']

function logLevel(word: string): string {
  const level = /^\d+$/.test(word) ? Number(word) : LEVELS.indexOf(word.toLowerCase())
  return level < 0 || level > 7 ? '-ERR invalid log level' : `+OK log level ${word} [${level}]`
}

function linger(connection: Connection, session: Session | null, line: string): string {
  if (!session) return '-ERR not controlling a session'
  const said = line.slice(7).trim()
  if (said === '') {
    connection.linger(-1)
    return '+OK will linger'
  }
  const seconds = Number.parseInt(said, 10) || 0
  connection.linger(seconds)
  return `+OK will linger ${seconds} seconds`
}

/** The words of `event` and `nixevent`: everything after CUSTOM is a subclass. */
function eventWords(line: string): {
  readonly format: EventFormat | null
  readonly names: readonly string[]
  readonly subclasses: readonly string[]
} {
  const [, ...words] = line.trim().split(' ')
  const first = words[0]?.toLowerCase()
  const format = first === 'plain' || first === 'json' ? first : null
  const rest = format === null && first !== 'xml' ? words : words.slice(1)
  const at = rest.findIndex(word => word.toUpperCase() === 'CUSTOM')
  const known = (at === -1 ? rest : rest.slice(0, at + 1)).flatMap(word => eventNamed(word) ?? [])
  return { format, names: known, subclasses: at === -1 ? [] : rest.slice(at + 1).filter(word => word !== '') }
}

function subscribe(connection: Connection, line: string): string {
  const { format, names, subclasses } = eventWords(line)
  const { subscriptions } = connection
  if (format !== null) connection.format = format
  if (names.length === 0) return '-ERR no keywords supplied'
  for (const name of names) subscriptions.names.add(name)
  for (const subclass of subclasses) subscriptions.subclasses.add(subclass)
  subscriptions.enabled = true
  return `+OK event listener enabled ${connection.format}`
}

function unsubscribe({ subscriptions }: Connection, line: string): string {
  const { names, subclasses } = eventWords(line)
  if (names.length === 0) return '-ERR no keywords supplied'
  for (const name of names) if (name !== 'CUSTOM') subscriptions.names.delete(name)
  if (names.includes('ALL')) subscriptions.names.clear()
  for (const subclass of subclasses) subscriptions.subclasses.delete(subclass)
  subscriptions.enabled = true
  return '+OK events nixed'
}

function noEvents(connection: Connection): string {
  connection.dropEvents()
  const { subscriptions } = connection
  if (!subscriptions.enabled) return '-ERR not listening for events'
  subscriptions.enabled = false
  subscriptions.names.clear()
  subscriptions.subclasses.clear()
  return '+OK no longer listening for events'
}
