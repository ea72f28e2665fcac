import { parse } from '../lang/grammar/index.ts'
import type { Figure } from './figure.ts'
import { generateProgram } from './generate-program.ts'
import { medianMs, pairedMs } from './measure.ts'
import { createLangiumParser } from './peers/langium-parser.ts'
import { version } from './version.ts'

const LINES = 100_000
/** Langium is slow on large inputs: the pair reads a tenth. */
const PAIRED_LINES = 10_000

const megabytes = (text: string): number => new TextEncoder().encode(text).length / 1e6

export default async (): Promise<Figure[]> => {
  const text = generateProgram(LINES)
  const clean = (found: number): void => {
    if (found > 0) throw new Error(`the generated program has ${found} errors`)
  }
  const ms = medianMs(() => clean(parse(text, 'generated.ivr').diagnostics.length))

  const small = generateProgram(PAIRED_LINES)
  const langium = await createLangiumParser()
  const pair = pairedMs(
    () => clean(parse(small, 'generated.ivr').diagnostics.length),
    () => clean(langium.parse(small)),
  )
  return [
    {
      what: 'parse a generated program of 100,000 lines',
      value: megabytes(text) / (ms / 1000),
      unit: 'MB/s',
      wanted: { atLeast: 30 },
      note: `${megabytes(text).toFixed(2)} MB of UTF-8 in ${ms.toFixed(0)} ms, tree and line index`,
    },
    {
      what: 'parsing, times as fast as Langium on the same subset',
      value: pair.ratio,
      unit: '×',
      wanted: { atLeast: 8 },
      note: `${version('langium')}, ${PAIRED_LINES.toLocaleString('en')} lines: ${pair.a.toFixed(1)} ms against ${pair.b.toFixed(0)} ms`,
    },
  ]
}
