// How long it takes from a key to silence, and to what is said next: measured where it counts, at the caller's ear.
import { setTimeout as delay } from 'node:timers/promises'
import type { PlacedCall } from '../caller/place-call.ts'

/** ms from the key's release. */
export interface BargeIn {
  /** Until the last frame of what was said had come. */
  readonly silence: number[]
  /** Until the first frame of what is said next. */
  readonly next: number[]
}

export interface BargeInRun {
  readonly key: string
  readonly times: number
  /** What a prompt sounds like, and what is said after its key, in Hz. The prompt comes again by itself. */
  readonly prompt: number
  readonly answer: number
}

/** Presses a key in the middle of a prompt, again and again. Throws where nothing is heard that should be. */
export async function measureBargeIn(caller: PlacedCall, { key, times, prompt, answer }: BargeInRun): Promise<BargeIn> {
  const measured: BargeIn = { silence: [], next: [] }
  let from = 0
  for (let time = 0; time < times; time++) {
    if (!(await caller.heard.sound(from, 10_000, prompt))) throw new Error('the prompt is not heard')
    // At no fixed place between two frames.
    await delay(200 + Math.random() * 40)
    const pressed = await caller.press(key)
    if (!pressed) throw new Error('the key was not sent')
    const next = await caller.heard.sound(pressed.released, 5000, answer)
    const silence = await caller.heard.silence(pressed.down, { hertz: prompt, quiet: 45 })
    if (!next || silence === null) throw new Error('what follows the key is not heard')
    measured.silence.push(Math.max(0, silence - pressed.released))
    measured.next.push(next.at - pressed.released)
    from = next.at
  }
  return measured
}

/** The value below which so many of them are: 0.5, 0.99. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

export const spread = (
  values: readonly number[],
): { readonly n: number; readonly p50: number; readonly p99: number; readonly max: number } => {
  const rounded = (part: number): number => Math.round(quantile(values, part) * 10) / 10
  return { n: values.length, p50: rounded(0.5), p99: rounded(0.99), max: rounded(1) }
}
