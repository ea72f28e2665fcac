// Takes the calls that FreeSWITCH hands over. Whoever reaches the port can pose as FreeSWITCH, so it has to come from an address of
// the list, has to be a FreeSWITCH by its first answer, and has to know the token. Others get nothing, not even a reason.
import { hash, timingSafeEqual } from 'node:crypto'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createNetworks, plainAddress } from './addresses.ts'
import { exit, hangup } from './codec/index.ts'
import { receiveCall, type IncomingCall, type IncomingChannel } from './incoming.ts'
import { streamOfSocket } from './stream.ts'
import { endWatch } from './watch.ts'

export type RefusedWhy =
  /** Its address is not on the list. */
  | 'address'
  /** More that have not said who they are than there may be, and none of an address that has more of them. */
  | 'too-many'
  /** No answer to `connect` in time. */
  | 'slow'
  /** What answered is no FreeSWITCH that hands over a call, or the connection ended before it had. */
  | 'no-call'
  /** The path of the socket has another token, or none. */
  | 'token'
  /** The switch knows no such channel. */
  | 'unknown-channel'
  /** The switch has given the call to another node: this one was too slow. */
  | 'late'
  /** A second connection for a channel that is being handled. */
  | 'duplicate'

export interface ServerOptions {
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** Networks that may connect. */
  readonly allow: readonly string[]
  /** First part of the path in `socket HOST:PORT/TOKEN/ATTEMPT`; null: none is asked for. */
  readonly token: string | null
  /** Whether the switch has this channel: by `uuid_exists` over an inbound connection. A rejection counts as no. */
  readonly verify?: (uuid: string) => Promise<boolean>
  readonly limits?: Partial<ServerLimits>
  /** Within it the call has to be listened to (`IncomingCall.listen`). */
  readonly onCall: (call: IncomingCall) => void
  /** One a second at most for each reason; `count` says how many there were since the last. */
  readonly onRefused?: (refusal: { readonly why: RefusedWhy; readonly peer: string; readonly count: number }) => void
}

export interface ServerLimits {
  /**
   * Connections at once that have not said yet who they are. One address may have all of them; where they are taken and another one
   * comes, it gets its share: the last of who has most is closed. Calls are the node's to count.
   */
  readonly connections: number
  /** ms for the answer to `connect`. */
  readonly answer: number
}

const USUAL: ServerLimits = { connections: 200, answer: 5000 }
/** ms in which one refusal of a kind is told. */
const TOLD_EVERY = 1000

export interface CallServer {
  readonly host: string
  readonly port: number
  /** Takes no more calls; those that there are go on. */
  readonly close: () => Promise<void>
  readonly connections: () => number
  /** The channel of a call that has a connection here; null where none has. */
  readonly channelOf: (uuid: string) => IncomingChannel | null
}

export type ServerFailed = { readonly kind: 'failed'; readonly why: string }

/** Listens, or says why it cannot: a network that is none, a port that is taken. */
export function createServer(options: ServerOptions): Promise<CallServer | ServerFailed> {
  const limits = { ...USUAL, ...options.limits }
  const networks = createNetworks(options.allow)
  if ('wrong' in networks) return Promise.resolve({ kind: 'failed', why: `${networks.wrong} is no network` })
  let all = 0
  /** Connections that have not said yet who they are, in all and by their addresses; each by what closes it. */
  let strangers = 0
  const greeting = new Map<string, Set<() => void>>()
  const channels = new Map<string, IncomingChannel>()
  const refused = createRefusals(options.onRefused)
  const token = options.token === null ? null : digestOf(options.token)

  /** Whether one more from this address may be: there is room, or some is made. */
  const hasRoom = (peer: string): boolean => {
    if (strangers < limits.connections) return true
    const most = [...greeting.values()].reduce((most, these) => (these.size > most.size ? these : most), new Set())
    // Not for one that would have as many then: it would be closed by the next of the other.
    if (most.size <= (greeting.get(peer)?.size ?? 0) + 1) return false
    // The last: those before it may be nearly done.
    ;[...most].at(-1)!()
    return true
  }

  const onSocket = (socket: Socket): void => {
    const peer = plainAddress(socket.remoteAddress ?? '')
    const drop = (why: RefusedWhy): void => {
      socket.on('error', () => undefined)
      socket.destroy()
      refused(why, peer)
    }
    // Before anything is made for it: ten thousand of these cost ten thousand closes.
    if (!networks.has(peer)) return drop('address')
    if (!hasRoom(peer)) return drop('too-many')
    all++
    strangers++
    const own = greeting.get(peer) ?? new Set()
    greeting.set(peer, own)
    let gaveWay = false
    const giveWay = (): void => {
      gaveWay = true
      isKnown()
      drop('too-many')
    }
    own.add(giveWay)
    const isKnown = (): void => {
      if (!own.delete(giveWay)) return
      strangers--
      if (own.size === 0) greeting.delete(peer)
    }
    socket.once('close', () => {
      all--
      isKnown()
    })
    // One that gave way has been told of.
    void greet(socket, peer, isKnown, why => void (gaveWay || refused(why, peer)))
  }

  const greet = async (socket: Socket, peer: string, isKnown: () => void, tell: (why: RefusedWhy) => void): Promise<void> => {
    const received = await receiveCall(streamOfSocket(socket), { peer, within: limits.answer })
    if (received.kind === 'none') return tell(received.why)
    const { call } = received
    const { uuid } = call.channel
    const refuse = (why: RefusedWhy): void => {
      call.connection.close()
      tell(why)
    }
    const path = call.channel.header('variable_socket_path') ?? ''
    // In a time that says nothing about where they differ.
    if (token !== null && !timingSafeEqual(digestOf(path.split('/', 1)[0]!), token)) return refuse('token')
    if (options.verify && !(await options.verify(uuid).catch(() => false))) return refuse('unknown-channel')
    const whose = await endWatch(call, limits.answer)
    if (call.connection.closed()) return tell('no-call')
    if (whose === 'gone') return refuse('slow')
    if (whose === 'late') {
      // It is left open until the switch closes it, for its end would end whatever the call does now; and takes no key of the call.
      call.listen({ onEvent: () => undefined, onClosed: () => undefined })
      call.connection.fallSilent()
      // Nobody to wait for: those that the switch keeps for long must not take the room of calls that come.
      isKnown()
      return tell('late')
    }
    if (channels.has(uuid)) return refuse('duplicate')
    channels.set(uuid, call.channel)
    void received.ended.then(() => channels.delete(uuid))
    isKnown()
    options.onCall(call)
  }

  return new Promise(resolve => {
    const server: Server = createTcpServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }, onSocket)
    server.once('error', error => resolve({ kind: 'failed', why: error.message }))
    server.listen({ host: options.host, port: options.port, backlog: 1024 }, () => {
      server.removeAllListeners('error')
      // Of one connection that could not be taken (too many files): the others go on.
      server.on('error', () => refused('too-many', ''))
      const address = server.address()
      resolve({
        host: options.host,
        port: typeof address === 'object' && address ? address.port : options.port,
        close: () => new Promise(done => server.close(() => done())),
        connections: () => all,
        channelOf: uuid => channels.get(uuid) ?? null,
      })
    })
  })
}

/** Ends a call that is not taken, with a cause for its caller. */
export function refuseCall({ connection, listen }: IncomingCall, cause: string): void {
  listen({ onEvent: () => undefined, onClosed: () => undefined })
  connection.together(() => {
    void connection.send(hangup(cause))
    void connection.send(exit())
  })
}

/** All of one length. */
const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer')

/** Tells the first refusal of a kind at once, and then at most one a second with how many there were. */
function createRefusals(tell: ServerOptions['onRefused']): (why: RefusedWhy, peer: string) => void {
  const kinds = new Map<RefusedWhy, { count: number; peer: string; timer: NodeJS.Timeout | null }>()
  return (why, peer) => {
    if (!tell) return
    const kind = kinds.get(why) ?? { count: 0, peer, timer: null }
    kinds.set(why, kind)
    kind.count++
    kind.peer = peer
    if (kind.timer) return
    const say = (): void => {
      const { count } = kind
      kind.timer = null
      kind.count = 0
      if (count === 0) return
      kind.timer = setTimeout(say, TOLD_EVERY).unref()
      tell({ why, peer: kind.peer, count })
    }
    say()
  }
}
