// What every grammar of Callwright is built on: lists of items, and recovery from what is missing or strange in them.
//
// A rule never throws for wrong input. What is missing is reported once, at the token that stands in its place, and the rule goes on as if it
// had been there; what cannot be used is skipped by the list it stands in (`items`), up to where the next item begins. So the rest of a file is
// always read. The grammar is still recorded by Chevrotain (each helper records the production that it stands for): look-ahead, the sets of
// first tokens used for recovery, messages and completion all come from there.
import type { TokenType } from 'chevrotain'
import type { Diagnostic, Fix, Message } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { unclosed } from './brace-errors.ts'
import { nearMiss } from '../text/near-miss.ts'
import { MOST_ERRORS } from './limits.ts'
import { indicesOf, type GrammarTables } from './grammar-tables.ts'
import { expectedWords, foundWords } from './messages.ts'
import { TokenReader, type ParserSettings } from './token-reader.ts'
import type { Tokens } from './tokenizer.ts'
import * as T from './tokens.ts'

/** A list of items whose turns begin with known words: what recovery works by. */
export interface ItemList {
  readonly rule: string
  readonly idx: number
  /** What one item is called: “a step”. */
  readonly title: Message
  /** Where such items stand, for a word that stands elsewhere: “a flow”. */
  readonly place?: Message
  /** Filled in once the grammar is recorded: token type → may an item begin with it. */
  starts: Uint8Array
  /** The words of the language among them. */
  keywords: readonly string[]
  expected: readonly TokenType[]
  /** Items begin with any name, so that after a mistake only one at the beginning of a line is trusted. */
  named: boolean
}

/** Tokens `from..to`, `to` exclusive. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** What stands behind the name of a named item. */
const afterNames = new Set([T.LBrace, T.Arrow, T.LParen, T.Comma, T.Colon, T.RBrace].map(type => type.tokenTypeIdx!))

const NONE = -1
const END = T.EOF.tokenTypeIdx!
const WORD = T.Name.tokenTypeIdx!
const NUMBER = T.NumberToken.tokenTypeIdx!
/** Tokens that are looked at before and behind one to see how its line goes on; characters, to see where it begins. */
const LONGEST_LINE = 200
const OPEN = T.LBrace.tokenTypeIdx!
const CLOSE = T.RBrace.tokenTypeIdx!
const COMMA = T.Comma.tokenTypeIdx!

export abstract class Engine extends TokenReader {
  /** The token that the last error was reported at. */
  protected errorAt = -1
  /** An error was reported in this item: what else is wrong in it may come of that. */
  protected silenced = false
  // The lists whose braces are open, outermost first: with the word that may follow each, and the token of its brace.
  private opened = 0
  private readonly openLists: ItemList[] = []
  private readonly openThen: number[] = []
  private readonly openAt: number[] = []
  /** Where the item that is read in each of them begins. */
  private readonly openItem: number[] = []
  private spineOf: readonly Stretch[] | undefined
  /** The word that may follow the next block: `else`, `otherwise`, `none`. */
  protected following = NONE
  /** In the order of declaration: the last is the list that is the file, which no brace closes. */
  private readonly lists: ItemList[] = []
  private readonly labels: ReadonlyMap<TokenType, Message>
  private readonly keywordTypes: ReadonlyMap<string, TokenType>
  /** A token that begins an item of some list → what may stand behind it. */
  private readonly openingsOf = new Map<number, ReadonlySet<number> | 'any'>()

  private readonly recorded: boolean

  constructor(table: readonly T.TokenInfo[], settings: ParserSettings = {}) {
    super(table, settings)
    this.recorded = settings.record === true
    this.labels = new Map(table.map(info => [info.type, info.label]))
    this.keywordTypes = new Map(table.flatMap(info => (info.category === 'keyword' ? [[info.image!, info.type] as const] : [])))
  }

  /** To be called last in the constructor of a whole grammar, with its tables. A recorded parser knows its grammar, and is not for reading. */
  protected analyse(tables: GrammarTables): void {
    if (this.recorded) {
      this.performSelfAnalysis()
      return
    }
    this.useLookAhead(tables)
    for (const [at, list] of this.lists.entries()) {
      list.expected = this.typesOf(tables.lists[at]!)
      list.named = list.expected.includes(T.Word)
      const indices = indicesOf(list.expected)
      list.starts = new Uint8Array(Math.max(...indices, END) + 1)
      for (const index of indices) list.starts[index] = 1
      list.keywords = list.expected.flatMap(type =>
        this.keywordTypes.get(type.LABEL!.slice(1, -1)) === type ? [type.LABEL!.slice(1, -1)] : [],
      )
    }
    for (const [name, behind] of Object.entries(tables.openings)) {
      const [type] = this.typesOf(name)
      this.openingsOf.set(type!.tokenTypeIdx!, behind === 'any' ? 'any' : new Set(indicesOf(this.typesOf(behind))))
    }
  }
  /** The loops of the lists, in the order of declaration. */
  get loops(): readonly { readonly rule: string; readonly idx: number }[] {
    return this.lists
  }

  /**
   * Could token `index` and the one behind it be the beginning of an item, in whatever list? Not one that begins with a name. A number stands
   * behind no name, so before one the item may have a slip: `repeat 3 times`.
   */
  protected opensItem(index: number): boolean {
    return this.openingsOf.has(this.typeAt(index)) && this.opensAs(this.typeAt(index), index)
  }
  /**
   * The same in the lists that are open: in the innermost, in one around it where the token is not further in than that, or in the file.
   * `== ⏎ nothing {` begins no item where no recording is around, and `-> ⏎ flow f {` does.
   */
  protected opensItemAround(index: number): boolean {
    if (!this.opensItem(index)) return false
    if (this.opened === 0) return true
    for (let at = this.opened - 1; at >= -1; at--) {
      const list = at < 0 ? this.lists.at(-1)! : this.openLists[at]!
      if (this.beginsItem(list, index)) return at === this.opened - 1 || !this.furtherIn(index, this.openAt[at + 1]!)
    }
    return false
  }
  /** Could an item begin with `type` in the place of token `index`? */
  private opensAs(type: number, index: number): boolean {
    const behind = this.openingsOf.get(type)
    const next = this.typeAt(index + 1)
    return behind === undefined || behind === 'any' || behind.has(next) || next === NUMBER
  }

  protected override load(tokens: Tokens, file: string, diagnostics: Diagnostic[]): void {
    super.load(tokens, file, diagnostics)
    this.errorAt = -1
    this.silenced = false
    this.opened = 0
    this.following = NONE
    this.spineOf = undefined
  }

  /** The tokens that say how the text that was read last may go on: of each list that is open at its end, what opened it and its last item. */
  get spine(): readonly Stretch[] {
    return this.spineOf ?? [{ from: 0, to: this.count }]
  }
  private noteSpine(): void {
    const stretches: Stretch[] = []
    let from = 0
    for (let at = 0; at < this.opened; at++) {
      const open = this.openAt[at]!
      if (open < 0) continue
      stretches.push({ from, to: open + 1 })
      from = Math.max(open + 1, this.openItem[at]!)
    }
    stretches.push({ from, to: this.count })
    this.spineOf = stretches
  }

  // ---------------------------------------------------------------------------------------------- terminals

  /** CONSUME that reports and goes on where the token is missing. Says whether it was there. */
  protected eat(idx: number, type: TokenType): boolean {
    if (this.RECORDING_PHASE) {
      this.consume(idx, type)
      return true
    }
    if (this.peek() === type.tokenTypeIdx) {
      this.currIdx++
      return true
    }
    if (this.peek() === WORD && this.mendWord([type.LABEL!.slice(1, -1)])) {
      this.currIdx++
      return true
    }
    this.expected([type])
    return false
  }
  /** OPTION of one token. Says whether it was there. */
  protected maybe(idx: number, type: TokenType): boolean {
    if (this.RECORDING_PHASE) {
      this.option(idx, () => this.consume(idx, type))
      return true
    }
    if (this.peek() !== type.tokenTypeIdx) return false
    this.currIdx++
    return true
  }
  /** OPTION that begins with `type` (which `parse` reads). */
  protected when<R>(idx: number, type: TokenType, parse: () => R): R | undefined {
    if (this.RECORDING_PHASE) return this.option(idx, parse)
    return this.peek() === type.tokenTypeIdx ? parse.call(this) : undefined
  }

  // ---------------------------------------------------------------------------------------------- lists

  /** Declares a list of items: the loop `idx` of rule `rule`. */
  protected list(rule: string, idx: number, title: Message, place?: Message): ItemList {
    const list: ItemList = {
      rule,
      idx,
      title,
      ...(place ? { place } : {}),
      starts: new Uint8Array(0),
      keywords: [],
      expected: [],
      named: false,
    }
    this.lists.push(list)
    return list
  }

  /** MANY items up to the closing brace, with recovery between them. */
  protected items(list: ItemList, parse: () => void): void {
    if (this.RECORDING_PHASE) {
      this.many(list.idx, parse)
      return
    }
    for (;;) {
      const before = this.currIdx
      const type = this.peek()
      if (type === END && this.watched !== NONE && this.spineOf === undefined) this.noteSpine()
      if (list.named && type !== WORD && this.opened > 1 && this.strayItem(list, before + 1)) return
      if (this.beginsItem(list, before + 1) && !this.boundary(before + 1)) {
        // A new item is a new chance to be wrong; what comes between items after a mistake in one is still that mistake.
        if (before + 1 >= this.errorAt) this.silenced = false
        if (this.opened > 0) this.openItem[this.opened - 1] = before + 1
        parse.call(this)
        // An item that stopped at what it could not read leaves it to be skipped here.
        if (this.currIdx === before || (this.silenced && this.errorAt === this.currIdx + 1)) this.skip(list, before)
      } else if (type === CLOSE || type === END || this.boundary(before + 1)) return
      else if (this.opened > 0 && this.closedBefore(before + 1)) return
      else if (!this.strange(list)) this.skip(list, before)
    }
  }
  /**
   * Does token `index`, which begins no item of the innermost open list, go on with what is around it? Then only the closing brace is missing.
   * Names at the beginning of a line do so where a list of named items is open, unless they are a slip of a word that begins an item here, or
   * are further in than the line that opened the innermost list.
   * Where all that was opened on this line is closed on it, none is missing: the item does not belong here.
   */
  private closedBefore(index: number): boolean {
    if (this.closesOnLine(index)) return false
    const type = this.typeAt(index)
    const inner = this.openLists[this.opened - 1]!
    let found = this.openThen[this.opened - 1] === type
    let further: boolean | undefined
    for (let at = this.opened - 2; at >= 0 && !found; at--) {
      const outer = this.openLists[at]!
      found = this.openThen[at] === type
      if (found || !this.beginsItem(outer, index)) continue
      if (outer.named && (further ??= this.furtherIn(index, this.openAt[this.opened - 1]!))) continue
      found = !outer.named || (this.beginsLine(index) && (type !== WORD || nearMiss(this.wordAt(index), inner.keywords) === undefined))
    }
    if (found) this.unclosed(T.RBrace, this.openAt[this.opened - 1]!)
    return found
  }
  /** Are the lists that were opened on the line of token `index` closed before its end? False where none was opened on it. */
  private closesOnLine(index: number): boolean {
    const from = Math.max(0, index - LONGEST_LINE)
    let first = index
    while (first > from && !this.beginsLine(first)) first--
    let open = 0
    while (open < this.opened && this.openAt[this.opened - 1 - open]! >= first) open++
    if (open === 0) return false
    const to = Math.min(this.count, index + LONGEST_LINE)
    for (let at = index; at < to && (at === index || !this.beginsLine(at)); at++) {
      if (this.types[at] === OPEN) open++
      if (this.types[at] === CLOSE && --open === 0) return true
    }
    return false
  }
  /** A word of the language that begins a line in a list of named items, and goes on as the items around the list do and none of its own. */
  private strayItem(list: ItemList, index: number): boolean {
    if (!this.beginsItem(list, index) || !this.beginsLine(index) || afterNames.has(this.typeAt(index + 1))) return false
    return this.closedBefore(index)
  }
  /** Where a block should stand: reads the `}` of one that is empty and lacks its `{`. What is around it closes on a line of its own. */
  protected emptyBlock(): boolean {
    const index = this.currIdx + 1
    const around = this.opened === 0 ? -1 : this.openAt[this.opened - 1]!
    if (this.peek() !== CLOSE || around < 0 || this.beginsLine(index)) return false
    const sameLine = !/[\r\n]/.test(this.text.slice(this.ends[around], this.starts[index]))
    if (!sameLine) this.currIdx++
    return !sameLine
  }
  /** Is token `index` further in than the line of token `open`? */
  private furtherIn(index: number, open: number): boolean {
    if (open < 0) return false
    const line = this.lineStart(this.starts[open]!)
    let first = line
    while (this.text.charCodeAt(first) <= 32) first++
    return this.starts[index]! - this.lineStart(this.starts[index]!) > first - line
  }
  /** Where the line of offset `at` begins; of a very long one, where it is as good as begun. */
  private lineStart(at: number): number {
    let from = at
    while (from > Math.max(0, at - LONGEST_LINE) && this.text[from - 1] !== '\n' && this.text[from - 1] !== '\r') from--
    return from
  }
  private wordAt(index: number): string {
    return this.text.slice(this.starts[index], this.ends[index])
  }

  /** `{` items `}`. Reads nothing where not even the items begin. */
  protected braces(list: ItemList, parse: () => void): void {
    if (this.RECORDING_PHASE) {
      this.consume(list.idx, T.LBrace)
      this.many(list.idx, parse)
      this.consume(list.idx, T.RBrace)
      return
    }
    const open = this.currIdx + 1
    const opened = this.peek() === OPEN
    if (opened) this.currIdx++
    else {
      this.expected([T.LBrace])
      if (this.boundary(open) || (list.starts[this.peek()] !== 1 && this.peek() !== CLOSE)) return
    }
    this.openLists[this.opened] = list
    this.openThen[this.opened] = this.following
    this.openAt[this.opened] = opened ? open : -1
    this.openItem[this.opened] = open + 1
    this.opened++
    this.following = NONE
    this.items(list, parse)
    this.opened--
    if (opened) this.close(T.RBrace, open)
    else if (this.peek() === CLOSE) this.currIdx++
  }

  /** What closes the brace of token `open`; reported at the end of what was read where it is missing. */
  protected close(type: TokenType, open: number): void {
    if (this.peek() === type.tokenTypeIdx) this.currIdx++
    else this.unclosed(type, open)
  }
  private unclosed(type: TokenType, open: number): void {
    const index = this.currIdx + 1
    if (index === this.watched) this.watchedRefused = true
    // A missing brace is told whatever else is wrong in its block; a missing bracket is mostly what else is wrong.
    const second = open < 0 || this.errorAt === index || (this.silenced && type !== T.RBrace)
    this.errorAt = index
    this.silenced = true
    if (second || this.excused(index)) return
    const place = { file: this.file, start: this.end(0), end: this.end(0) }
    this.push(unclosed(type.LABEL!.slice(1, -1), this.text, place, { start: this.starts[open]!, end: this.ends[open]! }))
  }

  /** MANY_SEP with commas, up to `close` (which it reads): arguments, parameters, lists. A comma may stand before `close`. */
  protected commas(close: TokenType, parse: () => void): void {
    if (this.RECORDING_PHASE) {
      this.MANY_SEP({ SEP: T.Comma, DEF: parse })
      this.CONSUME9(close)
      return
    }
    const open = this.currIdx
    const closing = close.tokenTypeIdx!
    while (this.peek() !== closing) {
      const before = this.currIdx
      parse.call(this)
      if (this.currIdx === before || this.peek() !== COMMA) break
      this.currIdx++
    }
    if (this.peek() === closing) {
      this.currIdx++
      return
    }
    const atEnd = this.peek() === END || this.boundary(this.currIdx + 1) || this.beginsLine(this.currIdx + 1)
    if (atEnd) this.close(close, open)
    else {
      this.expected([T.Comma, close])
      this.skipTo(closing)
    }
  }

  /** AT_LEAST_ONE_SEP with commas, where nothing closes the list. */
  protected commaRun(parse: () => void): void {
    if (this.RECORDING_PHASE) {
      this.AT_LEAST_ONE_SEP9({ SEP: T.Comma, DEF: parse })
      return
    }
    parse.call(this)
    while (this.peek() === COMMA) {
      this.currIdx++
      parse.call(this)
    }
  }

  // ---------------------------------------------------------------------------------------------- errors

  /** Does something begin at token `index` that can stand in no list, such as a declaration? Missing braces are found by it. */
  protected boundary(_index: number): boolean {
    return false
  }

  /** May an item of `list` begin with token `index`? */
  protected beginsItem(list: ItemList, index: number): boolean {
    return list.starts[this.typeAt(index)] === 1
  }

  /** Reports that one of `types` should stand where the next token stands. */
  protected expected(types: Iterable<TokenType>, fixes: readonly Fix[] = []): void {
    this.expect(expectedWords(types, this.labels), fixes)
  }
  protected expect(expected: Message, fixes: readonly Fix[] = []): void {
    const index = this.currIdx + 1
    if (!this.mayReport(index)) return
    const { start, end } = this.spanOf(index)
    const found = foundWords(this.text, this.typeAt(index), start, end)
    this.push(diagnose('unexpected', { expected, found }, { file: this.file, start, end }, { fixes }))
  }

  /** Notes an error at token `index`; false where it would be a second one of the same mistake. */
  protected mayReport(index: number): boolean {
    const second = this.silenced || this.errorAt === index
    if (index === this.watched) this.watchedRefused = true
    this.errorAt = index
    this.silenced = true
    return !second && !this.excused(index)
  }
  /** A broken token was reported already, and the end of a text that was cut short says nothing. */
  private excused(index: number): boolean {
    const tokens = this.tokens!
    if (tokens.cut && index >= this.count) return true
    return tokens.broken.size > 0 && (tokens.broken.has(this.starts[index]!) || (index > 0 && tokens.broken.has(this.starts[index - 1]!)))
  }
  protected push(diagnostic: Diagnostic): void {
    if (this.diagnostics.length < MOST_ERRORS - 1) this.diagnostics.push(diagnostic)
    else if (this.diagnostics.length === MOST_ERRORS - 1) this.diagnostics.push(diagnose('too-many-errors', {}, diagnostic))
  }

  /** Where the next token is a slip of one of `words` (which begin an item, if so told): reports it and reads it as that word from now on. */
  protected mendWord(words: readonly string[], anyWord = false, item = false): boolean {
    const index = this.currIdx + 1
    const found = this.typeAt(index)
    if (this.silenced || this.errorAt === index || (found !== WORD && !(anyWord && this.isWord(found)))) return false
    const { start, end } = this.spanOf(index)
    const word = this.text.slice(start, end)
    const meant = nearMiss(word, words)
    const type = meant === undefined ? undefined : this.keywordTypes.get(meant)
    if (meant === undefined || type === undefined || type.tokenTypeIdx === found) return false
    // What would then go on as no such item does was not meant.
    if (item && !this.opensAs(type.tokenTypeIdx!, index)) return false
    const title = { en: `Write “${meant}”`, zh: `改写为“${meant}”` }
    const fixes: Fix[] = [{ title, edits: [{ file: this.file, start, end, text: meant }] }]
    this.push(diagnose('misspelt-word', { word, meant }, { file: this.file, start, end }, { fixes }))
    this.retype(index, type.tokenTypeIdx!)
    return true
  }

  /** No item begins here: says so. True where the word could be mended, so that the item can be read after all. */
  protected strange(list: ItemList): boolean {
    // A new line is a new mistake, if the one before it was passed.
    if (this.currIdx + 1 > this.errorAt && this.beginsLine(this.currIdx + 1)) this.silenced = false
    // Also one word of the language for another: `language` for `languages`.
    if (this.mendWord(list.keywords, true, true)) return true
    const index = this.currIdx + 1
    const type = this.typeAt(index)
    const other = this.isWord(type) ? this.lists.find(one => one.place && !one.named && one.starts[type] === 1) : undefined
    if (other?.place && type !== WORD) {
      if (!this.mayReport(index)) return false
      const { start, end } = this.spanOf(index)
      this.push(diagnose('misplaced-word', { word: this.text.slice(start, end), place: other.place }, { file: this.file, start, end }))
    } else if (list === this.lists.at(-1)) this.expect(list.title)
    else this.expect({ en: `${list.title.en} or “}”`, zh: `${list.title.zh}或“}”` })
    return false
  }

  /** Skips to where the next item begins, over whole braces, but never over a boundary; at least past `before`. */
  private skip(list: ItemList, before: number): void {
    let depth = 0
    for (; ; this.currIdx++) {
      const index = this.currIdx + 1
      const type = this.typeAt(index)
      if (type === END || (index > before + 1 && this.boundary(index))) return
      if (index === this.watched) this.watchedRefused = true
      if (type === OPEN) depth++
      else if (type === CLOSE) {
        if (depth === 0) return
        depth--
      } else if (depth === 0 && index > before + 1 && this.beginsItem(list, index)) {
        if (!list.named || this.beginsLine(index)) return
      }
    }
  }
  /** Skips past the next `type` of this line, if there is one. */
  protected skipTo(type: number): void {
    for (let index = this.currIdx + 1; index < this.count && (index === this.currIdx + 1 || !this.beginsLine(index)); index++) {
      if (this.types[index] === type) {
        const from = this.currIdx
        this.currIdx = index
        this.passOver(from)
        return
      }
      if (this.types[index] === CLOSE || this.types[index] === OPEN) return
    }
  }
}
