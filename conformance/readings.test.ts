// docs/readings.md is played: each row of its first table is a program whose value is spoken in each language.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { currencyCodes, currencyDecimals } from '../lang/compiler/currencies.ts'
import { formsOf } from '../lang/compiler/typing/forms.ts'
import type { Type } from '../machine/types.ts'
import { joinFragments, listFragments, readFragments, readValue } from '../runtime/speech/reading/index.ts'
import { currencies as chinese } from '../runtime/speech/reading/zh-currencies.ts'
import { currencies as english } from '../runtime/speech/reading/en-currencies.ts'
import { heard } from './heard.ts'
import { line, says } from './testing.ts'

const page = readFileSync(new URL('../docs/readings.md', import.meta.url), 'utf8')
const cells = (row: string): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim().replace(/^`(.*)`$/, '$1'))
const rows = page.split('\n').slice(page.split('\n').findIndex(row => row.startsWith('| type | value |')) + 2)
const examples = rows.slice(0, rows.indexOf('')).map(cells)

const program = (type: string, value: string, form: string): string => `line test "Test line" {
  numbers { "95500" -> welcome }
  languages zh-CN, en-US, en-GB
  time zone Asia/Shanghai
  otherwise -> welcome
}
flow welcome { let v: ${type} = ${value}  say "{v${form === '' ? '' : ` as ${form}`}}" in every language -> hangup }
`

it.each(examples)('[L.types.14] %s %s as %s', (type, value, form, zh, us, gb) => {
  expect(heard(program(type!, value!, form!), 'call to "95500"\nwait 5min')).toEqual([zh, us, gb === '' ? us : gb])
})

it('[L.types.14] the page has every type that can be spoken by itself, in every form that it has', () => {
  const shown = new Set(examples.map(([type, , form]) => `${type!.split(' ')[0]} ${form}`))
  const kinds = ['digits', 'number', 'money', 'date', 'time', 'moment', 'duration', 'text', 'boolean'] as const
  for (const kind of kinds) {
    const type = (kind === 'number' ? { kind, decimals: 0 } : kind === 'money' ? { kind, currency: 'CNY', decimals: 2 } : { kind }) as Type
    for (const form of ['', ...formsOf(type)]) expect(shown, `${kind} as ${form}`).toContain(`${kind} ${form}`)
  }
  expect(shown).toContain('list ')
})

it('[L.types.14] values that are kept as one number are each read as what they are', () => {
  const source = `${line()}
flow welcome {
  say "Buy {500} points for {CNY 5.00}, that is {JPY 500}."
  say "At {08:30}, {"08:30"}."
  say "In {1min}, {60000}, or {5.00}."
  -> hangup
}
`
  expect(heard(source, 'call to "95500"\nwait 5min')).toEqual([
    'Buy five hundred points for five yuan, that is five hundred yen.',
    'At eight thirty a.m., 08:30.',
    'In one minute, sixty thousand, or five.',
  ])
})

it('[L.types.14] a form that a type does not have is refused', () => {
  expect(says(program('date', '2026-08-21', 'digits'))).toEqual(['CW2136 digits'])
  expect(says(program('duration', '30s', 'ordinal'))).toEqual(['CW2136 ordinal'])
  expect(says(program('money CNY', 'CNY 1.00', 'ordinal'))).toEqual(['CW2136 ordinal'])
  // Two and a half are not counted.
  expect(says(program('number 0.0..10.0', '2.5', 'count'))).toEqual(['CW2136 count'])
})

it('every currency that the compiler knows is read in each language, by a name or by its letters', () => {
  let named = 0
  for (const currency of currencyCodes()) {
    const decimals = currencyDecimals(currency)!
    const type: Type = { kind: 'money', currency, decimals }
    const value = 2 * 10 ** decimals
    const spelled = Array.from(currency).join(' ')
    for (const [language, names] of [
      ['zh-CN', chinese],
      ['en-US', english],
    ] as const) {
      // prettier-ignore
      const words = readValue(value, type, undefined, language)
      const isNamed = currency === 'CNY' || currency in names
      expect(words.endsWith(spelled), words).toBe(!isNamed)
      if (isNamed) named += 1
    }
  }
  expect(named).toBeGreaterThan(90)
})

it('a currency has a name in both languages or in none, and the compiler knows it', () => {
  const known = new Set(currencyCodes())
  expect(Object.keys(chinese).concat('CNY').toSorted()).toEqual(Object.keys(english).toSorted())
  for (const currency of Object.keys(english)) {
    expect(known).toContain(currency)
    // A smaller unit is named only where ISO 4217 has decimals for it.
    const decimals = currencyDecimals(currency)!
    if (decimals === 0) expect([chinese[currency]?.[1], english[currency]![2]], currency).toEqual(['', ''])
  }
})

it('[L.lexical.4] plural forms are those of the value as it is read', () => {
  const text = 'zh"{n}条{n: other "留言"}" en"{n} {n: one "message", other "messages"}"'
  const counts = [0, 1, 2]
  const source = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US, zh-CN
  time zone UTC
  otherwise -> welcome
}
flow welcome { for each n in [${counts.join(', ')}] counting at { say ${text} in every language  if at > 5 { leave } } none { } -> hangup }
`
  expect(heard(source, 'call to "95500"\nwait 5min')).toEqual([
    'zero messages', '零条留言', 'one message', '一条留言', 'two messages', '二条留言',
  ]) // prettier-ignore
})

it('[L.types.14] what a text counts is counted: two are 两', () => {
  const source = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages zh-CN, en-US
  time zone UTC
  otherwise -> welcome
}
flow welcome { for each n in [1, 2, 12, 22, 200] { say zh"{n as count}条" en"{n as count}" in every language } none { } -> hangup }
`
  const said = heard(source, 'call to "95500"\nwait 5min')
  expect(said.filter((_, index) => index % 2 === 0)).toEqual(['一条', '两条', '十二条', '二十二条', '二百条'])
  expect(said.filter((_, index) => index % 2 === 1)).toEqual(['one', 'two', 'twelve', 'twenty-two', 'two hundred'])
})

it('[L.slots.4] the page’s fragments are those of the reading', () => {
  const printed = Array.from(/^\/\/ \[(.*)\]$/m.exec(page)![1]!.matchAll(/'([^']+)'/g), ([, id]) => id)
  const ids = readFragments(1005, { kind: 'money', currency: 'CNY', decimals: 2 }, undefined, 'zh-CN')
  expect(ids).toEqual(printed)
  expect(joinFragments(ids!, 'zh-CN')).toBe('十元零五分')
  const counts = /some (\d+) for Chinese, (\d+) for English/.exec(page)!.slice(1).map(Number)
  expect(Math.round(listFragments('zh').length / 50) * 50).toBe(counts[0])
  expect(Math.round(listFragments('en').length / 50) * 50).toBe(counts[1])
})
