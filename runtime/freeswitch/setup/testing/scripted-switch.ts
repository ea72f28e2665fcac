// A switch that says what it is told to, for looks at such as there is none of here: its Event Socket answers API commands from a table.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface ScriptedSwitch {
  readonly address: { readonly host: string; readonly port: number }
  /** So many there have been to it. */
  readonly connections: () => number
  /** All that it was told, on whichever of them. */
  readonly told: readonly string[]
  /** Ends its connections, as if it began anew. */
  readonly drop: () => void
  readonly close: () => void
}

export interface ScriptedLog {
  /** What `log` writes at WARNING is seen in it; what it writes at CONSOLE is, where this is no `off`. */
  warning: boolean
  off?: boolean
  /** What the command `log` of the Event Socket is answered. */
  readonly reply?: string
  /** ms that a line takes. */
  readonly slow?: number
}

/** `greet` is what it says first; `answer` an API command's output, null for none at all. `log` may change meanwhile; without a `password` any is taken. */
export async function scriptedSwitch(
  answer: (command: string) => string | null,
  greet = 'Content-Type: auth/request\n\n',
  log: ScriptedLog = { warning: false },
  password: string | null = null,
): Promise<ScriptedSwitch> {
  const open = new Set<Socket>()
  const told: string[] = []
  let connections = 0
  const server = createServer(socket => {
    connections++
    open.add(socket)
    socket.on('error', () => undefined)
    socket.write(greet)
    let text = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const command = text.slice(0, end)
        text = text.slice(end + 2)
        told.push(command)
        const output = command.startsWith('api ') ? answer(command.slice(4)) : undefined
        const [, level, logged = ''] = /^api log (\S+) (.*)$/.exec(command) ?? []
        if (level !== undefined && !log.off && log.reply === undefined && (level === 'console' || (log.warning && level === 'warning')))
          setTimeout(() => socket.write(logFrame(logged)), log.slow ?? 0)
        const reply = command.startsWith('log ') ? (log.reply ?? '+OK accepted') : '+OK accepted'
        if (command.startsWith('auth ') && password !== null && command !== `auth ${password}`)
          socket.write('Content-Type: command/reply\nReply-Text: -ERR invalid\n\n')
        else if (output === undefined) socket.write(`Content-Type: command/reply\nReply-Text: ${reply}\n\n`)
        else if (output !== null) socket.write(`Content-Type: api/response\nContent-Length: ${Buffer.byteLength(output)}\n\n${output}`)
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = (): void => {
    for (const socket of open) socket.destroy()
    open.clear()
  }
  return {
    connections: () => connections,
    told,
    drop,
    address: { host: '127.0.0.1', port: (server.address() as { readonly port: number }).port },
    close: () => {
      server.close()
      drop()
    },
  }
}

/** What `xml_locate` tells of SIP profiles, of which there are none: no trace of them is in the log. */
export const NO_PROFILES = '<configuration name="sofia.conf"><profiles></profiles></configuration>'

const logFrame = (text: string): string =>
  `Content-Type: log/data\nContent-Length: ${Buffer.byteLength(text)}\nLog-Level: 6\nText-Channel: 0\nLog-File: switch.c\nLog-Func: log\nLog-Line: 1\nUser-Data: \n\n${text}`
