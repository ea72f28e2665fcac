// Edits of the language server, applied to the project: for a fix that is chosen where no editor shows its file.
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import { createLineIndex } from '../../lang/text/line-index.ts'
import type { Project } from '../project/project.ts'
import { pathOf } from './language/uris.ts'

export function applyEdit(project: Project, edit: WorkspaceEdit): void {
  const files = project.files.peek()
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
    const path = pathOf(uri, Object.keys(files))
    if (path !== null) project.write(path, edited(files[path]!, edits))
  }
}

/** Edits of one text do not overlap; those of one place stand in their order. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const index = createLineIndex(text)
  const offset = ({ line, character }: TextEdit['range']['start']): number => index.offset({ line, column: character })
  const parts = edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
  let made = ''
  let at = 0
  for (const { start, end, newText } of parts) {
    made += text.slice(at, start) + newText
    at = Math.max(at, end)
  }
  return made + text.slice(at)
}
