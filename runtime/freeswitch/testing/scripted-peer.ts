// The switch's end of a call, word by word: what it is told is read as FreeSWITCH reads it, what it tells is the test's.
import type { ByteStream, ByteStreamHandlers } from '../stream.ts'
import { toBytes } from '../codec/text.ts'
import { createCommandReader, headerOfCommand, type ReadCommand } from './command-reader.ts'

export interface ScriptedPeer {
  readonly stream: ByteStream
  /** What it was told, in order: `linger 10`, `api uuid_break U all`, `playback /sounds/a.wav`. */
  readonly told: string[]
  /** How many writes there were. */
  readonly writes: () => number
  /** What it says to a command instead of +OK; null: nothing. */
  answers: (command: string) => string | null
  readonly event: (name: string, headers?: Readonly<Record<string, string>>) => void
  /** Begins the application that was told last with this text in it; gives its id. */
  readonly begin: (text: string, headers?: Readonly<Record<string, string>>) => string
  readonly complete: (text: string, response?: string, headers?: Readonly<Record<string, string>>) => void
  /** Both, of everything with this text that was told and has not begun. */
  readonly runs: (text: string) => void
  /** Bytes as they are. */
  readonly raw: (text: string) => void
  readonly end: (error?: Error) => void
  readonly open: () => boolean
}

export const CHANNEL = '8e1f767c-f1d3-4039-b42e-475d8d03aa29'

export function createScriptedPeer(data: Readonly<Record<string, string>> = {}): ScriptedPeer {
  const reader = createCommandReader()
  const told: string[] = []
  const started: { readonly id: string; readonly text: string; state: 'told' | 'begun' | 'over' }[] = []
  let handlers: ByteStreamHandlers | null = null
  let open = true
  let writes = 0

  const gets = (text: string): void => {
    if (open) handlers?.onData(toBytes(text))
  }
  const end = (error?: Error): void => {
    if (!open) return
    open = false
    handlers?.onClose(error)
  }

  const take = (command: ReadCommand): void => {
    const app = headerOfCommand(command, 'execute-app-name')
    const id = headerOfCommand(command, 'event-uuid')
    const text =
      app === undefined ? command.line : [app, headerOfCommand(command, 'execute-app-arg') ?? command.body].filter(Boolean).join(' ')
    told.push(text)
    if (app !== undefined) started.push({ id: id ?? '', text, state: 'told' })
    if (command.line === 'connect') {
      const own = { 'Caller-Caller-ID-Number': '13800138000', 'Caller-Destination-Number': '95500', 'Answer-State': 'answered' }
      const lines = Object.entries({ 'Event-Name': 'CHANNEL_DATA', 'Unique-ID': CHANNEL, ...own, ...data }).map(header)
      const said = peer.answers('connect')
      if (said !== null) gets(said === '+OK' ? `${lines.join('')}Content-Type: command/reply\nReply-Text: %2BOK%0A\n\n` : said)
      return
    }
    const answer = peer.answers(text)
    if (answer === null) return
    if (command.line.startsWith('api ')) gets(`Content-Type: api/response\nContent-Length: ${toBytes(answer).length}\n\n${answer}`)
    else if (command.line.startsWith('bgapi ')) {
      const job = headerOfCommand(command, 'job-uuid') ?? ''
      gets(`Content-Type: command/reply\nReply-Text: +OK Job-UUID: ${job}\nJob-UUID: ${job}\n\n`)
      event('BACKGROUND_JOB', { 'Job-UUID': job }, answer)
    } else gets(`Content-Type: command/reply\nReply-Text: ${answer}\n\n`)
  }

  const event = (name: string, headers: Readonly<Record<string, string>> = {}, body = ''): void => {
    const lines = Object.entries({ 'Event-Name': name, 'Unique-ID': CHANNEL, ...headers }).map(header)
    const inner = `${lines.join('')}${body === '' ? '\n' : `Content-Length: ${toBytes(body).length}\n\n${body}`}`
    gets(`Content-Length: ${toBytes(inner).length}\nContent-Type: text/event-plain\n\n${inner}`)
  }

  const find = (text: string, state: 'told' | 'begun'): (typeof started)[number] => {
    const found = started.find(one => one.text.includes(text) && one.state === state)
    if (!found) throw new Error(`nothing ${state} with "${text}": ${told.join(' | ')}`)
    return found
  }

  const peer: ScriptedPeer = {
    stream: {
      write: bytes => {
        writes++
        const commands = reader.push(bytes)
        queueMicrotask(() => {
          for (const command of commands) take(command)
        })
        return true
      },
      pause: () => undefined,
      resume: () => undefined,
      close: () => {
        open = false
      },
      start: given => {
        handlers = given
      },
    },
    told,
    writes: () => writes,
    answers: () => '+OK',
    event,
    begin: (text, headers = {}) => {
      const one = find(text, 'told')
      one.state = 'begun'
      event('CHANNEL_EXECUTE', { 'Application-UUID': one.id, Application: one.text.split(' ')[0]!, ...headers })
      return one.id
    },
    complete: (text, response = 'FILE PLAYED', headers = {}) => {
      const one = find(text, 'begun')
      one.state = 'over'
      event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': one.id, 'Application-Response': response, ...headers })
    },
    runs: text => {
      for (const one of started)
        if (one.text.includes(text) && one.state === 'told') {
          peer.begin(one.text)
          peer.complete(one.text, '_none_')
        }
    },
    raw: gets,
    end,
    open: () => open,
  }
  return peer
}

const header = ([name, value]: [string, string]): string => `${name}: ${encodeURIComponent(value)}\n`
