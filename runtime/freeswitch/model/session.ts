// A session: a channel with its thread. It runs applications, those that came by sendmsg within others, and goes through its states.
import { expand } from '../testing/expansion.ts'
import { channelEvent, fireChannel, setCallState } from './channel-event.ts'
import {
  isDown,
  isReady,
  isTrue,
  lookUp,
  setVariable,
  variable,
  type Action,
  type Channel,
  type ChannelState,
  type Message,
} from './channel.ts'
import type { Hearing } from './heard.ts'
import type { SocketConnection } from './listener.ts'
import { fire, wakeListeners, type Switch } from './switch.ts'
import type { Routine } from './thread.ts'

export interface Session {
  readonly sw: Switch
  readonly channel: Channel
  readonly hearing: Hearing
  readonly applications: ReadonlyMap<string, Application>
  /** Whether the caller makes a sound at a time; null where no sound comes from there at all (frames of silence). */
  readonly talking: (time: number) => boolean | null
  /** What runs when it is hung up: the other leg learns of it. */
  readonly onHangUp: Set<() => void>
  /** What is still to end when its thread does: recordings of the call. */
  readonly onEnd: Set<() => void>
  /** The nodes that have it. */
  readonly connections: Set<SocketConnection>
  /** The applications that run, the innermost last. */
  readonly stack: string[]
  /** Ends its thread where it stands: the switch is gone. */
  stop: () => void
  /** What it does while it is parked. */
  readonly park: (session: Session) => Routine
  /** Sends the other leg elsewhere, where there is one that talks. */
  sendOtherAway: (() => void) | null
  /** The bridge that its thread is to go into. */
  bridge: (() => Routine) | null
}

export interface Application {
  readonly run: (session: Session, data: string | undefined) => Routine
  /** Also on a channel that is hung up. */
  readonly zombie?: true
  /** Without media: the channel need not be answered for it. */
  readonly noMedia?: true
}

/** What the switch does with a text that it expands, and that it did. */
export function expandFor(sw: Switch, channel: Channel | null, by: string, text: string, depth = 0): string {
  const look = (written: string): string => {
    // A name may have a variable in it.
    const name = written.includes('${') && depth < 100 ? expandFor(sw, channel, by, written, depth + 1) : written
    const api = /^([^ (]+)[ (](.*?)\)?$/s.exec(name)
    if (api) return evaluate(api[1]!, expandFor(sw, channel, by, api[2]!, depth + 1))
    const [plain = '', offset = '0', length = '0'] = name.split(':')
    const found = (channel ? lookUp(channel, plain) : undefined) ?? sw.world.globals.get(plain) ?? ''
    // What a variable has is expanded again.
    const value = depth < 100 ? expandFor(sw, channel, by, found, depth + 1) : found
    const from = Number.parseInt(offset, 10) || 0
    const most = Number.parseInt(length, 10) || 0
    const cut = value.slice(from)
    return most > 0 ? cut.slice(0, most) : cut
  }
  const { text: out, ran } = expand(text, look)
  if (ran.length > 0) sw.expansions.push({ channel: channel?.uuid ?? '', by, text, ran })
  return out
}

/** The API in an expansion: sums, and that it ran. */
function evaluate(name: string, text: string): string {
  const sum = name === 'expr' ? /^(\d+)([+*-])(\d+)$/.exec(text) : null
  if (!sum) return name === 'eval' || name === 'echo' ? text : ''
  const [left, right] = [Number(sum[1]), Number(sum[3])]
  return String(sum[2] === '+' ? left + right : sum[2] === '*' ? left * right : left - right)
}

/** Variables for the length of one application: `%[a=1,b=2]rest`. */
function scoped(text: string): { readonly rest: string; readonly names: readonly (readonly [string, string])[] } | null {
  const found = /^%([^[]?)\[([^\]]*)\](.*)$/s.exec(text)
  if (!found) return null
  const names = found[2]!.split(found[1] || ',').map(pair => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at === -1 ? undefined : at), at === -1 ? '' : pair.slice(at + 1)] as const
  })
  return { rest: found[3]!, names }
}

/** Runs an application; false where it did not. */
export function* execute(session: Session, name: string, argument: string | undefined): Routine<boolean> {
  const { sw, channel } = session
  const application = sw.faults.unloaded(name) ? undefined : session.applications.get(name)
  if (isDown(channel)) {
    if (!application?.zombie) return false
  } else if (!application) {
    hangUp(session, 'DESTINATION_OUT_OF_ORDER')
    return false
  } else if (!application.noMedia && !channel.answered && !channel.early) preAnswer(session)

  const uuid = variable(channel, 'app_uuid') ?? sw.uuid()
  setVariable(channel, 'app_uuid', null)
  const expands = !isTrue(variable(channel, 'app_disable_expand_variables'))
  let data = argument !== undefined && expands ? expandFor(sw, channel, name, argument) : argument
  const scope = data !== undefined && expands ? scoped(data) : null
  const before = scope?.names.map(([key]) => [key, variable(channel, key) ?? null] as const) ?? []
  if (scope) {
    data = scope.rest
    for (const [key, value] of scope.names) setVariable(channel, key, value)
  }
  setVariable(channel, 'current_application', name)
  setVariable(channel, 'current_application_data', data ?? null)
  setVariable(channel, 'current_application_response', null)
  const about: (readonly [string, string])[] = [['Application', name]]
  if (data !== undefined) about.push(['Application-Data', data])
  fireChannel(sw, channel, 'CHANNEL_EXECUTE', { rest: [...about, ['Application-UUID', uuid]] })
  channel.breaking = 0
  setVariable(channel, 'current_application', name)
  session.stack.push(name)
  yield* application!.run(session, data)
  session.stack.pop()
  const response = variable(channel, 'current_application_response') ?? '_none_'
  fireChannel(sw, channel, 'CHANNEL_EXECUTE_COMPLETE', {
    rest: [...about, ['Application-Response', response], ['Application-UUID', uuid]],
  })
  for (const [key, value] of before) setVariable(channel, key, value)
  return true
}

/** Obeys one sendmsg. */
function* obey(session: Session, { headers, body }: Message): Routine<boolean> {
  const { channel } = session
  const command = headers.get('call-command')
  if (command === undefined || command === '') return false
  const locks = isTrue(headers.get('event-lock'))
  if (locks) channel.locks++
  yield* leadFrames(session, Number.parseInt(headers.get('lead-frames') ?? '0', 10) || 0)
  if (command.toLowerCase() === 'execute') yield* obeyExecute(session, headers, body)
  else if (command.toLowerCase() === 'hangup') hangUp(session, causeOf(headers.get('hangup-cause')))
  if (locks) channel.locks--
  return channel.breaking === 0
}

/** Waits for sound from the far side: so many frames, twice as many where none has any. */
function* leadFrames({ sw, channel, talking }: Session, frames: number): Routine {
  const most = talking(sw.clock.now()) === null ? frames * 2 : frames
  const end = sw.clock.now() + most * sw.pace.frame
  while (frames > 0 && isReady(channel) && sw.clock.now() < end) yield end
}

function* obeyExecute(session: Session, headers: ReadonlyMap<string, string>, body: string | null): Routine {
  const { channel, sw } = session
  const app = headers.get('execute-app-name')
  if (app === undefined) return
  const given = headers.get('execute-app-arg')
  const argument = (given === undefined || given === '') && headers.get('content-type') === 'text/plain' ? (body ?? undefined) : given
  const loops = headers.has('loops') ? Number.parseInt(headers.get('loops')!, 10) || 0 : 1
  channel.stopBroadcast = false
  const outermost = !channel.broadcast
  channel.broadcast = true
  for (let loop = 1; loop <= loops || loops < 0; loop++) {
    const uuid = headers.get('event-uuid')
    if (uuid !== undefined) setVariable(channel, 'app_uuid', uuid)
    setVariable(channel, 'current_loop', String(loop))
    setVariable(channel, 'total_loops', String(loops))
    const began = sw.clock.now()
    if (!(yield* execute(session, app, argument))) break
    // One that was done at once is not done again.
    if (!isReady(channel) || channel.stopBroadcast || sw.clock.now() - began < 500) break
  }
  setVariable(channel, 'current_loop', null)
  setVariable(channel, 'total_loops', null)
  if (outermost) channel.broadcast = false
  if (channel.stopBroadcast) {
    channel.broadcast = false
    channel.breaking = 1
  }
}

/** Whether a message would be taken now. */
export const hasMessage = (channel: Channel): boolean => channel.locks === 0 && channel.messages.length > 0

/** Takes what was sent, one after the other, until one breaks off or makes no sense. */
export function* obeyAll(session: Session): Routine {
  const { channel } = session
  while (hasMessage(channel)) if (!(yield* obey(session, channel.messages.shift()!))) return
}

/** One message at once, in the thread that is there: for a socket without `async`. */
export const obeyNow = (session: Session, message: Message): Routine<boolean> => obey(session, message)

export function preAnswer({ sw, channel }: Session): void {
  if (channel.answered || channel.early || isDown(channel)) return
  channel.early = true
  setVariable(channel, 'endpoint_disposition', 'EARLY MEDIA')
  fireChannel(sw, channel, 'CHANNEL_PROGRESS_MEDIA')
  setCallState(sw, channel, 'EARLY')
}

export function answer({ sw, channel }: Session): void {
  if (channel.answered || isDown(channel)) return
  channel.answered = true
  channel.answeredAt = sw.clock.now()
  fireChannel(sw, channel, 'CHANNEL_ANSWER')
  setVariable(channel, 'endpoint_disposition', 'ANSWER')
  setCallState(sw, channel, 'ACTIVE')
}

const CAUSES: ReadonlyMap<string, number> = new Map([
  ['UNALLOCATED_NUMBER', 1],
  ['NORMAL_CLEARING', 16],
  ['USER_BUSY', 17],
  ['NO_USER_RESPONSE', 18],
  ['NO_ANSWER', 19],
  ['SUBSCRIBER_ABSENT', 20],
  ['CALL_REJECTED', 21],
  ['DESTINATION_OUT_OF_ORDER', 27],
  ['NORMAL_UNSPECIFIED', 31],
  ['NORMAL_CIRCUIT_CONGESTION', 34],
  ['NORMAL_TEMPORARY_FAILURE', 41],
  ['SWITCH_CONGESTION', 42],
  ['CHAN_NOT_IMPLEMENTED', 66],
  ['RECOVERY_ON_TIMER_EXPIRE', 102],
  ['ORIGINATOR_CANCEL', 487],
  ['SYSTEM_SHUTDOWN', 503],
  ['LOSE_RACE', 502],
  ['MANAGER_REQUEST', 503],
  ['BLIND_TRANSFER', 600],
  ['ATTENDED_TRANSFER', 601],
  ['ALLOTTED_TIMEOUT', 602],
  ['MEDIA_TIMEOUT', 604],
])

/** The name of a cause, given by name or number; one that there is not is NORMAL_CLEARING. */
export function causeOf(text: string | undefined): string {
  if (text === undefined) return 'NORMAL_CLEARING'
  if (/^\d+$/.test(text)) for (const [name, number] of CAUSES) if (number === Number(text)) return name
  return CAUSES.has(text.toUpperCase()) ? text.toUpperCase() : 'NORMAL_CLEARING'
}

/** Ends a call. `atOnce`: from the far side, which stops the frames; else its thread sees it at its next frame. */
export function hangUp(session: Session, cause: string, atOnce = false): void {
  const { sw, channel } = session
  if (isDown(channel)) return
  channel.state = 'CS_HANGUP'
  channel.cause = cause
  channel.digits = []
  fireChannel(sw, channel, 'CHANNEL_HANGUP')
  for (const told of session.onHangUp) told()
  channel.wake(atOnce)
  wakeListeners(sw, channel)
}

/** Sends the call elsewhere: what runs ends, and the dialplan goes on with this. */
export function transfer(session: Session, number: string, dialplan: string, context: string): void {
  const { channel, sw } = session
  if (isDown(channel)) return
  channel.actions =
    dialplan.toLowerCase() === 'inline' ? inlineActions(number) : sw.world.dialplan(number, context, name => variable(channel, name))
  channel.redirected = true
  channel.state = 'CS_ROUTING'
  channel.wake()
}

/** `app:data,app2:data2`, or with another separator: `m:^:app:data^app2:data2`. */
function inlineActions(text: string): readonly Action[] {
  const other = /^m:(.):(.*)$/s.exec(text)
  return (other ? other[2]! : text).split(other ? other[1]! : ',').map(part => {
    const at = part.indexOf(':')
    return at === -1 ? { app: part } : { app: part.slice(0, at), data: part.slice(at + 1) }
  })
}

function enter({ sw, channel }: Session, state: ChannelState): void {
  channel.running = state
  fireChannel(sw, channel, 'CHANNEL_STATE')
}

/** A call from its first action to the last event of its end. */
export function* live(session: Session): Routine {
  const { channel } = session
  while (!isDown(channel)) {
    switch (channel.state) {
      case 'CS_ROUTING':
        setCallState(session.sw, channel, 'RINGING')
        enter(session, 'CS_ROUTING')
        channel.redirected = false
        channel.state = 'CS_EXECUTE'
        break
      case 'CS_EXECUTE':
        if (channel.running !== 'CS_EXECUTE') {
          if (channel.answered) setCallState(session.sw, channel, 'ACTIVE')
          enter(session, 'CS_EXECUTE')
        }
        yield* runActions(session)
        break
      case 'CS_HIBERNATE':
        for (const state of ['CS_HIBERNATE', 'CS_RESET', 'CS_SOFT_EXECUTE'] as const) enter(session, state)
        channel.redirected = false
        channel.state = 'CS_SOFT_EXECUTE'
        yield 0
        break
      case 'CS_SOFT_EXECUTE':
        yield* runBridge(session)
        break
      case 'CS_PARK':
        enter(session, 'CS_PARK')
        yield* session.park(session)
        // Whoever ended it has sent it elsewhere, or leaves it there.
        while (isStill(channel, 'CS_PARK')) {
          yield Infinity
          yield* obeyAll(session)
        }
        break
      default:
        yield Infinity
    }
  }
  finish(session)
}

// A generator's body does not see what happens while it waits.
const isStill = (channel: Channel, state: ChannelState): boolean => channel.state === state

function* runActions(session: Session): Routine {
  const { channel } = session
  while (channel.state === 'CS_EXECUTE' && channel.actions.length > 0) {
    const [action, ...rest] = channel.actions
    channel.actions = rest
    if (!(yield* execute(session, action!.app, action!.data))) break
  }
  // The last instruction of the dialplan ends the call.
  if (channel.state === 'CS_EXECUTE' && channel.actions.length === 0) hangUp(session, 'NORMAL_CLEARING')
}

function* runBridge(session: Session): Routine {
  const { channel, bridge } = session
  session.bridge = null
  if (bridge) yield* bridge()
  else hangUp(session, 'DESTINATION_OUT_OF_ORDER')
  if (channel.state === 'CS_SOFT_EXECUTE') channel.state = 'CS_EXECUTE'
}

function finish(session: Session): void {
  const { sw, channel } = session
  const now = sw.clock.now()
  enter(session, 'CS_HANGUP')
  for (const end of [...session.onEnd]) end()
  setCallState(sw, channel, 'HANGUP')
  channel.state = 'CS_REPORTING'
  channel.hungUpAt = now
  enter(session, 'CS_REPORTING')
  setVariable(channel, 'hangup_cause', channel.cause)
  setVariable(channel, 'hangup_cause_q850', String(CAUSES.get(channel.cause ?? '') ?? 16))
  setVariable(channel, 'digits_dialed', dialed(channel))
  const seconds = (from: number): string => (from === 0 ? '0' : String(Math.floor(now / 1000) - Math.floor(from / 1000)))
  setVariable(channel, 'duration', seconds(channel.startedAt))
  setVariable(channel, 'billsec', seconds(channel.answeredAt))
  setVariable(channel, 'billmsec', String(channel.answeredAt === 0 ? 0 : now - channel.answeredAt))
  // Whoever asks for the channel from now on is told that there is none; the event itself is the last of it.
  sw.sessions.delete(channel.uuid)
  fire(sw, channelEvent(sw, channel, 'CHANNEL_HANGUP_COMPLETE', { front: [['Hangup-Cause', channel.cause ?? 'NONE']] }))
  wakeListeners(sw, channel)
  destroy(session)
}

/** The very last of a channel, which its own connections never hear of: it is not before they are gone. */
export function destroy(session: Session): void {
  const { sw, channel, connections } = session
  if (channel.state !== 'CS_REPORTING' || connections.size > 0) return
  channel.state = 'CS_DESTROY'
  fireChannel(sw, channel, 'CHANNEL_DESTROY')
  enter(session, 'CS_DESTROY')
}

/** The digits of the call for its record: those that the filter matches are X. */
function dialed(channel: Channel): string {
  if (channel.dialed === '') return 'none'
  const filter = variable(channel, 'digits_dialed_filter')
  if (filter === undefined) return channel.dialed
  let text = channel.dialed
  try {
    for (const part of new RegExp(filter).exec(text) ?? []) if (part) text = text.replaceAll(part, 'X'.repeat(part.length))
  } catch {
    return text
  }
  return text
}
