import type { CompletionItem, MarkupContent, TextEdit } from 'vscode-languageserver'
import { OURS, shownRange, toldPosition, type Asking } from '../asking.ts'
import * as monaco from '../monaco.ts'

const Kind = monaco.languages.CompletionItemKind
/** By the protocol's number, from 1. */
const KINDS: readonly monaco.languages.CompletionItemKind[] = [
  ...[Kind.Text, Kind.Method, Kind.Function, Kind.Constructor, Kind.Field, Kind.Variable, Kind.Class, Kind.Interface, Kind.Module],
  ...[Kind.Property, Kind.Unit, Kind.Value, Kind.Enum, Kind.Keyword, Kind.Snippet, Kind.Color, Kind.File, Kind.Reference, Kind.Folder],
  ...[Kind.EnumMember, Kind.Constant, Kind.Struct, Kind.Event, Kind.Operator, Kind.TypeParameter],
]

type Shown = monaco.languages.CompletionItem & { readonly told: CompletionItem }

export function provideCompletion({ ask, editor }: Asking): void {
  monaco.languages.registerCompletionItemProvider(OURS, {
    triggerCharacters: ['.', '"', '/', '>', ' '],
    provideCompletionItems: async (model, position, { triggerKind, triggerCharacter }, token) => {
      // The protocol counts the kinds from 1.
      const context = { triggerKind: triggerKind + 1, ...(triggerCharacter === undefined ? {} : { triggerCharacter }) }
      const asked = { position: toldPosition(position), context }
      const items = await ask<readonly CompletionItem[]>('textDocument/completion', model, asked, token)
      return { suggestions: (items ?? []).map(shown) }
    },
    resolveCompletionItem: async item => {
      const { told } = item as Shown
      if (told.data === undefined) return item
      const full = await editor.client.request<CompletionItem>('completionItem/resolve', told).catch(() => null)
      const documentation = full?.documentation as MarkupContent | undefined
      return documentation === undefined ? item : { ...item, documentation: { value: documentation.value } }
    },
  })
}

function shown(told: CompletionItem): Shown {
  const { range, newText } = told.textEdit as TextEdit
  return {
    told,
    label: told.label,
    kind: KINDS[(told.kind ?? 1) - 1] ?? Kind.Text,
    insertText: newText,
    range: shownRange(range),
    ...(told.sortText === undefined ? {} : { sortText: told.sortText }),
    ...(told.detail === undefined ? {} : { detail: told.detail }),
    ...(told.insertTextFormat === 2 ? { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet } : {}),
  }
}
