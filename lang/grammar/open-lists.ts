// Where a parser stands: the lists of items that are declared, those whose braces are open, and what may begin a new item in one of them.
// Recovery decides by it what a token that fits nothing goes on with.
import type { TokenType } from 'chevrotain'
import type { Diagnostic, Message } from '../diagnostics/diagnostic.ts'
import { nearMiss } from '../text/near-miss.ts'
import { indicesOf, type GrammarTables } from './grammar-tables.ts'
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

const END = T.EOF.tokenTypeIdx!
const WORD = T.Name.tokenTypeIdx!
const NUMBER = T.NumberToken.tokenTypeIdx!
const OPEN = T.LBrace.tokenTypeIdx!
const CLOSE = T.RBrace.tokenTypeIdx!
/** Tokens that are looked at before and behind one to see how its line goes on; characters, to see where it begins. */
const LONGEST_LINE = 200

export abstract class OpenLists extends TokenReader {
  /** In the order of declaration: the last is the list that is the file, which no brace closes. */
  protected readonly lists: ItemList[] = []
  protected readonly keywordTypes: ReadonlyMap<string, TokenType>
  /** A token that begins an item of some list → what may stand behind it. */
  private readonly openingsOf = new Map<number, ReadonlySet<number> | 'any'>()
  // The lists whose braces are open, outermost first: with the word that may follow each, and the token of its brace.
  protected opened = 0
  private readonly openLists: ItemList[] = []
  private readonly openThen: number[] = []
  private readonly openAt: number[] = []
  /** Where the item that is read in each of them begins. */
  private readonly openItem: number[] = []
  private spineOf: readonly Stretch[] | undefined

  constructor(table: readonly T.TokenInfo[], settings: ParserSettings) {
    super(table, settings)
    this.keywordTypes = new Map(table.flatMap(info => (info.category === 'keyword' ? [[info.image!, info.type] as const] : [])))
  }

  /** The loops of the lists, in the order of declaration. */
  get loops(): readonly { readonly rule: string; readonly idx: number }[] {
    return this.lists
  }

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

  /** What begins the items of the lists that were declared. */
  protected useLists(tables: GrammarTables): void {
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

  protected override load(tokens: Tokens, file: string, diagnostics: Diagnostic[]): void {
    super.load(tokens, file, diagnostics)
    this.opened = 0
    this.spineOf = undefined
  }

  // ---------------------------------------------------------------------------------------------- what is open

  /** A list whose brace is token `brace`, −1 where it lacks it; `then`: the word that may follow it. */
  protected openList(list: ItemList, then: number, brace: number, first: number): void {
    this.openLists[this.opened] = list
    this.openThen[this.opened] = then
    this.openAt[this.opened] = brace
    this.openItem[this.opened] = first
    this.opened++
  }
  /** Token `index` begins an item of the innermost open list. */
  protected beginItem(index: number): void {
    if (this.opened > 0) this.openItem[this.opened - 1] = index
  }
  /** The token of the innermost open list's brace; −1 where it lacks it, or none is open. */
  protected innermostBrace(): number {
    return this.opened === 0 ? -1 : this.openAt[this.opened - 1]!
  }

  /** The tokens that say how the text that was read last may go on: of each list that is open at its end, what opened it and its last item. */
  get spine(): readonly Stretch[] {
    return this.spineOf ?? [{ from: 0, to: this.count }]
  }
  /** At the end of the text. */
  protected noteSpine(): void {
    if (this.spineOf !== undefined) return
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

  // ---------------------------------------------------------------------------------------------- what begins an item

  /** May an item of `list` begin with token `index`? */
  protected beginsItem(list: ItemList, index: number): boolean {
    return list.starts[this.typeAt(index)] === 1
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
  protected opensAs(type: number, index: number): boolean {
    const behind = this.openingsOf.get(type)
    const next = this.typeAt(index + 1)
    return behind === undefined || behind === 'any' || behind.has(next) || next === NUMBER
  }

  // ---------------------------------------------------------------------------------------------- what goes on around

  /**
   * Does token `index`, which begins no item of the innermost open list, go on with what is around it? Then only the closing brace is missing.
   * Names at the beginning of a line do so where a list of named items is open, unless they are a slip of a word that begins an item here, or
   * are further in than the line that opened the innermost list.
   * Where all that was opened on this line is closed on it, none is missing: the item does not belong here.
   */
  protected goesOnAround(index: number): boolean {
    if (this.closesOnLine(index)) return false
    const type = this.typeAt(index)
    const inner = this.openLists[this.opened - 1]!
    let found = this.openThen[this.opened - 1] === type
    let further: boolean | undefined
    for (let at = this.opened - 2; at >= 0 && !found; at--) {
      const outer = this.openLists[at]!
      found = this.openThen[at] === type
      if (found || !this.beginsItem(outer, index)) continue
      if (outer.named && (further ??= this.furtherIn(index, this.innermostBrace()))) continue
      found = !outer.named || (this.beginsLine(index) && (type !== WORD || nearMiss(this.wordAt(index), inner.keywords) === undefined))
    }
    return found
  }
  /** A word of the language that begins a line in a list of named items, and goes on as the items around the list do and none of its own. */
  protected straysFrom(list: ItemList, index: number): boolean {
    if (!this.beginsItem(list, index) || !this.beginsLine(index) || afterNames.has(this.typeAt(index + 1))) return false
    return this.goesOnAround(index)
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
}
