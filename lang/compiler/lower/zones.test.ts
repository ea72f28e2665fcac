import { expect, it } from 'vitest'
import { offsetTable } from './zones.ts'

it('[S7.3] writes one offset for a zone that does not change', () => {
  expect(offsetTable('Asia/Shanghai')).toEqual([[Date.UTC(2020, 0, 1), 480]])
  expect(offsetTable('UTC')).toEqual([[Date.UTC(2020, 0, 1), 0]])
})

it('[S7.3] has each change of the clocks, to the minute, from 2020 to the end of 2079', () => {
  const table = offsetTable('Europe/Berlin')
  // 60 years with two changes each, and what holds before the first: enough for every build of 2021 to 2059, and the same bytes in each of them.
  expect(table).toHaveLength(121)
  expect(table[0]).toEqual([Date.UTC(2020, 0, 1), 60])
  expect(table.slice(11, 13)).toEqual([
    [Date.UTC(2025, 2, 30, 1), 120],
    [Date.UTC(2025, 9, 26, 1), 60],
  ])
  expect(new Date(table.at(-1)![0]).getUTCFullYear()).toBe(2079)
})

it('[S7.3] knows zones that are not on the hour, and changes of half an hour', () => {
  expect(offsetTable('Asia/Kathmandu')[0]![1]).toBe(345)
  expect(
    offsetTable('Australia/Lord_Howe')
      .slice(0, 2)
      .map(([, offset]) => offset),
  ).toEqual([660, 630])
})

it('[S7.3] sees changes that are less than two weeks apart', () => {
  const days = (zone: string): number => {
    const changes = offsetTable(zone).map(([from]) => from)
    return Math.min(...changes.slice(2).map((from, index) => (from - changes[index + 1]!) / 86_400_000))
  }
  expect(days('Asia/Gaza')).toBeLessThan(14)
})
