// What is shown in the text beside the text: colours by meaning, hints between the words, lenses above places.
import type { CodeLens, InitializeResult, InlayHint, SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver'
import { OURS, shownRange, toldRange, type Asking } from '../asking.ts'
import * as monaco from '../monaco.ts'

export function provideShowing({ ask, editor }: Asking, { capabilities }: InitializeResult): void {
  const { languages } = monaco
  const changed = new monaco.Emitter<void>()
  let first = true
  editor.client.refreshed.subscribe(() => {
    if (!first) changed.fire()
    first = false
  })

  const legend = capabilities.semanticTokensProvider?.legend
  if (legend) {
    languages.registerDocumentSemanticTokensProvider(OURS, {
      onDidChange: changed.event,
      getLegend: () => legend,
      provideDocumentSemanticTokens: async (model, lastResultId, token) => {
        const [method, params] = lastResultId === null ? ['full', {}] : ['full/delta', { previousResultId: lastResultId }]
        const told = await ask<SemanticTokens | SemanticTokensDelta>(`textDocument/semanticTokens/${method}`, model, params, token)
        if (!told) return null
        const kept = told.resultId === undefined ? {} : { resultId: told.resultId }
        if ('edits' in told)
          return { ...kept, edits: told.edits.map(({ data, ...edit }) => ({ ...edit, data: new Uint32Array(data ?? []) })) }
        return { ...kept, data: new Uint32Array(told.data) }
      },
      releaseDocumentSemanticTokens: () => {},
    })
  }

  languages.registerInlayHintsProvider(OURS, {
    onDidChangeInlayHints: changed.event,
    provideInlayHints: async (model, range, token) => {
      const hints = await ask<readonly InlayHint[]>('textDocument/inlayHint', model, { range: toldRange(range) }, token)
      return {
        hints: (hints ?? []).map(({ position, label, kind, paddingLeft = false, paddingRight = false }) => ({
          position: { lineNumber: position.line + 1, column: position.character + 1 },
          label: label as string,
          paddingLeft,
          paddingRight,
          ...(kind === undefined ? {} : { kind }),
        })),
        dispose: () => {},
      }
    },
  })

  const lensChanged = new monaco.Emitter<monaco.languages.CodeLensProvider>()
  changed.event(() => lensChanged.fire(lenses))
  const lenses: monaco.languages.CodeLensProvider = {
    onDidChange: lensChanged.event,
    provideCodeLenses: async (model, token) => {
      const told = await ask<readonly CodeLens[]>('textDocument/codeLens', model, {}, token)
      return {
        lenses: (told ?? []).map(({ range, command }) => ({
          range: shownRange(range),
          // One without a command is words alone.
          ...(command ? { command: { id: command.command, title: command.title, arguments: command.arguments ?? [] } } : {}),
        })),
        dispose: () => {},
      }
    },
  }
  languages.registerCodeLensProvider(OURS, lenses)
}
