// Types: `private phone digits 11 like "1xxxxxxxxxx" or nothing`.
import type {
  BaseType,
  ChoiceType,
  ChoiceValue,
  DecimalRange,
  DigitsType,
  ListType,
  MoneyType,
  Parameter,
  PlainString,
  RecordType,
  SimpleType,
  TypeExpression,
} from './ast.ts'
import type { Clauses } from './engine.ts'
import { ExpressionsParser } from './expressions-parser.ts'
import { exact } from './node-lists.ts'
import * as T from './tokens.ts'

const id = (type: T.TokenType): number => type.tokenTypeIdx!
const COLON = id(T.Colon)
const NUMBER = id(T.NumberToken)
const MINUS = id(T.Minus)
const OPEN = id(T.LBrace)
const OR = id(T.K.or)
const PRIVATE = id(T.K.private)
const SECRET = id(T.K.secret)

type Mutable<N> = { -readonly [P in keyof N]: N[P] }

const simpleTypes = ['time', 'moment', 'duration', 'text', 'boolean', 'recording', 'speech'] as const
const masks = ['phone', 'name', 'all'] as const

/** Lists of lists of lists: deeper than these nobody means. */
const MOST_LISTS = 20

export abstract class TypesParser extends ExpressionsParser {
  private listDepth = 0

  /** Is the next token `type` as a part of a type, and not the name of the field that follows: `{ id: digits  like: text }`? */
  private part(type: T.TokenType): boolean {
    return this.peek() === type.tokenTypeIdx && this.peek(2) !== COLON
  }
  /** OPTION that begins with the word `type`, unless that word is the next field's name. */
  private suffix(idx: number, type: T.TokenType, parse: () => void): void {
    if (this.RECORDING_PHASE) this.option(idx, parse)
    else if (this.part(type)) parse.call(this)
  }

  readonly type = this.RULE('type', (): TypeExpression => {
    const start = this.start()
    let kept: 'private' | 'secret' | undefined
    let mask: (typeof masks)[number] | undefined
    this.OPTION(() => {
      this.OR([{ ALT: () => this.CONSUME(T.K.private) }, { ALT: () => this.CONSUME(T.K.secret) }])
      kept = this.types[this.currIdx] === PRIVATE ? 'private' : 'secret'
      for (const [at, word] of masks.entries()) {
        if ((mask === undefined || this.RECORDING_PHASE) && this.maybe(at + 10, T.K[word])) mask = word
      }
    })
    const base = this.SUBRULE(this.baseType)
    if (base === undefined) return this.missing()
    let orNothing = false
    this.suffix(1, T.K.or, () => {
      this.CONSUME(T.K.or)
      orNothing = this.eat(0, T.K.nothing)
    })
    const node: Mutable<Extract<TypeExpression, { kind: 'TypeNode' }>> = { kind: 'TypeNode', start, end: this.end(start), base, orNothing }
    if (kept) node.class = kept
    if (mask) node.mask = mask
    return node
  })

  private bases: { ALT: () => BaseType | undefined }[] | undefined
  private readonly baseType = this.RULE('baseType', (): BaseType | undefined => {
    const next = this.peek()
    if (!this.RECORDING_PHASE && next !== OPEN) {
      const index = this.currIdx + 1
      if (!this.isWord(next) || this.beginsNext(index) || next === OR || next === PRIVATE || next === SECRET) {
        this.expect({ en: 'a type', zh: '类型' })
        return undefined
      }
    }
    return this.OR({
      IGNORE_AMBIGUITIES: true,
      DEF: (this.bases ??= [
        { ALT: () => this.SUBRULE(this.digitsType) },
        { ALT: () => this.numberType() },
        { ALT: () => this.SUBRULE(this.moneyType) },
        { ALT: () => this.dateType() },
        { ALT: () => this.simpleType() },
        { ALT: () => this.SUBRULE(this.listType) },
        { ALT: () => this.SUBRULE(this.recordType) },
        { ALT: () => this.SUBRULE(this.choiceType) },
        { ALT: () => this.namedType() },
      ]),
    })
  })

  private readonly digitsType = this.RULE('digitsType', (): DigitsType => {
    const start = this.start()
    let length: DigitsType['length']
    let luhn = false
    let starAs: string | undefined
    const patterns: PlainString[] = []
    this.CONSUME(T.K.digits)
    this.when(0, T.NumberToken, () => {
      const min = this.integer(0)
      const max = this.maybe(5, T.DotDot) ? this.integer(1) : min
      length = { min, max }
    })
    const clauses: Clauses = new Map()
    // In any order; each says something of its own.
    const suffixes: [T.TokenType, () => void][] = [
      [
        T.K.luhn,
        () => {
          luhn = this.CONSUME(T.K.luhn) !== undefined
        },
      ],
      [
        T.K.like,
        () => {
          this.CONSUME(T.K.like)
          patterns.push(this.SUBRULE(this.plainString))
          this.patternRest(patterns)
        },
      ],
      [
        T.K.with,
        () => {
          this.CONSUME(T.K.with)
          this.eat(0, T.Star)
          this.eat(0, T.K.as)
          starAs = this.name(0).text
        },
      ],
    ]
    if (this.RECORDING_PHASE) this.MANY(() => this.OR(suffixes.map(([, parse]) => ({ ALT: parse }))))
    else {
      for (let at = 0; at < suffixes.length; at++) {
        const [type, parse] = suffixes[at]!
        if (!this.part(type)) continue
        const from = this.start()
        parse()
        this.noteClause(clauses, type.LABEL!.slice(1, -1), from)
        at = -1
      }
    }
    const node: Mutable<DigitsType> = { kind: 'DigitsType', start, end: this.end(start), luhn, patterns }
    if (length) node.length = length
    if (starAs !== undefined) node.starAs = starAs
    return node
  })
  /** `like "a" or "b"`: `or` with a string behind it; with `nothing` it is the type's. */
  private patternRest(patterns: PlainString[]): void {
    if (this.RECORDING_PHASE) {
      this.MANY1({
        MAX_LOOKAHEAD: 2,
        DEF: () => {
          this.CONSUME(T.K.or)
          this.SUBRULE1(this.plainString)
        },
      })
      return
    }
    while (this.peek() === OR && this.isText(this.peek(2))) {
      this.currIdx++
      patterns.push(this.SUBRULE1(this.plainString))
    }
  }

  private numberType(): BaseType {
    const start = this.start()
    this.CONSUME(T.K.number)
    const range = this.maybeRange()
    return { kind: 'NumberType', start, end: this.end(start), ...(range ? { range } : {}) }
  }

  /** Bounds where they may be left out. */
  private maybeRange(): DecimalRange | undefined {
    if (this.RECORDING_PHASE) return this.OPTION(() => this.SUBRULE(this.decimalRange))
    const next = this.peek()
    return next === NUMBER || (next === MINUS && this.peek(2) === NUMBER) ? this.SUBRULE(this.decimalRange) : undefined
  }

  /** `0.01..50000.00` */
  private readonly decimalRange = this.RULE('decimalRange', (): DecimalRange => {
    const start = this.start()
    const negative = this.maybe(0, T.Minus)
    this.eat(0, T.NumberToken)
    const min = this.bound(negative)
    this.eat(0, T.DotDot)
    const negativeMax = this.maybe(1, T.Minus)
    const found = this.eat(1, T.NumberToken)
    return { kind: 'DecimalRange', start, end: this.end(start), min, max: found ? this.bound(negativeMax) : min }
  })
  private bound(negative: boolean): string {
    if (this.RECORDING_PHASE || this.types[this.currIdx] !== NUMBER) return '0'
    this.checkNumber(this.currIdx)
    return negative ? `-${this.image()}` : this.image()
  }

  private readonly moneyType = this.RULE('moneyType', (): MoneyType => {
    const start = this.start()
    let keyedInMinor = false
    this.CONSUME(T.K.money)
    const currency = this.name(0).text
    const range = this.maybeRange()
    this.suffix(1, T.K.keyed, () => {
      this.CONSUME(T.K.keyed)
      this.eat(0, T.K.in)
      this.name(1)
      keyedInMinor = true
    })
    return { kind: 'MoneyType', start, end: this.end(start), currency, ...(range ? { range } : {}), keyedInMinor }
  })

  private dateType(): BaseType {
    const start = this.start()
    let keyed: string | undefined
    this.CONSUME(T.K.date)
    this.suffix(1, T.K.keyed, () => {
      this.CONSUME(T.K.keyed)
      keyed = this.name(0).text
    })
    return { kind: 'DateType', start, end: this.end(start), ...(keyed === undefined ? {} : { keyed }) }
  }

  private simpleType(): SimpleType {
    const start = this.start()
    const alternatives = simpleTypes.map((word, at) => ({ ALT: () => this.consume(at + 20, T.K[word]) }))
    if (this.RECORDING_PHASE) this.or(1, alternatives)
    else this.currIdx++
    return { kind: 'SimpleType', start, end: this.end(start), name: this.image() as SimpleType['name'] }
  }

  private readonly listType = this.RULE('listType', (): ListType => {
    const start = this.start()
    let upTo: number | undefined
    this.CONSUME(T.K.list)
    this.eat(0, T.K.of)
    this.listDepth++
    let of: TypeExpression
    if (this.listDepth > MOST_LISTS && !this.RECORDING_PHASE) {
      this.expect({ en: 'a type that is not again a list', zh: '不再是列表的类型' })
      of = this.missing()
    } else of = this.SUBRULE(this.type)
    this.listDepth--
    this.suffix(0, T.K.up, () => {
      this.CONSUME(T.K.up)
      this.eat(0, T.K.to)
      upTo = this.integer(0)
    })
    return { kind: 'ListType', start, end: this.end(start), of, ...(upTo === undefined ? {} : { upTo }) }
  })

  private readonly fields = this.list('recordType', 0, { en: 'a field “name: type”', zh: '字段“名称: 类型”' })
  private readonly recordType = this.RULE('recordType', (): RecordType => {
    const start = this.start()
    const fields: Parameter[] = []
    this.braces(this.fields, () => {
      fields.push(this.SUBRULE(this.parameter))
      this.maybe(0, T.Comma)
    })
    return { kind: 'RecordType', start, end: this.end(start), fields: exact(fields) }
  })

  /** `card: CardNumber` */
  readonly parameter = this.RULE('parameter', (): Parameter => {
    const start = this.start()
    const name = this.name(0, true)
    const colon = this.eat(0, T.Colon)
    // Behind a missing colon only a word of the same line can be the type.
    const lost = !colon && (!this.isWord(this.peek()) || this.beginsLine(this.currIdx + 1))
    const type = lost ? this.missing() : this.SUBRULE(this.type)
    const from = Math.min(start, name.start)
    return { kind: 'Parameter', start: from, end: this.end(from), name, type }
  })
  /** `(a: A, b: B)` */
  readonly parameters = this.RULE('parameters', (): readonly Parameter[] => {
    const found: Parameter[] = []
    if (this.eat(0, T.LParen)) this.commas(T.RParen, () => found.push(this.SUBRULE(this.parameter)))
    return exact(found)
  })
  protected maybeParameters(idx: number): readonly Parameter[] {
    return this.when(idx, T.LParen, () => this.subrule(idx, this.parameters)) ?? exact([])
  }

  private readonly choices = this.list('choiceType', 0, { en: 'a value of the choice', zh: '选项的值' })
  private readonly choiceType = this.RULE('choiceType', (): ChoiceType => {
    const start = this.start()
    const values: ChoiceValue[] = []
    this.CONSUME(T.K.one)
    this.eat(0, T.K.of)
    this.braces(this.choices, () => {
      const name = this.name(0, true)
      const text = this.maybeText(0)
      this.maybe(1, T.Comma)
      values.push({ kind: 'ChoiceValue', start: name.start, end: text?.end ?? name.end, name, ...(text ? { text } : {}) })
    })
    return { kind: 'ChoiceType', start, end: this.end(start), values: exact(values) }
  })

  private namedType(): BaseType {
    const name = this.name(2)
    return { kind: 'NamedType', start: name.start, end: name.end, name }
  }
}
