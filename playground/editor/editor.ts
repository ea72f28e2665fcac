// The editor's part of what the panes share: which files are open, what is found in all of them, and what it wishes of other rooms.
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { Lights } from '../page/lit.ts'
import type { Preferences } from '../page/preferences.ts'
import type { Project } from '../project/project.ts'
import { startWorker } from '../workers/start.ts'
import type { CoverageMarks, ScriptMarks } from './coverage-marks.ts'
import { countFindings, groupFindings, type Counts, type FileFindings } from './findings.ts'
import { createFixes, type Fixes } from './fixes.ts'
import { createLanguageClient, type LanguageClient } from './language/client.ts'

/** Somebody wants to dial a place: the keys that lead there are pressed for them. */
export interface WantsDial {
  /** Path of the program's entry. */
  readonly entry: string
  readonly place: string
  /** A value that is entered is `‹name›`, a silence `…`. */
  readonly keys: readonly string[]
  /** Where it is not the line's first. */
  readonly number?: string
}

export interface WantsScript {
  readonly path: string
  /** From 0. */
  readonly line: number
}

export interface LensItem {
  readonly label: string
  readonly detail?: string
  readonly run: () => void
}

/** px of the window */
export interface OpenLensMenu {
  readonly x: number
  readonly y: number
  readonly items: readonly LensItem[]
}

/** What the mounted editor can be told to do. */
export interface EditorHands {
  readonly focus: () => void
  readonly format: () => Promise<void>
  /** Brings what was typed this moment into the project. */
  readonly flush: () => void
}

export interface Editor {
  readonly client: LanguageClient
  /** Files with a tab. */
  readonly tabs: ReadonlySignal<readonly string[]>
  readonly closeTab: (path: string) => void
  /** Shows a file for now: the next that is shown so takes its tab, unless it was changed. */
  readonly preview: (path: string) => void
  /** The file that is shown for now. */
  readonly previewed: ReadonlySignal<string | null>
  readonly findings: ReadonlySignal<readonly FileFindings[]>
  readonly counts: ReadonlySignal<Counts>
  /** Has the language server said anything yet? */
  readonly checked: ReadonlySignal<boolean>
  readonly fixes: ReadonlySignal<Fixes>
  /** The code whose page is shown. */
  readonly explained: Signal<string | null>
  /** Set anew for each wish. */
  readonly wantsDial: Signal<WantsDial | null>
  readonly wantsScript: Signal<WantsScript | null>
  /** null where none is open. */
  readonly lensMenu: Signal<OpenLensMenu | null>
  /** Filled by the scripts' room. */
  readonly coverage: Signal<CoverageMarks | null>
  readonly scriptMarks: Signal<ScriptMarks | null>
  /** null until the editor's script has come. */
  readonly hands: Signal<EditorHands | null>
  /** Formats what has no faults; all is written at once. */
  readonly save: () => Promise<void>
  /** Grows with each save. */
  readonly saved: ReadonlySignal<number>
  readonly focus: () => void
}

export interface EditorSurroundings {
  readonly project: Project
  readonly preferences: Preferences
  readonly lights: Lights
}

export function createEditor({ project, preferences, lights }: EditorSurroundings): Editor {
  const client = createLanguageClient({ start: () => startWorker('language'), project, language: preferences.language })
  const findings = computed(() => groupFindings(client.findings.value, project.entry.value))
  const opened = signal<readonly string[]>([])
  const tabs = computed(() => opened.value.filter(path => Object.hasOwn(project.files.value, path)))
  const previewed = signal<string | null>(null)
  effect(() => {
    const path = project.current.value
    if (path !== '' && !opened.peek().includes(path)) opened.value = [...tabs.peek(), path]
  })
  project.listen(changes => {
    if (previewed.peek() !== null && Object.hasOwn(changes, previewed.peek()!)) previewed.value = null
  })
  const hands = signal<EditorHands | null>(null)
  const saved = signal(0)
  // What somebody wants to see is opened; the mounted editor shows the place.
  effect(() => {
    const path = lights.wanted.value?.range.path
    if (path !== undefined && Object.hasOwn(project.files.peek(), path)) project.current.value = path
  })
  return {
    client,
    tabs,
    closeTab: path => {
      const at = tabs.peek().indexOf(path)
      const rest = tabs.peek().filter(one => one !== path)
      if (at < 0 || rest.length === 0) return
      opened.value = rest
      if (project.current.peek() === path) project.current.value = rest[Math.min(at, rest.length - 1)]!
    },
    preview: path => {
      if (tabs.peek().includes(path)) {
        project.current.value = path
        return
      }
      const before = previewed.peek()
      opened.value = before === null ? [...tabs.peek(), path] : tabs.peek().map(one => (one === before ? path : one))
      previewed.value = path
      project.current.value = path
    },
    previewed,
    findings,
    counts: computed(() => countFindings(findings.value)),
    checked: client.checked,
    fixes: createFixes(client),
    explained: signal<string | null>(null),
    wantsDial: signal<WantsDial | null>(null),
    wantsScript: signal<WantsScript | null>(null),
    lensMenu: signal<OpenLensMenu | null>(null),
    coverage: signal<CoverageMarks | null>(null),
    scriptMarks: signal<ScriptMarks | null>(null),
    hands,
    save: async () => {
      await hands.peek()?.format()
      hands.peek()?.flush()
      saved.value++
    },
    saved,
    focus: () => hands.peek()?.focus(),
  }
}
