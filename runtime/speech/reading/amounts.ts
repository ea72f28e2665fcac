// Numbers as they are spoken: a whole part, and what stands behind the point.

/** −12.50 is { negative: true, whole: 12, minor: 50, places: 2 }. */
export interface Amount {
  readonly negative: boolean
  /** Not below 0, exact. */
  readonly whole: number
  /** 0 to 10^places − 1. */
  readonly minor: number
  /** How many decimals the type has. */
  readonly places: number
}

export const POWERS: readonly number[] = Array.from({ length: 17 }, (_, power) => 10 ** power)

/** An integer scaled by 10^places (`LARGEST` of machine/values.ts bounds it; places: 0 to 15). */
export function amountOf(value: number, places: number): Amount {
  const size = Math.abs(value)
  if (places === 0) return { negative: value < 0, whole: size, minor: 0, places: 0 }
  const scale = POWERS[places]!
  const minor = size % scale
  // The remainder is exact and so is the difference, where a quotient alone would be rounded.
  return { negative: value < 0, whole: (size - minor) / scale, minor, places }
}

/** The same without decimals that say nothing: 2.50 is 2.5. */
export function trimmed(amount: Amount): Amount {
  let { minor, places } = amount
  if (minor === 0) return places === 0 ? amount : { ...amount, places: 0 }
  if (minor % 10 !== 0) return amount
  while (minor % 10 === 0) {
    minor /= 10
    places -= 1
  }
  return { ...amount, minor, places }
}
