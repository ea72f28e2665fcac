import { expect, it } from 'vitest'
import { nextTab } from './next-tab.ts'

it('arrows go round, Home and End to the ends', () => {
  const tabs = ['a', 'b', 'c']
  const went = ['ArrowRight', 'ArrowLeft', 'Home', 'End', 'x'].map(key => tabs.map(at => nextTab(tabs, at, key) ?? '-').join(''))
  expect(went).toEqual(['bca', 'cab', 'aaa', 'ccc', '---'])
})
