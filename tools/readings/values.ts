// Values to be read by us and by others: the same ones each time, many of them full of noughts.
import { printDecimal } from '../../machine/decimals.ts'
import type { Type } from '../../machine/types.ts'

export interface Sample {
  readonly kind: 'number' | 'decimal' | 'ordinal' | 'money' | 'year'
  /** Scaled by 10^places, as a machine holds it. */
  readonly value: number
  readonly places: number
  readonly currency?: string
}

/** Kinds and currencies that a reader knows, each as often as it stands here. */
export interface Range {
  readonly kinds: readonly Sample['kind'][]
  readonly currencies: readonly string[]
  /** A power of ten that numbers stay below. */
  readonly below: number
}

/** A small generator of 32 bits (mulberry32), so that a difference can be looked at again. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Of any length, each as often; every other one mostly noughts, where readings go wrong. */
function wholeNumber(random: () => number, below: number): number {
  const length = 1 + Math.floor(random() * Math.round(Math.log10(below)))
  const sparse = random() < 0.5
  let text = ''
  for (let i = 0; i < length; i++) text += sparse && random() < 0.7 ? '0' : String(Math.floor(random() * 10))
  // Sixteen numerals are more than a double keeps: the nearest that it does.
  const value = Number(text)
  return value < below ? value : below / 2
}

export function* samples(count: number, seed: number, { kinds, currencies, below }: Range): Generator<Sample> {
  const random = createRandom(seed)
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % kinds.length]!
    const sign = random() < 0.1 ? -1 : 1
    const signed = (value: number): number => (value === 0 ? 0 : sign * value)
    if (kind === 'year') yield { kind, value: 1000 + Math.floor(random() * 9000), places: 0 }
    else if (kind === 'ordinal') yield { kind, value: wholeNumber(random, below), places: 0 }
    else if (kind === 'money') {
      const currency = currencies[Math.floor(random() * currencies.length)]!
      yield { kind, value: signed(wholeNumber(random, 1e15)), places: 2, currency }
    } else if (kind === 'decimal') {
      const places = 1 + Math.floor(random() * 4)
      yield { kind, value: signed(wholeNumber(random, 1e13)), places }
    } else yield { kind, value: signed(wholeNumber(random, below)), places: 0 }
  }
}

/** `-10.05`; without the decimals that say nothing, but for money. */
export function printed({ kind, value, places }: Sample): string {
  const text = printDecimal(value, places)
  return kind === 'decimal' ? text.replace(/\.?0+$/, '') : text
}

/** Its type and form; a year is read as the year of a date and has none. */
export const typeOf = ({ kind, places, currency }: Sample): { readonly type: Type; readonly form: string | undefined } => ({
  type: kind === 'money' ? { kind: 'money', currency: currency ?? '', decimals: places } : { kind: 'number', decimals: places },
  form: kind === 'ordinal' ? 'ordinal' : undefined,
})
