// A connection to the switch's own Event Socket: signed in, or why it is not.
import { connect as connectTcp, type Socket } from 'node:net'
import { api, auth, type Event, type LogLine } from './codec/index.ts'
import { createConnection, type Closed, type Connection } from './connection.ts'
import { streamOfSocket } from './stream.ts'

export interface InboundOptions {
  readonly address: { readonly host: string; readonly port: number }
  readonly password: string
  /** For all of it, in ms: 5 s. */
  readonly timeout?: number
  readonly onEvent?: (event: Event) => void
  readonly onLog?: (line: LogLine) => void
  /** Once, where it was open. */
  readonly onClosed?: (why: Closed) => void
}

export interface Inbound {
  readonly kind: 'open'
  readonly connection: Connection
  /** The output of an API command, the line end left out; null where there is none: it failed to come, or may not be asked. `-ERR …` is output. */
  readonly api: (command: string, words?: readonly string[], timeout?: number) => Promise<string | null>
  readonly close: () => void
}

export interface NotOpen {
  readonly kind: 'failed'
  readonly why:
    /** No connection. `detail` is the system's code: ECONNREFUSED, ETIMEDOUT. */
    | 'unreachable'
    | 'password'
    /** The switch's access list turns our address away. */
    | 'access-list'
    /** What answers there is no Event Socket. */
    | 'not-freeswitch'
    | 'timed-out'
  readonly detail: string
}

/** ms of quiet after which TCP asks whether the other side is still there. */
const KEPT_ALIVE = 30_000

/** Never rejects. */
export function openInbound(options: InboundOptions): Promise<Inbound | NotOpen> {
  const { address, password, timeout = 5000 } = options
  return new Promise(resolve => {
    let settled = false
    let open = false
    let asked = false
    // A firewall on the way would forget one that is quiet.
    const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEPT_ALIVE }
    let socket: Socket
    try {
      socket = connectTcp({ host: address.host.replace(/^\[|\]$/g, ''), port: address.port, ...keepAlive })
    } catch (error) {
      // An address that is none is thrown at once, and not told as all else that goes wrong.
      return resolve({ kind: 'failed', why: 'unreachable', detail: (error as NodeJS.ErrnoException).code ?? String(error) })
    }
    // Something came, and it did not ask for the password.
    const timer = setTimeout(() => fail(socket.bytesRead > 0 && !asked ? 'not-freeswitch' : 'timed-out', ''), timeout)
    const settle = (result: Inbound | NotOpen): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      resolve(result)
    }
    const fail = (why: NotOpen['why'], detail: string): void => {
      settle({ kind: 'failed', why, detail })
      connection.close()
    }
    const signIn = async (): Promise<void> => {
      const outcome = await connection.send(auth(password), timeout)
      if (outcome.kind === 'refused') return fail('password', outcome.reason)
      if (outcome.kind === 'answer' && !outcome.ok) return fail('password', outcome.text)
      if (outcome.kind !== 'answer') return fail(outcome.kind === 'closed' ? 'password' : 'timed-out', '')
      open = true
      settle({
        kind: 'open',
        connection,
        api: async (command, words = [], limit) => {
          const answered = await connection.send(api(command, words), limit)
          return answered.kind === 'answer' ? answered.text : null
        },
        close: () => connection.close(),
      })
    }
    const connection = createConnection(streamOfSocket(socket), {
      timeout,
      onEvent: event => options.onEvent?.(event),
      onLog: line => options.onLog?.(line),
      onAuthRequest: () => {
        asked = true
        void signIn()
      },
      onClosed: why => {
        if (open) return options.onClosed?.(why)
        settle({ kind: 'failed', ...whyNot(why) })
      },
    })
  })
}

function whyNot(why: Closed): Pick<NotOpen, 'why' | 'detail'> {
  switch (why.kind) {
    case 'rejected':
      return { why: 'access-list', detail: why.text }
    case 'failed':
      return { why: 'unreachable', detail: (why.error as NodeJS.ErrnoException).code ?? why.error.message }
    case 'ended':
    case 'closed':
      return { why: 'unreachable', detail: 'closed' }
    default:
      return { why: 'not-freeswitch', detail: why.kind }
  }
}
