// `callcenter`: the caller waits in a queue, with music, until an agent is there.
import { isDown, isReady, isTrue, setVariable, variable } from '../channel.ts'
import { pass, playFile } from '../media.ts'
import { abandon, dispatch, tellCount, tellMember, timesOf, type Member } from '../queue.ts'
import { answer, expandFor, type Application, type Session } from '../session.ts'
import type { Routine } from '../thread.ts'
import { stopPlaying } from './control.ts'

type Reason = 'NONE' | 'BREAK_OUT' | 'EXIT_WITH_KEY'

function* wait(session: Session, data: string | undefined): Routine {
  const { sw, channel } = session
  const queue = sw.queues.all.get(data?.split(' ')[0] ?? '')
  if (!queue) return
  answer(session)
  const lasted = Math.floor(sw.clock.now() / 1000) - Math.floor(channel.answeredAt / 1000)
  const member: Member = {
    uuid: sw.uuid(),
    session,
    joined: sw.clock.now(),
    // The time that the call has lasted counts, too.
    base: (Number.parseInt(variable(channel, 'cc_base_score') ?? '0', 10) || 0) + lasted,
    state: 'Waiting',
    agent: '',
  }
  setVariable(channel, 'cc_side', 'member')
  setVariable(channel, 'cc_member_uuid', member.uuid)
  setVariable(channel, 'cc_agent_found', null)
  setVariable(channel, 'cc_agent_bridged', null)
  setVariable(channel, 'cc_queue_joined_epoch', String(Math.floor(member.joined / 1000)))
  setVariable(channel, 'cc_queue', queue.name)
  tellMember(sw, queue, member, 'member-queue-start')
  queue.members.push(member)
  tellCount(sw, queue)
  dispatch(sw, queue)
  const music = expandFor(sw, channel, 'callcenter', variable(channel, 'cc_moh_override') ?? queue.music)
  let reason = yield* listen(session, music)
  // What was sent to play meanwhile is over with the waiting.
  channel.messages = []
  if (channel.broadcast) stopPlaying(session, true)
  channel.breaking = 2
  const found = isTrue(variable(channel, 'cc_agent_found'))
  if (reason === 'NONE' && !found) reason = 'BREAK_OUT'
  setVariable(channel, 'cc_agent_found', null)
  if (isDown(channel) || reason !== 'NONE') {
    abandon(sw, queue, member)
    tellMember(sw, queue, member, 'member-queue-end', [['CC-Cause', 'Cancel'], ['CC-Cancel-Reason', reason], ...timesOf(sw, member)])
    setVariable(channel, 'cc_cause', 'cancel')
    setVariable(channel, 'cc_cancel_reason', reason)
    dispatch(sw, queue)
  } else {
    setVariable(channel, 'cc_cause', 'answered')
    queue.answered++
  }
  tellCount(sw, queue)
}

/** Music until the channel goes elsewhere or a key leaves. Broken off, it begins again: a break does not leave a queue. */
function* listen(session: Session, music: string): Routine<Reason> {
  const { channel } = session
  let plays = true
  while (isReady(channel)) {
    channel.messages = []
    // Keys that leave are asked for when the music begins: one that is set later has no effect until it begins again.
    const keys = variable(channel, 'cc_exit_keys') ?? ''
    let pressed = ''
    const onDigit = (digit: string): boolean => {
      if (keys.includes(digit)) pressed = digit
      return pressed !== ''
    }
    const ended = plays ? yield* playFile(session, music, onDigit) : yield* pass(session, { length: Infinity, onDigit })
    if (ended === 'not found') plays = false
    if (ended === 'break' && pressed !== '') {
      setVariable(channel, 'cc_exit_key', pressed)
      return 'EXIT_WITH_KEY'
    }
    if (isReady(channel)) yield 0
  }
  return 'NONE'
}

export const queueApplications: Readonly<Record<string, Application>> = { callcenter: { run: wait } }
