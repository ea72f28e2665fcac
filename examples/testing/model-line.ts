// A script's call once more on the model of a switch, in virtual time: through the codec, the connection and the line as they are with
// a real one. Sounds are as long as the simulator says; queues, agents and numbers do what the script gives.
import type { ExampleRun, PlayedRun } from './runs.ts'
import { createCall } from '../../runtime/call/call.ts'
import { createCallLog, type CallLog } from '../../runtime/call/call-log.ts'
import { createCallRecorder } from '../../runtime/call/call-recorder.ts'
import type { LineReport, OpenLine } from '../../runtime/call/line.ts'
import { createVirtualClock } from '../../runtime/call/testing/virtual-clock.ts'
import type { NumberReply } from '../../runtime/dtmf/index.ts'
import { playOnLine, type CallerAction } from '../../runtime/dtmf/line-play.ts'
import { createScriptBackends } from '../../runtime/dtmf/script-backends.ts'
import { createSwitchSide } from '../../runtime/dtmf/switch-side.ts'
import { receiveCall } from '../../runtime/freeswitch/incoming.ts'
import { openFreeswitchLine, type LineQueue } from '../../runtime/freeswitch/line/index.ts'
import { createModel, type Model } from '../../runtime/freeswitch/model/model.ts'
import { createQueue } from '../../runtime/freeswitch/model/queue.ts'
import type { Callee } from '../../runtime/freeswitch/model/switch.ts'
import type { ByteStream } from '../../runtime/freeswitch/stream.ts'

const SOUNDS = '/sounds'
const QUEUE = 'waiting@default'

export interface ModelPlay {
  readonly log: CallLog
  /** How many of the caller's actions were done. */
  readonly done: number
  /** What the line had to say beside. */
  readonly troubles: readonly string[]
  /** What the switch looked up or ran in a text: nothing of ours makes it do so. */
  readonly expansions: readonly string[]
}

export async function playOnModel({ prepared, speaker }: ExampleRun, simulated: PlayedRun): Promise<ModelPlay> {
  const { machine } = prepared
  const { start } = simulated
  const clock = createVirtualClock(simulated.at)
  const log = createCallLog()
  const recorder = createCallRecorder(machine, log)
  const troubles: string[] = []
  const streams: ByteStream[] = []
  let callee: Callee = { kind: 'unallocated' }
  const model = createModel({
    clock,
    serve: stream => void streams.push(stream),
    files: path => Number(/^\/sounds\/(\d+)\.wav$/.exec(path)?.[1] ?? Number.NaN),
    queues: { [QUEUE]: {} },
    queuePace: 0,
    dial: () => callee,
  })
  const caller = model.call({ caller: start.caller ?? '', called: start.called, answered: false, uuid: 'caller' })
  await clock.runUntil(() => streams.length > 0)
  const receiving = receiveCall(streams[0]!, { peer: 'model', within: 5000, timers: clock })
  let there = false
  void receiving.then(() => (there = true))
  await clock.runUntil(() => there)
  const received = await receiving
  if (received.kind !== 'call') throw new Error('the model hands over no call')

  const queues: Record<string, LineQueue> = {}
  for (const { name } of machine.queues) queues[name] = { name: 'waiting', domain: 'default' }
  const line = openFreeswitchLine({
    call: received.call,
    machine,
    clock,
    sounds: {
      soundOf: segment => {
        const ms = speaker.duration(segment)
        return { parts: ms === 0 ? [] : [{ kind: 'file', path: `${SOUNDS}/${ms}.wav` }] }
      },
      musicOf: () => null,
    },
    soundFolders: [SOUNDS],
    recordings: { folder: '/recordings', nameOf: task => `caller-${task ?? 'call'}` },
    trunks: [{ prefix: '', to: { kind: 'gateway', gateway: 'world' } }],
    transferBy: { kind: 'bridge' },
    queues,
  })
  const side = createSwitchSide({
    machine,
    simulated: { log: simulated.log, backend: simulated.backend },
    clock,
    lead: 60,
    work: {
      number: reply => {
        callee = calleeOf(reply)
      },
      queue: (name, found) => {
        if (found === null) delete queues[name]
        else {
          queues[name] = { name: 'waiting', domain: 'default' }
          fill(model, found.waiting, found.agents)
        }
      },
      agent: (who, talk) => {
        const queue = model.queues.get(QUEUE)!
        queue.agents.unshift(...createQueue('', '', [{ name: who, talks: talk }]).agents)
        const asked = model.connect()
        asked.start({ onData: () => undefined, onClose: () => undefined, onDrain: () => undefined })
        asked.write(new TextEncoder().encode(`auth ClueCon\n\napi callcenter_config agent set status ${who} Available\n\n`))
      },
    },
  })
  const act = (action: CallerAction): void => {
    switch (action.kind) {
      case 'key':
        return caller.press(action.key)
      case 'speak':
        recorder.speaks(action.ms, clock.now())
        return caller.speak(action.ms)
      case 'hang up':
        return caller.hangUp()
    }
  }
  // A key takes a frame of the channel and a poll of the connection.
  const player = playOnLine({ actions: simulated.actions, log, clock, act, lead: 30 })
  const call = createCall({
    prepared,
    start,
    open: listened(side.open(line), report => {
      if (report.kind === 'trouble') troubles.push(report.trouble.slug)
    }),
    backends: createScriptBackends({ machine, backend: simulated.backend, clock }),
    clock,
    observers: [recorder, player, side.observer],
  })
  let done = false
  void call.done.then(() => (done = true))
  await clock.runUntil(() => done, 24 * 3_600_000)
  return { log, done: player.done(), troubles, expansions: model.expansions.flatMap(({ ran }) => ran) }
}

const listened =
  (open: OpenLine, hear: (report: LineReport) => void): OpenLine =>
  report =>
    open(one => {
      hear(one)
      report(one)
    })

function calleeOf({ is, after, talk }: NumberReply): Callee {
  switch (is) {
    case 'answered':
      return { kind: 'answers', after, talks: talk }
    case 'no answer':
      return { kind: 'no answer' }
    case 'busy':
      return { kind: 'busy', after }
    case 'failed':
      return { kind: 'unallocated', after }
  }
}

/** Others who wait, and agents who talk with somebody. */
function fill(model: Model, waiting: number, agents: number): void {
  const queue = model.queues.get(QUEUE)!
  queue.agents.splice(0)
  for (let index = 0; index < agents; index++) {
    const [agent] = createQueue('', '', [{ name: `busy${index}` }]).agents
    agent!.state = 'In a queue call'
    queue.agents.push(agent!)
  }
  // They have come long before.
  while (queue.members.filter(({ state }) => state === 'Waiting').length < waiting) {
    model.call({ caller: '1', called: 'other', variables: { cc_base_score: '100000' }, actions: [{ app: 'callcenter', data: QUEUE }] })
  }
}
