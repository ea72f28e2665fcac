// `record`: the caller's voice in a file. `stop record` ends it by a break; a hang-up keeps what was said.
import { api, execute, filePath, timeOf, tone, variableOf, type Event } from '../codec/index.ts'
import { STOPPING_KEY } from './applications.ts'
import type { LineContext } from './context.ts'

export interface RecordingPlace {
  /** As FreeSWITCH sees it; it may write there. */
  readonly folder: string
  /** Name of the file of a recording, without a folder: letters, figures, `-` and `_`. `null`: of the whole call. */
  readonly nameOf: (task: number | null) => string
}

export interface RecordOrder {
  readonly task: number
  /** ms */
  readonly upTo: number
  readonly tone: boolean
  /** ms */
  readonly endSilence: number | null
}

export interface Recorder {
  readonly record: (order: RecordOrder) => void
  readonly stop: (task: number) => void
  /** Nobody waits for it any more. */
  readonly cancel: (task: number) => void
  /** The channel is gone. */
  readonly close: () => void
}

/** Energy below which a frame is silence, of 32,767. */
const THRESHOLD = 200
const TONE = { ms: 500, hertz: 800 }
/** ms by which the events of a begin and an end may come apart from these. */
const GRACE = 1000

export function createRecorder(context: LineContext, place: RecordingPlace): Recorder {
  const { applications, connection, clock, report, trouble, uuid } = context
  let running: { readonly order: RecordOrder; readonly name: string; timer: unknown; beganAt: number | null; stopped: boolean } | null =
    null

  const answer = (ms: number | null): void => {
    if (!running) return
    const { order, name, timer } = running
    running = null
    clock.clear(timer)
    if (ms === null || ms <= 0) report({ kind: 'answer', task: order.task, outcome: 'nothing', values: [] })
    else report({ kind: 'answer', task: order.task, outcome: 'recorded', values: [{ recording: name, ms }] })
  }

  const fail = (why: 'not-recorded' | 'no-reply' = 'not-recorded'): void => {
    if (!running) return
    if (!context.gone()) trouble(why)
    answer(null)
  }

  const record = (order: RecordOrder): void => {
    const name = `${place.nameOf(order.task)}.wav`
    running = { order, name, timer: null, beganAt: null, stopped: false }
    const mine = running
    const path = filePath(`${place.folder}/${name}`, [place.folder])
    if (typeof path !== 'string') return fail()
    // Where the file cannot be written `record` ends the call: it is tried first, by a recording that takes the line's own way.
    connection.together(() => {
      void connection.send(api('uuid_record', [uuid, 'start', path])).then(outcome => {
        if (running !== mine) return
        if (outcome.kind === 'answer' && outcome.ok && outcome.text.startsWith('+OK')) begin(path)
        else fail(outcome.kind === 'timed-out' ? 'no-reply' : 'not-recorded')
      })
      void connection.send(api('uuid_record', [uuid, 'stop', path]))
    })
  }

  const begin = (path: string, withTone = true): void => {
    const mine = running!
    const { order } = mine
    const seconds = Math.max(1, Math.ceil(order.upTo / 1000))
    const silence = order.endSilence === null ? '' : ` ${THRESHOLD} ${Math.max(1, Math.round(order.endSilence / 1000))}`
    const sound = order.tone && withTone ? tone(TONE.ms, 0, TONE.hertz) : null
    connection.together(() => {
      if (typeof sound === 'string') applications.run({ app: 'playback', arg: sound }, { ended: () => undefined })
      const id = applications.newId()
      applications.runBuilt(id, execute({ app: 'record', arg: `${path} ${seconds}${silence}`, id }), {
        began: event => {
          mine.beganAt = timeOf(event)
          // FreeSWITCH counts whole seconds.
          if (running === mine && order.upTo % 1000 !== 0) mine.timer = clock.set(() => stop(order.task), order.upTo)
        },
        ended: end => {
          if (running !== mine) return
          // A key that was for a sound before it, which had ended by itself.
          if (end.kind === 'completed' && !mine.stopped && variableOf(end.event, 'playback_terminator_used') === STOPPING_KEY)
            begin(path, false)
          else if (end.kind === 'completed') complete(end.event, seconds)
          else if (end.kind === 'removed') answer(null)
          else fail()
        },
      })
    })
  }

  const complete = (event: Event, seconds: number): void => {
    const { order, beganAt, stopped } = running!
    const length = lengthOf(event, order.endSilence)
    const kept = partKept(event)
    // Where a write fails FreeSWITCH ends the recording and says nothing of it; and what it counts it has not always written.
    // By the clock of the switch: of what comes late here nothing is cut.
    const took = beganAt === null ? Infinity : timeOf(event) - beganAt
    const byItself = !stopped && !context.gone() && !endsKnown(event) && took < seconds * 1000 - GRACE
    if (length !== null && (byItself || kept < 1)) trouble('recording-cut')
    answer(length === null ? null : Math.round(length * kept))
  }

  const stop = (task: number): void => {
    if (running?.order.task !== task || context.gone()) return
    running.stopped = true
    if (running.beganAt !== null) applications.breakAll()
    else {
      // Nothing was said yet.
      applications.breakAll()
      answer(null)
    }
  }

  return {
    record,
    stop,
    cancel: task => {
      if (running?.order.task !== task) return
      clock.clear(running.timer)
      running = null
      if (!context.gone()) applications.breakAll()
    },
    close: () => fail(),
  }
}

/** Whether it ended by silence or a key. */
const endsKnown = (event: Event): boolean =>
  variableOf(event, 'silence_hits_exhausted') === 'true' || (variableOf(event, 'playback_terminator_used') ?? '') !== ''

/** A WAV file has this before its samples; these are of 2 bytes, of one channel. */
const HEADER = 44

/** How much of what was recorded is in the file: 1 where all is, or where the switch does not say. Less than a tenth of a second is none. */
function partKept(event: Event): number {
  const [size, ms, samples] = ['record_file_size', 'record_ms', 'record_samples'].map(name => Number(variableOf(event, name) ?? 'none'))
  if (!(size! > 0 && ms! > 0 && samples! > 0)) return 1
  // The dialplan may have chosen another rate for the file.
  const rate = Number(variableOf(event, 'record_sample_rate') ?? variableOf(event, 'record_rate') ?? 'none')
  const whole = (rate > 0 ? (ms! * rate) / 1000 : samples!) * 2
  const part = Math.max(0, size! - HEADER) / whole
  return ms! * (1 - part) < 100 ? 1 : part
}

/** ms of voice; null where silence was all there was. */
function lengthOf(event: Event, endSilence: number | null): number | null {
  const ms = Number(variableOf(event, 'record_ms') ?? 'none')
  if (!Number.isFinite(ms)) return null
  const silent = endSilence !== null && variableOf(event, 'silence_hits_exhausted') === 'true'
  // A second of grace: the silence is counted in whole ones.
  return silent && ms <= Math.max(1000, endSilence) + 500 ? null : Math.round(ms)
}
