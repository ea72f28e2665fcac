// Steps of a flow that neither listen nor ask: saying, naming, branching, looping, going places.
import type {
  AddStep,
  Block,
  Branch,
  DoStep,
  Expression,
  FixedTarget,
  ForEachStep,
  GoStep,
  IfStep,
  LetStep,
  ListenerBody,
  LoopStep,
  MatchArm,
  MatchStep,
  MilestoneStep,
  Name,
  NoneClause,
  OperationCall,
  PauseStep,
  PlaceTarget,
  RepeatStep,
  ReturnStep,
  SayStep,
  SetStep,
  Step,
  Target,
} from './ast.ts'
import type { ItemList } from './open-lists.ts'
import { MOST_NESTED } from './limits.ts'
import { exact } from './node-lists.ts'
import type { Rule } from './texts-parser.ts'
import { TypesParser } from './types-parser.ts'
import * as T from './tokens.ts'

const { K } = T
const id = (type: T.TokenType): number => type.tokenTypeIdx!
const ARROW = id(T.Arrow)
const OPEN = id(T.LBrace)
const CLOSE = id(T.RBrace)
const NAME = id(T.Name)
const LPAREN = id(T.LParen)
const END = id(T.EOF)
const ELSE = id(K.else)
const OTHERWISE = id(K.otherwise)
const NONE = id(K.none)
const SAY = id(K.say)
const AGAIN = id(K.again)
const BACK = id(K.back)
const HANGUP = id(K.hangup)
const QUERY = id(K.query)
const DO = id(K.do)
const IF = id(K.if)
const FOR = id(K.for)
const EACH = id(K.each)
const ASKING: readonly number[] = [id(K.attempt), id(K.perform), id(K.notify)]

/** How many tokens a block on one or two lines may have. */
const FAR = 100
const stepTitle = { en: 'a step (such as say, menu, collect, query or ->)', zh: '一个步骤（如 say、menu、collect、query 或 ->）' }

export abstract class StepsParser extends TypesParser {
  /** `for` begins a step only with `each`: elsewhere it is what comes before a label. */
  protected override beginsItem(list: ItemList, index: number): boolean {
    return super.beginsItem(list, index) && (this.typeAt(index) !== FOR || list !== this.steps || this.typeAt(index + 1) === EACH)
  }
  abstract readonly step: Rule<Step>
  abstract readonly operationCall: Rule<OperationCall>
  abstract readonly listenerBody: Rule<ListenerBody>
  /** Set where `say only` was read: it belongs to the counter around it. */
  protected saidOnly = false

  // ---------------------------------------------------------------------------------------------- blocks and targets

  private readonly steps = this.list('block', 0, stepTitle, { en: 'a flow', zh: '流程' })
  readonly block = this.RULE('block', (): Block => {
    const start = this.start()
    const steps: Step[] = []
    this.braces(this.steps, () => steps.push(this.SUBRULE(this.step)))
    return { kind: 'Block', start: this.from(start), end: this.end(this.from(start)), steps: exact(steps) }
  })

  /** A block, or `-> target` in its place. */
  readonly branch = this.RULE('branch', (): Branch => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR([{ ALT: () => this.SUBRULE(this.goStep) }, { ALT: () => this.SUBRULE(this.block) }])
      return { kind: 'Branch', start, end: start, braces: false, steps: [] }
    }
    const next = this.peek()
    if (next === ARROW) {
      const go = this.SUBRULE(this.goStep)
      return { kind: 'Branch', start, end: go.end, braces: false, steps: [go] }
    }
    if (next !== OPEN && this.blockAhead()) this.expected([T.Arrow, T.LBrace])
    else if (next !== OPEN) {
      this.expected([T.Arrow, T.LBrace])
      const at = this.end(0)
      if (this.emptyBlock()) return { kind: 'Branch', start: at, end: this.end(at), braces: true, steps: [] }
      return { kind: 'Branch', start: at, end: at, braces: false, steps: [] }
    }
    const block = this.SUBRULE(this.block)
    return { kind: 'Branch', start, end: block.end, braces: true, steps: block.steps }
  })

  /** Does a block stand here that only lacks its `{`: a step on this line, and behind it a `}` that closes nothing and begins no line? */
  protected blockAhead(): boolean {
    const first = this.currIdx + 1
    return !this.beginsLine(first) && this.beginsItem(this.steps, first) && this.closesAhead()
  }
  /** Does a `}` that closes nothing and begins no line come next? */
  protected closesAhead(): boolean {
    const first = this.currIdx + 1
    let depth = 0
    for (let index = first; index < Math.min(this.count, first + FAR) && !this.boundary(index); index++) {
      const type = this.types[index]
      if (type === OPEN) depth++
      else if (type === CLOSE && depth-- === 0) return !this.beginsLine(index)
    }
    return false
  }

  /** What stands behind `->`. */
  readonly target = this.RULE('target', (): Target => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => this.CONSUME(K.again) },
          { ALT: () => this.CONSUME(K.back) },
          { ALT: () => this.CONSUME(K.hangup) },
          { ALT: () => void [this.name(1), this.maybeArguments(0)] },
        ],
      })
      return { kind: 'Missing', start, end: start }
    }
    const next = this.peek()
    if (next === AGAIN || next === BACK || next === HANGUP) {
      this.currIdx++
      return { kind: 'FixedTarget', start, end: this.end(start), to: this.image() as FixedTarget['to'] }
    }
    if (!this.isWord(next) || this.beginsNext(this.currIdx + 1)) {
      this.expect({ en: 'a menu or a flow', zh: '菜单或流程' })
      return this.missing()
    }
    const name = this.name(1)
    const place: PlaceTarget = { kind: 'PlaceTarget', start, arguments: this.maybeArguments(0), end: this.end(start), name }
    return place
  })
  /** `-> target` of an item. */
  protected arrow(idx: number): Target {
    if (this.RECORDING_PHASE || this.peek() === ARROW) {
      this.consume(idx, T.Arrow)
      return this.subrule(idx, this.target)
    }
    return this.noArrow([T.Arrow])
  }
  /** Reports a missing `->`; where a name stands on the same line, it is taken for the target. */
  protected noArrow(expected: readonly T.TokenType[]): Target {
    const index = this.currIdx + 1
    const name = this.isWord(this.peek()) && !this.beginsLine(index)
    const { start } = this.spanOf(index)
    const title = { en: 'Write “->” before it', zh: '在前面加“->”' }
    // What goes on behind it as no target does was meant as something else: `fr "…"`, a language's tag.
    const behind = this.typeAt(index + 1)
    const mends =
      name &&
      (behind === END || behind === CLOSE || behind === LPAREN || (this.isWord(behind) && behind !== NAME) || this.beginsLine(index + 1))
    this.expected(expected, mends ? [{ title, edits: [{ file: this.file, start, end: start, text: '-> ' }] }] : [])
    return name ? this.SUBRULE(this.target) : this.missing()
  }
  readonly goStep = this.RULE('goStep', (): GoStep => {
    const start = this.start()
    const target = this.arrow(0)
    return { kind: 'GoStep', start, end: this.end(start), target }
  })

  // ---------------------------------------------------------------------------------------------- saying

  /** `say once a, b in every language`; `only` where a counter says it. */
  readonly sayStep = this.RULE('sayStep', (): SayStep => {
    const start = this.start()
    const verb = this.peek() === SAY ? 'say' : 'announce'
    if (this.RECORDING_PHASE) this.OR([{ ALT: () => this.CONSUME(K.say) }, { ALT: () => this.CONSUME(K.announce) }])
    else this.currIdx++
    const once = this.maybe(0, K.once)
    if (this.maybe(1, K.only)) this.saidOnly = true
    const items = this.expressions()
    let everyLanguage = false
    this.when(2, K.in, () => {
      this.CONSUME(K.in)
      this.eat(1, K.every)
      this.eat(1, K.language)
      everyLanguage = true
    })
    return { kind: 'SayStep', start, end: this.end(start), verb, once, items, everyLanguage }
  })

  readonly pauseStep = this.RULE('pauseStep', (): PauseStep => {
    const start = this.start()
    this.CONSUME(K.pause)
    const duration = this.duration(0)
    return { kind: 'PauseStep', start, end: this.end(start), duration }
  })

  readonly milestoneStep = this.RULE('milestoneStep', (): MilestoneStep => {
    const start = this.start()
    this.CONSUME(K.milestone)
    const name = this.name(0)
    const values = this.maybeArguments(0)
    return { kind: 'MilestoneStep', start, end: this.end(start), name, values }
  })

  // ---------------------------------------------------------------------------------------------- names

  readonly letStep = this.RULE('letStep', (): LetStep => {
    const start = this.start()
    this.CONSUME(K.let)
    const name = this.name(0)
    const type = this.when(0, T.Colon, () => {
      this.CONSUME(T.Colon)
      return this.SUBRULE(this.type)
    })
    this.eat(0, T.Assign)
    const value = this.letValue()
    const otherwise = this.when(1, K.else, () => {
      this.CONSUME(K.else)
      return this.SUBRULE(this.branch)
    })
    const end = this.end(start)
    if (type) return { kind: 'LetStep', start, end, name, type, value, ...(otherwise ? { else: otherwise } : {}) }
    return otherwise ? { kind: 'LetStep', start, end, name, value, else: otherwise } : { kind: 'LetStep', start, end, name, value }
  })
  private letValue(): Expression | OperationCall | DoStep {
    if (this.RECORDING_PHASE) {
      this.OR({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => this.SUBRULE(this.operationCall) },
          { ALT: () => this.SUBRULE(this.doStep) },
          { ALT: () => this.SUBRULE(this.expression) },
        ],
      })
      return this.missing()
    }
    const next = this.peek()
    // Of the words that ask a back end only `query` has a value; the others are names here unless an operation follows.
    const asks = next === QUERY || (ASKING.includes(next) && this.isWord(this.peek(2)) && this.typeAt(this.currIdx + 3) === id(T.Dot))
    if (asks) return this.SUBRULE(this.operationCall)
    return next === DO ? this.SUBRULE(this.doStep) : this.SUBRULE(this.expression)
  }

  readonly setStep = this.RULE('setStep', (): SetStep => {
    const start = this.start()
    const path: Name[] = []
    this.CONSUME(K.set)
    const name = this.name(0)
    this.MANY(() => {
      this.CONSUME(T.Dot)
      path.push(this.name(1))
    })
    this.eat(0, T.Assign)
    const value = this.SUBRULE(this.expression)
    return { kind: 'SetStep', start, end: this.end(start), name, path, value }
  })

  readonly addStep = this.RULE('addStep', (): AddStep => {
    const start = this.start()
    this.CONSUME(K.add)
    const value = this.SUBRULE(this.expression)
    this.eat(0, K.to)
    const list = this.name(0)
    return { kind: 'AddStep', start, end: this.end(start), value, list }
  })

  // ---------------------------------------------------------------------------------------------- branches

  /** What an `if` of either kind begins with: `if x`, `if let y = x`. */
  protected condition(): { readonly let?: Name; readonly condition: Expression } {
    this.CONSUME(K.if)
    let opened: Name | undefined
    this.when(8, K.let, () => {
      this.CONSUME(K.let)
      opened = this.name(8)
      this.eat(8, T.Assign)
    })
    const condition = this.subrule(8, this.expression)
    return opened ? { let: opened, condition } : { condition }
  }

  readonly ifStep = this.RULE('ifStep', (): IfStep => {
    if (this.RECORDING_PHASE) {
      this.condition()
      this.SUBRULE(this.block)
      this.OPTION1(() => {
        this.CONSUME(K.else)
        this.OR1([{ ALT: () => this.SUBRULE1(this.ifStep) }, { ALT: () => this.SUBRULE1(this.block) }])
      })
      return { kind: 'IfStep', start: 0, end: 0, condition: this.missing(), then: { kind: 'Block', start: 0, end: 0, steps: [] } }
    }
    // `else if` is a loop here, so that a long one needs no deep stack; the tree is as deep as it is long.
    const arms: { start: number; head: { let?: Name; condition: Expression }; then: Block }[] = []
    let last: Block | undefined
    let tooMany = false
    for (;;) {
      const start = this.start()
      const head = this.condition()
      this.following = ELSE
      const then = this.SUBRULE(this.block)
      // What is beyond the limit is read, so that what comes behind it is too, and left out of the tree.
      if (arms.length < MOST_NESTED) arms.push({ start, head, then })
      if (!this.maybe(9, K.else)) break
      if (this.peek() === IF) {
        if (arms.length === MOST_NESTED && !tooMany) this.tooDeep()
        tooMany = arms.length === MOST_NESTED
        continue
      }
      last = this.SUBRULE1(this.block)
      break
    }
    const end = this.end(arms[0]!.start)
    let rest: Block | IfStep | undefined = last
    for (const { start, head, then } of arms.reverse()) {
      if (head.let) rest = { kind: 'IfStep', start, end, ...head, then, ...(rest ? { else: rest } : {}) }
      else if (rest) rest = { kind: 'IfStep', start, end, condition: head.condition, then, else: rest }
      else rest = { kind: 'IfStep', start, end, condition: head.condition, then }
    }
    return rest as IfStep
  })

  private readonly arms = this.list('matchStep', 0, { en: 'a value with a block', zh: '一个值及其代码块' })
  readonly matchStep = this.RULE('matchStep', (): MatchStep => {
    const start = this.start()
    const arms: MatchArm[] = []
    this.CONSUME(K.match)
    const subject = this.SUBRULE(this.expression)
    this.braces(this.arms, () => {
      const at = this.start()
      const values = this.names(0)
      const body = this.SUBRULE(this.branch)
      arms.push({ kind: 'MatchArm', start: at, end: this.end(at), values, body })
    })
    return { kind: 'MatchStep', start, end: this.end(start), subject, arms: exact(arms) }
  })
  /** `a, b`: names that begin an item. */
  protected names(idx: number): Name[] {
    const found: Name[] = []
    this.commaRun(() => found.push(this.name(idx, found.length === 0)))
    return found
  }

  // ---------------------------------------------------------------------------------------------- loops

  readonly repeatStep = this.RULE('repeatStep', (): RepeatStep => {
    const start = this.start()
    this.CONSUME(K.repeat)
    this.eat(0, K.up)
    this.eat(0, K.to)
    const times = this.integer(0)
    this.eat(0, K.times)
    this.following = OTHERWISE
    const body = this.SUBRULE(this.block)
    const otherwise = this.when(0, K.otherwise, () => {
      this.CONSUME(K.otherwise)
      return this.SUBRULE(this.branch)
    })
    if (!otherwise && !this.RECORDING_PHASE) this.expected([K.otherwise])
    return { kind: 'RepeatStep', start, end: this.end(start), times, body, ...(otherwise ? { otherwise } : {}) }
  })

  readonly forEachStep = this.RULE('forEachStep', (): ForEachStep => {
    const start = this.start()
    this.CONSUME(K.for)
    this.eat(0, K.each)
    const name = this.name(0)
    this.eat(0, K.in)
    const list = this.SUBRULE(this.expression)
    const counter = this.when(0, K.counting, () => {
      this.CONSUME(K.counting)
      return this.name(1)
    })
    this.following = NONE
    const body = this.SUBRULE(this.block)
    const none = this.when(1, K.none, () => this.SUBRULE(this.noneClause))
    return {
      kind: 'ForEachStep',
      start,
      end: this.end(start),
      name,
      list,
      ...(counter ? { counter } : {}),
      body,
      ...(none ? { none } : {}),
    }
  })
  /** `none { … }` of a list that is empty. */
  readonly noneClause = this.RULE('noneClause', (): NoneClause => {
    const start = this.start()
    this.CONSUME(K.none)
    const body = this.SUBRULE(this.branch)
    return { kind: 'NoneClause', start, end: this.end(start), body }
  })

  readonly loopStep = this.RULE('loopStep', (): LoopStep => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR([
        { ALT: () => this.CONSUME(K.leave) },
        { ALT: () => this.CONSUME(K.next) },
        { ALT: () => this.CONSUME(K.previous) },
        { ALT: () => this.CONSUME(K.again) },
      ])
    } else this.currIdx++
    return { kind: 'LoopStep', start, end: this.end(start), to: this.image() as LoopStep['to'] }
  })

  // ---------------------------------------------------------------------------------------------- going

  readonly doStep = this.RULE('doStep', (): DoStep => {
    const start = this.start()
    this.CONSUME(K.do)
    const name = this.name(0)
    const given = this.maybeArguments(0)
    const unless = this.when(1, K.unless, () => {
      this.CONSUME(K.unless)
      return this.name(1)
    })
    const end = this.end(start)
    return unless ? { kind: 'DoStep', start, end, name, arguments: given, unless } : { kind: 'DoStep', start, end, name, arguments: given }
  })

  readonly returnStep = this.RULE('returnStep', (): ReturnStep => {
    const start = this.start()
    this.CONSUME(K.return)
    if (this.RECORDING_PHASE) {
      this.OPTION(() => this.SUBRULE(this.expression))
      return { kind: 'ReturnStep', start, end: start }
    }
    // The word of a step is the next step, not a value.
    const next = this.peek()
    const behind = this.peek(2)
    // Nor is the outcome that comes next, where the brace of this one is missing.
    const another = (behind === OPEN || behind === ARROW) && this.beginsLine(this.currIdx + 1)
    const value = this.beginsValue(next) && this.steps.starts[next] !== 1 && !another ? this.SUBRULE(this.expression) : undefined
    return value ? { kind: 'ReturnStep', start, end: this.end(start), value } : { kind: 'ReturnStep', start, end: this.end(start) }
  })
}
