// The quick fixes of all findings, asked for when the findings have stood for a moment: one question a file.
import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { CodeAction, Diagnostic } from 'vscode-languageserver'
import type { WorkspaceEdit } from 'vscode-languageserver'
import { keyOf } from './findings.ts'
import type { LanguageClient } from './language/client.ts'
import { uriOf } from './language/uris.ts'

export interface Fix {
  readonly title: string
  readonly edit: WorkspaceEdit
}

/** By the key of the finding. */
export type Fixes = ReadonlyMap<string, readonly Fix[]>

/** ms */
const STANDING = 250
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 0x7fffffff, character: 0 } }

export function createFixes(client: LanguageClient): ReadonlySignal<Fixes> {
  const fixes = signal<Fixes>(new Map())
  effect(() => {
    const findings = client.findings.value
    // Edits of another text would spoil this one.
    if (fixes.peek().size > 0) fixes.value = new Map()
    const controller = new AbortController()
    const ask = async (): Promise<void> => {
      const found = await Promise.all([...findings].map(([path, told]) => fixesOf(client, path, told, controller.signal)))
      if (!controller.signal.aborted) fixes.value = new Map(found.flat())
    }
    const timer = setTimeout(() => void ask(), STANDING)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  })
  return fixes
}

async function fixesOf(
  client: LanguageClient,
  path: string,
  diagnostics: readonly Diagnostic[],
  abort: AbortSignal,
): Promise<readonly (readonly [string, readonly Fix[]])[]> {
  const params = { textDocument: { uri: uriOf(path) }, range: WHOLE, context: { diagnostics, only: ['quickfix'] } }
  const actions = await client.request<readonly CodeAction[]>('textDocument/codeAction', params, abort).catch(() => null)
  const byFinding = new Map<string, Fix[]>()
  for (const { title, edit, diagnostics: about } of actions ?? []) {
    for (const one of about ?? []) {
      const key = keyOf(path, one)
      const known = byFinding.get(key)
      if (edit === undefined) continue
      if (known) known.push({ title, edit })
      else byFinding.set(key, [{ title, edit }])
    }
  }
  return [...byFinding]
}
