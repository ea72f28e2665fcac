// Sockets of one call.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const socketFor = (host: string): Socket => createSocket(host.includes(':') ? 'udp6' : 'udp4')

/** At a free port of an address. Rejects with the system's error. */
export async function openUdp(host: string): Promise<Socket> {
  const socket = socketFor(host)
  await begun(socket, 'listening', () => socket.bind(0, host))
  return socket
}

/** The address from which the system reaches another: SIP and SDP have to name it. Rejects where there is no way. */
export async function localAddress(host: string, port: number): Promise<string> {
  const socket = socketFor(host)
  await begun(socket, 'connect', () => socket.connect(port, host))
  const { address } = socket.address()
  socket.close()
  return address
}

/** Where it cannot, nothing of it is left: the reason may be that there are too many. */
async function begun(socket: Socket, event: 'listening' | 'connect', begin: () => void): Promise<void> {
  try {
    begin()
    await once(socket, event)
  } catch (error) {
    socket.close()
    throw error
  }
}
