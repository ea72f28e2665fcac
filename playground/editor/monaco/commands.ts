// What lenses do, by the pointer and, at the place that the cursor is in, by a key.
import { effect } from '@preact/signals'
import type { CodeLens } from 'vscode-languageserver'
import { printable } from '../../../lang/compiler/emit/graph/escape.ts'
import type { App } from '../../page/app.ts'
import { createLineIndex } from '../../../lang/text/line-index.ts'
import type { LensItem } from '../editor.ts'
import { pathOf, uriOf } from '../language/uris.ts'
import { WORDS } from '../words.ts'
import type { Models } from './models.ts'
import * as monaco from './monaco.ts'

interface DialArguments {
  readonly entry: string
  readonly place: string
  readonly keys: readonly string[]
  readonly number?: string
}
interface Script {
  readonly uri: string
  readonly title: string
  readonly line?: number
}
const DIAL = 'callwright.dial'
const OPEN = 'callwright.openScript'

export function registerCommands(app: App, models: Models, shown: monaco.editor.IStandaloneCodeEditor): void {
  const { project, editor, lights, preferences } = app
  const path = (uri: string): string | null => pathOf(uri, Object.keys(project.files.peek()))
  const dial = ({ entry, place, keys, number }: DialArguments): void => {
    const program = path(entry)
    if (program !== null) editor.wantsDial.value = { entry: program, place, keys, ...(number ? { number } : {}) }
  }
  const open = ({ uri, line = 0 }: Script): void => {
    const script = path(uri)
    if (script === null) return
    const { start, end } = createLineIndex(project.files.peek()[script] ?? '').line(line)
    lights.wanted.value = { range: { path: script, start, end }, focus: true }
  }
  const itemOf = (script: Script): LensItem => {
    const file = path(script.uri)
    return { label: printable(script.title), ...(file === null ? {} : { detail: printable(file) }), run: () => open(script) }
  }
  const show = (at: { readonly left: number; readonly bottom: number }, items: readonly LensItem[]): void => {
    editor.lensMenu.value = { x: at.left, y: at.bottom, items }
  }

  // A command is not told where it was chosen.
  let pressed: DOMRect | null = null
  shown
    .getContainerDomNode()
    .addEventListener(
      'pointerdown',
      ({ target }) => (pressed = (target as Element).closest('.codelens-decoration > a')?.getBoundingClientRect() ?? null),
      { capture: true },
    )
  monaco.editor.registerCommand(DIAL, (_, argument: DialArguments) => dial(argument))
  monaco.editor.registerCommand(OPEN, (_, scripts: readonly Script[]) => {
    if (scripts.length === 1) open(scripts[0]!)
    else if (scripts.length > 1) show(pressed ?? cursorOf(shown), scripts.map(itemOf))
  })

  /** The lenses nearest above the cursor: those of the place that it is in. */
  const offer = async (): Promise<void> => {
    const [model, position] = [shown.getModel(), shown.getPosition()]
    const file = model && models.pathOf(model)
    if (file === null || !position) return
    models.flush()
    const params = { textDocument: { uri: uriOf(file) } }
    const lenses = (await editor.client.request<readonly CodeLens[] | null>('textDocument/codeLens', params).catch(() => null)) ?? []
    const line = lenses.findLast(({ range }) => range.start.line < position.lineNumber)?.range.start.line
    const items = lenses
      .filter(({ range }) => range.start.line === line)
      .flatMap(({ command }): readonly LensItem[] => {
        const [argument] = (command?.arguments ?? []) as readonly unknown[]
        if (command?.command === DIAL) return [{ label: command.title, run: () => dial(argument as DialArguments) }]
        return command?.command === OPEN ? (argument as readonly Script[]).map(itemOf) : []
      })
    if (items.length > 0 && shown.getModel() === model) show(cursorOf(shown), items)
  }
  let action: monaco.IDisposable | null = null
  effect(() => {
    const label = WORDS[preferences.language.value].lensMenu
    action?.dispose()
    action = shown.addAction({
      ...{ id: 'callwright.lenses', label, keybindings: [monaco.KeyCode.F9], run: offer },
      ...{ precondition: 'editorLangId == ivr', contextMenuGroupId: 'navigation' },
    })
  })
}

function cursorOf(shown: monaco.editor.IStandaloneCodeEditor): { readonly left: number; readonly bottom: number } {
  const { left, top } = shown.getContainerDomNode().getBoundingClientRect()
  const at = shown.getScrolledVisiblePosition(shown.getPosition() ?? { lineNumber: 1, column: 1 })
  return { left: left + (at?.left ?? 0), bottom: top + (at ? at.top + at.height : 0) }
}
