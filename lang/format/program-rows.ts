// Which items of an `.ivr` file are rows of a table where they stand one below the other, and where their columns begin.
import type {
  CheckItem,
  Expression,
  HoursRule,
  ListenerBody,
  Node,
  OnCounter,
  OtherwiseClause,
  OutcomeClause,
  PressOption,
  SayStep,
  Setting,
  TextLiteral,
  TypeDeclaration,
} from '../grammar/ast.ts'
import type { Mark } from './guide.ts'

type Row = Pick<Mark, 'class' | 'columns'>

/** Where tokens begin. */
export interface TokenPlaces {
  /** The token before the one at `offset`. */
  readonly before: (offset: number) => number
  /** The first token at `offset` or behind it. */
  readonly after: (offset: number) => number
  /** The n-th token from the one at `offset` on, which is the first. */
  readonly nth: (offset: number, n: number) => number
}

const NO_ROW: Row = { class: '', columns: [] }

/** What a node is as a row; no class where it is none. */
export function rowOf(node: Node, places: TokenPlaces): Row {
  const { kind } = node
  switch (kind) {
    case 'PressOption': {
      const { label } = node as PressOption
      if (label?.kind !== 'TextLiteral') return NO_ROW
      return { class: `press ${tagsOf(label)}`, columns: [...startsOf(label), places.after(label.end)] }
    }
    case 'OutcomeClause':
    case 'MatchArm':
    case 'ListenerArm': {
      const { body } = node as Node & { readonly body: OutcomeClause['body'] | ListenerBody }
      if ('braces' in body && !body.braces) return NO_ROW
      return { class: 'arm', columns: [body.start, ...startsOf(onlyText(body)).slice(1)] }
    }
    case 'PromptDeclaration':
    case 'ChoiceValue': {
      const { text } = node as { text?: TextLiteral } & Node
      return text ? { class: `${kind} ${tagsOf(text)}`, columns: startsOf(text) } : NO_ROW
    }
    case 'Parameter':
    case 'Setting':
      return { class: kind, columns: [(node as Setting).type.start] }
    case 'TypeDeclaration':
      return { class: kind, columns: [places.after((node as TypeDeclaration).name.end)] }
    case 'HoursRule': {
      const { days, intervals } = node as HoursRule
      if (days.on === 'dates') return { class: 'hours on dates', columns: [places.nth(node.start, 2)] }
      return { class: 'hours on days', columns: [intervals[0]?.start ?? places.nth(node.start, 2)] }
    }
    case 'OnCounter': {
      const text = onlyText((node as OnCounter).body)
      return text ? { class: `on ${tagsOf(text)}`, columns: startsOf(text) } : NO_ROW
    }
    case 'CheckItem': {
      // `check CONDITION else TEXT`
      const [text] = (node as CheckItem).text
      return text ? { class: 'check', columns: [places.before(text.start), ...startsOf(literal(text)).slice(1)] } : NO_ROW
    }
    case 'NumbersItem':
    case 'LanguagesItem':
    case 'LevelsItem':
      return { class: 'line', columns: [places.nth(node.start, 2)] }
    case 'TimeZoneItem':
      return { class: 'line', columns: [places.nth(node.start, 3)] }
    case 'OnFaultItem':
      return { class: 'elsewhere', columns: [places.nth(node.start, 3)] }
    case 'OtherwiseClause': {
      const { on, body } = node as OtherwiseClause
      return on === undefined && !body.braces ? { class: 'elsewhere', columns: [places.nth(node.start, 2)] } : NO_ROW
    }
    default:
      return NO_ROW
  }
}

const startsOf = (text: TextLiteral | null): readonly number[] => text?.variants.map(variant => variant.start) ?? []

const tagsOf = (text: TextLiteral): string => text.variants.map(variant => variant.tag?.text ?? '').join()

const literal = (text: Expression | undefined): TextLiteral | null => (text?.kind === 'TextLiteral' ? text : null)

/** The text of a body that says one and does nothing else. */
function onlyText(body: ListenerBody | OutcomeClause['body']): TextLiteral | null {
  const [only, ...more]: readonly Node[] = 'items' in body ? body.items : body.steps
  if (only?.kind !== 'SayStep' || more.length > 0) return null
  const { items } = only as SayStep
  return items.length === 1 ? literal(items[0]) : null
}
