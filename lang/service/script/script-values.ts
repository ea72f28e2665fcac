// The words of a program in the values of a script: fields of records and values of choices, found by the type that stands where the value does.
import type { Program } from '../../compiler/program.ts'
import type { Span } from '../../text/span.ts'
import type { Script, ScriptFile, ScriptLine, ScriptSetup, ScriptValue } from '../../../machine/script.ts'
import type { Type } from '../../../machine/types.ts'
import { choiceId, fieldId } from '../occurrences.ts'
import type { SymbolKind } from '../types.ts'

/** A value in a script, and the type that it is read as. */
export interface TypedValue {
  readonly value: ScriptValue
  readonly type: Type
}
/** What a line's values are read as. */
export type TypesOfLine = (line: ScriptLine) => Iterable<TypedValue>

/** A file that a script reads values of a type from. */
export type DataFile =
  | { readonly kind: 'json'; readonly path: string; readonly type: Type }
  | { readonly kind: 'csv'; readonly path: string; readonly types: ReadonlyMap<string, Type> }

export type AddWord = (span: Span | undefined, id: string | undefined, kind: SymbolKind) => unknown

/** Types of the names of a script's rows, or of a setup's parameters: those of the places in which they stand. */
type Names = Map<string, Type | null>

/** Setups may run setups, whose parameters get their names' types from the innermost: so often is looked. */
const DEEPEST = 5

export function wordsInValues(program: Program, script: ScriptFile, text: string, typesOf: TypesOfLine, add: AddWord): readonly DataFile[] {
  const files: DataFile[] = []
  const parameters = new Map<string, Names>()
  for (const setup of script.setups) parameters.set(setup.name, new Map(setup.parameters.map(({ name }) => [name, null])))
  const typed = function* (line: ScriptLine): Iterable<TypedValue> {
    if (line.kind !== 'run') return yield* typesOf(line)
    const names = parameters.get(line.setup)
    for (const [at, { name, value }] of line.arguments.entries()) {
      const type = names?.get(name ?? [...names.keys()][at] ?? '')
      if (type) yield { value, type }
    }
  }
  const learn = (part: Script | ScriptSetup, names: Names, table = false): void => {
    for (const line of part.lines) for (const { value, type } of typed(line)) learnIn(value, type, { program, names, table })
  }
  for (let round = 0; round < Math.min(DEEPEST, script.setups.length); round++) {
    for (const setup of script.setups) learn(setup, parameters.get(setup.name)!)
  }
  const walk = (part: Script | ScriptSetup, names: Names): void => {
    for (const line of part.lines) for (const { value, type } of typed(line)) wordsIn({ program, text, names, add, files }, value, type)
  }
  for (const setup of script.setups) {
    const names = parameters.get(setup.name)!
    walk(setup, names)
    for (const { name, value } of setup.parameters) {
      const type = names.get(name)
      if (value && type) wordsIn({ program, text, names: new Map(), add, files }, value, type)
    }
  }
  for (const one of script.scripts) {
    const names: Names = new Map()
    for (const row of one.rows) if (row.kind === 'row') for (const name of Object.keys(row.values)) names.set(name, null)
    const table = one.rows.some(row => row.kind === 'file')
    learn(one, names, table)
    walk(one, names)
    for (const row of one.rows) {
      if (row.kind === 'file')
        files.push({ kind: 'csv', path: row.path, types: new Map([...names].flatMap(([name, type]) => (type ? [[name, type]] : []))) })
      else {
        for (const [name, value] of Object.entries(row.values)) {
          const type = names.get(name)
          if (type) wordsIn({ program, text, names: new Map(), add, files }, value, type)
        }
      }
    }
  }
  return files
}

interface Learn {
  readonly program: Program
  readonly names: Names
  /** There are names that stand in a file: any but a value of the choice that is wanted may be one. */
  readonly table: boolean
}

function learnIn(value: ScriptValue, type: Type, learn: Learn): void {
  const of = open(type)
  const { program, names, table } = learn
  if (value.kind === 'name') {
    const isName = names.has(value.name) || (table && choiceId(program, of, value.name) === undefined)
    if (isName && !names.get(value.name)) names.set(value.name, of)
  } else if (value.kind === 'list' && of.kind === 'list') for (const item of value.items) learnIn(item, of.of, learn)
  else if (value.kind === 'record' && of.kind === 'record') {
    for (const [name, field] of Object.entries(value.fields)) {
      const fieldType = Object.hasOwn(of.fields, name) ? of.fields[name] : undefined
      if (fieldType) learnIn(field, fieldType, learn)
    }
  }
}

interface Walk {
  readonly program: Program
  readonly text: string
  readonly names: ReadonlyMap<string, unknown>
  readonly add: AddWord
  readonly files: DataFile[]
}

const open = (type: Type): Type => (type.kind === 'optional' ? type.of : type)

// The depth is bounded by the type's.
function wordsIn(walk: Walk, value: ScriptValue, type: Type): void {
  const of = open(type)
  const { program, text, names, add, files } = walk
  switch (value.kind) {
    case 'name':
      if (!names.has(value.name)) add(value, choiceId(program, of, value.name), 'choice')
      return
    case 'text': {
      // In quotes a word is what a back end says.
      const word = text.slice(value.start + 1, value.end - 1)
      if (text[value.start] === '"') add({ start: value.start + 1, end: value.end - 1 }, choiceId(program, of, word), 'choice')
      return
    }
    case 'list':
      if (of.kind === 'list') for (const item of value.items) wordsIn(walk, item, of.of)
      return
    case 'record': {
      if (of.kind !== 'record') return
      let from = value.start
      for (const [name, field] of Object.entries(value.fields)) {
        const fieldType = Object.hasOwn(of.fields, name) ? of.fields[name] : undefined
        const start = text.lastIndexOf(name, field.start - 1)
        if (start >= from) add({ start, end: start + name.length }, fieldId(program, of, name), 'field')
        if (fieldType) wordsIn(walk, field, fieldType)
        from = field.end
      }
      return
    }
    case 'file':
      files.push({ kind: 'json', path: value.path, type })
      return
    default:
  }
}
