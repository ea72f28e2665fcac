// What is shown in the text beside the text: colours by meaning, hints between the words, lenses above places.
import type { CodeLens, InitializeResult, InlayHint, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver'
import { OURS, shownRange, toldRange, type Asking } from '../asking.ts'
import { lensLines } from '../../lens-lines.ts'
import * as monaco from '../monaco.ts'
import { blankLens } from '../room-for-lenses.ts'

export function provideShowing({ ask, editor, models }: Asking, { capabilities }: InitializeResult): void {
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
      provideDocumentSemanticTokens: async (model, _, token) => {
        const told = await ask<SemanticTokens>('textDocument/semanticTokens/full', model, {}, token)
        return told && { data: namesOf(told.data, legend) }
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
      const told = (await ask<readonly CodeLens[]>('textDocument/codeLens', model, {}, token)) ?? []
      // The file may be gone by now.
      if (model.isDisposed()) return null
      const there = new Set(told.map(({ range }) => range.start.line + 1))
      // Where none is for now, of a program with faults say, its room stays.
      const blank = lensLines(models.pathOf(model) ?? '', model.getLinesContent()).filter(line => !there.has(line))
      const lenses = told.map(({ range, command }) => ({
        range: shownRange(range),
        // One without a command is words alone.
        ...(command ? { command: { id: command.command, title: command.title, arguments: command.arguments ?? [] } } : {}),
      }))
      return {
        lenses: [...lenses, ...blank.map(blankLens)],
        dispose: () => {},
      }
    },
  }
  languages.registerCodeLensProvider(OURS, lenses)
}

/** What words are is coloured already, and finer: only names are left. Five numbers a token, lines and columns as distances. */
function namesOf(data: readonly number[], { tokenTypes }: SemanticTokensLegend): Uint32Array {
  const words = new Set(['keyword', 'string', 'number', 'operator', 'comment'].map(type => tokenTypes.indexOf(type)))
  const kept = new Uint32Array(data.length)
  let length = 0
  let [line, column] = [0, 0]
  let [lastLine, lastColumn] = [0, 0]
  for (let at = 0; at < data.length; at += 5) {
    column = data[at] === 0 ? column + data[at + 1]! : data[at + 1]!
    line += data[at]!
    if (words.has(data[at + 3]!)) continue
    kept.set([line - lastLine, line === lastLine ? column - lastColumn : column, data[at + 2]!, data[at + 3]!, data[at + 4]!], length)
    length += 5
    ;[lastLine, lastColumn] = [line, column]
  }
  return kept.subarray(0, length)
}
