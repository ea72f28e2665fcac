// The page over HTTP on this machine alone, and a folder for it. What a browser sends may come from any page that is open in it: so the
// host has to be ours (DNS rebinding), the origin, too (forged requests), and whoever touches the folder knows the token.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { POLICY } from '../../playground/page/policy.ts'
import { FolderRefusal, type Folder } from './folder.ts'
import { PAGE, type DiskChange, type WriteFile } from './protocol.ts'

export interface PlaygroundServer {
  readonly port: number
  /** With the token in its fragment, which a browser sends to nobody. */
  readonly address: string
  readonly close: () => Promise<void>
}

export interface PlaygroundServerOptions {
  /** Of the built page: its files, from its folder. */
  readonly page: { readonly folder: string; readonly files: readonly string[] }
  readonly folder: Folder | null
  readonly port: number
  /** ms between two looks at the folder: 400. */
  readonly look?: number
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.ttf': 'font/ttf',
}
const HEADERS = {
  'content-security-policy': `${POLICY}; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}
/** Bytes of a request: a file of a project as JSON, whatever its letters. */
const LARGEST_BODY = 16_000_000
const SERVED = '<meta name="callwright-served" content="callwright playground" />'

/** Rejects with the system's error where the port cannot be had. */
export async function startPlaygroundServer({ page, folder, port, look = 400 }: PlaygroundServerOptions): Promise<PlaygroundServer> {
  const token = randomBytes(24).toString('base64url')
  /** Each with the page that listens. */
  const listeners = new Map<ServerResponse, string | undefined>()
  let hosts: readonly string[] = []

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else say(response, error instanceof Answer ? error.status : 500, error instanceof Answer ? error.body : { why: 'fault' })
    })
  })
  server.headersTimeout = 10_000

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!hosts.includes(request.headers.host ?? '')) throw new Answer(421, { why: 'host' })
    const path = pathOf(request.url ?? '')
    if (path.startsWith('api/')) return answerApi(request, response, path.slice('api/'.length))
    if (request.method !== 'GET' && request.method !== 'HEAD') throw new Answer(405, { why: 'method' })
    const file = path === '' ? 'index.html' : path
    // Only what was there when it began, so that no name leads anywhere else. It keeps no copy in the browser: the port may be another's tomorrow.
    if (!page.files.includes(file) || file === 'service-worker.js') throw new Answer(404, { why: 'missing' })
    const bytes = readFileSync(join(page.folder, file))
    const body = file === 'index.html' ? Buffer.from(bytes.toString('utf8').replace('<head>', `<head>\n    ${SERVED}`)) : bytes
    response.writeHead(200, {
      ...HEADERS,
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-length': body.length,
      'cache-control': file.startsWith('assets/') ? 'max-age=31536000, immutable' : 'no-cache',
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  const answerApi = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const { origin, authorization } = request.headers
    if (origin !== undefined && !hosts.some(host => origin === `http://${host}`)) throw new Answer(403, { why: 'origin' })
    if (!['same-origin', undefined].includes(request.headers['sec-fetch-site'] as string | undefined))
      throw new Answer(403, { why: 'origin' })
    if (folder === null || !isToken(authorization, token)) throw new Answer(401, { why: 'token' })
    const pageOf = request.headers[PAGE] as string | undefined
    if (request.method === 'GET' && path === 'project') {
      // What is read for one is news for the others still.
      tell(folder.look())
      return say(response, 200, folder.read())
    }
    if (request.method === 'GET' && path === 'changes') return listen(response, pageOf)
    const [, file] = /^files\/(.+)$/s.exec(path) ?? []
    if (file === undefined) throw new Answer(404, { why: 'missing' })
    if (request.method !== 'PUT' && request.method !== 'DELETE') throw new Answer(405, { why: 'method' })
    const { text, was } = await bodyOf(request)
    try {
      if (request.method === 'DELETE') {
        const conflict = folder.remove(file, was)
        say(response, conflict === null ? 200 : 409, conflict ?? {})
        if (conflict === null) tell([{ path: file, now: null }], pageOf)
      } else {
        if (text === null) throw new Answer(400, { why: 'body' })
        const done = folder.write(file, text, was)
        say(response, 'hash' in done ? 200 : 409, done)
        if ('hash' in done) tell([{ path: file, now: { text, hash: done.hash } }], pageOf)
      }
    } catch (error) {
      if (error instanceof FolderRefusal) throw new Answer(422, { why: error.why })
      const { code } = error as NodeJS.ErrnoException
      throw code === undefined ? error : new Answer(422, { why: code })
    }
  }

  const listen = (response: ServerResponse, pageOf: string | undefined): void => {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': listening\n\n')
    listeners.set(response, pageOf)
    response.on('close', () => listeners.delete(response))
  }
  /** All but the page that has made the change itself. */
  const tell = (changes: readonly DiskChange[], but?: string): void => {
    for (const change of changes)
      for (const [listener, pageOf] of listeners)
        if (but === undefined || pageOf !== but) listener.write(`data: ${JSON.stringify(change)}\n\n`)
  }
  const watch = setInterval(() => {
    if (folder !== null && listeners.size > 0) tell(folder.look())
  }, look)

  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  } catch (error) {
    clearInterval(watch)
    throw error
  }
  const own = (server.address() as AddressInfo).port
  hosts = [`127.0.0.1:${own}`, `localhost:${own}`]
  return {
    port: own,
    address: `http://127.0.0.1:${own}/${folder === null ? '' : `#folder=${token}`}`,
    close: () =>
      new Promise(resolve => {
        clearInterval(watch)
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Thrown where a request ends otherwise than well. */
class Answer extends Error {
  readonly status: number
  readonly body: unknown
  constructor(status: number, body: unknown) {
    super(`${status}`)
    this.status = status
    this.body = body
  }
}

function say(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    ...HEADERS,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}

/** Without its first slash and what is asked; 400 where it cannot be read. */
function pathOf(url: string): string {
  const [path = ''] = url.split(/[?#]/)
  try {
    return decodeURIComponent(path).replace(/^\//, '')
  } catch {
    throw new Answer(400, { why: 'path' })
  }
}

function isToken(authorization: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly text: string | null; readonly was: string | null }> {
  // Forms of other pages cannot say so.
  if (request.headers['content-type'] !== 'application/json') throw new Answer(415, { why: 'type' })
  if (Number(request.headers['content-length']) > LARGEST_BODY) throw new Answer(413, { why: 'much' })
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > LARGEST_BODY) throw new Answer(413, { why: 'much' })
    parts.push(part)
  }
  try {
    const { text = null, was } = JSON.parse(Buffer.concat(parts).toString('utf8')) as Partial<WriteFile>
    if ((text !== null && typeof text !== 'string') || (was !== null && typeof was !== 'string')) throw new Answer(400, { why: 'body' })
    return { text, was }
  } catch {
    throw new Answer(400, { why: 'body' })
  }
}
