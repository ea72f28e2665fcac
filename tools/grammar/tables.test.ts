import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { TokenType } from 'chevrotain'
import { expect, it } from 'vitest'
import { createLookAhead, type GrammarTables } from '../../lang/grammar/grammar-tables.ts'
import { recordedParser } from '../../lang/grammar/parser.ts'
import { tables as ivr } from '../../lang/grammar/tables.ts'
import { EOF, ivrTokens, type TokenInfo } from '../../lang/grammar/tokens.ts'
import { ScriptParser } from '../../lang/script/parser.ts'
import { tables as dtmf } from '../../lang/script/tables.ts'
import { scriptTokens } from '../../lang/script/tokens.ts'
import { tableFiles } from './tables.ts'

it('finds the tables as the grammars are; `npm run grammar` writes them', async () => {
  for (const { path, text } of await tableFiles()) expect(readFileSync(path, 'utf8'), relative('.', path)).toBe(text)
})

/** What Chevrotain's analysis left in a parser. */
interface Analysed {
  readonly lookAheadFuncsCache: readonly (readonly ((alternatives?: unknown) => number | boolean | undefined)[] | undefined)[]
  readonly fullRuleNameToShort: Readonly<Record<string, number>>
  LA_FAST(howMuch: number): unknown
}

it.each([
  ['.ivr', ivr, ivrTokens, () => recordedParser()],
  ['.dtmf', dtmf, scriptTokens, () => new ScriptParser(true)],
] as [string, GrammarTables, readonly TokenInfo[], () => unknown][])(
  'looks ahead as Chevrotain does, in %s files',
  (_, tables, all, make) => {
    const parser = make() as Analysed
    const byName = new Map(all.map(({ type }) => [type.name, type]))
    const typesOf = (names: string): TokenType[] => names.split(' ').flatMap(name => (name === '' ? [] : byName.get(name)!))
    let compared = 0
    for (const [rule, short] of Object.entries(parser.fullRuleNameToShort)) {
      const theirs = parser.lookAheadFuncsCache[short] ?? []
      expect(Object.keys(tables.ahead[rule] ?? {}), rule).toEqual(Object.keys(theirs))
      for (const [key, alternatives] of Object.entries(tables.ahead[rule] ?? {})) {
        for (const tokenType of [...all.map(({ type }) => type), EOF]) {
          const token = { tokenType, tokenTypeIdx: tokenType.tokenTypeIdx! }
          parser.LA_FAST = () => token
          const ours = createLookAhead(+key, alternatives, typesOf, () => token.tokenTypeIdx)
          expect(ours(), `${rule} ${key} ${tokenType.name}`).toBe(theirs[+key]!.call(parser, []))
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(1000)
  },
)
