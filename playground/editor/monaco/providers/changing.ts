// What changes the text: renaming, fixes, formatting.
import type { CodeAction, Diagnostic, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import { OURS, shownEdit, shownRange, toldPosition, toldRange, type Asking } from '../asking.ts'
import { Refused } from '../../language/json-rpc.ts'
import * as monaco from '../monaco.ts'

export function provideChanging({ ask, insist, models, editor }: Asking): void {
  const { languages } = monaco
  const refusal = (error: unknown): string => (error instanceof Refused ? error.message : String(error))
  languages.registerRenameProvider(OURS, {
    resolveRenameLocation: async (model, position, token) => {
      try {
        const params = { position: toldPosition(position) }
        const found = await insist<{ readonly range: Range; readonly placeholder: string }>(
          'textDocument/prepareRename',
          model,
          params,
          token,
        )
        if (!found) return null
        return { range: shownRange(found.range), text: found.placeholder }
      } catch (error) {
        return { range: monaco.Range.fromPositions(position), text: '', rejectReason: refusal(error) }
      }
    },
    provideRenameEdits: async (model, position, newName, token) => {
      try {
        const params = { position: toldPosition(position), newName }
        return shownEdit(models, await insist<WorkspaceEdit>('textDocument/rename', model, params, token))
      } catch (error) {
        return { edits: [], rejectReason: refusal(error) }
      }
    },
  })

  languages.registerCodeActionProvider(
    OURS,
    {
      provideCodeActions: async (model, range, context, token) => {
        const told = toldRange(range)
        const path = models.pathOf(model)
        const diagnostics = (path === null ? undefined : editor.client.findings.peek().get(path))?.filter(one => touches(one, told)) ?? []
        const params = { range: told, context: { diagnostics, ...(context.only === undefined ? {} : { only: [context.only] }) } }
        const actions = (await ask<readonly CodeAction[]>('textDocument/codeAction', model, params, token)) ?? []
        return {
          actions: actions.map(({ title, kind, edit, isPreferred, diagnostics: about }) => ({
            title,
            edit: shownEdit(models, edit),
            ...(kind === undefined ? {} : { kind }),
            ...(isPreferred === undefined ? {} : { isPreferred }),
            ...(about === undefined ? {} : { diagnostics: context.markers.filter(marker => about.some(one => isOf(marker, one))) }),
          })),
          dispose: () => {},
        }
      },
    },
    { providedCodeActionKinds: ['quickfix', 'source.fixAll.callwright', 'source.format.callwright'] },
  )

  const shownEdits = (edits: readonly TextEdit[] | null): monaco.languages.TextEdit[] =>
    edits?.map(({ range, newText }) => ({ range: shownRange(range), text: newText })) ?? []
  const options = { tabSize: 2, insertSpaces: true }
  languages.registerDocumentFormattingEditProvider(OURS, {
    displayName: 'Callwright',
    provideDocumentFormattingEdits: async (model, _, token) =>
      shownEdits(await ask<readonly TextEdit[]>('textDocument/formatting', model, { options }, token)),
  })
  languages.registerDocumentRangeFormattingEditProvider(OURS, {
    displayName: 'Callwright',
    provideDocumentRangeFormattingEdits: async (model, range, _, token) =>
      shownEdits(await ask<readonly TextEdit[]>('textDocument/rangeFormatting', model, { range: toldRange(range), options }, token)),
  })
}

const before = (one: Range['start'], other: Range['start']): boolean =>
  one.line < other.line || (one.line === other.line && one.character <= other.character)
const touches = ({ range }: Diagnostic, { start, end }: Range): boolean => before(range.start, end) && before(start, range.end)
const isOf = ({ startLineNumber, startColumn }: monaco.editor.IMarkerData, { range: { start } }: Diagnostic): boolean =>
  startLineNumber === start.line + 1 && startColumn === start.character + 1
