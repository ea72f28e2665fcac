// Where a script names things of the program, and its own setups.
import type { Program } from '../../compiler/program.ts'
import type { Span } from '../../text/span.ts'
import type { HearWhat, ScriptFile, ScriptLine } from '../../../machine/script.ts'
import type { Symbol } from '../../compiler/program.ts'
import type * as ast from '../../grammar/ast.ts'
import { idOf, occurrencesOf, parameterId, type Occurrence } from '../occurrences.ts'
import { typeOfSymbol } from '../scope.ts'
import { nodesOf } from '../tree.ts'
import { machineOperation } from './examples.ts'
import { wordsInValues, type DataFile, type TypedValue } from './script-values.ts'
import type { SymbolKind } from '../types.ts'
import { programNames, type ProgramNames } from './program-names.ts'

const WORD = /[\p{L}\p{N}\p{M}_]/u

/** Where `name` stands in `from..to` as a word of its own. */
export function findWord(text: string, from: number, to: number, name: string): Span | undefined {
  if (name === '') return undefined
  for (let start = text.indexOf(name, from); start >= 0 && start + name.length <= to; start = text.indexOf(name, start + 1)) {
    const end = start + name.length
    if (!WORD.test(text[start - 1] ?? ' ') && !WORD.test(text[end] ?? ' ')) return { start, end }
  }
  return undefined
}

export const setupId = (file: string, name: string): string => `setup ${file} ${name}`

export interface ScriptOccurrences {
  /** In the order of the text. */
  readonly all: readonly Occurrence[]
  /** What the script reads values from. */
  readonly data: readonly DataFile[]
}

/** `program` null: only setups are known. */
export function scriptOccurrences(script: ScriptFile, text: string, program: Program | null): ScriptOccurrences {
  const found: Occurrence[] = []
  const add = (span: Span | undefined, id: string | undefined, kind: SymbolKind, declares = false): number => {
    if (span && id !== undefined) {
      found.push({ file: script.file, ...span, id, kind, name: text.slice(span.start, span.end), declares, standard: false })
    }
    return span?.end ?? -1
  }
  const names = program && programNames(program)
  for (const setup of script.setups) {
    const at = findWord(text, setup.start + 'setup'.length, setup.end, setup.name)
    add(at, setupId(script.file, setup.name), 'setup', true)
  }
  for (const part of [...script.setups, ...script.scripts]) {
    for (const line of part.lines) {
      if (line.kind === 'run') add(findWord(text, line.start + 3, line.end, line.setup), setupId(script.file, line.setup), 'setup')
      else if (names && program) addLine({ text, names, program, add }, line)
    }
  }
  const data = program && names ? wordsInValues(program, script, text, line => typedValues({ text, program, names }, line), add) : []
  return { all: found.sort((a, b) => a.start - b.start), data }
}

/** The values of a line with the types that they are read as. */
function* typedValues({ text, program, names }: Omit<Adding, 'add'>, line: ScriptLine): Iterable<TypedValue> {
  switch (line.kind) {
    case 'given operation': {
      const operation = names.operation(line.service, line.operation)
      if (!operation) return
      const { outcomes, result } = machineOperation(program, operation)
      for (const answer of line.answers) {
        if (answer.kind === 'value' && result) yield { value: answer.value, type: result }
        if (answer.kind !== 'outcome') continue
        // A word alone, where a plain answer is wanted, is a value.
        const word = result && findWord(text, answer.start, answer.end, answer.name)
        if (word) yield { value: { kind: 'name', name: answer.name, ...word }, type: result }
        else {
          for (const [at, value] of answer.values.entries()) {
            const wanted = Object.hasOwn(outcomes, answer.name) ? outcomes[answer.name]![at] : undefined
            if (wanted) yield { value, type: wanted.type }
          }
        }
      }
      return
    }
    case 'given setting': {
      const type = typeOfSymbol(program, names.settings.get(line.name))
      if (type) yield { value: line.value, type }
      return
    }
    case 'expect operation': {
      const operation = names.operation(line.service, line.operation)
      for (const { name, type } of operation ? machineOperation(program, operation).parameters : []) {
        const value = Object.hasOwn(line.with, name) ? line.with[name] : undefined
        if (value) yield { value, type }
      }
      return
    }
    case 'hear': {
      if (line.what.kind !== 'prompt') return
      for (const [written, value] of Object.entries(line.what.values)) {
        const hole = holeOf(names, line.what.name, written)
        const type = hole && program.typeOf.get(hole.expression)
        if (type?.kind === 'value') yield { value, type: type.type }
      }
      return
    }
    default:
  }
}

/** What stands in the braces of a prompt as it is written there: scripts name a value by that. */
function holeOf(
  names: ProgramNames,
  prompt: string,
  written: string,
): { readonly expression: ast.Expression; readonly file: string } | undefined {
  const symbol = names.prompts.get(prompt)
  if (!symbol) return undefined
  for (const node of nodesOf(symbol.node.text)) {
    if (node.kind !== 'Interpolation' && node.kind !== 'PluralPart') continue
    const { start, end } = node.value
    if (symbol.file.text.slice(start, end) === written) return { expression: node.value, file: symbol.file.path }
  }
  return undefined
}

interface Adding {
  readonly text: string
  readonly names: ProgramNames
  readonly program: Program
  readonly add: (span: Span | undefined, id: string | undefined, kind: SymbolKind) => number
}

const of = (program: Program, symbol: Symbol | undefined): string | undefined => symbol && idOf(program, symbol)?.id

function addLine(adding: Adding, line: ScriptLine): void {
  const { text, names, program, add } = adding
  const word = (name: string, from = line.start): Span | undefined => findWord(text, from, line.end, name)
  switch (line.kind) {
    case 'given operation':
    case 'expect operation': {
      const behind = line.start + line.kind.indexOf(' ')
      const service = word(line.service, behind)
      add(service, of(program, names.services.get(line.service)), 'service')
      const operation = names.operation(line.service, line.operation)
      if (service) add(word(line.operation, service.end), of(program, operation), 'operation')
      if (line.kind === 'given operation' && operation) {
        for (const answer of line.answers) if (answer.kind === 'outcome') addOutcome(adding, operation, answer)
      }
      if (line.kind === 'expect operation' && operation) {
        for (const [name, value] of Object.entries(line.with)) {
          const parameter = operation.node.parameters.find(each => each.name.text === name)
          if (parameter) add(wordBefore(text, name, value.start), parameterId(operation.file, parameter.name), 'parameter')
        }
      }
      return
    }
    case 'given setting':
      add(word(line.name, line.start + 'given setting'.length), of(program, names.settings.get(line.name)), 'setting')
      return
    case 'given queue':
      add(word(line.queue, line.start + 'given queue'.length), of(program, names.queues.get(line.queue)), 'queue')
      return
    case 'hear':
      addHeard(adding, line, line.what)
      return
    case 'enter':
      if (line.listener !== null) addListener(adding, line, line.listener, 'enter'.length)
      return
    case 'expect level': {
      add(word(line.level, line.start + 'expect level'.length), of(program, names.levels.get(line.level)), 'level')
      return
    }
    case 'expect ended':
      if ('place' in line.where) {
        const place = names.places.get(line.where.place)
        add(word(line.where.place, line.start + 'expect ended in'.length), of(program, place), place?.kind ?? 'menu')
      }
      return
    case 'expect connected':
      add(word(line.queue, line.start + 'expect connected to queue'.length), of(program, names.queues.get(line.queue)), 'queue')
      return
    default:
  }
}

function addOutcome(
  { text, program, add }: Adding,
  operation: Symbol & { readonly kind: 'operation' },
  answer: Span & { readonly name: string },
): void {
  const declared = operation.node.outcomes.find(each => each.name.text === answer.name)
  if (!declared) return
  const id = occurrencesOf(program)
    .at(operation.file.path, declared.name.start)
    .find(one => one.kind === 'outcome')?.id
  add(findWord(text, answer.start, answer.end, answer.name), id, 'outcome')
}

function addHeard(adding: Adding, line: ScriptLine, what: HearWhat): void {
  const { text, names, program, add } = adding
  if (what.kind !== 'prompt' && what.kind !== 'menu') return
  const keyword = findWord(text, line.start, line.end, what.kind)
  const first = what.name.split('.')[0]!
  const span = keyword && findWord(text, keyword.end, line.end, first)
  const prompt = what.kind === 'prompt' ? names.prompts.get(what.name) : undefined
  const place = names.places.get(first)
  add(span, of(program, prompt ?? place), prompt ? 'prompt' : (place?.kind ?? 'menu'))
  for (const [written, value] of what.kind === 'prompt' ? Object.entries(what.values) : []) {
    const hole = holeOf(names, what.name, written)
    const there = hole && wordBefore(text, written, value.start)
    if (!hole || !there) continue
    const { start, end } = hole.expression
    for (const one of occurrencesOf(program).inFile(hole.file)) {
      const moved = there.start - start
      if (one.start >= start && one.end <= end) add({ start: one.start + moved, end: one.end + moved }, one.id, one.kind)
    }
  }
}

/** The last `name` before an offset. */
function wordBefore(text: string, name: string, before: number): Span | undefined {
  const start = text.lastIndexOf(name, before - 1)
  return start < 0 ? undefined : { start, end: start + name.length }
}

/** `card`, where one collect is called so; `transfer.amount`, where one of that flow is. */
function addListener({ text, names, program, add }: Adding, line: ScriptLine, listener: string, skip: number): void {
  const parts = listener.split('.')
  const name = parts.at(-1)!
  const flow = parts.length > 1 ? parts[0]! : undefined
  const collects = names.collects.filter(each => each.local.name === name && (flow === undefined || each.flow === flow))
  const at = flow === undefined ? undefined : findWord(text, line.start + skip, line.end, flow)
  const place = flow === undefined ? undefined : names.places.get(flow)
  if (at) add(at, of(program, place), place?.kind ?? 'flow')
  const span = findWord(text, at?.end ?? line.start + skip, line.end, name)
  if (collects.length === 1) add(span, of(program, collects[0]!.local), 'local')
}
