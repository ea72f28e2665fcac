import { expect, it } from 'vitest'
import { rowsOf } from './tree.ts'

const shown = (paths: readonly string[], closed: readonly string[] = []): readonly string[] =>
  rowsOf(paths, new Set(closed)).map(
    row => `${'  '.repeat(row.level - 1)}${row.name}${row.kind === 'folder' ? '/' : ''} ${row.position}/${row.siblings}`,
  )

it('folders come first, each with what is in it', () => {
  expect(shown(['main.ivr', 'cards/menu.ivr', 'cards/old/a.ivr', 'bank.ivr', 'scripts/x.dtmf'])).toEqual([
    'cards/ 1/4',
    '  old/ 1/2',
    '    a.ivr 1/1',
    '  menu.ivr 2/2',
    'scripts/ 2/4',
    '  x.dtmf 1/1',
    'bank.ivr 3/4',
    'main.ivr 4/4',
  ])
})

it('what is in a closed folder is not seen', () => {
  expect(shown(['a/b/c.ivr', 'a/d.ivr', 'e.ivr'], ['a'])).toEqual(['a/ 1/2', 'e.ivr 2/2'])
  expect(shown([])).toEqual([])
})
