// The other legs of calls: numbers and agents. They have no thread of their own; what they do is told when it happens.
import { fireChannel, setCallState } from './channel-event.ts'
import type { Channel, Profile } from './channel.ts'
import type { Switch } from './switch.ts'

export function createChannel(sw: Switch, name: string, profile: Profile, outbound: boolean, uuid: string): Channel {
  return {
    uuid,
    name,
    profile,
    outbound,
    state: 'CS_ROUTING',
    running: 'CS_ROUTING',
    callState: 'DOWN',
    answered: false,
    early: false,
    cause: null,
    variables: new Map([
      ['direction', outbound ? 'outbound' : 'inbound'],
      ['uuid', uuid],
      ['channel_name', name],
      ['call_uuid', uuid],
    ]),
    digits: [],
    dialed: '',
    messages: [],
    diverted: [],
    divert: false,
    breaking: 0,
    broadcast: false,
    stopBroadcast: false,
    locks: 0,
    parked: false,
    redirected: false,
    actions: [],
    other: null,
    hungUpAt: 0,
    startedAt: sw.clock.now(),
    answeredAt: 0,
    recordings: [],
    heard: [],
    wake: () => undefined,
  }
}

/** Who is called by a dial string: `sofia/gateway/trunk/10086`, `loopback/8001/default`, `sofia/internal/8001@host`. */
function numberIn(destination: string): string {
  const parts = destination.split('/')
  if (parts.length < 2) return destination
  const address = parts[0] === 'loopback' || parts[0] === 'user' ? parts[1] : parts.at(-1)
  return address?.split('@', 1)[0] ?? destination
}

/** A leg that the switch calls for another channel. */
export function createLeg(sw: Switch, caller: Channel, destination: string, uuid = sw.uuid()): Channel {
  const profile = { ...caller.profile, called: numberIn(destination) }
  const leg = createChannel(sw, `model/${profile.called}`, profile, true, uuid)
  leg.other = caller
  leg.state = 'CS_INIT'
  leg.running = 'CS_INIT'
  fireChannel(sw, leg, 'CHANNEL_CREATE')
  fireChannel(sw, leg, 'CHANNEL_ORIGINATE')
  return leg
}

export function answerLeg(sw: Switch, leg: Channel): void {
  leg.answered = true
  leg.answeredAt = sw.clock.now()
  leg.state = 'CS_CONSUME_MEDIA'
  leg.running = 'CS_CONSUME_MEDIA'
  fireChannel(sw, leg, 'CHANNEL_ANSWER')
  setCallState(sw, leg, 'ACTIVE')
  leg.state = 'CS_EXCHANGE_MEDIA'
  leg.running = 'CS_EXCHANGE_MEDIA'
}

export function hangUpLeg(sw: Switch, leg: Channel, cause: string): void {
  if (leg.cause !== null) return
  leg.state = 'CS_HANGUP'
  leg.cause = cause
  fireChannel(sw, leg, 'CHANNEL_HANGUP')
}

/** The last event of a leg that was hung up. */
export function finishLeg(sw: Switch, leg: Channel): void {
  leg.running = 'CS_REPORTING'
  leg.state = 'CS_REPORTING'
  leg.hungUpAt = sw.clock.now()
  leg.variables.set('hangup_cause', leg.cause ?? 'NONE')
  setCallState(sw, leg, 'HANGUP')
  fireChannel(sw, leg, 'CHANNEL_HANGUP_COMPLETE', { front: [['Hangup-Cause', leg.cause ?? 'NONE']] })
}
