// The program's places and keys as a picture, beside the text. One for each program, drawn anew when its files are saved.
import { randomUUID } from 'node:crypto'
import { dirname, relative } from 'node:path'
import * as vscode from 'vscode'
import { folderOf, run } from './callwright.ts'
import { picturePage } from './picture-page.ts'
import { placeAt, programOf } from './server-commands.ts'

/** What is open, by the URI of the program. */
const panels = new Map<string, vscode.WebviewPanel>()
/** Files that are saved together are one change, ms. */
const SETTLED = 200

export async function showGraph(): Promise<void> {
  const editor = vscode.window.activeTextEditor
  if (!editor) return
  const { document, selection } = editor
  await document.save()
  const entry = await programOf(document.uri)
  const program = entry === null ? document.uri : vscode.Uri.parse(entry)
  const shown = vscode.workspace.asRelativePath(program)
  const drawn = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Drawing {0}', shown) },
    () => draw(program),
  )
  if (!drawn) return
  if ('problem' in drawn) {
    return sayProblem(drawn.problem === '' ? vscode.l10n.t('{0} could not be drawn.', shown) : drawn.problem)
  }
  const place = (await placeAt(document, selection.active))?.place ?? null
  const panel = panels.get(program.toString()) ?? openPanel(program, shown)
  panel.webview.html = pageOf(drawn.svg, panel.title, place)
  if (!panel.visible) panel.reveal(undefined, true)
}

const pageOf = (svg: string, title: string, place: string | null): string =>
  picturePage({
    svg,
    title,
    place,
    nonce: randomUUID(),
    words: {
      smaller: vscode.l10n.t('Smaller'),
      larger: vscode.l10n.t('Larger'),
      whole: vscode.l10n.t('All of It'),
      hint: vscode.l10n.t('Drag to move. Ctrl and the wheel make it larger. A double click goes to the text.'),
    },
  })

/** Null where `callwright` could not be started, which was said. */
async function draw(program: vscode.Uri): Promise<{ readonly svg: string } | { readonly problem: string } | null> {
  const folder = folderOf(program)
  const ran = await run(folder, ['graph', relative(folder, program.fsPath), '--format', 'svg'])
  if (!ran) return null
  const start = ran.stdout.indexOf('<svg')
  return ran.status === 0 && start >= 0 ? { svg: ran.stdout.slice(start) } : { problem: (ran.stderr || ran.stdout).trim() }
}

/** The first finding in one line; the rest stands among the problems. */
async function sayProblem(said: string): Promise<void> {
  const problems = vscode.l10n.t('Show Problems')
  if ((await vscode.window.showErrorMessage(said.split('\n')[0] ?? said, problems)) === problems) {
    await vscode.commands.executeCommand('workbench.actions.view.problems')
  }
}

function openPanel(program: vscode.Uri, shown: string): vscode.WebviewPanel {
  const panel = vscode.window.createWebviewPanel(
    'callwright.graph',
    vscode.l10n.t('Graph of {0}', shown),
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [] },
  )
  panels.set(program.toString(), panel)
  let waiting: ReturnType<typeof setTimeout> | undefined
  const redraw = async (): Promise<void> => {
    const drawn = await draw(program)
    // While it does not compile the last picture stays: what is wrong stands in the text.
    if (drawn && 'svg' in drawn && panels.get(program.toString()) === panel) panel.webview.html = pageOf(drawn.svg, panel.title, null)
  }
  const saving = vscode.workspace.onDidSaveTextDocument(({ languageId }) => {
    if (languageId !== 'ivr' || !panel.visible) return
    clearTimeout(waiting)
    waiting = setTimeout(() => void redraw(), SETTLED)
  })
  panel.webview.onDidReceiveMessage((message: { readonly place?: string; readonly file?: string }) => {
    if (typeof message.place === 'string' && typeof message.file === 'string') void goTo(program, message.place, message.file)
  })
  panel.onDidDispose(() => {
    clearTimeout(waiting)
    saving.dispose()
    panels.delete(program.toString())
  })
  return panel
}

/** `file` as the picture names it, from the program's folder. */
async function goTo(program: vscode.Uri, place: string, file: string): Promise<void> {
  const uri = vscode.Uri.joinPath(program.with({ path: dirname(program.path) }), file)
  const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  )
  const found = symbols?.find(symbol => symbol.name === place)
  if (!found) return
  const at = found.selectionRange.start
  await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(at, at) })
}
