// What listens for keys: menu, collect, choose, confirm, and what stands in their braces.
import { diagnose } from '../diagnostics/report.ts'
import type {
  CheckItem,
  Expression,
  KeyRange,
  LanguageTag,
  ListenBlock,
  ListenerArm,
  ListenerBody,
  ListenerIf,
  ListenerItem,
  ListenerMatch,
  ListenItem,
  MoreItem,
  Name,
  NoItem,
  OnCounter,
  OperationCall,
  OptionAction,
  OtherwiseClause,
  PressOption,
  YesItem,
} from './ast.ts'
import { MOST_NESTED } from './limits.ts'
import { exact } from './node-lists.ts'
import { StepsParser } from './steps-parser.ts'
import * as T from './tokens.ts'

const { K } = T
const id = (type: T.TokenType): number => type.tokenTypeIdx!
const ARROW = id(T.Arrow)
const OPEN = id(T.LBrace)
const NUMBER = id(T.NumberToken)
const STAR = id(T.Star)
const HASH = id(T.Hash)
const DOT_DOT = id(T.DotDot)
const DO = id(K.do)
const IF = id(K.if)
const FOR = id(K.for)
const ON = id(K.on)
const QUERY = id(K.query)
const REPORTED = [id(K.silence), id(K.mistake), id(K.too)]

const itemTitle = {
  en: 'something of the menu (such as press, say, on silence or otherwise)',
  zh: '菜单中的一项（如 press、say、on silence 或 otherwise）',
}

export abstract class ListenersParser extends StepsParser {
  // ---------------------------------------------------------------------------------------------- bodies

  private readonly listenerItems = this.list('listenerBody', 0, itemTitle, { en: 'a menu', zh: '菜单' })
  readonly listenerBody = this.RULE('listenerBody', (): ListenerBody => {
    const start = this.start()
    const items: ListenerItem[] = []
    this.braces(this.listenerItems, () => items.push(this.SUBRULE(this.listenerItem)))
    return { kind: 'ListenerBody', start: this.from(start), end: this.end(this.from(start)), items: exact(items) }
  })

  private itemAlternatives: { ALT: () => ListenerItem }[] | undefined
  private readonly listenerItem = this.RULE('listenerItem', (): ListenerItem =>
    this.OR(
      (this.itemAlternatives ??= [
        { ALT: () => this.SUBRULE(this.pressOption) },
        { ALT: () => this.SUBRULE(this.sayStep) },
        { ALT: () => this.SUBRULE(this.pauseStep) },
        { ALT: () => this.SUBRULE(this.milestoneStep) },
        { ALT: () => this.SUBRULE(this.listenerIf) },
        { ALT: () => this.SUBRULE(this.listenerMatch) },
        { ALT: () => this.SUBRULE(this.listenBlock) },
        { ALT: () => this.SUBRULE(this.onCounter) },
        { ALT: () => this.SUBRULE(this.otherwiseClause) },
        { ALT: () => this.SUBRULE(this.checkItem) },
        { ALT: () => this.SUBRULE(this.lengthItem) },
        { ALT: () => this.SUBRULE(this.offerItem) },
        { ALT: () => this.SUBRULE(this.moreItem) },
        { ALT: () => this.SUBRULE(this.noneClause) },
        { ALT: () => this.SUBRULE(this.yesItem) },
        { ALT: () => this.SUBRULE(this.noItem) },
      ]),
    ),
  )

  readonly listenerIf = this.RULE('listenerIf', (): ListenerIf => {
    if (this.RECORDING_PHASE) {
      this.condition()
      this.SUBRULE(this.listenerBody)
      this.OPTION1(() => {
        this.CONSUME(K.else)
        this.OR1([{ ALT: () => this.SUBRULE1(this.listenerIf) }, { ALT: () => this.SUBRULE1(this.listenerBody) }])
      })
      return {
        kind: 'ListenerIf',
        start: 0,
        end: 0,
        condition: this.missing(),
        then: { kind: 'ListenerBody', start: 0, end: 0, items: [] },
      }
    }
    const arms: { start: number; head: { let?: Name; condition: Expression }; then: ListenerBody }[] = []
    let last: ListenerBody | undefined
    let tooMany = false
    for (;;) {
      const start = this.start()
      const head = this.condition()
      this.following = id(K.else)
      const then = this.SUBRULE(this.listenerBody)
      // What is beyond the limit is read, so that what comes behind it is too, and left out of the tree.
      if (arms.length < MOST_NESTED) arms.push({ start, head, then })
      if (!this.maybe(9, K.else)) break
      if (this.peek() === IF) {
        if (arms.length === MOST_NESTED && !tooMany) this.tooDeep()
        tooMany = arms.length === MOST_NESTED
        continue
      }
      last = this.SUBRULE1(this.listenerBody)
      break
    }
    const end = this.end(arms[0]!.start)
    let rest: ListenerBody | ListenerIf | undefined = last
    for (const { start, head, then } of arms.reverse()) {
      rest = { kind: 'ListenerIf', start, end, ...head, then, ...(rest ? { else: rest } : {}) }
    }
    return rest as ListenerIf
  })

  private readonly listenerArms = this.list('listenerMatch', 0, { en: 'a value with a block', zh: '一个值及其代码块' })
  readonly listenerMatch = this.RULE('listenerMatch', (): ListenerMatch => {
    const start = this.start()
    const arms: ListenerArm[] = []
    this.CONSUME(K.match)
    const subject = this.SUBRULE(this.expression)
    this.braces(this.listenerArms, () => {
      const at = this.start()
      const values = this.names(0)
      const body = this.SUBRULE(this.listenerBody)
      arms.push({ kind: 'ListenerArm', start: at, end: this.end(at), values, body })
    })
    return { kind: 'ListenerMatch', start, end: this.end(start), subject, arms }
  })

  // ---------------------------------------------------------------------------------------------- how it listens

  private readonly listenItems = this.list(
    'listenBlock',
    0,
    { en: 'a setting of listening (such as first key within 5s)', zh: '一项收键设置（如 first key within 5s）' },
    { en: 'listen { … }', zh: 'listen { … }' },
  )
  readonly listenBlock = this.RULE('listenBlock', (): ListenBlock => {
    const start = this.start()
    const items: ListenItem[] = []
    this.CONSUME(K.listen)
    this.braces(this.listenItems, () => items.push(this.SUBRULE(this.listenItem)))
    return { kind: 'ListenBlock', start, end: this.end(start), items }
  })
  private readonly listenItem = this.RULE('listenItem', (): ListenItem => {
    const start = this.start()
    const time = (which: 'first' | 'next'): ListenItem => {
      this.eat(which === 'first' ? 1 : 2, K.key)
      this.eat(which === 'first' ? 1 : 2, K.within)
      const within = this.duration(which === 'first' ? 1 : 2)
      return { kind: 'ListenTime', start, end: this.end(start), which, within }
    }
    const onOff = (which: 'barge-in' | 'type-ahead', idx: number): ListenItem => {
      if (this.RECORDING_PHASE) {
        this.or(idx, [{ ALT: () => this.consume(idx, K.on) }, { ALT: () => this.consume(idx, K.off) }])
        return { kind: 'ListenSwitch', start, end: start, which, on: true }
      }
      const on = this.maybe(idx, K.on)
      if (!on && !this.maybe(idx, K.off)) this.expected([K.on, K.off])
      return { kind: 'ListenSwitch', start, end: this.end(start), which, on }
    }
    return this.OR<{ ALT: () => ListenItem }[]>([
      { ALT: () => (this.CONSUME(K.first), time('first')) },
      { ALT: () => (this.CONSUME(K.next), time('next')) },
      {
        ALT: () => {
          this.CONSUME(K.tries)
          const tries = this.integer(5)
          return { kind: 'ListenTries', start, end: this.end(start), tries }
        },
      },
      { ALT: () => (this.CONSUME(T.BargeIn), onOff('barge-in', 3)) },
      { ALT: () => (this.CONSUME(T.TypeAhead), onOff('type-ahead', 4)) },
      {
        ALT: () => {
          this.CONSUME(K.end)
          this.eat(6, K.key)
          const key = this.maybe(6, K.none) ? null : this.subrule(6, this.keys).from
          const required = this.maybe(7, K.required)
          return { kind: 'ListenEndKey', start, end: this.end(start), key, required }
        },
      },
    ])
  })

  // ---------------------------------------------------------------------------------------------- keys

  /** Keys that touch: `11`, `1*`, `#`; or a range of numerals, `1000..1019`. */
  readonly keys = this.RULE('keys', (): KeyRange => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.AT_LEAST_ONE(() => {
        this.OR([{ ALT: () => this.CONSUME(T.NumberToken) }, { ALT: () => this.CONSUME(T.Star) }, { ALT: () => this.CONSUME(T.Hash) }])
      })
      this.OPTION(() => {
        this.CONSUME(T.DotDot)
        this.CONSUME1(T.NumberToken)
      })
      return { kind: 'KeyRange', start, end: start, from: '', to: '' }
    }
    if (!isKey(this.peek())) {
      this.expect({ en: 'a key (0–9, * or #)', zh: '按键（0–9、* 或 #）' })
      const at = this.end(0)
      return { kind: 'KeyRange', start: at, end: at, from: '', to: '' }
    }
    do this.currIdx++
    while (isKey(this.peek()) && this.touches(this.currIdx + 1))
    const from = this.text.slice(start, this.end(start))
    let to = from
    if (this.peek() === DOT_DOT) {
      this.currIdx++
      if (this.eat(1, T.NumberToken)) to = this.image()
    }
    if (from.includes('.') && this.mayReport(this.currIdx)) {
      const at = { file: this.file, start, end: this.end(start) }
      const expected = { en: 'a key (0–9, * or #)', zh: '按键（0–9、* 或 #）' }
      this.push(diagnose('unexpected', { expected, found: { en: `“${from}”`, zh: `“${from}”` } }, at))
    }
    return { kind: 'KeyRange', start, end: this.end(start), from, to }
  })
  /** One key or keys of an item, where it may be left out. */
  private maybeKey(): string | undefined {
    if (this.RECORDING_PHASE) {
      this.OPTION8(() => this.SUBRULE8(this.keys))
      return undefined
    }
    return isKey(this.peek()) ? this.SUBRULE8(this.keys).from : undefined
  }

  /** `press 1 for "…" when EXPR -> x` */
  readonly pressOption = this.RULE('pressOption', (): PressOption => {
    const start = this.start()
    this.CONSUME(K.press)
    const keys = this.SUBRULE(this.keys)
    let as: Name | undefined
    if (this.maybe(0, K.as)) as = this.name(0)
    const unannounced = this.maybe(1, K.unannounced)
    let label: Expression | undefined
    let language: LanguageTag | undefined
    if (this.RECORDING_PHASE) {
      this.OPTION2(() => {
        this.CONSUME(K.for)
        this.OR({
          IGNORE_AMBIGUITIES: true,
          DEF: [{ ALT: () => (this.CONSUME(K.language), this.SUBRULE(this.languageTag)) }, { ALT: () => this.SUBRULE(this.expression) }],
        })
      })
    } else {
      this.mendWord(optionWords)
      if (this.peek() === FOR) {
        this.currIdx++
        if (this.maybe(2, K.language)) language = this.SUBRULE(this.languageTag)
        else label = this.SUBRULE(this.expression)
      }
    }
    let when: Expression | undefined
    if (this.maybe(3, K.when)) when = this.SUBRULE1(this.expression)
    const action = this.SUBRULE(this.optionAction)
    // The usual options are written out: a node made of spreads is slower to make and larger.
    if (label && !when && !as) return { kind: 'PressOption', start, end: this.end(start), keys, unannounced, label, action }
    return {
      kind: 'PressOption',
      start,
      end: this.end(start),
      keys,
      ...(as ? { as } : {}),
      unannounced,
      ...(label ? { label } : {}),
      ...(language ? { language } : {}),
      ...(when ? { when } : {}),
      action,
    }
  })
  private readonly optionAction = this.RULE('optionAction', (): OptionAction => {
    const start = this.start()
    const go = (): OptionAction => {
      const target = this.arrow(0)
      return { kind: 'GoAction', start, end: this.end(start), target }
    }
    if (this.RECORDING_PHASE) {
      this.OR([{ ALT: go }, { ALT: () => this.SUBRULE(this.doStep) }, { ALT: () => this.SUBRULE(this.block) }])
      return go0
    }
    const next = this.peek()
    if (next === ARROW) return go()
    if (next === DO) {
      const step = this.SUBRULE(this.doStep)
      return { kind: 'DoAction', start, end: step.end, do: step }
    }
    const lost = next !== OPEN && this.blockAhead()
    if (lost) this.expected([T.Arrow, K.do, T.LBrace])
    if (next === OPEN || lost) {
      const block = this.SUBRULE(this.block)
      return { kind: 'BlockAction', start, end: block.end, block }
    }
    if (next === id(T.RBrace)) {
      this.expected([T.Arrow, K.do, T.LBrace])
      const at = this.end(0)
      if (this.emptyBlock())
        return { kind: 'BlockAction', start: at, end: this.end(at), block: { kind: 'Block', start: at, end: this.end(at), steps: [] } }
    }
    const target = this.noArrow([T.Arrow, K.do, T.LBrace])
    return { kind: 'GoAction', start: target.start, end: target.end, target }
  })

  // ---------------------------------------------------------------------------------------------- items

  /** `on silence 2 say only "…"` */
  readonly onCounter = this.RULE('onCounter', (): OnCounter => {
    const start = this.start()
    this.CONSUME(K.on)
    let event: OnCounter['event'] = 'silence'
    if (this.RECORDING_PHASE) {
      this.OR([
        { ALT: () => this.CONSUME(K.silence) },
        { ALT: () => this.CONSUME(K.mistake) },
        { ALT: () => (this.CONSUME(K.too), this.CONSUME(K.short)) },
      ])
    } else {
      if (this.peek() !== REPORTED[0]) this.mendWord(['silence', 'mistake', 'too'])
      const which = REPORTED.indexOf(this.peek())
      if (which < 0) this.expected([K.silence, K.mistake, K.too])
      else this.currIdx++
      if (which === 1) event = 'mistake'
      if (which === 2) {
        event = 'too short'
        this.eat(1, K.short)
      }
    }
    const from = this.when(0, T.NumberToken, () => this.integer(0)) ?? 1
    this.saidOnly = false
    const body = this.counterBody()
    const only = this.saidOnly
    this.saidOnly = false
    return { kind: 'OnCounter', start, end: this.end(start), event, from, only, body }
  })
  /** A block of things said, or one thing said alone. */
  private counterBody(): ListenerBody {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR1([{ ALT: () => this.SUBRULE(this.sayStep) }, { ALT: () => this.SUBRULE(this.listenerBody) }])
      return { kind: 'ListenerBody', start, end: start, items: [] }
    }
    const next = this.peek()
    if (next === OPEN) return this.SUBRULE(this.listenerBody)
    if (next === id(K.say) || next === id(K.announce)) {
      const say = this.SUBRULE(this.sayStep)
      return { kind: 'ListenerBody', start, end: say.end, items: [say] }
    }
    this.expected([K.say, K.announce, T.LBrace])
    const at = this.end(0)
    return { kind: 'ListenerBody', start: at, end: at, items: [] }
  }

  /** `otherwise -> x`, `otherwise on silence { … }` */
  readonly otherwiseClause = this.RULE('otherwiseClause', (): OtherwiseClause => {
    const start = this.start()
    let on: 'silence' | 'mistake' | undefined
    this.CONSUME(K.otherwise)
    if (this.RECORDING_PHASE) {
      this.OPTION(() => {
        this.CONSUME(K.on)
        this.OR([{ ALT: () => this.CONSUME(K.silence) }, { ALT: () => this.CONSUME(K.mistake) }])
      })
    } else if (this.peek() === ON) {
      this.currIdx++
      if (this.maybe(0, K.silence)) on = 'silence'
      else {
        this.mendWord(['silence', 'mistake'])
        if (this.maybe(1, K.mistake)) on = 'mistake'
        else if (this.maybe(0, K.silence)) on = 'silence'
        else this.expected([K.silence, K.mistake])
      }
    }
    const body = this.SUBRULE(this.branch)
    if (on) return { kind: 'OtherwiseClause', start, end: this.end(start), on, body }
    return { kind: 'OtherwiseClause', start, end: this.end(start), body }
  })

  /** `check EXPR else TEXT`, `check query s.op(…) else TEXT` */
  private readonly checkItem = this.RULE('checkItem', (): CheckItem => {
    const start = this.start()
    let condition: Expression | OperationCall
    this.CONSUME(K.check)
    if (this.RECORDING_PHASE) {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [{ ALT: () => this.SUBRULE(this.operationCall) }, { ALT: () => this.SUBRULE(this.expression) }],
      })
      condition = this.missing()
    } else condition = this.peek() === QUERY ? this.SUBRULE(this.operationCall) : this.SUBRULE(this.expression)
    this.eat(0, K.else)
    const text: Expression[] = []
    this.commaRun(() => text.push(this.SUBRULE1(this.expression)))
    return { kind: 'CheckItem', start, end: this.end(start), condition, text }
  })

  private readonly lengthItem = this.RULE('lengthItem', (): ListenerItem => {
    const start = this.start()
    this.CONSUME(K.length)
    const length = this.SUBRULE(this.expression)
    return { kind: 'LengthItem', start, end: this.end(start), length }
  })

  private readonly offerItem = this.RULE('offerItem', (): ListenerItem => {
    const start = this.start()
    this.CONSUME(K.offer)
    const text = this.SUBRULE(this.expression)
    return { kind: 'OfferItem', start, end: this.end(start), text }
  })

  private readonly moreItem = this.RULE('moreItem', (): MoreItem => {
    const start = this.start()
    this.CONSUME(K.more)
    this.eat(0, K.on)
    const { from } = this.SUBRULE(this.keys)
    return { kind: 'MoreItem', start, end: this.end(start), key: from }
  })

  /** `for "…"` of yes and no. */
  private labelOf(): Expression | undefined {
    return this.when(7, K.for, () => {
      this.CONSUME(K.for)
      return this.SUBRULE7(this.expression)
    })
  }
  private readonly yesItem = this.RULE('yesItem', (): YesItem => {
    const start = this.start()
    this.CONSUME(K.yes)
    const key = this.maybeKey()
    const label = this.labelOf()
    return { kind: 'YesItem', start, end: this.end(start), ...(key === undefined ? {} : { key }), ...(label ? { label } : {}) }
  })
  private readonly noItem = this.RULE('noItem', (): NoItem => {
    const start = this.start()
    this.CONSUME(K.no)
    const key = this.maybeKey()
    const label = this.labelOf()
    const body = this.SUBRULE(this.branch)
    return { kind: 'NoItem', start, end: this.end(start), ...(key === undefined ? {} : { key }), ...(label ? { label } : {}), body }
  })
}

const optionWords: readonly string[] = ['for', 'when', 'unannounced']
const isKey = (type: number): boolean => type === NUMBER || type === STAR || type === HASH
const go0: OptionAction = { kind: 'GoAction', start: 0, end: 0, target: { kind: 'Missing', start: 0, end: 0 } }
