// How it stands with the recordings.
import { relative } from 'node:path'
import * as vscode from 'vscode'
import { folderOf, run } from './callwright.ts'
import { programOf } from './server-commands.ts'

let output: vscode.OutputChannel | undefined

export async function showPromptsStatus(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document
  const entry = document?.languageId === 'ivr' ? await programOf(document.uri) : null
  const program = entry === null ? null : vscode.Uri.parse(entry)
  const folder = program ? folderOf(program) : (vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? null)
  if (folder === null) return
  const ran = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking at the recordings') },
    () => run(folder, ['prompts', 'status', ...(program ? [relative(folder, program.fsPath)] : [])]),
  )
  if (!ran) return
  output ??= vscode.window.createOutputChannel(vscode.l10n.t('Callwright Prompts'))
  output.replace(`${ran.stdout}${ran.stderr}`)
  output.show(true)
}
