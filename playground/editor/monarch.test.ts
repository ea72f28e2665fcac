import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'monaco-editor/editor/standalone/common/monarch/monarchCompile'
import { MonarchTokenizer } from 'monaco-editor/editor/standalone/common/monarch/monarchLexer'
import { expect, it } from 'vitest'
import { disk } from '../../cli/io.ts'
import { filesBelow } from '../../cli/project.ts'
import { createTokenizer } from '../../lang/grammar/tokenizer.ts'
import { ivrTokens, type TokenInfo } from '../../lang/grammar/tokens.ts'
import { scriptTokens, tokenizeScript } from '../../lang/script/tokens.ts'
import { LEXICAL_TOKENS, monarchRules } from './monarch.ts'

const all = [...ivrTokens, ...scriptTokens]
const examples = join(import.meta.dirname, '..', '..', 'examples')

/** What Monaco's own tokenizer makes of a text: the token at an offset. */
function colouring(id: string, tokens: readonly TokenInfo[]): (text: string) => (offset: number) => string {
  const lexer: unknown = compile(id, monarchRules(tokens, all))
  const configuration = { getValue: () => 20_000, onDidChangeConfiguration: () => ({ dispose: () => {} }) }
  const languages = { languageIdCodec: {}, isRegisteredLanguageId: () => true, requestBasicLanguageFeatures: () => {} }
  const tokenizer = new MonarchTokenizer(languages, {}, id, lexer, configuration)
  return text => {
    const spans: { readonly start: number; readonly type: string }[] = []
    let state = tokenizer.getInitialState()
    let start = 0
    for (const line of text.split('\n')) {
      const found = tokenizer.tokenize(line, true, state)
      for (const { offset, type } of found.tokens) spans.push({ start: start + offset, type: type.replace(`.${id}`, '') })
      state = found.endState
      start += line.length + 1
    }
    return offset => spans.findLast(span => span.start <= offset)?.type ?? ''
  }
}

/** A word may be a name, and a name may be a word of another place. */
const FITTING: Readonly<Record<TokenInfo['category'], RegExp>> = {
  // One with braces is cut at them.
  text: /^(?:string|delimiter)/,
  number: /^number/,
  keyword: /^(?:keyword|type|constant|operator\.word|property|place)/,
  name: /^(?:variable|place|type|currency|property|keyword|constant)/,
  operator: /^(?:operator|number\.key)/,
  punctuation: /^(?:delimiter|number\.key)/,
  none: /./,
}

it.each([
  ['ivr', ivrTokens, createTokenizer(ivrTokens)],
  ['dtmf', scriptTokens, tokenizeScript],
] as const)('colours every token of the examples as what it is, in .%s files', (id, table, tokenize) => {
  const colour = colouring(id, table)
  const infos = new Map(table.map(info => [info.type.tokenTypeIdx!, info]))
  let seen = 0
  for (const path of filesBelow(disk, examples, `.${id}`).slice(0, 12)) {
    const text = readFileSync(path, 'utf8')
    const at = colour(text)
    const { types, starts, count, comments } = tokenize(text, path, [])
    for (let number = 0; number < count; number++) {
      const info = infos.get(types[number]!)!
      const start = starts[number]!
      const line = text.slice(0, start).split('\n').length
      expect(at(start), `${path}:${line} ${text.slice(start, start + 20)} (${info.type.name})`).toMatch(FITTING[info.category])
      seen++
    }
    for (const { start, style } of comments) expect(at(start)).toBe(style === 'doc' ? 'comment.doc' : 'comment')
  }
  expect(seen).toBeGreaterThan(2_000)
})

it.each([
  ['  press 1 for zh"账户" en"balances" -> balances', 'balances"', 'string'],
  ['  press 1 for zh"账户" en"balances" -> balances', 'zh"', 'string.tag'],
  ['  press 1 for zh"账户" en"balances" -> balances', '-> ', 'operator'],
  ['  press 1 for zh"账户" en"balances" -> balances', 'balances', 'place'],
  ['say "The {account.kind} ends"', 'kind', 'property'],
  ['say "a {n: one "message", other "more"} b" again', 'again', 'keyword'],
  ['flow 挂失 { say sorry }', '挂失', 'place'],
  ['type Passcode = secret digits 6', 'Passcode', 'type'],
  ['service bank { query list() -> text }', 'text', 'type.standard'],
  ['press * unannounced -> back', '* ', 'number.key'],
  ['press * unannounced -> back', 'back', 'keyword'],
  ['first key within 500ms', 'ms', 'number.unit'],
  ['barge-in off', 'barge-in', 'keyword'],
  ['say "open {a\nmenu main {', 'main', 'place'],
  ['say "\\q"', '\\q', 'invalid'],
])('%s: %s', (text, at, token) => {
  expect(colouring('ivr', ivrTokens)(text)(text.lastIndexOf(at))).toBe(token)
})

it('finds nothing that the theme has no colour for', () => {
  const found = JSON.stringify([ivrTokens, scriptTokens].map(tokens => monarchRules(tokens, all).tokenizer))
  const colour = colouring('ivr', ivrTokens)(readFileSync(join(examples, 'card-centre/main.ivr'), 'utf8'))
  for (let at = 0; at < 2_000; at++) expect([...LEXICAL_TOKENS, 'white']).toContain(colour(at))
  for (const token of LEXICAL_TOKENS) expect(found, token).toContain(`"${token}"`)
})
