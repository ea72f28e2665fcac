// A node for tests of the model: it takes a connection, sends what it is told, and keeps what it is told.
import type { Clock } from '../../../call/clock.ts'
import { createVirtualClock, type VirtualClock } from '../../../call/testing/virtual-clock.ts'
import { createConnection, type Connection } from '../../connection.ts'
import { connect, eventName, headerOf, linger, myevents, subscribe, type Built, type Event } from '../../codec/index.ts'
import type { ByteStream } from '../../stream.ts'
import { createModel, type Model, type ModelOptions } from '../model.ts'

export interface TestNode {
  readonly connection: Connection
  readonly events: Event[]
  /** `CHANNEL_EXECUTE playback` and the like, of those events. */
  readonly names: () => readonly string[]
  readonly closed: () => boolean
}

interface Stage {
  readonly clock: VirtualClock
  readonly model: Model
  readonly nodes: TestNode[]
}

/** A model whose calls come to nodes here. Each says `connect`, and what it wants to hear. */
export function createStage(options: Omit<ModelOptions, 'clock' | 'serve'> = {}, first: readonly Built[] = greetings()): Stage {
  const clock = createVirtualClock()
  const nodes: TestNode[] = []
  const serve = (stream: ByteStream): void => {
    const node = createNode(clock, stream)
    nodes.push(node)
    for (const command of first) void node.connection.send(command)
  }
  return { clock, nodes, model: createModel({ clock, serve, files: () => 1000, ...options }) }
}

export const greetings = (): readonly Built[] => [
  connect(),
  linger(5),
  myevents(),
  subscribe('plain', ['PLAYBACK_START', 'PLAYBACK_STOP', 'RECORD_START', 'RECORD_STOP'], ['callcenter::info']),
]

export function createNode(clock: Clock, stream: ByteStream): TestNode {
  const events: Event[] = []
  let closed = false
  const connection = createConnection(stream, {
    timers: clock,
    onEvent: event => void events.push(event),
    onClosed: () => {
      closed = true
    },
  })
  const names = (): readonly string[] =>
    events.map(event => {
      const what = ['Application', 'DTMF-Digit', 'CC-Action', 'Playback-Status'].flatMap(header => headerOf(event, header) ?? [])
      return [eventName(event), ...what].join(' ')
    })
  return { connection, events, names, closed: () => closed }
}
