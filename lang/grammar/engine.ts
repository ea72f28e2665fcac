// What every grammar of Callwright is built on: reading lists of items, and recovery from what is missing or strange in them.
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
import type { Location } from '../text/span.ts'
import { MOST_ERRORS, MOST_NESTED } from './limits.ts'
import type { GrammarTables } from './grammar-tables.ts'
import { expectedWords, foundWords } from './messages.ts'
import { OpenLists, type ItemList } from './open-lists.ts'
import type { ParserSettings } from './token-reader.ts'
import type { Tokens } from './tokenizer.ts'
import * as T from './tokens.ts'

const NONE = -1
const END = T.EOF.tokenTypeIdx!
const WORD = T.Name.tokenTypeIdx!
const OPEN = T.LBrace.tokenTypeIdx!
const CLOSE = T.RBrace.tokenTypeIdx!
const COMMA = T.Comma.tokenTypeIdx!

/** Where a node said what it can say but once. */
export type Clauses = Map<string, Location>
const saidFirst: Message = { en: 'it is said here first', zh: '首先在这里写出' }

export abstract class Engine extends OpenLists {
  /** The token that the last error was reported at. */
  protected errorAt = -1
  /** An error was reported in this item: what else is wrong in it may come of that. */
  protected silenced = false
  /** The word that may follow the next block: `else`, `otherwise`, `none`. */
  protected following = NONE
  private readonly labels: ReadonlyMap<TokenType, Message>
  private readonly recorded: boolean

  constructor(table: readonly T.TokenInfo[], settings: ParserSettings = {}) {
    super(table, settings)
    this.recorded = settings.record === true
    this.labels = new Map(table.map(info => [info.type, info.label]))
  }

  /** To be called last in the constructor of a whole grammar, with its tables. A recorded parser knows its grammar, and is not for reading. */
  protected analyse(tables: GrammarTables): void {
    if (this.recorded) {
      this.performSelfAnalysis()
      return
    }
    this.useLookAhead(tables)
    this.useLists(tables)
  }

  protected override load(tokens: Tokens, file: string, diagnostics: Diagnostic[]): void {
    super.load(tokens, file, diagnostics)
    this.errorAt = -1
    this.silenced = false
    this.following = NONE
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

  /** MANY items up to the closing brace, with recovery between them. */
  protected items(list: ItemList, parse: () => void): void {
    if (this.RECORDING_PHASE) {
      this.many(list.idx, parse)
      return
    }
    for (;;) {
      const before = this.currIdx
      const type = this.peek()
      if (type === END && this.watched !== NONE) this.noteSpine()
      if (list.named && type !== WORD && this.opened > 1 && this.straysFrom(list, before + 1)) return this.closedBefore()
      if (this.beginsItem(list, before + 1) && !this.boundary(before + 1)) {
        // A new item is a new chance to be wrong; what comes between items after a mistake in one is still that mistake.
        if (before + 1 >= this.errorAt) this.silenced = false
        this.beginItem(before + 1)
        parse.call(this)
        // An item that stopped at what it could not read leaves it to be skipped here.
        if (this.currIdx === before || (this.silenced && this.errorAt === this.currIdx + 1)) this.skip(list, before)
      } else if (type === CLOSE || type === END || this.boundary(before + 1)) return
      else if (this.opened > 0 && this.goesOnAround(before + 1)) return this.closedBefore()
      else if (!this.strange(list)) this.skip(list, before)
    }
  }
  /** The closing brace of the innermost list is missing before the next token. */
  private closedBefore(): void {
    this.unclosed(T.RBrace, this.innermostBrace())
  }
  /** Where a block should stand: reads the `}` of one that is empty and lacks its `{`. What is around it closes on a line of its own. */
  protected emptyBlock(): boolean {
    const index = this.currIdx + 1
    const around = this.innermostBrace()
    if (this.peek() !== CLOSE || around < 0 || this.beginsLine(index)) return false
    const sameLine = !/[\r\n]/.test(this.text.slice(this.ends[around], this.starts[index]))
    if (!sameLine) this.currIdx++
    return !sameLine
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
    this.openList(list, this.following, opened ? open : -1, open + 1)
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

  /** Notes that a clause was read; where its node has one already, of which nothing would be left, says so. */
  protected noteClause(clauses: Clauses, item: string, start: number): void {
    if (this.RECORDING_PHASE || this.silenced) return
    const at = { file: this.file, start, end: this.end(start) }
    const before = clauses.get(item)
    if (!before) clauses.set(item, at)
    else this.push(diagnose('item-twice', { item }, at, { labels: [{ ...before, message: saidFirst }] }))
  }

  /**
   * What `read` gives. Where the stack ends before the levels do that are read (a browser's worker has a small one), it is `none`, and that alone
   * is told.
   */
  protected withinStack<R>(read: () => R, none: R): R {
    const before = this.diagnostics.length
    try {
      return read()
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.diagnostics.length = before
      // The tokenizer may have said so.
      if (!this.diagnostics.some(({ slug }) => slug === 'too-deep'))
        this.push(diagnose('too-deep', { most: MOST_NESTED }, { file: this.file, ...this.spanOf(this.currIdx + 1) }))
      return none
    }
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
