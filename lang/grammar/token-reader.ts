// Chevrotain's parser over our token arrays: what reads tokens, and where things lie in the text.
import { EmbeddedActionsParser, NoViableAltException, type IToken, type TokenType } from 'chevrotain'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { plainDigits, WIDE_ZERO } from './full-width.ts'
import { createLookAhead, type GrammarTables, type LookAhead } from './grammar-tables.ts'
import type { Tokens } from './tokenizer.ts'
import * as T from './tokens.ts'

/** A token as Chevrotain wants it, over the arrays. */
interface WindowToken extends IToken {
  index: number
}

const WINDOW = 8
const END = T.EOF.tokenTypeIdx!
const WORD = T.Name.tokenTypeIdx!
const LF = 10
const CR = 13

/** Beyond every key of a choice. */
const SPARSE = 0x2000
const NOT_CALLED: LookAhead = () => undefined

/** Chevrotain is not asked for messages: ours are made where a token is missed. */
const quiet = (): string => ''

export interface ParserSettings {
  /** Chevrotain records the grammar and checks it; only such a parser knows its productions. For tests and what the tables are made from. */
  readonly record?: boolean
}

export abstract class TokenReader extends EmbeddedActionsParser {
  declare currIdx: number
  // What Chevrotain's analysis leaves behind. The tests of the tables hold that this is all that a parser needs.
  declare private selfAnalysisDone: boolean
  declare private readonly fullRuleNameToShort: Readonly<Record<string, number>>
  declare private readonly lookAheadFuncsCache: (LookAhead[] | undefined)[]
  protected text = ''
  protected file = ''
  protected types: Uint16Array = new Uint16Array(4)
  protected starts: Int32Array = new Int32Array(4)
  protected ends: Int32Array = new Int32Array(4)
  protected count = 0
  protected tokens: Tokens | undefined
  protected diagnostics: Diagnostic[] = []
  /** A token that is asked about (`next-tokens.ts`); −1 = none. */
  protected watched = -1
  protected watchedAsName = false
  protected watchedRefused = false
  private readonly window: WindowToken[]
  /** Pairs: a token that is read as another type, and its own. */
  private readonly retyped: number[] = []
  private readonly byIndex: (TokenType | undefined)[] = []
  private readonly wordTypes: Uint8Array
  private readonly byName: ReadonlyMap<string, TokenType>

  constructor(table: readonly T.TokenInfo[], settings: ParserSettings = {}) {
    super(
      table.map(info => info.type),
      {
        maxLookahead: 1,
        recoveryEnabled: false,
        skipValidations: settings.record !== true,
        errorMessageProvider: {
          buildMismatchTokenMessage: quiet,
          buildNotAllInputParsedMessage: quiet,
          buildNoViableAltMessage: quiet,
          buildEarlyExitMessage: quiet,
        },
      },
    )
    this.byName = new Map(table.map(({ type }) => [type.name, type]))
    for (const info of table) this.byIndex[info.type.tokenTypeIdx!] = info.type
    this.byIndex[END] = T.EOF
    this.wordTypes = new Uint8Array(this.byIndex.length)
    this.wordTypes[WORD] = 1
    for (const { type } of table) if (type.CATEGORIES?.includes(T.Word)) this.wordTypes[type.tokenTypeIdx!] = 1
    this.window = Array.from({ length: WINDOW }, () => ({
      image: '',
      startOffset: 0,
      endOffset: 0,
      tokenTypeIdx: END,
      tokenType: T.EOF,
      index: -1,
    }))
  }

  /** Takes the place of Chevrotain's analysis. */
  protected useLookAhead({ ahead }: GrammarTables): void {
    this.selfAnalysisDone = true
    const next = (): number => this.peek()
    const typesOf = (names: string): TokenType[] => this.typesOf(names)
    for (const [rule, choices] of Object.entries(ahead)) {
      const functions: LookAhead[] = []
      // Keys are few and far between: an array that begins with one far out keeps no room for what lies before it.
      functions[SPARSE] = NOT_CALLED
      for (const [key, alternatives] of Object.entries(choices)) functions[+key] = createLookAhead(+key, alternatives, typesOf, next)
      this.lookAheadFuncsCache[this.fullRuleNameToShort[rule]!] = functions
    }
  }
  /** Types by their names, as the tables have them. */
  protected typesOf(names: string): TokenType[] {
    return names.split(' ').flatMap(name => (name === '' ? [] : this.byName.get(name)!))
  }

  /** Takes the tokens of the next text; a rule may be called then. */
  protected load(tokens: Tokens, file: string, diagnostics: Diagnostic[]): void {
    this.input = []
    this.tokens = tokens
    this.text = tokens.text
    this.file = file
    this.types = tokens.types
    this.starts = tokens.starts
    this.ends = tokens.ends
    this.count = tokens.count
    this.diagnostics = diagnostics
    for (const token of this.window) token.index = -1
    this.retyped.length = 0
    this.watchedAsName = false
    this.watchedRefused = false
  }

  /** From now on texts are read for what becomes of token `index`; −1 = none. */
  watch(index: number): void {
    this.watched = index
  }
  /** Tokens behind `from` up to the one that was read last were passed over: none of them was taken. */
  protected passOver(from: number): void {
    if (this.watched > from && this.watched <= this.currIdx) this.watchedRefused = true
  }
  /** What became of the watched token of the text that was read last. */
  get fate(): { readonly refused: boolean; readonly asName: boolean } {
    return { refused: this.watchedRefused, asName: this.watchedAsName }
  }

  /** Chevrotain would look into the recorded grammar for its message. */
  protected raiseNoAltException(): never {
    const problem = new NoViableAltException('', this.LA(1), this.LA(0))
    this.errors = [...this.errors, problem]
    throw problem
  }

  // Chevrotain reads its tokens through these; the objects are a window over the arrays.
  override LA(howMuch: number): IToken {
    return this.LA_FAST(howMuch)
  }
  protected override LA_FAST(howMuch: number): IToken {
    const index = this.currIdx + howMuch
    const token = this.window[index & (WINDOW - 1)]!
    if (token.index !== index) this.fill(token, index)
    return token
  }
  private fill(token: WindowToken, index: number): void {
    const type = this.typeAt(index)
    token.index = index
    token.tokenTypeIdx = type
    token.tokenType = this.byIndex[type] ?? T.EOF
    token.startOffset = this.starts[index] ?? 0
    token.endOffset = (this.ends[index] ?? 0) - 1
  }

  /** The type of token `index`; beyond the last it is the end of the file. */
  protected typeAt(index: number): number {
    return index < 0 || index >= this.count ? END : this.types[index]!
  }
  /** The type of the `ahead`-th token that is not yet read. */
  protected peek(ahead = 1): number {
    return this.typeAt(this.currIdx + ahead)
  }
  protected isWord(type: number): boolean {
    return this.wordTypes[type] === 1
  }
  /** Where the next token begins. */
  protected start(): number {
    return this.starts[Math.min(this.currIdx + 1, this.count)]!
  }
  /** Where the last token that was read ends; never before `start`, for a node that nothing was read for. */
  protected end(start: number): number {
    const end = this.currIdx < 0 ? 0 : this.ends[this.currIdx]!
    return end < start ? start : end
  }
  /** `start`, or where the last token ends if nothing was read since: what is missing lies there, inside what it is missing from. */
  protected from(start: number): number {
    const end = this.end(0)
    return end <= start ? end : start
  }
  /** The last token that was read, as written; a number of an input method in plain digits. */
  protected image(): string {
    const start = this.starts[this.currIdx]!
    const image = this.text.slice(start, this.ends[this.currIdx])
    return this.text.charCodeAt(start) >= WIDE_ZERO ? plainDigits(image) : image
  }
  /** Does token `index` touch the one before it? */
  protected touches(index: number): boolean {
    return index > 0 && index < this.count && this.starts[index] === this.ends[index - 1]
  }
  /** Is token `index` the first on its line? */
  protected beginsLine(index: number): boolean {
    for (let at = this.starts[index]! - 1, from = index === 0 ? 0 : this.ends[index - 1]!; at >= from; at--) {
      const code = this.text.charCodeAt(at)
      if (code === LF || code === CR) return true
    }
    return index === 0
  }
  protected spanOf(index: number): { start: number; end: number } {
    return index >= this.count ? { start: this.text.length, end: this.text.length } : { start: this.starts[index]!, end: this.ends[index]! }
  }
  /** Reads token `index` as another type from now on. */
  protected retype(index: number, type: number): void {
    this.retyped.push(index, this.types[index]!)
    this.types[index] = type
    this.window[index & (WINDOW - 1)]!.index = -1
  }
  /** The tokens that were loaded are as they were written again. */
  protected unretype(): void {
    while (this.retyped.length > 0) {
      const type = this.retyped.pop()!
      this.types[this.retyped.pop()!] = type
    }
  }
}
