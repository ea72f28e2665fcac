// What scripts say, in the margin: a thin bar beside lines that they go through or do not, and a sign at each script.
import { effect } from '@preact/signals'
import { createLineIndex } from '../../../lang/text/line-index.ts'
import type { App } from '../../page/app.ts'
import type { CoverageMark, ScriptMark } from '../coverage-marks.ts'
import { WORDS, type EditorWords } from '../words.ts'
import type { Models } from './models.ts'
import * as monaco from './monaco.ts'

type Decoration = monaco.editor.IModelDeltaDecoration

export function followMargin({ project, editor, preferences }: App, models: Models, shown: monaco.editor.IStandaloneCodeEditor): void {
  const drawn = new Map<monaco.editor.ITextModel, string[]>()
  let scripts: readonly ScriptMark[] = []
  const draw = (): void => {
    const path = project.current.peek()
    const model = models.of(path)
    if (!model) return
    const words = WORDS[preferences.language.peek()]
    const of = <T>(all: Readonly<Record<string, readonly T[]>> | null): readonly T[] => (all && Object.hasOwn(all, path) ? all[path]! : [])
    scripts = of(editor.scriptMarks.peek())
    const decorations = [
      ...barsOf(of(editor.coverage.peek()), project.files.peek()[path] ?? '', words),
      ...scripts.map(script => sign(script, words)),
    ]
    drawn.set(model, model.deltaDecorations(drawn.get(model) ?? [], decorations))
  }
  monaco.editor.onWillDisposeModel(model => drawn.delete(model))
  models.onChange(draw)
  effect(() => {
    void project.current.value
    void editor.coverage.value
    void editor.scriptMarks.value
    void preferences.language.value
    draw()
  })

  const run = (lineNumber: number): void => {
    // Where its sign stands now, which is where it was put unless the text was changed above it.
    const script = scripts.findLast(({ line }) => line + 1 <= lineNumber)
    if (script) editor.wantsScript.value = { path: project.current.peek(), line: script.line }
  }
  shown.onMouseDown(({ target }) => {
    const { GUTTER_GLYPH_MARGIN } = monaco.editor.MouseTargetType
    if (target.type !== GUTTER_GLYPH_MARGIN || target.element?.classList.contains('editor-script') !== true) return
    run(target.position.lineNumber)
  })
  const runs = (): monaco.IDisposable =>
    shown.addAction({
      id: 'callwright.runScript',
      label: WORDS[preferences.language.peek()].runScript,
      precondition: 'editorLangId == dtmf',
      contextMenuGroupId: 'navigation',
      run: () => run(shown.getPosition()?.lineNumber ?? 1),
    })
  let action: monaco.IDisposable | null = null
  effect(() => {
    void preferences.language.value
    action?.dispose()
    action = runs()
  })
}

/** One bar a line; a line with anything that no script goes through is shown as such. */
function barsOf(marks: readonly CoverageMark[], text: string, words: EditorWords): readonly Decoration[] {
  const index = createLineIndex(text)
  const lines = new Map<number, boolean>()
  for (const { start, end, covered } of marks) {
    const last = index.position(end).line
    for (let line = index.position(start).line; line <= last; line++) lines.set(line, (lines.get(line) ?? true) && covered)
  }
  return [...lines].map(([line, covered]) => ({
    range: new monaco.Range(line + 1, 1, line + 1, 1),
    options: {
      linesDecorationsClassName: covered ? 'editor-covered' : 'editor-uncovered',
      linesDecorationsTooltip: covered ? words.covered : words.uncovered,
    },
  }))
}

function sign({ line, name, result, message }: ScriptMark, words: EditorWords): Decoration {
  const said = { passed: words.scriptPassed, failed: words.scriptFailed, running: words.scriptRunning, unknown: words.scriptUnknown }
  const hover = [said[result](name), ...(message === undefined ? [] : [message])]
  return {
    range: new monaco.Range(line + 1, 1, line + 1, 1),
    options: {
      glyphMarginClassName: `editor-script ${result}`,
      glyphMarginHoverMessage: hover.map(text => ({ value: plain(text) })),
    },
  }
}

/** Text as Markdown that shows it as it is. */
export const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&').replace(/\r?\n/g, '\n\n')
