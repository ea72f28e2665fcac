// Expressions: everything between values and `or`. Scripts use the same ones; a grammar is built by extending this class.
import { diagnose } from '../diagnostics/report.ts'
import type { Argument, BinaryOperator, Expression, ListLiteral, Name, RecordLiteral } from './ast.ts'
import { exact } from './node-lists.ts'
import { TextsParser, durationOf } from './texts-parser.ts'
import { MOST_NESTED } from './limits.ts'
import * as T from './tokens.ts'

const id = (type: T.TokenType): number => type.tokenTypeIdx!
const NUMBER = id(T.NumberToken)
const COLON = id(T.Colon)
const COMMA = id(T.Comma)
const ASSIGN = id(T.Assign)
const GREATER = id(T.Greater)
const EQUAL = id(T.Equal)
const DOT = id(T.Dot)
const OPEN = id(T.LBrace)
const LPAREN = id(T.LParen)
const NOT = id(T.K.not)
const MINUS = id(T.Minus)
const IS = id(T.K.is)
const WHERE = id(T.K.where)
const NOTHING = id(T.K.nothing)
const TRUE = id(T.K.true)
const FALSE = id(T.K.false)

// or < and < not < comparison, is < where < + - < * < unary
const OR_LEVEL = 1
const NOT_LEVEL = 3
const IS_LEVEL = 4
const WHERE_LEVEL = 5
const UNARY_LEVEL = 8

const operators: readonly (readonly [type: T.TokenType, operator: BinaryOperator, level: number])[] = [
  [T.K.or, 'or', OR_LEVEL],
  [T.K.and, 'and', 2],
  [T.Equal, '==', IS_LEVEL],
  [T.NotEqual, '!=', IS_LEVEL],
  [T.Less, '<', IS_LEVEL],
  [T.LessEqual, '<=', IS_LEVEL],
  [T.Greater, '>', IS_LEVEL],
  [T.GreaterEqual, '>=', IS_LEVEL],
  [T.Plus, '+', 6],
  [T.Minus, '-', 6],
  [T.Star, '*', 7],
]
const SIZE = 4096
const levels = new Uint8Array(SIZE)
const operatorOf: BinaryOperator[] = []
for (const [type, operator, level] of operators) {
  levels[id(type)] = level
  operatorOf[id(type)] = operator
}
levels[IS] = IS_LEVEL
levels[WHERE] = WHERE_LEVEL

const simpleValues = [T.NumberToken, T.DurationToken, T.DateToken, T.TimeToken, T.MomentToken, T.K.true, T.K.false]
const valueTypes = [...simpleValues, T.Text, T.TextStart, T.TaggedText, T.TaggedTextStart, T.LBracket, T.LParen, T.Word, T.Minus, T.K.not]
const startsValue = new Uint8Array(SIZE)
for (const type of valueTypes) startsValue[id(type)] = 1

export abstract class ExpressionsParser extends TextsParser {
  private depth = 0
  /** `=` between two values is reported as a slip of `==`, in grammars where nothing else can be meant by it. */
  protected equalIsSlip = false

  /** Reported where a record is written out in a grammar that has none. */
  protected recordsAllowed(): boolean {
    return true
  }

  readonly expression = this.RULE('expression', (): Expression => {
    if (!this.RECORDING_PHASE) return this.climb(OR_LEVEL)
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(T.K.not) }, { ALT: () => this.CONSUME(T.Minus) }])
    })
    this.SUBRULE(this.operand)
    this.MANY1(() => {
      this.OR1([
        {
          ALT: () => {
            this.CONSUME(T.K.is)
            this.OPTION(() => this.CONSUME1(T.K.not))
            this.OR2([{ ALT: () => this.CONSUME(T.K.nothing) }, { ALT: () => this.CONSUME(T.K.empty) }])
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.K.where)
            this.SUBRULE(this.expression)
          },
        },
        {
          ALT: () => {
            this.or(
              4,
              operators.map(([type], at) => ({ ALT: () => this.consume(at + 10, type) })),
            )
            this.MANY2(() => {
              this.OR3([{ ALT: () => this.CONSUME2(T.K.not) }, { ALT: () => this.CONSUME2(T.Minus) }])
            })
            this.SUBRULE1(this.operand)
          },
        },
      ])
    })
    return this.missing()
  })

  /** Operators of `level` and above, by climbing: one rule for all of them, and as deep as the text is. */
  private climb(level: number): Expression {
    const start = this.start()
    const first = this.peek()
    let left: Expression
    if (this.depth > MOST_NESTED) {
      this.tooDeep()
      return this.missing()
    }
    this.depth++
    if ((first === NOT || first === MINUS) && this.peek(2) !== COLON) {
      this.currIdx++
      const operand = this.climb(first === NOT ? NOT_LEVEL : UNARY_LEVEL)
      left = { kind: 'UnaryExpression', start, end: this.end(start), operator: first === NOT ? 'not' : '-', operand }
    } else left = this.SUBRULE(this.operand)
    for (let chain = 0; ; chain++) {
      const type = this.peek()
      const found = levels[type]!
      // A setting or a field may be named as an operator is: `where: text`.
      if (type === ASSIGN && this.equalIsSlip && level <= IS_LEVEL && this.mendEqual()) continue
      if (found === 0 || found < level || this.peek(2) === COLON) break
      if (chain > MOST_NESTED) {
        this.tooDeep()
        break
      }
      this.currIdx++
      if (type === IS) {
        const negated = this.maybe(1, T.K.not)
        const nothing = this.peek() === NOTHING
        if (nothing) this.currIdx++
        else if (!this.maybe(0, T.K.empty)) this.expected([T.K.nothing, T.K.empty])
        left = {
          kind: 'IsExpression',
          start: left.start,
          end: this.end(start),
          operand: left,
          test: nothing ? 'nothing' : 'empty',
          negated,
        }
      } else if (type === WHERE) {
        const condition = this.climb(OR_LEVEL)
        left = { kind: 'WhereExpression', start: left.start, end: this.end(start), list: left, condition }
      } else {
        const right = this.climb(found + 1)
        left = { kind: 'BinaryExpression', start: left.start, end: this.end(start), operator: operatorOf[type]!, left, right }
      }
    }
    this.depth--
    return left
  }
  private mendEqual(): boolean {
    const index = this.currIdx + 1
    // `=>` is an arrow that was miswritten, and compares nothing.
    if (this.typeAt(index + 1) === GREATER && this.touches(index + 1)) return false
    if (!this.mayReport(index)) return false
    const at = { file: this.file, ...this.spanOf(index) }
    const title = { en: 'Write “==”', zh: '改写为“==”' }
    this.push(diagnose('single-equal', {}, at, { fixes: [{ title, edits: [{ ...at, text: '==' }] }] }))
    this.retype(index, EQUAL)
    return true
  }
  protected tooDeep(): void {
    const index = this.currIdx + 1
    if (!this.mayReport(index)) return
    this.push(diagnose('too-deep', { most: MOST_NESTED }, { file: this.file, ...this.spanOf(index) }))
  }
  protected override load(...parameters: Parameters<TextsParser['load']>): void {
    this.depth = 0
    this.words.clear()
    super.load(...parameters)
  }

  /** A value and its fields: `account.number`. */
  readonly operand = this.RULE('operand', (): Expression => {
    let left = this.primary()
    if (this.RECORDING_PHASE) {
      this.MANY(() => {
        this.CONSUME(T.Dot)
        this.name(1)
      })
      return left
    }
    for (let chain = 0; this.peek() === DOT; chain++) {
      if (chain > MOST_NESTED) {
        this.tooDeep()
        break
      }
      this.currIdx++
      const field = this.name(1)
      left = { kind: 'FieldExpression', start: left.start, end: this.end(left.start), object: left, field }
    }
    return left
  })

  private alternatives: { IGNORE_AMBIGUITIES: true; DEF: { ALT: () => Expression }[] } | undefined
  private primary(): Expression {
    if (!this.RECORDING_PHASE) {
      const type = this.peek()
      if (this.isWord(type)) {
        if (type !== TRUE && type !== FALSE) return this.wordValue()
      } else if (startsValue[type] !== 1 && !(type === OPEN && this.recordAhead())) return this.noValue()
    }
    return this.OR(
      (this.alternatives ??= {
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => this.literal('NumberLiteral', T.NumberToken) },
          { ALT: () => this.literal('DurationLiteral', T.DurationToken) },
          { ALT: () => this.literal('DateLiteral', T.DateToken) },
          { ALT: () => this.literal('TimeLiteral', T.TimeToken) },
          { ALT: () => this.literal('MomentLiteral', T.MomentToken) },
          { ALT: () => this.literal('BooleanLiteral', T.K.true) },
          { ALT: () => this.literal('BooleanLiteral', T.K.false) },
          { ALT: () => this.SUBRULE(this.textLiteral) },
          { ALT: () => this.SUBRULE(this.listLiteral) },
          { ALT: () => this.SUBRULE(this.recordLiteral) },
          { ALT: () => this.SUBRULE(this.parentheses) },
          { ALT: () => this.wordValue() },
        ],
      }),
    )
  }
  private literal(
    kind: 'NumberLiteral' | 'DurationLiteral' | 'DateLiteral' | 'TimeLiteral' | 'MomentLiteral' | 'BooleanLiteral',
    type: T.TokenType,
  ): Expression {
    const start = this.start()
    this.CONSUME(type)
    if (this.RECORDING_PHASE) return this.missing()
    const end = this.end(start)
    const raw = this.image()
    switch (kind) {
      case 'NumberLiteral':
        this.checkNumber(this.currIdx)
        return { kind, start, end, raw }
      case 'DurationLiteral':
        return { kind, start, end, ms: durationOf(raw) }
      case 'BooleanLiteral':
        return { kind, start, end, value: raw === 'true' }
      default:
        return { kind, start, end, text: raw }
    }
  }

  /** What begins with a word: money `CNY 1.00`, a call `count(xs)`, a name. */
  private wordValue(): Expression {
    if (this.RECORDING_PHASE) {
      this.name(0)
      this.OPTION(() => this.OR1([{ ALT: () => this.CONSUME1(T.NumberToken) }, { ALT: () => this.SUBRULE(this.callArguments) }]))
      return this.missing()
    }
    const start = this.start()
    const index = this.currIdx + 1
    if (this.typeAt(index + 1) === NUMBER && !this.beginsNext(index)) {
      this.currIdx += 2
      this.checkNumber(this.currIdx)
      return { kind: 'MoneyLiteral', start, end: this.end(start), currency: this.word(index), amount: this.image() }
    }
    const name = this.name(0)
    if (name.text === '') return { kind: 'Missing', start: name.start, end: name.end }
    if (this.peek() !== LPAREN) return { kind: 'NameExpression', start, end: name.end, name }
    return { kind: 'CallExpression', start, callee: name, arguments: this.SUBRULE(this.callArguments), end: this.end(start) }
  }
  protected beginsValue(type: number): boolean {
    return startsValue[type] === 1 || this.isWord(type)
  }
  private noValue(): Expression {
    // `.5` is a slip that has one meaning.
    if (this.peek() === DOT && this.peek(2) === NUMBER && this.touches(this.currIdx + 2)) {
      const start = this.start()
      this.currIdx += 2
      const raw = `0.${this.image()}`
      const at = { file: this.file, start, end: this.end(start) }
      const title = { en: `Write ${raw}`, zh: `改写为 ${raw}` }
      this.push(diagnose('odd-number', { number: raw.slice(1), meant: raw }, at, { fixes: [{ title, edits: [{ ...at, text: raw }] }] }))
      return { kind: 'NumberLiteral', start, end: at.end, raw }
    }
    this.expected(valueTypes)
    return this.missing()
  }

  /** `(…)`: only a grouping; it leaves no node, and the value keeps its own span. */
  readonly parentheses = this.RULE('parentheses', (): Expression => {
    this.CONSUME(T.LParen)
    const open = this.currIdx
    const value = this.SUBRULE(this.expression)
    if (this.RECORDING_PHASE) this.CONSUME(T.RParen)
    else this.close(T.RParen, open)
    return value
  })

  readonly listLiteral = this.RULE('listLiteral', (): ListLiteral => {
    const start = this.start()
    const items: Expression[] = []
    this.CONSUME(T.LBracket)
    this.commas(T.RBracket, () => items.push(this.SUBRULE(this.expression)))
    return { kind: 'ListLiteral', start, end: this.end(start), items: exact(items) }
  })

  /** Does `{` begin a record, `{ name: …`, and not a block? An empty one is a record only where records may be written. */
  private recordAhead(): boolean {
    return (this.isWord(this.peek(2)) && this.peek(3) === COLON) || this.recordsAllowed()
  }
  private readonly recordFields = this.list('recordLiteral', 0, { en: 'a field “name: value”', zh: '字段“名称: 值”' })
  readonly recordLiteral = this.RULE('recordLiteral', (): RecordLiteral => {
    const start = this.start()
    const fields: Argument[] = []
    this.braces(this.recordFields, () => {
      const at = this.start()
      const name = this.name(0, true)
      this.eat(0, T.Colon)
      const value = this.SUBRULE(this.expression)
      this.maybe(0, T.Comma)
      fields.push({ kind: 'Argument', start: at, end: value.end, name, value })
    })
    const end = this.end(start)
    if (!this.recordsAllowed() && !this.RECORDING_PHASE) {
      this.push(diagnose('record-not-allowed', {}, { file: this.file, start, end }))
    }
    return { kind: 'RecordLiteral', start, end, fields }
  })

  /** `(from: x, amount)` */
  readonly callArguments = this.RULE('callArguments', (): readonly Argument[] => {
    const found: Argument[] = []
    if (this.eat(0, T.LParen)) this.commas(T.RParen, () => found.push(this.SUBRULE(this.argument)))
    return exact(found)
  })
  /** `name: value` or `value` */
  readonly argument = this.RULE('argument', (): Argument => {
    const start = this.start()
    let name: Name | undefined
    if (this.RECORDING_PHASE) {
      this.OPTION(() => {
        this.name(0)
        this.CONSUME(T.Colon)
      })
    } else if (this.peek(2) === COLON && this.isWord(this.peek())) {
      name = this.name(0, true)
      this.currIdx++
    }
    const value = this.SUBRULE(this.expression)
    if (!name) return { kind: 'Argument', start: value.start, end: value.end, value }
    return { kind: 'Argument', start, end: this.end(start), name, value }
  })
  /** `(…)` where it may be left out. */
  protected maybeArguments(idx: number): readonly Argument[] {
    return this.when(idx, T.LParen, () => this.subrule(idx, this.callArguments)) ?? exact([])
  }
  /** Values separated by commas: `say sorry, goodbye_words`. */
  protected expressions(): readonly Expression[] {
    if (this.RECORDING_PHASE) {
      this.commaRun(() => this.SUBRULE(this.expression))
      return []
    }
    this.listed = true
    const first = this.SUBRULE(this.expression)
    if (this.peek() !== COMMA) {
      this.listed = false
      return [first]
    }
    const found = [first]
    while (this.peek() === COMMA) {
      this.currIdx++
      found.push(this.SUBRULE(this.expression))
    }
    this.listed = false
    return exact(found)
  }
}
