import { expect, it } from 'vitest'
import type { ScriptSetup, ScriptValue } from './script.ts'
import { bindArguments, closeValue, convertValue, fillName, findVariant, readKeys, readText, type ScriptScope } from './script-values.ts'
import type { Type } from './types.ts'
import { describeProblem } from './value-problems.ts'
import type { Value } from './values.ts'

const span = { start: 3, end: 7 }
const text = (words: string): ScriptValue => ({ kind: 'text', variants: { '': [words] }, ...span })
const name = (word: string): ScriptValue => ({ kind: 'name', name: word, ...span })
const cell = (words: string): ScriptValue => ({ kind: 'cell', text: words, ...span })
const money = (currency: string, amount: string): ScriptValue => ({ kind: 'money', currency, amount, ...span })
const scope: ScriptScope = { language: 'zh-CN', names: {}, readJson: () => ({ problem: 'missing' }) }
const named = (names: Record<string, ScriptValue>): ScriptScope => ({ ...scope, names })

const good = (value: ScriptValue, type: Type, within = scope): Value | undefined => {
  const result = convertValue(value, type, within)
  expect(result.problem).toBeUndefined()
  return result.value
}
const bad = (value: ScriptValue, type: Type, within = scope): string => {
  const { problem } = convertValue(value, type, within)
  expect(problem).toBeDefined()
  return describeProblem(problem!).en
}

const CNY: Type = { kind: 'money', currency: 'CNY', decimals: 2, min: 1 }
const reason: Type = { kind: 'choice', values: { insufficient: {}, limit: {} } }

it('scales money and numbers by their type’s decimals', () => {
  expect(good(money('CNY', '10.05'), CNY)).toBe(1005)
  expect(good({ kind: 'number', raw: '0.5', ...span }, { kind: 'number', decimals: 3 })).toBe(500)
  expect(bad(money('USD', '1.00'), CNY)).toBe('This is USD, but the amount is in CNY.')
  expect(bad(money('CNY', '0.00'), CNY)).toBe('At least CNY 0.01 must stand here.')
  expect(bad({ kind: 'number', raw: '10', ...span }, CNY)).toBe('10 stands where an amount in CNY is wanted.')
})

it('takes a row’s name before a choice’s value, and a choice’s value before nothing', () => {
  expect(good(name('insufficient'), reason)).toBe('insufficient')
  expect(good(name('limit'), reason, named({ limit: name('insufficient') }))).toBe('insufficient')
  expect(bad(name('insuficient'), reason)).toBe('“insuficient” is not one of insufficient, limit.')
  expect(good(name('nothing'), { kind: 'optional', of: reason })).toBeNull()
  expect(good(name('limit'), { kind: 'optional', of: reason })).toBe('limit')
  expect(bad(name('nothing'), reason)).toMatch('nothing')
})

it('[S3.10] takes a word in quotes or in a table as what a back end says', () => {
  const open: Type = { kind: 'choice', values: { savings: {}, other: {} } }
  expect(good(text('savings'), open)).toBe('savings')
  expect(good(text('gold_deposit'), open)).toBe('other')
  expect(good(cell('gold_deposit'), open)).toBe('other')
  expect(bad(text('gold_deposit'), reason)).toBe('“gold_deposit” is not one of insufficient, limit.')
  expect(bad(name('gold_deposit'), open)).toBe(
    '“gold_deposit” is not one of savings, other; another word that a back end may say is written in quotes.',
  )
})

it('does not go round where a row’s value has its own name', () => {
  expect(good(name('limit'), reason, named({ limit: name('limit') }))).toBe('limit')
  expect(bad(name('a'), { kind: 'text' }, named({ a: name('a') }))).toBe('a stands where a text in quotes is wanted.')
})

it('says what is wanted where a name that does not exist stands', () => {
  expect(bad(name('yes'), { kind: 'boolean' })).toBe('yes stands where true or false is wanted.')
  expect(bad(name('yes'), { kind: 'boolean' }, named({ open: name('true') }))).toBe('There is no “yes” here; there is true, false, open.')
})

it('asks for every field of a record but the optional ones, and for no other', () => {
  const type: Type = {
    kind: 'record',
    fields: { id: { kind: 'digits', min: 5, max: 5 }, note: { kind: 'optional', of: { kind: 'text' } } },
  }
  const record = (fields: Record<string, ScriptValue>): ScriptValue => ({ kind: 'record', fields, ...span })
  expect(good(record({ id: text('C1001'.slice(1) + '0') }), type)).toEqual({ id: '10010', note: null })
  expect(bad(record({}), type)).toBe('The record has no “id”.')
  expect(bad(record({ id: text('10010'), nota: text('x') }), type)).toBe('The record has no field “nota”; it has id, note.')
  expect(bad({ kind: 'list', items: [record({ id: text('1') })], ...span }, { kind: 'list', of: type, upTo: 9 })).toBe(
    '[0].id: This has 1 digits; 5 are wanted.',
  )
})

it('reads a cell as what is wanted', () => {
  expect(good(cell('insufficient'), reason)).toBe('insufficient')
  expect(good(cell('CNY 10.05'), CNY)).toBe(1005)
  expect(good(cell('10.05'), CNY)).toBe(1005)
  expect(good(cell('0075'), { kind: 'digits' })).toBe('0075')
  expect(good(cell('true'), { kind: 'boolean' })).toBe(true)
  expect(good(cell(''), { kind: 'optional', of: reason })).toBeNull()
  expect(good(cell('2026-10-01'), { kind: 'date' })).toBe('2026-10-01')
  expect(good(cell('90s'), { kind: 'duration' })).toBe(90_000)
  expect(good(cell('recording 5s'), { kind: 'recording' })).toEqual({ recording: 'recording 5000ms', ms: 5000 })
  expect(bad(cell('ten'), CNY)).toBe('"ten" stands where an amount in CNY is wanted.')
})

it('reads a file’s JSON by the type, and says what is wrong with the file', () => {
  const files: ScriptScope = {
    ...scope,
    readJson: path => (path === './p.json' ? { json: [{ amount: '1', currency: 'CNY' }] } : { problem: 'missing' }),
  }
  const list: Type = { kind: 'list', of: CNY, upTo: 5 }
  expect(good({ kind: 'file', path: './p.json', ...span }, list, files)).toEqual([100])
  expect(bad({ kind: 'file', path: './q.json', ...span }, list, files)).toBe('There is no file “./q.json”.')
  expect(bad({ kind: 'file', path: './p.json', ...span }, { kind: 'list', of: reason, upTo: 5 }, files)).toBe(
    '[0]: an object { } stands where one of insufficient, limit is wanted.',
  )
})

it('reads a speech in all its languages, a text in the run’s', () => {
  const words: ScriptValue = { kind: 'text', variants: { zh: ['维护', { name: 'n' }], en: ['Maintenance ', { name: 'n' }] }, ...span }
  const within = named({ n: { kind: 'number', raw: '7', ...span } })
  expect(good(words, { kind: 'speech' }, within)).toEqual({ texts: { zh: '维护7', en: 'Maintenance 7' } })
  expect(good(words, { kind: 'text' }, within)).toBe('维护7')
  expect(readText(words, { ...within, language: 'en-US' }).text).toBe('Maintenance 7')
  expect(readText(words, { ...within, language: 'fr' }).problem).toMatchObject({ kind: 'no words', language: 'fr' })
  expect(readText(words, scope).problem).toMatchObject({ kind: 'unknown name', name: 'n' })
})

it('finds the longest tag that fits a language', () => {
  expect(findVariant({ zh: 1, 'zh-CN': 1, '': 1 }, 'zh-CN')).toBe('zh-CN')
  expect(findVariant({ zh: 1, '': 1 }, 'zh-CN')).toBe('zh')
  expect(findVariant({ 'zh-CN': 1 }, 'zh')).toBeNull()
  expect(findVariant({ z: 1 }, 'zh-CN')).toBeNull()
  expect(findVariant({ '': 1 }, 'en')).toBe('')
})

it('[L.scripts.6] reads keys from texts, numbers and rows, and nothing else as keys', () => {
  expect(readKeys(text('10*05#,1'), scope).text).toBe('10*05#,1')
  expect(readKeys({ kind: 'number', raw: '2', ...span }, scope).text).toBe('2')
  expect(readKeys(name('card'), named({ card: cell('62#') })).text).toBe('62#')
  expect(describeProblem(readKeys(text('one'), scope).problem!).en).toMatch('“o” is no key')
  expect(describeProblem(readKeys(text('1234５6'), scope).problem!).en).not.toContain('1234')
  expect(describeProblem(readKeys(text(''), scope).problem!).en).toBe('There is no key here to press.')
})

it('fills a script’s name with its row', () => {
  const within = named({ reason: name('insufficient'), words: { kind: 'text', variants: { zh: ['余额不足'] }, ...span } })
  expect(fillName('declines: {reason} {words} {else}', within)).toBe('declines: insufficient 余额不足 {else}')
})

const setup: ScriptSetup = {
  name: 's',
  parameters: [
    { name: 'id', value: null },
    { name: 'amount', value: money('CNY', '1.00') },
  ],
  lines: [],
  ...span,
}

it('gives parameters by position, by name, and their defaults', () => {
  expect(bindArguments(setup, [{ name: null, value: text('C1') }], {}).names).toMatchObject({
    id: text('C1'),
    amount: money('CNY', '1.00'),
  })
  expect(
    bindArguments(
      setup,
      [
        { name: 'amount', value: name('x') },
        { name: 'id', value: name('y') },
      ],
      { x: text('1') },
    ).names,
  ).toMatchObject({
    id: name('y'),
    amount: text('1'),
  })
})

it('says which argument of a setup is wrong', () => {
  expect(bindArguments(setup, [], {}).problem).toMatchObject({ kind: 'missing argument', name: 'id' })
  expect(bindArguments(setup, [{ name: 'ids', value: text('1') }], {}).problem).toMatchObject({
    kind: 'unknown argument',
    known: ['id', 'amount'],
  })
  expect(
    bindArguments(
      setup,
      [text('1'), text('2'), text('3')].map(value => ({ name: null, value })),
      {},
    ).problem,
  ).toMatchObject({ kind: 'too many arguments', most: 2 })
  expect(
    bindArguments(
      setup,
      [
        { name: null, value: text('1') },
        { name: 'id', value: text('2') },
      ],
      {},
    ).problem,
  ).toMatchObject({ kind: 'argument twice' })
})

it('closes a value over the names of a row, as deep as it is written', () => {
  const value: ScriptValue = {
    kind: 'list',
    items: [
      {
        kind: 'record',
        fields: { id: name('id'), words: { kind: 'text', variants: { zh: ['<', { name: 'id' }, '>'] }, ...span } },
        ...span,
      },
    ],
    ...span,
  }
  expect(closeValue(value, { id: text('7') })).toMatchObject({
    items: [{ fields: { id: text('7'), words: { variants: { zh: ['<', '7', '>'] } } } }],
  })
})
