// From one sampling rate to another: a windowed sinc (Kaiser, β 8: side lobes below −80 dB), cut off below half of the lower rate, so
// that nothing folds back into speech.

/** Zero crossings of the sinc on each side. */
const CROSSINGS = 16
const BETA = 8
/** Of half the lower rate: what lies above may be lost. */
const PASS = 0.94

/** The same sound at another rate; the samples themselves where it is the same. */
export function resample(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples
  const scale = Math.min(1, to / from) * PASS
  const half = Math.ceil(CROSSINGS / scale)
  const length = Math.max(1, Math.round((samples.length * to) / from))
  const result = new Int16Array(length)
  // Where the rates have a small common ratio, the same taps come again.
  const divisor = gcd(from, to)
  const phases = to / divisor
  const taps: (Float64Array | undefined)[] = []
  for (let index = 0; index < length; index++) {
    const phase = (index * (from / divisor)) % phases
    const centre = Math.floor((index * (from / divisor)) / phases)
    const row = (taps[phase] ??= tapsFor(phase / phases, half, scale))
    let sum = 0
    const first = centre - half + 1
    const begin = Math.max(0, -first)
    const end = Math.min(row.length, samples.length - first)
    for (let tap = begin; tap < end; tap++) sum += row[tap]! * samples[first + tap]!
    result[index] = Math.max(-32768, Math.min(32767, Math.round(sum)))
  }
  return result
}

/** Weights of the samples around a place that lies `offset` (0 to 1) behind one of them; they add up to 1. */
function tapsFor(offset: number, half: number, scale: number): Float64Array {
  const row = new Float64Array(half * 2)
  let sum = 0
  for (let tap = 0; tap < row.length; tap++) {
    const x = tap - half + 1 - offset
    const window = bessel(BETA * Math.sqrt(Math.max(0, 1 - (x / half) ** 2))) / bessel(BETA)
    const angle = Math.PI * x * scale
    row[tap] = (angle === 0 ? 1 : Math.sin(angle) / angle) * window
    sum += row[tap]!
  }
  for (let tap = 0; tap < row.length; tap++) row[tap]! /= sum
  return row
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let sum = 1
  let term = 1
  for (let n = 1; n < 60 && term > sum * 1e-12; n++) {
    term *= (x / 2 / n) ** 2
    sum += term
  }
  return sum
}

function gcd(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y > 0) [x, y] = [y, x % y]
  return x
}

/** Silence at both ends cut to `keep` ms; nothing of a sound that is silent. Below −55 dBFS in 5 ms is silence. */
export function trimSilence(samples: Int16Array, sampleRate: number, keep: number): Int16Array {
  const window = Math.max(1, Math.round(sampleRate / 200))
  const most = (32768 * 10 ** (-55 / 20)) ** 2
  let first = -1
  let last = 0
  for (let at = 0; at < samples.length; at += window) {
    const end = Math.min(samples.length, at + window)
    let sum = 0
    for (let index = at; index < end; index++) sum += samples[index]! * samples[index]!
    if (sum / (end - at) < most) continue
    if (first < 0) first = at
    last = end
  }
  if (first < 0) return new Int16Array()
  const extra = Math.round((keep * sampleRate) / 1000)
  return samples.slice(Math.max(0, first - extra), Math.min(samples.length, last + extra))
}
