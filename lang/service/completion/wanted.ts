// What kind of name a place wants: the lead (what stands before, and no more) is parsed with a name in the place, and the tree around it says.
import type * as ast from '../../grammar/ast.ts'
import { parse } from '../../grammar/index.ts'
import type { NextTokens } from '../../grammar/next-tokens.ts'
import { pathAt, type AnyNode } from '../tree.ts'

/** A name that nobody writes, and near no word of the language. */
const PLACEHOLDER = 'qqqxqqq'

export type Wanted =
  | {
      readonly kind:
        'place' | 'part' | 'type' | 'level' | 'queue' | 'prompt' | 'flow' | 'currency' | 'language' | 'zone' | 'list' | 'settable'
    }
  | { readonly kind: 'granted'; readonly part: string }
  | { readonly kind: 'service'; readonly verb: ast.OperationCall['verb'] }
  | {
      readonly kind: 'operation'
      readonly verb: ast.OperationCall['verb']
      readonly service: string
      readonly inLet: boolean
      readonly check: boolean
    }
  | {
      readonly kind: 'value'
      readonly like: ast.Expression | undefined
      readonly call: ArgumentPlace | undefined
      readonly over: ast.Expression | undefined
    }
  | { readonly kind: 'field'; readonly object: ast.Expression; readonly over: ast.Expression | undefined }
  | { readonly kind: 'path'; readonly name: string; readonly path: readonly string[] }
  | {
      readonly kind: 'form' | 'plural'
      readonly of: ast.Expression
      readonly used: readonly string[]
      readonly over: ast.Expression | undefined
    }
  | { readonly kind: 'arm'; readonly subject: ast.Expression; readonly used: readonly string[] }
  | { readonly kind: 'outcome'; readonly call: ast.OperationCall; readonly used: readonly string[] }
  | { readonly kind: 'connection'; readonly queue: boolean; readonly used: readonly string[] }
  | { readonly kind: 'outcome value'; readonly call: ast.OperationCall; readonly outcome: string; readonly used: readonly string[] }
  | { readonly kind: 'parameter'; readonly of: readonly string[]; readonly used: readonly string[] }
  | { readonly kind: 'import'; readonly used: readonly string[] }
  | { readonly kind: 'date form' }
  /** A name that is made up here. */
  | { readonly kind: 'new' }

/** An argument's place: what is called, and how many arguments and which names stand before it. */
export interface ArgumentPlace {
  readonly callee: ast.Name
  readonly service: ast.Name | undefined
  readonly of: 'place' | 'part' | 'prompt' | 'operation'
  readonly before: readonly (string | undefined)[]
}

export interface Place {
  readonly wanted: Wanted
  /** Kinds around, the innermost first. */
  readonly around: readonly AnyNode[]
}

export function wantedAt(next: NextTokens): Place {
  const lead = /[\p{L}\p{N}_]$/u.test(next.lead) ? `${next.lead} ` : next.lead
  const { tree } = parse(`${lead}${PLACEHOLDER}${next.closing}`, '')
  const path = pathAt(tree, lead.length)
  const around = path.toReversed()
  const name = around[0]?.kind === 'Name' && around[0].text === PLACEHOLDER ? around[0] : undefined
  return { wanted: wantedOf(name, name ? around.slice(1) : around), around }
}

const texts = (names: readonly ast.Name[], except?: ast.Name): readonly string[] =>
  names.filter(name => name !== except).map(({ text }) => text)

function wantedOf(name: ast.Name | undefined, around: readonly AnyNode[]): Wanted {
  const [parent, grand] = around
  switch (parent?.kind) {
    case 'PlaceTarget':
      return { kind: 'place' }
    case 'DoStep':
      return name === parent.unless && name ? { kind: 'granted', part: parent.name.text } : { kind: 'part' }
    case 'NamedType':
      return { kind: 'type' }
    case 'MoneyType':
      return parent.keyedInMinor ? { kind: 'new' } : { kind: 'currency' }
    case 'DateType':
      return { kind: 'date form' }
    case 'OperationCall': {
      if (name !== parent.operation) return { kind: 'service', verb: parent.verb }
      return {
        kind: 'operation',
        verb: parent.verb,
        service: parent.service.text,
        inLet: grand?.kind === 'LetStep',
        check: grand?.kind === 'CheckItem',
      }
    }
    case 'GrantStep':
    case 'LowerStep':
      return { kind: 'level' }
    case 'MenuDeclaration':
      return { kind: name === parent.requires ? 'level' : 'new' }
    case 'FlowDeclaration':
      return { kind: name === parent.requires || name === parent.grants ? 'level' : 'new' }
    case 'OperationDeclaration':
      return { kind: name === parent.requires ? 'level' : 'new' }
    case 'RequiresConfirm':
      return {
        kind: 'parameter',
        of: grand?.kind === 'OperationDeclaration' ? grand.parameters.map(each => each.name.text) : [],
        used: texts(parent.names, name),
      }
    case 'LanguageTag':
      return { kind: 'language' }
    case 'ZoneName':
      return { kind: 'zone' }
    case 'ConnectQueueStep':
      return { kind: 'queue' }
    case 'RecordAllItem':
      return { kind: 'prompt' }
    case 'AfterHangupItem':
      return { kind: 'flow' }
    case 'AddStep':
      return { kind: 'list' }
    case 'SetStep':
      return name === parent.name
        ? { kind: 'settable' }
        : { kind: 'path', name: parent.name.text, path: texts(parent.path.slice(0, Math.max(0, parent.path.indexOf(name!)))) }
    case 'FieldExpression':
      return { kind: 'field', object: parent.object, over: overOf(around) }
    case 'Interpolation':
      return { kind: 'form', of: parent.value, used: [], over: undefined }
    case 'PluralForm':
      return grand?.kind === 'PluralPart'
        ? {
            kind: 'plural',
            of: grand.value,
            used: grand.forms.filter(each => each !== parent).map(({ when }) => when.text),
            over: undefined,
          }
        : { kind: 'new' }
    case 'MatchArm':
    case 'ListenerArm': {
      if (grand?.kind !== 'MatchStep' && grand?.kind !== 'ListenerMatch') return { kind: 'new' }
      const arms: readonly { readonly values: readonly ast.Name[] }[] = grand.arms
      return { kind: 'arm', subject: grand.subject, used: arms.flatMap(arm => texts(arm.values, name)) }
    }
    case 'OutcomeClause':
      return outcomeWanted(name, parent, grand)
    case 'ImportDeclaration':
      return { kind: 'import', used: texts(parent.names, name) }
    case 'NameExpression':
      return valueWanted(parent, around)
    default:
      return { kind: 'new' }
  }
}

function outcomeWanted(name: ast.Name | undefined, clause: ast.OutcomeClause, step: AnyNode | undefined): Wanted {
  if (
    step?.kind !== 'RequestStep' &&
    step?.kind !== 'PerformStep' &&
    step?.kind !== 'ConnectQueueStep' &&
    step?.kind !== 'ConnectNumberStep'
  ) {
    return { kind: 'new' }
  }
  if (name && clause.values.includes(name)) {
    if (step.kind === 'ConnectQueueStep' || step.kind === 'ConnectNumberStep') return { kind: 'new' }
    return { kind: 'outcome value', call: step.call, outcome: clause.names[0]?.text ?? '', used: texts(clause.values, name) }
  }
  const used = step.outcomes.flatMap(each => texts(each.names, name))
  if (step.kind === 'ConnectQueueStep' || step.kind === 'ConnectNumberStep')
    return { kind: 'connection', queue: step.kind === 'ConnectQueueStep', used }
  return { kind: 'outcome', call: step.call, used }
}

/** The list whose items `it` stands for. */
const overOf = (around: readonly AnyNode[]): ast.Expression | undefined => around.find(each => each.kind === 'WhereExpression')?.list

function valueWanted(node: ast.NameExpression, around: readonly AnyNode[]): Wanted {
  const outer = around[1]
  let like: ast.Expression | undefined
  let call: ArgumentPlace | undefined
  if (outer?.kind === 'BinaryExpression' && outer.right === node) like = outer.left
  if (outer?.kind === 'SetStep' && outer.path.length === 0) like = { kind: 'NameExpression', start: 0, end: 0, name: outer.name }
  if (outer?.kind === 'Argument') call = argumentPlace(outer, around[2])
  return { kind: 'value', like, call, over: overOf(around) }
}

function argumentPlace(argument: ast.Argument, call: AnyNode | undefined): ArgumentPlace | undefined {
  const place = (callee: ast.Name, of: ArgumentPlace['of'], given: readonly ast.Argument[], service?: ast.Name): ArgumentPlace => ({
    callee,
    service,
    of,
    before: given.slice(0, given.indexOf(argument)).map(each => each.name?.text),
  })
  switch (call?.kind) {
    case 'PlaceTarget':
      return place(call.name, 'place', call.arguments)
    case 'DoStep':
      return place(call.name, 'part', call.arguments)
    case 'CallExpression':
      return place(call.callee, 'prompt', call.arguments)
    case 'OperationCall':
      return place(call.operation, 'operation', call.arguments, call.service)
    default:
      return undefined
  }
}
