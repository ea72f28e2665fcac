// A channel: what it is in, its variables, its digits and what is queued for it.
import type { Heard } from './heard.ts'
import { flat, valueOf, type HeaderValue, type SwitchEvent } from './event.ts'

export type ChannelState =
  | 'CS_NEW'
  | 'CS_INIT'
  | 'CS_ROUTING'
  | 'CS_SOFT_EXECUTE'
  | 'CS_EXECUTE'
  | 'CS_EXCHANGE_MEDIA'
  | 'CS_PARK'
  | 'CS_CONSUME_MEDIA'
  | 'CS_HIBERNATE'
  | 'CS_RESET'
  | 'CS_HANGUP'
  | 'CS_REPORTING'
  | 'CS_DESTROY'

const STATES: readonly ChannelState[] = [
  'CS_NEW',
  'CS_INIT',
  'CS_ROUTING',
  'CS_SOFT_EXECUTE',
  'CS_EXECUTE',
  'CS_EXCHANGE_MEDIA',
  'CS_PARK',
  'CS_CONSUME_MEDIA',
  'CS_HIBERNATE',
  'CS_RESET',
  'CS_HANGUP',
  'CS_REPORTING',
  'CS_DESTROY',
]

export interface Digit {
  readonly digit: string
  /** Samples at 8 kHz. */
  readonly duration: number
  readonly source: 'RTP' | 'APP' | 'UNKNOWN' | 'INBAND_AUDIO'
  /** Pressed while `sensitive_dtmf` was set: taken without an event. */
  readonly sensitive: boolean
}

/** A sendmsg: what it says, in small letters, and its body. */
export interface Message {
  readonly headers: ReadonlyMap<string, string>
  readonly body: string | null
}

export interface Profile {
  readonly callerName: string
  readonly callerNumber: string
  readonly called: string
  readonly context: string
  readonly source: string
}

export interface Action {
  readonly app: string
  readonly data?: string | undefined
}

export interface Recording {
  readonly path: string
  readonly from: number
  /** Null while it runs. */
  until: number | null
  /** Of a recording of the call: when it was dark. The last one may be without an end. */
  readonly masked: { from: number; until: number | null }[]
  /** Whether it is on the disk. */
  kept: boolean
  /** A message, which `record` makes: nothing else ends or masks it. */
  readonly message: boolean
}

export interface Channel {
  readonly uuid: string
  readonly name: string
  readonly profile: Profile
  readonly outbound: boolean
  /** The state that was asked for, and the one that its thread is in. */
  state: ChannelState
  running: ChannelState
  callState: 'DOWN' | 'RINGING' | 'EARLY' | 'ACTIVE' | 'RING_WAIT' | 'HELD' | 'HANGUP'
  answered: boolean
  early: boolean
  cause: string | null
  readonly variables: Map<string, HeaderValue>
  digits: Digit[]
  /** Digits that were taken, for `digits_dialed`. */
  dialed: string
  messages: Message[]
  /** Diverted events, for the channel's own socket. */
  diverted: SwitchEvent[]
  divert: boolean
  /** 2 is a break of all files of a list. */
  breaking: 0 | 1 | 2
  broadcast: boolean
  stopBroadcast: boolean
  locks: number
  /** Parked by the socket application or by `park`. */
  parked: boolean
  /** What ends a park that nobody else ends. */
  redirected: boolean
  actions: readonly Action[]
  other: Channel | null
  hungUpAt: number
  readonly startedAt: number
  answeredAt: number
  readonly recordings: Recording[]
  readonly heard: Heard[]
  /** From whose side the last hang-up came: what it stops. */
  wake: (atOnce?: boolean) => void
}

export const stateNumber = (state: ChannelState): number => STATES.indexOf(state)

/** Whether it is hung up, or about to be. */
export const isDown = (channel: Channel): boolean => stateNumber(channel.state) >= stateNumber('CS_HANGUP')

/** Whether an application goes on: not hung up, not transferred away, not reset. */
export const isReady = (channel: Channel): boolean => !isDown(channel) && !channel.redirected && channel.state !== 'CS_RESET'

export const variable = (channel: Channel, name: string): string | undefined => {
  const value = channel.variables.get(name)
  return value === undefined ? undefined : flat(value)
}

const PROFILE_FIELDS: Readonly<Record<string, (profile: Profile) => string>> = {
  caller_id_name: profile => profile.callerName,
  caller_id_number: profile => profile.callerNumber,
  ani: profile => profile.callerNumber,
  destination_number: profile => profile.called,
  context: profile => profile.context,
  source: profile => profile.source,
}

/** A variable, or what the caller's profile has under this name. */
export const lookUp = (channel: Channel, name: string): string | undefined =>
  variable(channel, name) ??
  (Object.hasOwn(PROFILE_FIELDS, name) ? PROFILE_FIELDS[name]!(channel.profile) : name === 'channel_name' ? channel.name : undefined)

/** Sets a variable, or removes it where the value is empty. One that exists goes to the end only where it is set anew. */
export function setVariable(channel: Channel, name: string, value: string | null): void {
  channel.variables.delete(name)
  if (value !== null && value !== '') channel.variables.set(name, valueOf(value))
}

export const isTrue = (value: string | undefined): boolean =>
  value !== undefined && (/^(?:yes|on|true|t|enabled|active|allow)$/i.test(value) || (/^\d+$/.test(value) && Number(value) !== 0))
