// One clock for all calls of a process: each 20 ms, counted from its start, so that packets do not drift.

const FRAME = 20

const running = new Set<() => void>()
let timer: NodeJS.Timeout | null = null
let next = 0

function tick(): void {
  // More than one where the process was late: who listens gets as many packets as time has passed.
  const now = performance.now()
  for (; next <= now; next += FRAME) for (const run of running) run()
  timer = running.size === 0 ? null : setTimeout(tick, Math.max(0, next - performance.now()))
}

/** Runs something each 20 ms until what is returned is called. */
export function everyFrame(run: () => void): () => void {
  running.add(run)
  if (timer === null) {
    next = performance.now()
    timer = setTimeout(tick, 0)
  }
  return () => void running.delete(run)
}
