// Offsets of time zones, written into the machine so that neither Node's nor a browser's own tables are asked while it runs.

/**
 * The years are the same for every build (semantics §7), so that the same sources give the same bytes.
 */
const FIRST_YEAR = 2020
const YEARS = 60
const HOUR = 3_600_000
/** No zone changes its offset twice within it: the shortest pairs are those of Gaza around Ramadan, less than two weeks apart. */
const STRIDE = 7 * 24 * HOUR

export type OffsetTable = readonly (readonly [from: number, offset: number])[]

const known = new Map<string, OffsetTable>()
const START = Date.UTC(FIRST_YEAR, 0, 1)
const END = Date.UTC(FIRST_YEAR + YEARS, 0, 1)

/**
 * [from (ms since 1970), minutes east of Greenwich] in rising order, from 2020 to the end of 2079; the first holds from ever, the last for ever.
 * A name that there is no zone of gives UTC. The engine's time zone data is the one input beside the arguments.
 */
export function offsetTable(zone: string): OffsetTable {
  let table = known.get(zone)
  if (!table) {
    table = findOffsets(zone, START, END)
    known.set(zone, table)
  }
  return table
}

function findOffsets(zone: string, start: number, end: number): OffsetTable {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  } catch {
    return [[start, 0]]
  }
  const offsetAt = (ms: number): number => {
    // `1/1/2025, GMT+08:00`; nothing behind GMT is no offset.
    const match = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(ms))
    return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0
  }
  const table: [number, number][] = [[start, offsetAt(start)]]
  let before = start
  let offset = table[0]![1]
  while (before < end) {
    const after = Math.min(before + STRIDE, end)
    const next = offsetAt(after)
    if (next !== offset) {
      table.push([changeBetween(offsetAt, before, after), next])
      offset = next
    }
    before = after
  }
  return table
}

/** The minute at which the offset becomes what it is at `after`. */
function changeBetween(offsetAt: (ms: number) => number, before: number, after: number): number {
  const wanted = offsetAt(after)
  let [low, high] = [before, after]
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 2 / 60_000) * 60_000
    if (offsetAt(middle) === wanted) high = middle
    else low = middle
  }
  return high
}
