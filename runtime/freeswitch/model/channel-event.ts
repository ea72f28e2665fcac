// The events of a channel: what the switch says of it in each.
import type { HeaderValue, SwitchEvent } from './event.ts'
import { isDown, stateNumber, type Channel } from './channel.ts'
import { eventHead, fire, type Switch } from './switch.ts'

/** Events that carry the channel's variables. */
const EXTENDED = new Set([
  'CHANNEL_CREATE',
  'CHANNEL_ORIGINATE',
  'CHANNEL_UUID',
  'CHANNEL_ANSWER',
  'CHANNEL_PARK',
  'CHANNEL_UNPARK',
  'CHANNEL_BRIDGE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_HANGUP',
  'CHANNEL_HANGUP_COMPLETE',
  'CHANNEL_DESTROY',
  'CHANNEL_DATA',
  'CHANNEL_EXECUTE',
  'CHANNEL_EXECUTE_COMPLETE',
  'CALL_UPDATE',
  'PLAYBACK_START',
  'PLAYBACK_STOP',
  'RECORD_START',
  'RECORD_STOP',
  'CUSTOM',
])

type Headers = readonly (readonly [string, HeaderValue])[]

interface EventParts {
  /** Before the channel's own headers. */
  readonly front?: Headers
  readonly rest?: Headers
  readonly subclass?: string
}

const answerState = (channel: Channel): string =>
  isDown(channel) ? 'hangup' : channel.answered ? 'answered' : channel.early ? 'early' : 'ringing'

const micro = (ms: number): string => String(Math.round(ms * 1000))

function profileHeaders(prefix: string, channel: Channel): Headers {
  const { profile } = channel
  const direction = channel.outbound ? 'outbound' : 'inbound'
  return [
    [`${prefix}-Direction`, direction],
    [`${prefix}-Logical-Direction`, channel.outbound && prefix === 'Other-Leg' ? 'inbound' : direction],
    [`${prefix}-Dialplan`, 'xml'],
    [`${prefix}-Caller-ID-Name`, profile.callerName],
    [`${prefix}-Caller-ID-Number`, profile.callerNumber],
    [`${prefix}-Orig-Caller-ID-Name`, profile.callerName],
    [`${prefix}-Orig-Caller-ID-Number`, profile.callerNumber],
    [`${prefix}-Callee-ID-Name`, profile.called],
    [`${prefix}-Callee-ID-Number`, profile.called],
    [`${prefix}-ANI`, profile.callerNumber],
    [`${prefix}-Destination-Number`, profile.called],
    [`${prefix}-Unique-ID`, channel.uuid],
    [`${prefix}-Source`, profile.source],
    [`${prefix}-Context`, profile.context],
    [`${prefix}-Channel-Name`, channel.name],
    [`${prefix}-Profile-Created-Time`, micro(channel.startedAt)],
    [`${prefix}-Channel-Created-Time`, micro(channel.startedAt)],
    [`${prefix}-Channel-Answered-Time`, micro(channel.answeredAt)],
    [`${prefix}-Channel-Hangup-Time`, micro(channel.hungUpAt)],
    [`${prefix}-Screen-Bit`, 'true'],
    [`${prefix}-Privacy-Hide-Name`, 'false'],
    [`${prefix}-Privacy-Hide-Number`, 'false'],
  ]
}

function channelHeaders(channel: Channel): Headers {
  const direction = channel.outbound ? 'outbound' : 'inbound'
  return [
    ['Channel-State', channel.running],
    ['Channel-Call-State', channel.callState],
    ['Channel-State-Number', String(stateNumber(channel.state))],
    ['Channel-Name', channel.name],
    ['Unique-ID', channel.uuid],
    ['Call-Direction', direction],
    ['Presence-Call-Direction', direction],
    ['Channel-HIT-Dialplan', channel.outbound ? 'false' : 'true'],
    ['Channel-Call-UUID', channel.uuid],
    ['Answer-State', answerState(channel)],
    ...(channel.cause === null ? [] : [['Hangup-Cause', channel.cause] as const]),
    ['Channel-Read-Codec-Name', 'L16'],
    ['Channel-Read-Codec-Rate', '8000'],
    ['Channel-Read-Codec-Bit-Rate', '128000'],
    ['Channel-Write-Codec-Name', 'L16'],
    ['Channel-Write-Codec-Rate', '8000'],
    ['Channel-Write-Codec-Bit-Rate', '128000'],
    ...profileHeaders('Caller', channel),
    ...(channel.other === null
      ? []
      : [['Other-Type', channel.outbound ? 'originator' : 'originatee'] as const, ...profileHeaders('Other-Leg', channel.other)]),
  ]
}

export function channelEvent(
  sw: Switch,
  channel: Channel,
  name: string,
  { front = [], rest = [], subclass }: EventParts = {},
): SwitchEvent {
  const head = eventHead(sw, name, subclass ?? null)
  const own = channelHeaders(channel)
  const variables: Headers = EXTENDED.has(name) ? [...channel.variables].map(([key, value]) => [`variable_${key}`, value]) : []
  return {
    name,
    subclass: subclass ?? null,
    channel: channel.uuid,
    owner: null,
    headers: [...head, ...front, ...own, ...variables, ...rest],
    body: null,
  }
}

export function fireChannel(sw: Switch, channel: Channel, name: string, parts?: EventParts): void {
  fire(sw, channelEvent(sw, channel, name, parts))
}

/** The reply to `connect`: an event whose frame it is itself. */
export function connectReply(sw: Switch, channel: Channel, mode: 'async' | 'static', control: 'full' | 'single-channel'): SwitchEvent {
  return channelEvent(sw, channel, 'CHANNEL_DATA', {
    front: profileHeaders('Channel', channel),
    rest: [
      ['Content-Type', 'command/reply'],
      ['Reply-Text', '+OK\n'],
      ['Socket-Mode', mode],
      ['Control', control],
    ],
  })
}

/** A new state of the call, where it is one. */
export function setCallState(sw: Switch, channel: Channel, callState: Channel['callState']): void {
  if (channel.callState === callState) return
  const before = channel.callState
  channel.callState = callState
  fireChannel(sw, channel, 'CHANNEL_CALLSTATE', { front: [['Original-Channel-Call-State', before]] })
}
