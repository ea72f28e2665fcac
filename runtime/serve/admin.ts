// The node over HTTP: health for whoever watches it, metrics for Prometheus, and what operators may ask. JSON in and out, one shape for
// every refusal: `{ "refused": { "en": …, "zh": … } }`.
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { sha256Hex } from '../../machine/hash.ts'
import type { Done, Operations } from './operations.ts'
import type { Said } from './said.ts'

export interface AdminOptions {
  readonly operations: Operations
  /** What `Authorization: Bearer` has to say; null = only this machine reaches it. */
  readonly token: string | null
}

interface Answer {
  readonly status: number
  readonly body: unknown
  /** In the place of JSON. */
  readonly text?: string
}

const MOST_BODY = 64 * 1024

const refuse = (status: number, en: string, zh: string): Answer => ({ status, body: { refused: { en, zh } } })

export function createAdmin({ operations, token }: AdminOptions): Server {
  // Who opens a request and does not go on is looked for each second; by itself Node looks twice a minute.
  const server = createServer({ connectionsCheckingInterval: 1000 }, (request, response) => {
    void answer(request).then(
      given => send(response, given),
      () => send(response, refuse(500, 'a fault of Callwright; the log has more.', 'Callwright 内部错误；详见日志。')),
    )
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 5000
  server.maxHeadersCount = 50
  return server

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://node')
    const method = request.method ?? 'GET'
    const path = pathname
      .split('/')
      .slice(1)
      .map(part => decode(part))
    const [first, second] = path
    // What a load balancer asks has no secret, and needs none.
    if (path.length === 1 && method === 'GET') {
      if (first === 'healthz') return { status: 200, body: { ok: true } }
      if (first === 'readyz') return operations.isReady() ? { status: 200, body: { ready: true } } : { status: 503, body: { ready: false } }
    }
    if (!isAllowed(request)) {
      return token === null
        ? refuse(
            403,
            'only this machine is answered, as localhost or 127.0.0.1, for serve.adminToken is not configured.',
            '未配置 serve.adminToken，因此只应答本机，且须以 localhost 或 127.0.0.1 访问。',
          )
        : refuse(401, 'the token is missing or wrong.', '缺少令牌或令牌不对。')
    }
    if (path.length === 1 && method === 'GET') {
      if (first === 'metrics') return { status: 200, body: null, text: await operations.metrics() }
      if (first === 'status') return { status: 200, body: operations.status() }
    }
    if (method === 'GET') return refuse(404, `there is no ${pathname} here.`, `这里没有 ${pathname}。`)
    // A page of another site can make a browser send a form, but not this.
    if (method === 'POST' && !/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      return refuse(415, 'the content type must be application/json.', '内容类型必须是 application/json。')
    const body = method === 'POST' ? await bodyOf(request) : {}
    if (body === 'too large') return refuse(413, 'the body is too large.', '请求体太大。')
    if (body === null) return refuse(400, 'the body is no JSON object.', '请求体不是 JSON 对象。')
    if (first === 'deploy' && path.length === 1 && method === 'POST')
      return done(operations.deploy(textOf(body['line']), textOf(body['bundle']), body['again'] === true))
    if (first === 'lines' && second !== undefined) return lineRequest(method, second, path.slice(2), body, searchParams)
    return refuse(404, `there is no ${pathname} here.`, `这里没有 ${pathname}。`)
  }

  function lineRequest(method: string, line: string, path: readonly string[], body: Json, query: URLSearchParams): Answer {
    const [what, name] = path
    if (what === 'rollback' && path.length === 1 && method === 'POST') return done(operations.rollback(line, textOf(body['version'])))
    if (what === 'settings' && name !== undefined && path.length === 2) {
      if (method === 'DELETE') {
        const asked = whoAndWhy(query.get('who'), query.get('why'))
        if ('status' in asked) return asked
        return done(operations.unset({ line, number: query.get('number'), name, ...asked }))
      }
      if (method === 'POST') {
        const asked = whoAndWhy(body['who'], body['why'])
        if ('status' in asked) return asked
        return done(
          operations.set({ line, number: textOf(body['number']), name, json: body['value'], until: textOf(body['until']), ...asked }),
        )
      }
    }
    return refuse(404, 'there is no such thing here.', '这里没有这项操作。')
  }

  function isAllowed(request: IncomingMessage): boolean {
    if (token === null) {
      // Only this machine reaches it, but a page in a browser here could, too, under a name of its own.
      return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
    }
    const said = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    // Of one length, so that the comparison tells nothing.
    return timingSafeEqual(Buffer.from(sha256Hex(said)), Buffer.from(sha256Hex(token)))
  }
}

type Json = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function whoAndWhy(who: unknown, why: unknown): { readonly who: string; readonly why: string } | Answer {
  const [one, other] = [textOf(who), textOf(why)]
  if (one !== null && other !== null) return { who: one.slice(0, 200), why: other.slice(0, 1000) }
  return refuse(400, '“who” and “why” are required: they are written down with the change.', '必须说明“who”和“why”：它们会随更改一起记录。')
}

function done<T>(given: Done<T>): Answer {
  return 'done' in given ? { status: 200, body: given.done } : { status: 409, body: { refused: given.problem satisfies Said } }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

async function bodyOf(request: IncomingMessage): Promise<Json | null | 'too large'> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > MOST_BODY) return 'too large'
    pieces.push(piece)
  }
  if (bytes === 0) return {}
  try {
    const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'))
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Json) : null
  } catch {
    return null
  }
}

function send(response: ServerResponse, { status, body, text }: Answer): void {
  response.writeHead(status, {
    'content-type': text === undefined ? 'application/json; charset=utf-8' : 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(text ?? `${JSON.stringify(body)}\n`)
}
