// What we print, on a real switch: calls reach the node, come back where it fails, end where nobody takes them, and keys stay ours.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeCall } from '../caller/place-call.ts'
import { tone, wavFile } from '../caller/sound.ts'
import { api, eventName, hangup, headerOf } from '../codec/index.ts'
import { openInbound } from '../inbound.ts'
import { startFreeswitch, type Freeswitch } from './freeswitch.ts'
import { startNode, type ScratchNode } from './node.ts'

let freeswitch: Freeswitch
let node: ScratchNode
let second: ScratchNode

beforeAll(async () => {
  node = await startNode()
  second = await startNode()
  freeswitch = await startFreeswitch({ nodes: [node, second], modules: ['mod_xml_cdr'] })
  for (const [name, hertz, ms] of [
    ['long', 440, 8000],
    ['next', 880, 600],
  ] as const)
    await writeFile(join(freeswitch.sounds, `${name}.wav`), wavFile(tone(hertz, ms)))
})
afterAll(async () => {
  node?.close()
  second?.close()
  await freeswitch?.stop()
})

const withoutPassword = 'cmd="env-set" data="callwright_event_socket_password=$CALLWRIGHT_TEST_PASSWORD"'

const sound = (name: string): string => join(freeswitch.sounds, `${name}.wav`)

it('a call reaches the first node with token and attempt; its keys come by RFC 4733, a prompt stops and the next is heard', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  expect(call.path).toBe('test-token/0')
  expect(call.headers.get('Answer-State')).toBe('ringing')
  const key = Promise.withResolvers<{ at: number; digit: string; from: string }>()
  call.onEvent = event => {
    if (eventName(event) !== 'DTMF') return
    key.resolve({ at: performance.now(), digit: headerOf(event, 'DTMF-Digit')!, from: headerOf(event, 'DTMF-Source')! })
    void call.connection.send(api('uuid_break', [call.channel, 'all']))
    void call.connection.execute({ app: 'playback', arg: sound('next') }).done.then(() => call.connection.send(hangup('NORMAL_CLEARING')))
  }
  void call.connection.execute({ app: 'answer' })
  void call.connection.execute({ app: 'playback', arg: sound('long') })
  expect((await caller.answered).kind).toBe('answered')
  const began = await caller.heard.sound(0, 5000, 440)
  expect(began).not.toBe(null)
  const pressed = await caller.press('7')
  expect(await key.promise).toMatchObject({ digit: '7', from: 'RTP' })
  const silence = await caller.heard.silence(pressed!.down, { hertz: 440 })
  const next = await caller.heard.sound(pressed!.released, 3000, 880)
  expect(silence! - pressed!.released).toBeLessThan(150)
  expect(next!.at - pressed!.released).toBeLessThan(250)
  expect(await caller.ended).toMatchObject({ by: 'them', reason: expect.stringContaining('cause=16') as string })
  expect(caller.heard.lost()).toBe(0)
})

/** A call that is answered, and the keys that count in it. `events`: the caller offers keys by RFC 4733. */
async function dial({ events = true } = {}) {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip, events })
  const call = await node.call()
  const keys: string[] = []
  call.onEvent = event => {
    if (eventName(event) === 'DTMF') keys.push(headerOf(event, 'DTMF-Digit')!)
  }
  void call.connection.execute({ app: 'answer' })
  expect((await caller.answered).kind).toBe('answered')
  return { caller, call, keys }
}

it('a key that also comes by SIP INFO, as some telephones send it, counts once', async () => {
  const { caller, keys } = await dial()
  expect(await caller.inform('5')).toBe(200)
  await caller.press('7')
  expect(await caller.inform('7')).toBe(200)
  await caller.press('8')
  await expect.poll(() => keys.at(-1)).toBe('8')
  expect(keys).toEqual(['7', '8'])
  await caller.hangUp()
})

it('keys of a telephone that offers none by RFC 4733 do not count by SIP INFO, as every listener of the Event Socket has those', async () => {
  const { caller, call, keys } = await dial({ events: false })
  expect(await caller.inform('5')).toBe(200)
  expect(await call.connection.send(api('uuid_getvar', [call.channel, 'dtmf_type']))).toMatchObject({ text: 'none' })
  expect(keys).toEqual([])
  await caller.hangUp()
})

it('a node that goes away in the middle of a prompt: another has the same call at once, and knows that it is the second', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const first = await node.call()
  void first.connection.execute({ app: 'answer' })
  void first.connection.execute({ app: 'playback', arg: sound('long') })
  await caller.heard.sound(0, 5000, 440)
  const gone = performance.now()
  first.connection.close()
  const then = await second.call()
  expect(performance.now() - gone).toBeLessThan(500)
  expect(then.channel).toBe(first.channel)
  expect(then.path).toBe('test-token/1')
  void then.connection.send(hangup('NORMAL_CLEARING'))
  expect((await caller.ended).by).toBe('them')
})

it('nodes that take a call and go away before they connect do not hold it: it is ended', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const first = await node.call()
  first.connection.close()
  const then = await second.call()
  then.connection.close()
  expect(await caller.answered).toMatchObject({ kind: 'refused', reason: expect.any(String) as string })
  expect((await caller.ended).reason).toContain('NORMAL_TEMPORARY_FAILURE')
})

it('an answered call that the nodes leave is ended with a failure', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const first = await node.call()
  void first.connection.execute({ app: 'answer' })
  await caller.answered
  first.connection.close()
  const then = await second.call()
  then.connection.close()
  expect(await caller.ended).toMatchObject({ by: 'them', reason: expect.stringContaining('cause=41') as string })
})

it('what no node asks for is not there: another number is not ours', async () => {
  const caller = await placeCall({ number: '955001', at: freeswitch.sip })
  expect((await caller.answered).kind).toBe('refused')
})

it('no text runs a command: an API command in a variable is denied', async () => {
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  const value = await call.connection.send(api('uuid_setvar', [call.channel, 'tried', 'x']))
  expect(value.kind).toBe('answer')
  const line = 'sendmsg\ncall-command: execute\nexecute-app-name: set\nexecute-app-arg: tried=${system(echo run)}\nevent-lock: true\n\n'
  await call.connection.send({ kind: 'command', name: 'sendmsg', bytes: Buffer.from(line) })
  await call.connection.execute({ app: 'answer' }).done
  const now = await call.connection.send(api('uuid_getvar', [call.channel, 'tried']))
  expect(now).toMatchObject({ text: '<API Execute Permission Denied>' })
  await caller.hangUp()
})

it('keys are in no log, no record of the call and no event of others, those that are told by SIP INFO as well', async () => {
  const seen: string[] = []
  const listener = await freeswitch.inbound({
    onEvent: event => seen.push(Buffer.from(event.format === 'plain' ? event.bytes : new Uint8Array()).toString()),
    onLog: line => seen.push(line.text),
  })
  await listener.connection.send({ kind: 'command', name: 'event', bytes: Buffer.from('event plain all\n\n') })
  await listener.connection.send({ kind: 'command', name: 'log', bytes: Buffer.from('log debug\n\n') })
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  const call = await node.call()
  const keys: string[] = []
  call.onEvent = event => {
    if (eventName(event) === 'DTMF') keys.push(headerOf(event, 'DTMF-Digit')!)
  }
  await call.connection.execute({ app: 'answer' }).done
  void call.connection.execute({ app: 'playback', arg: sound('long') })
  await caller.answered
  for (const key of '739155937') {
    await caller.press(key, 60)
    expect(await caller.inform(key)).toBe(200)
  }
  await expect.poll(() => keys.join('')).toBe('739155937')
  await call.connection.send(api('uuid_kill', [call.channel]))
  await caller.ended
  const gone = (text: string): boolean => text.includes('CHANNEL_DESTROY') && text.includes(call.channel)
  await expect.poll(() => seen.some(gone), { timeout: 10_000 }).toBe(true)
  expect(seen.some(text => text.includes('digits_dialed: XXXXXXXXX'))).toBe(true)
  const log = await freeswitch.log()
  const records = join(freeswitch.folder, 'log/xml_cdr')
  await expect.poll(async () => (await readdir(records)).some(name => name.includes(call.channel)), { timeout: 10_000 }).toBe(true)
  const record = await readFile(join(records, `a_${call.channel}.cdr.xml`), 'utf8')
  expect(record).toContain('<digits_dialed>XXXXXXXXX</digits_dialed>')
  for (const text of [...seen, log, record]) {
    expect(text).not.toContain('739155937')
    expect(text).not.toMatch(/(?:RECV|INFO) DTMF|DTMF-Digit/)
  }
  expect(log).not.toContain('test-token')
  listener.close()
})

it.each([
  ['is not there', undefined],
  ['is empty', ''],
])('where the variable of the password %s in the environment of the switch, its Event Socket lets nobody in', async (_, value) => {
  delete process.env['CALLWRIGHT_TEST_PASSWORD']
  if (value !== undefined) process.env['CALLWRIGHT_TEST_PASSWORD'] = value
  const closed = await startFreeswitch({
    alter: files =>
      files.map(file => ({
        ...file,
        text: file.text.replace(/cmd="set" data="callwright_event_socket_password=[^"]*"/, withoutPassword),
      })),
  })
  try {
    // Without a password it would take that of every installation.
    for (const password of ['ClueCon', ''])
      expect(await openInbound({ address: closed.eventSocket, password })).toMatchObject({ kind: 'failed', why: 'access-list' })
  } finally {
    await closed.stop('rough')
  }
})

it('where no node can be reached callers hear the apology; secrets may come from the environment of the switch', async () => {
  process.env['CALLWRIGHT_TEST_TOKEN'] = 'of-the-environment'
  const alone = await startFreeswitch({
    apology: 'tone_stream://%(700,0,660)',
    alter: files =>
      files.map(file => ({
        ...file,
        text: file.text.replace(
          'cmd="set" data="callwright_token=test-token"',
          'cmd="env-set" data="callwright_token=$CALLWRIGHT_TEST_TOKEN"',
        ),
      })),
  })
  try {
    const caller = await placeCall({ number: '95500', at: alone.sip })
    expect((await caller.answered).kind).toBe('answered')
    expect(await caller.heard.sound(0, 3000, 660)).not.toBe(null)
    expect(await caller.ended).toMatchObject({ by: 'them', reason: expect.stringContaining('NORMAL_TEMPORARY_FAILURE') as string })
    const inbound = await alone.inbound()
    expect(await inbound.api('xml_locate', ['dialplan', 'context', 'name', 'public'])).toContain(
      '127.0.0.1:1/of-the-environment/0 async full',
    )
    inbound.close()
  } finally {
    await alone.stop()
  }
})
