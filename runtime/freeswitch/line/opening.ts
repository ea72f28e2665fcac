// The first orders of a call.
import { divertEvents, linger, myevents, subscribe, unsubscribe, type Built } from '../codec/index.ts'
import { STOPPING_KEY, type ApplicationEnd } from './applications.ts'
import type { LineContext } from './context.ts'

/** s for which FreeSWITCH keeps the connection after a hang-up, for the last events. */
const LINGER = 10

/**
 * Between sounds that one `playback` plays one after the other. `file_string://` would begin each list with 250 ms of silence. None of
 * what else is played has this sign in its name.
 */
export const DELIMITER = '|'

/** Variables that every call of ours has. */
const VARIABLES = {
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

/** Sends them all; `opened` when the call is answered and speech may begin, `failed` where the switch does not do what it must. */
export function openLine(context: LineContext, answered: boolean, opened: () => void, failed: () => void): void {
  const { connection, applications } = context
  let left = 5
  const must = (command: Built): void => {
    void connection.send(command).then(outcome => {
      if (outcome.kind === 'answer' && outcome.ok) return done()
      // A closed connection is told by itself.
      if (outcome.kind !== 'closed') failed()
    })
  }
  const done = (): void => {
    left--
    if (left === 0) opened()
  }
  connection.together(() => {
    must(linger(LINGER))
    must(myevents())
    // A key that comes all the same is one of the channel itself, handed to us alone.
    must(unsubscribe(['DTMF']))
    must(divertEvents(true))
    void connection.send(subscribe('plain', ['BACKGROUND_JOB', 'RECORD_STOP']))
    const list = Object.entries(VARIABLES).map(([name, value]) => `${name}=${value}`)
    const last = { ended: (end: ApplicationEnd): void => (end.kind === 'completed' ? done() : undefined) }
    applications.run({ app: 'multiset', arg: `^^;${list.join(';')}` }, answered ? last : { ended: () => undefined })
    if (!answered) applications.run({ app: 'answer' }, last)
  })
}
