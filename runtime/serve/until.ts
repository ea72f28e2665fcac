// Until when a change holds, as an operator writes it: `18:00` (the next one on the line's own clock), `2h`, or a moment with its offset.
import { momentsOf, offsetAt, type Offsets } from '../core/index.ts'
import type { Said } from './said.ts'

const MINUTE = 60_000
const UNITS = { min: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE } as const

/** ms since 1970, later than `now`: a change that is over as it is made would be answered as one that holds. */
export function readUntil(text: string, zone: Offsets, now: number): { readonly at: number } | { readonly problem: Said } {
  const at = momentOf(text, zone, now)
  if (at === null)
    return {
      problem: {
        en: `“${text}” is no time: write 18:00 (on the line’s clock), 30min, 2h, 3d, or 2026-10-01T18:00+08:00.`,
        zh: `“${text}”不是时间：请写 18:00（线路所在时区）、30min、2h、3d，或 2026-10-01T18:00+08:00。`,
      },
    }
  if (at <= now) return { problem: { en: `${text} is over already: name a time to come.`, zh: `${text} 已经过去：请写将来的时间。` } }
  return { at }
}

/** ms since 1970; null where it is written as none of them. */
function momentOf(text: string, zone: Offsets, now: number): number | null {
  const lasting = /^(\d{1,4})(min|h|d)$/.exec(text)
  if (lasting) return now + Number(lasting[1]) * UNITS[lasting[2] as keyof typeof UNITS]
  const clock = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text)
  if (clock) return nextAt(Number(clock[1]) * 60 + Number(clock[2]), zone, now)
  const at = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** A moment as clocks of the zone show it, to the minute where it is one: `2026-10-01T18:00+08:00`. */
export function writtenOn(zone: Offsets, at: number): string {
  const offset = offsetAt(zone, at)
  const wall = new Date(at + offset * MINUTE).toISOString().slice(0, 19).replace(/:00$/, '')
  const two = (count: number): string => String(count).padStart(2, '0')
  const away = Math.abs(offset)
  return `${wall}${offset < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

/** The next moment at which clocks of the zone show so many minutes of the day: where they are set forward over it, that moment. */
function nextAt(minutes: number, zone: Offsets, now: number): number {
  const wall = now + offsetAt(zone, now) * MINUTE
  const midnight = Math.floor(wall / (24 * 60 * MINUTE)) * 24 * 60 * MINUTE
  for (let day = 0; ; day++) {
    // Of two moments with the same time, the later where the earlier is over.
    const at = momentsOf(zone, midnight + day * 24 * 60 * MINUTE + minutes * MINUTE).find(moment => moment > now)
    if (at !== undefined) return at
  }
}
