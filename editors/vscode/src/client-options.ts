// What both clients, that on a desktop and that in a browser, tell the language server.
import * as vscode from 'vscode'
import type { LanguageClientOptions } from 'vscode-languageclient'

/** What the server is set to; sent again when a setting changes. */
export function serverSettings(): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration('callwright')
  const language = settings.get<string>('language', 'auto')
  return {
    language: language === 'auto' ? vscode.env.language : language,
    codeLens: settings.get('codeLens', true),
    inlayHints: settings.get('inlayHints', true),
    // In a folder that is not trusted nothing is run, not even a simulated call.
    coverage: vscode.workspace.isTrusted && settings.get('coverage', true),
    format: { width: settings.get('format.width', 120) },
  }
}

/**
 * Files of the folders, whatever holds them (in a page that is no disk), and new ones. What a difference shows of an older state (`git:`) is none of the
 * workspace: it would be one more program of it, with the same names, and renaming would edit it.
 */
const schemes = (): ReadonlySet<string> =>
  new Set(['file', 'untitled', ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme)])

/** `commands` are those of the extension that code lenses may name. */
export const clientOptions = (commands: readonly string[]): LanguageClientOptions => ({
  documentSelector: [...schemes()].flatMap(scheme => ['ivr', 'dtmf'].map(language => ({ language, scheme }))),
  diagnosticCollectionName: 'callwright',
  initializationOptions: { ...serverSettings(), commands },
})

/** Tells the server of changed settings for as long as it lives. */
export const followSettings = (client: {
  readonly sendNotification: (method: string, params: unknown) => Promise<void>
}): vscode.Disposable => {
  const tell = (): void => void client.sendNotification('workspace/didChangeConfiguration', { settings: { callwright: serverSettings() } })
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('callwright')) tell()
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(tell),
  )
}

/** The scripts that go through a place, to choose one from. */
export async function openScript(
  scripts: readonly { readonly uri: string; readonly title: string; readonly line?: number }[],
): Promise<void> {
  const items = scripts.map(script => ({
    label: script.title,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(script.uri)),
    script,
  }))
  const chosen = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items)
  if (!chosen) return
  const at = new vscode.Position(chosen.script.line ?? 0, 0)
  await vscode.window.showTextDocument(vscode.Uri.parse(chosen.script.uri), { selection: new vscode.Range(at, at) })
}
