// One HTTP request and its answer, or the fault that was met. No redirects, no compression, a bound on the answer's size; and
// whether anything can have reached the other side, which decides what a caller is told.
import { request as plainRequest, Agent as PlainAgent, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest, Agent as TlsAgent } from 'node:https'
import type { SecureContextOptions } from 'node:tls'
import type { Socket } from 'node:net'

export interface HttpRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Over a connection of its own: nothing that a server closed while it was idle. */
  readonly fresh: boolean
  /** An answer with a longer body is refused, bytes. */
  readonly largest: number
  readonly signal: AbortSignal
}

export type HttpResult =
  | { readonly kind: 'answer'; readonly status: number; readonly body: Uint8Array }
  /** `sent`: a connection stood, so that the request may have been read. `again`: another try may go well. */
  | { readonly kind: 'fault'; readonly sent: boolean; readonly again: boolean; readonly why: string }

/** Never rejects; resolves at once when `signal` is aborted. */
export type Exchange = (request: HttpRequest) => Promise<HttpResult>

export interface TlsOptions extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key' | 'passphrase'> {
  readonly servername?: string
}

/** Connections are kept and shared; `close` ends those that are idle. */
export interface HttpPool {
  readonly exchange: Exchange
  readonly close: () => void
}

export function createHttpPool(tls: TlsOptions, atOnce: number): HttpPool {
  const kept = { keepAlive: true, maxSockets: atOnce, maxFreeSockets: atOnce }
  const plain = new PlainAgent(kept)
  const secure = new TlsAgent({ ...kept, ...tls })
  const plainFresh = new PlainAgent({ keepAlive: false })
  const secureFresh = new TlsAgent({ keepAlive: false, ...tls })
  return {
    exchange: asked =>
      new Promise(resolve => {
        const isTls = asked.url.protocol === 'https:'
        const agent = isTls ? (asked.fresh ? secureFresh : secure) : asked.fresh ? plainFresh : plain
        const body = Buffer.from(asked.body, 'utf8')
        const headers = { ...asked.headers, 'content-length': String(body.length) }
        let req: ClientRequest
        try {
          req = (isTls ? tlsRequest : plainRequest)(asked.url, { method: 'POST', headers, agent })
        } catch (error) {
          // What it would be made with (a certificate, say) is of no use: nothing was sent, and nothing can be.
          return resolve({ kind: 'fault', sent: false, again: false, why: faultOf(error as Error)[0] })
        }
        let sent = false
        let over = false
        const end = (result: HttpResult): void => {
          if (over) return
          over = true
          asked.signal.removeEventListener('abort', abort)
          resolve(result)
          if (result.kind === 'fault') req.destroy()
        }
        const fault = (why: string, again: boolean): void => end({ kind: 'fault', sent, again, why })
        const abort = (): void => fault('it took too long', true)
        req.on('socket', (socket: Socket) => {
          const stands = (): void => void (sent = true)
          if (socket.connecting) socket.once(isTls ? 'secureConnect' : 'connect', stands)
          else stands()
        })
        req.on('error', error => fault(...faultOf(error)))
        req.on('response', response => readBody(response, asked.largest, fault, bytes => end(bytes)))
        // A proxy or a server that wants to speak something else.
        req.on('upgrade', (_, socket) => {
          socket.destroy()
          fault('the answer is of another protocol', false)
        })
        asked.signal.addEventListener('abort', abort)
        if (asked.signal.aborted) abort()
        else req.end(body)
      }),
    close: () => {
      for (const agent of [plain, secure, plainFresh, secureFresh]) agent.destroy()
    },
  }
}

function readBody(
  response: IncomingMessage,
  largest: number,
  fault: (why: string, again: boolean) => void,
  end: (result: HttpResult) => void,
): void {
  const encoding = response.headers['content-encoding'] ?? 'identity'
  const tooLarge = `the answer is larger than ${largest} bytes`
  // Never unpacked: a few bytes could become a memory full.
  if (encoding !== 'identity') return fault('the answer is compressed, which was not asked for', false)
  if (Number(response.headers['content-length'] ?? 0) > largest) return fault(tooLarge, false)
  const chunks: Buffer[] = []
  let length = 0
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > largest) fault(tooLarge, false)
    else chunks.push(chunk)
  })
  response.on('error', error => fault(...faultOf(error)))
  response.on('close', () => {
    if (response.complete) end({ kind: 'answer', status: response.statusCode ?? 0, body: Buffer.concat(chunks) })
    else fault('the connection was closed in the middle of the answer', true)
  })
}

/** Its code alone: a message may have anything in it. */
function faultOf(error: Error): [why: string, again: boolean] {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return ['the connection broke', true]
  // The parser's: what came is not HTTP, and will hardly be the next time.
  return code.startsWith('HPE_') ? [`the answer is not HTTP (${code})`, false] : [`the connection failed (${code})`, true]
}
