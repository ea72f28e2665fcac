// What only looks at the text: what a name is, where it is declared and used, how the file is built.
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  MarkupContent,
  SelectionRange,
} from 'vscode-languageserver'
import { OURS, shownLocations, shownRange, toldPosition, type Asking } from '../asking.ts'
import * as monaco from '../monaco.ts'

export function provideReading({ ask, models }: Asking): void {
  const { languages } = monaco
  languages.registerHoverProvider(OURS, {
    provideHover: async (model, position, token) => {
      const hover = await ask<Hover>('textDocument/hover', model, { position: toldPosition(position) }, token)
      if (!hover) return null
      const { value } = hover.contents as MarkupContent
      // Neither HTML nor commands: names and texts of a stranger's project stand in it.
      return {
        contents: [{ value: withoutTags(value), isTrusted: false, supportHtml: false }],
        ...(hover.range ? { range: shownRange(hover.range) } : {}),
      }
    },
  })
  languages.registerDefinitionProvider(OURS, {
    provideDefinition: async (model, position, token) =>
      shownLocations(models, await ask<readonly Location[]>('textDocument/definition', model, { position: toldPosition(position) }, token)),
  })
  languages.registerReferenceProvider(OURS, {
    provideReferences: async (model, position, { includeDeclaration }, token) =>
      shownLocations(
        models,
        await ask<readonly Location[]>(
          'textDocument/references',
          model,
          { position: toldPosition(position), context: { includeDeclaration } },
          token,
        ),
      ),
  })
  languages.registerDocumentHighlightProvider(OURS, {
    provideDocumentHighlights: async (model, position, token) =>
      (await ask<readonly DocumentHighlight[]>('textDocument/documentHighlight', model, { position: toldPosition(position) }, token))?.map(
        ({ range }) => ({ range: shownRange(range) }),
      ) ?? [],
  })
  languages.registerDocumentSymbolProvider(OURS, {
    provideDocumentSymbols: async (model, token) =>
      (await ask<readonly DocumentSymbol[]>('textDocument/documentSymbol', model, {}, token))?.map(shownSymbol) ?? [],
  })
  languages.registerFoldingRangeProvider(OURS, {
    provideFoldingRanges: async (model, _, token) =>
      (await ask<readonly FoldingRange[]>('textDocument/foldingRange', model, {}, token))?.map(({ startLine, endLine, kind }) => ({
        start: startLine + 1,
        end: endLine + 1,
        ...(kind === undefined ? {} : { kind: new languages.FoldingRangeKind(kind) }),
      })) ?? [],
  })
  languages.registerSelectionRangeProvider(OURS, {
    provideSelectionRanges: async (model, positions, token) =>
      (await ask<readonly SelectionRange[]>('textDocument/selectionRange', model, { positions: positions.map(toldPosition) }, token))?.map(
        innermost => {
          const ranges: monaco.languages.SelectionRange[] = []
          for (let one: SelectionRange | undefined = innermost; one; one = one.parent) ranges.push({ range: shownRange(one.range) })
          return ranges
        },
      ) ?? [],
  })
  languages.registerLinkProvider(OURS, {
    provideLinks: async (model, token) => ({
      links:
        (await ask<readonly DocumentLink[]>('textDocument/documentLink', model, {}, token))?.flatMap(({ range, target }) => {
          const found = target === undefined ? null : models.at(target)
          return found ? [{ range: shownRange(range), url: found.uri }] : []
        }) ?? [],
    }),
  })
}

/** Monaco leaves tags out; they are words of whoever wrote them, and shown as such. In code they stand as they are. */
const withoutTags = (markdown: string): string =>
  markdown
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('')

const shownSymbol = ({
  name,
  detail = '',
  kind,
  range,
  selectionRange,
  children = [],
}: DocumentSymbol): monaco.languages.DocumentSymbol => ({
  name,
  detail,
  // Monaco counts from 0, the protocol from 1.
  kind: kind - 1,
  tags: [],
  range: shownRange(range),
  selectionRange: shownRange(selectionRange),
  // The server tells no more than twenty levels.
  children: children.map(shownSymbol),
})
