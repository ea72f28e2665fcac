import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { auth, api } from '../codec/index.ts'
import { streamOfSocket, type ByteStream } from '../stream.ts'
import { createModel } from './model.ts'
import { connectTcp, listenTcp } from './tcp.ts'
import { createNode, type TestNode } from './testing/node.ts'
import { realClock } from './testing/real-clock.ts'

const until = async (done: () => boolean): Promise<void> => {
  const end = Date.now() + 5000
  while (!done() && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 5))
  expect(done()).toBe(true)
}

it('hands calls to a node over TCP in real time', async () => {
  const nodes: TestNode[] = []
  const server = createServer(socket => nodes.push(createNode(realClock, streamOfSocket(socket) satisfies ByteStream)))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const model = createModel({ clock: realClock, connect: connectTcp, files: () => 100 })
  const call = model.call({
    caller: '1',
    called: '2',
    actions: [{ app: 'socket', data: `127.0.0.1:1|127.0.0.1:${port} async full` }],
  })
  await until(() => nodes.length === 1)
  const [node] = nodes
  const text = (line: string) => ({ kind: 'command', name: line, bytes: new TextEncoder().encode(`${line}\n\n`) }) as const
  void node!.connection.send(text('connect'))
  void node!.connection.send(text('myevents'))
  const done = await node!.connection.execute({ app: 'playback', arg: 'a.wav' }).done
  expect(done).toMatchObject({ kind: 'completed', response: 'FILE PLAYED' })
  call.hangUp()
  await until(() => node!.closed())
  server.close()
})

it('listens for operators, and answers them who know the password', async () => {
  const model = createModel({ clock: realClock, password: 'secret' })
  const listening = await listenTcp(model)
  const stream = await connectTcp({ host: '127.0.0.1', port: listening.port })
  const node = createNode(realClock, stream!)
  expect(await node.connection.send(auth('secret'))).toMatchObject({ ok: true })
  expect(await node.connection.send(api('version'))).toMatchObject({ text: 'FreeSWITCH Version 1.10.12-release~64bit ( 64bit)' })
  node.connection.close()
  const wrong = createNode(realClock, (await connectTcp({ host: '127.0.0.1', port: listening.port }))!)
  expect(await wrong.connection.send(auth('ClueCon'))).toMatchObject({ ok: false, text: '-ERR invalid' })
  await until(() => wrong.closed())
  await listening.close()
  expect(await connectTcp({ host: '127.0.0.1', port: listening.port })).toBeNull()
})
