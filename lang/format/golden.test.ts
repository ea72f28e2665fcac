// Before and after: each idea of the layout as a small text. `UPDATE_GOLDEN=1` writes what comes out behind each.
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { formatProgram, formatScript, type Formatted } from './format.ts'

const WIDTH = 90
/** Stands between what is formatted and what comes out. */
const BECOMES = '→\n'

const formats: Readonly<Record<string, (text: string) => Formatted>> = {
  'programs.txt': text => formatProgram(text, 'golden.ivr', { width: WIDTH }),
  'comments.txt': text => formatProgram(text, 'golden.ivr', { width: WIDTH }),
  'scripts.txt': text => formatScript(text, 'golden.dtmf', { width: WIDTH }),
}

for (const [name, format] of Object.entries(formats)) {
  const path = new URL(`fixtures/${name}`, import.meta.url)
  const ideas = readFileSync(path, 'utf8')
    .split(/^(?=# )/m)
    .map(section => {
      const [, title, body] = /^(# .*)\n\n([^]*)$/.exec(section)!
      const [before, after] = body!.split(BECOMES)
      return { title: title!, before: `${before!.trimEnd()}\n`, after: after === undefined ? '' : `${after.trimEnd()}\n` }
    })

  if (process.env['UPDATE_GOLDEN']) {
    it(`writes ${name}`, () => {
      const written = ideas.map(({ title, before }) => {
        const { text, diagnostics } = format(before)
        expect(diagnostics ?? [], title).toEqual([])
        return `${title}\n\n${before}${BECOMES}${text}`
      })
      writeFileSync(path, written.join('\n'))
    })
    continue
  }

  it.each(ideas)(`${name} $title`, ({ before, after }) => {
    const formatted = format(before)
    expect(formatted.diagnostics ?? []).toEqual([])
    expect(formatted.text).toBe(after)
    expect(format(after).text).toBe(after)
  })
}
