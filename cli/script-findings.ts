// What is wrong with a script's text, as it is shown.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { renderDiagnostics, type RenderOptions } from '../lang/diagnostics/render/index.ts'
import type { Io, Output } from './io.ts'
import type { LoadedScript } from './script-files.ts'
import { paintFor } from './terminal.ts'

export function scriptRendering(io: Io, script: LoadedScript, language: MessageLanguage, output: Output): RenderOptions {
  return { language, source: file => (file === script.shown ? script.source : undefined), paint: paintFor(io, output) }
}

export const renderScriptFindings = (io: Io, script: LoadedScript, language: MessageLanguage, output: Output = io.stderr): string =>
  renderDiagnostics(script.diagnostics, scriptRendering(io, script, language, output))
