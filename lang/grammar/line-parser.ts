// `line`, `hours` and `queue`: the program as a whole, and when and where it hands callers over.
import type {
  DateRange,
  DurationLiteral,
  Expression,
  HoursDays,
  HoursDeclaration,
  HoursRule,
  LanguageTag,
  LineDeclaration,
  LineItem,
  Name,
  NumberEntry,
  PlainString,
  PressOption,
  QueueDeclaration,
  TimeInterval,
  TimeLiteral,
  Weekday,
} from './ast.ts'
import { DeclarationsParser } from './declarations-parser.ts'
import type { Clauses } from './engine.ts'
import * as T from './tokens.ts'

const { K } = T
const id = (type: T.TokenType): number => type.tokenTypeIdx!
const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const weekdayTypes = new Map<number, Weekday>(weekdays.map(day => [id(K[day]), day]))
const DATE = id(T.DateToken)
const DOT_DOT = id(T.DotDot)
const TIME = id(T.TimeToken)

export abstract class LineParser extends DeclarationsParser {
  // ---------------------------------------------------------------------------------------------- line

  private readonly lineItems = this.list(
    'lineDeclaration',
    0,
    {
      en: 'something of the line (such as numbers, languages, listen or shortcuts)',
      zh: '线路的一项（如 numbers、languages、listen 或 shortcuts）',
    },
    { en: 'line', zh: 'line' },
  )
  readonly lineDeclaration = this.RULE('lineDeclaration', (): LineDeclaration => {
    const start = this.start()
    const items: LineItem[] = []
    this.CONSUME(K.line)
    const name = this.name(0)
    const title = this.maybeText(0)
    this.braces(this.lineItems, () => items.push(this.SUBRULE(this.lineItem)))
    return { kind: 'LineDeclaration', start, end: this.end(start), name, ...(title ? { title } : {}), items }
  })

  private lineAlternatives: { ALT: () => LineItem }[] | undefined
  private readonly lineItem = this.RULE('lineItem', (): LineItem =>
    this.OR(
      (this.lineAlternatives ??= [
        { ALT: () => this.SUBRULE(this.numbersItem) },
        { ALT: () => this.SUBRULE(this.languagesItem) },
        { ALT: () => this.SUBRULE(this.timeZoneItem) },
        { ALT: () => this.SUBRULE(this.levelsItem) },
        { ALT: () => this.SUBRULE(this.listenBlock) },
        { ALT: () => this.SUBRULE(this.shortcutsItem) },
        { ALT: () => this.SUBRULE(this.otherwiseClause) },
        { ALT: () => this.SUBRULE(this.onFaultItem) },
        { ALT: () => this.SUBRULE(this.atMostItem) },
        { ALT: () => this.SUBRULE(this.recordAllItem) },
        { ALT: () => this.SUBRULE(this.afterHangupItem) },
      ]),
    ),
  )

  private readonly numberList = this.list('numbersItem', 0, { en: 'a number and “-> place”', zh: '号码和“-> 位置”' })
  private readonly numbersItem = this.RULE('numbersItem', (): LineItem => {
    const start = this.start()
    const entries: NumberEntry[] = []
    this.CONSUME(K.numbers)
    this.braces(this.numberList, () => {
      const at = this.start()
      const number = this.SUBRULE(this.plainString)
      const target = this.arrow(0)
      this.maybe(0, T.Comma)
      entries.push({ kind: 'NumberEntry', start: at, end: Math.max(number.end, target.end), number, target })
    })
    return { kind: 'NumbersItem', start, end: this.end(start), entries }
  })
  private readonly languagesItem = this.RULE('languagesItem', (): LineItem => {
    const start = this.start()
    const tags: LanguageTag[] = []
    this.CONSUME(K.languages)
    this.commaRun(() => tags.push(this.SUBRULE(this.languageTag)))
    return { kind: 'LanguagesItem', start, end: this.end(start), tags }
  })
  private readonly timeZoneItem = this.RULE('timeZoneItem', (): LineItem => {
    const start = this.start()
    this.CONSUME(K.time)
    this.eat(0, K.zone)
    const zone = this.SUBRULE(this.zone)
    return { kind: 'TimeZoneItem', start, end: this.end(start), zone }
  })
  private readonly levelsItem = this.RULE('levelsItem', (): LineItem => {
    const start = this.start()
    const names: Name[] = []
    this.CONSUME(K.levels)
    names.push(this.name(0))
    this.MANY(() => {
      this.CONSUME(T.Less)
      names.push(this.name(1))
    })
    return { kind: 'LevelsItem', start, end: this.end(start), names }
  })
  private readonly shortcutList = this.list('shortcutsItem', 0, { en: 'press', zh: 'press' })
  private readonly shortcutsItem = this.RULE('shortcutsItem', (): LineItem => {
    const start = this.start()
    const options: PressOption[] = []
    this.CONSUME(K.shortcuts)
    this.braces(this.shortcutList, () => options.push(this.SUBRULE(this.pressOption)))
    return { kind: 'ShortcutsItem', start, end: this.end(start), options }
  })
  private readonly onFaultItem = this.RULE('onFaultItem', (): LineItem => {
    const start = this.start()
    this.CONSUME(K.on)
    this.eat(0, K.fault)
    const target = this.arrow(0)
    return { kind: 'OnFaultItem', start, end: this.end(start), target }
  })
  private readonly atMostItem = this.RULE('atMostItem', (): LineItem => {
    const start = this.start()
    this.CONSUME(K.at)
    this.eat(0, K.most)
    const duration = this.duration(0)
    const target = this.arrow(0)
    return { kind: 'AtMostItem', start, end: this.end(start), duration, target }
  })
  private readonly recordAllItem = this.RULE('recordAllItem', (): LineItem => {
    const start = this.start()
    this.CONSUME(K.record)
    this.eat(0, K.all)
    this.eat(0, K.after)
    const prompt = this.name(0)
    return { kind: 'RecordAllItem', start, end: this.end(start), prompt }
  })
  private readonly afterHangupItem = this.RULE('afterHangupItem', (): LineItem => {
    const start = this.start()
    this.CONSUME(K.after)
    this.eat(0, K.hangup)
    const flow = this.name(0)
    return { kind: 'AfterHangupItem', start, end: this.end(start), flow }
  })

  // ---------------------------------------------------------------------------------------------- hours

  private readonly hoursRules = this.list('hoursDeclaration', 0, {
    en: 'a rule (days with their hours, closed on or open on)',
    zh: '一条规则（星期与时间、closed on 或 open on）',
  })
  readonly hoursDeclaration = this.RULE('hoursDeclaration', (): HoursDeclaration => {
    const start = this.start()
    const rules: HoursRule[] = []
    this.CONSUME(K.hours)
    const name = this.name(0)
    const zone = this.when(0, K.in, () => {
      this.CONSUME(K.in)
      return this.SUBRULE(this.zone)
    })
    this.braces(this.hoursRules, () => rules.push(this.SUBRULE(this.hoursRule)))
    return { kind: 'HoursDeclaration', start, end: this.end(start), name, ...(zone ? { zone } : {}), rules }
  })

  private readonly hoursRule = this.RULE('hoursRule', (): HoursRule => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(K.closed)
            this.CONSUME(K.on)
            this.SUBRULE(this.hoursDays)
          },
        },
        {
          ALT: () => {
            this.CONSUME(K.open)
            this.CONSUME1(K.on)
            this.SUBRULE1(this.hoursDays)
            this.SUBRULE(this.intervals)
          },
        },
        {
          ALT: () => {
            this.SUBRULE(this.weekdayRanges)
            this.SUBRULE1(this.intervals)
          },
        },
      ])
      return { kind: 'HoursRule', start, end: start, days: { on: 'dates', dates: [] }, intervals: [] }
    }
    if (this.maybe(0, K.closed)) {
      this.eat(0, K.on)
      const days = this.SUBRULE(this.hoursDays)
      return { kind: 'HoursRule', start, end: this.end(start), days, intervals: [] }
    }
    let days: HoursDays
    if (this.maybe(0, K.open)) {
      this.eat(0, K.on)
      days = this.SUBRULE1(this.hoursDays)
    } else days = this.SUBRULE(this.weekdayRanges)
    const intervals = this.SUBRULE1(this.intervals)
    return { kind: 'HoursRule', start, end: this.end(start), days, intervals }
  })

  /** What `closed on` and `open on` speak of: weekdays, or dates, ranges of them and lists of dates. */
  private readonly hoursDays = this.RULE('hoursDays', (): HoursDays => {
    if (this.RECORDING_PHASE) {
      this.OR({ IGNORE_AMBIGUITIES: true, DEF: [{ ALT: () => this.SUBRULE(this.weekdayRanges) }, { ALT: () => this.SUBRULE(this.dates) }] })
      return { on: 'dates', dates: [] }
    }
    return weekdayTypes.has(this.peek()) ? this.SUBRULE(this.weekdayRanges) : { on: 'dates', dates: this.SUBRULE(this.dates) }
  })
  private readonly dates = this.RULE('dates', (): (DateRange | Expression)[] => {
    const found: (DateRange | Expression)[] = []
    this.commaRun(() => {
      if (this.RECORDING_PHASE) {
        this.SUBRULE(this.expression)
        this.OPTION(() => {
          this.CONSUME(T.DotDot)
          this.CONSUME(T.DateToken)
        })
        return
      }
      const first = this.SUBRULE(this.expression)
      if (first.kind !== 'DateLiteral' || this.peek() !== DOT_DOT) {
        found.push(first)
        return
      }
      this.currIdx++
      const at = this.start()
      if (this.peek() !== DATE) {
        this.expected([T.DateToken])
        found.push(first)
        return
      }
      this.currIdx++
      const to = { kind: 'DateLiteral' as const, start: at, end: this.end(at), text: this.image() }
      found.push({ kind: 'DateRange', start: first.start, end: to.end, from: first, to })
    })
    return found
  })
  private readonly weekdayRanges = this.RULE('weekdayRanges', (): HoursDays => {
    const ranges: { from: Weekday; to: Weekday }[] = []
    this.commaRun(() => {
      const from = this.weekday(0)
      let to = from
      if (this.RECORDING_PHASE) {
        this.OPTION(() => {
          this.CONSUME(T.DotDot)
          this.weekday(1)
        })
      } else if (this.peek() === DOT_DOT) {
        this.currIdx++
        to = this.weekday(1)
      }
      if (from) ranges.push({ from, to: to ?? from })
    })
    return { on: 'weekdays', ranges }
  })
  private weekday(idx: number): Weekday | undefined {
    if (this.RECORDING_PHASE) {
      this.or(
        idx,
        weekdays.map((day, at) => ({ ALT: () => this.consume(idx * 10 + at, K[day]) })),
      )
      return undefined
    }
    if (!weekdayTypes.has(this.peek())) this.mendWord(weekdays)
    const day = weekdayTypes.get(this.peek())
    if (day) this.currIdx++
    else this.expect({ en: 'a weekday (mon to sun)', zh: '星期（mon 到 sun）' })
    return day
  }
  /** `08:30..12:00, 13:00..17:30` */
  private readonly intervals = this.RULE('intervals', (): TimeInterval[] => {
    const found: TimeInterval[] = []
    this.commaRun(() => {
      const start = this.start()
      if (!this.RECORDING_PHASE && this.peek() !== TIME) {
        this.expected([T.TimeToken])
        return
      }
      const from = this.time(0)
      this.eat(0, T.DotDot)
      const to = this.time(1)
      found.push({ kind: 'TimeInterval', start, end: this.end(start), from, to })
    })
    return found
  })
  private time(idx: number): TimeLiteral {
    const start = this.start()
    if (this.eat(idx, T.TimeToken)) return { kind: 'TimeLiteral', start, end: this.end(start), text: this.image() }
    const at = this.end(0)
    return { kind: 'TimeLiteral', start: at, end: at, text: '00:00' }
  }

  // ---------------------------------------------------------------------------------------------- queue

  private readonly queueItems = this.list('queueDeclaration', 0, {
    en: 'music, position every or longest wait',
    zh: 'music、position every 或 longest wait',
  })
  readonly queueDeclaration = this.RULE('queueDeclaration', (): QueueDeclaration => {
    const start = this.start()
    let music: PlainString | undefined
    let position: DurationLiteral | undefined
    let longestWait: DurationLiteral | undefined
    const clauses: Clauses = new Map()
    this.CONSUME(K.queue)
    const name = this.name(0)
    this.braces(this.queueItems, () => {
      const at = this.start()
      const item = this.OR([
        { ALT: () => (this.CONSUME(K.music), (music = this.SUBRULE(this.plainString)), 'music') },
        { ALT: () => (this.CONSUME(K.position), this.eat(0, K.every), (position = this.duration(0)), 'position') },
        { ALT: () => (this.CONSUME(K.longest), this.eat(0, K.wait), (longestWait = this.duration(1)), 'longest wait') },
      ])
      this.noteClause(clauses, item, at)
    })
    return {
      kind: 'QueueDeclaration',
      start,
      end: this.end(start),
      name,
      ...(music ? { music } : {}),
      ...(position ? { position } : {}),
      ...(longestWait ? { longestWait } : {}),
    }
  })
}
