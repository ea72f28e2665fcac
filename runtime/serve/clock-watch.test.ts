import { expect, it } from 'vitest'
import type { Clock } from '../call/clock.ts'
import { createVirtualClock } from '../call/testing/virtual-clock.ts'
import { watchClock } from './clock-watch.ts'
import { createLogger } from './log.ts'

it('a machine’s clock that was put back is told of once, with how long it lasts, and that it is right again', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 9, 1))
  let ahead = 0
  const lines: { readonly level: string; readonly aheadMs?: number; readonly until?: string }[] = []
  const log = createLogger('info', { write: (text: string) => void lines.push(JSON.parse(text) as (typeof lines)[number]) })
  const watched: Clock = { ...clock, ahead: () => ahead }
  const end = watchClock(watched, log)
  await clock.run(60_000)
  ahead = 1500
  await clock.run(60_000)
  expect(lines).toEqual([])
  ahead = 3_600_000
  await clock.run(60_000)
  expect(lines).toMatchObject([{ level: 'error', aheadMs: 3_600_000 }])
  // It was told within 10 s of the step: ten times the hour from the machine's own time then.
  expect(Date.parse(lines[0]!.until!) - Date.UTC(2026, 9, 1)).toBeLessThanOrEqual(130_000 + 9 * 3_600_000)
  ahead = 0
  await clock.run(60_000)
  expect(lines.map(({ level }) => level)).toEqual(['error', 'info'])
  end()
  expect(clock.pending()).toBe(0)
})
