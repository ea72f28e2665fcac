import { expect, it } from 'vitest'
import { lensLines } from './lens-lines.ts'

it('room is made where lenses come, and there alone', () => {
  const lines = ['// menu x {', 'menu main {', '  say "menu one"', '\tflow two {', 'menu {', 'menus x {', '  menu_opened()']
  expect(lensLines('loss.ivr', lines)).toEqual([2, 4])
  expect(lensLines('a.dtmf', lines)).toEqual([])
})
