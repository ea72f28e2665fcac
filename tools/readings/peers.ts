// Readers that we did not write: nzh for Chinese, num2words (Debian's python3-num2words) for English.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import nzh from 'nzh/cn'
import { printed, type Range, type Sample } from './values.ts'

export const nzhRange: Range = { kinds: ['number', 'money', 'number', 'decimal', 'money', 'ordinal'], currencies: ['CNY'], below: 1e16 }
export const num2wordsRange: Range = {
  kinds: ['number', 'money', 'ordinal', 'number', 'money', 'decimal', 'number', 'ordinal', 'year', 'number'],
  currencies: ['USD', 'EUR', 'GBP'],
  below: 1e16,
}

/**
 * Numbers without nzh's switch for 十, which it also turns inside a number; an ordinal has 第 before it. A sum without its ".00": nzh
 * says 整 of whole numbers only.
 */
export function nzhWords(sample: Sample): string {
  const text = printed(sample)
  if (sample.kind === 'money') return nzh.toMoney(text.replace(/\.00$/, ''), { outSymbol: false })
  return nzh.encodeS(text, { tenMin: false })
}

const pythons = ['python3', '/usr/bin/python3'] as const
const script = join(import.meta.dirname, 'answers.py')

/** The Python that has num2words; undefined where none has. */
export const findPython = (): string | undefined =>
  pythons.find(python => spawnSync(python, ['-c', 'import num2words'], { stdio: 'ignore' }).status === 0)

/** Many at once: one line each on its standard input, one on its output. */
export function num2wordsWords(python: string, samples: readonly Sample[]): readonly string[] {
  const input = samples.map(sample => `${sample.kind}\t${printed(sample)}\t${sample.currency ?? ''}\n`).join('')
  const { status, stdout, stderr } = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`num2words failed: ${stderr}`)
  const lines = stdout.trimEnd().split('\n')
  if (lines.length !== samples.length) throw new Error(`num2words read ${lines.length} of ${samples.length} values`)
  return lines
}
