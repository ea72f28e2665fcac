// Requests that only look: at a position of a text, or at all of it.
import {
  InlayHintKind,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  type Connection,
  type Location as ToldLocation,
  type SemanticTokens,
  type TextDocumentIdentifier,
  type TextDocumentPositionParams,
  type TextEdit,
} from 'vscode-languageserver'
import type { Edit } from '../diagnostics/diagnostic.ts'
import type { Location } from '../text/span.ts'
import { createCompletions } from './completion.ts'
import type { Answer } from './guard.ts'
import { codeLenses } from './lenses.ts'
import { offsetIn, rangeIn, spanIn } from './positions.ts'
import { asked, onOneLine, type Asked, type Session } from './session.ts'
import { say } from './settings.ts'
import { flatOutline, symbolKinds, toldFoldings, toldOutline, toldSelection } from './symbols.ts'
import { tokenEdits, tokenNumbers } from './tokens.ts'
import { opensList } from './triggers.ts'

/** Symbols of a workspace are told up to so many: more are asked for by a longer query. */
const MOST_SYMBOLS = 500

export function answerReading(connection: Connection, session: Session, answer: Answer): void {
  const { service, uris, positions, settings, abilities, publisher } = session
  const completions = createCompletions()

  const at = <R>(params: TextDocumentPositionParams, then: (file: Asked, offset: number) => R): R | null => {
    const file = asked(session, params.textDocument)
    return file && then(file, offsetIn(file.index, params.position))
  }
  const of = <R>(document: TextDocumentIdentifier, then: (file: Asked) => R): R | null => {
    const file = asked(session, document)
    return file && then(file)
  }
  const told = (locations: readonly Location[]): ToldLocation[] =>
    locations
      .filter(({ file }) => service.text(file) !== null)
      .map(location => ({ uri: uris.uri(location.file), range: positions.range(location.file, location) }))

  connection.onCompletion(
    answer(params =>
      at(params, ({ path, index, text }, offset) => {
        const typed = params.context?.triggerCharacter
        if (typed !== undefined && !opensList(text, offset, typed)) return []
        const items = service.completion(path, offset)
        const editsOf = (edits: readonly Edit[]): TextEdit[] => edits.map(edit => ({ range: rangeIn(index, edit), newText: edit.text }))
        return completions.list(items, item => onOneLine(rangeIn(index, item)), editsOf, settings(), abilities())
      }),
    ),
  )
  connection.onCompletionResolve(
    answer(item => completions.resolve(item, settings())) as Parameters<typeof connection.onCompletionResolve>[0],
  )

  connection.onHover(
    answer(params =>
      at(params, ({ path, index }, offset) => {
        const found = service.hover(path, offset)
        const kind = abilities().markdown ? MarkupKind.Markdown : MarkupKind.PlainText
        return found && { range: rangeIn(index, found), contents: { kind, value: say(found.text, settings()) } }
      }),
    ),
  )
  connection.onDefinition(answer(params => at(params, ({ path }, offset) => told(service.definition(path, offset)))))
  connection.onReferences(
    answer(params =>
      at(params, ({ path }, offset) => told(service.references(path, offset, params.context?.includeDeclaration !== false))),
    ),
  )
  connection.onDocumentHighlight(
    answer(params =>
      at(params, ({ path, index }, offset) => service.highlights(path, offset).map(span => ({ range: rangeIn(index, span) }))),
    ),
  )
  connection.onDocumentSymbol(
    answer(({ textDocument }) =>
      of(textDocument, ({ path, index }) => {
        const items = service.outline(path)
        return abilities().hierarchy ? toldOutline(items, index) : flatOutline(items, index, textDocument.uri)
      }),
    ),
  )
  connection.onWorkspaceSymbol(
    answer(({ query }) =>
      service
        .workspaceSymbols(typeof query === 'string' ? query : '')
        .slice(0, MOST_SYMBOLS)
        .map(symbol => ({
          name: symbol.label === '' ? '…' : symbol.label,
          kind: symbolKinds[symbol.kind],
          location: { uri: uris.uri(symbol.file), range: positions.range(symbol.file, symbol) },
        })),
    ),
  )
  connection.onFoldingRanges(
    answer(({ textDocument }) => of(textDocument, ({ path, index }) => toldFoldings(service.foldings(path), index))),
  )
  connection.onSelectionRanges(
    answer(({ textDocument, positions: wanted }) =>
      of(textDocument, ({ path, index }) =>
        wanted.map(position => {
          const offset = offsetIn(index, position)
          return toldSelection(service.selections(path, offset), index, offset)
        }),
      ),
    ),
  )
  connection.onDocumentLinks(
    answer(({ textDocument }) =>
      of(textDocument, ({ path, index }) =>
        service.links(path).map(link => ({ range: rangeIn(index, link), target: uris.uri(link.path) })),
      ),
    ),
  )
  connection.languages.inlayHint.on(
    answer(({ textDocument, range }) =>
      settings().inlayHints
        ? of(textDocument, ({ path, index }) =>
            service.inlayHints(path, spanIn(index, range)).map(({ offset, label, kind }) => {
              const { line, column } = index.position(offset)
              // A parameter's name stands before its argument, the others behind what they tell of.
              return kind === 'parameter'
                ? {
                    position: { line, character: column },
                    label: say(label, settings()),
                    kind: InlayHintKind.Parameter,
                    paddingRight: true,
                  }
                : { position: { line, character: column }, label: say(label, settings()), paddingLeft: true }
            }),
          )
        : [],
    ),
  )
  answerTokens(connection, session, answer, of)

  connection.onCodeLens(
    answer(async ({ textDocument }, token) => {
      if (!settings().codeLens) return []
      // They need the machine, which takes longer than a keystroke may.
      while (!(await publisher.quiet())) {
        if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
        await new Promise(resolve => setTimeout(resolve, 10))
      }
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')
      return of(textDocument, ({ path, index }) => codeLenses(session, path, index)) ?? []
    }),
  )
}

/** Whole texts' colours are kept for the file that was asked for last: of that one only what has changed is told. */
function answerTokens(
  connection: Connection,
  { service, positions }: Session,
  answer: Answer,
  of: <R>(document: TextDocumentIdentifier, then: (file: Asked) => R) => R | null,
): void {
  let number = 0
  const known = new Map<string, { readonly id: string; readonly data: readonly number[] }>()
  const whole = (path: string, data: number[]): SemanticTokens => {
    const id = `${++number}`
    // The file that was asked for last is the last of the map.
    known.delete(path)
    known.set(path, { id, data })
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KEPT) break
      known.delete(oldest)
    }
    return { resultId: id, data }
  }
  connection.languages.semanticTokens.on(
    answer(
      ({ textDocument }) =>
        of(textDocument, ({ path, index }) => whole(path, tokenNumbers(service.semanticTokens(path), index))) ?? { data: [] },
    ),
  )
  connection.languages.semanticTokens.onDelta(
    answer(
      ({ textDocument, previousResultId }) =>
        of(textDocument, ({ path, index }) => {
          const before = known.get(path)
          const now = whole(path, tokenNumbers(service.semanticTokens(path), index))
          if (before?.id !== previousResultId || now.resultId === undefined) return now
          return { resultId: now.resultId, edits: tokenEdits(before.data, now.data) }
        }) ?? { data: [] },
    ),
  )
  connection.languages.semanticTokens.onRange(
    answer(
      ({ textDocument, range }) =>
        of(textDocument, ({ path, index }) => {
          const span = positions.span(path, range) ?? { start: 0, end: 0 }
          const inside = service.semanticTokens(path).filter(one => one.start < span.end && one.end > span.start)
          return { data: tokenNumbers(inside, index) }
        }) ?? { data: [] },
    ),
  )
}

/** Files whose last colours are kept. */
const MOST_KEPT = 20
