import { expect, it } from 'vitest'
import type { Prompt } from '../../machine/format.ts'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import { listFragments, readFragments } from '../../runtime/speech/reading/index.ts'
import { machineOf } from '../../lang/compiler/lower/testing/compiled.ts'
import { fragmentsOfValues } from './value-fragments.ts'
import { wantedTexts } from './wanted.ts'
import { wantedValues } from './value-fragments.ts'

let seed = 17
const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below
const numerals = (length: number, of = '0123456789'): string => Array.from({ length }, () => of[random(of.length)]).join('')
const whole = (): number => Math.trunc((random(2) === 0 ? 1 : -1) * 10 ** random(15) * (random(1000) / 100))
const date = (): string => `${1900 + random(300)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`

const KINDS: readonly (readonly [type: Type, form: string | undefined, value: () => Value])[] = [
  [{ kind: 'digits' }, undefined, () => numerals(1 + random(19))],
  [{ kind: 'digits' }, 'digits', () => numerals(1 + random(19))],
  [{ kind: 'digits' }, 'last4', () => numerals(1 + random(19))],
  [{ kind: 'digits' }, 'keys', () => numerals(1 + random(4), '0123456789*#')],
  [{ kind: 'digits' }, 'letters', () => numerals(1 + random(9), '0123456789')],
  [{ kind: 'digits', star: 'X' }, undefined, () => `${numerals(17)}${'0X'[random(2)]}`],
  [{ kind: 'text' }, 'letters', () => numerals(1 + random(9), 'ABCXYZ019')],
  [{ kind: 'text' }, 'digits', () => numerals(1 + random(9), 'ABX019')],
  [{ kind: 'number', decimals: 0 }, undefined, whole],
  [{ kind: 'number', decimals: 0 }, 'ordinal', () => Math.abs(whole())],
  [{ kind: 'number', decimals: 0 }, 'count', () => random(40) - 3],
  [{ kind: 'number', decimals: 3 }, undefined, whole],
  [{ kind: 'number', decimals: 2 }, 'digits', whole],
  [{ kind: 'money', currency: 'CNY', decimals: 2 }, undefined, whole],
  [{ kind: 'money', currency: 'USD', decimals: 2 }, undefined, whole],
  [{ kind: 'money', currency: 'JPY', decimals: 0 }, undefined, whole],
  [{ kind: 'date' }, undefined, date],
  [{ kind: 'date', keyed: 'MMYY' }, undefined, date],
  [{ kind: 'time' }, undefined, () => `${String(random(24)).padStart(2, '0')}:${String(random(60)).padStart(2, '0')}`],
  [{ kind: 'moment' }, undefined, () => Date.UTC(2000 + random(60), random(12), 1 + random(28), random(24), random(60))],
  [{ kind: 'duration' }, undefined, () => random(400_000) * 1000],
  [{ kind: 'boolean' }, undefined, () => random(2) === 0],
  [{ kind: 'list', of: { kind: 'number', decimals: 0 }, upTo: 9 }, undefined, () => Array.from({ length: 1 + random(4) }, whole)],
  [{ kind: 'optional', of: { kind: 'boolean' } }, undefined, () => random(2) === 0],
  [{ kind: 'list', of: { kind: 'boolean' }, upTo: 9 }, undefined, () => [true, false, true]],
]

it.each(['zh-CN', 'en-US', 'en-GB'])(
  '[L.slots.4] whatever a value of a type is, its fragments are on the list of what is to be recorded: %s',
  language => {
    const pauses = new Set(listFragments(language).flatMap(({ id, pause }) => (pause === undefined ? [] : [id])))
    for (const [type, form, value] of KINDS) {
      const prompt: Prompt = { holes: [{ name: 'x', type }], texts: { [language]: [{ hole: 0, ...(form === undefined ? {} : { form }) }] } }
      const wanted = new Set(fragmentsOfValues([prompt], language).map(({ slot }) => slot))
      for (let round = 0; round < 400; round++) {
        const read = value()
        const missing = readFragments(read, type, form, language)?.filter(id => !wanted.has(id) && !pauses.has(id))
        expect([type.kind, form, read, missing ?? []]).toEqual([type.kind, form, read, []])
      }
    }
  },
)

it('a line has no more recorded than it can say', () => {
  const groups = (holes: readonly Type[]): Set<string> => {
    const prompt: Prompt = { holes: holes.map(type => ({ name: 'x', type })), texts: { 'en-US': holes.map((_, hole) => ({ hole })) } }
    return new Set(fragmentsOfValues([prompt], 'en-US').map(({ slot }) => slot.replace('reading/', '').split('.', 1)[0]!))
  }
  expect(groups([])).toEqual(new Set())
  expect(groups([{ kind: 'text' }, { kind: 'speech' }, { kind: 'choice', values: {} }])).toEqual(new Set())
  expect([...groups([{ kind: 'boolean' }])]).toEqual(['yes', 'no'])
  for (const group of ['month', 'money', 'hour', 'key', 'letter', 'ordinal'])
    expect(groups([{ kind: 'number', decimals: 0 }])).not.toContain(group)
  const money = fragmentsOfValues(
    [{ holes: [{ name: 'x', type: { kind: 'money', currency: 'CNY', decimals: 2 } }], texts: { 'zh-CN': [{ hole: 0 }] } }],
    'zh-CN',
  )
  expect(money.map(({ words }) => words)).toEqual(expect.arrayContaining(['元', '角', '分', '万']))
  expect(money.map(({ words }) => words)).not.toContain('美元')
})

it('standard prompts are recorded where the line tells them', () => {
  const line = (menu: string): string => `line test {
  numbers { "1" -> start }
  languages en-US
  time zone UTC
  otherwise -> start
}
flow start { say "Hello." ${menu} -> hangup }`
  const plain = machineOf(line(''))
  expect(wantedTexts(plain).map(({ slot }) => slot)).toEqual(['start.1'])
  expect(wantedValues(plain)).toEqual([])
  const menu = machineOf(line('menu { press 1 for "more" -> hangup }'))
  expect(
    wantedTexts(menu)
      .map(({ slot }) => slot)
      .sort(),
  ).toEqual(['standard.option.1', 'standard.option.2', 'start.1', 'start.2'])
  expect(new Set(wantedValues(menu).map(({ slot }) => slot.split('.')[0]))).toEqual(new Set(['reading/key']))
})
