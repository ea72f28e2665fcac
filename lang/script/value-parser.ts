// The values of scripts: texts, amounts, names, lists, records. Unlike the expressions of `.ivr` files they are only ever written out.
import type { TokenType } from '../grammar/tokens.ts'
import type { ScriptSpan, ScriptValue } from '../../machine/script.ts'
import { setField } from '../../machine/json-values.ts'
import type { Fix, Message } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { Engine } from '../grammar/engine.ts'
import { units } from '../grammar/literals.ts'
import { unescape } from '../grammar/text-scan.ts'
import * as T from '../grammar/tokens.ts'
import { nearMiss } from '../text/near-miss.ts'
import { lineWords, partWords, scriptTokens, W } from './tokens.ts'

type TextPart = string | { readonly name: string }
type ValueOf<K extends ScriptValue['kind']> = Extract<ScriptValue, { readonly kind: K }>

export const idOf = (type: TokenType): number => type.tokenTypeIdx!
const lineIds = new Set(lineWords.map(word => idOf(W[word])))
const partIds = new Set(partWords.map(word => idOf(W[word])))
export const textTypes: readonly TokenType[] = [T.Text, T.TextStart, T.TaggedText, T.TaggedTextStart]
const textIds = new Set(textTypes.map(idOf))
const NAME = idOf(T.Name)
const NEVER = idOf(W.never)
/** What follows the name of a field or an argument, but never a line's first word. */
const afterNames = new Set([T.Colon, T.Assign, T.Comma, T.RBracket, T.RBrace, T.RParen].map(idOf))

export class ValueParser extends Engine {
  /** How many lists, records and argument lists are open. */
  protected nested = 0
  /** A line or a head is being read, not looked for. */
  protected inLine = false
  private readonly fields = this.list('recordRule', 1, { en: 'a field', zh: '字段' })

  constructor(record: boolean) {
    super(scriptTokens, { record })
  }

  // ---------------------------------------------------------------------------------------------- helpers

  /** OR, decided by `choose` where the next token alone does not say. −1 = none fits: reported, and undefined is given. */
  protected pick<R>(
    idx: number,
    alternatives: readonly (() => R)[],
    choose: () => number,
    wanted: Message | readonly TokenType[],
  ): R | undefined {
    if (this.RECORDING_PHASE) return this.or(idx, { DEF: alternatives.map(ALT => ({ ALT })), IGNORE_AMBIGUITIES: true }) as R
    const chosen = choose()
    if (chosen >= 0) return alternatives[chosen]!.call(this)
    if ('en' in wanted) this.expect(wanted)
    else this.expected(wanted)
    return undefined
  }

  /** OPTION that begins with a word; a slip of that word on the same line is read as it. */
  protected clause<R>(idx: number, type: TokenType, parse: () => R): R | undefined {
    if (this.RECORDING_PHASE) return this.option(idx, parse)
    this.mendHere([type])
    return this.peek() === idOf(type) ? parse.call(this) : undefined
  }

  /** Reads a slip of one of these words as the word, where it stands on the line that is being read. */
  protected mendHere(types: readonly TokenType[]): void {
    if (this.peek() !== NAME || this.beginsLine(this.currIdx + 1)) return
    const words = types.map(type => type.LABEL!.slice(1, -1))
    const { start, end } = this.spanOf(this.currIdx + 1)
    if (nearMiss(this.text.slice(start, end), words) !== undefined) this.mendWord(words)
  }

  /** Does the next line of the script (or the next part) begin at token `index`? */
  protected beginsNext(index: number): boolean {
    const type = this.typeAt(index)
    if (!lineIds.has(type) && !partIds.has(type)) return false
    if (type === NEVER && this.typeAt(index + 1) === idOf(W.answers)) return false
    return this.beginsLine(index) && !afterNames.has(this.typeAt(index + 1))
  }
  protected isPart(index: number): boolean {
    return partIds.has(this.typeAt(index)) && this.beginsLine(index) && !afterNames.has(this.typeAt(index + 1))
  }

  /** A name, which may be spelt as a word of the language; '' where there is none. Never the first word of the next line. */
  protected name(idx: number): string {
    if (this.RECORDING_PHASE) {
      this.consume(idx, T.Word)
      return ''
    }
    if (!this.isWord(this.peek()) || this.beginsNext(this.currIdx + 1)) {
      this.expected([T.Word])
      return ''
    }
    this.currIdx++
    if (this.currIdx === this.watched) this.watchedAsName = true
    return this.image()
  }

  /** Which of `types` the next token is; −1 = none. */
  protected indexOf(types: readonly TokenType[]): number {
    const next = this.peek()
    return types.findIndex(type => idOf(type) === next)
  }

  protected spanFrom(start: number): ScriptSpan {
    return { start, end: this.end(start) }
  }

  // ---------------------------------------------------------------------------------------------- rules

  /** Any value. After an error it is a name without letters. */
  protected readonly value = this.RULE('valueRule', (): ScriptValue => {
    const start = this.start()
    const found = this.pick<ScriptValue>(
      1,
      [
        () => this.SUBRULE(this.text_),
        () => this.SUBRULE(this.number),
        () => this.SUBRULE(this.timeValue),
        () => this.SUBRULE(this.listValue),
        () => this.SUBRULE(this.record),
        () => this.SUBRULE(this.file_),
        () => this.SUBRULE(this.recording),
        () => this.SUBRULE(this.money),
        () => ({ kind: 'name', name: this.name(1), ...this.spanFrom(start) }),
      ],
      () => this.valueKind(),
      { en: 'a value', zh: '一个值' },
    )
    return found ?? { kind: 'name', name: '', ...this.spanFrom(start) }
  })

  private valueKind(): number {
    const type = this.peek()
    if (textIds.has(type)) return 0
    if (type === idOf(T.NumberToken) || type === idOf(T.Minus)) return 1
    if ([T.DurationToken, T.DateToken, T.TimeToken, T.MomentToken].some(time => idOf(time) === type)) return 2
    if (type === idOf(T.LBracket)) return 3
    if (type === idOf(T.LBrace)) return 4
    if (type === idOf(W.file) && textIds.has(this.peek(2))) return 5
    if (type === idOf(W.recording) && this.peek(2) === idOf(T.DurationToken)) return 6
    if (!this.isWord(type) || this.beginsNext(this.currIdx + 1)) return -1
    const amount = this.peek(2) === idOf(T.Minus) ? this.peek(3) : this.peek(2)
    const { start, end } = this.spanOf(this.currIdx + 1)
    return amount === idOf(T.NumberToken) && /^[A-Z]{3}$/.test(this.text.slice(start, end)) ? 7 : 8
  }

  /** A text: one string, or one for each language. */
  protected readonly text_ = this.RULE('textRule', (): ValueOf<'text'> => {
    const start = this.start()
    const variants: Record<string, readonly TextPart[]> = {}
    const read = (): void => {
      const from = this.start()
      const { tag, parts } = this.SUBRULE(this.variant)
      this.ACTION(() => {
        if (Object.hasOwn(variants, tag)) {
          const at = { file: this.file, start: from, end: this.end(from) }
          this.push(tag === '' ? diagnose('mixed-texts', {}, at) : diagnose('repeated-tag', { tag }, at))
        } else if (Object.hasOwn(variants, '') || (tag === '' && Object.keys(variants).length > 0)) {
          this.push(diagnose('mixed-texts', {}, { file: this.file, start: from, end: this.end(from) }))
        }
        setField(variants, tag, parts)
      })
    }
    if (this.RECORDING_PHASE) this.AT_LEAST_ONE(read)
    else if (!textIds.has(this.peek())) this.expected([T.Text])
    else
      do read()
      while (textIds.has(this.peek()))
    return { kind: 'text', variants, ...this.spanFrom(start) }
  })

  private readonly variant = this.RULE('variantRule', (): { readonly tag: string; readonly parts: readonly TextPart[] } => {
    if (this.RECORDING_PHASE) {
      this.OR([
        { ALT: () => this.CONSUME(T.Text) },
        { ALT: () => this.CONSUME(T.TaggedText) },
        {
          ALT: () => {
            this.OR2([{ ALT: () => this.CONSUME(T.TextStart) }, { ALT: () => this.CONSUME(T.TaggedTextStart) }])
            this.CONSUME(T.Word)
            this.MANY(() => {
              this.CONSUME(T.TextMiddle)
              this.CONSUME2(T.Word)
            })
            this.CONSUME(T.TextEnd)
          },
        },
      ])
      return { tag: '', parts: [] }
    }
    const type = this.peek()
    const tagged = type === idOf(T.TaggedText) || type === idOf(T.TaggedTextStart)
    this.currIdx++
    const image = this.image()
    const quote = tagged ? image.indexOf('"') : 0
    const parts: TextPart[] = []
    const add = (from: number): void => {
      const chars = unescape(this.image().slice(from, this.isClosed() ? -1 : undefined))
      if (chars !== '') parts.push(chars)
    }
    add(quote + 1)
    if (type === idOf(T.TextStart) || type === idOf(T.TaggedTextStart)) {
      for (;;) {
        const name = this.name(1)
        if (name !== '') parts.push({ name })
        const next = this.peek()
        if (next !== idOf(T.TextMiddle) && next !== idOf(T.TextEnd)) {
          if (name !== '') this.expected([T.TextEnd])
          this.skipValue()
        }
        const end = this.peek()
        if (end !== idOf(T.TextMiddle) && end !== idOf(T.TextEnd)) break
        this.currIdx++
        add(1)
        if (end === idOf(T.TextEnd)) break
      }
    }
    if (parts.length === 0) parts.push('')
    return { tag: image.slice(0, quote), parts }
  })

  /** Does the token that was read last end in its quote or brace? The tokenizer keeps those that do not. */
  private isClosed(): boolean {
    return !this.tokens!.broken.has(this.starts[this.currIdx]!)
  }
  /** Skips what else stands in the braces of a text. */
  private skipValue(): void {
    while (this.currIdx + 1 < this.count) {
      const next = this.peek()
      if (next === idOf(T.TextMiddle) || next === idOf(T.TextEnd) || this.beginsLine(this.currIdx + 1)) return
      this.currIdx++
    }
  }

  private readonly number = this.RULE('numberRule', (): ValueOf<'number'> => {
    const start = this.start()
    const negative = this.maybe(1, T.Minus)
    this.eat(1, T.NumberToken)
    return { kind: 'number', raw: (negative ? '-' : '') + this.image(), ...this.spanFrom(start) }
  })

  private readonly money = this.RULE('moneyRule', (): ValueOf<'money'> => {
    const start = this.start()
    const currency = this.name(1)
    const negative = this.maybe(1, T.Minus)
    this.eat(1, T.NumberToken)
    return { kind: 'money', currency, amount: (negative ? '-' : '') + this.image(), ...this.spanFrom(start) }
  })

  private readonly timeValue = this.RULE('timeValueRule', (): ScriptValue => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR([T.DurationToken, T.DateToken, T.TimeToken, T.MomentToken].map(type => ({ ALT: () => this.CONSUME(type) })))
      return { kind: 'duration', ms: 0, start, end: start }
    }
    const type = this.peek()
    this.currIdx++
    const text = this.image()
    const span = this.spanFrom(start)
    if (type === idOf(T.DurationToken)) return { kind: 'duration', ms: durationMs(text), ...span }
    return { kind: type === idOf(T.DateToken) ? 'date' : type === idOf(T.TimeToken) ? 'time' : 'moment', text, ...span }
  })

  private readonly listValue = this.RULE('listValueRule', (): ValueOf<'list'> => {
    const start = this.start()
    const items: ScriptValue[] = []
    this.eat(1, T.LBracket)
    this.nested++
    this.commas(T.RBracket, () => {
      items.push(this.SUBRULE(this.value))
    })
    this.nested--
    return { kind: 'list', items, ...this.spanFrom(start) }
  })

  /** `{ a: 1  b: 2 }`; commas may stand between. */
  protected readonly record = this.RULE('recordRule', (): ValueOf<'record'> => {
    const start = this.start()
    const fields: Record<string, ScriptValue> = {}
    this.nested++
    this.braces(this.fields, () => {
      const from = this.start()
      const name = this.name(1)
      this.eat(1, T.Colon)
      const value = this.SUBRULE(this.value)
      this.maybe(1, T.Comma)
      this.ACTION(() => this.addNamed(fields, name, value, from))
    })
    this.nested--
    return { kind: 'record', fields, ...this.spanFrom(start) }
  })

  /** Puts a named value with the others; a name that stands there already is an error. */
  protected addNamed(into: Record<string, ScriptValue>, name: string, value: ScriptValue, start: number): void {
    if (name === '') return
    if (Object.hasOwn(into, name)) this.push(diagnose('script-name-twice', { name }, { file: this.file, start, end: start + name.length }))
    else setField(into, name, value)
  }

  private readonly file_ = this.RULE('fileRule', (): ValueOf<'file'> => {
    const start = this.start()
    this.eat(1, W.file)
    const path = this.SUBRULE(this.plain)
    return { kind: 'file', path, ...this.spanFrom(start) }
  })

  private readonly recording = this.RULE('recordingRule', (): ValueOf<'recording'> => {
    const start = this.start()
    this.eat(1, W.recording)
    return { kind: 'recording', ms: this.duration(1), ...this.spanFrom(start) }
  })

  /** A duration in ms; 0 where it is missing. */
  protected duration(idx: number): number {
    const there = this.eat(idx, T.DurationToken)
    return there && !this.RECORDING_PHASE ? durationMs(this.image()) : 0
  }

  /** A string without values and tags: a path, a number. */
  protected readonly plain = this.RULE('plainRule', (): string => {
    if (this.RECORDING_PHASE) {
      this.CONSUME(T.Text)
      return ''
    }
    const type = this.peek()
    if (type !== idOf(T.Text) && textIds.has(type)) {
      const start = this.start()
      this.SUBRULE(this.variant)
      this.push(diagnose('values-not-allowed', {}, { file: this.file, start, end: this.end(start) }))
      return ''
    }
    if (!this.eat(1, T.Text)) return ''
    return unescape(this.image().slice(1, this.isClosed() ? -1 : undefined))
  })

  /** A script's title: `{name}` of a row's values is left in. */
  protected readonly title = this.RULE('titleRule', (): string => {
    if (!this.RECORDING_PHASE && !textIds.has(this.peek())) {
      this.expected([T.Text])
      return ''
    }
    const { parts } = this.SUBRULE(this.variant)
    if (this.RECORDING_PHASE) return ''
    return parts.map(part => (typeof part === 'string' ? part : `{${part.name}}`)).join('')
  })

  /** What is missing at the end of a line is missing there, not at the beginning of the next. */
  protected override expect(expected: Message, fixes: readonly Fix[] = []): void {
    const index = this.currIdx + 1
    if (!this.inLine || index === 0 || (index < this.count && !this.beginsLine(index))) {
      super.expect(expected, fixes)
      return
    }
    if (!this.mayReport(index)) return
    const end = this.end(0)
    const found = index < this.count ? { en: 'the end of the line', zh: '行尾' } : { en: 'the end of the file', zh: '文件结尾' }
    this.push(diagnose('unexpected', { expected, found }, { file: this.file, start: end, end }))
  }

  protected override boundary(index: number): boolean {
    return this.nested > 0 ? this.beginsNext(index) : false
  }
}

/** `5s` → 5000. A unit that there is not was reported by the tokenizer. */
export function durationMs(image: string): number {
  const match = /^(\d+)(.*)$/su.exec(image)
  return Number(match?.[1] ?? 0) * (units[match?.[2] ?? ''] ?? 0)
}
