// A call as the one who makes it sees it: keys, speech, hanging up, and what is heard.
import type { Action, Channel, Digit, Recording } from './channel.ts'
import { setVariable, variable } from './channel.ts'
import { channelEvent } from './channel-event.ts'
import { queueDigit } from './digits.ts'
import { flat } from './event.ts'
import { createHearing, type Heard } from './heard.ts'
import { createChannel } from './legs.ts'
import { park } from './media.ts'
import { hangUp, live, type Application, type Session } from './session.ts'
import { fire, type Switch } from './switch.ts'
import { createThread } from './thread.ts'

export interface CallSettings {
  readonly caller: string
  readonly called: string
  readonly name?: string
  readonly context?: string
  /** Whether the dialplan has answered it before its first action: true where absent. */
  readonly answered?: boolean
  readonly variables?: Readonly<Record<string, string>>
  /** What the dialplan does with it, instead of what the world's dialplan says. */
  readonly actions?: readonly Action[]
  /** False for a far side that sends no sound at all, not even silence: nothing is recorded. */
  readonly sound?: boolean
  readonly channelName?: string
  readonly uuid?: string
}

export interface Call {
  readonly uuid: string
  readonly state: () => 'ringing' | 'early' | 'answered' | 'hung up'
  /** Why it was hung up. */
  readonly cause: () => string | null
  /** Whole keys, as they are when they are let go; `#` and `*` too. */
  readonly press: (keys: string, options?: { readonly source?: Digit['source']; readonly samples?: number }) => void
  /** The caller hangs up: the switch sees it at once. */
  readonly hangUp: (cause?: string) => void
  /** Someone else ends it from within the switch: its thread sees it at its next frame. */
  readonly kill: (cause?: string) => void
  /** The caller talks from now on, for so many ms. */
  readonly speak: (ms: number) => void
  /** What is heard now. */
  readonly hearing: () => Heard | null
  readonly heard: readonly Heard[]
  readonly recordings: readonly Recording[]
  readonly variable: (name: string) => string | undefined
  readonly variables: () => Readonly<Record<string, string>>
  /** The applications that it is in, the innermost last. */
  readonly running: () => readonly string[]
  /** Its connections to nodes, for faults. */
  readonly sockets: () => readonly { readonly drop: () => void; readonly send: (text: string) => void }[]
  /** Fault: an event of a channel that is gone. */
  readonly lateEvent: (name: string, headers?: readonly (readonly [string, string])[]) => void
}

export function placeCall(sw: Switch, applications: ReadonlyMap<string, Application>, settings: CallSettings): Call {
  const uuid = settings.uuid ?? sw.uuid()
  const name = settings.channelName ?? `model/${settings.called}`
  const { caller, called, name: callerName = caller, context = 'public', sound = true, answered = true } = settings
  const profile = { callerName, callerNumber: caller, called, context, source: 'model' }
  const channel = createChannel(sw, name, profile, false, uuid)
  for (const [key, value] of Object.entries(settings.variables ?? {})) setVariable(channel, key, value)
  channel.answered = answered
  channel.callState = answered ? 'ACTIVE' : 'RINGING'
  channel.answeredAt = answered ? sw.clock.now() : 0
  if (answered) setVariable(channel, 'endpoint_disposition', 'ANSWER')
  channel.state = 'CS_EXECUTE'
  channel.running = 'CS_EXECUTE'
  channel.actions = settings.actions ?? sw.world.dialplan(called, context, key => variable(channel, key))
  let talksUntil = -Infinity
  const session: Session = {
    sw,
    channel,
    hearing: createHearing(channel.heard),
    applications,
    talking: time => (sound ? time <= talksUntil : null),
    onHangUp: new Set(),
    onEnd: new Set(),
    connections: new Set(),
    stack: [],
    park,
    sendOtherAway: null,
    stop: () => undefined,
    bridge: null,
  }
  sw.sessions.set(uuid, session)
  // The thread begins within its own creation.
  let woken = false
  channel.wake = () => {
    woken = true
  }
  const thread = createThread(sw.clock, sw.pace.frame, live(session))
  channel.wake = thread.poke
  session.stop = () => {
    thread.stop()
    channel.cause ??= 'SWITCH_GONE'
    session.hearing.end(sw.clock.now())
  }
  if (woken) thread.poke()
  return handleOf(sw, session, {
    speak: ms => {
      talksUntil = Math.max(talksUntil, sw.clock.now() + ms)
    },
  })
}

function handleOf(sw: Switch, session: Session, { speak }: Pick<Call, 'speak'>): Call {
  const { channel, hearing } = session
  return {
    uuid: channel.uuid,
    state: () => (channel.cause !== null ? 'hung up' : channel.answered ? 'answered' : channel.early ? 'early' : 'ringing'),
    cause: () => channel.cause,
    press: (keys, { source = 'RTP', samples = 800 } = {}) => {
      for (const key of keys) queueDigit(channel, key, source, samples)
    },
    hangUp: (cause = 'NORMAL_CLEARING') => hangUp(session, cause, true),
    kill: (cause = 'NORMAL_CLEARING') => hangUp(session, cause),
    speak,
    hearing: () => hearing.now(),
    heard: channel.heard,
    recordings: channel.recordings,
    variable: name => valueIn(channel, name),
    variables: () => Object.fromEntries([...channel.variables].map(([key, value]) => [key, flat(value)])),
    running: () => [...session.stack],
    sockets: () => [...session.connections],
    lateEvent: (name, headers = []) => fire(sw, channelEvent(sw, channel, name, { rest: headers })),
  }
}

const valueIn = (channel: Channel, name: string): string | undefined => {
  const value = channel.variables.get(name)
  return value === undefined ? undefined : flat(value)
}
