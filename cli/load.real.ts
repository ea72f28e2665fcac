// The node as it is run, on a real switch: what callers wait for after a key, and many of them at once.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { report } from '../runtime/freeswitch/real/report.ts'
import { collectedHeap } from './testing/collected-heap.ts'
import { measureKeys, measureLoad, startLineBench, type LineBench } from './testing/line-bench.ts'

let bench: LineBench
beforeAll(async () => {
  bench = await startLineBench()
}, 60_000)
afterAll(async () => bench?.stop())

it('key to silence and to the next prompt, beside the switch’s own menu', { timeout: 180_000 }, async () => {
  const keys = await measureKeys(bench, 200, 4)
  report('latency', keys)
  expect(keys.silence.n).toBeGreaterThanOrEqual(200)
  expect(keys.silence.p50).toBeLessThanOrEqual(50)
  expect(keys.silence.p99).toBeLessThanOrEqual(100)
  expect(keys.next.p50 - keys.menuNext.p50).toBeLessThanOrEqual(30)
})

it('100 calls at once, none is lost', { timeout: 120_000 }, async () => {
  const load = await measureLoad(bench, { calls: 200, rate: 50, atOnce: 100 })
  report('100 calls at once', load)
  expect(load.sipp).toMatchObject({ kind: 'ran', placed: 200, succeeded: 200, lost: 0 })
  expect(load).toMatchObject({ calls: 200, troubles: 0 })
})

// Both cores of a small machine are busy with it: ten minutes of each kind where LINE_MINUTES says 10, half a one else.
const minutes = Number(process.env['LINE_MINUTES'] ?? 0.5)
it('20 calls a second, none is lost and memory is flat', { timeout: (minutes * 120 + 180) * 1000 }, async () => {
  const [calls, before] = [Math.round(minutes * 60 * 20), await collectedHeap(bench.node)]
  const load = await measureLoad(bench, { calls, rate: 20 })
  report(`20 calls a second, ${minutes} min`, load)
  const short = await measureLoad(bench, { calls, rate: 20, kind: 'short' })
  report(`20 short calls a second, ${minutes} min`, short)
  const after = await collectedHeap(bench.node)
  report('MB held before and after these calls', { before, after })
  // Every call by both counts, that of who placed them and the node's.
  for (const one of [load, short])
    expect(one).toMatchObject({ sipp: { kind: 'ran', placed: calls, succeeded: calls, lost: 0 }, calls, troubles: 0 })
  // What is compiled and the observations of the metrics come with the first calls; of each call nothing is kept.
  expect(after - before).toBeLessThan(10)
})
