// Which fields of a node hold nodes, for each kind: the one table by which trees are walked (by the checker, the formatter, the service).
import type { Node } from './ast.ts'

/** Child fields in the order of the text. A field may hold a node, a list of nodes, or nothing. `days.dates` is a field of a plain object. */
export const visitorKeys: Readonly<Record<string, readonly string[]>> = {
  SourceFile: ['declarations'],
  Name: [],
  PlainString: [],
  LanguageTag: [],
  ZoneName: [],
  Missing: [],

  ImportDeclaration: ['names', 'path'],
  LineDeclaration: ['name', 'title', 'items'],
  NumbersItem: ['entries'],
  NumberEntry: ['number', 'target'],
  LanguagesItem: ['tags'],
  TimeZoneItem: ['zone'],
  LevelsItem: ['names'],
  ShortcutsItem: ['options'],
  OnFaultItem: ['target'],
  AtMostItem: ['duration', 'target'],
  RecordAllItem: ['prompt'],
  AfterHangupItem: ['flow'],
  SettingsDeclaration: ['settings'],
  Setting: ['name', 'type', 'value'],
  RememberDeclaration: ['name', 'type', 'value'],
  PromptsDeclaration: ['prompts'],
  PromptDeclaration: ['name', 'parameters', 'text'],
  Parameter: ['name', 'type'],
  TypeDeclaration: ['name', 'type'],
  ServiceDeclaration: ['name', 'operations'],
  OperationDeclaration: ['name', 'parameters', 'result', 'within', 'requires', 'confirm', 'outcomes'],
  RequiresConfirm: ['names'],
  OutcomeDeclaration: ['name', 'parameters'],
  HoursDeclaration: ['name', 'zone', 'rules'],
  HoursRule: ['days.dates', 'intervals'],
  DateRange: ['from', 'to'],
  TimeInterval: ['from', 'to'],
  QueueDeclaration: ['name', 'music', 'position', 'longestWait'],
  MenuDeclaration: ['name', 'requires', 'body'],
  FlowDeclaration: ['name', 'parameters', 'requires', 'grants', 'returns', 'body'],

  TypeNode: ['base'],
  DigitsType: ['patterns'],
  NumberType: ['range'],
  DecimalRange: [],
  MoneyType: ['range'],
  DateType: [],
  SimpleType: [],
  ListType: ['of'],
  RecordType: ['fields'],
  ChoiceType: ['values'],
  ChoiceValue: ['name', 'text'],
  NamedType: ['name'],

  TextLiteral: ['variants'],
  TextVariant: ['tag', 'parts'],
  TextChars: [],
  Interpolation: ['value', 'form'],
  PluralPart: ['value', 'forms'],
  PluralForm: ['when', 'parts'],
  PausePart: ['duration'],

  NumberLiteral: [],
  MoneyLiteral: [],
  DurationLiteral: [],
  DateLiteral: [],
  TimeLiteral: [],
  MomentLiteral: [],
  BooleanLiteral: [],
  ListLiteral: ['items'],
  RecordLiteral: ['fields'],
  NameExpression: ['name'],
  FieldExpression: ['object', 'field'],
  CallExpression: ['callee', 'arguments'],
  Argument: ['name', 'value'],
  UnaryExpression: ['operand'],
  BinaryExpression: ['left', 'right'],
  IsExpression: ['operand'],
  WhereExpression: ['list', 'condition'],

  PlaceTarget: ['name', 'arguments'],
  FixedTarget: [],
  Block: ['steps'],
  Branch: ['steps'],

  ListenerBody: ['items'],
  ListenerIf: ['let', 'condition', 'then', 'else'],
  ListenerMatch: ['subject', 'arms'],
  ListenerArm: ['values', 'body'],
  ListenBlock: ['items'],
  ListenTime: ['within'],
  ListenTries: [],
  ListenSwitch: [],
  ListenEndKey: [],
  PressOption: ['keys', 'as', 'label', 'language', 'when', 'action'],
  KeyRange: [],
  GoAction: ['target'],
  DoAction: ['do'],
  BlockAction: ['block'],
  OnCounter: ['body'],
  OtherwiseClause: ['body'],
  CheckItem: ['condition', 'text'],
  LengthItem: ['length'],
  OfferItem: ['text'],
  MoreItem: [],
  NoneClause: ['body'],
  YesItem: ['label'],
  NoItem: ['label', 'body'],

  SayStep: ['items'],
  PauseStep: ['duration'],
  MenuStep: ['body'],
  CollectStep: ['name', 'type', 'body'],
  ChooseStep: ['name', 'list', 'body'],
  ConfirmStep: ['body'],
  OperationCall: ['service', 'operation', 'arguments'],
  RequestStep: ['call', 'outcomes'],
  PerformStep: ['call', 'meanwhile', 'outcomes'],
  NotifyStep: ['call'],
  OutcomeClause: ['names', 'values', 'body'],
  LetStep: ['name', 'type', 'value', 'else'],
  SetStep: ['name', 'path', 'value'],
  AddStep: ['value', 'list'],
  IfStep: ['let', 'condition', 'then', 'else'],
  MatchStep: ['subject', 'arms'],
  MatchArm: ['values', 'body'],
  RepeatStep: ['body', 'otherwise'],
  ForEachStep: ['name', 'list', 'counter', 'body', 'none'],
  DoStep: ['name', 'arguments', 'unless'],
  ReturnStep: ['value'],
  GoStep: ['target'],
  LoopStep: [],
  GrantStep: ['level'],
  LowerStep: ['level'],
  LanguageStep: ['tag'],
  ConnectQueueStep: ['queue', 'priority', 'data', 'options', 'outcomes'],
  ConnectNumberStep: ['number', 'within', 'data', 'outcomes'],
  TransferStep: ['number', 'else'],
  RecordStep: ['name', 'upTo', 'prompts', 'endSilence', 'nothing', 'hungUp'],
  MilestoneStep: ['name', 'values'],
}

/** For each kind the fields of its children, `a.b` in two steps. */
const paths = Object.fromEntries(
  Object.entries(visitorKeys).map(([kind, keys]) => [kind, keys.map(key => key.split('.') as [string, string?])]),
) as Readonly<Record<Node['kind'], readonly (readonly [field: string, within?: string])[]>>

/** The child nodes of a node, field by field as in `visitorKeys`. A node of a kind that the table lacks is a mistake of ours and throws. */
export function children(node: Node): Node[] {
  const fields = paths[node.kind] as (typeof paths)[Node['kind']] | undefined
  if (!fields) throw new Error(`no visitor keys for ${node.kind}`)
  const found: Node[] = []
  // Whole trees are walked: nothing is made here but the list.
  for (let at = 0; at < fields.length; at++) {
    const path = fields[at]!
    const within = path[1]
    let value = (node as unknown as Record<string, unknown>)[path[0]]
    if (within !== undefined) value = (value as Record<string, unknown> | undefined)?.[within]
    if (Array.isArray(value)) for (let index = 0; index < value.length; index++) found.push((value as Node[])[index]!)
    else if (value !== undefined) found.push(value as Node)
  }
  return found
}

/**
 * Visits `node` and everything below it, parents before children and children in order. `visit` may give `false` to leave a node's children out.
 * It keeps a work-list, so the depth of a tree does not matter.
 */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void | boolean): void {
  const nodes: Node[] = [node]
  const parents: (Node | undefined)[] = [undefined]
  for (let next = nodes.pop(); next; next = nodes.pop()) {
    if (visit(next, parents.pop()) === false) continue
    const below = children(next)
    for (let at = below.length - 1; at >= 0; at--) {
      nodes.push(below[at]!)
      parents.push(next)
    }
  }
}
