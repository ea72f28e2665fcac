// Declarations but `line`: what stands at the top of a file.
import { diagnose } from '../diagnostics/report.ts'
import type {
  FlowDeclaration,
  ImportDeclaration,
  MenuDeclaration,
  Name,
  OperationDeclaration,
  OperationKind,
  OutcomeDeclaration,
  Parameter,
  PromptDeclaration,
  PromptsDeclaration,
  RememberDeclaration,
  RequiresConfirm,
  ServiceDeclaration,
  Setting,
  SettingsDeclaration,
  TypeDeclaration,
  TypeExpression,
} from './ast.ts'
import type { Clauses } from './engine.ts'
import { exact } from './node-lists.ts'
import { RequestsParser } from './requests-parser.ts'
import * as T from './tokens.ts'

const { K } = T
const id = (type: T.TokenType): number => type.tokenTypeIdx!
const REQUIRES = id(K.requires)
const CONFIRM = id(K.confirm)
const WITHIN = id(K.within)
const GRANTS = id(K.grants)
const RETURNS = id(K.returns)

export type Mutable<N> = { -readonly [P in keyof N]: N[P] }

/** Names that `->` reads otherwise. */
const reserved: readonly string[] = ['again', 'back', 'hangup']

export abstract class DeclarationsParser extends RequestsParser {
  /** The `///` lines right before offset `start`, for the declaration that begins there. */
  protected abstract docBefore(start: number): { doc: string } | undefined

  readonly importDeclaration = this.RULE('importDeclaration', (): ImportDeclaration => {
    const start = this.start()
    const names: Name[] = []
    this.CONSUME(K.import)
    this.eat(0, T.LBrace)
    this.commas(T.RBrace, () => names.push(this.name(0, true)))
    this.eat(0, K.from)
    const path = this.SUBRULE(this.plainString)
    return { kind: 'ImportDeclaration', start, end: this.end(start), names, path }
  })

  // ---------------------------------------------------------------------------------------------- values and texts

  private readonly settingList = this.list('settingsDeclaration', 0, { en: 'a setting “name: type = value”', zh: '设置“名称: 类型 = 值”' })
  readonly settingsDeclaration = this.RULE('settingsDeclaration', (): SettingsDeclaration => {
    const start = this.start()
    const settings: Setting[] = []
    this.CONSUME(K.settings)
    this.braces(this.settingList, () => settings.push(this.SUBRULE(this.setting)))
    return { kind: 'SettingsDeclaration', start, end: this.end(start), settings }
  })
  private readonly setting = this.RULE('setting', (): Setting => {
    const start = this.start()
    const name = this.name(0, true)
    this.eat(0, T.Colon)
    const type = this.SUBRULE(this.type)
    this.eat(0, T.Assign)
    const value = this.SUBRULE(this.expression)
    return { kind: 'Setting', start, end: this.end(start), ...this.docBefore(start), name, type, value }
  })

  readonly rememberDeclaration = this.RULE('rememberDeclaration', (): RememberDeclaration => {
    const start = this.start()
    this.CONSUME(K.remember)
    const name = this.name(0)
    this.eat(0, T.Colon)
    const type = this.SUBRULE(this.type)
    this.eat(0, T.Assign)
    const value = this.SUBRULE(this.expression)
    return { kind: 'RememberDeclaration', start, end: this.end(start), name, type, value }
  })

  private readonly promptList = this.list('promptsDeclaration', 0, { en: 'a prompt (a name and its text)', zh: '提示语（名称和文本）' })
  readonly promptsDeclaration = this.RULE('promptsDeclaration', (): PromptsDeclaration => {
    const start = this.start()
    const prompts: PromptDeclaration[] = []
    this.CONSUME(K.prompts)
    this.braces(this.promptList, () => prompts.push(this.SUBRULE(this.prompt)))
    return { kind: 'PromptsDeclaration', start, end: this.end(start), prompts: exact(prompts) }
  })
  private readonly prompt = this.RULE('prompt', (): PromptDeclaration => {
    const start = this.start()
    const name = this.name(0, true)
    const parameters = this.maybeParameters(0)
    const text = this.SUBRULE(this.textLiteral)
    return { kind: 'PromptDeclaration', start, end: this.end(start), ...this.docBefore(start), name, parameters, text }
  })

  readonly typeDeclaration = this.RULE('typeDeclaration', (): TypeDeclaration => {
    const start = this.start()
    this.CONSUME(K.type)
    const name = this.name(0)
    this.eat(0, T.Assign)
    const type = this.SUBRULE(this.type)
    return { kind: 'TypeDeclaration', start, end: this.end(start), name, type }
  })

  // ---------------------------------------------------------------------------------------------- services

  private readonly operationList = this.list(
    'serviceDeclaration',
    0,
    { en: 'an operation (query, attempt, transaction or notice)', zh: '一项操作（query、attempt、transaction 或 notice）' },
    { en: 'a service', zh: '服务' },
  )
  readonly serviceDeclaration = this.RULE('serviceDeclaration', (): ServiceDeclaration => {
    const start = this.start()
    const operations: OperationDeclaration[] = []
    this.CONSUME(K.service)
    const name = this.name(0)
    this.braces(this.operationList, () => operations.push(this.SUBRULE(this.operation)))
    return { kind: 'ServiceDeclaration', start, end: this.end(start), name, operations }
  })

  private readonly outcomeList = this.list('operationBody', 0, { en: 'an outcome or requires', zh: '一个结果或 requires' })
  private ofOperation: Clauses = new Map()
  private readonly operation = this.RULE('operation', (): OperationDeclaration => {
    const start = this.start()
    if (this.RECORDING_PHASE) {
      this.OR([K.query, K.attempt, K.transaction, K.notice].map(word => ({ ALT: () => this.CONSUME(word) })))
    } else this.currIdx++
    const operation = this.image() as OperationKind
    const name = this.name(0)
    const parameters = this.SUBRULE(this.parameters)
    const found: { -readonly [P in 'within' | 'requires' | 'confirm' | 'result']?: OperationDeclaration[P] } = {}
    this.ofOperation = new Map()
    this.when(1, T.Colon, () => {
      this.CONSUME(T.Colon)
      found.result = this.SUBRULE(this.type)
    })
    const limit = (): void => {
      const at = this.start()
      this.CONSUME(K.within)
      found.within = this.duration(0)
      this.noteClause(this.ofOperation, 'within', at)
    }
    const level = (): void => {
      const at = this.start()
      this.CONSUME(K.requires)
      found.requires = this.name(1)
      this.noteClause(this.ofOperation, 'requires', at)
    }
    if (this.RECORDING_PHASE) this.MANY(() => this.OR1([{ ALT: limit }, { ALT: level }]))
    else {
      for (;;) {
        const next = this.peek()
        if (next === WITHIN) limit()
        else if (next === REQUIRES && this.peek(2) !== CONFIRM) level()
        else break
      }
    }
    const body = this.when(2, T.LBrace, () => this.SUBRULE(this.operationBody)) ?? this.openBody()
    return {
      kind: 'OperationDeclaration',
      start,
      end: this.end(start),
      ...this.docBefore(start),
      operation,
      name,
      parameters,
      ...found,
      ...body?.requires,
      outcomes: body?.outcomes ?? [],
    }
  })
  /** The outcomes of an operation without their `{`: words that begin no operation, not even misspelt, on lines of their own or with a `}`. */
  private openBody(): { outcomes: OutcomeDeclaration[]; requires: { requires?: Name; confirm?: RequiresConfirm } } | undefined {
    const index = this.currIdx + 1
    const next = this.peek()
    const lost = !this.RECORDING_PHASE && this.isWord(next) && this.operationList.starts[next] !== 1 && !this.boundary(index)
    if (!lost || (!this.beginsLine(index) && !this.closesAhead())) return undefined
    return this.mendWord(this.operationList.keywords) ? undefined : this.SUBRULE1(this.operationBody)
  }
  private readonly operationBody = this.RULE(
    'operationBody',
    (): { outcomes: OutcomeDeclaration[]; requires: { requires?: Name; confirm?: RequiresConfirm } } => {
      const outcomes: OutcomeDeclaration[] = []
      const requires: { requires?: Name; confirm?: RequiresConfirm } = {}
      this.braces(this.outcomeList, () => {
        if (this.RECORDING_PHASE) {
          this.OR({
            IGNORE_AMBIGUITIES: true,
            DEF: [{ ALT: () => this.SUBRULE(this.requirement) }, { ALT: () => this.SUBRULE(this.outcomeDeclaration) }],
          })
        } else if (this.peek() === REQUIRES) {
          const { level, confirm } = this.SUBRULE(this.requirement)
          if (level) requires.requires = level
          if (confirm) requires.confirm = confirm
        } else outcomes.push(this.SUBRULE(this.outcomeDeclaration))
      })
      return { outcomes, requires }
    },
  )
  /** `requires signed`, `requires confirm of from, to` */
  private readonly requirement = this.RULE('requirement', (): { level?: Name; confirm?: RequiresConfirm } => {
    const start = this.start()
    this.CONSUME(K.requires)
    if (this.RECORDING_PHASE) {
      this.OR({ IGNORE_AMBIGUITIES: true, DEF: [{ ALT: () => void this.confirmOf() }, { ALT: () => void this.name(1) }] })
      return {}
    }
    const found = this.peek() === CONFIRM ? { confirm: this.confirmOf() } : { level: this.name(1) }
    this.noteClause(this.ofOperation, found.confirm ? 'requires confirm' : 'requires', start)
    return found
  })
  private confirmOf(): RequiresConfirm {
    const start = this.start()
    const names: Name[] = []
    this.CONSUME(K.confirm)
    this.when(0, K.of, () => {
      this.CONSUME(K.of)
      this.commaRun(() => names.push(this.name(0)))
    })
    return { kind: 'RequiresConfirm', start, end: this.end(start), names }
  }
  private readonly outcomeDeclaration = this.RULE('outcomeDeclaration', (): OutcomeDeclaration => {
    const start = this.start()
    const name = this.name(0, true)
    const parameters = this.maybeParameters(0)
    this.maybe(1, T.Comma)
    const end = parameters.length > 0 || name.text === '' ? this.end(start) : name.end
    return { kind: 'OutcomeDeclaration', start: Math.min(start, name.start), end, name, parameters }
  })

  // ---------------------------------------------------------------------------------------------- menus and flows

  readonly menuDeclaration = this.RULE('menuDeclaration', (): MenuDeclaration => {
    const start = this.start()
    this.CONSUME(K.menu)
    const name = this.place()
    const requires = this.when(0, K.requires, () => {
      this.CONSUME(K.requires)
      return this.name(1)
    })
    const body = this.SUBRULE(this.listenerBody)
    return { kind: 'MenuDeclaration', start, end: this.end(start), name, ...(requires ? { requires } : {}), body }
  })

  readonly flowDeclaration = this.RULE('flowDeclaration', (): FlowDeclaration => {
    const start = this.start()
    this.CONSUME(K.flow)
    const name = this.place()
    const parameters: readonly Parameter[] = this.maybeParameters(0)
    let requires: Name | undefined
    let grants: Name | undefined
    let returns: TypeExpression | undefined
    const clauses: Clauses = new Map()
    const clause = {
      requires: () => {
        const at = this.start()
        this.CONSUME(K.requires)
        requires = this.name(1)
        this.noteClause(clauses, 'requires', at)
      },
      grants: () => {
        const at = this.start()
        this.CONSUME(K.grants)
        grants = this.name(2)
        this.noteClause(clauses, 'grants', at)
      },
      returns: () => {
        const at = this.start()
        this.CONSUME(K.returns)
        returns = this.SUBRULE(this.type)
        this.noteClause(clauses, 'returns', at)
      },
    }
    if (this.RECORDING_PHASE) {
      this.MANY(() => {
        this.OR([{ ALT: clause.requires }, { ALT: clause.grants }, { ALT: clause.returns }])
      })
    } else {
      for (;;) {
        const next = this.peek()
        if (next === REQUIRES) clause.requires()
        else if (next === GRANTS) clause.grants()
        else if (next === RETURNS) clause.returns()
        else if (!this.mendWord(['requires', 'grants', 'returns'])) break
      }
    }
    const body = this.SUBRULE(this.block)
    const node: Mutable<FlowDeclaration> = { kind: 'FlowDeclaration', start, end: this.end(start), name, parameters, body }
    if (requires) node.requires = requires
    if (grants) node.grants = grants
    if (returns) node.returns = returns
    return node
  })

  /** The name of a menu or flow. */
  private place(): Name {
    const name = this.name(0)
    if (reserved.includes(name.text)) {
      this.push(diagnose('reserved-place', { name: name.text }, { file: this.file, start: name.start, end: name.end }))
    }
    return name
  }
}
