import { request as httpRequest, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createAdmin } from './admin.ts'
import type { NodeStatus, Operations } from './operations.ts'

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) server.close()
})

interface Asked {
  readonly kind: string
  readonly with: unknown
}

async function open(token: string | null = null, given: Partial<Operations> = {}) {
  const asked: Asked[] = []
  const note =
    (kind: string) =>
    (...args: unknown[]): { readonly done: never } => {
      asked.push({ kind, with: args.length === 1 ? args[0] : args })
      return { done: { kind } as never }
    }
  const operations: Operations = {
    status: () => ({ state: 'ready' }) as NodeStatus,
    isReady: () => true,
    metrics: () => Promise.resolve('callwright_calls_total 1\n'),
    set: note('set'),
    unset: note('unset'),
    deploy: note('deploy'),
    rollback: note('rollback'),
    ...given,
  }
  const faults: unknown[] = []
  const server = createAdmin({ operations, token, log: { error: (...said: unknown[]) => void faults.push(said) } })
  running.push(server)
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (
    method: string,
    path: string,
    { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
      const request = httpRequest(
        {
          port,
          host: '127.0.0.1',
          method,
          path,
          headers: {
            ...(sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(sent)) }),
            ...headers,
          },
        },
        response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', piece => (text += piece))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        },
      )
      request.on('error', reject)
      request.end(sent)
    })
  return { ask, asked, faults }
}

it('health needs no token, and readiness says whether calls are taken', async () => {
  const { ask } = await open('t', { isReady: () => false })
  expect(await ask('GET', '/healthz')).toMatchObject({ status: 200 })
  expect(await ask('GET', '/readyz')).toMatchObject({ status: 503 })
})

it('all else needs the token', async () => {
  const { ask, asked } = await open('right')
  for (const path of ['/status', '/metrics', '/nowhere']) expect((await ask('GET', path)).status).toBe(401)
  expect((await ask('GET', '/status', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
  expect((await ask('POST', '/lines/harbour/rollback', { body: {} })).status).toBe(401)
  expect(asked).toEqual([])
  expect((await ask('GET', '/status', { headers: { authorization: 'Bearer right' } })).status).toBe(200)
  expect((await ask('GET', '/metrics', { headers: { authorization: 'Bearer right' } })).text).toContain('callwright_calls_total')
})

it('without a token only this machine by its own name is answered: a page under another name is not', async () => {
  const { ask } = await open()
  expect((await ask('GET', '/status')).status).toBe(200)
  expect((await ask('GET', '/status', { headers: { host: 'evil.example' } })).status).toBe(403)
  const { text } = await ask('GET', '/status', { headers: { host: 'evil.example' } })
  expect(text).toContain('serve.adminToken is not configured')
})

it.each([
  ['localhost', 200],
  ['localhost:8085', 200],
  ['127.0.0.1:8085', 200],
  ['[::1]:8085', 200],
  ['localhost.evil.example', 403],
  ['localhost:8085.evil.example', 403],
  ['127.0.0.1.evil.example', 403],
  ['[::1].evil.example', 403],
  ['evil.localhost', 403],
])('under the name %s it answers %i', async (host, status) => {
  const { ask } = await open()
  expect((await ask('GET', '/status', { headers: { host } })).status).toBe(status)
})

it('a setting is set with who and why, and until when', async () => {
  const { ask, asked } = await open()
  const body = { value: true, who: 'duty desk', why: 'storm', until: '18:00' }
  expect((await ask('POST', '/lines/harbour/settings/emergency', { body: { ...body, until: '18:00' } })).status).toBe(200)
  expect(asked).toEqual([
    {
      kind: 'set',
      with: {
        line: 'harbour',
        number: null,
        name: 'emergency',
        json: true,
        until: '18:00',
        who: 'duty desk',
        why: 'storm',
      },
    },
  ])
})

it('a change without a reason is not made', async () => {
  const { ask, asked } = await open()
  expect((await ask('POST', '/lines/harbour/settings/emergency', { body: { value: true, who: 'me' } })).text).toContain('why')
  expect((await ask('DELETE', '/lines/harbour/settings/emergency?who=me')).status).toBe(400)
  expect(asked).toEqual([])
})

const setting = '/lines/harbour/settings/emergency'
const storm = { value: true, who: 'duty desk', why: 'storm' }

it.each([
  [setting, { ...storm, number: 95500 }, 'number'],
  [setting, { ...storm, number: '' }, 'number'],
  [setting, { ...storm, number: ['95500'] }, 'number'],
  [setting, { ...storm, until: 18 }, 'until'],
  [setting, { ...storm, until: false }, 'until'],
  [setting, { ...storm, until: '' }, 'until'],
  [setting, { ...storm, who: 5 }, 'who'],
  [setting, { ...storm, why: { en: 'storm' } }, 'why'],
  [setting, { who: 'duty desk', why: 'storm' }, 'value'],
  ['/lines/harbour/rollback', { version: 1234567 }, 'version'],
  ['/lines/harbour/rollback', { version: '' }, 'version'],
  ['/deploy', { bundle: ['x'] }, 'bundle'],
  ['/deploy', { bundle: '' }, 'bundle'],
  ['/deploy', { again: 'true' }, 'again'],
  ['/deploy', { again: 1 }, 'again'],
])('what is given in a wrong form is not taken for left out: %s %j names “%s”', async (path, body, name) => {
  const { ask, asked } = await open()
  const { status, text } = await ask('POST', path, { body })
  expect(status).toBe(400)
  expect((JSON.parse(text) as { refused: { en: string; zh: string } }).refused).toMatchObject({
    en: expect.stringContaining(`“${name}”`),
    zh: expect.stringContaining(`“${name}”`),
  })
  expect(asked).toEqual([])
})

it.each([
  ['POST', setting, { ...storm, untill: '18:00' }, '“untill” is not known here; there is: who, why, number, until, value.'],
  ['POST', '/lines/harbour/rollback', { to: 'ab12' }, '“to” is not known here; there is: version.'],
  ['POST', '/deploy', { bundel: 'x' }, '“bundel” is not known here; there is: bundle, again.'],
  ['POST', '/deploy', { ['__proto__x']: 1 }, 'is not known here'],
  ['POST', `${setting}?number=95500`, storm, '“number” stands in the query: it belongs into the body.'],
  ['DELETE', `${setting}?who=me&why=over&numbr=95500`, undefined, '“numbr” is not known here; there is: who, why, number.'],
  ['DELETE', `${setting}?who=me&why=over&number=`, undefined, '“number”'],
  ['DELETE', `${setting}?who=me&why=over&number=95500&number=95501`, undefined, '“number” is given twice'],
  ['DELETE', `${setting}?who=me&why=over`, { number: '95500' }, '“number” stands in the body'],
])('names that nobody knows, or in a wrong place, are refused: %s %s %j', async (method, path, body, said) => {
  const { ask, asked } = await open()
  const { status, text } = await ask(method, path, body === undefined ? {} : { body })
  expect(status).toBe(400)
  expect(text).toContain(said)
  expect(asked).toEqual([])
})

it('null is what is left out', async () => {
  const { ask, asked } = await open()
  await ask('POST', setting, { body: { ...storm, value: null, number: null, until: null } })
  await ask('POST', '/deploy', { body: { bundle: null, again: null } })
  await ask('POST', '/lines/harbour/rollback', { body: { version: null } })
  await ask('DELETE', `${setting}?who=me&why=over&number=95500`)
  expect(asked).toEqual([
    { kind: 'set', with: { line: 'harbour', name: 'emergency', json: null, number: null, until: null, who: 'duty desk', why: 'storm' } },
    { kind: 'deploy', with: [null, false] },
    { kind: 'rollback', with: ['harbour', null] },
    { kind: 'unset', with: { line: 'harbour', name: 'emergency', number: '95500', who: 'me', why: 'over' } },
  ])
})

it('a fault of ours is in the log, with where', async () => {
  const { ask, faults } = await open(null, {
    status: () => {
      throw new Error('nobody thought of this')
    },
  })
  expect((await ask('GET', '/status?x=1')).status).toBe(500)
  expect(faults).toEqual([
    [
      { method: 'GET', path: '/status', err: { type: 'Error', stack: expect.stringContaining('admin.test.ts') } },
      expect.stringContaining('a fault of Callwright'),
    ],
  ])
})

it('who goes away in the middle of a body has asked for nothing, and is no fault', async () => {
  const { ask, asked, faults } = await open()
  const socket = connect((running.at(-1)!.address() as AddressInfo).port, '127.0.0.1')
  socket.write('POST /deploy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
  // By then it is being read.
  expect((await ask('GET', '/status')).status).toBe(200)
  socket.destroy()
  await new Promise(resolve => socket.once('close', resolve))
  expect((await ask('GET', '/status')).status).toBe(200)
  expect([asked, faults]).toEqual([[], []])
})

it.each(['//', '///status', '/%', '/?', '//x:y'])('a path that is none, %s, is not found', async path => {
  const { ask, faults } = await open()
  expect((await ask('GET', path)).status).toBe(404)
  expect(faults).toEqual([])
})

it('a whole address is its path', async () => {
  const { ask } = await open()
  expect((await ask('GET', 'http://node.example/status?x')).status).toBe(200)
})

it('a form of another site changes nothing', async () => {
  const { ask, asked } = await open()
  const form = await ask('POST', '/lines/harbour/rollback', { body: '{}', headers: { 'content-type': 'text/plain' } })
  expect(form.status).toBe(415)
  // What a page sends without a type comes without one.
  expect((await ask('POST', '/lines/harbour/rollback')).status).toBe(415)
  expect(asked).toEqual([])
})

it('bodies that are none, and too large ones, are refused plainly', async () => {
  const { ask } = await open()
  expect((await ask('POST', '/lines/harbour/rollback', { body: '{' })).status).toBe(400)
  expect((await ask('POST', '/lines/harbour/rollback', { body: '[1]' })).status).toBe(400)
  expect((await ask('POST', '/lines/harbour/rollback', { body: { x: 'x'.repeat(70_000) } })).status).toBe(413)
})

it('deployments and rollbacks', async () => {
  const { ask, asked } = await open()
  await ask('POST', '/deploy', { body: { bundle: '/srv/harbour', again: true } })
  await ask('POST', '/lines/%E6%B8%AF/rollback', { body: { version: 'ab12' } })
  expect(asked).toEqual([
    { kind: 'deploy', with: ['/srv/harbour', true] },
    { kind: 'rollback', with: ['港', 'ab12'] },
  ])
})

it('what an operation refuses is said in both languages', async () => {
  const { ask } = await open(null, { rollback: () => ({ problem: { en: 'nothing to go back to.', zh: '没有可回退的版本。' } }) })
  expect(await ask('POST', '/lines/harbour/rollback', { body: {} })).toEqual({
    status: 409,
    text: '{"refused":{"en":"nothing to go back to.","zh":"没有可回退的版本。"}}\n',
  })
})
