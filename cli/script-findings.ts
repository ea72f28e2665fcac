// What is wrong with a script's text, as it is shown.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { renderDiagnostics, type RenderOptions } from '../lang/diagnostics/render/index.ts'
import { endWithFindings, scriptReport, type FindingsSettings } from './findings-report.ts'
import type { Io, Output } from './io.ts'
import type { LoadedScript } from './script-files.ts'
import { paintFor } from './terminal.ts'

export function scriptRendering(io: Io, script: LoadedScript, language: MessageLanguage, output: Output): RenderOptions {
  return { language, source: file => (file === script.shown ? script.source : undefined), paint: paintFor(io, output) }
}

export const renderScriptFindings = (io: Io, script: LoadedScript, language: MessageLanguage, output: Output): string =>
  renderDiagnostics(script.diagnostics, scriptRendering(io, script, language, output))

/** Ends a command that cannot play a script which has errors. */
export function endWithScript(io: Io, script: LoadedScript, settings: FindingsSettings): never {
  const rendering = scriptRendering(io, script, settings.language, io.stderr)
  endWithFindings(io, scriptReport({ ...script, rendering }), settings)
}
