import { readFileSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { folderWith } from '../testing/io.ts'
import { createFolder, hashOf } from './folder.ts'
import { startPlaygroundServer } from './server.ts'

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

async function start(files: Readonly<Record<string, string>> = { 'main.ivr': 'one' }) {
  const page = folderWith({
    'index.html': '<html><head></head></html>',
    'assets/x-12345678.js': '1',
    'service-worker.js': '2',
    'icon.svg': '<svg/>',
  })
  const path = folderWith(files)
  const server = await startPlaygroundServer({
    page: { folder: page, files: ['index.html', 'assets/x-12345678.js', 'service-worker.js', 'icon.svg'] },
    folder: createFolder(path),
    port: 0,
    look: 20,
  })
  onTestFinished(() => server.close())
  const token = /#folder=(.+)$/.exec(server.address)![1]!
  const host = `127.0.0.1:${server.port}`
  const ask = (target: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` }
      const asked = request(
        { host: '127.0.0.1', port: server.port, path: target, method, headers: { host, ...length, ...headers } },
        response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('error', reject)
          response.on('data', (part: string) => (text += part))
          response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  const own = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return { path, server, token, host, ask, own }
}
const hash = (text: string): string => hashOf(Buffer.from(text))

it('gives the page with its policy, and nothing that was not there when it began', async () => {
  const { ask } = await start()
  const { status, headers, text } = await ask('/')
  expect(status).toBe(200)
  expect(text).toContain('<meta name="callwright-served"')
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' })
  expect(await ask('/assets/x-12345678.js')).toMatchObject({
    status: 200,
    text: '1',
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
  })
  const names = [
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/x',
    '//etc/passwd',
    '/assets',
    '/service-worker.js',
    '/index.html/',
    '/constructor',
    '/__proto__',
  ]
  for (const name of names) expect([name, (await ask(name)).status]).toEqual([name, 404])
  expect((await ask('/%E0%A4%A')).status).toBe(400)
  expect((await ask('/', { method: 'POST' })).status).toBe(405)
})

it('answers to no other name, so that no page of another name reads through it', async () => {
  const { ask, own, server } = await start()
  expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(421)
  expect((await ask('/api/project', { headers: { ...own, host: `evil.example:${server.port}` } })).status).toBe(421)
  expect((await ask('/', { headers: { host: `localhost:${server.port}` } })).status).toBe(200)
})

it('gives the folder to nobody without the token', async () => {
  const { ask, own, token } = await start()
  expect(await ask('/api/project', { headers: own })).toMatchObject({ status: 200 })
  for (const authorization of ['', 'Bearer ', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token, `Basic ${token}`])
    expect((await ask('/api/project', { headers: { authorization } })).status).toBe(401)
  expect((await ask(`/api/project?token=${token}`)).status).toBe(401)
  expect((await ask('/api/changes')).status).toBe(401)
  expect((await ask('/api/files/main.ivr', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(
    401,
  )
})

it('another page cannot make a browser write, even if it knew the token', async () => {
  const { ask, own, path, host } = await start()
  const body = JSON.stringify({ text: 'evil', was: hash('one') })
  const put = (headers: Readonly<Record<string, string>>): Promise<Answered> =>
    ask('/api/files/main.ivr', { method: 'PUT', headers: { ...own, ...headers }, body })
  expect((await put({ origin: 'https://evil.example' })).status).toBe(403)
  expect((await put({ origin: 'null' })).status).toBe(403)
  expect((await put({ origin: `https://${host}` })).status).toBe(403)
  expect((await put({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await put({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await put({ 'content-type': 'text/plain' })).status).toBe(415)
  expect((await put({ 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  const preflight = await ask('/api/files/main.ivr', {
    method: 'OPTIONS',
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
  })
  expect(preflight.status).toBe(403)
  expect(preflight.headers).not.toHaveProperty('access-control-allow-origin')
  expect(readFileSync(join(path, 'main.ivr'), 'utf8')).toBe('one')
  expect((await put({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  expect(readFileSync(join(path, 'main.ivr'), 'utf8')).toBe('evil')
})

it('writes, refuses what it does not know, and names the reason', async () => {
  const { ask, own, path } = await start()
  const put = async (file: string, body: unknown): Promise<readonly [number, unknown]> => {
    const { status, text } = await ask(`/api/files/${encodeURIComponent(file)}`, {
      method: 'PUT',
      headers: own,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return [status, JSON.parse(text)]
  }
  expect(await put('main.ivr', { text: 'two', was: hash('one') })).toEqual([200, { hash: hash('two') }])
  expect(await put('main.ivr', { text: 'three', was: hash('one') })).toEqual([409, { now: { text: 'two', hash: hash('two') } }])
  expect(await put('银行/新.ivr', { text: '新', was: null })).toEqual([200, { hash: hash('新') }])
  expect(readFileSync(join(path, '银行/新.ivr'), 'utf8')).toBe('新')
  expect(await put('../x.ivr', { text: '', was: null })).toEqual([422, { why: 'dots' }])
  expect(await put('x.sh', { text: '', was: null })).toEqual([422, { why: 'kind' }])
  for (const body of ['', '{', '[]', 'null', '{"text":1,"was":null}', '{"text":"x"}', '{"was":null}'])
    expect([body, (await put('a.ivr', body))[0]]).toEqual([body, 400])
  expect((await ask('/api/files/', { method: 'PUT', headers: own, body: '{}' })).status).toBe(404)
  expect((await ask('/api/files/main.ivr', { headers: own })).status).toBe(405)
  expect((await ask('/api/nothing', { headers: own })).status).toBe(404)
  const gone = await ask('/api/files/main.ivr', { method: 'DELETE', headers: own, body: JSON.stringify({ was: hash('two') }) })
  expect(gone.status).toBe(200)
  expect(await put('large.txt', { text: 'x'.repeat(2_000_001), was: null })).toEqual([422, { why: 'much' }])
})

it('a body without end is not taken', async () => {
  const { ask, own, server } = await start()
  await expect(
    ask('/api/files/a.ivr', { method: 'PUT', headers: own, body: 'x'.repeat(17_000_000) }).then(
      ({ status }) => status,
      () => 'cut',
    ),
  ).resolves.toSatisfy((answer: unknown) => answer === 413 || answer === 'cut')
  expect((await ask('/')).status).toBe(200)
  expect(server.port).toBeGreaterThan(0)
})

it('tells whoever listens what changes on the disk', async () => {
  const { ask, path, own, server } = await start()
  // As a page does: what stands there is no news from here on.
  await ask('/api/project', { headers: own })
  const stop = new AbortController()
  const response = await fetch(`http://127.0.0.1:${server.port}/api/changes`, { headers: own, signal: stop.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toBe(': listening\n\n')
  writeFileSync(join(path, 'main.ivr'), 'theirs')
  expect((await reader.read()).value).toBe(
    `data: ${JSON.stringify({ path: 'main.ivr', now: { text: 'theirs', hash: hash('theirs') } })}\n\n`,
  )
  stop.abort()
})

it('of what one page writes the others are told, and not it itself', async () => {
  const { ask, own, server } = await start()
  // As a page does: what stands there is no news from here on.
  await ask('/api/project', { headers: own })
  const stop = new AbortController()
  const listen = async (page: string) => {
    const headers = { ...own, 'x-callwright-page': page }
    const response = await fetch(`http://127.0.0.1:${server.port}/api/changes`, { headers, signal: stop.signal })
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    await reader.read()
    return async () => (await reader.read()).value
  }
  const [first, second] = [await listen('1'), await listen('2')]
  const write = (page: string, text: string, was: string) =>
    ask('/api/files/main.ivr', {
      method: 'PUT',
      headers: { ...own, 'x-callwright-page': page },
      body: JSON.stringify({ text, was: hash(was) }),
    })
  expect((await write('1', 'two', 'one')).status).toBe(200)
  const told = (text: string): string => `data: ${JSON.stringify({ path: 'main.ivr', now: { text, hash: hash(text) } })}\n\n`
  expect(await second()).toBe(told('two'))
  expect((await write('2', 'three', 'two')).status).toBe(200)
  expect(await first()).toBe(told('three'))
  stop.abort()
})
