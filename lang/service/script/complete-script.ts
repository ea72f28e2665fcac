// Completion in scripts: what the grammar takes next, and where it takes a name, the places, collects, operations and setups there are.
import type { LeadToken } from '../../grammar/next-tokens.ts'
import * as T from '../../grammar/tokens.ts'
import type { Program, SymbolOf } from '../../compiler/program.ts'
import { nextInScript } from '../../script/next-in-script.ts'
import { lineWords, scriptTokens } from '../../script/tokens.ts'
import { exampleOf } from '../../../machine/example-value.ts'
import type { ScriptFile } from '../../../machine/script.ts'
import type { Type } from '../../../machine/types.ts'
import { aboutWord } from '../completion/words.ts'
import type { Offer } from '../completion/names.ts'
import { pathItems } from '../completion/paths.ts'
import { fill, unwritten } from '../completion/snippets.ts'
import { detailOf, docOf, kindOf } from '../describe-symbol.ts'
import { typeOfSymbol } from '../scope.ts'
import type { CompletionItem } from '../types.ts'
import { answerExamples, givenExample, keysExample, machineOperation } from './examples.ts'
import { programNames, type ProgramNames } from './program-names.ts'
import { valueAt } from './value-at.ts'

export interface ScriptRequest {
  readonly text: string
  readonly path: string
  readonly offset: number
  readonly script: ScriptFile
  /** Null where `use` names none that can be read. */
  readonly program: Program | null
  readonly files: () => readonly string[]
}

const imageOf = new Map(scriptTokens.flatMap(({ type, image }) => (image === undefined ? [] : [[type, image] as const])))
const isWord = (type: T.TokenType): boolean => type.CATEGORIES?.includes(T.Word) === true || type === T.BargeIn || type === T.TypeAhead

const wholes: Readonly<Record<string, readonly [label: string, body: string]>> = {
  script: ['script "…" { … }', 'script "‹title›" {\n  call from "‹+8613800138000›" to "‹95500›"\n  hear ‹› \n}'],
  setup: ['setup … { … }', 'setup ‹name› {\n  given ‹›\n}'],
  use: ['use "…"', 'use "‹./main.ivr›"'],
  call: ['call from … to …', 'call from "‹+8613800138000›" to "‹95500›"'],
  hang: ['hang up', 'hang up'],
  stay: ['stay silent', 'stay silent'],
  choose: ['choose language', 'choose language'],
}

export function completeScript(request: ScriptRequest): readonly CompletionItem[] {
  const { text, offset, path } = request
  const next = nextInScript(text, offset)
  if ('inside' in next) return next.inside === 'text' ? (pathItems(text, path, offset, request.files()) ?? []) : []
  const items: CompletionItem[] = []
  const languages = request.program?.languages ?? []
  const add = (offer: Offer): void => {
    const template = offer.kind === 'snippet' ? offer.template : unwritten(offer.label, offer.template, text, next.end)
    const insert = template === undefined ? offer.label : fill(template, languages)
    items.push({
      label: offer.label,
      kind: offer.kind,
      ...(offer.detail ? { detail: offer.detail } : {}),
      ...(offer.doc === undefined ? {} : { documentation: { en: offer.doc, zh: offer.doc } }),
      insert,
      snippet: template !== undefined && insert.includes('$'),
      start: next.start,
      end: next.end,
      sort: `${offer.rank}${offer.label}`,
    })
  }
  const inSetup = next.before[0]?.image === 'setup'
  for (const type of next.types.keys()) {
    const image = imageOf.get(type)
    if (image === undefined) continue
    // What is said of a whole script, and what a file says once.
    if ((inSetup && beginsLine(next.types) && ofScripts.has(image)) || (image === 'use' && request.script.use)) continue
    if (!isWord(type)) add({ label: image, kind: 'sign', rank: 8 })
    else {
      const about = aboutWord(image)
      add({ label: image, kind: 'keyword', rank: 5, ...(about ? { detail: about } : {}) })
      const whole = wholes[image]
      if (whole && (next.types.has(T.K.prompts) || beginsLine(next.types) || image === 'use' || image === 'setup' || image === 'script')) {
        add({ label: whole[0], kind: 'snippet', template: whole[1], rank: 6 })
      }
    }
  }
  if (next.types.has(T.DurationToken)) add({ label: '5s', kind: 'value', template: '‹5s›', rank: 7 })
  if (next.types.has(T.TaggedText) && languages.length > 1) add({ label: 'zh"…" en"…"', kind: 'snippet', template: '¶', rank: 4 })
  const line = lineTokens(next.before)
  const offered = new Set<string>()
  for (const offer of namesIn(line, next.name, request)) {
    // A word of a choice is an example of it, too.
    if (!offered.has(offer.label)) add(offer)
    offered.add(offer.label)
  }
  return items
}

const ofScripts = new Set(['each', 'skip', 'only'])
const lineTypes = new Set(lineWords.map(word => `Word_${word}`))
const beginsLine = (types: ReadonlyMap<T.TokenType, unknown>): boolean => [...types.keys()].some(type => type.name === 'Word_hear')

/** The tokens of the line that the cursor is in: those since the part's brace, or the part's head. */
function lineTokens(before: readonly LeadToken[]): readonly LeadToken[] {
  const open = before.findIndex(({ type }) => type === T.LBrace)
  const line = open < 0 ? before : before.slice(open + 1)
  const first = line.findLastIndex(({ type }, at) => lineTypes.has(type.name) && (at === 0 || line[at - 1]!.type === T.LBrace))
  return first > 0 ? line.slice(first) : line
}

function* namesIn(line: readonly LeadToken[], name: boolean, request: ScriptRequest): Iterable<Offer> {
  const words = line.map(({ image }) => image)
  const [first, second] = words
  const last = words.at(-1)
  const { program, script } = request
  if (!name && first !== 'given' && first !== 'enter') return
  if (first === 'run' && words.length === 1) {
    for (const setup of script.setups) yield { label: setup.name, kind: 'script', rank: 0, ...templateOfRun(setup) }
    return
  }
  if (!program) return
  const names = programNames(program)
  if (first === 'script' || first === 'setup') {
    if (last === 'in' || (last === ',' && words.includes('in'))) yield* languagesOf(program)
    return
  }
  if (first === 'given') {
    yield* valueNames(line, names, request, program)
    yield* givenNames(words, names, program)
  } else if (first === 'hear' || first === 'never') {
    if (last === 'prompt') for (const symbol of names.prompts.values()) yield offerOf(symbol, program)
    else if (last === 'menu') for (const symbol of program.menus) yield offerOf(symbol, program)
    else if (last === 'hear' || last === 'next') yield* rowNames(request)
  } else if (first === 'enter' && (last === 'enter' || last === 'early' || last === 'ahead')) yield* collectNames(names)
  else if (first === 'press') yield* rowNames(request)
  else if (first === 'expect') {
    if (second === 'level' && words.length === 2) for (const label of program.levels) yield { label, kind: 'level', rank: 0 }
    else if (second === 'ended' && last === 'in') for (const symbol of names.places.values()) yield offerOf(symbol, program)
    else if (last === 'queue') for (const symbol of names.queues.values()) yield offerOf(symbol, program)
    else if (words.length === 1) {
      for (const { service, name: operation } of program.operations) {
        yield { label: `${service}.${operation}`, kind: 'operation', template: `${service}.${operation} performed ‹once›`, rank: 0 }
      }
    } else if (words.length === 3 && last === '.') yield* operationsOf(second!, program)
    else if (last === 'with' || (last === ',' && words.includes('with'))) yield* parameterNames(words, names)
    else if (words.includes('with')) {
      const operation = names.operation(words[1] ?? '', words[3] ?? '')
      const parameter = operation && machineOperation(program, operation).parameters.find(({ name }) => name === last)
      if (parameter) yield* [...wordsOf(parameter.type), ...rowNames(request)]
    }
  }
}

const templateOfRun = (setup: ScriptFile['setups'][number]): { readonly template?: string } =>
  setup.parameters.every(({ value }) => value !== null)
    ? {}
    : {
        template: `${setup.name}(${setup.parameters
          .filter(({ value }) => value === null)
          .map(each => `${each.name} = ‹${each.name}›`)
          .join(', ')})`,
      }

const offerOf = (symbol: SymbolOf<'menu' | 'flow' | 'prompt' | 'queue' | 'setting' | 'operation' | 'service'>, program: Program): Offer => {
  const doc = docOf(symbol)
  return { label: symbol.name, kind: kindOf(symbol), detail: detailOf(symbol, program), ...(doc ? { doc } : {}), rank: 0 }
}

const languagesOf = (program: Program): readonly Offer[] => program.languages.map(label => ({ label, kind: 'language', rank: 0 }))

/** Written out, so that the braces and signs of a value are no stops. */
const plain = (text: string): string => text.replace(/[‹›¶]/g, '')

function* givenNames(words: readonly string[], names: ProgramNames, program: Program): Iterable<Offer> {
  const [, second, third] = words
  const last = words.at(-1)
  if (words.length === 1) {
    for (const operation of program.operations) {
      if (operation.node.operation === 'notice') continue
      const text = givenExample(program, operation)
      yield {
        label: `${operation.service}.${operation.name}`,
        kind: 'operation',
        detail: { en: text, zh: text },
        template: plain(text),
        rank: 0,
      }
    }
  } else if (second === 'setting' && words.length === 2) {
    for (const symbol of names.settings.values()) {
      const type = typeOfSymbol(program, symbol)
      yield { ...offerOf(symbol, program), template: `${symbol.name} = ‹${plain(type ? exampleOf(type) : 'true')}›` }
    }
  } else if (second === 'setting' && last === '=' && third !== undefined) {
    const type = typeOfSymbol(program, names.settings.get(third))
    if (type?.kind === 'boolean') yield* ['true', 'false'].map((label): Offer => ({ label, kind: 'value', rank: 0 }))
    else if (type) yield { label: exampleOf(type), kind: 'value', rank: 0 }
  } else if (second === 'queue' && words.length === 2) for (const symbol of names.queues.values()) yield offerOf(symbol, program)
  else if (words.length === 3 && last === '.') yield* operationsOf(second!, program)
  else if ((last === 'answers' || last === 'then') && third === '.') {
    const operation = names.operation(second!, words[3] ?? '')
    if (operation) {
      for (const { label, text } of answerExamples(program, operation)) {
        yield { label, kind: operation.node.result ? 'value' : 'outcome', detail: { en: text, zh: text }, template: plain(text), rank: 0 }
      }
    }
  }
}

/** Fields and values inside of what a service answers or a setting is; a word alone is offered with what else may stand there. */
function* valueNames(line: readonly LeadToken[], names: ProgramNames, request: ScriptRequest, program: Program): Iterable<Offer> {
  const words = line.map(({ image }) => image)
  const setting = words[1] === 'setting'
  const operation = setting ? undefined : names.operation(words[1] ?? '', words[3] ?? '')
  const type = setting
    ? typeOfSymbol(program, names.settings.get(words[2] ?? ''))
    : operation && machineOperation(program, operation).result
  const begins = setting ? words.indexOf('=') : words.indexOf('answers')
  if (!type || begins < 0) return
  const found = valueAt(lastAnswer(line.slice(begins + 1)), type)
  if (found?.kind === 'field') {
    for (const [label, of] of Object.entries(found.fields))
      yield { label, kind: 'field', template: `${label}: ‹${plain(exampleOf(of))}›`, rank: 0 }
  } else if (found) yield* [...wordsOf(found.type), ...rowNames(request)]
}

/** The tokens of the answer that is being written: those behind the last `then` that is no field. */
function lastAnswer(tokens: readonly LeadToken[]): readonly LeadToken[] {
  let depth = 0
  let from = 0
  for (const [at, { image }] of tokens.entries()) {
    if ('[{('.includes(image)) depth++
    else if (']})'.includes(image)) depth--
    else if (image === 'then' && depth === 0) from = at + 1
  }
  return tokens.slice(from)
}

/** The words that are values of a type. */
function wordsOf(type: Type): readonly Offer[] {
  const of = type.kind === 'optional' ? type.of : type
  return of.kind === 'choice' ? Object.keys(of.values).map((label): Offer => ({ label, kind: 'choice', rank: 0 })) : []
}

const operationsOf = (service: string, program: Program): readonly Offer[] =>
  program.operations.filter(each => each.service === service).map(each => offerOf(each, program))

function* collectNames(names: ProgramNames): Iterable<Offer> {
  const seen = new Map<string, number>()
  for (const { local } of names.collects) seen.set(local.name, (seen.get(local.name) ?? 0) + 1)
  for (const { local, flow } of names.collects) {
    const label = seen.get(local.name)! > 1 ? `${flow}.${local.name}` : local.name
    const keys = local.type.kind === 'value' ? keysExample(local.type.type) : '"1#"'
    yield { label, kind: 'local', detail: { en: `in ${flow}`, zh: `在 ${flow} 中` }, template: `${label} ‹${keys}›`, rank: 0 }
  }
}

function* parameterNames(words: readonly string[], names: ProgramNames): Iterable<Offer> {
  const operation = names.operation(words[1] ?? '', words[3] ?? '')
  for (const { name } of operation?.node.parameters ?? []) yield { label: name.text, kind: 'parameter', rank: 0 }
}

/** The names of the rows of the script, or of the parameters of the setup, that the cursor is in. */
function* rowNames({ script, offset }: ScriptRequest): Iterable<Offer> {
  const one = script.scripts.find(each => each.start <= offset && offset <= each.end)
  const setup = script.setups.find(each => each.start <= offset && offset <= each.end)
  const names = new Set<string>(setup?.parameters.map(({ name }) => name))
  for (const row of one?.rows ?? []) if (row.kind === 'row') for (const name of Object.keys(row.values)) names.add(name)
  for (const label of names) yield { label, kind: 'local', rank: 1 }
}
