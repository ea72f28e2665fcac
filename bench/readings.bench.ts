import { readFragments, readValue } from '../runtime/speech/reading/index.ts'
import type { Type } from '../machine/types.ts'
import type { Value } from '../machine/values.ts'
import { createRandom } from '../tools/readings/values.ts'
import type { Figure } from './figure.ts'
import { medianMs } from './measure.ts'

const COUNT = 100_000
const types = {
  money: { kind: 'money', currency: 'CNY', decimals: 2 },
  number: { kind: 'number', decimals: 0 },
  digits: { kind: 'digits' },
  date: { kind: 'date' },
} as const satisfies Record<string, Type>

/** Sums, numbers of any length, cards, telephones and dates in turn, no two of them alike to a cache of words. */
const createValues = (): readonly (readonly [Value, Type])[] => {
  const random = createRandom(1)
  const upTo = (power: number): number => Math.floor(random() * 10 ** (1 + Math.floor(random() * power)))
  const numerals = (length: number): string => Array.from({ length }, () => Math.floor(random() * 10)).join('')
  const two = (n: number): string => String(n).padStart(2, '0')
  return Array.from({ length: COUNT }, (_, i) => {
    if (i % 4 === 0) return [upTo(9), types.money]
    if (i % 4 === 1) return [upTo(12), types.number]
    if (i % 4 === 2) return [numerals(i % 8 === 2 ? 16 : 11), types.digits]
    const [year, month, day] = [1950 + Math.floor(random() * 100), 1 + Math.floor(random() * 12), 1 + Math.floor(random() * 28)]
    return [`${year}-${two(month)}-${two(day)}`, types.date]
  })
}

export default (): Figure[] => {
  const values = createValues()
  /** The words are looked into, so that they are made and not only promised. */
  const words = (language: string) => (): void => {
    let codes = 0
    for (const [value, type] of values) {
      const said = readValue(value, type, undefined, language)
      codes += said.charCodeAt(said.length >> 1)
    }
    if (!(codes > 0)) throw new Error('nothing was read')
  }
  const fragments = (language: string) => (): void => {
    let count = 0
    for (const [value, type] of values) count += readFragments(value, type, undefined, language)?.length ?? 0
    if (count < COUNT) throw new Error('nothing was read')
  }
  const perSecond = (run: () => void): number => COUNT / (medianMs(run) / 1000)
  const languages = ['zh-CN', 'en-US', 'en-GB']
  return [
    ...languages.map(language => ({
      what: `read in ${language}: sums, numbers, cards, telephones, dates`,
      value: perSecond(words(language)),
      unit: 'readings/s',
      wanted: { atLeast: 1e6 },
    })),
    ...languages.slice(0, 2).map(language => ({
      what: `the same in ${language} as fragments`,
      value: perSecond(fragments(language)),
      unit: 'readings/s',
    })),
  ]
}
