import { expect, it } from 'vitest'
import { offsetTable } from './zones.ts'

it('[S7.3] writes one offset for a zone that does not change', () => {
  expect(offsetTable('Asia/Shanghai', 2025)).toEqual([[Date.UTC(2025, 0, 1), 480]])
  expect(offsetTable('UTC', 2025)).toEqual([[Date.UTC(2025, 0, 1), 0]])
})

it('[S7.3] has each change of the clocks, to the minute, from a year back to twenty ahead', () => {
  const table = offsetTable('Europe/Berlin', 2025)
  // 22 years with two changes each, and what holds before the first.
  expect(table).toHaveLength(45)
  expect(table.slice(0, 3)).toEqual([
    [Date.UTC(2025, 0, 1), 60],
    [Date.UTC(2025, 2, 30, 1), 120],
    [Date.UTC(2025, 9, 26, 1), 60],
  ])
})

it('[S7.3] knows zones that are not on the hour, and changes of half an hour', () => {
  expect(offsetTable('Asia/Kathmandu', 2025)[0]![1]).toBe(345)
  expect(
    offsetTable('Australia/Lord_Howe', 2025)
      .slice(0, 2)
      .map(([, offset]) => offset),
  ).toEqual([660, 630])
})

it('[S7.3] sees changes that are less than two weeks apart', () => {
  const days = (zone: string): number => {
    const changes = offsetTable(zone, 2025).map(([from]) => from)
    return Math.min(...changes.slice(2).map((from, index) => (from - changes[index + 1]!) / 86_400_000))
  }
  expect(days('Asia/Gaza')).toBeLessThan(14)
})
