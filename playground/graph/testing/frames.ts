// How long frames of the page take while something is done to it.
import type { Page } from 'playwright-core'

export interface FrameTimes {
  readonly frames: number
  /** ms between two frames. */
  readonly median: number
  readonly p95: number
}

export async function frameTimes(page: Page, act: () => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(() => {
    const times: number[] = []
    let [last, on] = [performance.now(), true]
    const look = (): void => {
      const now = performance.now()
      times.push(now - last)
      last = now
      if (on) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    Object.assign(globalThis, {
      endFrameTimes: () => {
        on = false
        return times
      },
    })
  })
  await act()
  const times = await page.evaluate(() => (globalThis as unknown as { readonly endFrameTimes: () => number[] }).endFrameTimes())
  const sorted = times.slice(1).sort((one, other) => one - other)
  return { frames: sorted.length, median: sorted[sorted.length >> 1]!, p95: sorted[Math.floor(sorted.length * 0.95)]! }
}
