// What takes time on a channel: playing, speaking, waiting, and what a key, a break or a message does to it meanwhile.
import { fireChannel } from './channel-event.ts'
import { isReady, setVariable, variable, type Channel } from './channel.ts'
import { flushDigits, takeDigit } from './digits.ts'
import type { Sound } from './heard.ts'
import { causeOf, hangUp, hasMessage, obeyAll, preAnswer, type Session } from './session.ts'
import type { Routine } from './thread.ts'

/** How it ended: to its end, broken off, hung up or transferred, or there was nothing to play. */
type Ended = 'done' | 'break' | 'down' | 'not found'

/** What a digit does: true breaks off. Null leaves digits where they are; `ends` ends at a digit and leaves it. */
type OnDigit = ((digit: string) => boolean) | 'ends' | null

interface Stretch {
  /** ms it takes; Infinity is until something ends it. */
  readonly length: number
  readonly onDigit: OnDigit
  /** Called at each frame: true ends it. */
  readonly check?: () => boolean
  /** When `check` has to be asked next, in ms since 1970. */
  readonly checkAt?: () => number
  /** False for what no break reaches. */
  readonly breaks?: boolean
}

/** Lets a stretch of time pass on a channel. What is executed within it makes it longer. */
export function* pass(session: Session, { length, onDigit, check, checkAt, breaks = true }: Stretch): Routine<Ended> {
  const { sw, channel } = session
  let end = sw.clock.now() + length
  for (;;) {
    if (!isReady(channel)) return 'down'
    if (breaks && channel.breaking > 0) {
      channel.breaking = 0
      return 'break'
    }
    if (hasMessage(channel)) {
      const before = sw.clock.now()
      yield* obeyAll(session)
      end += sw.clock.now() - before
    }
    if (onDigit === 'ends') {
      if (channel.digits.length > 0) return 'break'
    } else if (onDigit !== null && channel.digits.length > 0 && onDigit(takeDigit(sw, channel)!)) return 'break'
    if (check?.()) return 'done'
    if (sw.clock.now() >= end) return 'done'
    const more = hasMessage(channel) || (onDigit !== null && channel.digits.length > 0) || (breaks && channel.breaking > 0)
    yield more || !isReady(channel) ? 0 : Math.min(end, checkAt?.() ?? Infinity)
  }
}

/** A key in a playback, a speech or a recording: all are taken, and those of `playback_terminators` end it. */
export function terminator(channel: Channel): (digit: string) => boolean {
  return digit => {
    const said = variable(channel, 'playback_terminators') ?? '*'
    const keys = /^any$/i.test(said) ? '1234567890*#' : /^none$/i.test(said) ? '' : said
    if (!keys.includes(digit)) return false
    setVariable(channel, 'playback_terminator_used', digit)
    return true
  }
}

const TONE = 'tone_stream://'

/** ms of `%(on,off,hz)…;loops=n`: of one loop, and of all. */
function toneLength(script: string): { readonly once: number; readonly all: number } {
  let once = 0
  for (const tone of script.matchAll(/%\((\d+),(\d+)/g)) once += Number(tone[1]) + Number(tone[2])
  const times = Number(/;loops=(-?\d+)/.exec(script)?.[1] ?? 1)
  return { once, all: times < 0 ? Infinity : once * times }
}

interface Playable {
  readonly sound: Sound
  readonly what: string
  readonly length: number
  /** ms that are made or read at a time: all of that counts as played. */
  readonly step: number
}

/** A tone is made, and a file is read, in parts of this length. */
const PART = 2048

function playable(session: Session, path: string): Playable | null {
  if (path.startsWith(TONE)) {
    const { once, all } = toneLength(path.slice(TONE.length))
    return { sound: 'tone', what: path, length: all, step: all === Infinity ? Math.min(PART, once) : PART }
  }
  const silence = /^silence_stream:\/\/(-?\d+)/.exec(path)
  if (silence) return { sound: 'silence', what: path, length: Number(silence[1]) < 0 ? Infinity : Number(silence[1]), step: 1 }
  if (path.startsWith('local_stream://')) return { sound: 'music', what: path, length: Infinity, step: 1 }
  const { world, faults } = session.sw
  const lengths = parts(path).map(file => (faults.missing(file) ? null : world.files(file)))
  let length = 0
  for (const one of lengths) {
    if (one === null) return null
    length += one
  }
  return { sound: 'file', what: path, length, step: PART }
}

const parts = (path: string): readonly string[] =>
  path.startsWith('file_string://') ? path.slice('file_string://'.length).split('!') : [path.replace(/^\{[^}]*\}/, '')]

/** Plays a file, a tone or silence, and tells of it. */
export function* playFile(session: Session, path: string | undefined, onDigit: OnDigit): Routine<Ended> {
  const { sw, channel, hearing } = session
  preAnswer(session)
  if (path === undefined || path === '') return 'down'
  const phrase = /^say:(.*)$/s.exec(path)
  if (phrase) return yield* speakText(session, variable(channel, 'tts_engine'), variable(channel, 'tts_voice'), phrase[1]!, onDigit)
  const file = playable(session, path)
  if (!file) return 'not found'
  const type = file.sound === 'tone' ? 'tone_stream' : file.sound === 'music' ? 'local_stream' : null
  const about = [...(type === null ? [] : [['Playback-File-Type', type] as const]), ['Playback-File-Path', path] as const]
  fireChannel(sw, channel, 'PLAYBACK_START', { rest: about })
  const began = sw.clock.now()
  const heard = hearing.start(file.sound, file.what, began)
  const ended = yield* pass(session, { length: file.length, onDigit })
  const now = sw.clock.now()
  heard.stop(now, ended === 'done')
  const made = Math.round(Math.min(file.length, Math.ceil((now - began) / file.step) * file.step))
  setVariable(channel, 'playback_last_offset_pos', String(Math.min(made, Math.ceil(now - began)) * 8))
  setVariable(channel, 'playback_seconds', String(Math.floor(made / 1000)))
  setVariable(channel, 'playback_ms', String(made))
  setVariable(channel, 'playback_samples', String(made * 8))
  fireChannel(sw, channel, 'PLAYBACK_STOP', { rest: [...about, ['Playback-Status', ended === 'break' ? 'break' : 'done']] })
  return ended
}

/** Speaks a text. Nobody is told but by the application. An engine that there is not is silent. */
export function* speakText(
  session: Session,
  engine: string | undefined,
  voice: string | undefined,
  text: string,
  onDigit: OnDigit,
): Routine<Ended> {
  const { sw, hearing } = session
  const length = engine === undefined || voice === undefined ? null : sw.world.speech(text, engine, voice)
  if (length === null) return 'not found'
  const heard = hearing.start('speech', text, sw.clock.now())
  const ended = yield* pass(session, { length, onDigit })
  heard.stop(sw.clock.now(), ended === 'done')
  return ended
}

export interface Collection {
  /** The digits that there are already. */
  digits: string
  /** The key that ended it; '' where none did. */
  terminator: string
  ended: 'success' | 'timeout' | 'down'
}

/** Collects digits. A break does nothing to it, and stays. Times in ms. */
export function* collect(
  session: Session,
  into: Collection,
  {
    most,
    terminators,
    first,
    next,
  }: { readonly most: number; readonly terminators: string; readonly first: number; readonly next: number },
): Routine {
  const { sw, channel } = session
  const digitTime = next || first
  let time = first || next
  let began = sw.clock.now()
  into.ended = 'down'
  while (isReady(channel)) {
    if (hasMessage(channel)) yield* obeyAll(session)
    if (time > 0 && sw.clock.now() - began >= time) {
      into.ended = 'timeout'
      return
    }
    if (channel.digits.length > 0 && time > 0) {
      time = digitTime
      began = sw.clock.now()
    }
    for (let taken = 0; taken <= most && channel.digits.length > 0; taken++) {
      const digit = takeDigit(sw, channel)!
      if (terminators.includes(digit)) {
        into.terminator = digit
        into.ended = 'success'
        return
      }
      into.digits += digit
      if (into.digits.length >= most) {
        into.ended = 'success'
        return
      }
    }
    if (!isReady(channel)) return
    yield hasMessage(channel) || channel.digits.length > 0 ? 0 : time > 0 ? began + time : Infinity
  }
}

/** Echo: what the caller says, without an end. Digits stay in the queue and are thrown away. */
export function* echo(session: Session): Routine {
  const heard = session.hearing.start('echo', 'echo', session.sw.clock.now())
  yield* pass(session, { length: Infinity, onDigit: null })
  heard.stop(session.sw.clock.now(), true)
  flushDigits(session.channel)
}

/** Waits for messages, taking a digit a frame. It ends when the call does, or goes elsewhere, or is no longer parked. */
export function* park(session: Session): Routine {
  const { sw, channel } = session
  if (channel.parked || channel.state === 'CS_RESET') return
  channel.parked = true
  const late = parkTimeout(session)
  fireChannel(sw, channel, 'CHANNEL_PARK')
  while (isReady(channel) && isParked(channel)) {
    yield hasMessage(channel) || channel.digits.length > 0 ? 0 : Infinity
    yield* obeyAll(session)
    takeDigit(sw, channel)
  }
  if (late !== null) sw.clock.clear(late)
  channel.parked = false
  fireChannel(sw, channel, 'CHANNEL_UNPARK')
}

/** `park_timeout=seconds:cause` holds for one park, and `park_after_bridge` goes with it. The timer that hangs up; null without one. */
function parkTimeout(session: Session): unknown {
  const { sw, channel } = session
  const said = variable(channel, 'park_timeout')
  if (said === undefined) return null
  const [seconds = '', cause] = said.split(':')
  setVariable(channel, 'park_timeout', null)
  setVariable(channel, 'park_after_bridge', null)
  return sw.clock.set(() => hangUp(session, causeOf(cause)), (Number.parseInt(seconds, 10) || 0) * 1000)
}

// Whoever closes the socket may have ended it meanwhile.
const isParked = (channel: Channel): boolean => channel.parked
