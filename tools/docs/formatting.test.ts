// The project's own programs and scripts, and those on its pages, have the form that `callwright fmt` gives. `UPDATE_GOLDEN=1` formats them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatProgram, formatScript } from '../../lang/format/format.ts'

const root = join(import.meta.dirname, '../..')

const filesBelow = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(path => ending.test(path))
    .map(path => join(root, folder, path))

/** What does not parse is there to show that. */
const formatted = (language: string, text: string): string => (language === 'ivr' ? formatProgram : formatScript)(text, '').text ?? text

function holds(path: string, wanted: (text: string) => string): void {
  const text = readFileSync(path, 'utf8')
  const after = wanted(text)
  if (process.env['UPDATE_GOLDEN'] && after !== text) writeFileSync(path, after)
  else expect(text, path).toBe(after)
}

it('examples and templates are formatted', () => {
  const paths = ['examples', 'cli/templates'].flatMap(folder => filesBelow(folder, /\.(?:ivr|dtmf)$/))
  expect(paths.length).toBeGreaterThan(100)
  for (const path of paths) holds(path, text => formatted(path.endsWith('.ivr') ? 'ivr' : 'dtmf', text))
})

it('blocks of programs and scripts on the pages are formatted', () => {
  const pages = [join(root, 'README.md'), ...filesBelow('docs', /\.md$/), ...filesBelow('examples', /\.md$/)]
  let blocks = 0
  for (const page of pages) {
    holds(page, text =>
      text.replaceAll(/^(```(ivr|dtmf)[^\n]*\n)([^]*?)(?=^```)/gm, (_, fence: string, language: string, block: string) => {
        blocks++
        return fence + formatted(language, block)
      }),
    )
  }
  expect(blocks).toBeGreaterThan(100)
})
