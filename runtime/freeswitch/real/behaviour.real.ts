// What FreeSWITCH does with a call that the line has to know of, each seen on a real one.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeCall, type PlacedCall } from '../caller/place-call.ts'
import { tone, wavFile } from '../caller/sound.ts'
import { api, execute, exit, hangup, type Built } from '../codec/index.ts'
import { startFreeswitch, type Freeswitch } from './freeswitch.ts'
import { startNode, type ScratchCall, type ScratchNode } from './node.ts'

let freeswitch: Freeswitch
let node: ScratchNode
/** Where a call goes that comes back from the first. */
let next: ScratchNode

beforeAll(async () => {
  node = await startNode()
  next = await startNode()
  freeswitch = await startFreeswitch({ nodes: [node, next] })
  await writeFile(join(freeswitch.sounds, 'long.wav'), wavFile(tone(440, 3000)))
})
afterAll(async () => {
  node?.close()
  next?.close()
  await freeswitch?.stop()
})

/** A call that hears three seconds of a tone. */
async function listening(): Promise<{ readonly caller: PlacedCall; readonly call: ScratchCall }> {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  void call.connection.execute({ app: 'answer' })
  void call.connection.execute({ app: 'playback', arg: join(freeswitch.sounds, 'long.wav') })
  await caller.heard.sound(0, 5000, 440)
  return { caller, call }
}

/** How long it takes from these commands to the caller’s end, in ms. */
async function untilEnd({ caller, call }: Awaited<ReturnType<typeof listening>>, commands: readonly Built[]): Promise<number> {
  const sent = performance.now()
  for (const command of commands) void call.connection.send(command)
  return (await caller.ended).at - sent
}

it('a hang-up by message waits for what plays; behind a break, or as an API command, it does not', async () => {
  expect(await untilEnd(await listening(), [hangup('NORMAL_CLEARING')])).toBeGreaterThan(2000)
  const broken = await listening()
  expect(await untilEnd(broken, [api('uuid_break', [broken.call.channel, 'all']), hangup('NORMAL_CLEARING')])).toBeLessThan(300)
  const killed = await listening()
  expect(await untilEnd(killed, [api('uuid_kill', [killed.call.channel, 'NORMAL_CLEARING'])])).toBeLessThan(300)
})

it('a break of all throws away a hang-up that waits: the call goes on', async () => {
  const { caller, call } = await listening()
  void call.connection.send(hangup('NORMAL_CLEARING'))
  void call.connection.send(api('uuid_break', [call.channel, 'all']))
  const ended = await Promise.race([caller.ended, delay(4000, 'not ended')])
  expect(ended).toBe('not ended')
  await caller.hangUp()
})

it('a refusal and the connection’s end in one: the call ends with its cause and does not come back', async () => {
  let back = 0
  void next.call().then(() => back++)
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  void call.connection.send(hangup('CALL_REJECTED'))
  void call.connection.send(exit())
  expect(await caller.answered).toMatchObject({ kind: 'refused', status: 603 })
  expect((await caller.ended).reason).toContain('CALL_REJECTED')
  expect(back).toBe(0)
})

it.each([
  ['still resumes', false],
  ['resumes no more', true],
])('a call that is transferred away and %s: when the connection ends, it hears who it was handed to: %s', async (_, unset) => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  await call.connection.execute({ app: 'answer' }).done
  if (unset) await call.connection.send(api('uuid_setvar', [call.channel, 'socket_resume', 'false']))
  await call.connection.send(api('uuid_transfer', [call.channel, '8001', 'XML', 'public']))
  // Once the transfer is through: the connection outlives it.
  await delay(300)
  void call.connection.send(exit())
  const heard = await caller.heard.sound(0, 3000, 880)
  expect(heard !== null).toBe(unset)
  await caller.hangUp()
})

it('a recording that cannot be written ends the call', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  void call.connection.execute({ app: 'answer' })
  await caller.answered
  void call.connection.send(execute({ app: 'record', arg: '/proc/none.wav 5' }))
  expect((await caller.ended).reason).toContain('DESTINATION_OUT_OF_ORDER')
})

it('a level of the log that is asked for is switched off', async () => {
  const inbound = await freeswitch.inbound()
  expect(await inbound.api('fsctl', ['loglevel'])).toContain('DISABLE')
  await inbound.api('fsctl', ['loglevel', 'err'])
  inbound.close()
})

it('a caller who is sent to another place by REFER says how that went', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip, referral: 200 })
  const call = await node.call()
  void call.connection.execute({ app: 'answer' })
  await caller.answered
  void call.connection.execute({ app: 'deflect', arg: 'sip:8001@127.0.0.1' })
  await expect.poll(() => caller.referred()).toBe('sip:8001@127.0.0.1')
  expect((await caller.ended).by).toBe('them')
})
