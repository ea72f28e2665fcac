// The files that are worked on, and which program of theirs is meant. Everything in the page that knows files knows them from here.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { newPathProblem, pathProblem, type Files } from './paths.ts'

export type { Files }

export type Origin =
  | { readonly kind: 'example'; readonly name: string }
  | { readonly kind: 'link' }
  /** Of the person's own, brought in or begun here. */
  | { readonly kind: 'own'; readonly name: string }
  /** A folder that `callwright playground` edits: what is written here is written there. */
  | { readonly kind: 'folder'; readonly name: string }

export interface Project {
  readonly files: ReadonlySignal<Files>
  /** Grows with every change of any file. */
  readonly revision: ReadonlySignal<number>
  /** Grows whenever another project is opened. */
  readonly opening: ReadonlySignal<number>
  /** The entry file of the program that is compiled and dialled; null where no file has a line. */
  readonly entry: ReadonlySignal<string | null>
  /** All entry files, for those who choose. */
  readonly entries: ReadonlySignal<readonly string[]>
  readonly origin: ReadonlySignal<Origin>
  /** The file in the editor. */
  readonly current: Signal<string>
  readonly write: (path: string, text: string) => void
  /** False where there is no such file, or the new name cannot be one. */
  readonly rename: (from: string, to: string) => boolean
  readonly remove: (path: string) => void
  readonly chooseEntry: (path: string) => void
  /** Another project altogether. */
  readonly open: (opened: { readonly files: Files; readonly origin: Origin; readonly current?: string; readonly entry?: string }) => void
  /** Told of each change, in its order; null: the file is gone. What is returned ends it. */
  readonly listen: (listener: (changes: Changes) => void) => () => void
}

export type Changes = Readonly<Record<string, string | null>>

/** A file that says `line` at its top is a program's entry, wherever it stands: the same rule as the language server's. */
export function createProject(hasLine: (text: string) => boolean): Project {
  const files = signal<Files>({})
  const revision = signal(0)
  const opening = signal(0)
  const origin = signal<Origin>({ kind: 'link' })
  const current = signal('')
  const chosen = signal<string | null>(null)
  const entries = computed(() =>
    Object.keys(files.value)
      .filter(path => path.endsWith('.ivr') && hasLine(files.value[path]!))
      .sort((one, other) => one.split('/').length - other.split('/').length || (one < other ? -1 : 1)),
  )
  const entry = computed(() => {
    const all = entries.value
    return chosen.value !== null && all.includes(chosen.value) ? chosen.value : (all[0] ?? null)
  })
  const listeners = new Set<(changes: Changes) => void>()

  const change = (changes: Changes): void => {
    const next: Record<string, string> = { ...files.value }
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) delete next[path]
      else next[path] = text
    }
    files.value = next
    revision.value++
    for (const listener of listeners) listener(changes)
  }

  return {
    files,
    revision,
    opening,
    entry,
    entries,
    origin,
    current,
    write: (path, text) => {
      // Whoever takes a path from a person or a stranger has told them what is wrong with it; this is the last door.
      if (pathProblem(path) !== null) throw new Error(`no file may be called ${JSON.stringify(path)}`)
      if (!Object.hasOwn(files.value, path) || files.value[path] !== text) change({ [path]: text })
    },
    rename: (from, to) => {
      const text = Object.hasOwn(files.value, from) ? files.value[from] : undefined
      if (text === undefined || newPathProblem(files.value, to, from) !== null) return false
      change({ [from]: null, [to]: text })
      if (current.value === from) current.value = to
      if (chosen.value === from) chosen.value = to
      return true
    },
    remove: path => {
      if (!Object.hasOwn(files.value, path)) return
      change({ [path]: null })
      if (current.value === path) current.value = entry.value ?? Object.keys(files.value).sort()[0] ?? ''
    },
    chooseEntry: path => {
      chosen.value = path
    },
    open: opened => {
      const gone = Object.keys(files.value).filter(path => !Object.hasOwn(opened.files, path))
      opening.value++
      origin.value = opened.origin
      chosen.value = opened.entry ?? null
      change({ ...Object.fromEntries(gone.map(path => [path, null])), ...opened.files })
      current.value = opened.current ?? entry.value ?? Object.keys(files.value).sort()[0] ?? ''
    },
    listen: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
