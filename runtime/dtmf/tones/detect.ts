// Keys in sound, by the figures of ITU-T Q.24. Every 5 ms the last 20 are screened; windows in a row that could be the same key are
// a tone, whose frequencies, strengths and edges are then measured in the samples themselves. A key is told when it has ended.
import { createDialToneFilter } from './dial-tone.ts'
import { amplitudeOf, dBm0Of, HIGH, LOW, TONE_KEYS, TWISTS, type Administration, type Twist } from './frequencies.ts'
import { amplitudes, edgeOf, fitPair, refinePair, restOf, type Pair } from './pair.ts'
import { createScreen, type Screen } from './screen.ts'

export interface ToneEvent {
  readonly key: string
  /** When it began, ms from the first sample, whole. */
  readonly at: number
  /** ms, whole, an interruption that was bridged included. */
  readonly duration: number
  /** dBm0 of each tone, to a tenth. */
  readonly low: number
  readonly high: number
}

export interface ToneDetectorOptions {
  /** Hz, whole, from 8000 to 48000. */
  readonly sampleRate: number
  /** Of an administration, or its own figures, dB; AT&T where not said: 8 and 4. */
  readonly twist?: Administration | Twist
  /** The weakest tone that counts, dBm0 each; −40 where not said. */
  readonly leastLevel?: number
  /** The shortest key, ms: Q.24 wants 40 accepted and 23 not; 32 where not said. */
  readonly leastDuration?: number
  /** The longest silence within one key, ms: Q.24 wants 10 bridged and 30 to 40 not; 20 where not said. */
  readonly bridge?: number
  /** How far off a frequency may be, parts of 1: Q.24 wants 0.015 accepted and 0.035 not; 0.025 where not said. */
  readonly tolerance?: number
  /** The least signal over all else, dB; 8 where not said, 10 with `dialTone`. Speech that hits two frequencies fails here. */
  readonly leastPurity?: number
  /** A dial tone below 480 Hz may sound all the while: it is filtered out. Edges are then some ms late. */
  readonly dialTone?: boolean
}

/** A fixed 0.4 s of samples and a few numbers, whatever is pushed. */
export interface ToneDetector {
  /** The keys that ended in these samples, or shortly before: a key is told within 60 ms of its end. */
  readonly push: (samples: Int16Array) => readonly ToneEvent[]
  /** Nothing but silence for so many ms: the same as pushing it, at no cost. */
  readonly silence: (ms: number) => readonly ToneEvent[]
  /** The sound is over: what has not been told yet. */
  readonly end: () => readonly ToneEvent[]
}

const WINDOW = 20
const HOP = 5
/** A tone of so many windows is judged while it goes on. */
const JUDGED = 10
/** Samples kept before the newest, ms: a tone of JUDGED windows, the silence to its next, and the way back to its begin. */
const KEPT = 200
/** So much missing tone, ms, is an edge of what is measured; of the key only what is more than an interruption. */
const PATIENCE = 3
const INTERRUPTION = 12
/** Windows without the key before a tone is taken as ended. */
const ENDED = 2
/** The screen sees tones that are off or fill its window in part; the measurement is what decides. */
const SCREEN = { share: 0.5, twist: 4 }
/** Noise moves the measured twist: so much more is let through, dB. */
const TWIST_MARGIN = 1.5
/** Second harmonics this far below the stronger tone or more, dB: a vowel's are not. */
const HARMONIC = 12

/** Windows in a row that could be one key. Positions are samples from the first. */
interface Run {
  readonly low: number
  readonly high: number
  windows: number
  misses: number
  /** Turn of the phase from window to window, summed. */
  lowRe: number
  lowIm: number
  highRe: number
  highIm: number
  /** The outputs of the last window. */
  last: Screen
  /** Ends of the purest window until it is judged, and of the last one nearly as pure as any. */
  purest: number
  lastPure: number
  bestShare: number
  begin: number
  /** Undecided until it is judged. */
  fine: boolean | null
  pair: Pair | null
}

interface Tone {
  readonly key: string
  readonly begin: number
  readonly end: number
  /** Where it was last pure, to measure its end from. */
  readonly lastPure: number
  readonly pair: Pair
  readonly low: number
  readonly high: number
}

export const isToneRate = (sampleRate: number): boolean => Number.isInteger(sampleRate) && sampleRate >= 8000 && sampleRate <= 48_000

const keyOf = ({ low, high }: Run): string => TONE_KEYS[low * 4 + high]!

export function createToneDetector(options: ToneDetectorOptions): ToneDetector {
  const { sampleRate, leastLevel = -40, leastDuration = 32, bridge = 20, tolerance = 0.025, dialTone = false } = options
  // A voice whose deep parts are filtered out is more like a key.
  const leastPurity = options.leastPurity ?? (dialTone ? 10 : 8)
  if (!isToneRate(sampleRate)) throw new RangeError(`tones are looked for at 8000 to 48000 Hz, not at ${sampleRate}`)
  const twist: Twist = typeof options.twist === 'object' ? options.twist : TWISTS[options.twist ?? 'AT&T']
  const samplesOf = (ms: number): number => Math.round((ms * sampleRate) / 1000)
  const msOf = (samples: number): number => (samples * 1000) / sampleRate
  const angleOf = (hertz: number): number => (2 * Math.PI * hertz) / sampleRate
  const [size, hop, kept] = [samplesOf(WINDOW), samplesOf(HOP), samplesOf(KEPT)]
  const filter = dialTone ? createDialToneFilter(sampleRate) : null
  const screen = createScreen(sampleRate, size, {
    amplitude: amplitudeOf(leastLevel),
    mostTwist: 10 ** ((twist.normal + SCREEN.twist) / 10),
    leastTwist: 10 ** (-(twist.reverse + SCREEN.twist) / 10),
    share: SCREEN.share,
  })

  /** The newest samples; `origin` is the position of the first one here. */
  const buffer = new Float64Array(2 * kept)
  let length = kept
  let origin = -kept
  let untilHop = hop
  let run: Run | null = null
  /** Has ended, and might go on after an interruption. */
  let tone: Tone | null = null
  let told: ToneEvent[] = []
  /** ms */
  let toldEnd = 0

  function push(samples: Int16Array): readonly ToneEvent[] {
    told = []
    let at = 0
    while (at < samples.length) {
      const count = Math.min(untilHop, samples.length - at)
      if (length + count > buffer.length) {
        buffer.copyWithin(0, length - kept, length)
        origin += length - kept
        length = kept
      }
      for (let index = 0; index < count; index++) {
        const sample = samples[at + index]!
        buffer[length + index] = filter ? filter(sample) : sample
      }
      length += count
      at += count
      untilHop -= count
      if (untilHop > 0) break
      untilHop = hop
      look()
    }
    return told
  }

  function look(): void {
    const found = screen.look(buffer, length - size)
    const now = origin + length
    if (run && (run.low !== found.low || run.high !== found.high)) {
      run.misses += 1
      // Another key, or none for a while.
      if (found.low >= 0 || run.misses >= ENDED) {
        finish(run)
        run = null
      }
    }
    if (found.low >= 0) run = run ? goOn(run, found, now) : beginRun(found, now)
    if (tone && now - tone.end > samplesOf(bridge + WINDOW + HOP) && !mayGoOn(tone, run)) tell()
  }

  /** The run could still prove to be the same key after an interruption. */
  const mayGoOn = (before: Tone, current: Run | null): boolean => {
    if (!current || before.key !== keyOf(current) || current.fine === false) return false
    return current.fine === null || current.begin - before.end <= samplesOf(bridge)
  }

  const beginRun = (found: Screen, now: number): Run => ({
    low: found.low,
    high: found.high,
    windows: 1,
    misses: 0,
    lowRe: 0,
    lowIm: 0,
    highRe: 0,
    highIm: 0,
    last: { ...found },
    purest: now,
    lastPure: now,
    bestShare: found.share,
    begin: 0,
    fine: null,
    pair: null,
  })

  function goOn(current: Run, found: Screen, now: number): Run {
    const { last } = current
    if (current.misses === 0) {
      current.lowRe += found.lowRe * last.lowRe + found.lowIm * last.lowIm
      current.lowIm += found.lowIm * last.lowRe - found.lowRe * last.lowIm
      current.highRe += found.highRe * last.highRe + found.highIm * last.highIm
      current.highIm += found.highIm * last.highRe - found.highRe * last.highIm
    }
    Object.assign(last, found)
    current.misses = 0
    current.windows += 1
    if (found.share > current.bestShare) {
      if (current.fine === null) current.purest = now
      current.bestShare = found.share
    }
    if (found.share >= 0.9 * current.bestShare) current.lastPure = now
    if (current.windows === JUDGED) judge(current)
    return current
  }

  /** Radians a sample, by how the phase turned beyond what the exact frequency turns it in one hop. */
  function angleFrom(hertz: number, re: number, im: number): number {
    const exact = angleOf(hertz)
    const turned = Math.atan2(im, re) - exact * hop
    return exact + (turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI))) / hop
  }

  function judge(current: Run): void {
    current.fine = false
    if (current.windows < 2) return
    const low = angleFrom(LOW[current.low]!, current.lowRe, current.lowIm)
    const high = angleFrom(HIGH[current.high]!, current.highRe, current.highIm)
    const pure = current.purest - origin
    const sketch = fitPair(buffer, pure - size, pure, low, high)
    const edge = (step: 1 | -1, patience: number): number =>
      edgeOf(buffer, sketch, pure - (size >> 1), step, step > 0 ? length : length - kept, samplesOf(patience))
    const [from, to] = [edge(-1, PATIENCE) + samplesOf(2), edge(1, PATIENCE) - samplesOf(2)]
    if (to - from < samplesOf(12)) return
    const pair = refinePair(buffer, from, to, low, high)
    current.begin = origin + edge(-1, INTERRUPTION)
    current.pair = pair
    current.fine = isPure(pair, current, from, to)
  }

  function isPure(pair: Pair, { low, high }: Run, from: number, to: number): boolean {
    const off = (angle: number, hertz: number): number => Math.abs(angle / angleOf(hertz) - 1)
    if (off(pair.low, LOW[low]!) > tolerance || off(pair.high, HIGH[high]!) > tolerance) return false
    const peaks = amplitudes(pair)
    const over = 20 * Math.log10(peaks.high / peaks.low)
    if (over > twist.normal + TWIST_MARGIN || over < -twist.reverse - TWIST_MARGIN) return false
    if (Math.min(peaks.low, peaks.high) < amplitudeOf(leastLevel)) return false
    if (pair.energy - pair.rest < pair.rest * 10 ** (leastPurity / 10)) return false
    // Of what the tones leave over: the row's harmonic may lie near the column.
    const harmonics = amplitudes(fitPair(restOf(buffer, pair, from, to), 0, to - from, 2 * pair.low, 2 * pair.high))
    const most = 10 ** (-HARMONIC / 20) * Math.max(peaks.low, peaks.high)
    return harmonics.low <= most && harmonics.high <= most
  }

  /** The run is over: judged if it had not been, its end measured, and joined to the tone before or put in its place. */
  function finish(current: Run): void {
    if (current.fine === null) judge(current)
    if (!current.fine || !current.pair) return
    const { pair, lastPure } = current
    const end = endOf(pair, lastPure)
    const key = keyOf(current)
    if (tone && tone.key === key && current.begin - tone.end <= samplesOf(bridge)) {
      tone = { ...tone, end, pair, lastPure }
      return
    }
    tell()
    const peaks = amplitudes(pair)
    tone = { key, begin: current.begin, end, pair, lastPure, low: dBm0Of(peaks.low), high: dBm0Of(peaks.high) }
  }

  function endOf({ low, high }: Pair, lastPure: number): number {
    const pure = lastPure - origin
    const last = fitPair(buffer, pure - size, pure, low, high)
    return origin + edgeOf(buffer, last, pure - (size >> 1), 1, length, samplesOf(INTERRUPTION))
  }

  function tell(): void {
    if (!tone) return
    // Measured again: a last piece behind an interruption may have come, too short for a window of its own.
    const end = Math.max(tone.end, endOf(tone.pair, tone.lastPure))
    if (end - tone.begin >= samplesOf(leastDuration)) {
      // A loud key's end may reach into a weak one that follows at once.
      const at = Math.max(toldEnd, Math.round(msOf(tone.begin)))
      const tenth = (value: number): number => Math.round(value * 10) / 10
      const duration = Math.round(msOf(end)) - at
      toldEnd = at + duration
      told.push({ key: tone.key, at, duration, low: tenth(tone.low), high: tenth(tone.high) })
    }
    tone = null
  }

  /** Enough silence for every tone to be told. */
  const SETTLED = 160
  const settle = (): readonly ToneEvent[] => push(new Int16Array(samplesOf(SETTLED)))

  return {
    push,
    silence: ms => {
      if (ms <= SETTLED + KEPT) return push(new Int16Array(samplesOf(ms)))
      const events = settle()
      // Whole hops are left out; all that is kept is silence by now.
      const left = samplesOf(ms) - samplesOf(SETTLED)
      origin += left - (left % hop)
      buffer.fill(0)
      return [...events, ...push(new Int16Array(left % hop))]
    },
    end: settle,
  }
}
