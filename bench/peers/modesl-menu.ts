// A welcome and one key as one would write it over modesl: no trace, no measures, no watch, no language. As `bare-menu.ts` otherwise.
import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo, Server as TcpServer } from 'node:net'

interface Connection extends EventEmitter {
  getInfo(): { getHeader(name: string): string }
  execute(app: string, arg?: string, done?: () => void): void
  api(command: string, done?: () => void): void
  sendRecv(command: string): void
}
interface Esl {
  readonly Server: new (options: object, ready: () => void) => EventEmitter & { readonly server: TcpServer }
}
const { Server } = createRequire(import.meta.url)('modesl') as Esl

const [welcome, goodbye] = process.argv.slice(2) as [string, string]
let over = 0

const server = new Server({ host: '127.0.0.1', port: 0, myevents: true }, () =>
  process.send!({ port: (server.server.address() as AddressInfo).port }),
)
server.on('connection::ready', (call: Connection) => {
  const uuid = call.getInfo().getHeader('Unique-ID')
  let pressed = false
  call.sendRecv('divert_events on')
  call.execute('answer', '', () => call.execute('playback', welcome))
  call.on('esl::event::DTMF::*', () => {
    if (pressed) return
    pressed = true
    call.api(`uuid_break ${uuid} all`, () => call.execute('playback', goodbye, () => call.api(`uuid_kill ${uuid}`)))
  })
  call.on('esl::end', () => over++)
  call.on('error', () => undefined)
})
process.on('message', () => process.send!({ cpu: process.cpuUsage(), calls: over }))
