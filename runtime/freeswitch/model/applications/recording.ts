// Recordings: a message that the caller leaves, and the call as a whole.
import { fireChannel } from '../channel-event.ts'
import { isDown, setVariable, type Recording } from '../channel.ts'
import { pass, terminator } from '../media.ts'
import { hangUp, type Application, type Session } from '../session.ts'
import type { Routine } from '../thread.ts'
import { words } from './words.ts'

/** How often silence is listened for, in ms. */
const STEP = 20

/** ms that are gathered before they are written (65,536 bytes): a full disk is seen then, and at the end by nobody. */
const WRITTEN_AT_ONCE = 4096
const FRAME = 20

/** `written`: ms that are in the file. */
const setLength = ({ channel }: Session, ms: number, written = ms): void => {
  setVariable(channel, 'record_file_size', String(44 + written * 16))
  setVariable(channel, 'record_seconds', String(Math.floor(ms / 1000)))
  setVariable(channel, 'record_ms', String(ms))
  setVariable(channel, 'record_samples', String(ms * 8))
}

/** `path [limit] [threshold] [seconds of silence]`. */
function* recordMessage(session: Session, data: string | undefined): Routine {
  const { sw, channel } = session
  const [path = '', limit = '', threshold = '', hits = ''] = words(data)
  setVariable(channel, 'playback_terminator_used', null)
  if (sw.faults.recording === 'cannot open') return hangUp(session, 'DESTINATION_OUT_OF_ORDER')
  setVariable(channel, 'silence_hits_exhausted', 'false')
  const began = sw.clock.now()
  const recording: Recording = { path, from: began, until: null, masked: [], kept: true, message: true }
  channel.recordings.push(recording)
  fireChannel(sw, channel, 'RECORD_START', { rest: [['Record-File-Path', path]] })
  const most = Number.parseInt(limit.replace('+', ''), 10) || 0
  const silence = (Number.parseInt(threshold, 10) || 0) > 0 ? (Number.parseInt(hits, 10) || 3) * 1000 : Infinity
  const room = typeof sw.faults.recording === 'object' ? sw.faults.recording.fullAfter : Infinity
  const full = Math.ceil((Math.ceil(room / WRITTEN_AT_ONCE) * WRITTEN_AT_ONCE) / FRAME) * FRAME
  let loudAt = began
  const check = (): boolean => {
    const now = sw.clock.now()
    // The switch counts whole seconds of the clock on the wall.
    if (most > 0 && Math.floor(now / 1000) - Math.floor(began / 1000) > most) return true
    if (now - began >= full) return true
    if (session.talking(now) !== false) loudAt = now
    if (now - loudAt < silence) return false
    setVariable(channel, 'silence_hits_exhausted', 'true')
    return true
  }
  const checkAt = (): number => {
    const wall = most > 0 ? (Math.floor(began / 1000) + most + 1) * 1000 : Infinity
    return Math.min(wall, began + full, silence === Infinity ? Infinity : sw.clock.now() + STEP)
  }
  yield* pass(session, { length: Infinity, onDigit: terminator(channel), check, checkAt })
  const now = sw.clock.now()
  recording.until = now
  const ms = hasSound(session, now) ? Math.floor((now - began) / FRAME) * FRAME : 0
  setLength(session, ms, Math.min(ms, room))
  fireChannel(sw, channel, 'RECORD_STOP', { rest: [['Record-File-Path', path]] })
}

const hasSound = (session: Session, now: number): boolean => session.talking(now) !== null

/** Begins to record the call; false where it cannot. */
export function startRecording(session: Session, path: string): boolean {
  const { sw, channel } = session
  if (sw.faults.recording === 'cannot open' || isDown(channel)) return false
  const recording: Recording = { path, from: sw.clock.now(), until: null, masked: [], kept: true, message: false }
  channel.recordings.push(recording)
  session.onEnd.add(() => endRecording(session, recording, 'success-silence'))
  fireChannel(sw, channel, 'RECORD_START', { rest: [['Record-File-Path', path]] })
  return true
}

const running = ({ channel }: Session): readonly Recording[] =>
  channel.recordings.filter(({ until, message }) => until === null && !message)

export function stopRecording(session: Session, path: string): boolean {
  const wanted = running(session).filter(recording => path === 'all' || recording.path === path)
  // Whatever ended it, the switch says this.
  for (const recording of wanted) endRecording(session, recording, 'success-maxtime')
  return wanted.length > 0
}

function endRecording(session: Session, recording: Recording, why: string): void {
  if (recording.until !== null) return
  const { sw, channel } = session
  const now = sw.clock.now()
  recording.until = now
  setLength(session, hasSound(session, now) ? Math.floor((now - recording.from) / 20) * 20 : 20)
  setVariable(channel, 'record_completion_cause', why)
  const rest = [['Record-File-Path', recording.path] as const, ['Record-Completion-Cause', why] as const]
  fireChannel(sw, channel, 'RECORD_STOP', { rest })
}

/** Silence in the recording instead of what is said. */
export function maskRecording(session: Session, path: string, masked: boolean): boolean {
  const recording = running(session).find(one => one.path === path)
  if (!recording) return false
  const now = session.sw.clock.now()
  const last = recording.masked.at(-1)
  if (masked && last?.until !== null) recording.masked.push({ from: now, until: null })
  if (!masked && last?.until === null) last.until = now
  return true
}

const onRecording = (run: (session: Session, path: string) => void): Application => ({
  // eslint-disable-next-line require-yield
  *run(session, data) {
    if (data !== undefined) run(session, data)
  },
  noMedia: true,
})

export const recordingApplications: Readonly<Record<string, Application>> = {
  record: { run: recordMessage },
  record_session: {
    *run(session, data) {
      // The recording begins with the next frame.
      yield 0
      const path = words(data)[0]
      if (path !== undefined) startRecording(session, path)
    },
  },
  stop_record_session: onRecording((session, path) => void stopRecording(session, path)),
  record_session_mask: onRecording((session, path) => void maskRecording(session, path, true)),
  record_session_unmask: onRecording((session, path) => void maskRecording(session, path, false)),
}
