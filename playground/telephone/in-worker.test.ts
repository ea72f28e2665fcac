import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CallSetup, CallUpdate } from './contract.ts'
import { viewProgram } from './call/program-view.ts'
import { createTestTelephone, type TestTelephone } from './testing/port.ts'
import { compileFiles, exampleFiles, SMALL } from './testing/programs.ts'

// The worker's sign of life would keep the test from ending.
beforeEach(() => void vi.spyOn(globalThis, 'setInterval').mockReturnValue(0 as never))
afterEach(() => void vi.restoreAllMocks())

const setup: CallSetup = { caller: '+8613800138000', called: '95500', at: '2026-11-23T10:00', answersOf: null, given: [], byHand: [] }
const CARD = '6225880212345673'
const CANARY = '918273'

async function dial(telephone: TestTelephone, more: Partial<CallSetup> = {}, press: readonly string[] = []): Promise<CallUpdate> {
  const update = await telephone.ask('dial', { setup: { ...setup, ...more }, now: 0, press })
  if (update.kind !== 'call') throw new Error(update.why.en)
  return update
}

const call = (update: CallUpdate | { readonly kind: 'refused'; readonly why: { readonly en: string } }): CallUpdate => {
  if (update.kind !== 'call') throw new Error(update.why.en)
  return update
}

async function type(telephone: TestTelephone, keys: string): Promise<CallUpdate> {
  let last: CallUpdate | null = null
  for (const key of keys) last = call(await telephone.ask('key', { key, at: null }))
  return last!
}

const rows = (updates: readonly CallUpdate[]): string[] =>
  updates.flatMap(one => one.rows.flatMap(change => change.rows.map(row => row.text.en)))

it('posts no numeral of a secret, and masks what is private beside what is spoken', async () => {
  const telephone = createTestTelephone({ 'main.ivr': SMALL })
  await dial(telephone, {}, ['1'])
  await telephone.ask('skip', 'question')
  await type(telephone, `${CARD}#`)
  await telephone.ask('skip', 'question')
  for (const key of CANARY.slice(0, 5)) await type(telephone, key)
  const typing = call(await telephone.ask('skip', 'next'))
  expect(typing.kind).toBe('call')
  await type(telephone, CANARY)
  const heard = call(await telephone.ask('skip', 'question'))
  expect(heard.steps.at(-1)!.level).toBe('known')
  await telephone.ask('goOn', { step: 8 })
  await telephone.ask('undo', null)
  for (let length = 3; length <= CANARY.length; length++) expect(telephone.posted()).not.toContain(CANARY.slice(0, length))
  expect(telephone.posted()).not.toContain(CARD)
  expect(telephone.posted()).toContain('****5673')
})

it('takes settings at the begin of a call, and an answer in the call', async () => {
  const telephone = createTestTelephone({ 'main.ivr': SMALL })
  const plain = await dial(telephone)
  expect(rows([plain, call(await telephone.ask('skip', 'question'))]).join()).not.toContain('emergency')
  const emergency = await dial(telephone, { given: ['given setting emergency = true'] })
  expect(rows([emergency, call(await telephone.ask('skip', 'question'))]).join()).toContain('Today only the emergency desk is open.')
  await telephone.ask('give', { line: 'given queue advisors has no agents', at: 0 })
  const agent = call(await telephone.ask('key', { key: '2', at: null }))
  const told = rows([agent, call(await telephone.ask('skip', 'question'))])
  expect(told).toContain('Nobody is there.')
})

it('asks the person what the bank answers, until they let it fail', async () => {
  const telephone = createTestTelephone({ 'main.ivr': SMALL })
  await dial(telephone, { byHand: ['bank.log_in'] }, ['1'])
  await type(telephone, `${CARD}#${CANARY}`)
  const asked = call(await telephone.ask('skip', 'question'))
  expect(asked.asked).toMatchObject([{ operation: 'bank.log_in', written: '****5673, •' }])
  const { task, at, until } = asked.asked[0]!
  expect(until - at).toBe(3000)
  const nonsense = await telephone.ask('answer', { task, answer: 'nonsense', at: asked.now })
  expect(nonsense).toMatchObject({ kind: 'refused' })
  const refused = call(await telephone.ask('answer', { task, answer: 'refused', at: asked.now + 500 }))
  expect(refused.asked).toEqual([])
  expect(rows([refused, call(await telephone.ask('skip', 'next'))]).join()).toContain('That does not match.')
})

it('writes the call down as a script that can be opened again', async () => {
  const telephone = createTestTelephone({ 'main.ivr': SMALL })
  await dial(telephone, {}, ['3'])
  await telephone.ask('hangUp', { at: 20_000 })
  const recorded = await telephone.ask('record', { name: 'the address', path: 'scripts/address.dtmf' })
  if (!('text' in recorded)) throw new Error(recorded.why.en)
  expect(recorded.text).toContain('use "../main.ivr"')
  expect(recorded.text).toContain('press 3')
  telephone.change({ 'scripts/address.dtmf': recorded.text }, 2)
  const { scripts } = await telephone.ask('program', null)
  expect(scripts).toMatchObject([{ name: 'the address', called: '95500', caller: '+8613800138000' }])
  const opened = call(await telephone.ask('open', { run: scripts[0]!.id, offset: Infinity }))
  expect(rows([opened])).toContain('We are at the harbour.')
})

it('answers as a script gives before its call', async () => {
  const telephone = createTestTelephone(exampleFiles('card-centre'))
  const { scripts } = await telephone.ask('program', null)
  const script = scripts.find(one => one.name === 'gold callers go first' && one.language === 'en-US')!
  expect(script.called).toBe('4006895588')
  const update = await dial(telephone, { called: script.called!, answersOf: script.id })
  expect(update.given).toEqual([{ what: 'queue advisors', line: 'given queue advisors answers after 5s for 1min' }])
  expect(update.now).toBe(0)
})

it('tells the moment of a script by the line’s own clock', async () => {
  const hello = `use "./main.ivr"
script "hello" {
  call from "+8613800138000" to "95500" at 2026-11-23T03:30Z
  hear "Welcome to Small Bank."
}
`
  const telephone = createTestTelephone({ 'main.ivr': SMALL, 'hello.dtmf': hello })
  const { scripts } = await telephone.ask('program', null)
  expect(scripts.map(({ at }) => at)).toEqual(['2026-11-23T11:30:00'])
})

it('dials the last program that compiled, and says how many errors the newest has', async () => {
  const telephone = createTestTelephone({ 'main.ivr': SMALL })
  expect(await telephone.ask('program', null)).toMatchObject({ errors: 0, revision: 1, program: { name: 'small' } })
  telephone.change({ 'main.ivr': SMALL.replace('-> balance', '-> balanse') }, 2)
  expect(await telephone.ask('program', null)).toMatchObject({ errors: 1, revision: 2, program: { revision: 1 } })
  expect((await dial(telephone)).revision).toBe(1)
  telephone.change({ 'main.ivr': SMALL.replace('Welcome to', 'Good day at') }, 3)
  const again = call(await telephone.ask('replay', null))
  expect(again.revision).toBe(3)
  expect(again.spoken[0]!.words).toBe('Good day at Small Bank.')
})

it('presses first what leads to a place: keys, values that fit, silences', async () => {
  const telephone = createTestTelephone({ 'main.ivr': SMALL })
  const balance = await dial(telephone, {}, ['…', '1', '‹card›', '‹passcode›'])
  expect(balance.steps.at(-1)).toMatchObject({ level: 'known', place: 'main' })
  expect(balance.spoken.map(one => one.words)).toContain('You have one hundred yuan.')
  expect(balance.waitsForCaller).toBe(true)
})

it('knows whether a program dials numbers, and those that stand in it', () => {
  const dials = (agent: string): readonly string[] | null =>
    viewProgram(compileFiles({ 'main.ivr': SMALL.replace('-> goodbye }\n    timed out', `${agent} }\n    timed out`) })).dials
  expect(dials('-> goodbye')).toBeNull()
  expect(dials('transfer to "95588" else { -> goodbye }')).toEqual(['95588'])
})
