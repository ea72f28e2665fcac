import { request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
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
  const server = createAdmin({ operations, token })
  running.push(server)
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (
    method: string,
    path: string,
    { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          port,
          host: '127.0.0.1',
          method,
          path,
          headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        },
        response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', piece => (text += piece))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        },
      )
      request.on('error', reject)
      request.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
    })
  return { ask, asked }
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

it('a form of another site changes nothing', async () => {
  const { ask, asked } = await open()
  const form = await ask('POST', '/lines/harbour/rollback', { body: '{}', headers: { 'content-type': 'text/plain' } })
  expect(form.status).toBe(415)
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
  await ask('POST', '/deploy', { body: { line: 'harbour', again: true } })
  await ask('POST', '/lines/%E6%B8%AF/rollback', { body: { version: 'ab12' } })
  expect(asked).toEqual([
    { kind: 'deploy', with: ['harbour', null, true] },
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
