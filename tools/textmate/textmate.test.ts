import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import type { IGrammar, IRawGrammar, StateStack } from 'vscode-textmate'
import { createTokenizer, type Tokens } from '../../lang/grammar/tokenizer.ts'
import { ivrTokens, type TokenInfo } from '../../lang/grammar/tokens.ts'
import { scriptTokens, tokenizeScript } from '../../lang/script/tokens.ts'
import { disk } from '../../cli/io.ts'
import { filesBelow } from '../../cli/project.ts'
import { textMateFiles } from './grammars.ts'
import { scopedWords } from './scopes.ts'

const require = createRequire(import.meta.url)
const textMate = require('vscode-textmate') as typeof import('vscode-textmate')
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma')

const examples = join(import.meta.dirname, '..', '..', 'examples')

/** The grammars as an editor would load them. */
async function registry(): Promise<{ grammar: (scope: string) => Promise<IGrammar> }> {
  const files = new Map((await textMateFiles()).map(({ path, text }) => [(JSON.parse(text) as IRawGrammar).scopeName, { path, text }]))
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')))
  const made = new textMate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => oniguruma.createOnigScanner(patterns),
      createOnigString: text => oniguruma.createOnigString(text),
    }),
    loadGrammar: scope => {
      const file = files.get(scope)
      return Promise.resolve(file ? textMate.parseRawGrammar(file.text, file.path) : null)
    },
  })
  return { grammar: async scope => (await made.loadGrammar(scope))! }
}
const loaded = registry()

/** The innermost scopes of a text, by offset. */
function scopesOf(grammar: IGrammar, text: string): (offset: number) => string {
  const spans: { readonly start: number; readonly end: number; readonly scope: string }[] = []
  let state: StateStack = textMate.INITIAL
  let start = 0
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state)
    for (const token of tokens) spans.push({ start: start + token.startIndex, end: start + token.endIndex, scope: token.scopes.join(' ') })
    state = ruleStack
    start += line.length + 1
  }
  return offset => {
    let low = 0
    let high = spans.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (spans[middle]!.start <= offset) low = middle
      else high = middle - 1
    }
    return spans[low]?.scope ?? ''
  }
}

it('finds the grammars as the token table is; `npm run textmate` writes them', async () => {
  for (const { path, text } of await textMateFiles()) expect(readFileSync(path, 'utf8'), relative('.', path)).toBe(text)
})

it('gives every word of both languages one scope', () => {
  for (const tokens of [ivrTokens, scriptTokens]) {
    const words = scopedWords(tokens, [...ivrTokens, ...scriptTokens]).flatMap(one => one.words)
    const expected = tokens.flatMap(({ category, image }) => (category === 'keyword' ? [image] : []))
    expect([...words].sort()).toEqual([...expected].sort())
  }
})

/** What an editor may show a token of a category as. A word may be a name, and a name may be a word of another place. */
const FITTING: Readonly<Record<TokenInfo['category'], RegExp>> = {
  text: /string\.quoted/,
  number: /constant\.numeric/,
  keyword: /keyword|storage|support|constant\.language|variable|entity/,
  name: /variable|entity|constant\.other|support|keyword|storage/,
  operator: /keyword\.operator|constant\.numeric\.key/,
  punctuation: /punctuation|constant\.numeric\.key/,
  none: /./,
}

it.each([
  ['ivr', ivrTokens, createTokenizer(ivrTokens)],
  ['dtmf', scriptTokens, tokenizeScript],
] as const)('colours every token of the examples as what it is, in .%s files', async (id, table, tokenize) => {
  const grammar = await (await loaded).grammar(`source.${id}`)
  const infos = new Map(table.map(info => [info.type.tokenTypeIdx!, info]))
  let seen = 0
  for (const path of filesBelow(disk, examples, `.${id}`)) {
    const text = readFileSync(path, 'utf8')
    const scopeAt = scopesOf(grammar, text)
    const { types, starts, count, comments }: Tokens = tokenize(text, path, [])
    for (let at = 0; at < count; at++) {
      const info = infos.get(types[at]!)!
      const start = starts[at]!
      const line = text.slice(0, start).split('\n').length
      expect(scopeAt(start), `${path}:${line} ${text.slice(start, start + 20)} (${info.type.name})`).toMatch(FITTING[info.category])
      seen++
    }
    for (const { start, style } of comments) expect(scopeAt(start)).toContain(style === 'doc' ? 'comment.line.documentation' : 'comment.')
  }
  expect(seen).toBeGreaterThan(5_000)
})

it.each([
  ['  press 1 for zh"账户" en"balances" -> balances', 'balances"', 'string.quoted.double.ivr'],
  ['  press 1 for zh"账户" en"balances" -> balances', 'zh"', 'support.constant.language-tag.ivr'],
  ['  press 1 for zh"账户" en"balances" -> balances', '-> ', 'keyword.operator.arrow.ivr'],
  ['say "The {account.kind} ends"', 'kind', 'variable.other.property.ivr'],
  ['say "a {n: one "message", other "more"} b" again', 'again', 'keyword.control.ivr'],
  ['say "never closed {n', 'never', 'string.quoted.double.ivr'],
  ['flow 挂失 { say sorry }', '挂失', 'entity.name.function.ivr'],
  ['type Passcode = secret digits 6', 'Passcode', 'entity.name.type.ivr'],
  ['service bank { query list() -> text }', 'text', 'support.type.ivr'],
  ['press * unannounced -> back', '* ', 'constant.numeric.key.ivr'],
  ['first key within 500ms', 'ms', 'keyword.other.unit.ivr'],
  ['let x = { number: "1", time: 08:30 }', 'number', 'variable.other.property.ivr'],
  ['let x = call.language', 'language', 'variable.other.property.ivr'],
])('%s: %s', async (line, at, scope) => {
  const grammar = await (await loaded).grammar('source.ivr')
  expect(scopesOf(grammar, line)(line.lastIndexOf(at)).split(' ')).toContain(scope)
})

it('goes on after a text that is not closed', async () => {
  const grammar = await (await loaded).grammar('source.ivr')
  const text = 'say "open {a\nmenu main {'
  expect(scopesOf(grammar, text)(text.indexOf('main'))).toBe('source.ivr entity.name.function.ivr')
})
