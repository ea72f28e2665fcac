// The model over TCP, where a test has to go through real sockets: it needs the system's clock then.
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { streamOfSocket, type ByteStream } from '../stream.ts'
import type { Model } from './model.ts'

/** A connection to a node; null where none listens. For the model's `connect`. */
export const connectTcp = ({ host, port }: { readonly host: string; readonly port: number }): Promise<ByteStream | null> =>
  new Promise(resolve => {
    const socket = connect({ host, port })
    socket.once('error', () => resolve(null))
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      resolve(streamOfSocket(socket))
    })
  })

interface Listening {
  readonly port: number
  readonly close: () => Promise<void>
}

/** The model's own Event Socket port, on 127.0.0.1. */
export async function listenTcp(model: Model, port = 0): Promise<Listening> {
  const server = createServer(socket => model.accept(streamOfSocket(socket)))
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
