// The recording of the whole call, and its mask over what must not be in it. By `api`, so that it does not wait behind prompts.
import { api, filePath } from '../codec/index.ts'
import { saysGone, type LineContext } from './context.ts'
import type { RecordingPlace } from './recorder.ts'

export interface CallRecording {
  /** Ends what a node before has left running on the channel: nobody else would mask it. Before a key of the call is taken. */
  readonly takeOver: () => void
  readonly begin: () => void
  readonly mask: (on: boolean) => void
  /** The caller is sent away: what is entered there is nothing that this recording may have. Where that fails (`false`) it goes on. */
  readonly leaving: (on: boolean) => void
  /** The caller is somewhere else. */
  readonly left: () => void
}

/** The file of the recording that runs, for the node that takes the call over. What a program hands over has no name with this sign. */
const FILE_VARIABLE = 'callwright-recording'
/** ms for what takes one: as long as it is not known that a recording is masked, it is taken to be none that is. */
const ANSWERED_WITHIN = 2000
/** ms where no secret is entered yet: many calls that are taken over at once close as many files. */
const ENDED_WITHIN = 10_000

/** `no such`: none runs with this file, or no longer. `unknown`: whether it was done is not known. `gone`: neither is the call. */
type Done = 'done' | 'no such' | 'unknown' | 'gone'

/** `endCall`: a secret would be recorded else. */
export function createCallRecording(
  { connection, uuid, header, trouble, gone }: LineContext,
  place: RecordingPlace,
  endCall: () => void,
): CallRecording {
  let path: string | null = null
  let masked = false
  let dark = false
  let leaves = false

  const order = async (what: 'start' | 'mask' | 'unmask' | 'stop', file: string, within?: number): Promise<Done> => {
    const outcome = await connection.send(api('uuid_record', [uuid, what, file]), within)
    if (gone() || outcome.kind === 'closed' || saysGone(outcome)) return 'gone'
    if (outcome.kind !== 'answer') return 'unknown'
    if (outcome.text.startsWith('+OK')) return 'done'
    return outcome.text.startsWith('-ERR Cannot ') ? 'no such' : 'unknown'
  }

  /** Whether that one has ended now, or was over. Where neither is known all end, and where not even that is, the call. */
  const end = async (file: string, within = ANSWERED_WITHIN): Promise<Done> => {
    const one = await order('stop', file, within)
    if (one !== 'unknown') return one
    const all = await order('stop', 'all', within)
    if (all === 'unknown') {
      trouble('recording-runs-on')
      endCall()
    }
    return all
  }

  const begin = async (file: string): Promise<void> => {
    const done = await order('start', file)
    if (done === 'done' || done === 'gone') return
    path = null
    trouble('call-not-recorded')
    if (done === 'unknown') await end(file)
  }

  const maskNow = async (file: string): Promise<void> => {
    const done = await order('mask', file, ANSWERED_WITHIN)
    if (done === 'done' || done === 'gone' || path !== file) return
    // Also where it is to be unmasked by now: the secret is in it, and the next would be.
    path = null
    const over = await end(file)
    if (over === 'done') trouble('not-masked')
    // The switch had ended it itself.
    else if (over === 'no such') trouble('call-not-recorded')
  }

  const unmaskNow = async (file: string, tries = 2): Promise<void> => {
    const done = await order('unmask', file, ANSWERED_WITHIN)
    if (done === 'done' || done === 'gone' || masked || path !== file) return
    if (tries > 1) return unmaskNow(file, tries - 1)
    trouble('not-unmasked')
  }

  const setMask = (): void => {
    const on = dark || leaves
    if (masked === on) return
    masked = on
    if (path !== null) void (on ? maskNow(path) : unmaskNow(path))
  }

  return {
    takeOver: () => {
      const left = header(`variable_${FILE_VARIABLE}`)
      // By its file: what the dialplan records itself goes on.
      if (left !== undefined) void end(left, ENDED_WITHIN)
    },
    begin: () => {
      const file = filePath(`${place.folder}/${place.nameOf(null)}.wav`, [place.folder])
      if (typeof file !== 'string') return trouble('call-not-recorded')
      path = file
      connection.together(() => {
        void connection.send(api('uuid_setvar', [uuid, FILE_VARIABLE, file]))
        void begin(file)
        if (masked) void maskNow(file)
      })
    },
    mask: on => {
      dark = on
      setMask()
    },
    leaving: on => {
      leaves = on
      setMask()
    },
    left: () => {
      if (path !== null) void order('stop', path)
    },
  }
}
