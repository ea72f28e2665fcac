// Where other readers speak otherwise than a bank does: each as a rule that makes our words of theirs. docs/readings.md has the table with
// an example of each; whatever else differs is a fault.
import { printed, type Sample } from './values.ts'

export interface Difference {
  /** The row of the table in docs/readings.md. */
  readonly id: string
  readonly languages: readonly string[]
  readonly kinds: readonly Sample['kind'][]
  readonly mend: (words: string, sample: Sample) => string
}

const wholeOf = (sample: Sample): string => printed(sample).replace(/^-/, '').replace(/\..*$/, '')

/** nzh: `encodeS` without its switch for 十, `toMoney` for CNY. In this order. */
const nzh: readonly Difference[] = [
  {
    id: 'zh-capitals',
    languages: ['zh-CN'],
    kinds: ['money'],
    mend: words => words.replace(/[壹贰叁肆伍陆柒捌玖拾佰仟]/g, c => '一二三四五六七八九十百千'['壹贰叁肆伍陆柒捌玖拾佰仟'.indexOf(c)]!),
  },
  {
    id: 'zh-ten',
    languages: ['zh-CN'],
    kinds: ['number', 'decimal', 'money', 'ordinal'],
    mend: words => words.replace(/^(负?)一十/, '$1十'),
  },
  {
    id: 'zh-empty-section',
    languages: ['zh-CN'],
    kinds: ['number', 'decimal', 'money', 'ordinal'],
    mend: (words, sample) => {
      // …万亿, then nothing in the section of 亿, then thousands of 万.
      const whole = wholeOf(sample)
      return /^\d+0000[1-9]\d{7}$/.test(whole) ? words.replace('万亿', '万亿零') : words
    },
  },
]

/** num2words of Debian: `lang='en'`, money with the separator “ and”. In this order. */
const num2words: readonly Difference[] = [
  {
    id: 'en-commas',
    languages: ['en-US', 'en-GB'],
    kinds: ['number', 'decimal', 'ordinal', 'money', 'year'],
    mend: words => words.replaceAll(',', '').replace(/ {2,}/g, ' '),
  },
  {
    id: 'en-oh',
    languages: ['en-US', 'en-GB'],
    kinds: ['year'],
    mend: words => words.replace(' oh-', ' oh '),
  },
  {
    id: 'en-names',
    languages: ['en-US', 'en-GB'],
    kinds: ['money'],
    mend: words =>
      words
        .replace(' pounds sterling', ' pounds')
        .replace(' pound sterling', ' pound')
        .replace(/(?<!^(?:minus )?one) euro\b/, ' euros'),
  },
  {
    id: 'en-noughts',
    languages: ['en-US', 'en-GB'],
    kinds: ['money'],
    mend: words => words.replace(/ and zero (cents|pence)$/, '').replace(/^(minus )?zero (dollars|euros|pounds) and /, '$1'),
  },
  {
    id: 'en-minus',
    languages: ['en-US', 'en-GB'],
    kinds: ['decimal'],
    mend: (words, sample) => (sample.value < 0 && words.startsWith('zero ') ? `minus ${words}` : words),
  },
  {
    id: 'en-us-and',
    languages: ['en-US'],
    kinds: ['number', 'decimal', 'ordinal', 'money', 'year'],
    // The “and” before cents stands behind the currency's name.
    mend: words => words.replace(/(?<!dollars?|euros?|pounds?) and /g, ' '),
  },
]

export const differences = { nzh, num2words } as const

export type Peer = keyof typeof differences

/** Their words as ours would be, and the rules that it took. */
export function mended(
  peer: Peer,
  words: string,
  sample: Sample,
  language: string,
): { readonly words: string; readonly rules: readonly string[] } {
  const rules: string[] = []
  let result = words
  for (const { id, languages, kinds, mend } of differences[peer]) {
    if (!languages.includes(language) || !kinds.includes(sample.kind)) continue
    const next = mend(result, sample)
    if (next !== result) rules.push(id)
    result = next
  }
  return { words: result, rules }
}
