// Held over every token of every example: what comes next is offered, and what is offered is read.
import { expect, it } from 'vitest'
import { parse } from '../grammar/index.ts'
import { nextInProgram } from '../grammar/parser.ts'
import type { NextTokens } from '../grammar/next-tokens.ts'
import { createTokenizer } from '../grammar/tokenizer.ts'
import * as T from '../grammar/tokens.ts'
import { nextInScript } from '../script/next-in-script.ts'
import { parseScript } from '../script/parse-script.ts'
import { scriptTokens, tokenizeScript } from '../script/tokens.ts'
import { examples, filesOf } from './testing/workspace.ts'

const program = { table: T.ivrTokens, tokenize: createTokenizer(T.ivrTokens), next: nextInProgram, parse }
const script = { table: scriptTokens, tokenize: tokenizeScript, next: nextInScript, parse: parseScript }

interface Place {
  readonly file: string
  readonly text: string
  readonly start: number
  readonly end: number
  readonly type: T.TokenType
}

/** Every token of every example, in their order. */
function* placesOf(example: string): Iterable<Place> {
  for (const [file, text] of Object.entries(filesOf(example))) {
    if (!/\.(ivr|dtmf)$/.test(file)) continue
    const { table, tokenize } = file.endsWith('.ivr') ? program : script
    const byIndex: T.TokenType[] = []
    for (const { type } of table) byIndex[type.tokenTypeIdx!] = type
    const { types, starts, ends, count } = tokenize(text, file, [])
    const tokens = Array.from({ length: count }, (_, at) => ({ type: byIndex[types[at]!]!, start: starts[at]!, end: ends[at]! }))
    for (const token of tokens) yield { file, text, ...token }
  }
}

const isName = (type: T.TokenType): boolean => type === T.Name || type.CATEGORIES?.includes(T.Word) === true

/** What is offered where `place` begins, in the text up to there. */
function nextAt({ file, text, start }: Place): NextTokens {
  const { next } = file.endsWith('.ivr') ? program : script
  const found = next(text.slice(0, start), start, true)
  if ('inside' in found) throw new Error(`${file}:${start} is inside a ${found.inside}`)
  return found
}

/** Whether each of them follows is asked at every token of every example, and every offer of programs is inserted. */
const full = process.env['CALLWRIGHT_FUZZ'] === 'full'
// Scripts have ten tokens for one of a program and say the same again and again: every fifteenth of theirs is asked about.
const SCRIPT_STEP = full ? 1 : 15
const isAsked = ({ file }: Place, at: number): boolean => file.endsWith('.ivr') || at % SCRIPT_STEP === 0

const counted = { positions: 0, offers: 0 }

it.each(examples)(
  'the token that comes next is among those offered, at every token of %s',
  example => {
    let at = 0
    for (const place of placesOf(example)) {
      if (!isAsked(place, at++)) continue
      // The closing brace of a value ends the text that is read up to it.
      if (place.type === T.TextEnd || place.type === T.TextMiddle) continue
      const { types, name } = nextAt(place)
      const offered = types.has(place.type) || (name && isName(place.type))
      expect(offered, `${place.file}:${place.start} ${JSON.stringify(place.text.slice(place.start - 30, place.end))}`).toBe(true)
      counted.positions++
    }
  },
  300_000,
)

/** A token as it is written. */
const written = new Map<T.TokenType, string>([
  ...[...T.ivrTokens, ...scriptTokens].flatMap(({ type, image }) => (image === undefined ? [] : [[type, image] as const])),
  [T.Name, 'qqq_name'],
  [T.NumberToken, '1'],
  [T.DurationToken, '5s'],
  [T.DateToken, '2026-10-01'],
  [T.TimeToken, '08:30'],
  [T.MomentToken, '2026-10-01T08:30+08:00'],
  [T.Text, '"a"'],
  [T.TaggedText, 'qqq"a"'],
  [T.TextStart, '"a{'],
  [T.TaggedTextStart, 'qqq"a{'],
  [T.TextMiddle, '} b{'],
  [T.TextEnd, '} b"'],
])
const touching: ReadonlySet<T.TokenType> = new Set([T.Minus, T.Plus, T.Slash])

/** The text that leads there with the token behind it, and where that stands. Values and texts are closed, so that they are whole. */
function insert(next: NextTokens, type: T.TokenType, behind: T.TokenType | undefined): { text: string; start: number; end: number } {
  const lead = /[\p{L}\p{N}_]$/u.test(next.lead) && /[\p{L}\p{N}_]/u.test(written.get(type)![0]!) ? `${next.lead} ` : next.lead
  const image = written.get(type)!
  const more = behind === undefined ? '' : (touching.has(type) ? '' : ' ') + written.get(behind)!
  const opened = [T.TextStart, T.TaggedTextStart].includes(type) ? 'x}"' : type === T.TextMiddle ? 'x}"' : ''
  const closing = type === T.TextEnd || type === T.TextMiddle ? next.closing.slice(2) : next.closing
  return { text: `${lead}${image}${more}${opened}${closing}`, start: lead.length, end: lead.length + image.length }
}

/** One of so many positions that are asked about has all of its offers inserted. */
const offerStep = ({ file }: Place): number => (full && file.endsWith('.ivr') ? 1 : full ? 15 : 8)

it.each(examples)(
  'each token that is offered is read where it is offered without a new error at it, in %s',
  example => {
    let at = 0
    const seen = new Set<string>()
    for (const place of placesOf(example)) {
      if (!isAsked(place, at++) || at % offerStep(place) !== 0 || place.type === T.TextEnd || place.type === T.TextMiddle) continue
      const next = nextAt(place)
      // The same lead is asked once.
      if (seen.has(next.lead)) continue
      seen.add(next.lead)
      const read = place.file.endsWith('.ivr') ? parse : parseScript
      const offers = [...next.types, ...(next.name ? [[T.Name, undefined] as const] : [])]
      for (const [type, behind] of offers) {
        const { text, start, end } = insert(next, type, behind)
        // What can be said but once is offered also where it was said.
        const wrong = read(text, place.file).diagnostics.filter(
          one => one.start >= start && one.start < end && one.slug !== 'unclosed-brace' && one.slug !== 'item-twice',
        )
        expect(wrong, `${type.name} in ${JSON.stringify(text.slice(-80))} of ${place.file}`).toEqual([])
        counted.offers++
      }
    }
  },
  1_200_000,
)

it('… that was so at more than 20,000 positions, of more than 20,000 offers', () => {
  expect(counted.positions).toBeGreaterThan(20_000)
  expect(counted.offers).toBeGreaterThan(20_000)
})
