import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { machineOf } from '../../conformance/testing.ts'
import { readServices } from './read-config.ts'
import { openServices, type Services } from './services.ts'
import { machine, request } from './testing/bank.ts'
import type { ModuleContext } from './module-context.ts'
import type { ServiceEvent } from './tries.ts'
import { createVirtualClock, type VirtualClock } from '../call/testing/virtual-clock.ts'

interface Opened {
  readonly services: Services
  readonly clock: VirtualClock
  readonly log: ServiceEvent[]
}
async function open(section: object, module?: object, ahead = 0): Promise<Opened> {
  const { config, problems } = readServices(section, { path: '/services', folder: '/', env: {}, read: () => null })
  expect(problems).toBeUndefined()
  const clock = createVirtualClock(0)
  const log: ServiceEvent[] = []
  const load = (): Promise<unknown> => (module === undefined ? Promise.reject(new Error('no such module')) : Promise.resolve(module))
  const services = await openServices(config!, {
    path: '/services',
    clock: { ...clock, ahead: () => ahead },
    random: () => 0,
    log: event => void log.push(event),
    load,
  })
  return { services, clock, log }
}
const status = { path: '/status', closes: true }
const url = 'https://bank.example'
const sms = { url: 'https://sms.example' }
const problemsOf = async (section: object, module?: object) => (await open(section, module)).services.check(machine)

it('a service that is not bound is told once, with what to paste', async () => {
  expect(await problemsOf({ sms })).toEqual([
    {
      path: '/services/bank',
      en: 'The program asks the service “bank”, but nothing says where it is.',
      zh: '程序使用服务“bank”，但配置没有说明它在哪里。',
      paste: '"bank": { "url": "https://bank.example" }',
    },
  ])
  expect(await problemsOf({ bank: { url, operations: { new_pin: { status } } }, sms })).toEqual([])
})

it('[S5.18] a transaction with a secret needs a status call, over HTTP and in a module', async () => {
  const [problem, ...others] = await problemsOf({ bank: { url }, sms })
  expect([problem?.path, others]).toEqual(['/services/bank/operations/new_pin/status', []])
  expect(problem?.en).toContain('status call')
  const paste = JSON.parse(`{ ${problem!.paste} }`) as object
  expect(await problemsOf({ bank: { url, ...paste }, sms })).toEqual([])
  expect(await problemsOf({ bank: { url, status }, sms })).toEqual([])
  expect((await problemsOf({ bank: { url, status, operations: { new_pin: { status: null } } }, sms })).length).toBe(1)
  const all = { accounts() {}, nickname() {}, log_in() {}, pay() {}, new_pin() {} }
  const inModule = { bank: { module: './bank.ts' }, sms }
  expect((await problemsOf(inModule, { bank: all })).map(({ path, paste: text }) => [path, text])).toEqual([
    ['/services/bank/module', 'export const bank = { new_pin: { async ask(given, context) {}, async status(context) {}, closes: true } }'],
  ])
  expect(await problemsOf(inModule, { bank: { ...all, new_pin: { ask() {}, status() {}, closes: true } } })).toEqual([])
})

it('an answer that an operation cannot have is found in the configuration', async () => {
  const of = (operations: object): Promise<readonly { path: string; en: string }[]> =>
    problemsOf({ bank: { url, status, operations }, sms })
  const rules: readonly (readonly [object, string])[] = [
    [{ pay: { answers: { 422: { outcome: 'refused' } } } }, '/services/bank/operations/pay/answers/422'],
    [{ pay: { answers: { 422: { outcome: 'done' } } } }, '/services/bank/operations/pay/answers/422'],
    [{ pay: { answers: { 200: { body: 'result' } } } }, '/services/bank/operations/pay/answers/200'],
    [{ pay: { answers: { 404: { outcome: 'not seen' } } } }, '/services/bank/operations/pay/answers/404'],
    [{ pay: { status: { closes: true, answers: { 404: { outcome: 'gone' } } } } }, '/services/bank/operations/pay/status/answers/404'],
    [{ accounts: { answers: { 404: { result: null } } } }, '/services/bank/operations/accounts/answers/404'],
    [{ accounts: { answers: { 404: { outcome: 'done', body: 'values' } } } }, '/services/bank/operations/accounts/answers/404'],
  ]
  for (const [operations, path] of rules)
    expect(
      (await of(operations)).map(problem => problem.path),
      path,
    ).toEqual([path])
  expect(
    await of({
      pay: { answers: { 422: { outcome: 'declined', body: 'values' }, 404: { outcome: 'failed' } } },
      accounts: { answers: { 404: { result: [] } } },
    }),
  ).toEqual([])
})

it('what no program declares is told, with what there is', async () => {
  const { services } = await open({ bank: { url, operations: { new_pin: { status }, pays: {} } }, sms, crm: { url } })
  expect(services.unused([machine]).map(({ path, en }) => [path, en])).toEqual([
    [
      '/services/bank/operations/pays',
      'No program declares “bank.pays”, and what is configured for it holds for nothing; there is bank.accounts, bank.nickname, bank.log_in, bank.pay, bank.new_pin.',
    ],
    ['/services/crm', 'No program declares “crm”, and what is configured for it holds for nothing; there is bank, sms.'],
  ])
})

it('a transaction that would be sent again long after its call is told of: no status call closes its key, and it has no secret', async () => {
  const of = async (bank: object, module?: object): Promise<unknown> => {
    const { services } = await open({ bank, sms }, module)
    return services.unclosed([machine, machine]).map(({ path, en, paste }) => [path, en.slice(0, en.indexOf(':')), paste])
  }
  const told = (paste: string): unknown => [['/services/bank', 'No status call closes the key of bank.pay', paste]]
  const operations = { new_pin: { status } }
  expect(await of({ url, operations })).toEqual(told('"status": { "closes": true }'))
  expect(await of({ url, status: { closes: false } })).toEqual(told('"status": { "closes": true }'))
  expect(await of({ url, status, operations: { pay: { status: null } } })).toEqual(told('"status": { "closes": true }'))
  expect(await of({ url, status })).toEqual([])
  expect(await of({ url, operations: { ...operations, pay: { status: { closes: true } } } })).toEqual([])
  const pasted = 'export const bank = { pay: { async ask(given, context) {}, async status(context) {}, closes: true } }'
  const inModule = { module: './bank.ts' }
  expect(await of(inModule, { bank: { pay() {} } })).toEqual(told(pasted))
  expect(await of(inModule, { bank: { pay: { ask() {}, status() {}, closes: false } } })).toEqual(told(pasted))
  expect(await of(inModule, { bank: { pay: { ask() {}, status() {}, closes: true } } })).toEqual([])
})

it('a module lacks a function, or cannot be loaded', async () => {
  expect((await problemsOf({ bank: { module: './bank.ts' }, sms })).map(({ path, en }) => [path, en])).toEqual([
    ['/services/bank/module', 'There is no module /bank.ts: a path is seen from the folder of the configuration.'],
  ])
  const found = await problemsOf(
    { bank: { module: './bank.ts' }, sms },
    { bank: { accounts() {}, log_in: 5, pay() {}, new_pin: { ask() {}, status() {} } } },
  )
  expect(found.map(({ en }) => en)).toEqual([
    'The module exports no bank.nickname.',
    'bank.log_in is neither a function nor { ask, status, closes }.',
    'bank.new_pin is neither a function nor { ask, status, closes }.',
  ])
  expect(found[0]!.paste).toBe('export const bank = { async nickname(given, context) {} }')
  const { services } = await open({ bank: { module: './bank.ts' }, sms }, { bank: {} })
  expect(() => services.bind(machine, () => '')).toThrow('/services/bank/module: The module exports no bank.accounts.')
})

const closing = { ask() {}, status: () => ({ outcome: 'not seen' }), closes: true }

it('functions get the arguments by name and what they have to know; their answers are checked as others are', async () => {
  const seen: unknown[] = []
  const bank = {
    accounts: () => ({ result: [{ number: '6225', balance: 'CNY 10.05' }] }),
    nickname: () => ({ result: null }),
    log_in: async (given: object) => {
      await Promise.resolve()
      seen.push(given)
      return { outcome: 'accepted', values: { customer: 'a\u0007b' } }
    },
    pay(given: object, { signal, ...context }: ModuleContext) {
      seen.push(given, context, signal.aborted)
      return { outcome: 'done', values: { receipt: 12 } }
    },
    new_pin: closing,
  }
  // It compares the deadline with the machine's clock, and the node's is a second ahead of that.
  const { services, log } = await open({ bank: { module: './bank.ts' }, sms }, { bank }, 1000)
  const backends = services.bind(machine, () => '')
  expect(await backends.ask(request('bank.accounts'))).toMatchObject({
    kind: 'answer',
    values: [[{ number: '6225', balance: 1005, nick: null }]],
  })
  expect(await backends.ask(request('bank.nickname', ['1']))).toMatchObject({ kind: 'answer', values: [null] })
  expect(await backends.ask(request('bank.log_in', ['6225', '1234']))).toEqual({ kind: 'answer', outcome: 'accepted', values: ['ab'] })
  const asked = request('bank.pay', ['6225', 1005, 'rent'])
  expect(await backends.ask(asked)).toMatchObject({ kind: 'unknown', why: 'values.receipt: digits in quotes is wanted' })
  expect(seen).toEqual([
    { card: '6225', pin: '1234' },
    { to: '6225', amount: { currency: 'CNY', amount: '10.05' }, memo: 'rent' },
    { call: 'call-77', task: 1, key: asked.key, language: 'en-US', level: 'verified', deadline: asked.deadline - 1000 },
    false,
  ])
  expect(JSON.stringify(log)).not.toMatch(/1234|6225/)
})

it('a function that throws, rejects, never answers or answers nonsense fails; of a transaction nobody knows', async () => {
  const thrown = new Error('CANARY')
  const ends: readonly (() => unknown)[] = [
    () => {
      throw thrown
    },
    () => Promise.reject(thrown),
    () => new Promise(() => {}),
    () => undefined,
    () => 'CANARY',
    () => ({
      get outcome() {
        throw thrown
      },
    }),
  ]
  for (const end of ends) {
    const bank = { accounts: end, nickname: end, log_in: end, pay: end, new_pin: { ask: end, status: closing.status, closes: true } }
    const { services, clock, log } = await open(
      { bank: { module: './bank.ts' }, sms: { module: './bank.ts' } },
      { bank, sms: { receipt: () => 'whatever' } },
    )
    const backends = services.bind(machine, () => '')
    const kinds: string[] = []
    for (const asked of [
      request('bank.accounts'),
      request('bank.log_in', ['6225', '1234']),
      request('bank.pay', ['6225', 1005, '']),
      request('bank.new_pin', ['1234', '4321']),
    ]) {
      void backends
        .ask(asked)
        .then(async reply =>
          kinds.push(
            `${asked.operation.name} ${reply.kind === 'unknown' && asked.operation.name === 'new_pin' ? `unknown, then ${(await reply.settled).kind}` : reply.kind}`,
          ),
        )
    }
    await clock.run(30_000)
    expect(kinds.toSorted()).toEqual(['accounts failed', 'log_in failed', 'new_pin unknown, then failed', 'pay unknown'])
    expect(await backends.notify(request('sms.receipt', ['1', 2], clock.now()))).toBe(true)
    expect(JSON.stringify(log)).not.toContain('CANARY')
  }
})

it('a function that throws is not called again for that: it makes its own second tries', async () => {
  let called = 0
  const bank = { accounts: () => Promise.reject(new Error(String(++called))), nickname() {}, log_in() {}, pay() {}, new_pin: closing }
  const { services, clock } = await open({ bank: { module: './bank.ts' }, sms }, { bank })
  void services.bind(machine, () => '').ask(request('bank.accounts'))
  // In small steps, as what a function answers comes a turn of the event loop later.
  for (let n = 0; n < 30; n++) await clock.run(100)
  expect(called).toBe(1)
})

it('a program that asks in circles what a function answers at once does not keep the node from everything else', async () => {
  const bank = { accounts: () => ({ result: [] }), nickname() {}, log_in() {}, pay() {}, new_pin: closing }
  const { services } = await open({ bank: { module: './bank.ts' }, sms }, { bank })
  const backends = services.bind(machine, () => '')
  let over = false
  setImmediate(() => (over = true))
  let asked = 0
  while (!over && asked < 1000) {
    await backends.ask(request('bank.accounts'))
    asked++
  }
  expect(over).toBe(true)
})

it('what nobody waits for, notices among it, has a quarter of `atOnce` beside the calls’', async () => {
  let told = 0
  const receipt = () => new Promise(() => told++)
  const all = { accounts() {}, nickname() {}, log_in() {}, pay() {}, new_pin: closing }
  const module = './bank.ts'
  const { services, clock } = await open({ bank: { module }, sms: { module, atOnce: 8 } }, { bank: all, sms: { receipt } })
  const backends = services.bind(machine, () => '')
  for (let task = 1; task <= 5; task++) void backends.notify(request('sms.receipt', ['1', 2], 0, task))
  await clock.run(100)
  expect(told).toBe(2)
})

it('its signal is aborted when nobody waits any more', async () => {
  const signals: AbortSignal[] = []
  const bank = {
    accounts: (_: object, { signal }: ModuleContext) => new Promise(() => signals.push(signal)),
    nickname() {},
    log_in() {},
    pay() {},
    new_pin: closing,
  }
  const { services, clock } = await open({ bank: { module: './bank.ts' }, sms }, { bank })
  void services.bind(machine, () => '').ask(request('bank.accounts'))
  await clock.run(2900)
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  await clock.run(200)
  expect(signals[0]?.aborted).toBe(true)
})

it('a call of a function that takes longer than tryFor is given up and made again, of a transaction under its key: it may say that it is under way', async () => {
  const calls: { readonly key: string; readonly signal: AbortSignal }[] = []
  const begun = new Map<string, boolean>()
  const bank = {
    accounts: (_: object, { signal, key }: ModuleContext) => {
      calls.push({ signal, key })
      return calls.length === 1 ? new Promise(() => {}) : { result: [] }
    },
    nickname() {},
    log_in: (_: object, { signal, key }: ModuleContext) => new Promise(() => calls.push({ signal, key })),
    pay: async (_: object, { signal, key }: ModuleContext) => {
      calls.push({ signal, key })
      if (begun.has(key)) return begun.get(key) === true ? { outcome: 'done', values: { receipt: '0001' } } : { outcome: 'under way' }
      begun.set(key, false)
      await new Promise<void>(resolve => clock.set(() => resolve(), 2000))
      begun.set(key, true)
      return { outcome: 'done', values: { receipt: '0001' } }
    },
    new_pin: closing,
  }
  const { services, clock } = await open({ bank: { module: './bank.ts', tryFor: '1s' }, sms }, { bank })
  const backends = services.bind(machine, () => '')
  const replies: unknown[] = []
  const ask = async (...given: Parameters<typeof request>): Promise<unknown> => {
    calls.length = 0
    void backends.ask(request(...given)).then(reply => replies.push(reply))
    // In small steps, as what a function answers comes a turn of the event loop later.
    for (let n = 0; n < 100; n++) await clock.run(100)
    return replies.pop()
  }
  expect(await ask('bank.accounts')).toMatchObject({ kind: 'answer', values: [[]] })
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false])
  expect(await ask('bank.log_in', ['6225', '1234'], clock.now(), 2)).toMatchObject({ kind: 'failed' })
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true])
  expect(await ask('bank.pay', ['6225', 1005, 'rent'], clock.now(), 3)).toEqual({ kind: 'answer', outcome: 'done', values: ['0001'] })
  expect(calls.length).toBeGreaterThan(2)
  expect(new Set(calls.map(({ key }) => key)).size).toBe(1)
})

it('a module is loaded from its file, TypeScript too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-module-'))
  try {
    writeFileSync(
      join(folder, 'crm.ts'),
      'export const crm = { age(given: { caller: string }) { return { result: given.caller.length } } }\n',
    )
    const program = machineOf(`line t "T" { numbers { "1" -> a } languages en-US time zone UTC levels anonymous otherwise -> a }
service crm { query age(caller: text): number within 1s }
flow a { say "A." -> hangup }`)
    const { config } = readServices({ crm: { module: './crm.ts' } }, { path: '/services', folder, env: {}, read: () => null })
    const clock = createVirtualClock(0)
    const services = await openServices(config!, { path: '/services', clock, random: () => 0, log: () => {} })
    const asked = { ...request('bank.accounts'), operation: program.operations[0]!, arguments: ['12345'] }
    expect(await services.bind(program, () => '').ask(asked)).toEqual({ kind: 'answer', outcome: 'answered', values: [5] })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
