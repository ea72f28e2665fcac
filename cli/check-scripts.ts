// The findings of scripts, each held against its program.
import type { Diagnostic } from '../lang/diagnostics/diagnostic.ts'
import type { RenderOptions } from '../lang/diagnostics/render/index.ts'
import type { FindingsSettings } from './findings-report.ts'
import type { Io } from './io.ts'
import { loadScript } from './script-files.ts'
import { scriptRendering } from './script-findings.ts'
import { createPrograms, readyScript } from './scripts-run.ts'

export interface CheckedScript {
  readonly shown: string
  readonly diagnostics: readonly Diagnostic[]
  readonly rendering: RenderOptions
}

export async function checkScripts(io: Io, paths: readonly string[], settings: FindingsSettings): Promise<CheckedScript[]> {
  const programs = createPrograms(io, settings)
  const checked: CheckedScript[] = []
  for (const path of paths) {
    const script = loadScript(io, path)
    const found = script.file.use === null ? script : (await readyScript(io, programs, script)).script
    checked.push({
      shown: script.shown,
      diagnostics: found.diagnostics,
      rendering: scriptRendering(io, script, settings.language, io.stdout),
    })
  }
  return checked
}
