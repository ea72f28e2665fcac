// What is wrong with a script's text, as it is shown.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { renderDiagnostics } from '../lang/diagnostics/render/index.ts'
import type { Io, Output } from './io.ts'
import type { LoadedScript } from './script-files.ts'
import { paintFor } from './terminal.ts'

export function renderScriptFindings(io: Io, script: LoadedScript, language: MessageLanguage, output: Output = io.stderr): string {
  return renderDiagnostics(script.diagnostics, {
    language,
    source: file => (file === script.shown ? script.source : undefined),
    paint: paintFor(io, output),
  })
}
