// Which secrets the commands beside a node read, beside one that answers as it is told to.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { NodeStatus } from '../runtime/serve/operations.ts'
import { homeOf } from './line-test/target.ts'
import { run } from './run.ts'
import { folderWith, testIo } from './testing/io.ts'

const CONFIG = {
  lines: [{ bundle: 'dist/harbour' }],
  token: { env: 'TOKEN' },
  adminToken: { env: 'ADMIN' },
  eventSocket: { address: '127.0.0.1:8021', password: { env: 'ESL' } },
}

const STATUS: NodeStatus = {
  state: 'ready',
  since: '2026-10-01T09:00:00.000Z',
  callwright: '1.0.0',
  listen: '127.0.0.1:8084',
  lines: [],
  calls: [],
  settings: [],
  unsettled: 0,
}

interface Operator {
  readonly asked: readonly IncomingMessage[]
  readonly command: (...args: readonly string[]) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>
}

async function beside(answer: RequestListener, env: Record<string, string> = { ADMIN: 'of-operators' }): Promise<Operator> {
  const asked: IncomingMessage[] = []
  const node = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  await new Promise<void>(resolve => node.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    node.closeAllConnections()
    node.close()
  })
  const admin = `127.0.0.1:${(node.address() as AddressInfo).port}`
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify({ serve: { ...CONFIG, admin } }) })
  return {
    asked,
    command: async (...args) => {
      const io = testIo({ cwd, env })
      return { code: await run(args, io), out: io.out(), err: io.err() }
    },
  }
}

const answers =
  (body: unknown): RequestListener =>
  (_, response) =>
    void response.end(JSON.stringify(body))

it('an operator needs the token of operators alone, and no secret of the switch', async () => {
  const { asked, command } = await beside(answers(STATUS))
  expect(await command('status')).toMatchObject({ code: 0, err: '' })
  expect(asked[0]?.headers.authorization).toBe('Bearer of-operators')
  const without = await beside(answers(STATUS), { TOKEN: 'of-the-socket', ESL: 'ClueCon' })
  expect(await without.command('status')).toMatchObject({ code: 2, err: expect.stringContaining('the environment has no ADMIN') as string })
})

it('a test on a line needs the token of the socket alone', () => {
  const cwd = folderWith({ 'callwright.config.json': JSON.stringify({ serve: CONFIG }) })
  expect(homeOf(testIo({ cwd, env: { TOKEN: 'of-the-socket' } }), undefined).node.token).toBe('of-the-socket')
})
