// The place around the cursor lights up in the other panes.
import { createLineIndex } from '../../../lang/text/line-index.ts'
import type { App } from '../../page/app.ts'
import { uriOf } from '../language/uris.ts'
import { toldPosition } from './asking.ts'
import type { Models } from './models.ts'
import type * as monaco from './monaco.ts'

/** ms that the cursor has to rest: which place it is, is read from the program's machine. */
const RESTS = 250

export function followCursor({ project, lights, editor }: App, models: Models, shown: monaco.editor.IStandaloneCodeEditor): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastPlace: string | null = null
  const look = async (position: monaco.Position): Promise<void> => {
    const model = shown.getModel()
    const path = model && models.pathOf(model)
    if (path === null || !path.endsWith('.ivr')) return
    models.flush()
    const command = { command: 'callwright.placeAt', arguments: [uriOf(path), toldPosition(position)] }
    const found = await editor.client.request<{ readonly place: string }>('workspace/executeCommand', command).catch(() => null)
    if (!found || !shown.hasTextFocus() || found.place === lastPlace) return
    lastPlace = found.place
    const { start, end } = createLineIndex(project.files.peek()[path] ?? '').line(position.lineNumber - 1)
    lights.lit.value = { from: 'editor', source: { path, start, end }, place: found.place }
  }
  shown.onDidChangeCursorPosition(({ position }) => {
    clearTimeout(timer)
    if (shown.hasTextFocus()) timer = setTimeout(() => void look(position), RESTS)
  })
  shown.onDidBlurEditorText(() => (lastPlace = null))
}
