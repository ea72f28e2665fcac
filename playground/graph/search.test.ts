import { expect, it } from 'vitest'
import type { Laid } from '../../lang/compiler/emit/graph/index.ts'
import { findPlaces } from './search.ts'

const box = (title: string, ...rows: readonly string[]): Laid['boxes'][number] => ({
  ...{ x: 0, y: 0, width: 1, height: 1 },
  box: {
    ...{ id: title, at: null, point: 0, title, kind: 'menu', group: null, marks: [], described: title },
    rows: rows.map(text => ({ kind: 'key', text })),
  },
})
const laid = {
  ...{ width: 0, height: 0, groups: [], lines: [] },
  boxes: [box('main', '1 a lost card', '2 transfers'), box('re_login'), box('log_in', '请按１'), box('login')],
}

it('names come before keys, and those that begin so first; blanks, case and width make no difference', () => {
  expect(findPlaces({ laid }, 'LOG IN').found).toEqual([{ place: 'log_in', because: null }])
  expect(findPlaces({ laid }, 'log').found.map(one => one.place)).toEqual(['log_in', 'login', 're_login'])
  expect(findPlaces({ laid }, 'transfer').found).toEqual([{ place: 'main', because: '2 transfers' }])
  expect(findPlaces({ laid }, '按1').found[0]?.place).toBe('log_in')
  expect(findPlaces({ laid }, ' ')).toEqual({ found: [], all: 0 })
})
