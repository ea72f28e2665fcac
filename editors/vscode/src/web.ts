// The extension in a browser: the language server in a worker, which is given the files.
import * as vscode from 'vscode'
import { LanguageClient } from 'vscode-languageclient/browser'
import { clientOptions, followSettings, openScript } from './client-options.ts'

const FILES = '**/*.{ivr,dtmf,json,csv,txt}'
/** Larger files are not sent, bytes: a script's tables and a program's texts are smaller. */
const LARGEST = 1_000_000
/** Files at a time. */
const AT_ONCE = 50

/** What a browser's own types would say of it. */
declare const Worker: new (url: string) => ConstructorParameters<typeof LanguageClient>[2] & object

let client: LanguageClient | undefined

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const worker = new Worker(vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').toString(true))
  const started = (client = new LanguageClient('callwright', 'Callwright', worker, clientOptions(['callwright.openScript'])))
  await started.start()
  const send = async (uris: readonly vscode.Uri[]): Promise<void> => {
    const files = await Promise.all(uris.map(async uri => ({ uri: uri.toString(), text: await textOf(uri) })))
    await started.sendNotification('callwright/files', { files })
  }
  const sendAll = async (): Promise<void> => {
    const all = await vscode.workspace.findFiles(FILES, '**/{node_modules,dist}/**')
    for (let at = 0; at < all.length; at += AT_ONCE) await send(all.slice(at, at + AT_ONCE))
  }
  const watcher = vscode.workspace.createFileSystemWatcher(FILES)
  const changed = (uri: vscode.Uri): void => void send([uri])
  context.subscriptions.push(
    followSettings(started),
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
    vscode.commands.registerCommand('callwright.openScript', openScript),
    vscode.commands.registerCommand('callwright.restartServer', async () => {
      await started.stop()
      await started.start()
      await sendAll()
    }),
  )
  await sendAll()
}

/** Null where there is no such file, or it is no text. */
async function textOf(uri: vscode.Uri): Promise<string | null> {
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST) return null
    return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri))
  } catch {
    return null
  }
}

export const deactivate = async (): Promise<void> => client?.stop()
