// Scripts from the disk: read, parsed, and the files that they name beside them.
import type { Diagnostic } from '../lang/diagnostics/diagnostic.ts'
import type { FrameSource } from '../lang/diagnostics/render/index.ts'
import { parseScript } from '../lang/script/parse-script.ts'
import type { ScriptFile } from '../machine/script.ts'
import type { ReadText } from '../machine/script-rows.ts'
import { Refusal } from './exit.ts'
import { readText, requireText } from './host.ts'
import type { FileSystem, Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'

export interface LoadedScript {
  /** Absolute. */
  readonly path: string
  readonly shown: string
  readonly file: ScriptFile
  readonly diagnostics: readonly Diagnostic[]
  readonly source: FrameSource
}

/** `file` inside is the path as it is shown, so that the same script has the same name on every machine. */
export function loadScript(io: Pick<Io, 'fs' | 'cwd'>, path: string): LoadedScript {
  const full = absolutePath(io.cwd, path)
  const shown = shownPath(io.cwd, full)
  const text = requireText(io.fs, full, shown)
  const { script, diagnostics, lineIndex } = parseScript(text, shown)
  return { path: full, shown, file: script, diagnostics, source: { text, lineIndex } }
}

export const hasErrors = (script: LoadedScript): boolean => script.diagnostics.some(one => one.severity === 'error')

/** The program of a script: what `use` names, from the script's folder. */
export function programOf(script: LoadedScript): string {
  const { use } = script.file
  if (use === null)
    throw new Refusal({
      en: `${script.shown}: it does not say which program it is for; its first line is: use "./main.ivr".`,
      zh: `${script.shown}：没有写明用于哪个程序；第一行应为：use "./main.ivr"。`,
    })
  return absolutePath(absolutePath(script.path, '..'), use.path)
}

/** Files as a script names them, from its folder. */
export function besides(fs: FileSystem, script: string): ReadText {
  const folder = absolutePath(script, '..')
  return path => {
    const read = readText(fs, absolutePath(folder, path))
    if ('text' in read) return read
    return { problem: read.problem === 'a folder' ? 'unreadable' : read.problem }
  }
}

/** `scripts/a.dtmf:12` → path and line; no line where none is written. */
export function splitPlace(place: string): { readonly path: string; readonly line: number | null } {
  const found = /^(.*\.dtmf):(\d{1,9})$/i.exec(place)
  return found ? { path: found[1]!, line: Number(found[2]) } : { path: place, line: null }
}
