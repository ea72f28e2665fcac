// What is said where a node's answer does not come, or is none.
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openNodeClient, type Limits } from './node-client.ts'
import { run } from './run.ts'
import { openBlackHole } from './testing/black-hole.ts'
import { callwright, folderWith, testIo } from './testing/io.ts'

const folderOf = (port: number): string =>
  folderWith({
    'callwright.config.json': JSON.stringify({ serve: { lines: [{ bundle: 'dist/harbour' }], admin: `127.0.0.1:${port}` } }),
  })

/** Listens, and does this with each connection once the whole of a request is there; its port. */
async function listening(then: (socket: Socket) => void): Promise<number> {
  const server = createServer(socket => {
    let text = ''
    socket.on('error', () => {})
    socket.on('data', piece => {
      text += String(piece)
      const [head = '', body] = text.split('\r\n\r\n')
      if (body?.length === Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)) then(socket)
    })
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(() => void server.close())
  return port
}

const answers =
  (body: string, head = `200 OK\r\nContent-Length: ${Buffer.byteLength(body)}`) =>
  (socket: Socket): void =>
    void socket.end(`HTTP/1.1 ${head}\r\nConnection: close\r\n\r\n${body}`)

const STATUS = ['status']
const CHANGES = [
  ['rollback', 'harbour'],
  ['deploy'],
  ['set', 'harbour', 'emergency=true', '--why', 'storm', '--who', 'me'],
  ['set', 'harbour', 'emergency', '--clear', '--why', 'over', '--who', 'me'],
]
const ALL = [STATUS, ...CHANGES]
const LOOK_FIRST = 'What you asked for may have been done, or may still be: look at “callwright status” before you ask again.'

it.each(ALL)('where nobody listens, nothing was done: %s %s', async (...args) => {
  const { code, err } = await callwright(args, { cwd: folderOf(1) })
  expect(err).toBe('callwright: no node answers on 127.0.0.1:1 (ECONNREFUSED): is “callwright serve” running, with this configuration?\n')
  expect(code).toBe(2)
})

const cuts = [
  { cut: 'before an answer', then: (socket: Socket) => void socket.resetAndDestroy() },
  { cut: 'in the midst of one', then: answers('{"version":', '200 OK\r\nContent-Length: 100') },
  { cut: 'before the end of a piece', then: answers('20\r\n{"version":', '200 OK\r\nTransfer-Encoding: chunked') },
]

it.each(cuts)('a change that a node has taken may have been made, where it goes away $cut', async ({ then }) => {
  const cwd = folderOf(await listening(then))
  for (const args of CHANGES) {
    const { code, err } = await callwright(args, { cwd })
    expect(err).toMatch(/^callwright: the node on 127\.0\.0\.1:\d+ was asked, and gave no whole answer \(ECONNRESET\)\. /)
    expect(err).toContain(LOOK_FIRST)
    expect(code).toBe(2)
  }
  expect((await callwright(['rollback', 'harbour', '--lang', 'zh'], { cwd })).err).toContain('再次请求之前，请先查看“callwright status”。')
})

it.each(cuts)('a question may be asked again, where the node goes away $cut', async ({ then }) => {
  const { code, err } = await callwright(STATUS, { cwd: folderOf(await listening(then)) })
  expect(err).toMatch(/was asked, and gave no whole answer \(ECONNRESET\)\. Ask again;/)
  expect(code).toBe(2)
})

const any = (_answer: unknown): _answer is unknown => true
const refusalOf = (port: number, method: 'GET' | 'POST', limits: Limits): Promise<string> =>
  openNodeClient(testIo({ cwd: folderOf(port) }), limits)
    .ask(method, '/deploy', any, {})
    .then(
      answer => `answered ${JSON.stringify(answer)}`,
      (error: unknown) => String(error),
    )

it('a change is waited for longer than a question, and may have been made where the time is over', async () => {
  const limits = { answer: 100, change: 600 }
  const slow = await listening(socket => void setTimeout(() => answers('[]')(socket), 300))
  expect(await refusalOf(slow, 'POST', limits)).toBe('answered []')
  expect(await refusalOf(slow, 'GET', limits)).toContain('gave no whole answer (ETIMEDOUT). Ask again;')
  const silent = await listening(() => {})
  expect(await refusalOf(silent, 'POST', limits)).toContain(`gave no whole answer (ETIMEDOUT). ${LOOK_FIRST}`)
  const stuck = await listening(socket => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n['))
  expect(await refusalOf(stuck, 'POST', limits)).toContain(`gave no whole answer (ETIMEDOUT). ${LOOK_FIRST}`)
})

it('where what is asked cannot be reached, a change is waited for no longer than a question, and was not made', async () => {
  const { port, close } = await openBlackHole()
  onTestFinished(close)
  expect(await refusalOf(port, 'POST', { answer: 100, change: 60_000 })).toContain(`no node answers on 127.0.0.1:${port} (ETIMEDOUT)`)
})

it.each([
  ['a page', answers('<!doctype html><title>Grafana</title>')],
  ['nothing', answers('')],
  ['JSON of something else', answers('{"ok":true}')],
  ['a list of something else', answers('[1]')],
  ['another language than HTTP', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
])('what is no node and answers with %s is told as such', async (_, then) => {
  const port = await listening(then)
  const cwd = folderOf(port)
  for (const args of ALL) {
    const { code, err } = await callwright(args, { cwd })
    expect(err).toBe(
      `callwright: what answers on 127.0.0.1:${port} is no node of Callwright: look at “serve.admin” in the configuration.\n`,
    )
    expect(code).toBe(2)
  }
})

it.each(['{"refused":true}', '{"refused":{"en":5}}', 'null', ''])('a refusal in another form, %j, is told by its status', async body => {
  const port = await listening(answers(body, `403 Forbidden\r\nContent-Length: ${body.length}`))
  expect(await callwright(STATUS, { cwd: folderOf(port) })).toEqual({ code: 2, out: '', err: 'callwright: the node answered 403.\n' })
})

it('a change that ends in a fault, or that what stands before the node gave up, may have been made', async () => {
  const port = await listening(answers('', '504 Gateway Timeout\r\nContent-Length: 0'))
  const cwd = folderOf(port)
  expect((await callwright(['rollback', 'harbour'], { cwd })).err).toBe(`callwright: the node answered 504. ${LOOK_FIRST}\n`)
  expect((await callwright(STATUS, { cwd })).err).toBe('callwright: the node answered 504.\n')
})

it('Ctrl-C while a change is made says that it may be, and while a question is asked says nothing', async () => {
  const stopped = async (args: readonly string[]) => {
    const port = await listening(() => io.stopNow())
    const io = testIo({ cwd: folderOf(port) })
    return { code: await run(args, io), err: io.err() }
  }
  const { code, err } = await stopped(['rollback', 'harbour'])
  expect(err).toContain(`gave no whole answer (Ctrl-C). ${LOOK_FIRST}`)
  expect(code).toBe(130)
  expect(await stopped(STATUS)).toEqual({ code: 130, err: '' })
})
