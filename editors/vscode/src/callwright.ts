// Running `callwright` for the commands of the editor.
import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import * as vscode from 'vscode'
import { findLaunch, type Launch, type LookIn } from './launch.ts'

const look: LookIn = {
  isFile: path => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
  read: path => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  },
}

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The folder in which a file's commands run: that of the workspace, else its own. */
export const folderOf = (uri: vscode.Uri): string => vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath)

export function launchIn(folder: string): Launch {
  const settings = vscode.workspace.getConfiguration('callwright', vscode.Uri.file(folder))
  const folders = [folder, ...(vscode.workspace.workspaceFolders ?? []).map(each => each.uri.fsPath)]
  return findLaunch({ path: settings.get('path', ''), node: settings.get('node', 'node') }, [...new Set(folders)], look)
}

/** `zh` or `en`: what is set, else the editor's language. */
export function messageLanguage(): 'en' | 'zh' {
  const set = vscode.workspace.getConfiguration('callwright').get<string>('language', 'auto')
  return set === 'en' || set === 'zh' ? set : vscode.env.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Runs to its end. Says so and gives null where it cannot be started, or was cancelled. */
export function run(folder: string, args: readonly string[], cancelled?: vscode.CancellationToken): Promise<Ran | null> {
  const { command, before } = launchIn(folder)
  return new Promise(resolve => {
    const child = spawn(command, [...before, ...args, '--lang', messageLanguage()], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    const stop = cancelled?.onCancellationRequested(() => child.kill())
    child.on('error', error => {
      stop?.dispose()
      void sayMissing(command, error.message)
      resolve(null)
    })
    child.on('close', status => {
      stop?.dispose()
      const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8')
      resolve(cancelled?.isCancellationRequested === true ? null : { status, stdout: text(out), stderr: text(err) })
    })
  })
}

async function sayMissing(command: string, why: string): Promise<void> {
  const set = vscode.l10n.t('Set the Path')
  const said = vscode.l10n.t('“{0}” could not be started ({1}). Install it with “npm i -D callwright”, or say where it is.', command, why)
  if ((await vscode.window.showErrorMessage(said, set)) === set) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'callwright.path')
  }
}

/** The object that a command wrote, or null where it wrote none: then what it said is shown. */
export function parsed<T>(ran: Ran | null): T | null {
  if (!ran) return null
  try {
    const value = JSON.parse(ran.stdout) as T | { readonly refused: { readonly message: string } }
    if (typeof value === 'object' && value !== null && 'refused' in value) {
      void vscode.window.showErrorMessage(value.refused.message)
      return null
    }
    return value as T
  } catch {
    const said = (ran.stderr || ran.stdout).trim().split('\n').at(-1)
    void vscode.window.showErrorMessage(
      said === undefined || said === '' ? vscode.l10n.t('Callwright said nothing that could be read.') : said,
    )
    return null
  }
}
