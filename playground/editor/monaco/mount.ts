// The one Monaco editor of the page, made when its script has come and kept while the page lives: the files' models, what is shown in them, and the
// wishes that go to and fro.
// oxlint-disable-next-line import/default
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { effect } from '@preact/signals'
import { createLineIndex } from '../../../lang/text/line-index.ts'
import type { App } from '../../page/app.ts'
import { WORDS } from '../words.ts'
import { createAsking } from './asking.ts'
import { registerCommands } from './commands.ts'
import { followCursor } from './cursor.ts'
import { registerLanguages } from './languages.ts'
import { followLights } from './lights.ts'
import { followMargin } from './margin.ts'
import { followFindings } from './markers.ts'
import { createModels } from './models.ts'
import * as monaco from './monaco.ts'
import { provideChanging } from './providers/changing.ts'
import { provideCompletion } from './providers/completion.ts'
import { provideReading } from './providers/reading.ts'
import { provideShowing } from './providers/showing.ts'
import { holdStill, makeRoom } from './room-for-lenses.ts'
import { followTheme } from './theme.ts'

export interface Mounted {
  readonly element: HTMLElement
  /** Line and column of the cursor, from 1. */
  readonly onCursor: (listener: (line: number, column: number) => void) => void
  readonly onTabMode: (listener: (leaves: boolean) => void) => void
}

/** Below it, px, long lines are wrapped. */
const NARROW = 560

export function createMounted(app: App): Mounted {
  globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() }
  const { project, editor, preferences } = app
  registerLanguages()
  followTheme(preferences)
  const element = document.createElement('div')
  element.className = 'editor-monaco'
  const models = createModels(project)
  const asking = createAsking(editor, models)
  const shown = monaco.editor.create(element, {
    // Read by its whole name alone; the colours would cost a parse of all brackets with each key.
    ...{ 'bracketPairColorization.enabled': false },
    model: null,
    accessibilitySupport: 'auto',
    automaticLayout: true,
    codeLensFontFamily: 'var(--font)',
    detectIndentation: false,
    fixedOverflowWidgets: true,
    folding: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono') || 'monospace',
    fontSize: 13,
    glyphMargin: true,
    insertSpaces: true,
    lineDecorationsWidth: 8,
    lineHeight: 20,
    lineNumbersMinChars: 4,
    minimap: { enabled: false },
    overviewRulerBorder: false,
    padding: { top: 6, bottom: 6 },
    quickSuggestions: { other: true, comments: false, strings: true },
    renderFinalNewline: 'on',
    renderLineHighlight: 'line',
    scrollBeyondLastLine: false,
    'semanticHighlighting.enabled': true,
    smoothScrolling: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    stickyScroll: { enabled: false },
    tabSize: 2,
    // A context menu in a shadow tree would bring a style element with it.
    useShadowDOM: false,
    wordBasedSuggestions: 'off',
    // An Enter behind a word that stands there whole ends the line, though a list is open.
    acceptSuggestionOnEnter: 'smart',
  })

  const tell = new Set<(leaves: boolean) => void>()
  holdStill(shown)
  showFiles(app, models, shown)
  followFindings(app, models)
  followLights(app, models, shown)
  followMargin(app, models, shown)
  followCursor(app, models, shown)
  registerCommands(app, models, shown)
  provideCompletion(asking)
  provideReading(asking)
  provideChanging(asking)
  void editor.client.ready.then(result => provideShowing(asking, result))

  shown.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => void editor.save())
  monaco.editor.registerEditorOpener({
    openCodeEditor: (_, resource, at) => {
      const model = models.at(resource.toString())
      const path = model && models.pathOf(model)
      if (!model || path === null) return false
      project.current.value = path
      if (at) {
        const range = 'startLineNumber' in at ? at : monaco.Range.fromPositions(at)
        shown.setSelection(range)
        shown.revealRangeInCenterIfOutsideViewport(range)
      }
      shown.focus()
      return true
    },
  })
  monaco.editor.registerLinkOpener({
    open: resource => {
      if (resource.scheme === 'callwright-code') {
        editor.explained.value = resource.path
        return true
      }
      const model = models.at(resource.toString())
      const path = model && models.pathOf(model)
      if (path === null) return false
      project.current.value = path
      return true
    },
  })
  effect(() => {
    const path = project.current.value
    shown.updateOptions({ ariaLabel: WORDS[preferences.language.value].text(path) })
  })
  new ResizeObserver(() => shown.updateOptions({ wordWrap: element.clientWidth < NARROW ? 'on' : 'off' })).observe(element)
  let leaves = false
  const { KeyMod, KeyCode } = monaco
  // On a Mac the command key with M puts the window away.
  shown.addCommand((/Mac/.test(navigator.userAgent) ? KeyMod.WinCtrl : KeyMod.CtrlCmd) | KeyCode.KeyM, () => {
    leaves = !leaves
    shown.updateOptions({ tabFocusMode: leaves })
    for (const listener of tell) listener(leaves)
  })
  editor.hands.value = {
    focus: () => shown.focus(),
    format: async () => {
      await shown.getAction('editor.action.formatDocument')?.run()
    },
    flush: models.flush,
  }
  return {
    element,
    onCursor: listener => void shown.onDidChangeCursorPosition(({ position }) => listener(position.lineNumber, position.column)),
    onTabMode: listener => void tell.add(listener),
  }
}

/** The current file's model, as it was left when it was shown last. */
function showFiles({ project, lights }: App, models: ReturnType<typeof createModels>, shown: monaco.editor.IStandaloneCodeEditor): void {
  const left = new Map<monaco.editor.ITextModel, monaco.editor.ICodeEditorViewState | null>()
  const show = (path: string): void => {
    const model = models.of(path)
    const before = shown.getModel()
    if (before === model) return
    if (before) left.set(before, shown.saveViewState())
    if (model) makeRoom(model, path)
    shown.setModel(model)
    const state = model && left.get(model)
    if (state) shown.restoreViewState(state)
  }
  monaco.editor.onWillDisposeModel(model => left.delete(model))
  models.onChange(() => show(project.current.peek()))
  effect(() => show(project.current.value))
  effect(() => {
    const wanted = lights.wanted.value
    const text = wanted ? project.files.peek()[wanted.range.path] : undefined
    if (!wanted || text === undefined) return
    project.current.value = wanted.range.path
    show(wanted.range.path)
    const index = createLineIndex(text)
    const [from, to] = [index.position(wanted.range.start), index.position(wanted.range.end)]
    const range = new monaco.Range(from.line + 1, from.column + 1, to.line + 1, to.column + 1)
    shown.setSelection(range)
    shown.revealRangeInCenterIfOutsideViewport(range, monaco.editor.ScrollType.Smooth)
    if (wanted.focus) shown.focus()
  })
}
