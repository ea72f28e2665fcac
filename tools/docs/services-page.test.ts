// The page for whoever connects a bank is true: its configurations are read, its answers are answers, its requests are what is sent,
// and its bank runs.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, expect, it } from 'vitest'
import { line, machineOf } from '../../conformance/testing.ts'
import type { Value } from '../../machine/values.ts'
import type { BackendReply, BackendRequest } from '../../runtime/call/backends.ts'
import { readAnswer } from '../../runtime/services/answer.ts'
import { createHttpChannel } from '../../runtime/services/http-channel.ts'
import { openServices, readServices, type Services } from '../../runtime/services/index.ts'
import { sendingOf } from '../../runtime/services/sending.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/services.md'), 'utf8')
const blocks = (info: string): string[] => [...page.matchAll(new RegExp('^```' + info + '\\n([^]*?)^```', 'gm'))].map(match => match[1]!)
const machine = machineOf(`${line()}${blocks('ivr')[0]!}\nflow welcome { say "Welcome." -> hangup }`)
const operation = (name: string) => machine.operations.find(({ service, name: own }) => `${service}.${own}` === name)!

const folder = mkdtempSync(join(tmpdir(), 'callwright-services-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'sms.ts'), blocks('ts module')[0]!)
const clock = {
  now: () => Date.now(),
  set: (run: () => void, ms: number) => setTimeout(run, ms),
  clear: (timer: unknown) => clearTimeout(timer as never),
}
const read = (json: unknown) => readServices(json, { path: '/services', folder, env: { BANK_TOKEN: 'abc' }, read: () => null })
const open = (json: unknown): Promise<Services> => {
  const { config, problems } = read(json)
  expect(problems).toBeUndefined()
  return openServices(config!, { path: '/services', clock, random: Math.random, log: () => {} })
}

it('its configurations bind its program, in the schema’s eyes, too', async () => {
  const fits = new Ajv2020().compile(JSON.parse(readFileSync(join(root, 'runtime/services/services.schema.json'), 'utf8')) as object)
  expect(blocks('json config').length).toBe(2)
  for (const block of blocks('json config')) {
    const json: unknown = JSON.parse(block)
    expect(fits(json), JSON.stringify(fits.errors)).toBe(true)
    const services = await open(json)
    expect(services.check(machine)).toEqual([])
    expect(services.unused([machine])).toEqual([])
    services.close()
  }
})

it('its answers are answers', () => {
  const answers = [...page.matchAll(/^```json answers (\S+)\n([^]*?)^```/gm)]
  expect(answers.length).toBe(7)
  for (const [, of, json] of answers) {
    const tried =
      of === 'status'
        ? readAnswer(JSON.parse(json!), operation('bank.transfer'), 'status')
        : readAnswer(JSON.parse(json!), operation(of!), 'operation')
    expect(['answer', 'under way', 'not seen'], json).toContain(tried.kind)
  }
})

it('what the log says of a wrong shape is what both pages show', () => {
  const one = { number: '6225', balance: 'CNY 1.00' }
  const tried = readAnswer({ result: [one, { ...one, balance: 'USD 1.00' }] }, operation('bank.accounts'), 'operation')
  expect(tried.kind).toBe('unusable')
  for (const name of ['services', 'answers'])
    expect(readFileSync(join(root, `docs/${name}.md`), 'utf8')).toContain(`\`${(tried as { readonly why: string }).why}\``)
})

it('its requests are what is sent', async () => {
  const { config } = read(JSON.parse(blocks('json config')[0]!))
  const wanted = JSON.parse(blocks('json request')[0]!) as {
    readonly call: string
    readonly task: number
    readonly language: string
    readonly level: string
  }
  const of = operation('bank.transfer')
  const sent: { readonly path: string; readonly headers: readonly string[]; readonly body: unknown }[] = []
  const channel = createHttpChannel(
    of,
    config!.bank as never,
    asked => {
      sent.push({ path: asked.url.pathname, headers: Object.keys(asked.headers), body: JSON.parse(asked.body) })
      return Promise.resolve({ kind: 'fault', sent: false, again: false, why: 'not sent' })
    },
    clock,
  )
  const { call, task, language, level } = wanted
  const given = ['6225880212345673', '6225880298765430', 1005]
  const sending = sendingOf(
    {
      call,
      task,
      language,
      level,
      operation: of,
      arguments: given,
      at: 0,
      deadline: Date.now() + 10_500,
      key: '0f3c…',
    },
    () => ({}),
  )
  const { signal } = new AbortController()
  await channel.send(sending, signal)
  await channel.status!(sending, signal)
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ['/ivr/bank/transfer', wanted],
    ['/ivr/bank/transfer/status', JSON.parse(blocks('json status')[0]!)],
  ])
  const shown = [...blocks('http')[0]!.matchAll(/^([\w-]+): /gm)].map(([, name]) => name!.toLowerCase())
  expect(sent[0]!.headers).toEqual(expect.arrayContaining(shown))
})

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

it('its bank runs, does each key once, and begins no transaction that comes too late', async () => {
  const file = join(folder, 'bank.mjs')
  writeFileSync(file, blocks('js bank')[0]!)
  expect(blocks('js bank')[0]!.trim().split('\n').length).toBeLessThanOrEqual(55)
  const port = await freePort()
  const bank = spawn(process.execPath, [file], { env: { ...process.env, PORT: String(port) }, stdio: 'inherit' })
  const sms = { module: './sms.ts' }
  const services = await open({ bank: { url: `http://127.0.0.1:${port}`, status: { closes: true } }, sms })
  try {
    const backends = services.bind(machine, () => '')
    const request = (name: string, given: readonly Value[], task: number): BackendRequest => {
      const [of, at] = [operation(name), Date.now()]
      return {
        call: 'c',
        task,
        operation: of,
        arguments: given,
        language: 'en-US',
        level: 'signed',
        at,
        deadline: at + of.within,
        key: `key-${task}`,
      }
    }
    const ask = (name: string, given: readonly Value[], task: number): Promise<BackendReply> => backends.ask(request(name, given, task))
    const started = Date.now()
    while ((await ask('bank.accounts', [], 1)).kind !== 'answer' && Date.now() - started < 10_000) await sleep(50)
    expect(await ask('bank.accounts', [], 1)).toMatchObject({ outcome: 'answered', values: [[{ balance: 100_000 }]] })
    expect(await ask('bank.log_in', ['6225880212345673', '135790'], 2)).toMatchObject({ outcome: 'accepted', values: ['C1001'] })
    expect(await ask('bank.log_in', ['6225880212345673', '000000'], 3)).toMatchObject({ outcome: 'refused' })
    expect(await ask('bank.transfer', ['1', '2', 100_001], 4)).toMatchObject({ outcome: 'declined' })
    const first = await ask('bank.transfer', ['1', '2', 1005], 5)
    expect(first).toMatchObject({ outcome: 'done' })
    expect(await ask('bank.transfer', ['1', '2', 1005], 5)).toEqual(first)
    const settle = (task: number) =>
      backends.settle({ ...sendingOf(request('bank.change_passcode', ['1', '2'], task), () => ({})), arguments: {} })
    expect(await settle(6)).toMatchObject({ kind: 'failed' })
    expect(await ask('bank.change_passcode', ['111111', '222222'], 6)).toMatchObject({ kind: 'failed' })
    expect(await ask('bank.change_passcode', ['111111', '222222'], 7)).toMatchObject({ outcome: 'done' })
    expect(await settle(7)).toMatchObject({ outcome: 'done' })
    // Of a bank without a status call a transaction is settled by being sent again: too late to be begun, in time to be answered.
    const sentAgain = await open({
      bank: { url: `http://127.0.0.1:${port}`, operations: { change_passcode: { status: { closes: true } } } },
      sms,
    })
    const late = (asked: BackendRequest): Promise<BackendReply> =>
      sentAgain.bind(machine, () => '').settle({ ...sendingOf(asked, () => ({})), deadline: Date.now() - 1 })
    const transfer = (task: number): BackendRequest => request('bank.transfer', ['1', '2', 1005], task)
    expect(await late(transfer(8))).toMatchObject({ kind: 'failed' })
    expect(await ask('bank.transfer', ['1', '2', 1005], 8)).toMatchObject({ kind: 'failed' })
    expect(await late(transfer(5))).toEqual(first)
    sentAgain.close()
  } finally {
    services.close()
    bank.kill()
  }
})
