// Our line on the model: what it is ordered, what the caller hears, and what it reports.
import { expect, it } from 'vitest'
import type { Line, LineOrder, LineReport } from '../../call/line.ts'
import { createVirtualClock, type VirtualClock } from '../../call/testing/virtual-clock.ts'
import { auth, headersOf, subscribe } from '../codec/index.ts'
import { receiveCall } from '../incoming.ts'
import { openFreeswitchLine } from '../line/index.ts'
import type { SoundPart } from '../line/sound.ts'
import type { Call } from './call.ts'
import type { Faults } from './faults.ts'
import { createModel, type Model, type ModelOptions } from './model.ts'
import { createNode } from './testing/node.ts'

interface Rig {
  readonly clock: VirtualClock
  readonly model: Model
  readonly call: Call
  /** Of the node that the call came to last. */
  readonly order: (...orders: readonly LineOrder[]) => void
  /** Reports since the last time. */
  readonly told: () => readonly LineReport[]
  readonly heard: () => readonly string[]
}

const QUEUES = [{ name: 'cards', position: 2000 }]

async function rig({
  parts,
  faults,
  ...options
}: Partial<ModelOptions> & { readonly parts?: readonly SoundPart[]; readonly faults?: Partial<Faults> } = {}): Promise<Rig> {
  const clock = createVirtualClock()
  const reports: LineReport[] = []
  const lines: Line[] = []
  const model = createModel({
    clock,
    files: () => 1000,
    serve: stream =>
      void receiveCall(stream, { peer: 'model', within: 5000, timers: clock }).then(received => {
        if (received.kind !== 'call') throw new Error(received.why)
        const open = openFreeswitchLine({
          call: received.call,
          machine: { queues: QUEUES },
          clock,
          sounds: {
            soundOf: segment => ({ parts: parts ?? [{ kind: 'file', path: `/sounds/${segment.prompt}.wav` }] }),
            musicOf: name => `local_stream://${name}`,
          },
          soundFolders: ['/sounds'],
          // Each node has a folder of its own.
          recordings: { folder: lines.length === 0 ? '/recordings' : '/others', nameOf: task => `message-${task ?? 'call'}` },
          trunks: [{ prefix: '', to: { kind: 'gateway', gateway: 'trunk' } }],
          transferBy: { kind: 'dialplan', context: 'public' },
          queues: { cards: { name: 'cards', domain: 'default' } },
        })
        lines.push(open(report => void reports.push(report)))
      }),
    ...options,
  })
  Object.assign(model.faults, faults)
  const call = model.call({ caller: '13800138000', called: '95500', answered: false })
  await clock.run(200)
  return {
    clock,
    model,
    call,
    order: (...orders) => {
      for (const order of orders) lines.at(-1)!.order(order)
    },
    told: () => reports.splice(0),
    heard: () => call.heard.map(({ what, from, until, whole }) => `${what} ${until === null ? 'now' : until - from}${whole ? '' : ' cut'}`),
  }
}

const speak = (id: number): LineOrder => ({
  kind: 'speak',
  segment: { id, prompt: id, values: [], language: 'en', announce: false, point: -1 },
})

it('answers, speaks without a gap, and stops on a key within three frames', async () => {
  const { clock, call, order, told, heard } = await rig()
  expect(call.state()).toBe('answered')
  order(speak(1), speak(2), speak(3))
  await clock.run(1500)
  call.press('5')
  await clock.run(45)
  expect(told()).toEqual([
    { kind: 'began', segment: 1 },
    { kind: 'spoken', segment: 1 },
    { kind: 'began', segment: 2 },
    { kind: 'key', key: '5' },
  ])
  const stopped = clock.now()
  order({ kind: 'stop', through: 3 }, speak(4))
  await clock.run(3000)
  expect(told()).toEqual([
    { kind: 'began', segment: 4 },
    { kind: 'spoken', segment: 4 },
  ])
  expect(heard()[0]).toBe('/sounds/1.wav 1000')
  expect(call.heard[1]!.from).toBe(call.heard[0]!.until)
  expect(call.heard[1]!.whole).toBe(false)
  // The third was over before a frame of it.
  const after = call.heard.slice(2).filter(({ from, until }) => from !== until)
  expect(after).toMatchObject([{ what: '/sounds/4.wav', whole: true }])
  expect(after[0]!.from - stopped).toBeLessThanOrEqual(60)
})

it('hears every key in order and keeps each from everybody else', async () => {
  const { clock, model, call, order, told } = await rig()
  const spy = createNode(clock, model.connect())
  void spy.connection.send(auth('ClueCon'))
  void spy.connection.send(subscribe('plain', ['ALL']))
  call.press('86')
  await clock.run(100)
  order(speak(1))
  await clock.run(300)
  call.press('42')
  await clock.run(1500)
  call.press('97')
  await clock.run(300)
  order({ kind: 'hang up' })
  await clock.run(15_000)
  const keys = told().flatMap(report => (report.kind === 'key' ? [report.key] : []))
  expect(keys).toEqual([...'864297'])
  expect(spy.events.length).toBeGreaterThan(5)
  expect(spy.names().filter(name => name.startsWith('DTMF'))).toEqual([])
  const said = spy.events.flatMap(event =>
    headersOf(event).filter(([name]) => /^(?:DTMF|variable_(?:digits|read|playback_term))/.test(name)),
  )
  expect(said.map(([, value]) => value).filter(value => /[0-9]/.test(value))).toEqual([])
  expect(call.variable('digits_dialed')).toBe('XXXXXX')
})

it('connects numbers, and records what the caller says after the tone', async () => {
  const { clock, call, order, told } = await rig({
    dial: to => (to.includes('222') ? { kind: 'busy', after: 300 } : { kind: 'answers', after: 1000, talks: 1500 }),
  })
  order({ kind: 'connect number', task: 1, number: '222', within: 20_000, data: {} })
  await clock.run(1000)
  expect(told()).toEqual([{ kind: 'answer', task: 1, outcome: 'busy', values: [] }])
  order({ kind: 'connect number', task: 2, number: '10086', within: 20_000, data: {} })
  await clock.run(4000)
  expect(told()).toEqual([
    { kind: 'talks', task: 2, who: '10086' },
    { kind: 'answer', task: 2, outcome: 'answered', values: [] },
  ])
  order({ kind: 'record', task: 3, upTo: 30_000, tone: true, endSilence: 2000 })
  await clock.run(700)
  call.speak(3000)
  await clock.run(8000)
  const [answer] = told()
  expect(answer).toMatchObject({ kind: 'answer', task: 3, outcome: 'recorded', values: [{ recording: 'message-3.wav' }] })
})

it('waits in a queue with announcements, leaves it, and talks with an agent', async () => {
  const queues = { 'cards@default': { agents: [{ name: 'Mei', answersAfter: 4000, talks: 3000 }] } }
  const { clock, call, order, told, model } = await rig({ queues })
  order({ kind: 'connect queue', task: 1, queue: 0, priority: 3, data: {} })
  await clock.run(1500)
  expect(call.hearing()).toMatchObject({ sound: 'music' })
  order({ kind: 'cancel', task: 1 }, speak(1))
  await clock.run(300)
  expect(call.hearing()).toMatchObject({ what: '/sounds/1.wav' })
  await clock.run(5000)
  told()
  order({ kind: 'connect queue', task: 2, queue: 0, priority: 3, data: {} })
  await clock.run(2500)
  order(speak(2))
  await clock.run(500)
  expect(call.hearing()).toMatchObject({ what: '/sounds/2.wav' })
  await clock.run(7000)
  const reports = told()
  expect(reports.filter(({ kind }) => kind === 'talks' || kind === 'answer')).toEqual([
    { kind: 'talks', task: 2, who: 'Mei' },
    { kind: 'answer', task: 2, outcome: 'answered', values: ['Mei'] },
  ])
  expect(reports).toContainEqual({ kind: 'position', task: 2, position: 1 })
  expect(call.state()).toBe('answered')
  expect(model.expansions).toEqual([])
})

it('reports a hang-up once, and a switch that is gone as a lost line', async () => {
  const { clock, call, order, told } = await rig()
  order(speak(1))
  await clock.run(300)
  call.hangUp()
  await clock.run(20_000)
  expect(told().filter(({ kind }) => kind === 'hung up')).toEqual([{ kind: 'hung up', cause: 'NORMAL_CLEARING' }])
  const lost = await rig()
  lost.order(speak(1))
  await lost.clock.run(300)
  lost.model.crash()
  await lost.clock.run(20_000)
  expect(lost.told().filter(({ kind }) => kind === 'hung up')).toEqual([{ kind: 'hung up', cause: 'LINE_LOST' }])
})

it('a node that takes a call over ends the recording of the one before: no secret of the caller is in that', async () => {
  const socket = { app: 'socket', data: '127.0.0.1:8084 async full' }
  const { clock, call, order, told } = await rig({ dialplan: () => [{ app: 'set', data: 'socket_resume=true' }, socket, socket] })
  order({ kind: 'record call' })
  await clock.run(500)
  call.sockets()[0]!.drop()
  await clock.run(200)
  const asked = clock.now()
  order({ kind: 'dark', on: true }, { kind: 'record call' })
  await clock.run(1000)
  expect(call.recordings).toMatchObject([{ path: '/recordings/message-call.wav' }, { path: '/others/message-call.wav', until: null }])
  expect(call.recordings[0]!.until).toBeLessThanOrEqual(asked)
  expect(call.recordings[1]!.masked).toHaveLength(1)
  expect(told().filter(({ kind }) => kind === 'trouble')).toMatchObject([{ trouble: { slug: 'line-lost' } }])
})

it('what is missing in the middle of a list is told, and a speech engine that there is not; what is there is not', async () => {
  const file = (name: string): SoundPart => ({ kind: 'file', path: `/sounds/${name}.wav`, ms: 400 })
  const speech = { kind: 'speech', engine: 'flite', voice: 'slt', text: 'Welcome.' } as const
  const troubles = async (options: Parameters<typeof rig>[0]): Promise<readonly string[]> => {
    const { clock, order, told } = await rig({ files: path => (path.includes('gone') ? null : 400), ...options })
    order(speak(1))
    await clock.run(3000)
    const all = told()
    const slugs = all.flatMap(report => (report.kind === 'trouble' ? [report.trouble.slug] : []))
    expect(all.at(-1)).toEqual({ kind: 'spoken', segment: 1, ...(slugs.length > 0 ? { unheard: true } : {}) })
    return slugs
  }
  expect(await troubles({ parts: [file('a'), file('b'), { kind: 'silence', ms: 200 }] })).toEqual([])
  expect(await troubles({ parts: [file('a'), file('gone'), file('b')] })).toEqual(['missing-sound'])
  expect(await troubles({ parts: [file('gone'), { kind: 'silence', ms: 200 }] })).toEqual(['missing-sound'])
  expect(await troubles({ parts: [speech] })).toEqual([])
  expect(await troubles({ parts: [speech], speech: () => null })).toEqual(['not-spoken'])
})

it('leaves a number while it rings, and speaks on', async () => {
  const { clock, call, order, told } = await rig({ dial: () => ({ kind: 'answers', after: 5000 }) })
  order({ kind: 'connect number', task: 1, number: '10086', within: 20_000, data: {} })
  await clock.run(1000)
  order({ kind: 'cancel', task: 1 }, speak(1))
  await clock.run(3000)
  expect(call.state()).toBe('answered')
  expect(told()).toEqual([
    { kind: 'began', segment: 1 },
    { kind: 'spoken', segment: 1 },
  ])
})

const troublesOf = (reports: readonly LineReport[]): readonly string[] =>
  reports.flatMap(report => (report.kind === 'trouble' ? [report.trouble.slug] : []))

it.each(['playback', 'record', 'bridge'])('a switch without “%s” hangs up, and it is said what it lacks', async missing => {
  const { clock, model, call, order, told } = await rig()
  model.faults.unloaded = application => application === missing
  if (missing === 'playback') order(speak(1), speak(2))
  if (missing === 'record') order({ kind: 'record', task: 1, upTo: 5000, tone: true, endSilence: null })
  if (missing === 'bridge') order({ kind: 'connect number', task: 1, number: '10086', within: 20_000, data: {} })
  await clock.run(20_000)
  expect(call.cause()).toBe('DESTINATION_OUT_OF_ORDER')
  const reports = told()
  expect(troublesOf(reports)).toEqual(['application-missing'])
  const trouble = reports.find(report => report.kind === 'trouble')!.trouble
  expect(trouble.en).toContain(`“${missing}”`)
  expect(trouble.en).toContain('callwright doctor')
  expect(trouble.zh).toContain(missing)
})

it('a caller who hangs up while something waits has not hung up for want of an application', async () => {
  const { clock, call, order, told } = await rig()
  order(speak(1))
  call.hangUp()
  await clock.run(20_000)
  expect(troublesOf(told())).toEqual([])
})

it('a switch that answers nothing when a call begins has it back, and what to look at is its load', async () => {
  const { clock, model, told, call } = await rig({ faults: { reply: command => (command.startsWith('connect') ? 0 : 'swallowed') } })
  await clock.run(9000)
  expect(told()).toEqual([])
  await clock.run(2000)
  expect(troublesOf(told())).toEqual(['no-reply'])
  await clock.run(20_000)
  // The dialplan has no more for it.
  expect(call.state()).toBe('hung up')
  expect(model.calls()).toEqual([])
  expect(clock.pending()).toBe(0)
})

it('a switch that answers nothing any more in a call: it is told, and the caller hears all and leaves as always', async () => {
  const { clock, model, call, order, told } = await rig()
  model.faults.reply = () => 'swallowed'
  order(speak(1), speak(2))
  await clock.run(15_000)
  const reports = told()
  expect(troublesOf(reports)).toEqual(['no-reply', 'no-reply'])
  expect(reports.filter(({ kind }) => kind === 'spoken')).toHaveLength(2)
  order({ kind: 'hang up' })
  await clock.run(30_000)
  expect(call.state()).toBe('hung up')
  expect(model.calls()).toEqual([])
  expect(clock.pending()).toBe(0)
})

it('a disk that is full in the middle of a message: what is kept of it is told, and that it was cut', async () => {
  const { clock, model, call, order, told } = await rig()
  model.faults.recording = { fullAfter: 5000 }
  order({ kind: 'record', task: 1, upTo: 60_000, tone: false, endSilence: 2000 })
  call.speak(30_000)
  await clock.run(9000)
  const reports = told()
  expect(troublesOf(reports)).toEqual(['recording-cut'])
  expect(reports.at(-1)).toEqual({ kind: 'answer', task: 1, outcome: 'recorded', values: [{ recording: 'message-1.wav', ms: 5000 }] })
  // One that is shorter than what is gathered: nobody would know but for the length of the file.
  model.faults.recording = { fullAfter: 0 }
  order({ kind: 'record', task: 2, upTo: 60_000, tone: false, endSilence: null })
  await clock.run(3000)
  order({ kind: 'stop record', task: 2 })
  await clock.run(1000)
  const short = told()
  expect(troublesOf(short)).toEqual(['recording-cut'])
  expect(short.at(-1)).toEqual({ kind: 'answer', task: 2, outcome: 'nothing', values: [] })
})
