// The golden files: source lines begin with two blanks, and under a line stands what the parser says of it. `UPDATE_FIXTURES=1` writes them anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { applyEdits } from '../text/edit.ts'
import { parse } from './index.ts'

const folder = new URL('fixtures/', import.meta.url)
const goldens = readdirSync(folder).filter(name => name.endsWith('.golden'))

const sourceOf = (golden: string): string =>
  golden
    .split('\n')
    .filter(line => line === '' || line.startsWith('  '))
    .map(line => line.slice(2))
    .join('\n')

const lineOf = (text: string, line: number): string => text.split('\n')[line]!.trim()

function annotate(source: string): string {
  const { tree, diagnostics, lineIndex } = parse(source, 'fixture.ivr')
  const said: string[][] = []
  for (const { start, end, code, message, fixes } of diagnostics) {
    const at = lineIndex.position(start)
    const until = Math.min(end, lineIndex.line(at.line).end)
    const lines = (said[at.line] ??= [])
    lines.push(`! ${' '.repeat(at.column)}${'^'.repeat(Math.max(1, until - start))} ${code} ${message.en}`)
    for (const fix of fixes) {
      lines.push(`!   fix: ${fix.title.en}`)
      // A title leaves out the blanks of what is written.
      if (fix.edits.some(edit => /^ | $/.test(edit.text))) lines.push(`!      ${lineOf(applyEdits(source, fix.edits), at.line)}`)
    }
  }
  const lines = source.split('\n').flatMap((line, at) => [line === '' ? '' : `  ${line}`, ...(said[at] ?? [])])
  const names = tree.declarations.map(
    node => `${node.kind.replace('Declaration', '').toLowerCase()}${'name' in node ? ` ${node.name.text}` : ''}`,
  )
  return `${lines.join('\n').trimEnd()}\n\n= ${names.join(', ')}\n`
}

it.each(goldens)('%s', name => {
  const file = new URL(name, folder)
  const golden = readFileSync(file, 'utf8')
  const found = annotate(sourceOf(golden))
  if (process.env['UPDATE_FIXTURES']) writeFileSync(file, found)
  else expect(found).toBe(golden)
})

it.each(goldens)('%s: each fix mends what it is offered for and breaks nothing', name => {
  const source = sourceOf(readFileSync(new URL(name, folder), 'utf8'))
  const { diagnostics } = parse(source, 'fixture.ivr')
  for (const { code, fixes } of diagnostics) {
    for (const fix of fixes) {
      const after = parse(applyEdits(source, fix.edits), 'fixture.ivr').diagnostics
      expect(after.length, `${code}: ${fix.title.en}`).toBeLessThan(diagnostics.length)
    }
  }
})
