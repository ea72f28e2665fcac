// Script files: parsed when they are asked for, held against the program that they use.
import type { Program } from '../../compiler/program.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { ReadText } from '../../../machine/script-rows.ts'
import type { ScriptFile } from '../../../machine/script.ts'
import { parseCsv } from '../../../machine/csv.ts'
import { checkScript } from '../../script/check-script.ts'
import { parseScript, type ParsedScript } from '../../script/parse-script.ts'
import type { Documents, ServiceHost } from '../documents.ts'
import { touching, type Occurrence } from '../occurrences.ts'
import type { CheckedProgram, Lowered, Programs } from '../programs.ts'
import { wordsInData } from './data-words.ts'
import { scriptOccurrences, type ScriptOccurrences } from './script-occurrences.ts'

export interface ScriptView {
  readonly path: string
  readonly text: string
  readonly script: ScriptFile
  readonly checked: CheckedProgram | null
}

export interface Scripts {
  /** Null where the file cannot be read. */
  readonly view: (path: string) => ScriptView | null
  /** What parsing finds, and holding it against its program, which may have to be lowered for that. */
  readonly diagnostics: (path: string) => readonly Diagnostic[]
  /** The same as far as it is known without lowering. */
  readonly soon: (path: string) => readonly Diagnostic[]
  readonly occurrences: (view: ScriptView) => readonly Occurrence[]
  readonly at: (view: ScriptView, offset: number) => readonly Occurrence[]
  /** Words of the program in the files that a script reads values from. */
  readonly inData: (view: ScriptView) => readonly Occurrence[]
  /** The names of rows or parameters that the script or the setup at an offset has: a value that is called so is theirs. */
  readonly namesAt: (view: ScriptView, offset: number) => ReadonlySet<string>
  /** Every script of the host, and those that are open. */
  readonly all: () => readonly ScriptView[]
}

export function createScripts(host: ServiceHost, documents: Documents, programs: Programs): Scripts {
  const parsed = new Map<string, { readonly text: string; readonly result: ParsedScript }>()
  const found = new WeakMap<ScriptFile, { readonly program: Program | null; readonly found: ScriptOccurrences }>()

  const parse = (path: string, text: string): ParsedScript => {
    const known = parsed.get(path)
    if (known?.text === text) return known.result
    const result = parseScript(text, path)
    parsed.set(path, { text, result })
    return result
  }
  const view = (path: string): ScriptView | null => {
    const text = documents.text(path)
    if (text === null) return null
    const { script } = parse(path, text)
    const used = script.use === null ? null : host.resolve(path, script.use.path)
    const checked = used !== null && documents.text(used) !== null ? programs.check(used) : null
    return { path, text, script, checked }
  }
  const namesIn = ({ script, text, checked }: ScriptView): ScriptOccurrences => {
    const program = checked?.program ?? null
    const known = found.get(script)
    if (known && known.program === program) return known.found
    const made = scriptOccurrences(script, text, program)
    found.set(script, { program, found: made })
    return made
  }
  const occurrences = (one: ScriptView): readonly Occurrence[] => namesIn(one).all
  /**
   * A program that does not compile says nothing of names: those of the last that did would be called wrong where both are being changed. So
   * what was found of this text with a whole program stands, and of another text nothing, until the program is whole again.
   */
  const held = new Map<string, { readonly text: string; readonly found: readonly Diagnostic[] }>()
  const find = (path: string, lower: (entry: string) => Lowered | null): readonly Diagnostic[] => {
    const one = view(path)
    if (!one) return []
    const { text, script, checked } = one
    const { diagnostics } = parse(path, text)
    const lowered = checked && lower(checked.entry)
    if (lowered?.current === true && lowered.machine) {
      const readText: ReadText = wanted => {
        const read = documents.read(host.resolve(path, wanted))
        return 'problem' in read ? { problem: read.problem === 'a folder' ? 'unreadable' : read.problem } : read
      }
      held.set(path, { text, found: checkScript(script, text, lowered.machine, readText) })
    }
    const known = checked ? held.get(path) : undefined
    if (known?.text !== text) return diagnostics
    return [...diagnostics, ...known.found].sort((a, b) => a.start - b.start || a.end - b.end)
  }
  return {
    view,
    occurrences,
    at: (one, offset) => touching(occurrences(one), offset),
    inData: one => {
      const program = one.checked?.program
      if (!program) return []
      return namesIn(one).data.flatMap(data => {
        const file = host.resolve(one.path, data.path)
        const text = documents.text(file)
        const words: Occurrence[] = []
        if (text === null) return words
        wordsInData(program, data, text, (span, id, kind) => {
          if (!span || id === undefined) return
          words.push({ file, ...span, id, kind, name: text.slice(span.start, span.end), declares: false, standard: false })
        })
        return words
      })
    },
    namesAt: ({ path, script }, offset) => {
      const around = [...script.setups, ...script.scripts].find(({ start, end }) => start <= offset && offset < end)
      if (!around) return new Set()
      if ('parameters' in around) return new Set(around.parameters.map(({ name }) => name))
      return new Set(
        around.rows.flatMap(row => {
          if (row.kind === 'row') return Object.keys(row.values)
          const [headings] = parseCsv(documents.text(host.resolve(path, row.path)) ?? '').lines ?? []
          return headings?.fields.map(heading => heading.trim()) ?? []
        }),
      )
    },
    diagnostics: path => find(path, programs.lower),
    soon: path => find(path, programs.lowered),
    all: () => {
      const paths = new Set([...host.files(), ...documents.openPaths()].filter(path => path.endsWith('.dtmf')))
      return [...paths].flatMap(path => view(path) ?? [])
    },
  }
}
