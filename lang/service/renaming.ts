// The whole of a renaming: edits in programs and scripts, and the check that the program then means what it meant.
import type { Diagnostic, Edit } from '../diagnostics/diagnostic.ts'
import { applyEdits } from '../text/edit.ts'
import type { Documents } from './documents.ts'
import { declarationOf, idsIn, occurrencesOf, type Occurrence } from './occurrences.ts'
import type { CheckedProgram, Programs } from './programs.ts'
import { nameProblem, renamableAt, renameEdits } from './rename.ts'
import type { Scripts } from './script/scripts.ts'
import { setupId } from './script/script-occurrences.ts'
import type { Renamed } from './types.ts'

export interface Renaming {
  /** What would be renamed at an offset, or why nothing may be. */
  readonly at: (path: string, offset: number) => Occurrence | Extract<Renamed, { problem: unknown }>
  readonly rename: (path: string, offset: number, name: string) => Renamed
}

export function createRenaming(documents: Documents, programs: Programs, scripts: Scripts): Renaming {
  const nothing = { problem: { en: 'There is no name here that could be renamed.', zh: '此处没有可以重命名的名称。' } } as const

  const at: Renaming['at'] = (path, offset) => {
    if (!path.endsWith('.dtmf')) {
      const view = programs.view(path)
      return view ? renamableAt(view, offset) : nothing
    }
    const view = scripts.view(path)
    const one = view && scripts.at(view, offset)[0]
    if (!one) return nothing
    if (one.kind === 'setup' || !view.checked) return one
    // In the program it is renamed where it is declared.
    const declared = programs.all().flatMap(({ program }) => declarationIn(program, one.id))[0]
    const there = declared && programs.view(declared.file)
    if (!declared || !there) return one
    const found = renamableAt(there, declared.start)
    return 'problem' in found && found.problem ? { problem: found.problem } : { ...one, id: declared.id }
  }

  const rename: Renaming['rename'] = (path, offset, name) => {
    const found = at(path, offset)
    if ('problem' in found && found.problem) return { problem: found.problem }
    const one = found as Occurrence
    const problem = nameProblem(one, name)
    if (problem) return problem
    if (one.kind === 'setup') return renameSetup(scripts, path, one, name)
    const all = programs.all()
    const ids = idsIn(
      all.map(({ program }) => program),
      one.id,
    )
    const touched = all.filter(({ program }) => [...ids].some(id => occurrencesOf(program).of(id).length > 0))
    const edits: Edit[] = [...renameEdits(touched, ids, name)]
    const clash = clashOf(documents, programs, touched, edits, name)
    if (clash) return clash
    // Two scripts may read one file.
    const done = new Set<string>()
    for (const view of scripts.all()) {
      for (const { id, file, start, end } of [...scripts.occurrences(view), ...scripts.inData(view)]) {
        const place = `${file} ${start}`
        if (!ids.has(id) || done.has(place)) continue
        done.add(place)
        if (one.kind === 'choice' && file === view.path && scripts.namesAt(view, start).has(name)) return ofScript(name, file)
        edits.push({ file, start, end, text: name })
      }
    }
    return { edits }
  }
  return { at, rename }
}

const declarationIn = (program: CheckedProgram['program'], id: string): readonly Occurrence[] => {
  const declared = declarationOf(program, id)
  return declared ? [declared.occurrence] : []
}

function renameSetup(scripts: Scripts, path: string, one: Occurrence, name: string): Renamed {
  const view = scripts.view(path)
  if (!view) return { edits: [] }
  if (view.script.setups.some(setup => setup.name === name)) {
    return { problem: { en: `There is a setup “${name}” already.`, zh: `已经有名为“${name}”的 setup。` } }
  }
  const id = setupId(path, one.name)
  return {
    edits: scripts
      .occurrences(view)
      .filter(each => each.id === id)
      .map(({ file, start, end }) => ({ file, start, end, text: name })),
  }
}

const ofScript = (name: string, file: string): Extract<Renamed, { problem: unknown }> => ({
  problem: {
    en: `“${name}” cannot be the name here: a row or a setup of “${file}” has a value of that name, which would be read in its place.`,
    zh: `不能改名为“${name}”：“${file}”的数据行或 setup 中已有同名的值，脚本会读作该值。`,
  },
})

const keyOf = ({ code, file, severity }: Diagnostic): string => `${severity === 'error' ? 'error' : code} ${code} ${file}`

/** The first finding that the program would have then and has not now. */
function clashOf(
  documents: Documents,
  programs: Programs,
  touched: readonly CheckedProgram[],
  edits: readonly Edit[],
  name: string,
): Extract<Renamed, { problem: unknown }> | undefined {
  const changed = new Map<string, string>()
  for (const file of new Set(edits.map(edit => edit.file))) {
    changed.set(
      file,
      applyEdits(
        documents.text(file) ?? '',
        edits.filter(edit => edit.file === file),
      ),
    )
  }
  for (const { entry, program } of touched) {
    const counts = new Map<string, number>()
    for (const each of program.diagnostics) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
    for (const each of programs.checkWith(entry, changed).diagnostics) {
      const left = (counts.get(keyOf(each)) ?? 0) - 1
      counts.set(keyOf(each), left)
      if (left < 0) {
        const { en, zh } = each.message
        return { problem: { en: `“${name}” cannot be the name here: ${en}`, zh: `不能改名为“${name}”：${zh}` } }
      }
    }
  }
  return undefined
}
