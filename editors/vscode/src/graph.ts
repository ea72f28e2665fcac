// The program's places and keys as a picture, beside the text.
import { relative } from 'node:path'
import * as vscode from 'vscode'
import { folderOf, run } from './callwright.ts'
import { picturePage } from './picture-page.ts'
import { programOf } from './server-commands.ts'

export async function showGraph(): Promise<void> {
  const editor = vscode.window.activeTextEditor
  if (!editor) return
  await editor.document.save()
  const entry = await programOf(editor.document.uri)
  const program = entry === null ? editor.document.uri : vscode.Uri.parse(entry)
  const folder = folderOf(program)
  const shown = relative(folder, program.fsPath)
  const ran = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Drawing {0}', shown) },
    () => run(folder, ['graph', shown, '--format', 'svg']),
  )
  if (!ran) return
  const start = ran.stdout.indexOf('<svg')
  if (ran.status !== 0 || start < 0) {
    const said = (ran.stderr || ran.stdout).trim()
    void vscode.window.showErrorMessage(said === '' ? vscode.l10n.t('{0} could not be drawn.', shown) : said)
    return
  }
  const panel = vscode.window.createWebviewPanel('callwright.graph', shown, vscode.ViewColumn.Beside, { enableScripts: false })
  panel.webview.html = picturePage(ran.stdout.slice(start), shown)
}
