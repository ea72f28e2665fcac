// The node over HTTP: health for whoever watches it, metrics for Prometheus, and what operators may ask. JSON in and out, one shape for
// every refusal: `{ "refused": { "en": …, "zh": … } }`.
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { sha256Hex } from '../../machine/hash.ts'
import { shownError, type Logger } from './log.ts'
import type { Done, Operations } from './operations.ts'
import type { Said } from './said.ts'

/** What changes versions may have to look at the switch first. */
type Change = 'deploy' | 'rollback'
type MaybeLater<T> = T | Promise<T>

export interface AdminOptions {
  readonly operations: Omit<Operations, Change> & {
    readonly [name in Change]: (...given: Parameters<Operations[name]>) => MaybeLater<ReturnType<Operations[name]>>
  }
  /** Of our own faults. */
  readonly log: Pick<Logger, 'error'>
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

export function createAdmin({ operations, log, token }: AdminOptions): Server {
  // Who opens a request and does not go on is looked for each second; by itself Node looks twice a minute.
  const server = createServer({ connectionsCheckingInterval: 1000 }, (request, response) => {
    void answer(request).then(
      given => send(response, given),
      (error: unknown) => {
        log.error(
          {
            method: request.method,
            path: targetOf(request).pathname,
            err: shownError(error),
          },
          'a fault of Callwright: what was asked over HTTP was answered with 500',
        )
        send(response, refuse(500, 'a fault of Callwright; the log has more.', 'Callwright 内部错误；详见日志。'))
      },
    )
  })
  server.requestTimeout = 10_000
  server.headersTimeout = 5000
  server.maxHeadersCount = 50
  return server

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, query } = targetOf(request)
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
    // A `DELETE` has none: what stands in one all the same is refused, as it would narrow what is taken back.
    const body = method === 'POST' || method === 'DELETE' ? await bodyOf(request) : {}
    if (body === 'too large') return refuse(413, 'the body is too large.', '请求体太大。')
    if (body === null) return refuse(400, 'the body is no JSON object.', '请求体不是 JSON 对象。')
    const asked: Asked = { method, body, query }
    if (first === 'deploy' && path.length === 1 && method === 'POST') {
      const given = read(asked, { texts: ['bundle'], others: ['again'] })
      if ('status' in given) return given
      const again = body['again'] ?? false
      if (typeof again !== 'boolean') return refuse(400, '“again” is true or false.', '“again”须为 true 或 false。')
      return done(await operations.deploy(given.text('bundle'), again))
    }
    if (first === 'lines' && second !== undefined) return lineRequest(second, path.slice(2), asked)
    return refuse(404, `there is no ${pathname} here.`, `这里没有 ${pathname}。`)
  }

  async function lineRequest(line: string, path: readonly string[], asked: Asked): Promise<Answer> {
    const [what, name] = path
    const { method, body } = asked
    if (what === 'rollback' && path.length === 1 && method === 'POST') {
      const given = read(asked, { texts: ['version'] })
      if ('status' in given) return given
      return done(await operations.rollback(line, given.text('version')))
    }
    if (what === 'settings' && name !== undefined && path.length === 2) {
      if (method === 'DELETE') {
        const given = read(asked, { texts: ['who', 'why', 'number'] })
        if ('status' in given) return given
        const reason = whoAndWhy(given)
        if ('status' in reason) return reason
        return done(operations.unset({ line, number: given.text('number'), name, ...reason }))
      }
      if (method === 'POST') {
        const given = read(asked, { texts: ['who', 'why', 'number', 'until'], others: ['value'] })
        if ('status' in given) return given
        if (!Object.hasOwn(body, 'value')) return refuse(400, '“value” is missing.', '缺少“value”。')
        const reason = whoAndWhy(given)
        if ('status' in reason) return reason
        const [number, until] = [given.text('number'), given.text('until')]
        return done(operations.set({ line, number, name, json: body['value'], until, ...reason }))
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

interface Asked {
  readonly method: string
  readonly body: Json
  readonly query: URLSearchParams
}

interface Given {
  /** Null where it was not given. */
  readonly text: (name: string) => string | null
}

/**
 * What a request names, each of it a text but `others`; refused where it is anything else, or nobody's name. What is left out means more: the
 * whole line, without an end, the version before. So nothing may be taken for left out that was only written wrong.
 */
function read(
  { method, body, query }: Asked,
  { texts, others = [] }: { readonly texts: readonly string[]; readonly others?: readonly string[] },
): Given | Answer {
  const inQuery = method === 'DELETE'
  const known = [...texts, ...others]
  const wrongPlace = inQuery ? Object.keys(body) : [...query.keys()]
  const [stray] = wrongPlace
  if (stray !== undefined)
    return inQuery
      ? refuse(
          400,
          `“${stray}” stands in the body: a DELETE says all in its query.`,
          `“${stray}”写在请求体中：DELETE 的内容都写在查询参数中。`,
        )
      : refuse(400, `“${stray}” stands in the query: it belongs into the body.`, `“${stray}”写在查询参数中：它应写在请求体中。`)
  const names = inQuery ? [...query.keys()] : Object.keys(body)
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined)
    return refuse(400, `“${unknown}” is not known here; there is: ${known.join(', ')}.`, `这里没有“${unknown}”；有：${known.join('、')}。`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return refuse(400, `“${twice}” is given twice.`, `“${twice}”给了两次。`)
  const valueOf = (name: string): unknown => (inQuery ? query.get(name) : Object.hasOwn(body, name) ? body[name] : null)
  for (const name of texts) {
    const value = valueOf(name)
    if (value !== null && (typeof value !== 'string' || value === ''))
      return refuse(
        400,
        `“${name}” is a text in quotes that is not empty; leave it out where it is not meant.`,
        `“${name}”须为带引号的非空文本；不需要时请省略。`,
      )
  }
  return { text: name => valueOf(name) as string | null }
}

function whoAndWhy({ text }: Given): { readonly who: string; readonly why: string } | Answer {
  const [who, why] = [text('who'), text('why')]
  if (who !== null && why !== null) return { who: who.slice(0, 200), why: why.slice(0, 1000) }
  return refuse(400, '“who” and “why” are required: they are written down with the change.', '必须说明“who”和“why”：它们会随更改一起记录。')
}

function done<T>(given: Done<T>): Answer {
  return 'done' in given ? { status: 200, body: given.done } : { status: 409, body: { refused: given.problem satisfies Said } }
}

/** Not by `URL`: to it the path `//` is a host, and none. */
function targetOf(request: IncomingMessage): { readonly pathname: string; readonly query: URLSearchParams } {
  // The whole address is what a proxy is asked for, and every server has to take it (RFC 9112, 3.2.2).
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '')
  const at = target.indexOf('?')
  return { pathname: at === -1 ? target : target.slice(0, at), query: new URLSearchParams(at === -1 ? '' : target.slice(at + 1)) }
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
  // Who goes away in the middle of it, or is cut off, has asked for nothing: no fault of ours.
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > MOST_BODY) return 'too large'
      pieces.push(piece)
    }
    if (bytes === 0) return {}
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
