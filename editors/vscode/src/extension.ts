// The extension on a desktop: the language server in a process of its own, and commands that run `callwright`.
import * as vscode from 'vscode'
import { LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { clientOptions, followSettings, openScript } from './client-options.ts'
import { dial } from './dial.ts'
import { showGraph } from './graph.ts'
import { showPromptsStatus } from './prompts.ts'
import { createScriptTests, type ScriptTests } from './script-tests.ts'

let client: LanguageClient | undefined

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.js')
  const server = { module, transport: TransportKind.stdio }
  client = new LanguageClient(
    'callwright',
    'Callwright',
    { run: server, debug: server },
    clientOptions(['callwright.dial', 'callwright.openScript']),
  )
  const trusted = (run: () => unknown) => (): unknown =>
    vscode.workspace.isTrusted ? run() : vscode.window.showWarningMessage(vscode.l10n.t('Nothing is run in a folder that is not trusted.'))
  const register = (command: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`callwright.${command}`, run)
  context.subscriptions.push(
    followSettings(client),
    register('dial', (given?: Parameters<typeof dial>[0]) => trusted(() => dial(given))()),
    register('showGraph', trusted(showGraph)),
    register('promptsStatus', trusted(showPromptsStatus)),
    register('openScript', openScript),
    register('restartServer', () => client?.restart()),
  )
  // Scripts are found by running `callwright`, so only where that is trusted.
  let tests: ScriptTests | undefined
  const startTests = (): void => void context.subscriptions.push((tests = createScriptTests()))
  const runScript = trusted(() => tests?.runAtCursor())
  context.subscriptions.push(register('runScript', runScript))
  // Commands that run something are offered where this is set. The workbench may be a browser's all the same.
  void vscode.commands.executeCommand('setContext', 'callwright.runs', true)
  if (vscode.workspace.isTrusted) startTests()
  else context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(startTests))
  await client.start()
}

export const deactivate = async (): Promise<void> => client?.stop()
