// A text as its tokens and comments, and the same ones with other blanks between them.
import { createTokenizer } from '../../grammar/tokenizer.ts'
import { ivrTokens } from '../../grammar/tokens.ts'
import { parse } from '../../grammar/index.ts'
import { parseScript } from '../../script/parse-script.ts'
import { scriptTokens } from '../../script/tokens.ts'
import { guideOfProgram } from '../program-guide.ts'
import { guideOfScript } from '../script-guide.ts'
import type { Language } from './texts.ts'

const tokenizers = { ivr: createTokenizer(ivrTokens), dtmf: createTokenizer(scriptTokens) }

/** The tokens and comments of a text, in their order. */
export function piecesOf(language: Language, text: string): string[] {
  const { starts, ends, count, comments } = tokenizers[language](text, '', [])
  const tokens = Array.from({ length: count }, (_, at) => ({ start: starts[at]!, end: ends[at]! }))
  return [...tokens, ...comments].sort((a, b) => a.start - b.start).map(({ start, end }) => text.slice(start, end).trimEnd())
}

/** The same numbers for the same seed (mulberry32): 0 ≤ n < below. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const BLANKS = [' ', ' ', '  ', '\t', '\n', '\n', '\n\n', ' \n \n\n ', '\r\n', '']
const COMMENTS = ['/* block */', '/* two\n  lines */', '// line\n', '/// doc\n', '/**/', '// 全角。\n\n', '/* a */ // b\n']
const TIGHT = /[{}()[\],]/

/** Other blanks between the tokens, wherever they may stand, and comments between some: none, or one in so many places. */
export function respaced(language: Language, text: string, seed: number, comments: number): string {
  const random = randomFrom(seed)
  const source = tokenizers[language](text, '', [])
  const starts = source.starts.slice(0, source.count)
  const ends = source.ends.slice(0, source.count)
  const tokens = { ...source, starts, ends, types: source.types.slice(0, source.count + 1) }
  const guide =
    language === 'ivr'
      ? guideOfProgram(text, parse(text, '').tree, tokens)
      : guideOfScript(parseScript(text, '').script, { ...tokens, types: tokens.types })
  const whole = [...guide.whole, ...textsIn(text, tokens.types, starts, ends)].sort((a, b) => a.start - b.start)
  let out = ''
  let next = 0
  for (let at = 0; at < starts.length; at++) {
    const from = at === 0 ? 0 : ends[at - 1]!
    const start = starts[at]!
    while (next < whole.length && whole[next]!.end <= start) next++
    const inside = next < whole.length && whole[next]!.start < start
    const touches = from === start && guide.touching.has(tokens.types[at]!) && guide.touching.has(tokens.types[at - 1]!)
    if (inside || touches) out += text.slice(from, start)
    else {
      const before = at === 0 ? '' : text[from - 1]!
      const begins = language === 'dtmf' && text.slice(from, start).includes('\n')
      let blank = begins ? '\n\n'.slice(random(2)) : BLANKS[random(BLANKS.length)]!
      const sure =
        language === 'ivr' ? !guide.fixed.has(tokens.types[at]!) || text.slice(from, start).includes('\n') : mayBreak(text, from, start)
      if (!sure) blank = text.slice(from, start)
      if (blank === '' && !TIGHT.test(before) && !TIGHT.test(text[start]!)) blank = ' '
      const own = source.comments.filter(one => one.start >= from && one.end <= start)
      for (const one of own) blank += `${text.slice(one.start, one.end)}${one.style === 'block' ? '' : '\n'}`
      if (own.length > 0) blank = ` ${blank}`
      if (comments > 0 && random(comments) === 0) {
        const comment = COMMENTS[random(COMMENTS.length)]!
        const breaks = !sure && comment.includes('\n')
        out += breaks ? `${blank} /* block */ ` : `${blank} ${comment}${blank}`
      } else out += blank
    }
    out += text.slice(start, ends[at])
  }
  return `${out}\n`
}

/** A word that begins a line may begin the next line of a script: only these places are sure. */
const mayBreak = (text: string, from: number, to: number): boolean =>
  text.slice(from, to).includes('\n') || /[{([,]/.test(text[from - 1] ?? '{') || /[})\]]/.test(text[to]!)

/** Texts with values in them, whole. */
function textsIn(text: string, types: Uint16Array, starts: Int32Array, ends: Int32Array): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let open = 0
  let start = 0
  for (let at = 0; at < starts.length; at++) {
    const token = text.slice(starts[at], ends[at])
    const opens = /^[A-Za-z-]*"[^]*\{$/.test(token)
    if (opens && open++ === 0) start = starts[at]!
    if (token.startsWith('}') && token.length > 1 && token.endsWith('"') && --open === 0) found.push({ start, end: ends[at]! })
  }
  return found
}
