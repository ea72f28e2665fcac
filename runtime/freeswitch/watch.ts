// Whose a call is: the dialplan sends it elsewhere when a node has not taken it in time, and the node that takes it ends that watch.
import { api, headerOf, type Event } from './codec/index.ts'
import type { Connection } from './connection.ts'
import type { IncomingCall, IncomingChannel } from './incoming.ts'

/** The number of the task that sends the call elsewhere. */
export const WATCH_VARIABLE = 'callwright_watch'

/** The attempt that the call is at: set before it is made, and gone when a node has taken the call, which may come again later. */
export const ATTEMPT_VARIABLE = 'callwright_attempt'

/**
 * `taken`: the watch is over, or there was none. `late`: the switch has sent the call elsewhere, or another node has taken it. `gone`: the
 * switch did not answer, so that the call may be sent elsewhere at any time.
 */
export async function endWatch({ connection, channel }: IncomingCall, within: number): Promise<'taken' | 'late' | 'gone'> {
  const task = watchIn(channel)
  if (!isTask(task)) return 'taken'
  // Another node has taken it: for half a second a task that was taken back is still said to be there.
  if (channel.header(`variable_${ATTEMPT_VARIABLE}`) === undefined) return 'late'
  const take = async (one: string): Promise<'taken' | 'late' | 'gone'> => {
    const outcome = await connection.send(api('sched_del', [one]), within)
    if (outcome.kind !== 'answer') return 'gone'
    return /^\+OK Deleted: 0\b/.test(outcome.text) ? 'late' : 'taken'
  }
  let whose = await take(task)
  if (whose === 'late' && comesAgain(channel)) {
    // The connection of the node before has ended since: the dialplan has parked the call under another task.
    const since = await watchNow(connection, channel, within)
    if (isTask(since) && since !== task) whose = await take(since)
  }
  if (whose === 'taken') forgetAttempt(connection, channel)
  return whose
}

const isTask = (text: string): boolean => /^[0-9]{1,10}$/.test(text)

/** As it was when the switch handed the call over. */
const watchIn = (channel: IncomingChannel): string => channel.header(`variable_${WATCH_VARIABLE}`) ?? ''

async function watchNow(connection: Connection, { uuid }: IncomingChannel, within?: number): Promise<string> {
  const outcome = await connection.send(api('uuid_getvar', [uuid, WATCH_VARIABLE]), within)
  return outcome.kind === 'answer' ? outcome.text.trim() : ''
}

const forgetAttempt = (connection: Connection, { uuid }: IncomingChannel): void =>
  void connection.send(api('uuid_setvar', [uuid, ATTEMPT_VARIABLE, '']))

/** Whether another node was given the call before, whose connection the switch may still have. */
export const comesAgain = (channel: IncomingChannel): boolean => /^[2-9]$/.test(channel.header(`variable_${ATTEMPT_VARIABLE}`) ?? '')

/**
 * `CHANNEL_PARK` of a call that comes again: when the connection of the node that was given up has ended, the switch has left the
 * `socket` of ours, and has parked the call for a node that tells so to keep it. What it plays goes on.
 */
export const keepCall = (call: IncomingCall, parked: Event): void => keepFrom(call, headerOf(parked, `variable_${WATCH_VARIABLE}`) ?? '')

/** The same where the call was parked before its events were listened to: sent behind `myevents`. */
export const keepParked = (call: IncomingCall): void => void watchNow(call.connection, call.channel).then(watch => keepFrom(call, watch))

function keepFrom({ connection, channel }: IncomingCall, watch: string): void {
  if (!isTask(watch) || watch === watchIn(channel)) return
  connection.together(() => {
    void connection.send(api('sched_del', [watch]))
    forgetAttempt(connection, channel)
  })
}
