// Programs, checked when they are asked for and kept until something changes. A file is parsed again only where its text is another.
import { checkProgram } from '../compiler/check.ts'
import type { ParseFile } from '../compiler/load.ts'
import { createCheckMemory, type CheckMemory } from '../compiler/recheck/recheck.ts'
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
  /** The machine is that of the program as it is now, not of one before. */
  readonly current: boolean
  readonly diagnostics: readonly Diagnostic[]
}

export interface Programs {
  /** The program of an entry as the files are now. */
  readonly check: (entry: string) => CheckedProgram
  /** The program as it would be if some files had other texts. */
  readonly checkWith: (entry: string, changed: ReadonlyMap<string, string>) => Program
  /** All programs that the host has, and those of open files that belong to none. */
  readonly all: () => readonly CheckedProgram[]
  /** Files without a line that a program does not have, as far as their trees go. */
  readonly libraries: (program: Program) => readonly Pick<ProgramFile, 'path' | 'text' | 'tree'>[]
  /** Null where the file cannot be read. */
  readonly view: (path: string) => View | null
  /** The newest program of the entry in which no syntax error stood. */
  readonly lastGood: (entry: string) => Program | null
  /** What lowering finds: slower than a check. The machine is the newest that there was, where there is none now. */
  readonly lower: (entry: string) => Lowered
  /** The same where it is known without lowering; null where it is not. */
  readonly lowered: (entry: string) => Lowered | null
}

interface Tree {
  readonly text: string
  readonly result: ParseResult
}
interface Known {
  readonly revision: number
  /** What was read: path → text, null where there was none. */
  readonly texts: ReadonlyMap<string, string | null>
  readonly found: CheckedProgram
}
/** Of a file two texts are kept, of an entry two programs: what is, and what was or was tried. */
const TREES = 2
/** Files that are looked into for names to import. */
const LIBRARIES = 200
const PROGRAMS = 2

const isSyntax = ({ code, severity }: Diagnostic): boolean => code.startsWith('CW1') && severity === 'error'

const isClean = ({ line, diagnostics }: Program): boolean => line !== null && !diagnostics.some(({ severity }) => severity === 'error')

export function createPrograms(host: ServiceHost, documents: Documents): Programs {
  const trees = new Map<string, readonly Tree[]>()
  const checked = new Map<string, readonly Known[]>()
  const memories = new Map<string, CheckMemory>()
  const good = new Map<string, Program>()
  const machines = new Map<string, Machine>()
  const lowered = new WeakMap<Program, Lowered>()

  const parseFile: ParseFile = (text, path) => {
    const known = trees.get(path) ?? []
    const found = known.find(each => each.text === text)
    if (found) return found.result
    const result = parse(text, path)
    trees.set(path, [{ text, result }, ...known].slice(0, TREES))
    return result
  }

  const run = (entry: string, read: ServiceHost['read'], memory?: CheckMemory): Known => {
    const texts = new Map<string, string | null>()
    const noting: ServiceHost['read'] = path => {
      const found = read(path)
      texts.set(path, 'text' in found ? found.text : null)
      return found
    }
    const program = checkProgram({ read: noting, resolve: host.resolve }, entry, parseFile, memory)
    return { revision: -1, texts, found: { entry, program, alone: !host.entries().includes(entry) } }
  }
  const memoryOf = (entry: string): CheckMemory => {
    const known = memories.get(entry) ?? createCheckMemory()
    memories.set(entry, known)
    return known
  }
  /** The texts were the same: a change somewhere else leaves a program as it was, and one that is taken back brings it back. */
  const isOf = ({ texts }: Known, textOf: (path: string) => string | null): boolean =>
    [...texts].every(([path, text]) => textOf(path) === text)

  const check = (entry: string): CheckedProgram => {
    const revision = documents.revision()
    const known = checked.get(entry) ?? []
    if (known[0]?.revision === revision) return known[0].found
    const same = known.find(each => isOf(each, documents.text))
    const { texts, found } = same ?? run(entry, documents.read, memoryOf(entry))
    checked.set(entry, [{ revision, texts, found }, ...known.filter(each => each !== same)].slice(0, PROGRAMS))
    if (!found.program.diagnostics.some(isSyntax)) good.set(entry, found.program)
    return found
  }
  const checkWith: Programs['checkWith'] = (entry, changed) => {
    const known = checked.get(entry) ?? []
    const same = known.find(each => isOf(each, path => changed.get(path) ?? documents.text(path)))
    if (same) return same.found.program
    const made = run(entry, path => {
      const text = changed.get(path)
      return text === undefined ? documents.read(path) : { text }
    })
    checked.set(entry, [...known.slice(0, 1), made, ...known.slice(1)].slice(0, PROGRAMS))
    return made.found.program
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

  const newest = (entry: string, known: Lowered): Lowered => (known.machine ? known : { ...known, machine: machines.get(entry) ?? null })

  return {
    check,
    checkWith,
    view,
    all: () => {
      const found = host.entries().map(check)
      for (const path of documents.openPaths()) {
        if (path.endsWith('.ivr') && !found.some(one => holds(one, path))) found.push(check(path))
      }
      return found
    },
    libraries: program => {
      const own = new Set(program.files.map(file => file.path))
      const others = host.files().filter(path => path.endsWith('.ivr') && !own.has(path))
      return others.slice(0, LIBRARIES).flatMap(path => {
        const text = documents.text(path)
        if (text === null) return []
        const { tree } = parseFile(text, path)
        return tree.declarations.some(each => each.kind === 'LineDeclaration') ? [] : [{ path, text, tree }]
      })
    },
    lastGood: entry => {
      check(entry)
      return good.get(entry) ?? null
    },
    lower: entry => {
      const { program } = check(entry)
      let known = lowered.get(program)
      if (!known) {
        const made = isClean(program) ? lower(program, { runnable: false }) : { machine: null, diagnostics: [] }
        known = { ...made, current: made.machine !== null }
        lowered.set(program, known)
        if (known.machine) machines.set(entry, known.machine)
      }
      return newest(entry, known)
    },
    lowered: entry => {
      const { program } = check(entry)
      const known = lowered.get(program)
      if (known) return newest(entry, known)
      return isClean(program) ? null : newest(entry, { machine: null, current: false, diagnostics: [] })
    },
  }
}
