// Where the call is, or what is pointed at elsewhere, is lit in the text. It comes into view by itself, but never under the hands of somebody who types.
import { effect } from '@preact/signals'
import { createLineIndex } from '../../../lang/text/line-index.ts'
import type { App } from '../../page/app.ts'
import type { SourceRange } from '../../page/lit.ts'
import { WORDS } from '../words.ts'
import type { Models } from './models.ts'
import * as monaco from './monaco.ts'

/** ms that a file must be meant before it is shown instead of another: a call that is wound back goes through many. */
const SETTLED = 140
/** ms after the last keystroke in which nothing moves. */
const TYPING = 3000

export function followLights(app: App, models: Models, shown: monaco.editor.IStandaloneCodeEditor): void {
  const { project, lights, preferences, editor } = app
  const calm = matchMedia('(prefers-reduced-motion: reduce)')
  let typed = -Infinity
  shown.onDidChangeModelContent(() => {
    if (shown.hasTextFocus()) typed = performance.now()
  })
  const busy = (): boolean => shown.hasTextFocus() && performance.now() - typed < TYPING
  let lit: { readonly model: monaco.editor.ITextModel; readonly ids: string[] } | null = null
  let last = -Infinity
  const clear = (): void => {
    if (lit && !lit.model.isDisposed()) lit.model.deltaDecorations(lit.ids, [])
    lit = null
  }
  const rangeOf = ({ path, start, end }: SourceRange): monaco.Range => {
    const index = createLineIndex(project.files.peek()[path] ?? '')
    const [from, to] = [index.position(start), index.position(end)]
    return new monaco.Range(from.line + 1, from.column + 1, to.line + 1, to.column + 1)
  }
  const reveal = (source: SourceRange): void => {
    if (busy() || shown.getModel() !== models.of(source.path)) return
    const fast = performance.now() - last < 2 * SETTLED
    last = performance.now()
    const { startLineNumber } = rangeOf(source)
    const { Smooth, Immediate } = monaco.editor.ScrollType
    shown.revealLineInCenterIfOutsideViewport(startLineNumber, fast || calm.matches ? Immediate : Smooth)
  }
  effect(() => {
    const now = lights.lit.value
    const callIsHere = WORDS[preferences.language.value].callIsHere
    clear()
    const source = now?.source
    const model = source && models.of(source.path)
    if (!now || !source || !model || now.from === 'editor') return
    const range = rangeOf(source)
    const options: monaco.editor.IModelDecorationOptions = {
      isWholeLine: true,
      className: 'editor-lit',
      zIndex: 1,
      overviewRuler: { color: { id: 'editorWarning.foreground' }, position: monaco.editor.OverviewRulerLane.Full },
    }
    const glyph: monaco.editor.IModelDecorationOptions =
      now.from === 'telephone' || now.from === 'script'
        ? { glyphMarginClassName: 'editor-here', glyphMarginHoverMessage: { value: callIsHere } }
        : {}
    // A place can be long: its first lines are lit, not the screen.
    const whole = range.endLineNumber - range.startLineNumber > 30 ? monaco.Range.fromPositions(range.getStartPosition()) : range
    const first = monaco.Range.fromPositions(range.getStartPosition())
    lit = {
      model,
      ids: model.deltaDecorations(
        [],
        [{ range: whole, options }, ...(glyph.glyphMarginClassName === undefined ? [] : [{ range: first, options: glyph }])],
      ),
    }
    if (project.current.peek() === source.path) {
      reveal(source)
      return
    }
    const timer = setTimeout(() => {
      if (busy()) return
      editor.preview(source.path)
      reveal(source)
    }, SETTLED)
    return () => clearTimeout(timer)
  })
}
