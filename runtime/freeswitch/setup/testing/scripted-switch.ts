// A switch that says what it is told to, for looks at such as there is none of here: its Event Socket answers API commands from a table.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

export interface ScriptedSwitch {
  readonly address: { readonly host: string; readonly port: number }
  readonly close: () => void
}

/** `greet` is what it says first; `answer` an API command's output, null for none at all. `logs`: what `log` writes is seen in its log. */
export async function scriptedSwitch(
  answer: (command: string) => string | null,
  greet = 'Content-Type: auth/request\n\n',
  logs = false,
): Promise<ScriptedSwitch> {
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.write(greet)
    let text = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        const command = text.slice(0, end)
        text = text.slice(end + 2)
        const output = command.startsWith('api ') ? answer(command.slice(4)) : undefined
        const logged = logs ? /^api log \S+ (.*)$/.exec(command)?.[1] : undefined
        if (logged !== undefined) socket.write(logFrame(logged))
        if (output === undefined) socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n')
        else if (output !== null) socket.write(`Content-Type: api/response\nContent-Length: ${Buffer.byteLength(output)}\n\n${output}`)
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: { host: '127.0.0.1', port: (server.address() as { readonly port: number }).port },
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

const logFrame = (text: string): string =>
  `Content-Type: log/data\nContent-Length: ${Buffer.byteLength(text)}\nLog-Level: 6\nText-Channel: 0\nLog-File: switch.c\nLog-Func: log\nLog-Line: 1\nUser-Data: \n\n${text}`
