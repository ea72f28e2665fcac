// The whole grammar of `.ivr` files: declarations, and what separates them when something is missing.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Comment, Declaration, SourceFile } from './ast.ts'
import { strayBrace } from './brace-errors.ts'
import { mendBraces } from './brace-mending.ts'
import type { ParserSettings } from './token-reader.ts'
import { MOST_ERRORS } from './limits.ts'
import { createNextTokens } from './next-tokens.ts'
import { LineParser } from './line-parser.ts'
import { createTokenizer, type Tokens } from './tokenizer.ts'
import { tables } from './tables.ts'
import * as T from './tokens.ts'

const { K } = T
const id = (type: T.TokenType): number => type.tokenTypeIdx!
const LBRACE = id(T.LBrace)
const RBRACE = id(T.RBrace)
const END = id(T.EOF)
const CONNECT = id(K.connect)

const nameThen = (...types: T.TokenType[]): readonly number[] => types.map(id)
/** What stands behind the word of a declaration and its name; the three without a name are followed by a brace. */
const heads = new Map<number, readonly number[] | 'brace'>([
  [id(K.import), 'brace'],
  [id(K.settings), 'brace'],
  [id(K.prompts), 'brace'],
  [id(K.line), nameThen(T.LBrace, T.Text, T.TaggedText)],
  [id(K.remember), nameThen(T.Colon)],
  [id(K.type), nameThen(T.Assign)],
  [id(K.service), nameThen(T.LBrace)],
  [id(K.queue), nameThen(T.LBrace)],
  [id(K.hours), nameThen(T.LBrace, K.in)],
  [id(K.menu), nameThen(T.LBrace, K.requires)],
  [id(K.flow), nameThen(T.LBrace, T.LParen, K.requires, K.grants, K.returns)],
])
const LF = 10
const CR = 13

class IvrParser extends LineParser {
  /** The next comment that may be the doc of a declaration. */
  private nextComment = 0

  constructor(settings: ParserSettings) {
    super(T.ivrTokens, settings)
    this.equalIsSlip = true
    this.analyse(tables)
  }

  parse(tokens: Tokens, file: string, diagnostics: Diagnostic[]): SourceFile {
    this.load(tokens, file, diagnostics)
    this.nextComment = 0
    const declarations = this.withinStack(() => this.sourceFile(), [])
    // The tokens may be read once more, with other braces.
    this.unretype()
    return { kind: 'SourceFile', start: 0, end: tokens.text.length, declarations, comments: tokens.comments }
  }

  /** The token of `tokens` that the last declaration begins with, 0 where there is none. */
  lastBeginning(tokens: Tokens): number {
    this.load(tokens, '', [])
    let index = tokens.count - 1
    while (index > 0 && !this.boundary(index)) index--
    return Math.max(0, index)
  }

  /** The tokens that begin a declaration of the text that was parsed last. */
  declarationStarts(): readonly number[] {
    const found: number[] = []
    for (let index = 0; index < this.count; index++) if (this.boundary(index)) found.push(index)
    return found
  }

  protected override recordsAllowed(): boolean {
    return false
  }

  private readonly declarations = this.list('sourceFile', 0, {
    en: 'a declaration (such as menu, flow, prompts or import)',
    zh: '一个声明（如 menu、flow、prompts 或 import）',
  })
  readonly sourceFile = this.RULE('sourceFile', (): Declaration[] => {
    const found: Declaration[] = []
    const parse = (): void => {
      const start = this.start()
      const doc = this.docBefore(start)
      const declaration = this.SUBRULE(this.declaration)
      found.push(doc ? { ...declaration, ...doc } : declaration)
    }
    if (this.RECORDING_PHASE) this.MANY(parse)
    else {
      while (this.peek() !== END) {
        const before = this.currIdx
        if (before + 1 >= this.errorAt) this.silenced = false
        if (this.declarations.starts[this.peek()] === 1) parse()
        else if (this.peek() === RBRACE) this.strayBrace()
        else if (this.strange(this.declarations)) continue
        if (this.currIdx === before || this.errorAt === this.currIdx + 1 || this.peek() === RBRACE) this.toDeclaration(before)
      }
    }
    return found
  })
  private strayBrace(): void {
    const index = this.currIdx + 1
    if (!this.mayReport(index)) return
    this.push(strayBrace('}', { file: this.file, ...this.spanOf(index) }))
  }
  /** Skips to the next declaration, past token `before` at least. A brace that closes nothing is the fault then, unless there is one already. */
  private toDeclaration(before: number): void {
    if (this.peek() === RBRACE && this.errorAt !== this.currIdx + 1) {
      this.silenced = false
      this.strayBrace()
    }
    const from = this.currIdx
    if (this.currIdx === before) this.currIdx++
    while (this.peek() !== END && !this.boundary(this.currIdx + 1)) this.currIdx++
    this.passOver(from)
    // One place is one error: what was skipped is not looked at again.
    this.errorAt = this.currIdx
  }

  private alternativesOf: { ALT: () => Declaration }[] | undefined
  private readonly declaration = this.RULE('declaration', (): Declaration =>
    this.OR(
      (this.alternativesOf ??= [
        { ALT: () => this.SUBRULE(this.menuDeclaration) },
        { ALT: () => this.SUBRULE(this.flowDeclaration) },
        { ALT: () => this.SUBRULE(this.promptsDeclaration) },
        { ALT: () => this.SUBRULE(this.importDeclaration) },
        { ALT: () => this.SUBRULE(this.lineDeclaration) },
        { ALT: () => this.SUBRULE(this.settingsDeclaration) },
        { ALT: () => this.SUBRULE(this.rememberDeclaration) },
        { ALT: () => this.SUBRULE(this.typeDeclaration) },
        { ALT: () => this.SUBRULE(this.serviceDeclaration) },
        { ALT: () => this.SUBRULE(this.hoursDeclaration) },
        { ALT: () => this.SUBRULE(this.queueDeclaration) },
      ]),
    ),
  )

  /** A declaration begins at token `index`: by its shape, so that a name or a step of the same word is none. */
  protected override boundary(index: number): boolean {
    const head = heads.get(this.typeAt(index))
    if (head === undefined) return false
    if (head === 'brace') return this.typeAt(index + 1) === LBRACE
    // `connect queue cards {` is a step.
    if (!this.isWord(this.typeAt(index + 1)) || this.typeAt(index - 1) === CONNECT) return false
    // Further in, `menu menu {` is a step that was begun twice.
    if (head.includes(this.typeAt(index + 2))) return this.typeAt(index + 1) !== this.typeAt(index) || this.atMargin(index)
    // `menu` without its brace may stand before an item: `menu say "…"`.
    return this.atMargin(index) && !this.opensItem(index + 1)
  }
  /** Is token `index` the first of its line, with nothing before it? */
  private atMargin(index: number): boolean {
    const start = this.starts[index]!
    const before = this.text.charCodeAt(start - 1)
    return start === 0 || before === LF || before === CR
  }

  protected override docBefore(start: number): { doc: string } | undefined {
    const comments: readonly Comment[] = this.tokens?.comments ?? []
    let next = this.nextComment
    while (next < comments.length && comments[next]!.end <= start) next++
    this.nextComment = next
    let first = next
    // Only blanks stand between the lines of a doc comment and between the last of them and the declaration.
    for (let end = start; first > 0; first--) {
      const comment = comments[first - 1]!
      if (comment.style !== 'doc' || !this.onlyBlanks(comment.end, end)) break
      end = comment.start
    }
    if (first === next) return undefined
    return {
      doc: comments
        .slice(first, next)
        .map(comment => comment.text.trim())
        .join('\n'),
    }
  }
  private onlyBlanks(from: number, to: number): boolean {
    for (let at = from; at < to; at++) if (this.text.charCodeAt(at) > 32) return false
    return true
  }
}

const tokenize = createTokenizer(T.ivrTokens)
let parser: IvrParser | undefined

/** The one parser, made when it is first used. */
export function theParser(): IvrParser {
  return (parser ??= new IvrParser({}))
}
/** A parser whose grammar Chevrotain has recorded and checked; throws what is wrong with it. */
export function recordedParser(): IvrParser {
  return new IvrParser({ record: true })
}

/** What may come next in a program: see `next-tokens.ts`. */
export const nextInProgram = createNextTokens(T.ivrTokens, tokenize, theParser)

/** Parses a text. Where there are errors, and braces that can be mended, the tree and the errors are those of the text with whole braces. */
export function parseTokens(text: string, file: string, diagnostics: Diagnostic[]): SourceFile {
  const tokens = tokenize(text, file, diagnostics)
  const before = diagnostics.length
  const ivr = theParser()
  const tree = ivr.parse(tokens, file, diagnostics)
  const found = diagnostics.length - before
  if (found === 0 || diagnostics.length === MOST_ERRORS || tokens.cut) return tree
  const mended = mendBraces({
    tokens,
    starts: ivr.declarationStarts(),
    file,
    found: diagnostics.slice(before),
    tree,
    read: (some, into) => ivr.parse(some, file, into),
  })
  if (!mended) return tree
  diagnostics.splice(before, found, ...mended.diagnostics)
  return mended.tree
}
