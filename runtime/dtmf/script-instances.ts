// Every run of a file's scripts: one per row and language, each with a name of its own that stays the same from day to day.
import type { Machine } from '../../machine/format.ts'
import type { Script, ScriptFile, ScriptSpan, ScriptValue } from '../../machine/script.ts'
import { expandRows, type ReadText, type RowProblem } from '../../machine/script-rows.ts'
import { fillName } from '../../machine/script-values.ts'

export interface ScriptRun {
  /** Stable: file, name, language, and the row's number where several rows give one name. */
  readonly id: string
  readonly file: ScriptFile
  readonly script: Script
  /** With the row's values filled in. */
  readonly name: string
  readonly language: string
  readonly row: Readonly<Record<string, ScriptValue>>
  /** From 1; 0 where the script has no table. */
  readonly rowNumber: number
  /** The `each` of the row, or the script. */
  readonly rowSpan: ScriptSpan
}

export type InstanceProblem =
  | { readonly kind: 'row'; readonly script: Script; readonly problem: RowProblem }
  /** `in fr-FR` of a line that does not speak it. */
  | { readonly kind: 'language'; readonly script: Script; readonly language: string; readonly known: readonly string[] }

export function expandScripts(
  file: ScriptFile,
  machine: Pick<Machine, 'line'>,
  readText: ReadText,
): { readonly runs: readonly ScriptRun[]; readonly problems: readonly InstanceProblem[] } {
  const runs: ScriptRun[] = []
  const problems: InstanceProblem[] = []
  const known = machine.line.languages
  const ids = new Map<string, number>()
  for (const script of file.scripts) {
    const { rows, problems: faults } = expandRows(script, readText)
    for (const problem of faults) problems.push({ kind: 'row', script, problem })
    const languages: string[] = []
    for (const tag of script.languages.length > 0 ? script.languages : known.slice(0, 1)) {
      const language = findLanguage(known, tag)
      if (language === null) problems.push({ kind: 'language', script, language: tag, known })
      else languages.push(language)
    }
    for (const [index, row] of rows.entries()) {
      for (const language of languages) {
        const name = fillName(script.name, { language, names: row.values, readJson: () => ({ problem: 'missing' }) })
        const plain = `${file.file} › ${name} [${language}]`
        const count = (ids.get(plain) ?? 0) + 1
        ids.set(plain, count)
        const rowNumber = script.rows.length === 0 ? 0 : index + 1
        const id = count === 1 ? plain : `${plain} #${count}`
        runs.push({ id, file, script, name, language, row: row.values, rowNumber, rowSpan: row.span })
      }
    }
  }
  return { runs, problems }
}

/** A line's language for a tag: itself, or the first that it begins (`zh` for `zh-CN`). */
export function findLanguage(known: readonly string[], tag: string): string | null {
  const wanted = tag.toLowerCase()
  return (
    known.find(language => language.toLowerCase() === wanted) ??
    known.find(language => language.toLowerCase().startsWith(`${wanted}-`)) ??
    null
  )
}
