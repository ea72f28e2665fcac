import type { ScriptFile } from '../../machine/script.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { createLineIndex, type LineIndex } from '../text/line-index.ts'
import { theParser } from './the-parser.ts'
import { tokenizeScript } from './tokens.ts'

export interface ParsedScript {
  /** Without the lines that have an error. */
  readonly script: ScriptFile
  readonly diagnostics: readonly Diagnostic[]
  readonly lineIndex: LineIndex
}

/** A script file is written by hand: one of more characters is something else. */
const MOST_CHARACTERS = 4 * 1024 * 1024

/** A file with more errors than these is no script. */
const MOST_ERRORS = 200

/** In order, and no more than anybody reads. */
function limit(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = diagnostics.filter(diagnostic => diagnostic.slug !== 'too-many-errors').sort((a, b) => a.start - b.start || a.end - b.end)
  if (sorted.length === diagnostics.length && sorted.length < MOST_ERRORS) return sorted
  const shown = sorted.slice(0, MOST_ERRORS - 1)
  return [...shown, diagnose('too-many-errors', {}, shown.at(-1)!)]
}

/** Reads a `.dtmf` file. Never throws: each error is a diagnostic, costs the line that it stands in, and no other. */
export function parseScript(text: string, file: string): ParsedScript {
  const diagnostics: Diagnostic[] = []
  const lineIndex = createLineIndex(text)
  if (text.length > MOST_CHARACTERS) {
    const at = { file, start: 0, end: 0 }
    diagnostics.push(diagnose('script-too-large', {}, at))
    return { script: { file, use: null, setups: [], scripts: [], start: 0, end: text.length }, diagnostics, lineIndex }
  }
  const tokens = tokenizeScript(text, file, diagnostics)
  const script = theParser().parse(tokens, file, diagnostics)
  const first = Math.min(...[...script.setups, ...script.scripts].map(part => part.start), text.length)
  // An error before the first part may be a `use` that could not be read.
  if (script.use === null && !diagnostics.some(diagnostic => diagnostic.start < first))
    diagnostics.push(diagnose('script-without-use', {}, { file, start: 0, end: 0 }))
  return { script, diagnostics: limit(diagnostics), lineIndex }
}
