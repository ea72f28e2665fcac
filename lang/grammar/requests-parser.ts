// Steps that ask somebody: the caller (collect, choose, confirm, record), a back end (query, attempt, perform, notify), an agent (connect).
import { diagnose } from '../diagnostics/report.ts'
import type {
  Argument,
  Block,
  Branch,
  ChooseStep,
  CollectStep,
  ConfirmStep,
  ConnectNumberStep,
  ConnectQueueStep,
  DurationLiteral,
  Expression,
  LanguageStep,
  ListenerIf,
  ListenerMatch,
  LowerStep,
  GrantStep,
  MenuStep,
  NotifyStep,
  OperationCall,
  OutcomeClause,
  PauseStep,
  PerformStep,
  PressOption,
  RecordStep,
  RequestStep,
  SayStep,
  Step,
  TransferStep,
} from './ast.ts'
import type { Clauses } from './engine.ts'
import { ListenersParser } from './listeners-parser.ts'
import { exact } from './node-lists.ts'
import * as T from './tokens.ts'

const { K } = T
const id = (type: T.TokenType): number => type.tokenTypeIdx!
const MEANWHILE = id(K.meanwhile)
/** Outcomes of two words begin with these: `timed out`, `no agents`, `no answer`. */
const twoWords: readonly string[] = ['timed', 'no']
const outcomeTitle = { en: 'an outcome', zh: '一个结果' }

export abstract class RequestsParser extends ListenersParser {
  private stepAlternatives: { ALT: () => Step }[] | undefined
  readonly step = this.RULE('step', (): Step =>
    this.OR(
      (this.stepAlternatives ??= [
        { ALT: () => this.SUBRULE(this.sayStep) },
        { ALT: () => this.SUBRULE(this.goStep) },
        { ALT: () => this.SUBRULE(this.ifStep) },
        { ALT: () => this.SUBRULE(this.setStep) },
        { ALT: () => this.SUBRULE(this.letStep) },
        { ALT: () => this.SUBRULE(this.doStep) },
        { ALT: () => this.SUBRULE(this.menuStep) },
        { ALT: () => this.SUBRULE(this.collectStep) },
        { ALT: () => this.SUBRULE(this.chooseStep) },
        { ALT: () => this.SUBRULE(this.confirmStep) },
        { ALT: () => this.SUBRULE(this.requestStep) },
        { ALT: () => this.SUBRULE(this.performStep) },
        { ALT: () => this.SUBRULE(this.notifyStep) },
        { ALT: () => this.SUBRULE(this.pauseStep) },
        { ALT: () => this.SUBRULE(this.addStep) },
        { ALT: () => this.SUBRULE(this.matchStep) },
        { ALT: () => this.SUBRULE(this.repeatStep) },
        { ALT: () => this.SUBRULE(this.forEachStep) },
        { ALT: () => this.SUBRULE(this.returnStep) },
        { ALT: () => this.SUBRULE(this.loopStep) },
        { ALT: () => this.SUBRULE(this.grantStep) },
        { ALT: () => this.SUBRULE(this.lowerStep) },
        { ALT: () => this.SUBRULE(this.languageStep) },
        { ALT: () => this.SUBRULE(this.connectStep) },
        { ALT: () => this.SUBRULE(this.transferStep) },
        { ALT: () => this.SUBRULE(this.recordStep) },
        { ALT: () => this.SUBRULE(this.milestoneStep) },
      ]),
    ),
  )

  // ---------------------------------------------------------------------------------------------- the caller

  private readonly menuStep = this.RULE('menuStep', (): MenuStep => {
    const start = this.start()
    this.CONSUME(K.menu)
    const body = this.SUBRULE(this.listenerBody)
    return { kind: 'MenuStep', start, end: this.end(start), body }
  })
  private readonly collectStep = this.RULE('collectStep', (): CollectStep => {
    const start = this.start()
    this.CONSUME(K.collect)
    const name = this.name(0)
    this.eat(0, T.Colon)
    const type = this.SUBRULE(this.type)
    const body = this.SUBRULE(this.listenerBody)
    return { kind: 'CollectStep', start, end: this.end(start), name, type, body }
  })
  private readonly chooseStep = this.RULE('chooseStep', (): ChooseStep => {
    const start = this.start()
    this.CONSUME(K.choose)
    const name = this.name(0)
    this.eat(0, K.in)
    const list = this.SUBRULE(this.expression)
    const body = this.SUBRULE(this.listenerBody)
    return { kind: 'ChooseStep', start, end: this.end(start), name, list, body }
  })
  private readonly confirmStep = this.RULE('confirmStep', (): ConfirmStep => {
    const start = this.start()
    this.CONSUME(K.confirm)
    const body = this.SUBRULE(this.listenerBody)
    return { kind: 'ConfirmStep', start, end: this.end(start), body }
  })

  private readonly recordItems = this.list('recordStep', 0, {
    en: 'something of the recording (such as say, tone, end after or nothing)',
    zh: '录音中的一项（如 say、tone、end after 或 nothing）',
  })
  private readonly recordStep = this.RULE('recordStep', (): RecordStep => {
    const start = this.start()
    const prompts: (SayStep | PauseStep | ListenerIf | ListenerMatch)[] = []
    let tone = false
    let endSilence: DurationLiteral | undefined
    let nothing: Branch | undefined
    let hungUp: Block | undefined
    const clauses: Clauses = new Map()
    this.CONSUME(K.record)
    const name = this.name(0)
    this.eat(0, K.up)
    this.eat(0, K.to)
    const upTo = this.duration(0)
    this.braces(this.recordItems, () => {
      const at = this.start()
      this.OR([
        { ALT: () => prompts.push(this.SUBRULE(this.sayStep)) },
        { ALT: () => prompts.push(this.SUBRULE(this.pauseStep)) },
        { ALT: () => prompts.push(this.SUBRULE(this.listenerIf)) },
        { ALT: () => prompts.push(this.SUBRULE(this.listenerMatch)) },
        { ALT: () => ((tone = this.CONSUME(K.tone) !== undefined), this.noteClause(clauses, 'tone', at)) },
        {
          ALT: () => {
            this.CONSUME(K.end)
            this.eat(1, K.after)
            endSilence = this.duration(1)
            this.eat(1, K.of)
            this.eat(1, K.silence)
            this.noteClause(clauses, 'end after', at)
          },
        },
        { ALT: () => (this.CONSUME(K.nothing), (nothing = this.SUBRULE(this.branch)), this.noteClause(clauses, 'nothing', at)) },
        {
          ALT: () => (
            this.CONSUME(K.hung),
            this.eat(2, K.up),
            (hungUp = this.SUBRULE(this.block)),
            this.noteClause(clauses, 'hung up', at)
          ),
        },
      ])
    })
    return {
      kind: 'RecordStep',
      start,
      end: this.end(start),
      name,
      upTo,
      prompts,
      tone,
      ...(endSilence ? { endSilence } : {}),
      ...(nothing ? { nothing } : {}),
      ...(hungUp ? { hungUp } : {}),
    }
  })

  // ---------------------------------------------------------------------------------------------- back ends

  /** `query bank.accounts(…)` */
  readonly operationCall = this.RULE('operationCall', (): OperationCall => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR([K.query, K.attempt, K.perform, K.notify].map(verb => ({ ALT: () => this.CONSUME(verb) })))
    } else this.currIdx++
    const verb = this.image() as OperationCall['verb']
    const service = this.name(0)
    this.eat(0, T.Dot)
    const operation = this.name(1)
    const given = this.SUBRULE(this.callArguments)
    return { kind: 'OperationCall', start, end: this.end(start), verb, service, operation, arguments: given }
  })

  private readonly outcomes = this.list('requestStep', 0, outcomeTitle)
  private readonly requestStep = this.RULE('requestStep', (): RequestStep => {
    const start = this.start()
    const outcomes: OutcomeClause[] = []
    if (this.RECORDING_PHASE) this.OR([{ ALT: () => this.CONSUME(K.query) }, { ALT: () => this.CONSUME(K.attempt) }])
    const call = this.operationBehind()
    this.braces(this.outcomes, () => outcomes.push(this.SUBRULE(this.outcome)))
    return { kind: 'RequestStep', start, end: this.end(start), call, outcomes: exact(outcomes) }
  })
  private readonly performItems = this.list('performStep', 0, outcomeTitle)
  private readonly performStep = this.RULE('performStep', (): PerformStep => {
    const start = this.start()
    const outcomes: OutcomeClause[] = []
    let meanwhile: SayStep | undefined
    const clauses: Clauses = new Map()
    if (this.RECORDING_PHASE) this.CONSUME(K.perform)
    const call = this.operationBehind()
    this.braces(this.performItems, () => {
      if (this.RECORDING_PHASE) {
        this.OR1({
          IGNORE_AMBIGUITIES: true,
          DEF: [
            { ALT: () => void [this.CONSUME(K.meanwhile), this.SUBRULE(this.sayStep)] },
            { ALT: () => void this.SUBRULE(this.outcome) },
          ],
        })
      } else if (this.peek() === MEANWHILE) {
        const at = this.start()
        this.currIdx++
        if (this.sayAhead()) meanwhile = this.SUBRULE(this.sayStep)
        else this.expected([K.say])
        this.noteClause(clauses, 'meanwhile', at)
      } else outcomes.push(this.SUBRULE(this.outcome))
    })
    return { kind: 'PerformStep', start, end: this.end(start), call, ...(meanwhile ? { meanwhile } : {}), outcomes: exact(outcomes) }
  })
  private sayAhead(): boolean {
    const next = this.peek()
    return next === id(K.say) || next === id(K.announce)
  }
  private readonly notifyStep = this.RULE('notifyStep', (): NotifyStep => {
    const start = this.start()
    if (this.RECORDING_PHASE) this.CONSUME(K.notify)
    const call = this.operationBehind()
    return { kind: 'NotifyStep', start, end: this.end(start), call }
  })
  /** The call of an operation, of which the recorded rule has read the verb, so that steps can be told apart by it. */
  private operationBehind(): OperationCall {
    if (!this.RECORDING_PHASE) return this.SUBRULE(this.operationCall)
    const service = this.name(5)
    this.CONSUME(T.Dot)
    this.name(6)
    this.SUBRULE(this.callArguments)
    return { kind: 'OperationCall', start: 0, end: 0, verb: 'query', service, operation: service, arguments: [] }
  }

  /** `accepted(id) { … }`, `failed, unknown -> x`, `no agents -> x` */
  private readonly outcome = this.RULE('outcome', (): OutcomeClause => {
    const start = this.start()
    const names: OutcomeClause['names'][number][] = []
    const values: OutcomeClause['values'][number][] = []
    this.commaRun(() => {
      const first = this.name(0, true)
      let last = first
      if (this.RECORDING_PHASE) this.OPTION(() => this.name(1))
      else if (twoWords.includes(first.text) && this.isWord(this.peek())) last = this.name(1, true)
      names.push(last === first ? first : { kind: 'Name', start: first.start, end: last.end, text: `${first.text} ${last.text}` })
    })
    this.when(1, T.LParen, () => {
      this.CONSUME(T.LParen)
      this.commas(T.RParen, () => values.push(this.name(2)))
    })
    const body = this.SUBRULE(this.branch)
    return { kind: 'OutcomeClause', start, end: this.end(start), names: exact(names), values: exact(values), body }
  })

  // ---------------------------------------------------------------------------------------------- agents

  private readonly connectItems = this.list('connectStep', 0, {
    en: 'an outcome, press, priority or with',
    zh: '一个结果、press、priority 或 with',
  })
  private readonly connectStep = this.RULE('connectStep', (): ConnectQueueStep | ConnectNumberStep => {
    const start = this.start()
    const data: Argument[] = []
    const options: PressOption[] = []
    const outcomes: OutcomeClause[] = []
    let priority: Expression | undefined
    let within: DurationLiteral | undefined
    let number: Expression | undefined
    let queue: ConnectQueueStep['queue'] | undefined
    const clauses: Clauses = new Map()
    this.CONSUME(K.connect)
    if (this.RECORDING_PHASE) {
      this.OR([
        { ALT: () => void [this.CONSUME(K.queue), this.name(0)] },
        {
          ALT: () =>
            void [this.CONSUME(K.number), this.SUBRULE(this.expression), this.OPTION(() => (this.CONSUME(K.within), this.duration(0)))],
        },
      ])
    } else {
      this.mendWord(['queue', 'number'])
      if (this.maybe(0, K.number)) {
        number = this.SUBRULE(this.expression)
        if (this.maybe(0, K.within)) within = this.duration(0)
      } else {
        if (!this.maybe(0, K.queue)) this.expected([K.queue, K.number])
        queue = this.name(0)
      }
    }
    const item = {
      priority: () => {
        const at = this.start()
        this.CONSUME(K.priority)
        priority = this.SUBRULE1(this.expression)
        this.noteClause(clauses, 'priority', at)
      },
      with: () => {
        this.CONSUME(K.with)
        this.commaRun(() => data.push(this.SUBRULE(this.argument)))
      },
      press: () => options.push(this.SUBRULE(this.pressOption)),
      outcome: () => outcomes.push(this.SUBRULE(this.outcome)),
    }
    this.braces(this.connectItems, () => {
      this.OR1({
        IGNORE_AMBIGUITIES: true,
        DEF: [
          { ALT: () => item.priority() },
          { ALT: () => item.with() },
          { ALT: () => void item.press() },
          { ALT: () => void item.outcome() },
        ],
      })
    })
    const end = this.end(start)
    const unfit = options[0] ?? (priority ? { start: priority.start, end: priority.end } : undefined)
    if (number && unfit) {
      const place = { en: 'connect queue', zh: 'connect queue' }
      const word = unfit === options[0] ? 'press' : 'priority'
      this.push(diagnose('misplaced-word', { word, place }, { file: this.file, start: unfit.start, end: unfit.end }))
    }
    if (number) return { kind: 'ConnectNumberStep', start, end, number, ...(within ? { within } : {}), data, outcomes }
    const named = queue ?? { kind: 'Name' as const, start, end: start, text: '' }
    return { kind: 'ConnectQueueStep', start, end, queue: named, ...(priority ? { priority } : {}), data, options, outcomes }
  })

  private readonly transferStep = this.RULE('transferStep', (): TransferStep => {
    const start = this.start()
    this.CONSUME(K.transfer)
    this.eat(0, K.to)
    const number = this.SUBRULE(this.expression)
    const otherwise = this.when(0, K.else, () => {
      this.CONSUME(K.else)
      return this.SUBRULE(this.branch)
    })
    return { kind: 'TransferStep', start, end: this.end(start), number, ...(otherwise ? { else: otherwise } : {}) }
  })

  // ---------------------------------------------------------------------------------------------- level and language

  private readonly grantStep = this.RULE('grantStep', (): GrantStep => {
    const start = this.start()
    this.CONSUME(K.grant)
    const level = this.name(0)
    return { kind: 'GrantStep', start, end: this.end(start), level }
  })
  private readonly lowerStep = this.RULE('lowerStep', (): LowerStep => {
    const start = this.start()
    this.CONSUME(K.lower)
    this.eat(0, K.to)
    const level = this.name(0)
    return { kind: 'LowerStep', start, end: this.end(start), level }
  })
  private readonly languageStep = this.RULE('languageStep', (): LanguageStep => {
    const start = this.start()
    this.CONSUME(K.language)
    const tag = this.SUBRULE(this.languageTag)
    return { kind: 'LanguageStep', start, end: this.end(start), tag }
  })
}
