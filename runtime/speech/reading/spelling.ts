// Text one character after the other: digits, letters, keys, and numerals in groups.
import { POWERS, type Amount } from './amounts.ts'
import { createRuns, ownWords, type Fragment } from './fragments.ts'
import type { Out, Reading } from './reading.ts'

const ZERO = '0'.charCodeAt(0)
/** Numerals that are said as one run. */
const LENGTH_OF_RUN = 4

export interface Spelling {
  /** By character code below 128: what is said of it; null: nothing. Other characters are said as they are. */
  readonly said: readonly (Fragment | null | undefined)[]
  /** The four numerals of 0–9999. */
  readonly numerals: (n: number) => Fragment
}

/** `{ '0': fragment, … }`, in which capitals speak for small letters; blanks are not said. */
export function createSpelling(said: Readonly<Record<string, Fragment>>): Spelling {
  const table = Array.from<Fragment | null | undefined>({ length: 128 }).fill(undefined)
  table[32] = null
  for (const [c, fragment] of Object.entries(said)) {
    table[c.charCodeAt(0)] = fragment
    const small = c.toLowerCase()
    if (said[small] === undefined) table[small.charCodeAt(0)] = fragment
  }
  const numerals = createRuns(10 ** LENGTH_OF_RUN, (out, n) => {
    for (let i = LENGTH_OF_RUN - 1; i >= 0; i--) out.push(table[ZERO + (Math.floor(n / POWERS[i]!) % 10)]!)
  })
  return { said: table, numerals }
}

/** From `from` up to but not including `to`. */
export function spell(out: Out, text: string, { said, numerals }: Spelling, from = 0, to = text.length): void {
  for (let i = from; i < to; i++) {
    const run = numeralsAt(text, i, to)
    if (run >= 0) {
      out.push(numerals(run))
      i += LENGTH_OF_RUN - 1
      continue
    }
    const code = text.charCodeAt(i)
    const fragment = code < 128 ? said[code] : undefined
    if (fragment === undefined) i += spellUnknown(out, text, i)
    else if (fragment !== null) out.push(fragment)
  }
}

/** The number that the four numerals at `at` are; −1 where there are not four. */
function numeralsAt(text: string, at: number, to: number): number {
  if (at + LENGTH_OF_RUN > to) return -1
  let number = 0
  for (let i = at; i < at + LENGTH_OF_RUN; i++) {
    const n = text.charCodeAt(i) - ZERO
    if (n < 0 || n > 9) return -1
    number = number * 10 + n
  }
  return number
}

/** Gives by how many code units the character is longer than one. */
function spellUnknown(out: Out, text: string, at: number): number {
  const c = String.fromCodePoint(text.codePointAt(at)!)
  if (c.trim() !== '') out.push(ownWords(c.toUpperCase()))
  return c.length - 1
}

/** The numerals of a whole number. */
export function spellWhole(out: Out, whole: number, spelling: Spelling): void {
  spell(out, whole.toFixed(0), spelling)
}

/** As many numerals as there are places. */
export function spellDecimals(out: Out, { minor, places }: Amount, spelling: Spelling): void {
  for (let i = places - 1; i >= 0; i--) out.push(spelling.said[ZERO + (Math.floor(minor / POWERS[i]!) % 10)]!)
}

/** How many numerals go together: 3-4-4 for a mobile telephone, fours for a card, threes and fours for the rest. */
function createGroups(length: number): readonly number[] {
  if (length <= 5) return length === 0 ? [] : [length]
  if (length === 11) return [3, 4, 4]
  const size = length < 12 && length !== 8 ? 3 : 4
  const sizes: number[] = []
  let rest = length
  for (; rest >= size * 2; rest -= size) sizes.push(size)
  // What is left over joins the last group rather than standing alone.
  if (rest <= size + 1) sizes.push(rest)
  else sizes.push(size, rest - size)
  return sizes
}

const groupsByLength: readonly (readonly number[])[] = Array.from({ length: 33 }, (_, length) => createGroups(length))

/** The lengths of the groups that so many numerals are read in. */
export const groupsOf = (length: number): readonly number[] => groupsByLength[length] ?? createGroups(length)

export function spellGroups(out: Out, numerals: string, reading: Reading): void {
  let at = 0
  for (const size of groupsOf(numerals.length)) {
    if (at > 0) out.push(reading.groupPause)
    spell(out, numerals, reading.digits, at, at + size)
    at += size
  }
}
