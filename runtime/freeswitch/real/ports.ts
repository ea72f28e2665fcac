// Ports of 127.0.0.1 for switches that run beside each other.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A free port: whoever takes it next has it. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { readonly port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Whether nobody listens there. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  return once(server, 'listening').then(
    () => new Promise(resolve => server.close(() => resolve(true))),
    () => false,
  )
}

/** Free for SIP, which listens on both. */
export async function freeSipPort(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    const free = await isFree(port)
    socket.close()
    if (free) return port
  }
}

export interface PortBlock {
  readonly first: number
  readonly last: number
  release(): void
}

const FIRST = 20_000
const LAST = 32_000
const SIZE = 2000

/** Ports for RTP, below those that systems give away. The block is ours as long as its last port is: it ends with the process. */
export async function reservePorts(): Promise<PortBlock> {
  const blocks = Math.floor((LAST - FIRST) / SIZE)
  const start = Math.floor(Math.random() * blocks)
  for (let index = 0; index < blocks; index++) {
    const first = FIRST + ((start + index) % blocks) * SIZE
    const lock = await bound(first + SIZE - 1)
    if (lock) return { first, last: first + SIZE - 4, release: () => lock.close() }
  }
  throw new Error(`no block of ${SIZE} ports is free between ${FIRST} and ${LAST}`)
}

function bound(port: number): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = createSocket('udp4')
    socket.once('error', () => {
      socket.close()
      resolve(null)
    })
    socket.bind(port, '127.0.0.1', () => {
      socket.unref()
      resolve(socket)
    })
  })
}
