// The line on a real switch: what is decided about it holds there.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placeCall, type PlacedCall } from '../caller/place-call.ts'
import { loudness, shareOf, tone, wavFile } from '../caller/sound.ts'
import { api, eventName, headerOf, headersOf, sendevent, subscribe, type Event } from '../codec/index.ts'
import type { SoundPart } from '../line/sound.ts'
import { segment, startLineRig, type LineCall } from './line-rig.ts'

let rig: Awaited<ReturnType<typeof startLineRig>>

const [LONG, SHORT, PARTS, GONE, LAST, HOLED, SILENT] = [1, 2, 3, 4, 5, 6, 7]

beforeAll(async () => {
  rig = await startLineRig({
    freeswitch: {
      modules: ['mod_xml_cdr', 'mod_cdr_csv'],
      queues: [{ name: 'support@default', music: 'local_stream://moh' }],
      agents: [],
    },
    queues: [{ name: 'help', music: 'moh', position: 1000, longestWait: 4000 }, { name: 'slow' }, { name: 'nowhere' }],
    line: { queues: { help: { name: 'support', domain: 'default' }, slow: { name: 'support', domain: 'default' } } },
  })
  const file = async (name: string, hertz: number, ms: number): Promise<SoundPart> => {
    const path = join(rig.freeswitch.sounds, `${name}.wav`)
    await writeFile(path, wavFile(tone(hertz, ms)))
    return { kind: 'file', path, ms }
  }
  rig.sounds.set(LONG, [await file('long', 440, 8000)])
  rig.sounds.set(SHORT, [await file('short', 880, 600)])
  rig.sounds.set(PARTS, [
    await file('one', 600, 400),
    await file('two', 700, 400),
    { kind: 'silence', ms: 200 },
    await file('three', 800, 400),
  ])
  rig.sounds.set(GONE, [{ kind: 'file', path: join(rig.freeswitch.sounds, 'gone.wav') }])
  const [one, ...others] = rig.sounds.get(PARTS)!
  rig.sounds.set(HOLED, [one!, { kind: 'file', path: join(rig.freeswitch.sounds, 'gone.wav'), ms: 400 }, ...others])
  rig.sounds.set(SILENT, [{ kind: 'speech', engine: 'nobody', voice: 'x', text: 'Welcome.' }])
  rig.sounds.set(LAST, [await file('last', 1000, 500)])
})
afterAll(() => rig?.stop())

async function dial(): Promise<{ caller: PlacedCall; call: LineCall }> {
  const caller = await placeCall({ number: '95500', at: rig.freeswitch.sip })
  const call = await rig.call()
  expect((await caller.answered).kind).toBe('answered')
  return { caller, call }
}

/** `told`: which recordings begin and end, as another listener of the switch hears it. */
async function watchRecordings() {
  const told: string[] = []
  const spy = await rig.freeswitch.inbound({
    onEvent: event => void told.push(`${eventName(event)} ${(headerOf(event, 'Record-File-Path') ?? '').split('/').at(-1)}`),
  })
  await spy.connection.send(subscribe('plain', ['RECORD_START', 'RECORD_STOP']))
  return { spy, told }
}

const kinds = (call: LineCall): readonly string[] =>
  call.reports.map(({ report }) =>
    'segment' in report ? `${report.kind} ${report.segment}` : report.kind === 'key' ? `key ${report.key}` : report.kind,
  )

/** Which of these tones are in a recording of 16 bits. */
function tonesOf(wav: Buffer, hertz: readonly number[]): readonly number[] {
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + 44 + Math.floor((wav.length - 44) / 2) * 2))
  const frames = Array.from({ length: Math.floor(samples.length / 160) }, (_, index) => samples.subarray(index * 160, index * 160 + 160))
  return hertz.filter(one => frames.some(frame => loudness(frame) > 300 && shareOf(one, frame) > 0.7))
}

it('speaks segment after segment without a gap, and says when each begins and ends', async () => {
  const { caller, call } = await dial()
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
  const { caller, call } = await dial()
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
  const { caller, call } = await dial()
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
  const { caller, call } = await dial()
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
  const spy = await rig.freeswitch.inbound({ onEvent: event => void seen.push(event) })
  await spy.connection.send(subscribe('plain', ['ALL'], ['callcenter::info']))
  await spy.api('fsctl', ['loglevel', 'err'])
  const logged = (await rig.freeswitch.log()).length
  const { caller, call } = await dial()
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
  const heard = tonesOf(await readFile(join(rig.freeswitch.recordings, `${call.call.channel.uuid}-call.wav`)), [880, 500, 440, 800])
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
  const written = (await rig.freeswitch.log()).slice(logged)
  expect(written).not.toMatch(/DTMF/)
  const records = await Promise.all(
    (await readdir(join(rig.freeswitch.folder, 'log/xml_cdr'))).map(name =>
      readFile(join(rig.freeswitch.folder, 'log/xml_cdr', name), 'utf8'),
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
  const { caller, call } = await dial()
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
  const file = join(rig.freeswitch.recordings, (last.report.values[0] as { recording: string }).recording)
  expect((await stat(file)).size).toBeGreaterThan(8000)
})

it('rings a number: answered, busy, no answer, unknown', async () => {
  const { caller, call } = await dial()
  const ring = async (task: number, number: string, within: number): Promise<string> => {
    const from = call.reports.length
    call.order({ kind: 'connect number', task, number, within, data: { note: 'a ${system(touch /tmp/x)} b' } })
    return (await call.reported('answer', from)).report.outcome
  }
  expect(await ring(1, '8486', 10_000)).toBe('busy')
  expect(await ring(2, '8404', 10_000)).toBe('failed')
  expect(await ring(3, '8480', 2000)).toBe('no answer')
  // One that is not wanted any more is left while it rings.
  call.order({ kind: 'connect number', task: 5, number: '8480', within: 20_000, data: {} })
  await delay(1000)
  call.order({ kind: 'cancel', task: 5 }, segment(2, LAST))
  while (!kinds(call).includes('spoken 2')) await delay(20)
  expect(call.reports.filter(({ report }) => report.kind === 'answer')).toHaveLength(3)
  const from = call.reports.length
  const answered = ring(4, '8001', 10_000)
  const talks = await call.reported('talks', from)
  expect(talks.report).toMatchObject({ task: 4, who: '8001' })
  const operator = await rig.freeswitch.inbound()
  await delay(500)
  await operator.api('uuid_transfer', [call.call.channel.uuid, '-bleg', 'hangup:NORMAL_CLEARING', 'inline'])
  expect(await answered).toBe('answered')
  call.order(segment(1, LAST))
  while (!kinds(call).includes('spoken 1')) await delay(20)
  call.order({ kind: 'hang up' })
  await caller.ended
  operator.close()
})

it('waits in a queue: announcements over the music, position, leaving, time, no agents; then talks, and has the caller back', async () => {
  const operator = await rig.freeswitch.inbound()
  const config = (...words: string[]): Promise<string | null> => operator.api('callcenter_config', words)
  await config('agent', 'add', 'ann@default', 'callback')
  await config('agent', 'set', 'contact', 'ann@default', `sofia/${rig.freeswitch.profile}/8001@127.0.0.1:${rig.freeswitch.sip.port}`)
  await config('tier', 'add', 'support@default', 'ann@default', '1', '1')
  await config('agent', 'set', 'status', 'ann@default', "'Logged Out'")
  const { caller, call } = await dial()
  const queue = (task: number, index: number): Promise<{ report: { outcome: string } }> => {
    const from = call.reports.length
    call.order({ kind: 'connect queue', task, queue: index, priority: 3, data: { account: '6222 · ${hostname}', amount: 12 } })
    return call.reported('answer', from)
  }
  const outcome = async (task: number, index: number): Promise<string> => (await queue(task, index)).report.outcome
  expect(await outcome(1, 2)).toBe('failed')
  expect(await outcome(2, 0)).toBe('no agents')
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', "'In a queue call'")
  let from = call.reports.length
  call.order({ kind: 'queue state', task: 3, queue: 0 })
  expect((await call.reported('answer', from)).report.values).toEqual([{ waiting: 0, agents: 1, longest: 0 }])

  // The longest wait, with the position told meanwhile.
  from = call.reports.length
  const asked = performance.now()
  const waited = queue(4, 0)
  call.order(segment(1, SHORT, { announce: true }))
  expect((await call.reported('position', from)).report).toMatchObject({ task: 4, position: 1 })
  expect(await caller.heard.sound(asked, 3000, 880)).not.toBe(null)
  expect((await waited).report.outcome).toBe('timed out')
  console.log('longest wait of 4000 took', Math.round(performance.now() - asked))
  expect(kinds(call).filter(kind => kind.endsWith(' 1'))).toEqual(['began 1', 'spoken 1'])

  // A key leaves the queue in the middle of an announcement: what is said next is heard at once.
  void queue(5, 1).catch(() => undefined)
  call.order(segment(2, LONG, { announce: true }))
  await caller.heard.sound(performance.now(), 3000, 440)
  const key = call.reported('key', call.reports.length)
  void key.then(() => call.order({ kind: 'cancel', task: 5 }, { kind: 'stop', through: 2 }, segment(3, SHORT)))
  const pressed = await caller.press('5')
  const next = await caller.heard.sound(pressed!.released, 3000, 880)
  console.log('key → next, out of a queue', Math.round(next!.at - pressed!.released))
  while (!kinds(call).includes('spoken 3')) await delay(20)
  expect(kinds(call)).not.toContain('spoken 2')
  expect(await config('queue', 'count', 'members', 'support@default')).toMatch(/^[0-9]+$/)

  // An agent answers, talks and hangs up.
  await config('agent', 'set', 'state', 'ann@default', 'Waiting')
  from = call.reports.length
  const talked = queue(6, 1)
  const talks = await call.reported('talks', from)
  expect(talks.report).toMatchObject({ task: 6, who: 'ann@default' })
  expect(await caller.heard.sound(talks.at, 3000, 880)).not.toBe(null)
  await operator.api('hupall', ['NORMAL_CLEARING', 'cc_side', 'agent'])
  expect((await talked).report).toMatchObject({ task: 6, outcome: 'answered', values: ['ann@default'] })
  call.order(segment(4, LAST))
  while (!kinds(call).includes('spoken 4')) await delay(20)
  const back = call.reported('key', call.reports.length)
  await caller.press('9')
  expect((await back).report.key).toBe('9')

  // The caller hangs up while they wait.
  await config('agent', 'set', 'status', 'ann@default', "'On Break'")
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', "'In a queue call'")
  void queue(7, 1).catch(() => undefined)
  await delay(500)
  void caller.hangUp()
  await call.reported('hung up')
  await delay(500)
  expect(kinds(call).at(-1)).toBe('hung up')
  operator.close()
})

it('an agent who answers in the middle of an announcement cuts it off, which is no missing sound', async () => {
  const operator = await rig.freeswitch.inbound()
  const state = (name: string): Promise<string | null> =>
    operator.api('callcenter_config', ['agent', 'set', 'state', 'ann@default', `'${name}'`])
  await state('In a queue call')
  const { caller, call } = await dial()
  call.order({ kind: 'connect queue', task: 1, queue: 1, priority: 0, data: {} })
  await delay(1000)
  call.order(segment(1, LONG, { announce: true }))
  await caller.heard.sound(performance.now(), 3000, 440)
  await state('Waiting')
  await call.reported('talks')
  await delay(500)
  expect(kinds(call)).toEqual(['began 1', 'talks'])
  // What was cut off is told anew when the talk is over, where nobody has stopped it.
  await operator.api('hupall', ['NORMAL_CLEARING', 'cc_side', 'agent'])
  await call.reported('answer')
  call.order({ kind: 'stop', through: 1 }, segment(2, SHORT))
  await call.reported('spoken')
  expect(kinds(call)).toEqual(['began 1', 'talks', 'answer', 'began 2', 'spoken 2'])
  void caller.hangUp()
  await call.reported('hung up')
  operator.close()
})

it('a node that goes away after a talk with an agent leaves nobody parked for ever', async () => {
  const operator = await rig.freeswitch.inbound()
  const config = (...words: string[]): Promise<string | null> => operator.api('callcenter_config', words)
  // Where the test before has not done so.
  await config('agent', 'add', 'ann@default', 'callback')
  await config('agent', 'set', 'contact', 'ann@default', `sofia/${rig.freeswitch.profile}/8001@127.0.0.1:${rig.freeswitch.sip.port}`)
  await config('tier', 'add', 'support@default', 'ann@default', '1', '1')
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', 'Waiting')
  const { caller, call } = await dial()
  call.order({ kind: 'connect queue', task: 1, queue: 1, priority: 0, data: {} })
  await call.reported('talks')
  await delay(300)
  await operator.api('hupall', ['NORMAL_CLEARING', 'cc_side', 'agent'])
  expect((await call.reported('answer')).report).toMatchObject({ outcome: 'answered' })
  await delay(300)
  call.call.connection.close()
  const ended = await caller.ended
  expect(ended).toMatchObject({ by: 'them', reason: expect.stringContaining('cause=41') as string })
  operator.close()
})

it('a node that takes a call over ends the recording of the one before, and none that the dialplan has begun', async () => {
  const { spy, told } = await watchRecordings()
  const { caller, call } = await dial()
  const { uuid } = call.call.channel
  const theirs = join(rig.freeswitch.recordings, 'dialplan.wav')
  await spy.api('uuid_record', [uuid, 'start', theirs])
  call.order({ kind: 'record call' })
  await delay(500)
  call.call.connection.close()
  const next = await rig.call()
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
  const { caller, call } = await dial()
  const from = call.reports.length
  const place = join(rig.freeswitch.recordings, `${call.call.channel.uuid}-1.wav`)
  await mkdir(place)
  call.order({ kind: 'record', task: 1, upTo: 3000, tone: true, endSilence: null })
  expect((await call.reported('answer', from)).report).toMatchObject({ outcome: 'nothing' })
  expect(kinds(call)).toContain('trouble')
  call.order(segment(1, LAST))
  while (!kinds(call).includes('spoken 1')) await delay(20)
  call.order({ kind: 'hang up' })
  await caller.ended
})

it('who is sent to another number of the dialplan is recorded no more', async () => {
  const { spy, told } = await watchRecordings()
  const { caller, call } = await dial()
  const { uuid } = call.call.channel
  call.order({ kind: 'record call' }, segment(1, SHORT))
  await call.reported('spoken')
  call.order({ kind: 'transfer', task: 1, number: '8001' })
  await call.reported('answer')
  call.order({ kind: 'ended', by: 'transfer' })
  expect(await caller.heard.sound(performance.now(), 5000, 880)).not.toBe(null)
  await delay(1000)
  expect(told).toEqual([`RECORD_START ${uuid}-call.wav`, `RECORD_STOP ${uuid}-call.wav`])
  expect(kinds(call)).not.toContain('trouble')
  await caller.hangUp()
  spy.close()
})

it('is handed over to another number of the dialplan, and stays there when the line has gone', async () => {
  const { caller, call } = await dial()
  const operator = await rig.freeswitch.inbound()
  const { uuid } = call.call.channel
  call.order({ kind: 'transfer', task: 1, number: '8001' })
  expect((await call.reported('answer')).report).toMatchObject({ outcome: 'transferred' })
  for (const name of ['playback_terminators', 'playback_delimiter', 'playback_sleep_val', 'continue_on_fail'])
    expect([name, await operator.api('uuid_getvar', [uuid, name])]).toEqual([name, '_undef_'])
  operator.close()
  call.order({ kind: 'ended', by: 'transfer' })
  expect(await caller.heard.sound(performance.now(), 5000, 880)).not.toBe(null)
  await delay(1000)
  expect(call.call.connection.closed()).not.toBe(null)
  const still = performance.now()
  expect(await caller.heard.sound(still, 2000, 880)).not.toBe(null)
  await caller.hangUp()
})

it('a queue that is left, or gives up, for another number of the dialplan changes nothing of the channel there', async () => {
  const operator = await rig.freeswitch.inbound()
  const config = (...words: string[]): Promise<string | null> => operator.api('callcenter_config', words)
  // Where no test before has done so. Nobody comes.
  await config('agent', 'add', 'ann@default', 'callback')
  await config('tier', 'add', 'support@default', 'ann@default', '1', '1')
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', "'In a queue call'")
  for (const how of ['left', 'gives up']) {
    const { caller, call } = await dial()
    const { uuid } = call.call.channel
    call.order({ kind: 'connect queue', task: 1, queue: how === 'left' ? 1 : 0, priority: 0, data: { note: 'x' } })
    const transfer = { kind: 'transfer', task: 2, number: '8001' } as const
    if (how === 'left') {
      await delay(1500)
      call.order({ kind: 'cancel', task: 1 }, transfer)
    } else {
      expect((await call.reported('answer')).report).toMatchObject({ outcome: 'timed out' })
      call.order(transfer)
    }
    const from = how === 'left' ? 0 : 1
    while (call.reports.filter(({ report }) => report.kind === 'answer').length <= from) await delay(20)
    expect(call.reports.at(-1)?.report).toMatchObject({ task: 2, outcome: 'transferred' })
    await delay(500)
    expect([how, await operator.api('uuid_getvar', [uuid, 'socket_resume'])]).toEqual([how, 'false'])
    expect([how, await operator.api('uuid_getvar', [uuid, 'park_after_bridge'])]).toEqual([how, '_undef_'])
    call.order({ kind: 'ended', by: 'transfer' })
    await delay(500)
    expect(await caller.heard.sound(performance.now(), 2000, 880)).not.toBe(null)
    await caller.hangUp()
  }
  operator.close()
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
    const { caller, call } = await dial()
    what(call)
    await delay(index === 4 ? 2000 : 600)
    void caller.hangUp()
    await call.reported('hung up')
    await expect.poll(() => call.call.connection.closed(), { timeout: 8000 }).not.toBe(null)
    expect(kinds(call).filter(kind => kind === 'hung up')).toEqual(['hung up'])
    expect(kinds(call)).not.toContain('spoken 2')
  }
})
