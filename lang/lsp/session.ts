// What all requests of one client share.
import type { Range, TextDocumentIdentifier } from 'vscode-languageserver'
import type { Service } from '../service/index.ts'
import { createLineIndex, type LineIndex } from '../text/line-index.ts'
import type { EditParts } from './edits.ts'
import type { Uris } from './paths.ts'
import { Malformed, type Positions } from './positions.ts'
import type { Publisher } from './publisher.ts'
import type { Abilities, Settings } from './settings.ts'
import type { Workspace } from './workspace.ts'

export interface Session {
  readonly service: Service
  readonly workspace: Workspace
  readonly uris: Uris
  readonly positions: Positions
  readonly publisher: Publisher
  readonly settings: () => Settings
  readonly abilities: () => Abilities
}

/** A file that a request is about. */
export interface Asked {
  readonly path: string
  readonly text: string
  readonly index: LineIndex
}

/** Null where the file cannot be read: nothing is answered of it. */
export function asked({ service, uris }: Session, document: TextDocumentIdentifier): Asked | null {
  if (typeof document?.uri !== 'string') throw new Malformed('the document is missing')
  const path = uris.path(document.uri)
  const text = service.text(path)
  if (text === null) return null
  let index: LineIndex | undefined
  return {
    path,
    text,
    get index() {
      return (index ??= createLineIndex(text))
    },
  }
}

export const editParts = ({ uris, positions, service, abilities }: Session): EditParts => ({
  uris,
  positions,
  version: path => service.version(path),
  versioned: abilities().versionedEdits,
})

/** Both ends on one line, as the protocol wants what a completion takes the place of. */
export function onOneLine(range: Range): Range {
  return range.start.line === range.end.line ? range : { start: { line: range.end.line, character: 0 }, end: range.end }
}
