// Two sines in noise: how strong each is, how pure their sum, and where they begin and end.

/** Two sines, as cosine and sine parts about sample 0 of the buffer. Angles are radians a sample. */
export interface Pair {
  readonly low: number
  readonly high: number
  readonly parts: readonly [number, number, number, number]
  /** Energy of the samples, and what of it the two sines leave over. */
  readonly energy: number
  readonly rest: number
}

/** Least squares over the samples `from` … `to` − 1: eight multiplications a sample. */
export function fitPair(buffer: Float64Array, from: number, to: number, low: number, high: number): Pair {
  const [lowTurn, lowSide, highTurn, highSide] = [Math.cos(low), Math.sin(low), Math.cos(high), Math.sin(high)]
  let [lowCos, lowSin, highCos, highSin] = [Math.cos(low * from), Math.sin(low * from), Math.cos(high * from), Math.sin(high * from)]
  let [energy, onLowCos, onLowSin, onHighCos, onHighSin] = [0, 0, 0, 0, 0]
  for (let at = from; at < to; at++) {
    const sample = buffer[at]!
    energy += sample * sample
    onLowCos += sample * lowCos
    onLowSin += sample * lowSin
    onHighCos += sample * highCos
    onHighSin += sample * highSin
    const lowNext = lowCos * lowTurn - lowSin * lowSide
    lowSin = lowSin * lowTurn + lowCos * lowSide
    lowCos = lowNext
    const highNext = highCos * highTurn - highSin * highSide
    highSin = highSin * highTurn + highCos * highSide
    highCos = highNext
  }
  const right = [onLowCos, onLowSin, onHighCos, onHighSin]
  const parts = solve(productsOf(from, to, low, high), right)
  // The rest of a least-squares fit is the energy less what the parts explain.
  const explained = parts.reduce((sum, part, index) => sum + part * right[index]!, 0)
  return { low, high, parts, energy, rest: Math.max(0, energy - explained) }
}

/** Sums of the products of the four waves with each other, in closed form: rows of five, the last column free. */
function productsOf(from: number, to: number, low: number, high: number): Float64Array {
  const count = to - from
  const middle = (from + to - 1) / 2
  // Sum of cos and sin of angle · n.
  const sum = (angle: number): readonly [number, number] => {
    const half = Math.sin(angle / 2)
    const size = Math.abs(half) < 1e-12 ? count : Math.sin((count * angle) / 2) / half
    return [size * Math.cos(angle * middle), size * Math.sin(angle * middle)]
  }
  const rows = new Float64Array(20)
  const angles = [low, high]
  for (const [row, a] of angles.entries()) {
    for (const [column, b] of angles.entries()) {
      const [minusCos, minusSin] = sum(a - b)
      const [plusCos, plusSin] = sum(a + b)
      const at = row * 10 + column * 2
      rows[at] = (minusCos + plusCos) / 2
      rows[at + 1] = (plusSin - minusSin) / 2
      rows[at + 5] = (plusSin + minusSin) / 2
      rows[at + 6] = (minusCos - plusCos) / 2
    }
  }
  return rows
}

/** Gauss, four rows of five; the matrix is symmetric and positive where the tones differ and a few ms are looked at. */
function solve(rows: Float64Array, right: readonly number[]): [number, number, number, number] {
  for (let row = 0; row < 4; row++) rows[row * 5 + 4] = right[row]!
  for (let pivot = 0; pivot < 4; pivot++) {
    for (let row = pivot + 1; row < 4; row++) {
      const factor = rows[row * 5 + pivot]! / (rows[pivot * 5 + pivot]! || 1)
      for (let column = pivot; column < 5; column++) rows[row * 5 + column]! -= factor * rows[pivot * 5 + column]!
    }
  }
  const parts: [number, number, number, number] = [0, 0, 0, 0]
  for (let row = 3; row >= 0; row--) {
    let value = rows[row * 5 + 4]!
    for (let column = row + 1; column < 4; column++) value -= rows[row * 5 + column]! * parts[column]!
    parts[row] = value / (rows[row * 5 + row]! || 1)
  }
  return parts
}

/** The samples less the two sines. */
export function restOf(buffer: Float64Array, pair: Pair, from: number, to: number): Float64Array {
  const rest = buffer.slice(from, to)
  const next = waveOf(pair, from, 1)
  for (let index = 0; index < rest.length; index++) rest[index]! -= next()
  return rest
}

/** The sum of the two sines, sample after sample from `from` on. */
function waveOf({ parts, low, high }: Pair, from: number, step: 1 | -1): () => number {
  const [lowTurn, lowSide, highTurn, highSide] = [Math.cos(low), step * Math.sin(low), Math.cos(high), step * Math.sin(high)]
  let [lowCos, lowSin, highCos, highSin] = [Math.cos(low * from), Math.sin(low * from), Math.cos(high * from), Math.sin(high * from)]
  return () => {
    const value = parts[0] * lowCos + parts[1] * lowSin + parts[2] * highCos + parts[3] * highSin
    const lowNext = lowCos * lowTurn - lowSin * lowSide
    lowSin = lowSin * lowTurn + lowCos * lowSide
    lowCos = lowNext
    const highNext = highCos * highTurn - highSin * highSide
    highSin = highSin * highTurn + highCos * highSide
    highCos = highNext
    return value
  }
}

/** Peaks of the two sines. */
export const amplitudes = ({ parts }: Pair): { readonly low: number; readonly high: number } => ({
  low: Math.hypot(parts[0], parts[1]),
  high: Math.hypot(parts[2], parts[3]),
})

/** Fits both halves and turns each sine to the frequency at which its phase in the second goes on from the first. */
export function refinePair(buffer: Float64Array, from: number, to: number, low: number, high: number): Pair {
  const middle = (from + to) >> 1
  const first = fitPair(buffer, from, middle, low, high)
  const second = fitPair(buffer, middle, to, low, high)
  const apart = (to - from) / 2
  const turn = (index: 0 | 2): number => {
    const [a, b] = [first.parts[index], first.parts[index + 1]!]
    const [c, d] = [second.parts[index], second.parts[index + 1]!]
    // Phase of (c, d) over (a, b), each a cosine and a sine part.
    return -Math.atan2(d * a - c * b, c * a + d * b) / apart
  }
  return fitPair(buffer, from, to, low + turn(0), high + turn(2))
}

/**
 * Where the pair ends going forward (`step` 1) or begins going back (−1) from `inside`: the edge that explains the samples best,
 * sine on one side and none on the other; of a slow edge its half. Looks no further than `last`, nor past `patience` samples
 * without it. The answer is the edge between two samples, counted from the buffer's begin.
 */
export function edgeOf(buffer: Float64Array, pair: Pair, inside: number, step: 1 | -1, last: number, patience: number): number {
  const { low: lowPeak, high: highPeak } = amplitudes(pair)
  const patienceEnergy = (patience * (lowPeak * lowPeak + highPeak * highPeak)) / 2
  const next = waveOf(pair, step > 0 ? inside : inside - 1, step)
  let gain = 0
  let best = 0
  let edge = inside
  for (let at = step > 0 ? inside : inside - 1; step > 0 ? at < last : at >= last; at += step) {
    const sine = next()
    gain += 2 * buffer[at]! * sine - sine * sine
    if (gain > best) {
      best = gain
      edge = step > 0 ? at + 1 : at
    } else if (best - gain > patienceEnergy) break
  }
  return edge
}
