// Edits of the service as edits of the protocol.
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver'
import type { Edit } from '../diagnostics/diagnostic.ts'
import type { Uris } from './paths.ts'
import type { Positions } from './positions.ts'

export interface EditParts {
  readonly uris: Uris
  readonly positions: Positions
  readonly version: (path: string) => number | null
  readonly versioned: boolean
}

export function workspaceEdit(edits: readonly Edit[], { uris, positions, version, versioned }: EditParts): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>()
  for (const { file, start, end, text } of edits) {
    const mine = byFile.get(file) ?? []
    byFile.set(file, mine)
    mine.push({ range: positions.range(file, { start, end }), newText: text })
  }
  if (!versioned) return { changes: Object.fromEntries([...byFile].map(([file, mine]) => [uris.uri(file), mine])) }
  return {
    documentChanges: [...byFile].map(([file, mine]) => ({ textDocument: { uri: uris.uri(file), version: version(file) }, edits: mine })),
  }
}

/** The part of a text that another has otherwise: whole lines, so that what stands around keeps its marks. Null where they are the same. */
export function difference(before: string, after: string): { readonly start: number; readonly end: number; readonly text: string } | null {
  if (before === after) return null
  const least = Math.min(before.length, after.length)
  let start = 0
  while (start < least && before.charCodeAt(start) === after.charCodeAt(start)) start++
  start = start === 0 ? 0 : before.lastIndexOf('\n', start - 1) + 1
  let same = 0
  while (same < least - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++
  // To the begin of a line that both have.
  const line = before.indexOf('\n', before.length - same)
  const end = line < 0 ? before.length : line + 1
  return { start, end, text: after.slice(start, after.length - (before.length - end)) }
}
