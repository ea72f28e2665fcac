// Programs, checked when they are asked for and kept until something changes. A file is parsed again only where its text is another.
import { checkProgram } from '../compiler/check.ts'
import { lower } from '../compiler/lower/index.ts'
import type { Program, ProgramFile } from '../compiler/program.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { parse, type ParseResult } from '../grammar/index.ts'
import type { Machine } from '../../machine/format.ts'
import type { Documents, ServiceHost } from './documents.ts'

export interface CheckedProgram {
  readonly entry: string
  readonly program: Program
  /** The entry has no file above it that imports it and is none of the host's: a library that is looked at by itself. */
  readonly alone: boolean
}
/** A file and the program that it is looked at in. */
export interface View extends CheckedProgram {
  readonly file: ProgramFile
}

export interface Lowered {
  readonly machine: Machine | null
  readonly diagnostics: readonly Diagnostic[]
}

export interface Programs {
  /** The program of an entry as the files are now. */
  readonly check: (entry: string) => CheckedProgram
  /** All programs that the host has, and those of open files that belong to none. */
  readonly all: () => readonly CheckedProgram[]
  /** Null where the file cannot be read. */
  readonly view: (path: string) => View | null
  /** The newest program of the entry in which no syntax error stood. */
  readonly lastGood: (entry: string) => Program | null
  /** What lowering finds: slower than a check. The machine is the newest that there was, where there is none now. */
  readonly lower: (entry: string) => Lowered
}

const isSyntax = ({ code, severity }: Diagnostic): boolean => code.startsWith('CW1') && severity === 'error'

export function createPrograms(host: ServiceHost, documents: Documents): Programs {
  const trees = new Map<string, { readonly text: string; readonly result: ParseResult }>()
  const checked = new Map<
    string,
    { readonly revision: number; readonly texts: ReadonlyMap<string, string | null>; readonly found: CheckedProgram }
  >()
  const good = new Map<string, Program>()
  const machines = new Map<string, Machine>()
  const lowered = new WeakMap<Program, Lowered>()

  const parseFile = (text: string, path: string): ParseResult => {
    const known = trees.get(path)
    if (known?.text === text) return known.result
    const result = parse(text, path)
    trees.set(path, { text, result })
    return result
  }

  const check = (entry: string): CheckedProgram => {
    const revision = documents.revision()
    const known = checked.get(entry)
    if (known) {
      if (known.revision === revision) return known.found
      // A change somewhere else leaves the program as it was.
      if ([...known.texts].every(([path, text]) => documents.text(path) === text)) {
        checked.set(entry, { ...known, revision })
        return known.found
      }
    }
    const texts = new Map<string, string | null>()
    const compilerHost = {
      resolve: host.resolve,
      read: (path: string) => {
        const read = documents.read(path)
        texts.set(path, 'text' in read ? read.text : null)
        return read
      },
    }
    const program = checkProgram(compilerHost, entry, parseFile)
    const found: CheckedProgram = { entry, program, alone: !host.entries().includes(entry) }
    checked.set(entry, { revision, texts, found })
    if (!program.diagnostics.some(isSyntax)) good.set(entry, program)
    return found
  }

  const holds = (one: CheckedProgram, path: string): ProgramFile | undefined => one.program.files.find(file => file.path === path)

  const view = (path: string): View | null => {
    if (documents.text(path) === null) return null
    for (const entry of host.entries()) {
      const one = check(entry)
      const file = holds(one, path)
      if (file) return { ...one, file }
    }
    const one = check(path)
    const file = holds(one, path)
    return file ? { ...one, file } : null
  }

  return {
    check,
    view,
    all: () => {
      const found = host.entries().map(check)
      for (const path of documents.openPaths()) {
        if (path.endsWith('.ivr') && !found.some(one => holds(one, path))) found.push(check(path))
      }
      return found
    },
    lastGood: entry => {
      check(entry)
      return good.get(entry) ?? null
    },
    lower: entry => {
      const { program } = check(entry)
      let known = lowered.get(program)
      if (!known) {
        const clean = program.line !== null && !program.diagnostics.some(({ severity }) => severity === 'error')
        known = clean ? lower(program, { runnable: false }) : { machine: null, diagnostics: [] }
        lowered.set(program, known)
        if (known.machine) machines.set(entry, known.machine)
      }
      return known.machine ? known : { ...known, machine: machines.get(entry) ?? null }
    },
  }
}
