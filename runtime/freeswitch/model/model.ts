// A model of FreeSWITCH 1.10.12: it speaks the Event Socket and treats calls as the real one does, on a clock of the test's own.
// What it does is held against what a real one sent (`transcripts.test.ts`).
import type { Clock } from '../../call/clock.ts'
import type { ByteStream } from '../stream.ts'
import { bridgeApplications } from './applications/bridge.ts'
import { controlApplications } from './applications/control.ts'
import { inputApplications } from './applications/input.ts'
import { playingApplications } from './applications/playing.ts'
import { queueApplications } from './applications/callcenter.ts'
import { recordingApplications } from './applications/recording.ts'
import { socketApplications } from './applications/socket.ts'
import { variableApplications } from './applications/variables.ts'
import { placeCall, type Call, type CallSettings } from './call.ts'
import { noFaults, type Faults } from './faults.ts'
import { createListener } from './listener.ts'
import { createQueue, type AgentSettings, type Queue } from './queue.ts'
import { hangUp, type Application } from './session.ts'
import { createStreamPair } from './stream-pair.ts'
import type { Expansion, Pace, Switch, World } from './switch.ts'

export interface ModelOptions extends Partial<World> {
  readonly clock: Clock
  /** Takes a connection to a node within this process; `connect` is for other ways. */
  readonly serve?: (stream: ByteStream) => void
  readonly queues?: Readonly<Record<string, { readonly music?: string; readonly agents?: readonly AgentSettings[] }>>
  readonly pace?: Partial<Pace>
  /** Tasks that the switch has had before: the next one's number is one more. 0 where absent. */
  readonly tasks?: number
  /** ms until a free agent is offered to who waits: 100. */
  readonly queuePace?: number
}

export interface Model {
  readonly call: (settings: CallSettings) => Call
  /** A connection to the switch's own Event Socket port: this end of it. */
  readonly connect: () => ByteStream
  /** The same over a stream that someone else has made, such as a TCP socket. */
  readonly accept: (stream: ByteStream) => void
  readonly queues: ReadonlyMap<string, Queue>
  /** May be changed at any time. */
  readonly faults: Faults
  /** Every text in which the switch looked up or ran something. */
  readonly expansions: readonly Expansion[]
  /** API commands that ran. */
  readonly ran: readonly string[]
  /** Ids of the calls that there are. */
  readonly calls: () => readonly string[]
  /** Hangs up all calls, as a switch does that is to end. */
  readonly shutDown: () => void
  /** Everything is gone without a word: calls, connections, queues. Nobody can connect until it comes back. */
  readonly crash: () => void
  readonly comeBack: () => void
}

const EVERY_APPLICATION: ReadonlyMap<string, Application> = new Map(
  [
    playingApplications,
    inputApplications,
    variableApplications,
    controlApplications,
    recordingApplications,
    bridgeApplications,
    queueApplications,
    socketApplications,
  ].flatMap(table => Object.entries(table)),
)

/** ms that a text takes: a fifth of a second for each sign that is no letter of an alphabet, a twelfth for others. */
const spokenLength = (text: string): number => [...text].reduce((ms, sign) => ms + (/\p{Script=Han}/u.test(sign) ? 200 : 80), 300)

export function createModel(options: ModelOptions): Model {
  const { clock, serve, queues = {}, pace, queuePace = 100 } = options
  let ids = 0
  let sequence = 0
  let tasks = options.tasks ?? 0
  const sw: Switch = {
    clock,
    world: {
      files: options.files ?? (() => null),
      speech: options.speech ?? spokenLength,
      say: options.say ?? (() => []),
      dial: options.dial ?? (() => ({ kind: 'unallocated' })),
      dialplan: options.dialplan ?? (() => [{ app: 'socket', data: '127.0.0.1:8084 async full' }]),
      connect:
        options.connect ??
        (() => {
          if (!serve) return null
          const { near, far } = createStreamPair(clock)
          serve(far)
          return near
        }),
      globals: new Map(options.globals),
      password: options.password ?? 'ClueCon',
    },
    pace: { frame: pace?.frame ?? 20, poll: pace?.poll ?? 20 },
    faults: noFaults(),
    queues: {
      all: new Map(
        Object.entries(queues).map(([name, { music = 'local_stream://moh', agents = [] }]) => [name, createQueue(name, music, agents)]),
      ),
      pace: queuePace,
    },
    sessions: new Map(),
    legs: new Map(),
    listeners: new Set(),
    tasks: new Map(),
    expansions: [],
    ran: [],
    uuid: () => `00000000-0000-4000-8000-${(++ids).toString(16).padStart(12, '0')}`,
    nextSequence: () => ++sequence,
    nextTask: () => ++tasks,
    startedAt: clock.now(),
  }
  const drops = new Set<() => void>()
  let up = true

  const accept = (stream: ByteStream): void => {
    if (!up) return stream.close()
    const listener = createListener(sw, stream, { session: null, full: true, async: true, onEnd: () => drops.delete(listener.drop) })
    drops.add(listener.drop)
  }

  return {
    call(settings) {
      if (!up) throw new Error('The switch is down.')
      return placeCall(sw, EVERY_APPLICATION, settings)
    },
    connect() {
      const { near, far } = createStreamPair(clock)
      accept(near)
      return far
    },
    accept,
    queues: sw.queues.all,
    faults: sw.faults,
    expansions: sw.expansions,
    ran: sw.ran,
    calls: () => [...sw.sessions.keys()],
    shutDown() {
      for (const session of [...sw.sessions.values()]) hangUp(session, 'SYSTEM_SHUTDOWN', true)
    },
    crash() {
      up = false
      for (const session of [...sw.sessions.values()]) {
        for (const connection of [...session.connections]) connection.drop()
        session.stop()
        sw.sessions.delete(session.channel.uuid)
      }
      for (const drop of [...drops]) drop()
      for (const queue of sw.queues.all.values()) queue.members.length = 0
    },
    comeBack: () => {
      up = true
    },
  }
}
