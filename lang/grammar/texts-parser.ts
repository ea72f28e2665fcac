// Names, plain strings, texts in one or more languages, and what may stand in the braces of a text.
import { diagnose } from '../diagnostics/report.ts'
import type {
  DurationLiteral,
  Expression,
  LanguageTag,
  Missing,
  Name,
  PlainString,
  PluralForm,
  TextLiteral,
  TextPart,
  TextVariant,
  ZoneName,
} from './ast.ts'
import { ascii, DIGIT, LETTER } from './characters.ts'
import { Engine } from './engine.ts'
import { createWords, exact } from './node-lists.ts'
import { units } from './literals.ts'
import { plainTextEnd, unescape } from './text-scan.ts'
import * as T from './tokens.ts'

const id = (type: T.TokenType): number => type.tokenTypeIdx!
const WORD = id(T.Name)
const NUMBER = id(T.NumberToken)
const DURATION = id(T.DurationToken)
const TEXT = id(T.Text)
const TEXT_START = id(T.TextStart)
const TAGGED = id(T.TaggedText)
const TAGGED_START = id(T.TaggedTextStart)
const TEXT_MIDDLE = id(T.TextMiddle)
const TEXT_END = id(T.TextEnd)
const MINUS = id(T.Minus)
const PLUS = id(T.Plus)
const SLASH = id(T.Slash)
const OPEN = id(T.LBrace)
const PAUSE = id(T.K.pause)
const COLON = id(T.Colon)
const QUOTE = 34
const HYPHEN = 45

/** A rule with no parameters, as Chevrotain makes it. */
export type Rule<R> = ReturnType<typeof makeRule<R>>
declare const makeRule: <R>() => import('chevrotain').ParserMethod<[], R>

const NO_NAME: Name = { kind: 'Name', start: 0, end: 0, text: '' }

export abstract class TextsParser extends Engine {
  /** Texts are being read that commas separate. */
  protected listed = false
  protected readonly words = createWords()
  abstract readonly expression: Rule<Expression>

  // ---------------------------------------------------------------------------------------------- names

  /**
   * A name; words of the language are names here. Where there is none it is reported and the name is empty. A word that begins its line and
   * goes on as no name does is the next item's, not this name: `do ⏎ say "…"`. `first`: the name itself begins an item.
   */
  protected name(idx: number, first = false): Name {
    if (this.RECORDING_PHASE) {
      this.consume(idx, T.Word)
      return NO_NAME
    }
    const index = this.currIdx + 1
    const type = this.typeAt(index)
    if (type === WORD || (this.isWord(type) && (first || !this.beginsNext(index)))) {
      this.currIdx = index
      if (index === this.watched) this.watchedAsName = true
      const start = this.starts[index]!
      const end = this.ends[index]!
      return { kind: 'Name', start, end, text: this.words.cut(this.text, start, end) }
    }
    this.expected([T.Word])
    const at = this.end(0)
    return { kind: 'Name', start: at, end: at, text: '' }
  }
  /**
   * Is token `index`, a word of the language at the beginning of its line, rather the beginning of what comes next? Only where it goes on as
   * an item of what is around it does: line breaks mean nothing, so `= ⏎ nothing` is a value and `-> ⏎ transfer` a place, however the file is laid out.
   */
  protected beginsNext(index: number): boolean {
    const next = this.typeAt(index + 1)
    const goesOn = this.isWord(next) || this.isText(next) || next === OPEN || (next === NUMBER && !/^[A-Z]{3}$/.test(this.word(index)))
    return goesOn && this.opensItemAround(index) && this.beginsLine(index)
  }
  protected word(index: number): string {
    return this.text.slice(this.starts[index], this.ends[index])
  }
  protected missing(): Missing {
    const at = this.end(0)
    return { kind: 'Missing', start: at, end: at }
  }

  /** `zh-CN`: words and numbers that touch. */
  readonly languageTag = this.RULE('languageTag', (): LanguageTag => {
    const start = this.start()
    const first = this.name(0)
    this.touching([T.Minus])
    const end = first.text === '' ? first.end : this.end(start)
    return { kind: 'LanguageTag', start: first.start, end, text: this.text.slice(first.start, end) }
  })

  /** `Asia/Shanghai`, `Etc/GMT+8` */
  readonly zone = this.RULE('zone', (): ZoneName => {
    const start = this.start()
    const first = this.name(0)
    this.touching([T.Slash, T.Minus, T.Plus])
    const end = first.text === '' ? first.end : this.end(start)
    return { kind: 'ZoneName', start: first.start, end, text: this.text.slice(first.start, end) }
  })

  /** Further parts of a tag or zone, each behind one of `signs`, nothing between them. */
  private touching(signs: readonly T.TokenType[]): void {
    if (this.RECORDING_PHASE) {
      this.many(0, () => {
        this.or(
          0,
          signs.map((sign, at) => ({ ALT: () => this.consume(at, sign) })),
        )
        this.or(1, [{ ALT: () => this.consume(1, T.Word) }, { ALT: () => this.consume(0, T.NumberToken) }])
      })
      return
    }
    for (;;) {
      const sign = this.peek()
      if (sign !== MINUS && (signs.length === 1 || (sign !== SLASH && sign !== PLUS))) return
      const next = this.peek(2)
      if (
        !this.touches(this.currIdx + 1) ||
        !this.touches(this.currIdx + 2) ||
        !(this.isWord(next) || next === NUMBER || next === DURATION)
      )
        return
      this.currIdx += 2
    }
  }

  // ---------------------------------------------------------------------------------------------- small literals

  protected duration(idx: number): DurationLiteral {
    const start = this.start()
    if (!this.eat(idx, T.DurationToken)) {
      const at = this.end(0)
      return { kind: 'DurationLiteral', start: at, end: at, ms: 0 }
    }
    return { kind: 'DurationLiteral', start, end: this.end(start), ms: durationOf(this.image()) }
  }

  /** A whole number that counts something; 0 where it is missing. */
  protected integer(idx: number): number {
    if (!this.eat(idx, T.NumberToken) || this.RECORDING_PHASE) return 0
    const raw = this.image()
    this.checkNumber(this.currIdx)
    if (raw.includes('.')) this.oddNumber(this.currIdx, raw.slice(0, raw.indexOf('.')))
    return Math.trunc(Number(raw))
  }

  /** Zeros before a number say nothing and hide that it is not a key or a number of digits. */
  protected checkNumber(index: number): void {
    const start = this.starts[index]!
    if (this.text.charCodeAt(start) !== 48 || this.ends[index]! - start < 2) return
    const raw = this.word(index)
    const meant = raw.replace(/^0+(?=\d)/, '')
    if (meant !== raw) this.oddNumber(index, meant)
  }
  protected oddNumber(index: number, meant: string): void {
    const { start, end } = this.spanOf(index)
    const title = { en: `Write ${meant}`, zh: `改写为 ${meant}` }
    const fixes = [{ title, edits: [{ file: this.file, start, end, text: meant }] }]
    this.push(diagnose('odd-number', { number: this.text.slice(start, end), meant }, { file: this.file, start, end }, { fixes }))
  }

  /** A string without values and without a tag. */
  readonly plainString = this.RULE('plainString', (): PlainString => {
    const start = this.start()
    if (this.RECORDING_PHASE || this.peek() === TEXT) {
      this.consume(0, T.Text)
      const index = this.currIdx
      return { kind: 'PlainString', start, end: this.end(start), value: this.RECORDING_PHASE ? '' : this.chars(index, start + 1) }
    }
    if (!this.isText(this.peek())) {
      this.expected([T.Text])
      const at = this.end(0)
      return { kind: 'PlainString', start: at, end: at, value: '' }
    }
    const report = this.mayReport(this.currIdx + 1)
    const text = this.SUBRULE(this.textLiteral)
    if (report) this.push(diagnose('values-not-allowed', {}, { file: this.file, start: text.start, end: text.end }))
    this.silenced = false
    return { kind: 'PlainString', start, end: this.end(start), value: '' }
  })

  // ---------------------------------------------------------------------------------------------- texts

  protected isText(type: number): boolean {
    return type === TEXT || type === TAGGED || type === TEXT_START || type === TAGGED_START
  }

  /** One untagged string, or a run of tagged ones. */
  readonly textLiteral = this.RULE('textLiteral', (): TextLiteral => {
    const start = this.start()
    const variants: TextVariant[] = []
    if (this.RECORDING_PHASE) {
      this.atLeastOne(0, () => {
        this.SUBRULE(this.variant)
      })
      return { kind: 'TextLiteral', start, end: start, variants }
    }
    if (!this.isText(this.peek())) {
      this.expected([T.Text])
      const at = this.end(0)
      return { kind: 'TextLiteral', start: at, end: at, variants }
    }
    const first = this.anyVariant()
    if (!this.isText(this.peek())) return { kind: 'TextLiteral', start, end: this.end(start), variants: [first] }
    const second = this.anyVariant()
    if (!this.isText(this.peek())) {
      // Two languages are the usual case.
      if (!first.tag || !second.tag || first.tag.text === second.tag.text) this.checkVariants([first, second])
      return { kind: 'TextLiteral', start, end: this.end(start), variants: [first, second] }
    }
    variants.push(first, second)
    while (this.isText(this.peek())) variants.push(this.anyVariant())
    this.checkVariants(variants)
    return { kind: 'TextLiteral', start, end: this.end(start), variants: exact(variants) }
  })

  /** A text where it may be left out. */
  protected maybeText(idx: number): TextLiteral | undefined {
    if (this.RECORDING_PHASE) return this.option(idx, () => this.subrule(idx, this.textLiteral))
    return this.isText(this.peek()) ? this.SUBRULE(this.textLiteral) : undefined
  }

  private anyVariant(): TextVariant {
    const type = this.peek()
    return type === TEXT || type === TAGGED ? this.wholeVariant() : this.SUBRULE(this.variant)
  }
  /** A string without values: one token. */
  private wholeVariant(): TextVariant {
    const index = ++this.currIdx
    const start = this.starts[index]!
    const end = this.ends[index]!
    const quote = this.quoteOf(index)
    const text = this.chars(index, quote + 1)
    const parts: readonly TextPart[] =
      text === '' ? exact([]) : [{ kind: 'TextChars', start: quote + 1, end: Math.max(quote + 1, end - 1), text }]
    if (quote === start) return { kind: 'TextVariant', start, end, parts }
    return { kind: 'TextVariant', start, end, tag: this.tagOf(start, quote), parts }
  }
  private tagOf(start: number, quote: number): LanguageTag {
    return { kind: 'LanguageTag', start, end: quote, text: this.words.cut(this.text, start, quote) }
  }
  private quoteOf(index: number): number {
    const type = this.types[index]
    const start = this.starts[index]!
    if (type !== TAGGED && type !== TAGGED_START) return start
    // The quote may be one that an input method has written.
    let quote = start
    while (
      ascii[this.text.charCodeAt(quote)] === LETTER ||
      ascii[this.text.charCodeAt(quote)] === DIGIT ||
      this.text.charCodeAt(quote) === HYPHEN
    )
      quote++
    return quote
  }
  /** The unescaped characters of text token `index` from `from` on, without the quote or brace that ends it. */
  private chars(index: number, from: number): string {
    let end = this.ends[index]! - 1
    const broken = this.tokens!.broken
    if (
      broken.size > 0 &&
      broken.has(this.starts[index]!) &&
      (this.text.charCodeAt(end) !== QUOTE || plainTextEnd(this.text, from) !== end)
    )
      end++
    if (end <= from) return ''
    const raw = this.text.slice(from, end)
    return this.tokens!.escaped ? unescape(raw) : raw
  }

  /** One string with its tag; with values it is cut at their braces. */
  readonly variant = this.RULE('variant', (): TextVariant => {
    if (this.RECORDING_PHASE) {
      this.OR([
        { ALT: () => this.CONSUME(T.Text) },
        { ALT: () => this.CONSUME(T.TaggedText) },
        {
          ALT: () => {
            this.OR1([{ ALT: () => this.CONSUME(T.TextStart) }, { ALT: () => this.CONSUME(T.TaggedTextStart) }])
            this.SUBRULE(this.value)
            this.MANY(() => {
              this.CONSUME(T.TextMiddle)
              this.SUBRULE1(this.value)
            })
            this.CONSUME(T.TextEnd)
          },
        },
      ])
      return { kind: 'TextVariant', start: 0, end: 0, parts: [] }
    }
    const type = this.peek()
    if (type === TEXT || type === TAGGED) return this.wholeVariant()
    const index = ++this.currIdx
    const start = this.starts[index]!
    const quote = this.quoteOf(index)
    const parts: TextPart[] = []
    this.addChars(parts, index, quote + 1)
    for (;;) {
      parts.push(this.SUBRULE(this.value))
      const next = this.peek()
      if (next !== TEXT_MIDDLE && next !== TEXT_END) {
        this.expected([T.TextEnd])
        this.skipValue()
      }
      const at = this.currIdx + 1
      const kind = this.typeAt(at)
      if (kind !== TEXT_MIDDLE && kind !== TEXT_END) break
      this.currIdx = at
      this.addChars(parts, at, this.starts[at]! + 1)
      if (kind === TEXT_END) break
    }
    const end = this.end(start)
    const all = exact(parts)
    if (quote === start) return { kind: 'TextVariant', start, end, parts: all }
    return { kind: 'TextVariant', start, end, tag: this.tagOf(start, quote), parts: all }
  })
  private addChars(parts: TextPart[], index: number, from: number): void {
    const text = this.chars(index, from)
    if (text !== '') parts.push({ kind: 'TextChars', start: from, end: this.ends[index]! - 1, text })
  }
  /** To the brace that closes the value: whatever else is in it was reported. */
  private skipValue(): void {
    let nested = 0
    const from = this.currIdx
    for (let index = this.currIdx + 1; index < this.count; index++) {
      const type = this.types[index]!
      if (type === TEXT_START || type === TAGGED_START) nested++
      else if (nested === 0 && (type === TEXT_MIDDLE || type === TEXT_END)) {
        this.currIdx = index - 1
        this.passOver(from)
        return
      } else if (type === TEXT_END) nested--
    }
    this.currIdx = this.count - 1
    this.passOver(from)
  }

  /** What stands between the braces of a text: `{pause 500ms}`, `{x}`, `{x as form}`, `{n: one "…", other "…"}`. */
  readonly value = this.RULE('value', (): TextPart => {
    // The braces belong to the tokens around it.
    const open = this.end(0) - 1
    if (this.RECORDING_PHASE) {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          {
            ALT: () => {
              this.CONSUME(T.K.pause)
              this.duration(0)
            },
          },
          { ALT: () => this.spokenValue(open) },
        ],
      })
      return { kind: 'TextChars', start: 0, end: 0, text: '' }
    }
    if (this.peek() === PAUSE && this.peek(2) === DURATION) {
      this.currIdx++
      const duration = this.duration(0)
      return { kind: 'PausePart', start: open, end: this.closingBrace(), duration }
    }
    return this.spokenValue(open)
  })
  private spokenValue(open: number): TextPart {
    const value = this.SUBRULE(this.expression)
    if (this.RECORDING_PHASE) {
      this.OR1([
        {
          ALT: () => {
            this.CONSUME(T.Colon)
            this.commaRun(() => this.SUBRULE(this.pluralForm))
          },
        },
        {
          ALT: () => {
            this.OPTION(() => {
              this.CONSUME(T.K.as)
              this.name(5)
            })
          },
        },
      ])
      return { kind: 'TextChars', start: 0, end: 0, text: '' }
    }
    if (this.peek() === COLON) {
      this.currIdx++
      const forms: PluralForm[] = []
      this.commaRun(() => forms.push(this.SUBRULE(this.pluralForm)))
      return { kind: 'PluralPart', start: open, end: this.closingBrace(), value, forms: exact(forms) }
    }
    const form = this.maybe(0, T.K.as) ? this.name(5) : undefined
    const end = this.closingBrace()
    return form ? { kind: 'Interpolation', start: open, end, value, form } : { kind: 'Interpolation', start: open, end, value }
  }
  /** The end of the brace that should come now; where something else comes, that of what was read. */
  private closingBrace(): number {
    const next = this.peek()
    return next === TEXT_MIDDLE || next === TEXT_END ? this.start() + 1 : this.end(0)
  }

  /** `one "message"` */
  readonly pluralForm = this.RULE('pluralForm', (): PluralForm => {
    const when = this.name(0, true)
    if (this.RECORDING_PHASE) {
      this.SUBRULE(this.variant)
      return { kind: 'PluralForm', start: 0, end: 0, when, parts: [] }
    }
    if (!this.isText(this.peek())) {
      this.expected([T.Text])
      return { kind: 'PluralForm', start: when.start, end: when.end, when, parts: [] }
    }
    const variant = this.SUBRULE(this.variant)
    if (variant.tag) this.push(diagnose('mixed-texts', {}, { file: this.file, start: variant.start, end: variant.end }))
    return { kind: 'PluralForm', start: when.start, end: variant.end, when, parts: variant.parts }
  })

  private checkVariants(variants: readonly TextVariant[]): void {
    const untagged = variants.filter(variant => !variant.tag)
    if (untagged.length === variants.length && this.listed) {
      const [before, after] = variants as readonly [TextVariant, TextVariant]
      const title = { en: 'Put a comma between them', zh: '在中间加逗号' }
      const fixes = [{ title, edits: [{ file: this.file, start: before.end, end: before.end, text: ',' }] }]
      this.push(diagnose('missing-comma', {}, { file: this.file, start: after.start, end: after.end }, { fixes }))
      return
    }
    const odd = untagged[0]
    if (odd) {
      this.push(diagnose('mixed-texts', {}, { file: this.file, start: odd.start, end: odd.end }))
      return
    }
    const seen = new Set<string>()
    for (const { tag } of variants) {
      const key = tag!.text.toLowerCase()
      if (seen.has(key)) {
        this.push(diagnose('repeated-tag', { tag: tag!.text }, { file: this.file, start: tag!.start, end: tag!.end }))
        return
      }
      seen.add(key)
    }
  }
}

/** The milliseconds of `500ms`, `5s`, `2min`, `1h`; 0 for another unit, which the tokenizer has reported. */
export function durationOf(image: string): number {
  const digits = /^[\d.]+/.exec(image)?.[0] ?? '0'
  return Number(digits) * (units[image.slice(digits.length)] ?? 0)
}
