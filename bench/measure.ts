/** Median of the wall times of `runs` runs, in ms, after `warmup` that do not count. */
export const medianMs = (run: () => void, { runs = 9, warmup = 3 }: { runs?: number; warmup?: number } = {}): number => {
  for (let i = 0; i < warmup; i++) run()
  return median(
    Array.from({ length: runs }, () => {
      const from = performance.now()
      run()
      return performance.now() - from
    }),
  )
}

/**
 * Two runs in turn (A B A B …), so that a machine whose speed drifts slows both: their medians and the median of the
 * ratios pair by pair (B's time over A's: how many times faster A is).
 */
export const pairedMs = (a: () => void, b: () => void, { runs = 7, warmup = 2 } = {}): { a: number; b: number; ratio: number } => {
  const pairs: { a: number; b: number }[] = []
  for (let i = 0; i < warmup + runs; i++) {
    const pair = { a: once(a), b: once(b) }
    if (i >= warmup) pairs.push(pair)
  }
  return { a: median(pairs.map(p => p.a)), b: median(pairs.map(p => p.b)), ratio: median(pairs.map(p => p.b / p.a)) }
}

const once = (run: () => void): number => {
  const from = performance.now()
  run()
  return performance.now() - from
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((x, y) => x - y)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
