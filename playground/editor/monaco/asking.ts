// How Monaco's questions become the language server's, and places of the one places of the other.
import type { Location, Position, Range, WorkspaceEdit } from 'vscode-languageserver'
import type { Editor } from '../editor.ts'
import { uriOf } from '../language/uris.ts'
import type { Models } from './models.ts'
import type * as monaco from './monaco.ts'

type Model = monaco.editor.ITextModel

export interface Asking {
  readonly editor: Editor
  readonly models: Models
  /** null where there is no answer. */
  readonly ask: <R>(method: string, model: Model, params: object, token: monaco.CancellationToken) => Promise<R | null>
  /** The same, but rejects with what the server says. */
  readonly insist: <R>(method: string, model: Model, params: object, token: monaco.CancellationToken) => Promise<R | null>
}

export const OURS = ['ivr', 'dtmf']

export function createAsking(editor: Editor, models: Models): Asking {
  const insist: Asking['insist'] = async (method, model, params, token) => {
    const path = models.pathOf(model)
    if (path === null) return null
    models.flush()
    const controller = new AbortController()
    const listening = token.onCancellationRequested(() => controller.abort())
    try {
      return await editor.client.request(method, { textDocument: { uri: uriOf(path) }, ...params }, controller.signal)
    } finally {
      listening.dispose()
    }
  }
  return { editor, models, insist, ask: (...question) => insist<never>(...question).catch(() => null) }
}

export const toldPosition = ({ lineNumber, column }: monaco.IPosition): Position => ({ line: lineNumber - 1, character: column - 1 })
export const toldRange = (range: monaco.IRange): Range => ({
  start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
  end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
})
export const shownRange = ({ start, end }: Range): monaco.IRange => ({
  startLineNumber: start.line + 1,
  startColumn: start.character + 1,
  endLineNumber: end.line + 1,
  endColumn: end.character + 1,
})

export const shownLocations = (models: Models, locations: readonly Location[] | null): monaco.languages.Location[] =>
  (locations ?? []).flatMap(({ uri, range }) => {
    const model = models.at(uri)
    return model ? [{ uri: model.uri, range: shownRange(range) }] : []
  })

export const shownEdit = (models: Models, edit: WorkspaceEdit | null | undefined): monaco.languages.WorkspaceEdit => ({
  edits: Object.entries(edit?.changes ?? {}).flatMap(([uri, edits]) => {
    const model = models.at(uri)
    if (!model) return []
    return edits.map(({ range, newText }) => ({
      resource: model.uri,
      versionId: undefined,
      textEdit: { range: shownRange(range), text: newText },
    }))
  }),
})
