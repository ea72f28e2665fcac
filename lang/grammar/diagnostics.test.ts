// Every row of syntax has a page, and the example on the page is what raises it.
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { syntax } from '../diagnostics/catalogue/syntax.ts'
import { parse } from './index.ts'

const rows = Object.entries(syntax).map(([slug, row]) => [row.code, slug] as const)

it('numbers its rows once each', () => {
  expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length)
})

it.each(rows.filter(([code]) => code !== 'CW1019'))('%s (%s) is raised by the example of its page, and nothing else is', (code, slug) => {
  const page = new URL(`../../docs/diagnostics/${code}.md`, import.meta.url)
  expect(existsSync(page)).toBe(true)
  const example = /^```ivr\n([\s\S]*?)^```/m.exec(readFileSync(page, 'utf8'))?.[1] ?? ''
  const found = parse(example, 'example.ivr').diagnostics
  expect(found.map(one => one.code)).toContain(code)
  // The brackets of the example for full-width signs are two, and many errors are many.
  if (code !== 'CW1025') expect(new Set(found.map(one => one.slug))).toEqual(new Set([slug]))
})

it('says each in English and in Chinese, without a word of the parser’s', () => {
  const { diagnostics } = parse('menu { press } flow x say 5 } type T = ; let "', 'x.ivr')
  expect(diagnostics.length).toBeGreaterThan(3)
  for (const { message } of diagnostics) {
    expect(message.en).toMatch(/\.$/)
    expect(message.zh).toMatch(/。$/)
    expect(`${message.en}${message.zh}`).not.toMatch(/token|Token|Expecting|undefined|Word_/)
  }
})
