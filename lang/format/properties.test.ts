// What holds for every text that parses, however it is written.
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { compile } from '../compiler/compile.ts'
import type { CompilerHost } from '../compiler/program.ts'
import { sha256Hex } from '../../machine/hash.ts'
import { formatProgram } from './format.ts'
import { blocks, conformance, files, format, meaning, type Sample } from './testing/texts.ts'
import { piecesOf, respaced } from './testing/tokens.ts'

/** Formats a text twice and compares all three. */
function holds({ name, text, language }: Sample, width?: number): void {
  const { text: once, diagnostics } = format(language, text, width)
  if (once === undefined) throw new Error(`${name}: ${diagnostics[0]!.message.en}\n${text}`)
  const twice = format(language, once, width).text
  if (twice !== once) expect(twice, name).toBe(once)
  const pieces = piecesOf(language, text.replace(/\r\n?/g, '\n'))
  if (piecesOf(language, once).join('\0') !== pieces.join('\0')) expect(piecesOf(language, once), name).toEqual(pieces)
  expect(meaning(language, once), name).toEqual(meaning(language, text))
  expect(once, name).not.toMatch(/\n\n\n|^\n|\n\n$/)
}

const samples: readonly (readonly [string, readonly Sample[]])[] = [
  ['examples and templates', files()],
  ['blocks of the pages', blocks()],
  ['conformance programs', conformance()],
]

it('there are samples of each', () => {
  expect(samples.map(([, all]) => all.length > 60)).toEqual([true, true, true])
})

it.each(samples)('%s: what was formatted stays as it is; tokens, comments and meaning are the same', (_, all) => {
  for (const sample of all) for (const width of [undefined, 60, 20]) holds(sample, width)
})

it.each(samples)('%s: so it is with other blanks between the tokens', (_, all) => {
  for (const [seed, sample] of all.entries()) {
    const text = respaced(sample.language, sample.text, seed, 0)
    expect(meaning(sample.language, text), sample.name).toEqual(meaning(sample.language, sample.text))
    holds({ ...sample, text })
  }
})

it.each(samples)('%s: so it is with comments between the tokens', (_, all) => {
  for (const [seed, sample] of all.entries()) {
    for (const often of [3, 30])
      holds({ ...sample, text: respaced(sample.language, sample.text, seed, often) }, seed % 2 === 0 ? undefined : 50)
  }
})

/** Keys of a machine under which there is a place in a file. */
const SPANS = new Set(['at', 'span'])

const root = join(import.meta.dirname, '../../examples')

it.each(['harbour-95500', 'card-centre', 'securities-order'])('%s: the machine is the same before and after', name => {
  const hostOf = (change: (text: string, path: string) => string): CompilerHost => ({
    read: path => {
      try {
        return { text: change(readFileSync(path, 'utf8'), path) }
      } catch {
        return { problem: 'missing' }
      }
    },
    resolve: (from, path) => resolve(dirname(from), path),
  })
  // Where things stand in their files is all that may differ.
  const hash = (host: CompilerHost): string =>
    sha256Hex(JSON.stringify(compile(host, join(root, name, 'main.ivr')).machine, (key, value: unknown) => (SPANS.has(key) ? null : value)))
  const before = hash(hostOf(text => text))
  expect(hash(hostOf((text, path) => formatProgram(text, path).text!))).toBe(before)
  expect(hash(hostOf((text, path) => formatProgram(respaced('ivr', text, 7, 0), path).text!))).toBe(before)
  expect(hash(hostOf(text => text.replace('once', '')))).not.toBe(before)
})
