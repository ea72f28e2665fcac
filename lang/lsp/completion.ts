// Completion as the protocol has it. What is shown beside a label comes with the list, what is read of one item when it is asked for.
import { CompletionItemKind, InsertTextFormat, MarkupKind, type CompletionItem as Told } from 'vscode-languageserver'
import type { CompletionItem, CompletionKind } from '../service/index.ts'
import type { Range, TextEdit } from 'vscode-languageserver'
import type { Edit } from '../diagnostics/diagnostic.ts'
import { say, type Abilities, type Settings } from './settings.ts'

const kinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  sign: CompletionItemKind.Operator,
  value: CompletionItemKind.Value,
  menu: CompletionItemKind.Class,
  flow: CompletionItemKind.Function,
  prompt: CompletionItemKind.Text,
  type: CompletionItemKind.Struct,
  service: CompletionItemKind.Module,
  operation: CompletionItemKind.Method,
  outcome: CompletionItemKind.Event,
  hours: CompletionItemKind.Unit,
  queue: CompletionItemKind.Interface,
  setting: CompletionItemKind.Property,
  remember: CompletionItemKind.Variable,
  local: CompletionItemKind.Variable,
  level: CompletionItemKind.EnumMember,
  choice: CompletionItemKind.EnumMember,
  field: CompletionItemKind.Field,
  parameter: CompletionItemKind.Property,
  language: CompletionItemKind.Constant,
  zone: CompletionItemKind.Constant,
  key: CompletionItemKind.Value,
  form: CompletionItemKind.Keyword,
  file: CompletionItemKind.File,
  snippet: CompletionItemKind.Snippet,
  script: CompletionItemKind.Snippet,
}

/** `${1:name}` → `name`, `$0` → ``, `\$` → `$`. */
export const plainOfSnippet = (snippet: string): string =>
  snippet.replace(
    /\\([\\$}])|\$\{\d+:((?:\\[\\$}]|[^}\\])*)\}|\$\{\d+\}|\$\d+/g,
    (_, escaped: string | undefined, inner: string | undefined) => escaped ?? (inner ?? '').replace(/\\([\\$}])/g, '$1'),
  )

export interface CompletionData {
  readonly list: number
  readonly at: number
}

export interface Completions {
  readonly list: (
    items: readonly CompletionItem[],
    rangeOf: (item: CompletionItem) => Range,
    editsOf: (edits: readonly Edit[]) => TextEdit[],
    settings: Settings,
    abilities: Abilities,
  ) => Told[]
  /** The item with its documentation, where its list is the last that was given. */
  readonly resolve: (item: Told, settings: Settings) => Told
}

export function createCompletions(): Completions {
  let number = 0
  let last: readonly CompletionItem[] = []
  return {
    list: (items, rangeOf, editsOf, settings, abilities) => {
      last = items
      number++
      return items.map((item, at) => {
        const snippet = item.snippet && abilities.snippets
        const newText = item.snippet && !snippet ? plainOfSnippet(item.insert) : item.insert
        const data: CompletionData = { list: number, at }
        return {
          label: item.label,
          kind: kinds[item.kind],
          sortText: item.sort,
          textEdit: { range: rangeOf(item), newText },
          ...(snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
          ...(item.detail ? { detail: say(item.detail, settings) } : {}),
          ...(item.edits ? { additionalTextEdits: editsOf(item.edits) } : {}),
          ...(item.documentation ? { data } : {}),
        }
      })
    },
    resolve: (item, settings) => {
      const data = item.data as Partial<CompletionData> | undefined
      const found = data?.list === number && typeof data.at === 'number' ? last[data.at] : undefined
      if (!found?.documentation) return item
      return { ...item, documentation: { kind: MarkupKind.Markdown, value: say(found.documentation, settings) } }
    },
  }
}
