// The grammar of `.dtmf` files. What a line means is data of machine/script.ts; nothing but `parse-script.ts` uses this.
import type { Script, ScriptFile, ScriptLine, ScriptRows, ScriptSetup, ScriptSpan, ScriptValue } from '../../machine/script.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import type { Tokens } from '../grammar/tokenizer.ts'
import type { ItemList } from '../grammar/open-lists.ts'
import * as T from '../grammar/tokens.ts'
import type { LineOf, Unplaced } from './given-parser.ts'
import { nearMiss } from '../text/near-miss.ts'
import { LineParser } from './line-parser.ts'
import { tables } from './tables.ts'
import { lineWords, partWords, W } from './tokens.ts'
import { idOf } from './value-parser.ts'

/** What may stand in a body: a line, or something that is said of the whole script. */
type BodyItem =
  | ScriptLine
  | { readonly kind: 'rows'; readonly rows: ScriptRows }
  | { readonly kind: 'skip'; readonly skip: NonNullable<Script['skip']> }
  | { readonly kind: 'only' }

const NAME = idOf(T.Name)
const MINUS = idOf(T.Minus)
const NUMBER = idOf(T.NumberToken)
/** Words of `.ivr` files that are one token, hyphen and all. */
const hyphened: ReadonlySet<number> = new Set([T.BargeIn, T.TypeAhead].map(idOf))
const lineTypes = lineWords.map(word => W[word])

export class ScriptParser extends LineParser {
  private readonly parts = this.list('partsRule', 1, {
    en: 'a part (“use”, “setup”, “script”)',
    zh: '一个部分（“use”、“setup”、“script”）',
  })
  private readonly setupLines = this.list('setupRule', 1, {
    en: 'a line of the setup (given, hear, press, …)',
    zh: '一行准备步骤（given、hear、press 等）',
  })
  private readonly scriptLines = this.list('scriptRule', 1, {
    en: 'a line of the script (given, hear, press, expect, …)',
    zh: '一行脚本（given、hear、press、expect 等）',
  })

  private use: { path: string; start: number; end: number } | null = null
  private setups: ScriptSetup[] = []
  private scripts: Script[] = []
  private inBody = false
  /** A line of the part that is being read was left out. */
  private dropped = false
  /** Where the tokenizer found errors, in order. */
  private lexical: readonly number[] = []

  /** A recorded parser knows its productions, and is not for reading. */
  constructor(record = false) {
    super(record)
    this.analyse(tables)
    // After a mistake only a word that begins its line is trusted to begin the next.
    for (const list of [this.parts, this.setupLines, this.scriptLines]) list.named = true
  }

  /** Never throws; what is wrong is in `diagnostics`, and the lines that are broken are left out. */
  parse(tokens: Tokens, file: string, diagnostics: Diagnostic[]): ScriptFile {
    this.load(tokens, file, diagnostics)
    this.use = null
    this.setups = []
    this.scripts = []
    this.inBody = false
    this.inLine = false
    this.nested = 0
    this.lexical = diagnostics.map(diagnostic => diagnostic.start).sort((a, b) => a - b)
    this.withinStack(() => this.parts_(), undefined)
    return { file, use: this.use, setups: this.setups, scripts: this.scripts, start: 0, end: tokens.text.length }
  }

  /** The token of `tokens` that the last part begins with, 0 where there is none. */
  lastBeginning(tokens: Tokens): number {
    this.load(tokens, '', [])
    let index = tokens.count - 1
    while (index > 0 && !this.isPart(index)) index--
    return Math.max(0, index)
  }

  // ---------------------------------------------------------------------------------------------- parts

  private readonly parts_ = this.RULE('partsRule', (): void => {
    const part = (): void => {
      if (!this.mendBeginning(this.parts)) return
      this.pick(
        1,
        [() => this.SUBRULE(this.useLine), () => this.SUBRULE(this.setup), () => this.SUBRULE(this.script)],
        () => this.indexOf([W.use, W.setup, W.script]),
        [W.use, W.setup, W.script],
      )
      this.inBody = false
    }
    if (this.RECORDING_PHASE) {
      this.items(this.parts, part)
      return
    }
    for (;;) {
      this.inBody = false
      this.items(this.parts, part)
      if (this.peek() !== idOf(T.RBrace)) return
      const { start, end } = this.spanOf(this.currIdx + 1)
      if (this.mayReport(this.currIdx + 1))
        this.push(diagnose('stray-brace', { sign: '}' }, { file: this.file, start, end }, { fixes: [this.takeAway(start, end)] }))
      this.currIdx++
    }
  })

  private takeAway(start: number, end: number) {
    return { title: { en: 'Take it away', zh: '删除' }, edits: [{ file: this.file, start, end, text: '' }] }
  }

  private readonly useLine = this.RULE('useRule', (): void => {
    const start = this.start()
    this.inLine = true
    this.eat(1, W.use)
    const path = this.SUBRULE(this.plain)
    this.inLine = false
    this.ACTION(() => {
      if (this.use === null) this.use = { path, ...this.spanFrom(start) }
      else this.push(diagnose('script-second-use', {}, { file: this.file, ...this.spanFrom(start) }))
    })
  })

  private readonly setup = this.RULE('setupRule', (): void => {
    const start = this.start()
    this.inLine = true
    this.eat(1, W.setup)
    this.inBody = true
    const name = this.name(1)
    const parameters: { name: string; value: ScriptValue | null }[] = []
    this.when(1, T.LParen, () => {
      this.eat(2, T.LParen)
      this.nested++
      this.commas(T.RParen, () => {
        const from = this.start()
        const parameter = this.name(2)
        const value = this.when(2, T.Assign, () => {
          this.eat(3, T.Assign)
          return this.SUBRULE(this.value)
        })
        this.ACTION(() => {
          const twice = parameters.some(other => other.name === parameter)
          if (twice)
            this.push(diagnose('script-name-twice', { name: parameter }, { file: this.file, start: from, end: from + parameter.length }))
          else if (parameter !== '') parameters.push({ name: parameter, value: value ?? null })
        })
      })
      this.nested--
    })
    const lines: ScriptLine[] = []
    this.inLine = false
    this.braces(this.setupLines, () => {
      if (!this.mendBeginning(this.setupLines)) return
      const item = this.keepWhole(() => this.SUBRULE(this.line))
      this.ACTION(() => {
        if (!item) return
        if (item.kind !== 'rows' && item.kind !== 'skip' && item.kind !== 'only') lines.push(item)
        else
          this.push(
            diagnose('script-only-in-script', { word: item.kind === 'rows' ? 'each' : item.kind }, { file: this.file, ...this.lastLine }),
          )
      })
    })
    this.ACTION(() => {
      if (name !== '') this.setups.push({ name, parameters, lines, ...this.spanFrom(start) })
    })
  })

  private readonly script = this.RULE('scriptRule', (): void => {
    const start = this.start()
    this.inLine = true
    this.dropped = false
    this.eat(1, W.script)
    this.inBody = true
    const name = this.SUBRULE(this.title)
    const made = { tags: [] as string[], languages: [] as string[], only: false, skip: null as Script['skip'], rows: [] as ScriptRows[] }
    const lines: ScriptLine[] = []
    const add = (item: BodyItem): void => {
      if (item.kind === 'rows') made.rows.push(item.rows)
      else if (item.kind === 'only') made.only = true
      else if (item.kind !== 'skip') lines.push(item)
      else if (made.skip === null) made.skip = item.skip
      else this.push(diagnose('script-name-twice', { name: 'skip' }, { file: this.file, ...this.lastLine }))
    }
    const clause = (): void => {
      this.mendHere([W.tags, W.in, W.skip, W.only])
      const from = this.start()
      const item = this.pick<BodyItem | undefined>(
        1,
        [
          () => this.SUBRULE(this.tags, { ARGS: [made.tags] }),
          () => this.SUBRULE(this.languages, { ARGS: [made.languages] }),
          () => this.SUBRULE(this.skipped),
          () => this.SUBRULE(this.only),
        ],
        () => this.indexOf([W.tags, W.in, W.skip, W.only]),
        [T.LBrace],
      )
      this.lastLine = this.spanFrom(from)
      this.ACTION(() => {
        if (item) add(item)
      })
    }
    if (this.RECORDING_PHASE) this.many(2, clause)
    else {
      for (;;) {
        this.mendHere([W.tags, W.in, W.skip, W.only])
        if (this.indexOf([W.tags, W.in, W.skip, W.only]) < 0) break
        clause()
      }
    }
    this.inLine = false
    this.braces(this.scriptLines, () => {
      if (!this.mendBeginning(this.scriptLines)) return
      const item = this.keepWhole(() => this.SUBRULE(this.line))
      this.ACTION(() => {
        if (item) add(item)
      })
    })
    this.ACTION(() => {
      const span = this.spanFrom(start)
      this.scripts.push({ name, ...made, lines, ...span })
      if (lines.length === 0 && !this.silenced)
        this.push(diagnose('script-empty', {}, { file: this.file, start, end: start + 'script'.length }))
    })
  })

  private readonly tags = this.RULE('tagsRule', (into: string[]): undefined => {
    this.eat(1, W.tags)
    this.commaRun(() => {
      const tag = this.SUBRULE(this.tag)
      this.ACTION(() => {
        if (tag !== '' && !into.includes(tag)) into.push(tag)
      })
    })
    return undefined
  })

  /** `nightly`, `log-in`, `type-ahead`: words, numbers and hyphens that touch. */
  private readonly tag = this.RULE('tagRule', (): string => {
    if (this.RECORDING_PHASE) return this.name(1)
    const start = this.start()
    if (hyphened.has(this.peek())) this.currIdx++
    else if (this.name(1) === '') return ''
    while (this.spanOf(this.currIdx).end === this.spanOf(this.currIdx + 1).start) {
      const next = this.peek()
      if (next !== MINUS && next !== NUMBER && !hyphened.has(next) && !this.isWord(next)) break
      this.currIdx++
    }
    if (this.typeAt(this.currIdx) === MINUS) this.expected([T.Word])
    return this.text.slice(start, this.end(start))
  })

  private readonly languages = this.RULE('languagesRule', (into: string[]): undefined => {
    this.eat(1, W.in)
    this.commaRun(() => {
      const tag = this.SUBRULE(this.languageTag)
      this.ACTION(() => {
        if (tag !== '' && !into.includes(tag)) into.push(tag)
      })
    })
    return undefined
  })

  /** `zh-CN`: words and signs that touch. */
  private readonly languageTag = this.RULE('languageTagRule', (): string => {
    const start = this.start()
    this.name(1)
    if (this.RECORDING_PHASE) {
      this.MANY(() => {
        this.CONSUME(T.Minus)
        this.OR([{ ALT: () => this.CONSUME2(T.Word) }, { ALT: () => this.CONSUME2(T.NumberToken) }])
      })
      return ''
    }
    while (this.peek() === MINUS) {
      this.currIdx++
      if (!this.isWord(this.peek()) && this.peek() !== NUMBER) {
        this.expected([T.Word])
        break
      }
      this.currIdx++
    }
    return this.text.slice(start, this.end(start))
  })

  // ---------------------------------------------------------------------------------------------- lines

  /** The span of the line that was read last. */
  private lastLine: ScriptSpan = { start: 0, end: 0 }

  /** What `parse` read, or undefined where something in it was wrong: half a line would mean something else. */
  private keepWhole<R>(parse: () => R): R | undefined {
    if (this.RECORDING_PHASE) return parse()
    const start = this.start()
    const errors = this.diagnostics.length
    const before = this.errorAt
    this.nested = 0
    this.inLine = true
    const read = parse()
    this.inLine = false
    this.nested = 0
    this.lastLine = this.spanFrom(start)
    const whole =
      this.errorAt === before &&
      this.diagnostics.slice(errors).every(diagnostic => diagnostic.slug === 'misspelt-word') &&
      !this.lexicalErrorIn(start, this.lastLine.end)
    if (!whole) this.dropped = true
    return whole ? read : undefined
  }

  /** Did the tokenizer complain of something between these offsets? */
  private lexicalErrorIn(start: number, end: number): boolean {
    let low = 0
    let high = this.lexical.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.lexical[middle]! < start) low = middle + 1
      else high = middle
    }
    return low < this.lexical.length && this.lexical[low]! < end
  }

  /** Any name at the beginning of a line begins one of the script, so that each misspelt line is one mistake of its own. */
  protected override beginsItem(list: ItemList, index: number): boolean {
    if (super.beginsItem(list, index)) return true
    if (this.typeAt(index) !== NAME || !this.beginsLine(index)) return false
    if (list !== this.parts) return list === this.setupLines || list === this.scriptLines
    const { start, end } = this.spanOf(index)
    return nearMiss(this.text.slice(start, end), partWords) !== undefined
  }

  /** Reads a name where a line or a part begins as the word that was meant; false (reported) where none is near. */
  private mendBeginning(list: ItemList): boolean {
    if (this.RECORDING_PHASE || this.peek() !== NAME) return true
    this.inLine = false
    const { start, end } = this.spanOf(this.currIdx + 1)
    if (list !== this.parts && this.text.slice(start, end) === 'hangup') {
      const fix = { title: { en: 'Write “hang up”', zh: '改写为“hang up”' }, edits: [{ file: this.file, start, end, text: 'hang up' }] }
      const words = { word: 'hangup', meant: 'hang up' }
      if (this.mayReport(this.currIdx + 1)) this.push(diagnose('misspelt-word', words, { file: this.file, start, end }, { fixes: [fix] }))
    } else if (this.mendWord(list.keywords)) return true
    else this.expect(list.title)
    this.dropped = true
    return false
  }

  protected override strange(list: ItemList): boolean {
    const index = this.currIdx + 1
    if (list !== this.parts || this.indexOf(lineTypes) < 0) return super.strange(list)
    if (!this.mayReport(index)) return false
    const { start, end } = this.spanOf(index)
    const place = { en: 'a script or a setup', zh: '脚本（script）或准备（setup）' }
    this.push(diagnose('misplaced-word', { word: this.text.slice(start, end), place }, { file: this.file, start, end }))
    return false
  }

  private readonly line = this.RULE('lineRule', (): BodyItem | undefined => {
    const start = this.start()
    const rules = [
      this.call, this.chooseLanguage, this.each, this.enter, this.expect_, this.given, this.hangUp, this.hear,
      this.never, this.only, this.press, this.run, this.skipped, this.speak, this.stay, this.wait,
    ] as const // prettier-ignore
    const item = this.pick<Unplaced<BodyItem> | undefined>(
      1,
      rules.map((rule, at) => () => this.subrule(at, rule)),
      () => this.indexOf(lineTypes),
      lineTypes,
    )
    return item === undefined ? undefined : ({ ...item, ...this.spanFrom(start) } as BodyItem)
  })

  private readonly call = this.RULE('callRule', (): Unplaced<LineOf<'call'>> => {
    this.eat(1, W.call)
    const from = this.clause(1, W.from, () => {
      this.eat(2, W.from)
      return this.SUBRULE(this.plain)
    })
    const to = this.clause(2, W.to, () => {
      this.eat(3, W.to)
      return this.SUBRULE2(this.plain)
    })
    const at = this.clause(3, W.at, () => {
      this.eat(4, W.at)
      this.eat(5, T.MomentToken)
      return this.RECORDING_PHASE ? '' : this.image()
    })
    return { kind: 'call', from: from ?? null, to: to ?? null, at: at ?? null }
  })

  private readonly run = this.RULE('runRule', (): Unplaced<LineOf<'run'>> => {
    this.eat(1, W.run)
    const setup = this.name(1)
    const given: { name: string | null; value: ScriptValue }[] = []
    this.when(1, T.LParen, () => {
      this.eat(2, T.LParen)
      this.nested++
      this.commas(T.RParen, () => {
        given.push(this.SUBRULE(this.argument))
      })
      this.nested--
    })
    return { kind: 'run', setup, arguments: given }
  })

  /** `VALUE`, `name: VALUE` or, as parameters are written, `name = VALUE`. */
  private readonly argument = this.RULE('argumentRule', (): { readonly name: string | null; readonly value: ScriptValue } => {
    const sign = this.RECORDING_PHASE ? 0 : this.peek(2)
    const named = this.RECORDING_PHASE || (this.isWord(this.peek()) && (sign === idOf(T.Colon) || sign === idOf(T.Assign)))
    let name: string | null = null
    const read = (): void => {
      name = this.name(1)
      this.OR([{ ALT: () => this.CONSUME(T.Colon) }, { ALT: () => this.CONSUME(T.Assign) }])
    }
    if (this.RECORDING_PHASE) this.OPTION(read)
    else if (named) read()
    return { name, value: this.SUBRULE(this.value) }
  })

  private readonly each = this.RULE('eachRule', (): Unplaced<BodyItem> => {
    const start = this.start()
    this.eat(1, W.each)
    const rows = this.pick<Unplaced<ScriptRows>>(
      1,
      [
        () => ({ kind: 'row', values: this.SUBRULE(this.record).fields }),
        () => {
          this.eat(2, W.row)
          this.eat(3, W.of)
          return { kind: 'file', path: this.SUBRULE(this.plain) }
        },
      ],
      () => this.indexOf([T.LBrace, W.row]),
      [T.LBrace, W.row],
    )
    return { kind: 'rows', rows: { ...(rows ?? { kind: 'row', values: {} }), ...this.spanFrom(start) } }
  })

  private readonly skipped = this.RULE('skipRule', (): Extract<BodyItem, { kind: 'skip' }> => {
    const start = this.start()
    this.eat(1, W.skip)
    const why = this.SUBRULE(this.plain)
    const until = this.clause(1, W.until, () => {
      this.eat(2, W.until)
      this.eat(3, T.DateToken)
      return this.RECORDING_PHASE ? '' : this.image()
    })
    return { kind: 'skip', skip: { why, until: until ?? null, span: this.spanFrom(start) } }
  })

  private readonly only = this.RULE('onlyRule', (): Extract<BodyItem, { kind: 'only' }> => {
    this.eat(1, W.only)
    return { kind: 'only' }
  })

  protected override boundary(index: number): boolean {
    return this.inBody && (this.isPart(index) || super.boundary(index))
  }
}
