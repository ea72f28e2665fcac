import { nearMiss } from '../../text/near-miss.ts'
import type { Unit } from './unit.ts'

/** Names compared in one program at most: a file of nothing but mistakes is told as quickly as any other. */
export const MOST_COMPARED = 200_000

function* counted(unit: Unit, candidates: Iterable<string>): Iterable<string> {
  for (const candidate of candidates) {
    unit.compared += 1
    yield candidate
  }
}

/** Several lists of names, one after the other. */
export function* chain(...lists: readonly Iterable<string>[]): Iterable<string> {
  for (const list of lists) yield* list
}

/** The candidate that was most likely meant, while there are not too many mistakes to ask that for each. */
export function suggest(unit: Unit, word: string, candidates: Iterable<string>): string | undefined {
  if (unit.compared > MOST_COMPARED) return undefined
  return nearMiss(word, counted(unit, candidates))
}
