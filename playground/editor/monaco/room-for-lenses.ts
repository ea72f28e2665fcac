// Lenses stand above lines, and come when the program is known: their room is made before a text is shown, and whatever comes above the cursor's
// line later, that line stays where it is.
import { ICodeLensCache } from 'monaco-editor/editor/contrib/codelens/browser/codeLensCache'
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices'
import { lensLines } from '../lens-lines.ts'
import * as monaco from './monaco.ts'

/** It says nothing, and takes the room of one that does. */
export const blankLens = (line: number): monaco.languages.CodeLens => ({
  range: new monaco.Range(line, 1, line, 1),
  command: { id: '', title: '' },
})

/** Before the text is shown: Monaco shows lenses that it knows of at once. */
export function makeRoom(model: monaco.editor.ITextModel, path: string): void {
  const cache = StandaloneServices.get(ICodeLensCache)
  if (cache.get(model)) return
  const lines = lensLines(path, model.getLinesContent())
  if (lines.length > 0) cache.put(model, { lenses: lines.map(line => ({ symbol: blankLens(line) })) })
}

export function holdStill(shown: monaco.editor.IStandaloneCodeEditor): void {
  // Monaco makes it with its first picture else, which is too late for the first text.
  shown.getContribution('css.editor.codeLens')
  interface Stand {
    readonly model: monaco.editor.ITextModel
    readonly version: number
    readonly line: number
    /** px from the upper edge */
    readonly y: number
  }
  // Not among its types; what is on its way to the cursor is not to be stopped.
  const moving = (): boolean => (shown as unknown as { hasPendingScrollAnimation: () => boolean }).hasPendingScrollAnimation()
  const look = (): Stand | null => {
    const [model, position] = [shown.getModel(), shown.getPosition()]
    if (!model || !position) return null
    const y = shown.getTopForLineNumber(position.lineNumber) - shown.getScrollTop()
    return { model, version: model.getVersionId(), line: position.lineNumber, y }
  }
  let before: Stand | null = null
  let waiting = false
  const remember = (): void => {
    if (!waiting) before = look()
  }
  const hold = (): void => {
    if (waiting) return
    waiting = true
    // After Monaco's own restoring, before anything is painted.
    queueMicrotask(() => {
      const now = look()
      const same = before && now && before.model === now.model && before.version === now.version && before.line === now.line
      // Where the cursor is out of sight, Monaco keeps the first line steady.
      if (same && !moving() && before!.y >= 0 && before!.y < shown.getLayoutInfo().height && now.y !== before!.y)
        shown.setScrollTop(shown.getScrollTop() + now.y - before!.y, monaco.editor.ScrollType.Immediate)
      waiting = false
      remember()
    })
  }
  // A height that is another is told by this first.
  shown.onDidScrollChange(({ scrollHeightChanged }) => (scrollHeightChanged ? hold() : remember()))
  shown.onDidContentSizeChange(({ contentHeightChanged }) => contentHeightChanged && hold())
  shown.onDidChangeCursorPosition(remember)
  shown.onDidChangeModel(remember)
}
