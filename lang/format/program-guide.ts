// What the tree of an `.ivr` file says to the formatter: which nodes are items, what is left as it is written.
import type {
  CallExpression,
  ChoiceValue,
  ConnectNumberStep,
  ConnectQueueStep,
  DecimalRange,
  FlowDeclaration,
  Node,
  OperationCall,
  OperationDeclaration,
  OutcomeClause,
  OutcomeDeclaration,
  PerformStep,
  QueueDeclaration,
  RecordStep,
  SourceFile,
} from '../grammar/ast.ts'
import { walk } from '../grammar/index.ts'
import type { Tokens } from '../grammar/tokenizer.ts'
import * as T from '../grammar/tokens.ts'
import type { Span } from '../text/span.ts'
import { byStart, mark, tokenFrom, type Guide, type Mark } from './guide.ts'
import { rowOf, type TokenPlaces } from './program-rows.ts'

type NodeKinds = ReadonlySet<string>

/** Declarations and what stands in their braces; an item inside another's line is none. */
const ITEMS: NodeKinds = new Set(
  `ImportDeclaration LineDeclaration SettingsDeclaration RememberDeclaration PromptsDeclaration TypeDeclaration ServiceDeclaration
  HoursDeclaration QueueDeclaration MenuDeclaration FlowDeclaration
  NumbersItem NumberEntry LanguagesItem TimeZoneItem LevelsItem ShortcutsItem OnFaultItem AtMostItem RecordAllItem AfterHangupItem
  Setting PromptDeclaration OperationDeclaration OutcomeDeclaration HoursRule ChoiceValue Parameter
  ListenBlock ListenTime ListenTries ListenSwitch ListenEndKey PressOption OnCounter OtherwiseClause CheckItem LengthItem OfferItem
  MoreItem NoneClause YesItem NoItem ListenerIf ListenerMatch ListenerArm
  SayStep PauseStep MenuStep CollectStep ChooseStep ConfirmStep RequestStep PerformStep NotifyStep LetStep SetStep AddStep IfStep
  MatchStep MatchArm RepeatStep ForEachStep DoStep ReturnStep GoStep LoopStep GrantStep LowerStep LanguageStep ConnectQueueStep
  ConnectNumberStep TransferStep RecordStep MilestoneStep OutcomeClause`.split(/\s+/),
)

/** Stand as they are written: their tokens touch. */
const WHOLE: NodeKinds = new Set(['KeyRange', 'LanguageTag', 'ZoneName'])

/** Their blocks have one item a line, whatever would fit. */
const BROKEN: NodeKinds = new Set(
  `LineDeclaration SettingsDeclaration PromptsDeclaration HoursDeclaration QueueDeclaration MenuDeclaration`.split(/\s+/),
)
/** `service sms { notice receipt(…) }`, `flow gas { do bill(gas) }`: on one line where that says it all. */
const SHORT: NodeKinds = new Set(['ServiceDeclaration', 'FlowDeclaration'])
const CLOSE: NodeKinds = new Set(['ImportDeclaration', 'TypeDeclaration', 'RememberDeclaration', ...SHORT])
const TOGETHER: NodeKinds = new Set(['IfStep', 'ListenerIf'])

const SOFT = [T.K.and, T.K.or, T.K.where, T.K.when, T.K.else, T.K.requires, T.K.grants, T.K.returns, T.K.within, T.Arrow]
const soft: ReadonlySet<number> = new Set(SOFT.map(type => type.tokenTypeIdx!))
const keywords: ReadonlySet<number> = new Set(Object.values(T.K).map(type => type.tokenTypeIdx!))
const none: ReadonlySet<number> = new Set()

/** A word, or one with its values: several of them stand on one line. */
const isSmall = (node: Node): boolean =>
  node.kind === 'OutcomeDeclaration' || (node.kind === 'ChoiceValue' && (node as ChoiceValue).text === undefined)

export function guideOfProgram(text: string, tree: SourceFile, tokens: Tokens): Guide {
  const { starts, count, ends } = tokens
  const marks: Mark[] = []
  const whole: Span[] = []
  const signs = new Set<number>()
  const called = new Set<number>()
  const from = (offset: number): number => tokenFrom(starts, count, offset)
  const places: TokenPlaces = {
    before: offset => starts[from(offset) - 1] ?? 0,
    after: offset => starts[from(offset)] ?? text.length,
    nth: (offset, n) => starts[from(offset) + n - 1] ?? text.length,
  }

  /** An item that no node stands for: `words` tokens before what it has a node for, and `behind` after it. */
  function around(node: Span | undefined, words: number, { last = node, behind = 0, line = '' } = {}): void {
    if (!node) return
    const start = starts[from(node.start) - words]!
    const end = behind === 0 ? last!.end : ends[from(last!.end) + behind - 1]!
    marks.push(mark(start, end, line === '' ? {} : { class: line, columns: [places.nth(start, 2)] }))
  }

  /** `-5`, which no node stands for. */
  function signsIn({ start, end }: Span): void {
    for (let at = text.indexOf('-', start); at >= 0 && at < end; at = text.indexOf('-', at + 1)) signs.add(at)
  }

  function visit(node: Node): void {
    switch (node.kind) {
      case 'UnaryExpression':
        signs.add(node.start)
        break
      case 'DecimalRange':
      case 'MoneyLiteral':
        signsIn(node as DecimalRange)
        break
      case 'CallExpression':
        called.add((node as CallExpression).callee.end)
        break
      case 'OperationCall':
        called.add((node as OperationCall).operation.end)
        break
      case 'PlaceTarget':
      case 'DoStep':
      case 'PromptDeclaration':
      case 'OutcomeDeclaration':
      case 'MilestoneStep':
      case 'FlowDeclaration':
        called.add((node as OutcomeDeclaration | FlowDeclaration).name.end)
        break
      case 'OutcomeClause':
        for (const name of (node as OutcomeClause).names) called.add(name.end)
        break
      case 'OperationDeclaration': {
        const { name, requires } = node as OperationDeclaration
        called.add(name.end)
        around(requires, 1)
        break
      }
      case 'RequiresConfirm':
        around(node, 1)
        break
      case 'QueueDeclaration': {
        const { music, position, longestWait } = node as QueueDeclaration
        around(music, 1, { line: 'queue' })
        around(position, 2, { line: 'queue' })
        around(longestWait, 2)
        break
      }
      case 'ConnectQueueStep': {
        const { priority, data } = node as ConnectQueueStep
        around(priority, 1)
        around(data[0], 1, { last: data.at(-1) })
        break
      }
      case 'ConnectNumberStep': {
        const { data } = node as ConnectNumberStep
        around(data[0], 1, { last: data.at(-1) })
        break
      }
      case 'PerformStep':
        around((node as PerformStep).meanwhile, 1)
        break
      case 'RecordStep': {
        const { endSilence, nothing, hungUp } = node as RecordStep
        around(endSilence, 2, { behind: 2 })
        around(nothing, 1)
        around(hungUp, 2)
      }
    }
  }

  walk(tree, node => {
    const { kind, start, end } = node
    // Most nodes are names and what texts are made of.
    if (kind === 'Name' || kind === 'TextVariant') return false
    if (WHOLE.has(kind)) {
      whole.push(node)
      return false
    }
    visit(node)
    if (ITEMS.has(kind)) {
      const row = rowOf(node, places)
      marks.push(
        mark(start, end, {
          ...row,
          together: TOGETHER.has(kind),
          close: CLOSE.has(kind),
          small: isSmall(node),
          breaks: BROKEN.has(kind) ? 'always' : SHORT.has(kind) ? 'long' : 'no',
        }),
      )
    }
    return true
  })
  marks.sort(byStart)
  whole.sort(byStart)
  return { marks, whole, signs, called, soft, fixed: keywords, touching: none }
}
