// The line on a real switch: what a caller hears and keys, and what is recorded of them.
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loudness, shareOf, tone } from '../caller/sound.ts'
import { api, eventName, headerOf, headersOf, sendevent, subscribe, type Event } from '../codec/index.ts'
import {
  GONE,
  HOLED,
  kinds,
  LAST,
  LONG,
  PARTS,
  SHORT,
  SILENT,
  startDialledLine,
  watchRecordings,
  type DialledLine,
} from './dialled-line.ts'
import { segment, type LineCall } from './line-rig.ts'

let line: DialledLine
beforeAll(async () => {
  line = await startDialledLine()
})
afterAll(() => line?.stop())

/** Which of these tones are in a recording of 16 bits. */
function tonesOf(wav: Buffer, hertz: readonly number[]): readonly number[] {
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + 44 + Math.floor((wav.length - 44) / 2) * 2))
  const frames = Array.from({ length: Math.floor(samples.length / 160) }, (_, index) => samples.subarray(index * 160, index * 160 + 160))
  return hertz.filter(one => frames.some(frame => loudness(frame) > 300 && shareOf(one, frame) > 0.7))
}

it('speaks segment after segment without a gap, and says when each begins and ends', async () => {
  const { caller, call } = await line.dial()
  call.order(segment(1, PARTS), segment(2, SHORT), segment(3, -1, { pause: 300 }), segment(4, LAST))
  while (!kinds(call).includes('spoken 4')) await delay(20)
  expect(kinds(call)).toEqual(['began 1', 'spoken 1', 'began 2', 'spoken 2', 'began 3', 'spoken 3', 'began 4', 'spoken 4'])
  const began = await caller.heard.sound(0, 1000, 600)
  const end = await caller.heard.silence(began!.at, { hertz: 600, quiet: 60 })
  const two = await caller.heard.sound(began!.at, 1000, 700)
  expect(two!.at - end!).toBeLessThan(70)
  call.order({ kind: 'hang up' })
  expect((await caller.ended).by).toBe('them')
  expect(kinds(call)).not.toContain('hung up')
})

it('a key stops what is spoken and the next is heard at once: 20 times', async () => {
  const silent: number[] = []
  const next: number[] = []
  const { caller, call } = await line.dial()
  for (let round = 0; round < 20; round++) {
    const id = round * 2 + 1
    call.order(segment(id, LONG))
    const from = call.reports.length
    await call.reported('began', Math.max(0, from - 1))
    await caller.heard.sound(performance.now(), 3000, 440)
    await delay(30 + round * 7)
    const key = call.reported('key', call.reports.length)
    void key.then(() => call.order({ kind: 'stop', through: id }, segment(id + 1, SHORT)))
    const pressed = await caller.press('7')
    await key
    const silence = await caller.heard.silence(pressed!.down, { hertz: 440, quiet: 60 })
    const heard = await caller.heard.sound(pressed!.released, 3000, 880)
    silent.push(silence! - pressed!.released)
    next.push(heard!.at - pressed!.released)
    while (!kinds(call).includes(`spoken ${id + 1}`)) await delay(10)
  }
  const at = (list: number[], share: number): number =>
    Math.round(list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]!)
  console.log(`key → silence p50 ${at(silent, 0.5)} p99 ${at(silent, 0.99)} ms; key → next p50 ${at(next, 0.5)} p99 ${at(next, 0.99)} ms`)
  expect(at(silent, 0.5)).toBeLessThan(80)
  expect(kinds(call).filter(kind => kind.startsWith('spoken')).length).toBe(20)
  call.order({ kind: 'hang up' })
  await caller.ended
})

it('whatever the moment of a stop, what comes next is heard whole, and at once: 30 times around the end of a sound', async () => {
  const { caller, call } = await line.dial()
  for (let round = 0; round < 30; round++) {
    const id = round * 3 + 1
    call.order(segment(id, LAST), segment(id + 1, LONG))
    await delay(round % 3 === 0 ? round : 450 + round * 2)
    const from = call.reports.length
    const stopped = performance.now()
    const heard = call.reports.some(({ report }) => report.kind === 'spoken' && report.segment === id)
    call.order({ kind: 'stop', through: id + 1 }, segment(id + 2, LAST))
    const spoken = await call.reported('spoken', from)
    expect(spoken.report.segment).toBe(id + 2)
    const took = spoken.at - stopped
    expect(took).toBeGreaterThan(490)
    expect(took, `round ${round}, heard ${heard}`).toBeLessThan(800)
  }
  expect(kinds(call).filter(kind => kind === 'trouble')).toEqual([])
  call.order({ kind: 'hang up' })
  await caller.ended
})

it('a sound that is missing is passed over, and is trouble', async () => {
  const { caller, call } = await line.dial()
  call.order(segment(1, GONE), segment(2, 99), segment(3, LAST))
  while (!kinds(call).includes('spoken 3')) await delay(20)
  expect(kinds(call)).toEqual(['began 1', 'trouble', 'spoken 1', 'trouble', 'began 2', 'spoken 2', 'began 3', 'spoken 3'])
  const from = call.reports.length
  call.order(segment(4, HOLED), segment(5, SILENT), segment(6, PARTS))
  while (!kinds(call).includes('spoken 6')) await delay(20)
  const after = ['began 4', 'trouble', 'spoken 4', 'began 5', 'trouble', 'spoken 5', 'began 6', 'spoken 6']
  expect(kinds(call).slice(from)).toEqual(after)
  call.order({ kind: 'hang up' })
  await caller.ended
})

it('keys are nowhere but at the line: not with another listener, in the log, variables or records of calls', async () => {
  const seen: Event[] = []
  const spy = await line.freeswitch.inbound({ onEvent: event => void seen.push(event) })
  await spy.connection.send(subscribe('plain', ['ALL'], ['callcenter::info']))
  await spy.api('fsctl', ['loglevel', 'err'])
  const logged = (await line.freeswitch.log()).length
  const { caller, call } = await line.dial()
  const canary = '73519'
  call.order({ kind: 'record call' }, segment(1, SHORT))
  await call.reported('spoken')
  call.order({ kind: 'dark', on: true }, segment(2, LONG))
  await delay(300)
  await caller.say(tone(500, 600))
  for (const key of canary) {
    await caller.press(key)
    expect(await caller.inform(key)).toBe(200)
  }
  call.order({ kind: 'stop', through: 2 })
  await delay(200)
  for (const key of canary) await caller.press(key)
  call.order({ kind: 'dark', on: false }, { kind: 'record', task: 1, upTo: 3000, tone: true, endSilence: null })
  await delay(1000)
  for (const key of '46') await caller.press(key)
  await call.reported('answer')
  // What somebody sends in our channel's name is none of its own.
  const forged = [
    ['Unique-ID', call.call.channel.uuid],
    ['DTMF-Digit', '8'],
  ] as const
  await spy.connection.send(sendevent('DTMF', forged))
  await spy.connection.send(sendevent('DTMF', [['Event-Name', 'DTMF'], ...forged]))
  await spy.connection.send(sendevent('CHANNEL_HANGUP', [['Event-Name', 'CHANNEL_HANGUP'], ...forged]))
  await delay(300)
  expect(
    kinds(call)
      .filter(kind => kind.startsWith('key'))
      .map(kind => kind.slice(4))
      .join(''),
  ).toBe(`${canary}${canary}46`)
  call.order({ kind: 'hang up' })
  await caller.ended
  await delay(1500)
  const heard = tonesOf(await readFile(join(line.freeswitch.recordings, `${call.call.channel.uuid}-call.wav`)), [880, 500, 440, 800])
  expect(heard).toEqual([880, 800])
  const own = seen.filter(event => headerOf(event, 'Unique-ID') === call.call.channel.uuid)
  expect(own.length).toBeGreaterThan(10)
  expect(own.filter(event => eventName(event) === 'DTMF')).toEqual([])
  expect(kinds(call)).not.toContain('hung up')
  const dialled = own
    .flatMap(event => headersOf(event))
    .filter(([name]) => name === 'variable_digits_dialed')
    .map(([, value]) => value)
  for (const value of dialled) expect(value).toMatch(/^(?:none|X*)$/)
  const written = (await line.freeswitch.log()).slice(logged)
  expect(written).not.toMatch(/DTMF/)
  const records = await Promise.all(
    (await readdir(join(line.freeswitch.folder, 'log/xml_cdr'))).map(name =>
      readFile(join(line.freeswitch.folder, 'log/xml_cdr', name), 'utf8'),
    ),
  )
  expect(records.length).toBeGreaterThan(0)
  const digits = records.flatMap(text => [...text.matchAll(/<digits_dialed>([^<]*)</g)].map(match => decodeURIComponent(match[1]!)))
  console.log('digits_dialed in records:', [...new Set(digits)].join(' '), ' events of the call seen by another:', own.length)
  for (const text of digits) expect(text).toMatch(/^(?:none|X*)$/)
  await spy.api('fsctl', ['loglevel', 'debug'])
  spy.close()
})

it('records the caller: up to the time, to the stop, to the hang-up', async () => {
  const { caller, call } = await line.dial()
  call.order({ kind: 'record', task: 1, upTo: 1500, tone: true, endSilence: null })
  void caller.say(tone(500, 4000))
  const first = await call.reported('answer')
  expect(first.report).toMatchObject({ task: 1, outcome: 'recorded' })
  const ms = (first.report.values[0] as { ms: number }).ms
  expect(ms).toBeGreaterThan(1300)
  expect(ms).toBeLessThan(1700)
  let from = call.reports.length
  call.order({ kind: 'record', task: 2, upTo: 60_000, tone: false, endSilence: null })
  await delay(1000)
  call.order({ kind: 'stop record', task: 2 })
  const second = await call.reported('answer', from)
  expect(second.report).toMatchObject({ task: 2, outcome: 'recorded' })
  from = call.reports.length
  call.order({ kind: 'record', task: 3, upTo: 60_000, tone: false, endSilence: 2000 })
  const third = await call.reported('answer', from)
  expect(third.report).toMatchObject({ task: 3 })
  from = call.reports.length
  call.order({ kind: 'record', task: 4, upTo: 60_000, tone: false, endSilence: null })
  await delay(1200)
  void caller.hangUp()
  const last = await call.reported('answer', from)
  expect(kinds(call).at(-2)).toBe('hung up')
  expect(last.report).toMatchObject({ task: 4, outcome: 'recorded' })
  const file = join(line.freeswitch.recordings, (last.report.values[0] as { recording: string }).recording)
  expect((await stat(file)).size).toBeGreaterThan(8000)
})

it('a node that takes a call over ends the recording of the one before, and none that the dialplan has begun', async () => {
  const { spy, told } = await watchRecordings(line)
  const { caller, call } = await line.dial()
  const { uuid } = call.call.channel
  const theirs = join(line.freeswitch.recordings, 'dialplan.wav')
  await spy.api('uuid_record', [uuid, 'start', theirs])
  call.order({ kind: 'record call' })
  await delay(500)
  call.call.connection.close()
  const next = await line.call()
  next.order({ kind: 'dark', on: true }, { kind: 'record call' }, segment(1, SHORT))
  await next.reported('spoken')
  const ours = `${uuid}-call.wav`
  expect(told).toEqual(['RECORD_START dialplan.wav', `RECORD_START ${ours}`, `RECORD_STOP ${ours}`, `RECORD_START ${ours}`])
  // What the switch says where none runs: known to the line.
  await spy.api('uuid_record', [uuid, 'stop', theirs])
  const answer = await spy.connection.send(api('uuid_record', [uuid, 'stop', theirs]))
  expect(answer).toMatchObject({ text: '-ERR Cannot stop record session!' })
  expect(kinds(next)).not.toContain('trouble')
  next.order({ kind: 'hang up' })
  await caller.ended
  spy.close()
})

it('a folder that cannot be written to: nothing was recorded, and the call goes on', async () => {
  const { caller, call } = await line.dial()
  const from = call.reports.length
  const place = join(line.freeswitch.recordings, `${call.call.channel.uuid}-1.wav`)
  await mkdir(place)
  call.order({ kind: 'record', task: 1, upTo: 3000, tone: true, endSilence: null })
  expect((await call.reported('answer', from)).report).toMatchObject({ outcome: 'nothing' })
  expect(kinds(call)).toContain('trouble')
  call.order(segment(1, LAST))
  while (!kinds(call).includes('spoken 1')) await delay(20)
  call.order({ kind: 'hang up' })
  await caller.ended
})

it('a hang-up in every state is told once, and what was under way has ended', async () => {
  const doing: readonly ((call: LineCall) => void)[] = [
    () => undefined,
    call => call.order(segment(1, LONG), segment(2, LONG)),
    call => call.order({ kind: 'record', task: 1, upTo: 9000, tone: true, endSilence: null }),
    call => call.order({ kind: 'connect number', task: 1, number: '8480', within: 9000, data: {} }),
    call => call.order({ kind: 'connect number', task: 1, number: '8001', within: 9000, data: {} }),
    call => call.order(segment(1, LONG), { kind: 'stop', through: 1 }, segment(2, SHORT)),
  ]
  for (const [index, what] of doing.entries()) {
    const { caller, call } = await line.dial()
    what(call)
    await delay(index === 4 ? 2000 : 600)
    void caller.hangUp()
    await call.reported('hung up')
    await expect.poll(() => call.call.connection.closed(), { timeout: 8000 }).not.toBe(null)
    expect(kinds(call).filter(kind => kind === 'hung up')).toEqual(['hung up'])
    expect(kinds(call)).not.toContain('spoken 2')
  }
})
