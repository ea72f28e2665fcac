// A running node, asked over its admin address as the configuration names it.
import { request } from 'node:http'
import { isObject } from '../machine/json-values.ts'
import type { Said } from '../runtime/serve/said.ts'
import { readServeConfig, type Address } from './config/serve-config.ts'
import { EXIT, Refusal, Stopped } from './exit.ts'
import type { Io } from './io.ts'

export interface NodeClient {
  /**
   * The answer's JSON, where it is what `isAnswer` looks for. Refuses with what the node said, or with why it said nothing; where a change
   * may have been made all the same, that is said, also of one that Ctrl-C ends.
   */
  readonly ask: <T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    isAnswer: (answer: unknown) => answer is T,
    body?: unknown,
  ) => Promise<T>
}

/** ms in which nothing comes. */
export interface Limits {
  readonly answer: number
  /** For what was asked for and changes something: it waits for changes before it, for a look at the switch, and for bundles to be copied. */
  readonly change: number
}

const LIMITS: Limits = { answer: 15_000, change: 120_000 }

export function openNodeClient(io: Pick<Io, 'fs' | 'cwd' | 'env' | 'stop'>, limits = LIMITS): NodeClient {
  const { admin, adminToken } = readServeConfig(io, { secrets: 'adminToken' })
  return {
    ask: async (method, path, isAnswer, body) => {
      const { status, text } = await send({ admin, method, path, body, token: adminToken, signal: io.stop, limits })
      const json = parse(text)
      if (status < 300) {
        if (isAnswer(json)) return json
        throw new Refusal(noNode(admin))
      }
      const refused = isObject(json) ? json['refused'] : undefined
      const said = isSaid(refused) ? refused : { en: `the node answered ${status}.`, zh: `节点返回了 ${status}。` }
      const leftOpen = status >= 500 && method !== 'GET'
      const whole = leftOpen ? { en: `${said.en} ${MAYBE.en}`, zh: `${said.zh}${MAYBE.zh}` } : said
      throw new Refusal(whole)
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isSaid = (read: unknown): read is Said => isObject(read) && typeof read['en'] === 'string' && typeof read['zh'] === 'string'

/** Said of a change that was asked for: a second `rollback`, say, would go back once more. */
const MAYBE: Said = {
  en: 'What you asked for may have been done, or may still be: look at “callwright status” before you ask again.',
  zh: '所请求的更改可能已经生效，也可能稍后生效：再次请求之前，请先查看“callwright status”。',
}

const noNode = ({ host, port }: Address): Said => ({
  en: `what answers on ${host}:${port} is no node of Callwright: look at “serve.admin” in the configuration.`,
  zh: `${host}:${port} 上应答的不是 Callwright 节点：请检查配置中的“serve.admin”。`,
})

/** `sent`: all of it was written, so that who listens there may have it. */
function noAnswer({ host, port }: Address, why: string, sent: boolean, changes: boolean): Said {
  if (!sent)
    return {
      en: `no node answers on ${host}:${port} (${why}): is “callwright serve” running, with this configuration?`,
      zh: `${host}:${port} 上没有节点应答（${why}）：“callwright serve”是否以此配置在运行？`,
    }
  // What speaks another language than HTTP.
  if (why.startsWith('HPE_')) return noNode({ host, port })
  const then: Said = changes
    ? MAYBE
    : { en: 'Ask again; where it stays so, look at the log of the node.', zh: '请重试；若仍如此，请查看节点日志。' }
  return {
    en: `the node on ${host}:${port} was asked, and gave no whole answer (${why}). ${then.en}`,
    zh: `已向 ${host}:${port} 上的节点提出请求，但没有得到完整的应答（${why}）。${then.zh}`,
  }
}

interface Sent {
  readonly admin: Address
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly token: string | null
  readonly signal: AbortSignal
  readonly limits: Limits
}

function send({ admin, method, path, body, token, signal, limits }: Sent): Promise<{ readonly status: number; readonly text: string }> {
  const { host, port } = admin
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  }
  const changes = method !== 'GET'
  return new Promise((resolve, reject) => {
    let sent = false
    const fail = ({ code, message }: { readonly code?: string; readonly message: string }): void => {
      if (signal.aborted && !(sent && changes)) return reject(new Stopped())
      const why = signal.aborted ? 'Ctrl-C' : (code ?? message)
      reject(new Refusal(noAnswer(admin, why, sent, changes), signal.aborted ? EXIT.stopped : EXIT.refused))
    }
    const asking = request(
      { host: host === '0.0.0.0' ? '127.0.0.1' : host, port, method, path, headers, timeout: limits.answer, signal },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', fail)
      },
    )
    asking.on('finish', () => {
      sent = true
      if (changes) asking.setTimeout(limits.change)
    })
    asking.on('timeout', () => {
      fail({ message: 'ETIMEDOUT' })
      asking.destroy()
    })
    asking.on('error', fail)
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
