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

const pathsOf = (node: Node): (typeof paths)[Node['kind']] => {
  const found = paths[node.kind] as (typeof paths)[Node['kind']] | undefined
  if (!found) throw new Error(`no visitor keys for ${node.kind}`)
  return found
}
const valueAt = (node: Node, path: readonly [field: string, within?: string]): unknown => {
  const value = (node as unknown as Record<string, unknown>)[path[0]]
  return path[1] === undefined ? value : (value as Record<string, unknown> | undefined)?.[path[1]]
}

/** The child nodes of a node, field by field as in `visitorKeys`. A node of a kind that the table lacks is a mistake of ours and throws. */
export function children(node: Node): Node[] {
  const found: Node[] = []
  for (const path of pathsOf(node)) {
    const value = valueAt(node, path)
    if (Array.isArray(value)) for (const each of value as Node[]) found.push(each)
    else if (value !== undefined) found.push(value as Node)
  }
  return found
}

/**
 * Visits `node` and everything below it, parents before children and children in order. `visit` may give `false` to leave a node's children out.
 * It keeps a work-list, so the depth of a tree does not matter. Whole programs are walked: nothing is made for a node.
 */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void | boolean): void {
  const nodes: Node[] = [node]
  const parents: (Node | undefined)[] = [undefined]
  for (let next = nodes.pop(); next; next = nodes.pop()) {
    if (visit(next, parents.pop()) === false) continue
    const fields = pathsOf(next)
    for (let field = fields.length - 1; field >= 0; field--) {
      const value = valueAt(next, fields[field]!)
      if (value === undefined) continue
      if (!Array.isArray(value)) {
        nodes.push(value as Node)
        parents.push(next)
        continue
      }
      for (let at = value.length - 1; at >= 0; at--) {
        nodes.push((value as Node[])[at]!)
        parents.push(next)
      }
    }
  }
}
