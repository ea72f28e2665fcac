// What of the tree the formatter goes by: which nodes are items of their own, which are left as they are written, and where columns
// begin.
import type {
  HoursRule,
  Node,
  OnCounter,
  OtherwiseClause,
  OutcomeClause,
  PressOption,
  Setting,
  TextLiteral,
  TypeDeclaration,
} from '../grammar/ast.ts'
import { walk } from '../grammar/index.ts'

/** Each stands on a line of its own in a block that is broken; an item inside another's is none. */
const ITEMS = new Set<string>([
  ...['ImportDeclaration', 'LineDeclaration', 'SettingsDeclaration', 'RememberDeclaration', 'PromptsDeclaration', 'TypeDeclaration'],
  ...['ServiceDeclaration', 'HoursDeclaration', 'QueueDeclaration', 'MenuDeclaration', 'FlowDeclaration'],
  ...['NumbersItem', 'NumberEntry', 'LanguagesItem', 'TimeZoneItem', 'LevelsItem', 'ShortcutsItem', 'OnFaultItem', 'AtMostItem'],
  ...['RecordAllItem', 'AfterHangupItem', 'Setting', 'PromptDeclaration', 'OperationDeclaration', 'OutcomeDeclaration', 'RequiresConfirm'],
  ...['HoursRule', 'ChoiceValue', 'Parameter'],
  ...['ListenBlock', 'ListenTime', 'ListenTries', 'ListenSwitch', 'ListenEndKey', 'PressOption', 'OnCounter', 'OtherwiseClause'],
  ...['CheckItem', 'LengthItem', 'OfferItem', 'MoreItem', 'NoneClause', 'YesItem', 'NoItem', 'ListenerIf', 'ListenerMatch', 'ListenerArm'],
  ...[
    'SayStep',
    'PauseStep',
    'MenuStep',
    'CollectStep',
    'ChooseStep',
    'ConfirmStep',
    'RequestStep',
    'PerformStep',
    'NotifyStep',
    'LetStep',
  ],
  ...['SetStep', 'AddStep', 'IfStep', 'MatchStep', 'MatchArm', 'RepeatStep', 'ForEachStep', 'DoStep', 'ReturnStep', 'GoStep', 'LoopStep'],
  ...['GrantStep', 'LowerStep', 'LanguageStep', 'ConnectQueueStep', 'ConnectNumberStep', 'TransferStep', 'RecordStep', 'MilestoneStep'],
  'OutcomeClause',
])

/** Stands as it is written, blanks and all. */
const VERBATIM = new Set<string>(['TextVariant', 'KeyRange', 'LanguageTag', 'ZoneName'])

/** Their blocks have one item a line, whatever would fit. */
const BROKEN = new Set<string>([
  ...['LineDeclaration', 'SettingsDeclaration', 'PromptsDeclaration', 'ServiceDeclaration', 'HoursDeclaration', 'QueueDeclaration'],
  ...['MenuDeclaration', 'FlowDeclaration'],
])

export interface Marks {
  /** Items and what is written as it is, by their starts, the outer ones first. */
  readonly items: readonly Node[]
  readonly verbatim: readonly Node[]
  /** Offsets of texts that are one language of several. */
  readonly variants: ReadonlySet<number>
  /** Offsets of signs that stand before their operand. */
  readonly signs: ReadonlySet<number>
  /** Offsets before which a line may be broken. */
  readonly soft: ReadonlySet<number>
}

export function marksOf(tree: Node): Marks {
  const items: Node[] = []
  const verbatim: Node[] = []
  const variants = new Set<number>()
  const signs = new Set<number>()
  const soft = new Set<number>()
  walk(tree, node => {
    if (ITEMS.has(node.kind)) items.push(node)
    if (VERBATIM.has(node.kind)) {
      verbatim.push(node)
      return node.kind !== 'TextVariant'
    }
    if (node.kind === 'TextLiteral') {
      const all = (node as TextLiteral).variants
      if (all.length > 1) for (const variant of all) variants.add(variant.start)
    } else if (node.kind === 'UnaryExpression') signs.add(node.start)
    else if (node.kind === 'Argument') soft.add(node.start)
    return true
  })
  const byStart = (one: Node, other: Node): number => one.start - other.start || other.end - one.end
  items.sort(byStart)
  verbatim.sort(byStart)
  return { items, verbatim, variants, signs, soft }
}

/** Are the blocks of this node's body always broken? */
export const isBroken = (node: Node): boolean => BROKEN.has(node.kind)

const textOf = (node: unknown): TextLiteral | null => ((node as Node | undefined)?.kind === 'TextLiteral' ? (node as TextLiteral) : null)

/** Where the columns of an item begin: at these offsets, behind a token that ends here, at its second or third token. */
export interface Columns {
  readonly starts: readonly number[]
  readonly after: number
  readonly nth: number
}

const NONE: Columns = { starts: [], after: -1, nth: 0 }

export function columnsOf(node: Node): Columns {
  switch (node.kind) {
    case 'PressOption': {
      const label = textOf((node as PressOption).label)
      return label ? { ...NONE, starts: startsOf(label), after: label.end } : NONE
    }
    case 'OutcomeClause':
    case 'MatchArm':
    case 'ListenerArm':
      return { ...NONE, starts: [(node as OutcomeClause).body.start] }
    case 'PromptDeclaration':
    case 'ChoiceValue':
      return { ...NONE, starts: startsOf(textOf((node as { text?: Node } & Node).text)) }
    case 'Parameter':
    case 'Setting':
      return { ...NONE, starts: [(node as Setting).type.start] }
    case 'TypeDeclaration':
      return { ...NONE, after: (node as TypeDeclaration).name.end }
    case 'HoursRule': {
      const { days, intervals } = node as HoursRule
      return days.on === 'dates' ? { ...NONE, nth: 2 } : { ...NONE, starts: intervals.slice(0, 1).map(each => each.start) }
    }
    case 'OnCounter':
      return { ...NONE, starts: startsOf(onlySay(node as OnCounter)) }
    case 'NumbersItem':
    case 'LanguagesItem':
    case 'LevelsItem':
    case 'OtherwiseClause':
      return { ...NONE, nth: 2 }
    case 'OnFaultItem':
    case 'TimeZoneItem':
      return { ...NONE, nth: 3 }
    default:
      return NONE
  }
}

const startsOf = (text: TextLiteral | null): readonly number[] => text?.variants.map(variant => variant.start) ?? []

/** `on silence say TEXT` and nothing else. */
function onlySay({ body }: OnCounter): TextLiteral | null {
  const [only, ...more] = body.items
  return only?.kind === 'SayStep' && more.length === 0 ? textOf(only.items[0]) : null
}

const tagsOf = (text: TextLiteral | null): string => text?.variants.map(variant => variant.tag?.text ?? '').join() ?? ''

/** Neighbours of one class are aligned; '' with nothing. */
export function classOf(node: Node): string {
  switch (node.kind) {
    case 'PressOption': {
      const label = textOf((node as PressOption).label)
      return label ? `press ${tagsOf(label)}` : ''
    }
    case 'OutcomeClause':
    case 'MatchArm':
    case 'ListenerArm': {
      const { body } = node as { body: Node & { readonly braces?: boolean } } & Node
      return body.braces === false ? '' : node.kind
    }
    case 'PromptDeclaration':
    case 'ChoiceValue': {
      const text = textOf((node as { text?: Node } & Node).text)
      return text ? `${node.kind} ${tagsOf(text)}` : ''
    }
    case 'Parameter':
    case 'Setting':
    case 'TypeDeclaration':
      return node.kind
    case 'HoursRule':
      return `hours ${(node as HoursRule).days.on}`
    case 'OnCounter': {
      const text = onlySay(node as OnCounter)
      return text ? `on ${tagsOf(text)}` : ''
    }
    case 'NumbersItem':
    case 'LanguagesItem':
    case 'TimeZoneItem':
    case 'LevelsItem':
      return 'line'
    case 'OtherwiseClause':
      return isPlainOtherwise(node as OtherwiseClause) ? 'elsewhere' : ''
    case 'OnFaultItem':
      return 'elsewhere'
    default:
      return ''
  }
}

const isPlainOtherwise = ({ on, body }: OtherwiseClause): boolean => on === undefined && !body.braces
