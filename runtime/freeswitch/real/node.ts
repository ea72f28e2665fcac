// A node as small as can be, for tests of a switch: takes its connections and says what they are.
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { connect, divertEvents, headersOf, linger, myevents, eventOf, type Event } from '../codec/index.ts'
import { createConnection, type Connection } from '../connection.ts'
import { streamOfSocket } from '../stream.ts'
import type { Address } from '../setup/switch-setup.ts'

export interface ScratchCall {
  readonly connection: Connection
  readonly channel: string
  /** `TOKEN/ATTEMPT` */
  readonly path: string
  /** All headers of the answer to `connect`. */
  readonly headers: ReadonlyMap<string, string>
  /** When its events come. */
  onEvent: (event: Event) => void
}

export interface ScratchNode extends Address {
  /** The next call. */
  readonly call: () => Promise<ScratchCall>
  readonly close: () => void
}

/** Connects, lingers, takes the channel's events and keeps its keys to itself; all else is the test's. */
export async function startNode(port = 0): Promise<ScratchNode> {
  const calls: ScratchCall[] = []
  const wanted: ((call: ScratchCall) => void)[] = []
  const open = new Set<Connection>()
  const server: Server = createServer(socket => {
    void (async () => {
      const call: { -readonly [K in keyof ScratchCall]?: ScratchCall[K] } = { onEvent: () => undefined }
      const connection = createConnection(streamOfSocket(socket), {
        onEvent: event => call.onEvent!(event),
        onClosed: () => open.delete(connection),
      })
      open.add(connection)
      const answer = await connection.send(connect())
      if (answer.kind !== 'answer') return
      const headers = new Map(headersOf(eventOf(answer.frame)!))
      void connection.send(linger(2))
      void connection.send(myevents())
      void connection.send(divertEvents(true))
      const ready: ScratchCall = Object.assign(call as ScratchCall, {
        connection,
        channel: headers.get('Unique-ID')!,
        path: headers.get('variable_socket_path') ?? '',
        headers,
      })
      const first = wanted.shift()
      if (first) first(ready)
      else calls.push(ready)
    })()
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: '127.0.0.1',
    port: (server.address() as { readonly port: number }).port,
    call: () => {
      const waiting = calls.shift()
      return waiting ? Promise.resolve(waiting) : new Promise(resolve => wanted.push(resolve))
    },
    close: () => {
      server.close()
      for (const connection of open) connection.close()
    },
  }
}
