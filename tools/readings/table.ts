// The checked-in answers of num2words, so that the tests need no Python: kind, value scaled, places, currency and words, by tabs.
import type { Sample } from './values.ts'

export const tablePath = 'fixtures/num2words.tsv'

export const tableLine = ({ kind, value, places, currency }: Sample, words: string): string =>
  `${[kind, value, places, currency ?? '', words].join('\t')}\n`

export function readTable(text: string): readonly (readonly [Sample, string])[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => {
      const [kind = '', value, places, currency = '', words = ''] = line.split('\t')
      const sample = {
        kind: kind as Sample['kind'],
        value: Number(value),
        places: Number(places),
        ...(currency === '' ? {} : { currency }),
      }
      return [sample, words] as const
    })
}
