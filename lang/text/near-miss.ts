/** How many slips a word of this length forgives: none up to two letters, one up to five, two up to nine, then three. */
const limitFor = (length: number): number => (length <= 2 ? 0 : length <= 5 ? 1 : length <= 9 ? 2 : 3)

/**
 * Damerau-Levenshtein distance (optimal string alignment: insert, delete, replace, swap neighbours), by UTF-16 units.
 * Stops early and gives `limit + 1` where it would be more than `limit`.
 */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return limit + 1
    before = previous
    previous = current
  }
  return previous[b.length]!
}

/**
 * The candidate that was most likely meant by `word`, or undefined. Case counts less than letters do (`Menu` → `menu`); of two that are as
 * near, the one that comes first. A word that is a candidate itself has no near miss.
 */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > 60) return undefined
  const lower = word.toLowerCase()
  let best: string | undefined
  let bestScore = Infinity
  for (const candidate of candidates) {
    if (candidate === word) return undefined
    const limit = limitFor(Math.max(word.length, candidate.length))
    const folded = candidate.toLowerCase()
    const distance = folded === lower ? 0 : editDistance(lower, folded, limit)
    // A slip in a one- or two-letter word leaves nothing of it: only case is forgiven there.
    if (distance > limit || (distance > 0 && Math.min(word.length, candidate.length) <= 2)) continue
    // A wrong first letter is the rarest slip; it decides between equals.
    const score = distance + (folded[0] === lower[0] ? 0 : 0.5)
    if (score < bestScore) {
      best = candidate
      bestScore = score
    }
  }
  return best
}
