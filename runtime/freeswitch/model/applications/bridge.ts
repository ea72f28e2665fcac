// `bridge`: calls a number for the caller.
import { setCallState } from '../channel-event.ts'
import { isDown, isReady, setVariable, variable, type Channel } from '../channel.ts'
import { answerLeg, createLeg, finishLeg, hangUpLeg } from '../legs.ts'
import { pass } from '../media.ts'
import { answer, hangUp, type Application, type Session } from '../session.ts'
import type { Callee } from '../switch.ts'
import { talk } from '../talk.ts'
import type { Routine } from '../thread.ts'
import { goesOn } from './control.ts'

const CAUSES = {
  busy: 'USER_BUSY',
  rejected: 'CALL_REJECTED',
  unallocated: 'UNALLOCATED_NUMBER',
  congested: 'NORMAL_CIRCUIT_CONGESTION',
  absent: 'SUBSCRIBER_ABSENT',
  'no such endpoint': 'CHAN_NOT_IMPLEMENTED',
  'no answer': 'NO_ANSWER',
} as const satisfies Record<Exclude<Callee['kind'], 'answers'>, string>

/** Why a call that is not answered fails. */
export const causeOfCallee = (callee: Callee): string =>
  callee.kind === 'answers' ? 'SUCCESS' : (callee.kind !== 'no answer' && callee.cause) || CAUSES[callee.kind]

/** The parameters before a dial string, and what is called. */
function taken(text: string): { readonly destination: string; readonly parameters: ReadonlyMap<string, string> } {
  const parameters = new Map<string, string>()
  let rest = text
  for (let found = /^[{<[]([^}>\]]*)[}>\]](.*)$/s.exec(rest); found; found = /^[{<[]([^}>\]]*)[}>\]](.*)$/s.exec(rest)) {
    for (const pair of found[1]!.split(',')) {
      const at = pair.indexOf('=')
      if (at !== -1) parameters.set(pair.slice(0, at).trim(), pair.slice(at + 1))
    }
    rest = found[2]!
  }
  return { destination: rest, parameters }
}

/** ms that it may ring. */
function patience(session: Session, parameters: ReadonlyMap<string, string>): number {
  const { channel } = session
  const said = parameters.get('originate_timeout') ?? parameters.get('call_timeout') ?? variable(channel, 'call_timeout')
  return (Number(said) || 60) * 1000
}

function* bridge(session: Session, data: string | undefined): Routine {
  const { sw, channel } = session
  if (!data) return
  const { destination, parameters } = taken(data)
  const callee = sw.world.dial(destination)
  const before = channel.callState
  // Until it is known.
  setVariable(channel, 'originate_disposition', 'failure')
  setCallState(sw, channel, 'RING_WAIT')
  const leg = callee.kind === 'no such endpoint' ? null : createLeg(sw, channel, destination, parameters.get('origination_uuid'))
  const cause = yield* ring(session, callee, leg, patience(session, parameters))
  const done = isReady(channel) ? cause : 'ORIGINATOR_CANCEL'
  if (leg && done !== 'SUCCESS') {
    hangUpLeg(sw, leg, done)
    finishLeg(sw, leg)
    if (!isDown(channel)) setVariable(channel, 'last_bridge_hangup_cause', done)
  }
  if (!leg || done !== 'SUCCESS' || callee.kind !== 'answers') {
    if (!isDown(channel)) setCallState(sw, channel, before)
    setVariable(channel, 'originate_disposition', done)
    setVariable(channel, 'DIALSTATUS', done)
    setVariable(channel, 'originate_failed_cause', done)
    if (!goesOn(session, done) && isReady(channel)) hangUp(session, done)
    return
  }
  channel.other = leg
  answerLeg(sw, leg)
  answer(session)
  setCallState(sw, channel, 'ACTIVE')
  setVariable(channel, 'originate_disposition', 'SUCCESS')
  setVariable(channel, 'DIALSTATUS', 'SUCCESS')
  yield* talk(session, { leg, who: callee.who ?? destination, length: callee.talks ?? Infinity })
}

/** Waits until it is answered or not: `SUCCESS`, or a cause. */
function* ring(session: Session, callee: Callee, leg: Channel | null, most: number): Routine<string> {
  const { sw, channel } = session
  const after = callee.after ?? (callee.kind === 'no answer' ? most : 0)
  const tone = variable(channel, channel.answered ? 'transfer_ringback' : 'ringback')
  const heard = tone === undefined ? null : session.hearing.start('tone', tone, sw.clock.now())
  if (leg) {
    const ends = (cause: string): void => {
      hangUpLeg(sw, leg, cause)
      channel.wake()
    }
    sw.legs.set(leg.uuid, { channel: leg, hangUp: ends })
  }
  const check = (): boolean => leg !== null && leg.cause !== null
  if (after > 0) yield* pass(session, { length: Math.min(after, most), onDigit: null, breaks: false, check })
  if (leg) sw.legs.delete(leg.uuid)
  heard?.stop(sw.clock.now(), true)
  if (leg?.cause) return leg.cause
  if (after > most) return 'NO_ANSWER'
  return causeOfCallee(callee)
}

export const bridgeApplications: Readonly<Record<string, Application>> = { bridge: { run: bridge, noMedia: true } }
