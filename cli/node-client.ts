// A running node, asked over its admin address as the configuration names it.
import { request } from 'node:http'
import type { Said } from '../runtime/serve/said.ts'
import { readServeConfig, type Address, type ServeConfig } from './config/serve-config.ts'
import { Refusal } from './exit.ts'
import type { Io } from './io.ts'

export interface NodeClient {
  readonly config: ServeConfig
  /** The answer's JSON. Refuses with what the node said, or with why it said nothing. */
  readonly ask: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>
}

const MOST_TIME = 15_000

export function openNodeClient(io: Pick<Io, 'fs' | 'cwd' | 'env' | 'stop'>): NodeClient {
  const config = readServeConfig(io, { secrets: 'adminToken' })
  const { admin, adminToken } = config
  return {
    config,
    ask: async (method, path, body) => {
      const { status, text } = await send(admin, method, path, body, adminToken, io.stop)
      const json = parse(text)
      if (status < 300) return json
      const said = (json as { readonly refused?: Said } | undefined)?.refused
      throw new Refusal(said ?? { en: `the node answered ${status}.`, zh: `节点返回了 ${status}。` })
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

function send(
  { host, port }: Address,
  method: string,
  path: string,
  body: unknown,
  token: string | null,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  }
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: host === '0.0.0.0' ? '127.0.0.1' : host, port, method, path, headers, timeout: MOST_TIME, signal },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        response.on('error', reject)
      },
    )
    asking.on('timeout', () => asking.destroy(new Error('ETIMEDOUT')))
    asking.on('error', (error: NodeJS.ErrnoException) => {
      const why = error.code ?? error.message
      reject(
        new Refusal({
          en: `no node answers on ${host}:${port} (${why}): is “callwright serve” running, with this configuration?`,
          zh: `${host}:${port} 上没有节点应答（${why}）：“callwright serve”是否以此配置在运行？`,
        }),
      )
    })
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
