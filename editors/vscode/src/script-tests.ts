// Scripts in the Test Explorer: listed and run by `callwright test`.
import { isAbsolute, relative } from 'node:path'
import * as vscode from 'vscode'
import { folderOf, parsed, run } from './callwright.ts'
import { scriptTests, verdicts, type ListedRun, type TestOutput } from './test-results.ts'

/** After the last change of a script it is listed again. */
const SETTLED = 300

export interface ScriptTests extends vscode.Disposable {
  /** Runs the script around the cursor. */
  readonly runAtCursor: () => Promise<void>
}

export function createScriptTests(): ScriptTests {
  const controller = vscode.tests.createTestController('callwright', 'Callwright')
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.dtmf')
  const fileId = (uri: vscode.Uri): string => uri.toString()
  const waiting = new Map<string, ReturnType<typeof setTimeout>>()

  const fileItem = (uri: vscode.Uri): vscode.TestItem => {
    let item = controller.items.get(fileId(uri))
    if (!item) {
      item = controller.createTestItem(fileId(uri), vscode.workspace.asRelativePath(uri), uri)
      item.canResolveChildren = true
      controller.items.add(item)
    }
    return item
  }

  /** Runs by the id that `callwright test` gives them. */
  const fill = async (item: vscode.TestItem): Promise<void> => {
    const { uri } = item
    if (!uri) return
    item.busy = true
    const folder = folderOf(uri)
    const ran = await run(folder, ['test', '--list', '--json', relative(folder, uri.fsPath)])
    item.busy = false
    let list: readonly ListedRun[] = []
    try {
      // A script that does not parse is listed when it does; what is wrong with it stands in the text.
      const said = JSON.parse(ran?.stdout ?? '') as unknown
      if (Array.isArray(said)) list = said as readonly ListedRun[]
    } catch {
      // Nothing to list.
    }
    item.children.replace(
      scriptTests(list).map(script => {
        const child = controller.createTestItem(script.id, script.label, uri)
        child.range = new vscode.Range(script.line - 1, 0, script.line - 1, 0)
        child.tags = script.tags.map(tag => new vscode.TestTag(tag))
        // One run is the script itself.
        if (script.runs.length > 1) {
          child.children.replace(
            script.runs.map(one => {
              const below = controller.createTestItem(one.id, one.label, uri)
              if (child.range) below.range = child.range
              return below
            }),
          )
        }
        return child
      }),
    )
  }

  const refresh = (uri: vscode.Uri): void => {
    const key = fileId(uri)
    clearTimeout(waiting.get(key))
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key)
        void fill(fileItem(uri))
      }, SETTLED),
    )
  }

  controller.resolveHandler = async item => {
    if (item) return fill(item)
    for (const uri of await vscode.workspace.findFiles('**/*.dtmf', '**/{node_modules,dist}/**')) fileItem(uri)
  }
  controller.refreshHandler = async () => {
    const found = await vscode.workspace.findFiles('**/*.dtmf', '**/{node_modules,dist}/**')
    controller.items.replace(found.map(fileItem))
    for (const uri of found) await fill(fileItem(uri))
  }

  const runAll = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    const testRun = controller.createTestRun(request)
    const wanted: vscode.TestItem[] = []
    if (request.include) wanted.push(...request.include)
    else controller.items.forEach(item => wanted.push(item))
    for (const item of wanted) {
      if (token.isCancellationRequested) break
      await runItem(testRun, item, request.exclude ?? [], token)
    }
    testRun.end()
  }

  const runItem = async (
    testRun: vscode.TestRun,
    item: vscode.TestItem,
    exclude: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<void> => {
    const { uri } = item
    if (!uri || exclude.includes(item)) return
    if (item.children.size === 0 && item.range === undefined) await fill(item)
    const folder = folderOf(uri)
    const file = relative(folder, uri.fsPath)
    const place = item.range ? `${file}:${item.range.start.line + 1}` : file
    const items = leavesOf(item)
    for (const one of items) testRun.started(one)
    const output = parsed<TestOutput>(await run(folder, ['test', '--json', place], token))
    if (!output) {
      for (const one of items) testRun.errored(one, new vscode.TestMessage(vscode.l10n.t('The script could not be run.')))
      return
    }
    for (const problem of output.problems) testRun.appendOutput(`${problem.message}\r\n`)
    const found = verdicts(output)
    const lines = new Map(output.runs.map(one => [one.id, `${one.file}:${one.line}`]))
    for (const one of items) {
      // A script with one run stands for it.
      const mine = found.filter(verdict => verdict.id === one.id || lines.get(verdict.id) === one.id)
      const failed = mine.find(verdict => verdict.kind === 'failed')
      if (failed?.kind === 'failed') {
        const location = new vscode.Location(uri, new vscode.Position(failed.line - 1, 0))
        const said = (message: vscode.TestMessage): vscode.TestMessage => Object.assign(message, { location })
        const messages = [said(new vscode.TestMessage(failed.message))]
        // Beside the line the editor shows of a comparison only what differs, cut short: what is wrong is said first.
        if (failed.expected !== undefined)
          messages.push(said(vscode.TestMessage.diff(failed.message, failed.expected, failed.actual ?? '')))
        testRun.failed(one, messages, failed.elapsed)
      } else if (mine[0]?.kind === 'passed') testRun.passed(one, mine[0].elapsed)
      else if (mine[0]?.kind === 'skipped') testRun.skipped(one)
      else testRun.errored(one, new vscode.TestMessage(output.problems[0]?.message ?? vscode.l10n.t('The script could not be run.')))
    }
  }

  controller.createRunProfile(vscode.l10n.t('Run'), vscode.TestRunProfileKind.Run, runAll, true)
  const listening = [
    watcher,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(uri => controller.items.delete(fileId(uri))),
    vscode.workspace.onDidOpenTextDocument(document => {
      if (document.languageId === 'dtmf' && document.uri.scheme === 'file') refresh(document.uri)
    }),
  ]
  for (const { languageId, uri } of vscode.workspace.textDocuments) if (languageId === 'dtmf' && uri.scheme === 'file') refresh(uri)

  return {
    runAtCursor: async () => {
      const editor = vscode.window.activeTextEditor
      if (editor?.document.languageId !== 'dtmf' || !isAbsolute(editor.document.uri.fsPath)) return
      await editor.document.save()
      const item = fileItem(editor.document.uri)
      await fill(item)
      let at: vscode.TestItem | undefined
      item.children.forEach(child => {
        const line = child.range?.start.line ?? 0
        if (line <= editor.selection.active.line && line >= (at?.range?.start.line ?? 0)) at = child
      })
      if (!at) {
        void vscode.window.showInformationMessage(vscode.l10n.t('There is no script at the cursor that can be run.'))
        return
      }
      await vscode.commands.executeCommand('vscode.revealTestInExplorer', at)
      const token = new vscode.CancellationTokenSource()
      await runAll(new vscode.TestRunRequest([at]), token.token)
      token.dispose()
    },
    dispose: () => {
      for (const timer of waiting.values()) clearTimeout(timer)
      for (const one of listening) one.dispose()
      controller.dispose()
    },
  }
}

/** What a run of an item says something of. */
function leavesOf(item: vscode.TestItem): readonly vscode.TestItem[] {
  if (item.children.size === 0) return [item]
  const found: vscode.TestItem[] = []
  item.children.forEach(child => {
    if (child.children.size === 0) found.push(child)
    else child.children.forEach(below => found.push(below))
  })
  return found
}
