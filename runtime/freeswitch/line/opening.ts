// The first orders of a call.
import { ANSWERING_VARIABLE, type IncomingChannel } from '../incoming.ts'
import { api, divertEvents, linger, myevents, unsubscribe, type Built } from '../codec/index.ts'
import { STOPPING_KEY } from './applications.ts'
import { saysGone, type LineContext } from './context.ts'

/** s for which FreeSWITCH keeps the connection after a hang-up, for the last events. */
const LINGER = 10

/**
 * Between sounds that one `playback` plays one after the other. `file_string://` would begin each list with 250 ms of silence. None of
 * what else is played has this sign in its name.
 */
export const DELIMITER = '|'

/**
 * What `myevents` brings and nobody here asks for: most of these are as long as all variables of the channel. A key that comes all the
 * same is one of the channel itself, handed to us alone.
 */
const UNWANTED = [
  'DTMF',
  'CHANNEL_ANSWER',
  'CHANNEL_APPLICATION',
  'CHANNEL_ORIGINATE',
  'CHANNEL_OUTGOING',
  'CHANNEL_PARK',
  'CHANNEL_PROGRESS',
  'CHANNEL_PROGRESS_MEDIA',
  'CHANNEL_STATE',
  'CHANNEL_UNBRIDGE',
  'CHANNEL_UNPARK',
]

/** Variables that every call of ours has. */
export const VARIABLES: Readonly<Record<string, string>> = {
  // No key of a caller stops anything by itself: the machine decides.
  playback_terminators: STOPPING_KEY,
  // All that was dialled comes into the variable `digits_dialed`, and so into the records of calls: as stars.
  playback_delimiter: DELIMITER,
  playback_sleep_val: '0',
  digits_dialed_filter: '^(.*)$',
  hangup_after_bridge: 'false',
  continue_on_fail: 'true',
  park_after_bridge: 'false',
}
const SET = Object.entries(VARIABLES)
  .map(([name, value]) => `${name}=${value}`)
  .join(';')

const FIRST = [linger(LINGER), myevents(), unsubscribe(UNWANTED), divertEvents(true)]
/** Where another node had the call, a park tells that the connection of that node is gone. */
const FIRST_AGAIN = [linger(LINGER), myevents(), unsubscribe(UNWANTED.filter(name => name !== 'CHANNEL_PARK')), divertEvents(true)]

/**
 * Sends them all; `opened` when the call is answered and speech may begin, `failed` where the switch does not do what it must, with what
 * is to be told of it and was not yet.
 */
export function openLine(
  context: LineContext,
  { answered, answering }: IncomingChannel,
  opened: () => void,
  failed: (why: 'not-taken' | 'no-reply' | null) => void,
): void {
  const { connection, uuid, applications, again } = context
  // By `api`: an application that sets variables would tell of its begin and its end.
  const commands = [...(again ? FIRST_AGAIN : FIRST), api('uuid_setvar_multi', [uuid, `${SET};${ANSWERING_VARIABLE}=${answering}`])]
  let left = commands.length + (answered ? 0 : 1)
  const done = (): void => {
    left--
    if (left === 0) opened()
  }
  const must = (command: Built): void => {
    void connection.send(command).then(outcome => {
      if (outcome.kind === 'answer' && outcome.ok) return done()
      if (outcome.kind === 'timed-out') return failed('no-reply')
      // A closed connection is told by itself, and so is a caller who is gone already.
      if (outcome.kind !== 'closed' && !saysGone(outcome)) failed('not-taken')
    })
  }
  connection.together(() => {
    for (const command of commands) must(command)
    if (!answered) applications.run({ app: 'answer' }, { ended: end => (end.kind === 'completed' ? done() : failed(null)) })
  })
}
