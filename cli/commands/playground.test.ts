import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { Refusal } from '../exit.ts'
import { onFreePort } from '../playground/playground.ts'
import type { PlaygroundServer } from '../playground/server.ts'
import { callwright, folderWith } from '../testing/io.ts'

it('says what is wrong with what it is given', async () => {
  const cwd = folderWith({ 'main.ivr': '' })
  const refused = async (...args: readonly string[]): Promise<readonly [number, string]> => {
    const { code, err } = await callwright(['playground', ...args], { cwd })
    return [code, err]
  }
  expect(await refused('nowhere')).toEqual([2, 'callwright: nowhere: there is no such folder.\n'])
  expect(await refused('main.ivr')).toEqual([2, 'callwright: main.ivr: it is a file, and a folder is wanted.\n'])
  expect(await refused('nowhere', '--lang', 'zh')).toEqual([2, 'callwright: nowhere：没有这个文件夹。\n'])
  for (const port of ['x', '-1', '65536', '1.5']) expect((await refused('--port', port))[0]).toBe(2)
})

it('takes the next port that is free, but where one was named that one', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const tried: number[] = []
  const start =
    (fails: number) =>
    async (one: number): Promise<PlaygroundServer> => {
      tried.push(one)
      if (tried.length <= fails) throw Object.assign(new Error('taken'), { code: 'EADDRINUSE' })
      return { port: one, address: '', close: async () => undefined }
    }
  expect((await onFreePort(undefined, start(2))).port).toBe(4175)
  tried.length = 0
  await expect(onFreePort(port, start(1))).rejects.toThrow(`Port ${port} is taken; name another with --port.`)
  const denied = onFreePort(80, () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' })))
  await expect(denied).rejects.toBeInstanceOf(Refusal)
})
