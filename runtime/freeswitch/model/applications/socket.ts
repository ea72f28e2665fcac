// `socket`: hands the call to a node.
import { isDown, isReady, isTrue, setVariable, variable } from '../channel.ts'
import { createListener, type SocketConnection } from '../listener.ts'
import { park } from '../media.ts'
import { destroy, obeyAll, obeyNow, type Application, type Session } from '../session.ts'
import type { ByteStream } from '../../stream.ts'
import type { Routine } from '../thread.ts'

interface Address {
  readonly host: string
  readonly port: number
  readonly path: string | null
}

/** `host:port/path|host:port`: a host without a port has that of the one before. */
function addresses(text: string): readonly Address[] {
  let port = 8084
  return text.split('|').map(part => {
    const slash = part.indexOf('/')
    const place = slash === -1 ? part : part.slice(0, slash)
    const colon = place.lastIndexOf(':')
    if (colon !== -1) port = Number.parseInt(place.slice(colon + 1), 10) || 0
    return { host: colon === -1 ? place : place.slice(0, colon), port, path: slash === -1 ? null : part.slice(slash + 1) }
  })
}

/** The first node that takes the connection. */
function* reach(session: Session, all: readonly Address[]): Routine<ByteStream | null> {
  const { sw, channel } = session
  for (const { host, port, path } of all) {
    if (path !== null) setVariable(channel, 'socket_path', path)
    setVariable(channel, 'socket_host', host)
    const connecting = sw.world.connect({ host, port })
    const stream = connecting instanceof Promise ? yield* wait(session, connecting) : connecting
    if (stream) return stream
  }
  return null
}

function* wait(session: Session, connecting: Promise<ByteStream | null>): Routine<ByteStream | null> {
  const found: (ByteStream | null)[] = []
  const finish = (stream: ByteStream | null): void => {
    found.push(stream)
    session.channel.wake(true)
  }
  connecting.then(finish, () => finish(null))
  while (found.length === 0) yield Infinity
  return found[0]!
}

function* socket(session: Session, data: string | undefined): Routine {
  const { channel } = session
  const [hosts = '', ...flags] = data?.split(' ') ?? []
  const stream = yield* reach(session, addresses(hosts))
  if (!stream) return
  const has = (flag: string): boolean => flags.some(word => word.toLowerCase() === flag)
  const asynchronous = has('async')
  const connection: SocketConnection = createListener(session.sw, stream, {
    session,
    full: has('full'),
    async: asynchronous,
    onEnd() {
      session.connections.delete(connection)
      if (isDown(channel)) {
        destroy(session)
        return channel.wake()
      }
      const goesOn = !channel.redirected && (connection.resumes() || isTrue(variable(channel, 'socket_resume')))
      if (goesOn) channel.state = 'CS_RESET'
      // The call is not hung up: it is only parked no longer.
      channel.parked = false
      channel.wake()
    },
  })
  session.connections.add(connection)
  if (!asynchronous) return yield* obeyEach(session, connection)
  while (isReady(channel) && !connection.ended() && !connection.connected()) yield Infinity
  yield* park(session)
  yield* obeyAll(session)
  if (channel.state === 'CS_RESET') channel.state = 'CS_EXECUTE'
}

/** Without `async`: the thread of the connection is that of the channel, and stays with it until the connection is over. */
function* obeyEach(session: Session, connection: SocketConnection): Routine {
  while (!connection.ended()) {
    const message = connection.waiting()
    if (!message) {
      yield Infinity
      continue
    }
    yield* obeyNow(session, message)
    connection.answered()
  }
}

export const socketApplications: Readonly<Record<string, Application>> = { socket: { run: socket, noMedia: true } }
