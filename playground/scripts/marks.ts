// What of the scripts' results stands in the margin of the text.
import type { ScriptMark, ScriptMarks } from '../editor/coverage-marks.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { ScriptFileState } from '../desk/contract.ts'
import { standOf, type Known } from './tree.ts'

/** Of an earlier text nothing is said: it would stand at a wrong line. */
export function scriptMarks(
  files: readonly ScriptFileState[],
  known: ReadonlyMap<string, Known>,
  running: ReadonlySet<string>,
  language: MessageLanguage,
): ScriptMarks {
  return Object.fromEntries(
    files.map(({ path, scripts }) => [
      path,
      scripts.map((script): ScriptMark => {
        const { stand, earlier } = standOf(script.runs, known, running)
        const result =
          earlier && stand !== 'running' ? 'unknown' : stand === 'passed' || stand === 'failed' || stand === 'running' ? stand : 'unknown'
        const failure = result === 'failed' ? script.runs.map(run => known.get(run.id)?.result.failure).find(one => one) : undefined
        return { line: script.line - 1, name: script.name, result, ...(failure ? { message: failure.problem[language] } : {}) }
      }),
    ]),
  )
}
