// Requests that are sent again until they are answered (RFC 3261 §17.1), over UDP, for one call.
import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { formatSip, parseSip, sipHeader, type HeaderLine, type SipMessage } from './sip-message.ts'
import { localAddress, openUdp } from './udp.ts'

export type SipRequest = Extract<SipMessage, { readonly kind: 'request' }>
export type SipResponse = Extract<SipMessage, { readonly kind: 'response' }>

/** §17.1.1.1: T1 and T2, and the time after which nobody answers any more. */
const T1 = 500
const T2 = 4000
const GIVE_UP = 64 * T1

export interface Place {
  readonly host: string
  readonly port: number
}

export interface Sent {
  readonly branch: string
  /** The first final response; null where none comes. Provisional ones and later ones are told to `onResponse`. */
  readonly final: Promise<SipResponse | null>
}

export interface SendOptions {
  readonly body?: string
  /** Of its INVITE, where it cancels one (§9.1). */
  readonly branch?: string
  readonly onResponse?: (response: SipResponse) => void
  /** ms after which it is given up where nothing comes back; 32 s where not said. */
  readonly within?: number
}

export interface Transactions {
  readonly host: string
  readonly port: number
  readonly send: (method: string, uri: string, to: Place, headers: readonly HeaderLine[], more?: SendOptions) => Sent
  /** Once, without an answer: ACK. `branch` where it is the one of its INVITE (§17.1.1.3). */
  readonly sendOnce: (method: string, uri: string, to: Place, headers: readonly HeaderLine[], branch?: string) => void
  /** `body` goes with its type. */
  readonly respond: (request: SipRequest, to: Place, status: string, more?: readonly HeaderLine[], body?: string) => void
  readonly close: () => void
}

/** §8.1.1.7: the cookie and something that no other request has. */
const newBranch = (): string => `z9hG4bK${randomBytes(8).toString('hex')}`

interface Waiting {
  readonly method: string
  timer: NodeJS.Timeout
  readonly last: NodeJS.Timeout
  readonly onResponse: ((response: SipResponse) => void) | undefined
  settle: ((response: SipResponse | null) => void) | null
}

export async function openTransactions(
  peer: Place,
  onRequest: (request: SipRequest, from: Place) => void,
  localHost?: string,
): Promise<Transactions & { readonly peer: Place }> {
  const { address } = await lookup(peer.host)
  const host = localHost ?? (await localAddress(address, peer.port))
  const socket = await openUdp(host)
  const { port } = socket.address()
  const waiting = new Map<string, Waiting>()
  const shown = host.includes(':') ? `[${host}]` : host
  let closed = false

  const write = (bytes: Buffer, to: Place): void => {
    if (!closed) socket.send(bytes, to.port, to.host)
  }
  const via = (branch: string): HeaderLine => ['Via', `SIP/2.0/UDP ${shown}:${port};branch=${branch};rport`]

  const finish = (key: string, response: SipResponse | null): void => {
    const transaction = waiting.get(key)
    if (!transaction) return
    clearTimeout(transaction.timer)
    clearTimeout(transaction.last)
    transaction.settle?.(response)
    transaction.settle = null
    if (response === null) waiting.delete(key)
  }

  socket.on('message', (bytes, { address: from, port: fromPort }) => {
    const message = parseSip(bytes.toString('utf8'))
    if (!message) return
    if (message.kind === 'request') return onRequest(message, { host: from, port: fromPort })
    // §17.1.3: a CANCEL has the branch of its INVITE.
    const branch = /branch=([^;,\s]+)/.exec(sipHeader(message, 'via') ?? '')?.[1] ?? ''
    const key = `${branch} ${/[A-Z]+$/.exec(sipHeader(message, 'cseq') ?? '')?.[0] ?? ''}`
    const transaction = waiting.get(key)
    if (!transaction) return
    // An INVITE that is being worked on is not sent again (§17.1.1.2).
    if (message.status < 200 && transaction.method === 'INVITE') {
      clearTimeout(transaction.timer)
      clearTimeout(transaction.last)
    }
    transaction.onResponse?.(message)
    if (message.status >= 200) finish(key, message)
  })
  // Nobody listens there: the answers do not come, and that is told.
  socket.on('error', () => undefined)

  return {
    host: shown,
    port,
    peer: { host: address, port: peer.port },
    send: (method, uri, to, headers, { body, branch = newBranch(), onResponse, within = GIVE_UP } = {}) => {
      const key = `${branch} ${method}`
      const bytes = formatSip(`${method} ${uri} SIP/2.0`, [via(branch), ['Max-Forwards', '70'], ...headers], body)
      const final = new Promise<SipResponse | null>(settle => {
        let wait = T1
        const again = (): void => {
          write(bytes, to)
          const transaction = waiting.get(key)
          if (transaction) transaction.timer = setTimeout(again, wait)
          wait = method === 'INVITE' ? wait * 2 : Math.min(wait * 2, T2)
        }
        const last = setTimeout(() => finish(key, null), within)
        waiting.set(key, { method, timer: last, last, onResponse, settle })
        again()
      })
      return { branch, final }
    },
    sendOnce: (method, uri, to, headers, branch = newBranch()) => {
      write(formatSip(`${method} ${uri} SIP/2.0`, [via(branch), ['Max-Forwards', '70'], ...headers]), to)
    },
    respond: (request, to, status, more = [], body) => {
      const copied = request.headers.filter(([name]) => ['via', 'from', 'to', 'call-id', 'cseq', 'record-route'].includes(name))
      write(formatSip(`SIP/2.0 ${status}`, [...copied, ...more], body), to)
    },
    close: () => {
      if (closed) return
      closed = true
      for (const key of [...waiting.keys()]) finish(key, null)
      socket.close()
    },
  }
}
