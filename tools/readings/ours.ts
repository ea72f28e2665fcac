// What our readings say of a sample.
import { readValue } from '../../runtime/speech/reading/index.ts'
import { typeOf, type Sample } from './values.ts'

/** The words in front of a date's year, which no value has by itself. */
const januaryFirst: Readonly<Record<string, string>> = { 'en-US': 'January first, ', 'en-GB': 'the first of January, ' }

export function ourWords(sample: Sample, language: string): string {
  if (sample.kind !== 'year') {
    const { type, form } = typeOf(sample)
    return readValue(sample.value, type, form, language)
  }
  return readValue(`${sample.value}-01-01`, { kind: 'date' }, undefined, language).slice(januaryFirst[language]?.length ?? 0)
}
