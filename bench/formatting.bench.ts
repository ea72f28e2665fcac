import { format } from 'prettier'
import { formatProgram } from '../lang/format/format.ts'
import type { Figure } from './figure.ts'
import { generateProgram } from './generate-program.ts'
import { median, medianMs } from './measure.ts'
import { version } from './version.ts'

const LINES = 100_000
/** Prettier’s own languages take longer: a tenth of the lines. */
const PEER_LINES = 10_000

const linesOf = (text: string): number => text.split('\n').length - 1

/** What a bank's menus would be as TypeScript: as many lines of about the same width. */
function generateTypeScript(lines: number): string {
  const menu = (n: number): string => `
/** Menu ${n}: what most callers want. */
export const menu${n}: Menu = {
  say: { zh: '欢迎使用第${n}号业务菜单。', en: 'Welcome to menu number ${n}.' },
  options: [
    { key: '1', label: { zh: '账户查询', en: 'balances' }, then: () => balances(${n}) },
    { key: '2', label: { zh: '转账汇款', en: 'transfers' }, then: () => transfer(${n}) },
  ],
  onSilence: caller => (caller.tries > 2 ? goodbye : say('I did not hear a key.')),
};
`
  return Array.from({ length: Math.ceil(lines / 11) }, (_, n) => menu(n)).join('')
}

export default async (): Promise<Figure[]> => {
  const text = generateProgram(LINES)
  const ms = medianMs(() => {
    if (formatProgram(text, 'generated.ivr').text === undefined) throw new Error('the generated program does not parse')
  })
  const ours = linesOf(text) / (ms / 1000)

  const peer = generateTypeScript(PEER_LINES)
  const took: number[] = []
  for (let run = 0; run < 5; run++) {
    const from = performance.now()
    await format(peer, { parser: 'typescript' })
    if (run > 1) took.push(performance.now() - from)
  }
  const theirs = linesOf(peer) / (median(took) / 1000)
  return [
    {
      what: 'format a generated program of 100,000 lines',
      value: ours,
      unit: 'lines/s',
      wanted: { atLeast: 100_000 },
      note: `${linesOf(text).toLocaleString('en')} lines in ${ms.toFixed(0)} ms, parsing included`,
    },
    {
      what: 'lines a second, times as many as Prettier on TypeScript',
      value: ours / theirs,
      unit: '×',
      note: `${version('prettier')}, ${linesOf(peer).toLocaleString('en')} lines in ${median(took).toFixed(0)} ms`,
    },
  ]
}
