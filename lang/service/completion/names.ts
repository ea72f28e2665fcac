// The names that a place wants, from what is in scope there.
import type * as ast from '../../grammar/ast.ts'
import { freeNames } from '../../compiler/bind/free-names.ts'
import { currencyCodes } from '../../compiler/currencies.ts'
import type { Program, ProgramFile, Symbol, SymbolOf } from '../../compiler/program.ts'
import { standardNames } from '../../compiler/standard-prompts.ts'
import { formsOf } from '../../compiler/typing/forms.ts'
import { describeType } from '../../compiler/typing/describe.ts'
import type { Edit, Message } from '../../diagnostics/diagnostic.ts'
import type { Type } from '../../../machine/types.ts'
import { detailOf, docOf, kindOf } from '../describe-symbol.ts'
import { callFields, topNames, typeIn, typeOfSymbol, type Scope } from '../scope.ts'
import type { CompletionKind } from '../types.ts'
import { argumentsTemplate, callTemplate, lastOutcomes, outcomesTemplate } from './snippets.ts'
import type { ArgumentPlace, Wanted } from './wanted.ts'

/** An item before it knows its place in the text. */
export interface Offer {
  readonly label: string
  readonly kind: CompletionKind
  readonly detail?: Message
  readonly doc?: string
  /** With stops; the label where absent. */
  readonly template?: string
  /** 0 = what fits best. */
  readonly rank: number
  /** Where what it takes the place of begins; where it is absent, at the word that is written. */
  readonly start?: number
  /** Made with it, elsewhere in the file: its import. */
  readonly edits?: readonly Edit[]
}

export interface NamesAt {
  readonly program: Program
  readonly file: ProgramFile
  readonly scope: Scope
  /** Where a `(` follows, nothing is written behind a name. */
  readonly called: boolean
  /** Where the word that is written begins. */
  readonly start: number
  readonly zones: () => readonly string[]
}

const same = (text: string): Message => ({ en: text, zh: text })
const optional = (type: Type | undefined): Type | undefined => (type?.kind === 'optional' ? type.of : type)

function offerOf(at: NamesAt, symbol: Symbol, rank = 1, template?: string): Offer {
  const doc = docOf(symbol)
  return {
    label: symbol.name,
    kind: kindOf(symbol),
    detail: detailOf(symbol, at.program),
    ...(doc ? { doc } : {}),
    ...(template !== undefined && !at.called ? { template } : {}),
    rank,
  }
}

/** What a new name may not be, unless it is the one that stands there now. */
const isTaken =
  ({ scope: { locals, top }, program, start }: NamesAt) =>
  (name: string): boolean => {
    const local = locals.get(name)
    return (local !== undefined && local.node.start !== start) || top.has(name) || program.levels.includes(name)
  }

const withArguments = (name: string, parameters: readonly ast.Parameter[]): string | undefined =>
  parameters.length === 0 ? undefined : `${name}${argumentsTemplate(parameters)}`

const topOf = <K extends Symbol['kind']>(at: NamesAt, ...kinds: readonly K[]): readonly SymbolOf<K>[] =>
  [...at.scope.top.values()].filter((symbol): symbol is SymbolOf<K> => (kinds as readonly string[]).includes(symbol.kind))

/** A name of several words, `Asia/Shanghai` or `zh-CN`: what stands of it before the cursor goes with it. */
function whole({ file, start }: NamesAt, sign: '/' | '-', offers: readonly Offer[]): readonly Offer[] {
  const before = file.text.slice(0, start)
  const written = (sign === '/' ? /(?:[\w+-]+\/)*$/ : /(?:\w+-)*$/).exec(before)![0]
  return offers.filter(({ label }) => label.startsWith(written)).map(offer => ({ ...offer, start: start - written.length }))
}

export function namesFor(wanted: Wanted, at: NamesAt): readonly Offer[] {
  const { program, scope } = at
  switch (wanted.kind) {
    case 'place':
      return topOf(at, 'menu', 'flow')
        .filter(symbol => symbol.kind === 'menu' || program.factsOf.get(symbol.node)?.part !== true)
        .map(symbol => offerOf(at, symbol, 1, symbol.kind === 'flow' ? withArguments(symbol.name, symbol.node.parameters) : undefined))
    case 'part':
      return topOf(at, 'flow')
        .filter(symbol => program.factsOf.get(symbol.node)?.part !== false)
        .map(symbol => offerOf(at, symbol, 1, withArguments(symbol.name, symbol.node.parameters)))
    case 'flow':
      return topOf(at, 'flow').map(symbol => offerOf(at, symbol))
    case 'type':
      return topOf(at, 'type').map(symbol => offerOf(at, symbol))
    case 'queue':
      return topOf(at, 'queue').map(symbol => offerOf(at, symbol))
    case 'prompt':
      return topOf(at, 'prompt').map(symbol => offerOf(at, symbol))
    case 'level':
      return program.levels.map(name => ({ label: name, kind: 'level', rank: 1 }))
    case 'granted': {
      const part = scope.top.get(wanted.part)
      const grants = part?.kind === 'flow' ? part.node.grants?.text : undefined
      return program.levels.map(name => ({ label: name, kind: 'level', rank: name === grants ? 0 : 1 }))
    }
    case 'zone':
      return whole(
        at,
        '/',
        at.zones().map(label => ({ label, kind: 'zone', rank: 1 })),
      )
    case 'currency':
      return [...currencyCodes()].map(label => ({ label, kind: 'value', rank: label === 'CNY' ? 0 : 1 }))
    case 'language':
      return whole(at, '-', languagesFor(at))
    case 'date form':
      return ['YYYYMMDD', 'MMDD', 'MMYY', 'YYMM', 'DDMMYYYY'].map(label => ({ label, kind: 'form', rank: 1 }))
    case 'list':
      return values(at)
        .filter(({ type }) => optional(type)?.kind === 'list')
        .map(({ symbol }) => offerOf(at, symbol))
    case 'settable':
      return values(at)
        .filter(({ symbol }) => symbol.kind === 'remember' || (symbol.kind === 'local' && (symbol.of === 'let' || symbol.of === 'collect')))
        .map(({ symbol }) => offerOf(at, symbol))
    case 'path': {
      let type = optional(typeOfSymbol(program, scope.locals.get(wanted.name) ?? scope.top.get(wanted.name)))
      for (const field of wanted.path) type = type?.kind === 'record' ? optional(type.fields[field]) : undefined
      return fields(type)
    }
    case 'service': {
      const fits = (service: SymbolOf<'service'>): boolean => service.node.operations.some(each => verbOf(each.operation) === wanted.verb)
      const found: Offer[] = topOf(at, 'service')
        .filter(fits)
        .map(symbol => offerOf(at, symbol))
      if (wanted.verb === 'query') found.push(...topOf(at, 'queue').map(symbol => offerOf(at, symbol, 2)))
      return found
    }
    case 'operation':
      return operations(at, wanted)
    case 'value':
      return valuesFor(at, wanted)
    case 'field':
      return fieldsOf(at, wanted.object, itemOf(at, wanted.over))
    case 'form': {
      const type = optional(typeIn(program, scope, wanted.of))
      const forms = type ? formsOf(type) : ['digits', 'last4', 'ordinal', 'letters', 'keys', 'count', 'date', 'time']
      return forms.map(label => ({ label, kind: 'form', rank: 1 }))
    }
    case 'plural':
      return pluralNames(optional(typeIn(program, scope, wanted.of)))
        .filter(name => !wanted.used.includes(name))
        .map(label => ({ label, kind: 'choice', template: `${label} "‹›"`, rank: 1 }))
    case 'arm': {
      const type = optional(typeIn(program, scope, wanted.subject))
      const names = type?.kind === 'choice' ? Object.keys(type.values) : type?.kind === 'boolean' ? ['true', 'false'] : []
      return names
        .filter(name => !wanted.used.includes(name))
        .map(label => ({ label, kind: 'choice', template: `${label} { ‹› }`, rank: 0 }))
    }
    case 'outcome':
      return outcomes(at, wanted)
    case 'connection':
      return (wanted.queue ? ['answered', 'timed out', 'no agents', 'failed'] : ['answered', 'busy', 'no answer', 'failed'])
        .filter(name => !wanted.used.includes(name))
        .map(label => ({ label, kind: 'outcome', template: `${label} { ‹› }`, rank: 0 }))
    case 'outcome value': {
      const declared = operationOf(at, wanted.call.service.text, wanted.call.operation.text)
      const outcome = declared?.node.outcomes.find(each => each.name.text === wanted.outcome)
      const names = (outcome?.parameters ?? []).map(({ name }) => name.text).filter(name => !wanted.used.includes(name))
      return freeNames(wanted.outcome, names, isTaken(at)).map(label => ({ label, kind: 'local', rank: 0 }))
    }
    case 'parameter':
      return wanted.of.filter(name => !wanted.used.includes(name)).map(label => ({ label, kind: 'parameter', rank: 0 }))
    case 'import':
    case 'new':
      return []
  }
}

export const verbOf = (kind: ast.OperationKind): ast.OperationCall['verb'] =>
  kind === 'transaction' ? 'perform' : kind === 'notice' ? 'notify' : kind

export const operationOf = (
  at: Pick<NamesAt, 'program' | 'scope'>,
  service: string,
  operation: string,
): SymbolOf<'operation'> | undefined => {
  const found = at.scope.top.get(service)
  if (found?.kind !== 'service') return undefined
  return at.program.operations.find(each => each.name === operation && found.node.operations.includes(each.node))
}

function operations(at: NamesAt, wanted: Extract<Wanted, { kind: 'operation' }>): readonly Offer[] {
  const service = at.scope.top.get(wanted.service)
  if (service?.kind === 'queue') return wanted.verb === 'query' ? [{ label: 'state', kind: 'operation', template: 'state()', rank: 0 }] : []
  if (service?.kind !== 'service') return []
  return at.program.operations
    .filter(each => service.node.operations.includes(each.node) && verbOf(each.node.operation) === wanted.verb)
    .filter(each => !wanted.check || each.node.result !== undefined)
    .map(each =>
      offerOf(at, each, wanted.inLet === (each.node.result !== undefined) ? 0 : 1, callTemplate(each.node, isTaken(at), wanted.inLet)),
    )
}

function outcomes(at: NamesAt, wanted: Extract<Wanted, { kind: 'outcome' }>): readonly Offer[] {
  const declared = operationOf(at, wanted.call.service.text, wanted.call.operation.text)
  if (!declared) return []
  const lines = outcomesTemplate(declared.node, isTaken(at), wanted.used)
  const names = [...declared.node.outcomes.map(({ name }) => name.text), ...lastOutcomes(declared.node)].filter(
    name => !wanted.used.includes(name),
  )
  const single = names.map((label, index): Offer => ({ label, kind: 'outcome', template: lines[index]!, rank: 0 }))
  if (names.length < 2) return single
  const all: Offer = {
    label: names.join(', '),
    kind: 'snippet',
    detail: { en: 'all that are missing', zh: '补全所有结果' },
    template: lines.join('\n'),
    rank: 0,
  }
  return [...single, all]
}

function fields(type: Type | undefined): readonly Offer[] {
  if (type?.kind !== 'record') return []
  return Object.entries(type.fields).map(([label, of]) => ({ label, kind: 'field', detail: describeType(of), rank: 0 }))
}

function fieldsOf(at: NamesAt, object: ast.Expression, item: Type | undefined): readonly Offer[] {
  if (object.kind === 'NameExpression' && !at.scope.locals.has(object.name.text)) {
    if (object.name.text === 'settings') return at.program.settings.map(symbol => offerOf(at, symbol, 0))
    if (object.name.text === 'call') {
      return Object.entries(callFields).map(([label, type]) => ({
        label,
        kind: 'field',
        ...(type ? { detail: describeType(type) } : {}),
        rank: 0,
      }))
    }
  }
  return fields(optional(typeIn(at.program, at.scope, object, item)))
}

function itemOf(at: NamesAt, over: ast.Expression | undefined): Type | undefined {
  const list = over && optional(typeIn(at.program, at.scope, over))
  return list?.kind === 'list' ? list.of : undefined
}

/** Everything that a name alone can have as its value. */
function values(at: NamesAt): readonly { readonly symbol: Symbol; readonly type: Type | undefined }[] {
  const found: { symbol: Symbol; type: Type | undefined }[] = []
  for (const symbol of at.scope.locals.values()) found.push({ symbol, type: typeOfSymbol(at.program, symbol) })
  for (const [name, symbol] of at.scope.top) {
    if (at.scope.locals.has(name)) continue
    if (symbol.kind === 'remember' || symbol.kind === 'prompt' || symbol.kind === 'hours')
      found.push({ symbol, type: typeOfSymbol(at.program, symbol) })
  }
  return found
}

const fitting = (wanted: Type | undefined, type: Type | undefined): boolean =>
  wanted !== undefined && type !== undefined && wanted.kind === optional(type)?.kind

function valuesFor(at: NamesAt, wanted: Extract<Wanted, { kind: 'value' }>): readonly Offer[] {
  const { program, scope } = at
  const item = itemOf(at, wanted.over)
  const parameter = wanted.call && parameterAt(at, wanted.call)
  const like = optional(wanted.like ? typeIn(program, scope, wanted.like, item) : parameter?.type)
  const level = wanted.like?.kind === 'FieldExpression' && wanted.like.field.text === 'level'
  const found: Offer[] = values(at).map(({ symbol, type }) =>
    offerOf(
      at,
      symbol,
      fitting(like, type) ? 0 : 1,
      symbol.kind === 'prompt' ? withArguments(symbol.name, symbol.node.parameters) : undefined,
    ),
  )
  if (like?.kind === 'choice')
    for (const label of Object.keys(like.values)) found.push({ label, kind: 'choice', detail: describeType(like), rank: 0 })
  for (const label of program.levels) if (!scope.locals.has(label)) found.push({ label, kind: 'level', rank: level ? 0 : 2 })
  for (const name of wanted.call ? parameterNames(at, wanted.call) : []) {
    found.push({ label: `${name}:`, kind: 'parameter', template: `${name}: ‹${name}›`, rank: 0 })
  }
  if (wanted.over) found.push({ label: 'it', kind: 'local', ...(item ? { detail: describeType(item) } : {}), rank: 0 })
  found.push(
    { label: 'nothing', kind: 'value', rank: 3 },
    { label: 'now', kind: 'value', rank: like?.kind === 'moment' ? 0 : 3 },
    { label: 'today', kind: 'value', rank: like?.kind === 'date' ? 0 : 3 },
    { label: 'settings', kind: 'value', rank: 2, template: 'settings.‹›' },
    { label: 'call', kind: 'value', rank: 2, template: 'call.‹›' },
    { label: 'count', kind: 'value', detail: same('count(list)'), rank: 3, template: 'count(‹list›)' },
    { label: 'first', kind: 'value', detail: same('first(list)'), rank: 3, template: 'first(‹list›)' },
    { label: 'open', kind: 'value', detail: same('open(hours)'), rank: 3, template: 'open(‹hours›)' },
  )
  return found.map(offer => (at.called && offer.template !== undefined ? { ...offer, template: offer.label } : offer))
}

function parametersIn(at: NamesAt, call: ArgumentPlace): readonly ast.Parameter[] {
  if (call.of === 'operation') return call.service ? (operationOf(at, call.service.text, call.callee.text)?.node.parameters ?? []) : []
  const symbol = at.scope.top.get(call.callee.text)
  return symbol?.kind === 'flow' || symbol?.kind === 'prompt' ? symbol.node.parameters : []
}

function parameterAt(at: NamesAt, call: ArgumentPlace): { readonly type: Type | undefined } | undefined {
  if (call.before.some(name => name !== undefined)) return undefined
  const parameter = parametersIn(at, call)[call.before.length]
  const type = parameter && at.program.typeOfNode.get(parameter.type)
  return type?.kind === 'value' ? { type: type.type } : undefined
}

/** Parameters that are not yet given. */
function parameterNames(at: NamesAt, call: ArgumentPlace): readonly string[] {
  const byPosition = call.before.findIndex(name => name !== undefined)
  const given = byPosition < 0 ? call.before.length : byPosition
  return parametersIn(at, call)
    .slice(given)
    .map(({ name }) => name.text)
    .filter(name => !call.before.includes(name))
}

const pluralNames = (type: Type | undefined): readonly string[] =>
  type?.kind === 'choice'
    ? Object.keys(type.values)
    : type?.kind === 'boolean'
      ? ['true', 'false']
      : ['zero', 'one', 'two', 'few', 'many', 'other']

const common: readonly string[] = ['zh-CN', 'en-US', 'zh-HK', 'zh-TW', 'en-GB', 'ja-JP', 'ko-KR', 'yue-HK']

function languagesFor(at: NamesAt): readonly Offer[] {
  const own = at.program.languages.map((label): Offer => ({ label, kind: 'language', rank: 0 }))
  const others = at.scope.declaration?.kind === 'LineDeclaration' ? common.filter(tag => !at.program.languages.includes(tag)) : []
  return [...own, ...others.map((label): Offer => ({ label, kind: 'language', rank: 1 }))]
}

/** What another file gives, without what the import has already. */
export function importable(program: Program, from: ProgramFile, used: readonly string[]): readonly Symbol[] {
  const imported = new Set(
    from.tree.declarations.flatMap(each => (each.kind === 'ImportDeclaration' ? each.names.map(({ text }) => text) : [])),
  )
  return [...topNames(program, from)].flatMap(([name, symbol]) =>
    imported.has(name) || used.includes(name) || (from.standard && !(standardNames as readonly string[]).includes(name)) ? [] : [symbol],
  )
}
