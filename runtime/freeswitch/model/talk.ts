// Two legs that talk: what both kinds of bridge, that of a number and that of an agent, have in common.
import { fireChannel } from './channel-event.ts'
import { isDown, isTrue, setVariable, variable, type Channel } from './channel.ts'
import { finishLeg, hangUpLeg } from './legs.ts'
import { pass } from './media.ts'
import { hangUp, transfer, type Session } from './session.ts'
import type { Routine } from './thread.ts'

interface Talk {
  readonly leg: Channel
  readonly who: string
  /** ms until the other side hangs up; Infinity where it waits for the caller. */
  readonly length: number
  /** Once they are bridged. */
  readonly onBridged?: () => void
}

/** Both hear each other until one of them hangs up. A break does not end it. */
export function* talk(session: Session, { leg, who, length, onBridged }: Talk): Routine {
  const { sw, channel, hearing } = session
  const legs = [
    ['Bridge-A-Unique-ID', channel.uuid],
    ['Bridge-B-Unique-ID', leg.uuid],
  ] as const
  setVariable(channel, 'signal_bond', leg.uuid)
  setVariable(channel, 'bridge_uuid', leg.uuid)
  fireChannel(sw, channel, 'CHANNEL_BRIDGE', { front: legs })
  setVariable(channel, 'last_bridge_to', leg.uuid)
  onBridged?.()
  const heard = hearing.start('person', who, sw.clock.now())
  const hungUp = (): void => hangUpLeg(sw, leg, channel.cause ?? 'NORMAL_CLEARING')
  session.onHangUp.add(hungUp)
  const ends = (cause: string): void => {
    hangUpLeg(sw, leg, cause)
    channel.wake(true)
  }
  sw.legs.set(leg.uuid, { channel: leg, hangUp: ends })
  let sentAway = false
  session.sendOtherAway = () => {
    sentAway = true
    ends('NORMAL_CLEARING')
  }
  yield* pass(session, { length, onDigit: () => false, breaks: false, check: () => leg.cause !== null })
  session.sendOtherAway = null
  sw.legs.delete(leg.uuid)
  session.onHangUp.delete(hungUp)
  heard.stop(sw.clock.now(), true)
  if (!isDown(channel)) {
    hangUpLeg(sw, leg, 'NORMAL_CLEARING')
    if (!sentAway) setVariable(channel, 'last_bridge_hangup_cause', leg.cause)
  }
  if (!sentAway) setVariable(channel, 'bridge_hangup_cause', leg.cause)
  fireChannel(sw, channel, 'CHANNEL_UNBRIDGE', { front: legs })
  finishLeg(sw, leg)
  afterwards(session)
}

/** What becomes of a caller who is still there. */
function afterwards(session: Session): void {
  const { channel } = session
  if (isDown(channel) || channel.redirected) return
  if (isTrue(variable(channel, 'park_after_bridge'))) {
    channel.state = 'CS_PARK'
    return
  }
  const elsewhere = variable(channel, 'transfer_after_bridge')
  if (elsewhere !== undefined) {
    const [number = '', dialplan = 'XML', context = channel.profile.context] = elsewhere.split(':')
    setVariable(channel, 'transfer_after_bridge', null)
    transfer(session, number, dialplan, context)
  } else if (isTrue(variable(channel, 'hangup_after_bridge'))) hangUp(session, 'NORMAL_CLEARING')
}
