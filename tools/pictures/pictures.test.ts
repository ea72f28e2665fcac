import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { drawPicture, PICTURES, root } from './pictures.ts'

it.each(Object.entries(PICTURES))(
  '%s is what `npm run pictures` draws',
  async (path, wanted) => {
    // Compared whole, told short: a picture is 150 kB.
    expect(readFileSync(join(root, path), 'utf8') === (await drawPicture(wanted)), 'npm run pictures').toBe(true)
  },
  60_000,
)

it('the pages show no other pictures, and all of these', () => {
  const pages = ['README.md', 'docs/graph-and-book.md'].map(page => readFileSync(join(root, page), 'utf8')).join('\n')
  const shown = new Set([...pages.matchAll(/images\/([\w-]+\.svg)/g)].map(match => `docs/images/${match[1]!}`))
  expect([...shown].sort()).toEqual(Object.keys(PICTURES).sort())
})
