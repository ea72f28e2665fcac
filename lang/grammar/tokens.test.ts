import { readdirSync, readFileSync } from 'node:fs'
import { NonTerminal, Terminal } from 'chevrotain'
import { expect, it } from 'vitest'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { recordedParser } from './parser.ts'
import { createTokenizer } from './tokenizer.ts'
import { ivrTokens, withKeywords } from './tokens.ts'

const tokenize = createTokenizer(ivrTokens)
const names = new Map(ivrTokens.map(info => [info.type.tokenTypeIdx!, info.type.name]))

const read = (text: string) => {
  const diagnostics: Diagnostic[] = []
  const { types, starts, ends, count } = tokenize(text, 'x.ivr', diagnostics)
  const all = Array.from({ length: count }, (_, at) => `${names.get(types[at]!)} ${text.slice(starts[at], ends[at])}`)
  return { all, codes: diagnostics.map(one => one.code) }
}

it('has a label in both languages for every token, and a name of its own', () => {
  expect(new Set(ivrTokens.map(info => info.type.name)).size).toBe(ivrTokens.length)
  for (const { label } of ivrTokens) expect(label.en && label.zh).toBeTruthy()
})

it('has no word that the grammar does not use', () => {
  const used = new Set<unknown>()
  const work: { definition?: readonly unknown[] }[] = Object.values(recordedParser().getGAstProductions())
  for (let next = work.pop(); next; next = work.pop()) {
    if (next instanceof Terminal) used.add(next.terminalType)
    else if (!(next instanceof NonTerminal)) work.push(...((next.definition ?? []) as { definition?: readonly unknown[] }[]))
  }
  // A plain name is used as a word.
  expect(ivrTokens.filter(info => !used.has(info.type)).map(info => info.type.name)).toEqual(['Name'])
})

it.each([
  ['for"x"', ['Word_for for', 'Text "x"']],
  ['zh-CN"x" no"y" say"z"', ['TaggedText zh-CN"x"', 'TaggedText no"y"', 'Word_say say', 'Text "z"']],
  ['barge-in barge-into type-ahead', ['BargeIn barge-in', 'Name barge', 'Minus -', 'Name into', 'TypeAhead type-ahead']],
  ['16..19 0.01..5.00', ['Number 16', 'DotDot ..', 'Number 19', 'Number 0.01', 'DotDot ..', 'Number 5.00']],
  ['2026-10-01..2026-10-07', ['Date 2026-10-01', 'DotDot ..', 'Date 2026-10-07']],
  ['08:30..24:00', ['Time 08:30', 'DotDot ..', 'Time 24:00']],
  ['10-5 a->b', ['Number 10', 'Minus -', 'Number 5', 'Name a', 'Arrow ->', 'Name b']],
  ['"a{b}c{d}"', ['TextStart "a{', 'Name b', 'TextMiddle }c{', 'Name d', 'TextEnd }"']],
  [
    'zh"{n: one "x{y}"}"',
    ['TaggedTextStart zh"{', 'Name n', 'Colon :', 'Word_one one', 'TextStart "x{', 'Name y', 'TextEnd }"', 'TextEnd }"'],
  ],
  ['a /* { */ b // }\nc', ['Name a', 'Name b', 'Name c']],
  ['5s 500ms 2min 1h', ['Duration 5s', 'Duration 500ms', 'Duration 2min', 'Duration 1h']],
])('reads %s', (text, wanted) => {
  expect(read(text)).toEqual({ all: wanted, codes: [] })
})

it('reads a run of odd characters as one mistake, and a full-width sign as the plain one', () => {
  expect(read('a ¥€§ b')).toEqual({ all: ['Name a', 'Name b'], codes: ['CW1005'] })
  expect(read('a，b')).toEqual({ all: ['Name a', 'Comma ，', 'Name b'], codes: ['CW1006'] })
  expect(read('press １２ for')).toEqual({ all: ['Word_press press', 'Number １２', 'Word_for for'], codes: ['CW1006'] })
  expect(read('say “您好”').all).toEqual(['Word_say say', 'Text “您好”'])
})

it('leaves nothing but blanks and comments between its tokens', () => {
  const folder = new URL('fixtures/', import.meta.url)
  for (const name of readdirSync(folder).filter(one => one.endsWith('.ivr'))) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    const { starts, ends, count, comments } = tokenize(text, name, [])
    const spans = [...comments, ...Array.from({ length: count }, (_, at) => ({ start: starts[at]!, end: ends[at]! }))]
    spans.sort((a, b) => a.start - b.start)
    let at = 0
    for (const { start, end } of spans) {
      expect(text.slice(at, start).trim()).toBe('')
      expect(end).toBeGreaterThan(start)
      at = end
    }
    expect(text.slice(at).trim()).toBe('')
  }
})

it('gives a second grammar its own words beside these', () => {
  const { tokens, K } = withKeywords(['hear', 'say'])
  expect(tokens).toHaveLength(ivrTokens.length + 1)
  const second = createTokenizer(tokens)('hear say', 'x.dtmf', [])
  expect(Array.from(second.types.slice(0, 2))).toEqual([K.hear.tokenTypeIdx, K.say.tokenTypeIdx])
  expect(read('hear').all).toEqual(['Name hear'])
})
