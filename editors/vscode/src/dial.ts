// A telephone in a terminal, at the place under the cursor.
import { relative } from 'node:path'
import * as vscode from 'vscode'
import { folderOf, launchIn, messageLanguage } from './callwright.ts'
import { pressable } from './keys.ts'
import { quoted } from './launch.ts'
import { placeAt, type DialledPlace } from './server-commands.ts'

export async function dial(given?: DialledPlace): Promise<void> {
  if (given) return dialPlace(given)
  const editor = vscode.window.activeTextEditor
  if (!editor) return
  const { document, selection } = editor
  await document.save()
  if (document.languageId === 'dtmf') {
    const folder = folderOf(document.uri)
    return openTerminal(folder, ['dial', '--at', `${relative(folder, document.uri.fsPath)}:${selection.active.line + 1}`])
  }
  const place = await placeAt(document, selection.active)
  if (place) return dialPlace(place)
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no menu or flow at the cursor that a caller can get to.'))
}

function dialPlace({ entry, place, number, keys }: DialledPlace): void {
  const program = vscode.Uri.parse(entry)
  const folder = folderOf(program)
  const { first, rest } = pressable(keys)
  if (rest.length > 0) {
    const way = rest.map(key => (key === '…' ? vscode.l10n.t('wait') : key)).join(' ')
    void vscode.window.showInformationMessage(vscode.l10n.t('From there on the way to “{0}” is yours: {1}', place, way))
  }
  const dialled = number === undefined ? [] : ['--to', number]
  openTerminal(folder, ['dial', relative(folder, program.fsPath), ...dialled, ...(first === '' ? [] : ['--press', first])])
}

/** One telephone: who dials again has hung up. */
let telephone: vscode.Terminal | undefined

function openTerminal(folder: string, args: readonly string[]): void {
  const { command, before } = launchIn(folder)
  telephone?.dispose()
  telephone = vscode.window.createTerminal({
    name: vscode.l10n.t('Telephone'),
    cwd: folder,
    iconPath: new vscode.ThemeIcon('call-outgoing'),
  })
  telephone.show()
  // In a shell, so that what it said is still there when the call is over.
  telephone.sendText([command, ...before, ...args, '--lang', messageLanguage()].map(quoted).join(' '))
}
