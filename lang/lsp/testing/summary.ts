// Answers in a few words, without what is of one machine, so that a recording can be read and compared.
import { createHash } from 'node:crypto'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

interface Range {
  readonly start: { readonly line: number; readonly character: number }
  readonly end: { readonly line: number; readonly character: number }
}

const place = ({ start, end }: Range): string =>
  start.line === end.line
    ? `${start.line}:${start.character}-${end.character}`
    : `${start.line}:${start.character}-${end.line}:${end.character}`
const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)

interface Edit {
  readonly range: Range
  readonly newText: string
}
interface WorkspaceEdit {
  readonly changes?: Readonly<Record<string, readonly Edit[]>>
  readonly documentChanges?: readonly { readonly textDocument: { readonly uri: string }; readonly edits: readonly Edit[] }[]
}
const edits = (found: readonly Edit[]): readonly string[] => found.map(({ range, newText }) => `${place(range)} ${newText}`)

/** File → edits. */
export function editsOf(edit: WorkspaceEdit): ReadonlyMap<string, readonly Edit[]> {
  return new Map([
    ...Object.entries(edit.changes ?? {}),
    ...(edit.documentChanges ?? []).map(one => [one.textDocument.uri, one.edits] as const),
  ])
}

/** Labels shown of a list; the rest is counted. */
const SHOWN = 30

/** What a request was answered with. */
export function summary(method: string, result: unknown): Json {
  if (result === null || result === undefined) return null
  switch (method) {
    case 'textDocument/completion': {
      const items = result as readonly { readonly label: string; readonly sortText?: string }[]
      const labels = items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1)).map(item => item.label)
      return labels.length > SHOWN ? [...labels.slice(0, SHOWN), `… ${labels.length - SHOWN} more`] : labels
    }
    case 'textDocument/hover':
      return (result as { readonly contents: { readonly value: string } }).contents.value
    case 'textDocument/definition':
    case 'textDocument/references':
      return (result as readonly { readonly uri: string; readonly range: Range }[]).map(one => `${one.uri} ${place(one.range)}`).sort()
    case 'textDocument/documentHighlight':
      return (result as readonly { readonly range: Range }[]).map(one => place(one.range))
    case 'textDocument/rename':
      return Object.fromEntries([...editsOf(result as WorkspaceEdit)].sort().map(([uri, found]) => [uri, edits(found)]))
    case 'textDocument/formatting':
      return edits(result as readonly Edit[])
    case 'textDocument/codeAction':
      return (result as readonly { readonly title: string; readonly edit: WorkspaceEdit }[]).map(({ title, edit }) => ({
        title,
        edits: [...editsOf(edit)].flatMap(([, found]) => edits(found)),
      }))
    case 'textDocument/codeLens':
      return (result as readonly { readonly range: Range; readonly command: { readonly title: string } }[]).map(
        one => `${one.range.start.line} ${one.command.title}`,
      )
    case 'textDocument/documentSymbol':
      return (result as readonly { readonly name: string; readonly children?: readonly unknown[] }[]).map(
        one => `${one.name}${one.children ? ` (${one.children.length})` : ''}`,
      )
    case 'workspace/symbol':
      return (result as readonly { readonly name: string; readonly location: { readonly uri: string } }[])
        .map(one => `${one.name} ${one.location.uri}`)
        .sort()
    case 'textDocument/foldingRange':
      return (result as readonly { readonly startLine: number; readonly endLine: number }[])
        .map(one => `${one.startLine}-${one.endLine}`)
        .join(' ')
    case 'textDocument/semanticTokens/full': {
      const { data } = result as { readonly data: readonly number[] }
      return `${data.length / 5} tokens ${hash(data)}`
    }
    case 'textDocument/inlayHint':
      return (result as readonly { readonly position: { readonly line: number }; readonly label: string }[]).map(
        one => `${one.position.line} ${one.label}`,
      )
    case 'textDocument/documentLink':
      return (result as readonly { readonly range: Range; readonly target: string }[]).map(one => `${one.range.start.line} ${one.target}`)
    default:
      return result as Json
  }
}

/** Findings of all files that have any. */
export function findingsOf(
  diagnostics: ReadonlyMap<
    string,
    { readonly found: readonly { readonly range: Range; readonly code?: unknown; readonly message: unknown }[] }
  >,
): Json {
  return Object.fromEntries(
    [...diagnostics]
      .filter(([, { found }]) => found.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([uri, { found }]) => [uri, found.map(one => `${place(one.range)} ${String(one.code)} ${String(one.message)}`)]),
  )
}
