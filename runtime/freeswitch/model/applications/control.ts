// Applications that answer, end and send elsewhere.
import { setVariable, variable } from '../channel.ts'
import { flushDigits, queueDigits } from '../digits.ts'
import { answer, causeOf, hangUp, preAnswer, transfer, type Application, type Session } from '../session.ts'
import { schedule, unschedule } from '../switch.ts'
import { words } from './words.ts'

const control = (run: (session: Session, data: string) => void): Application => ({
  // eslint-disable-next-line require-yield
  *run(session, data) {
    run(session, data ?? '')
  },
  noMedia: true,
})

/** Stops what plays. The flag `all` is read the wrong way round: any other argument throws away what is queued. */
export function stopPlaying(session: Session, all: boolean): void {
  const { channel } = session
  if (channel.broadcast) {
    channel.stopBroadcast = true
    channel.breaking = 1
  } else channel.breaking = all ? 2 : 1
  channel.wake()
}

/** Ends or sends elsewhere later: `+seconds what`. Its number. */
function later({ sw, channel }: Session, data: string, run: (rest: readonly string[]) => void): number {
  const [time = '', ...rest] = words(data)
  return schedule(sw, channel.uuid, time, () => run(rest))
}

const RESPONSES: Readonly<Record<string, string>> = {
  '404': 'UNALLOCATED_NUMBER',
  '480': 'NO_USER_RESPONSE',
  '486': 'USER_BUSY',
  '603': 'CALL_REJECTED',
}

export const controlApplications: Readonly<Record<string, Application>> = {
  answer: control(answer),
  pre_answer: control(preAnswer),
  // To a caller who is answered already it says nothing.
  respond: control((session, data) => {
    if (!session.channel.answered) hangUp(session, RESPONSES[data.split(' ')[0] ?? ''] ?? 'NORMAL_CLEARING')
  }),
  ring_ready: control(() => undefined),
  hangup: control((session, data) => hangUp(session, causeOf(data === '' ? undefined : data))),
  sched_hangup: control((session, data) => void later(session, data, ([cause]) => hangUp(session, causeOf(cause ?? 'ALLOTTED_TIMEOUT')))),
  // Only this one tells its number.
  sched_transfer: control((session, data) => {
    const id = later(session, data, ([number = '', dialplan = 'XML', context = session.channel.profile.context]) =>
      transfer(session, number, dialplan, context),
    )
    setVariable(session.channel, 'last_sched_id', String(id))
  }),
  sched_cancel: control(({ sw, channel }, data) => void unschedule(sw, data === '' ? channel.uuid : data)),
  transfer: control((session, data) => {
    const [number = '', dialplan = 'XML', context = session.channel.profile.context] = words(data)
    transfer(session, number, dialplan, context)
  }),
  // The far end takes the call away from the switch, and hangs up here.
  deflect: control((session, data) => {
    const takes = session.sw.world.dial(data).kind === 'answers'
    setVariable(session.channel, 'sip_refer_reply', takes ? 'SIP/2.0 202 Accepted' : 'SIP/2.0 603 Decline')
    if (takes) session.sw.clock.set(() => hangUp(session, 'BLIND_TRANSFER', true), 20)
  }),
  flush_dtmf: control(({ channel }) => flushDigits(channel)),
  queue_dtmf: control(({ channel }, data) => queueDigits(channel, data)),
  break: control((session, data) => {
    if (data !== '' && data.toLowerCase() !== 'all') session.channel.messages = []
    stopPlaying(session, false)
  }),
}

/** Whether a bridge that failed or ended lets the dialplan go on: a flag, or a list of causes. */
export function goesOn(session: Session, cause: string): boolean {
  const said = variable(session.channel, 'continue_on_fail')
  if (said === undefined) return false
  if (/^true$/i.test(said)) return true
  return said.split(',').some(part => part.toUpperCase() === cause)
}
