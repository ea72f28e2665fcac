// Where a script names things of the program, and its own setups.
import type { Program } from '../../compiler/program.ts'
import type { Span } from '../../text/span.ts'
import type { HearWhat, ScriptFile, ScriptLine } from '../../../machine/script.ts'
import type { Symbol } from '../../compiler/program.ts'
import { idOf, occurrencesOf, type Occurrence } from '../occurrences.ts'
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

/** In the order of the text. `program` null: only setups are known. */
export function scriptOccurrences(script: ScriptFile, text: string, program: Program | null): readonly Occurrence[] {
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
  return found.sort((a, b) => a.start - b.start)
}

interface Adding {
  readonly text: string
  readonly names: ProgramNames
  readonly program: Program
  readonly add: (span: Span | undefined, id: string | undefined, kind: SymbolKind) => number
}

const of = (symbol: Symbol | undefined): string | undefined => symbol && idOf(symbol)?.id

function addLine(adding: Adding, line: ScriptLine): void {
  const { text, names, add } = adding
  const word = (name: string, from = line.start): Span | undefined => findWord(text, from, line.end, name)
  switch (line.kind) {
    case 'given operation':
    case 'expect operation': {
      const behind = line.start + line.kind.indexOf(' ')
      const service = word(line.service, behind)
      add(service, of(names.services.get(line.service)), 'service')
      const operation = names.operation(line.service, line.operation)
      if (service) add(word(line.operation, service.end), of(operation), 'operation')
      if (line.kind === 'given operation' && operation) {
        for (const answer of line.answers) if (answer.kind === 'outcome') addOutcome(adding, operation, answer)
      }
      return
    }
    case 'given setting':
      add(word(line.name, line.start + 'given setting'.length), of(names.settings.get(line.name)), 'setting')
      return
    case 'given queue':
      add(word(line.queue, line.start + 'given queue'.length), of(names.queues.get(line.queue)), 'queue')
      return
    case 'hear':
      addHeard(adding, line, line.what)
      return
    case 'enter':
      if (line.listener !== null) addListener(adding, line, line.listener, 'enter'.length)
      return
    case 'expect level': {
      if (adding.program.levels.includes(line.level))
        add(word(line.level, line.start + 'expect level'.length), `level ${line.level}`, 'level')
      return
    }
    case 'expect ended':
      if ('place' in line.where) {
        const place = names.places.get(line.where.place)
        add(word(line.where.place, line.start + 'expect ended in'.length), of(place), place?.kind ?? 'menu')
      }
      return
    case 'expect connected':
      add(word(line.queue, line.start + 'expect connected to queue'.length), of(names.queues.get(line.queue)), 'queue')
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
  const { text, names, add } = adding
  if (what.kind !== 'prompt' && what.kind !== 'menu') return
  const keyword = findWord(text, line.start, line.end, what.kind)
  const first = what.name.split('.')[0]!
  const span = keyword && findWord(text, keyword.end, line.end, first)
  const prompt = what.kind === 'prompt' ? names.prompts.get(what.name) : undefined
  const place = names.places.get(first)
  add(span, of(prompt ?? place), prompt ? 'prompt' : (place?.kind ?? 'menu'))
}

/** `card`, where one collect is called so; `transfer.amount`, where one of that flow is. */
function addListener({ text, names, add }: Adding, line: ScriptLine, listener: string, skip: number): void {
  const parts = listener.split('.')
  const name = parts.at(-1)!
  const flow = parts.length > 1 ? parts[0]! : undefined
  const collects = names.collects.filter(each => each.local.name === name && (flow === undefined || each.flow === flow))
  const at = flow === undefined ? undefined : findWord(text, line.start + skip, line.end, flow)
  const place = flow === undefined ? undefined : names.places.get(flow)
  if (at) add(at, of(place), place?.kind ?? 'flow')
  const span = findWord(text, at?.end ?? line.start + skip, line.end, name)
  if (collects.length === 1) add(span, of(collects[0]!.local), 'local')
}
