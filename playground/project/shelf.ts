// Where projects come from and where they stay: examples, links, what this browser has kept. The project itself knows nothing of it.
import { signal, type ReadonlySignal } from '@preact/signals'
import { exampleLink, readLink, writeLink, type LinkProblem } from '../share/link.ts'
import type { KeptHead, Kept, KeptProject } from './kept.ts'
import { admitFiles, type PathProblem } from './paths.ts'
import type { Files, Origin, Project } from './project.ts'

/** Something about what was opened that a person should know. */
export type ShelfNews =
  | { readonly kind: 'link' }
  | { readonly kind: 'wrong-link'; readonly problem: LinkProblem }
  | { readonly kind: 'other-example' }
  | { readonly kind: 'refused'; readonly refused: readonly { readonly path: string; readonly problem: PathProblem }[] }
  | { readonly kind: 'not-kept' }

export interface Shelf {
  /** Those that this browser has, the newest first. */
  readonly kept: ReadonlySignal<readonly KeptHead[]>
  /** Which of them is open; null where what is open is nobody's yet. */
  readonly own: ReadonlySignal<string | null>
  readonly news: ReadonlySignal<readonly ShelfNews[]>
  readonly forgetNews: (news: ShelfNews) => void
  /** What the address says, else what was worked on last, else the first example. */
  readonly start: () => Promise<void>
  /** Another address was given to the page that is open. */
  readonly follow: () => Promise<void>
  readonly openExample: (name: string) => Promise<void>
  readonly openKept: (id: string) => Promise<void>
  /** Files of a person's own, kept at once. False where none of them may be in a project. */
  readonly openOwn: (offered: Iterable<readonly [string, string]>, title: string) => boolean
  /** What is open becomes one's own. */
  readonly keepCopy: () => void
  readonly forget: (id: string) => Promise<void>
  /** What is open as a link (a fragment), as of this moment; null where it is too large for one. */
  readonly link: () => Promise<string | null>
  /** What waits to be kept is kept now: the page is going away. */
  readonly flush: () => void
}

export interface ShelfSurroundings {
  readonly project: Project
  readonly kept: Kept
  readonly examples: Readonly<Record<string, () => Promise<Files>>>
  /** The first that a stranger sees. */
  readonly first: string
  readonly location: {
    /** Without its `#`. */
    readonly fragment: () => string
    readonly replace: (fragment: string) => void
  }
  /** Of this tab alone. */
  readonly tab: Pick<Storage, 'getItem' | 'setItem'> | null
  readonly now: () => number
  readonly newId: () => string
  /** ms without a change after which it is kept and the link follows: 500. */
  readonly idle?: number
}

const TAB = 'callwright.tab'

export function createShelf(surroundings: ShelfSurroundings): Shelf {
  const { project, kept, examples, location, tab, now, newId, idle = 500 } = surroundings
  const heads = signal<readonly KeptHead[]>([])
  const own = signal<string | null>(null)
  const news = signal<readonly ShelfNews[]>([])
  let opening = false
  let turn = 0
  let waiting: ReturnType<typeof setTimeout> | null = null
  let written = ''

  const loadExample = async (name: string): Promise<Files | null> => (Object.hasOwn(examples, name) ? await examples[name]!() : null)

  const open = (opened: Parameters<Project['open']>[0], id: string | null, told: readonly ShelfNews[] = []): void => {
    flush()
    opening = true
    try {
      project.open(opened)
    } finally {
      opening = false
    }
    own.value = id
    news.value = told
    rememberTab()
  }
  const address = (fragment: string): void => {
    if (location.fragment() !== fragment) location.replace(fragment)
    written = fragment
    rememberTab()
  }
  const rememberTab = (pending?: KeptProject): void => {
    try {
      tab?.setItem(TAB, JSON.stringify({ id: own.value, fragment: written, pending }))
    } catch {
      // Then a reload opens by the address.
    }
  }
  const snapshot = (link: string | null): KeptProject => ({
    id: own.value ?? (own.value = newId()),
    title: titleOf(project),
    origin: project.origin.peek(),
    ...{ link, changed: now(), files: project.files.peek(), entry: project.entry.peek(), current: project.current.peek() },
  })
  const keep = async (): Promise<void> => {
    waiting = null
    const [of, revision] = [turn, project.revision.peek()]
    if (project.origin.peek().kind === 'link') news.value = news.value.filter(({ kind }) => kind !== 'link')
    // At once as it is, and again with its link, which takes a while: another project may be opened meanwhile.
    const put = kept.put(snapshot(null))
    rememberTab()
    const link = await shelf.link()
    if (of === turn && revision === project.revision.peek()) {
      void kept.put(snapshot(link))
      address(link ?? '')
    }
    if (!(await put) && !news.value.some(({ kind }) => kind === 'not-kept')) news.value = [...news.value, { kind: 'not-kept' }]
    heads.value = await kept.heads()
  }
  const later = (): void => {
    if (opening || project.origin.peek().kind === 'folder') return
    if (waiting !== null) clearTimeout(waiting)
    waiting = setTimeout(() => void keep(), idle)
  }
  const flush = (): void => {
    if (waiting === null) return
    clearTimeout(waiting)
    waiting = null
    // The link is worked out too slowly for a page that goes away, and what is put may come too late: this tab knows what it had.
    const pending = snapshot(null)
    rememberTab(pending)
    void kept.put(pending)
  }
  project.listen(later)
  project.current.subscribe(() => {
    if (own.peek() !== null) later()
  })

  const openKept = async (id: string): Promise<boolean> => {
    const of = ++turn
    const found = await kept.get(id)
    if (found === null || of !== turn) return found !== null
    const { files, refused } = admitFiles(Object.entries(found.files))
    const { origin, current, entry } = found
    open({ files, origin, current, ...(entry === null ? {} : { entry }) }, id, refused.length === 0 ? [] : [{ kind: 'refused', refused }])
    address(found.link ?? '')
    return true
  }
  const openExample = async (name: string, fragment: string, told: readonly ShelfNews[] = []): Promise<void> => {
    const of = ++turn
    const files = await loadExample(name)
    if (files === null || of !== turn) return
    open({ files, origin: { kind: 'example', name } }, null, told)
    address(fragment)
  }
  /** False where the address says nothing. */
  const openAddressed = async (): Promise<boolean> => {
    const fragment = location.fragment()
    const ownOne = heads.value.find(({ link }) => link !== null && link === fragment)
    if (ownOne !== undefined && (await openKept(ownOne.id))) return true
    const of = ++turn
    const opened = await readLink(fragment, loadExample)
    if (of !== turn) return true
    switch (opened.kind) {
      case 'none':
        return false
      case 'problem':
        await openExample(surroundings.first, '', [{ kind: 'wrong-link', problem: opened.problem }])
        return true
      case 'example':
        open({ files: opened.files, origin: { kind: 'example', name: opened.name } }, null)
        address(fragment)
        return true
      case 'project': {
        const { files, entry, current } = opened.project
        const told: ShelfNews[] = [{ kind: 'link' }]
        if (opened.otherBase) told.push({ kind: 'other-example' })
        if (opened.refused.length > 0) told.push({ kind: 'refused', refused: opened.refused })
        open({ files, origin: { kind: 'link' }, current, ...(entry === null ? {} : { entry }) }, null, told)
        address(fragment)
        return true
      }
    }
  }

  const shelf: Shelf = {
    kept: heads,
    own,
    news,
    forgetNews: one => (news.value = news.value.filter(other => other !== one)),
    start: async () => {
      heads.value = await kept.heads()
      // A reload: what this tab had open, whatever its address has not followed yet.
      const { id, fragment, pending } = readTab(tab)
      if (id !== null && fragment === location.fragment()) {
        if (pending?.id === id) await kept.put(pending)
        if (await openKept(id)) return
      }
      if (await openAddressed()) return
      const newest = heads.value[0]
      if (newest !== undefined && (await openKept(newest.id))) return
      await openExample(surroundings.first, '')
    },
    follow: async () => {
      if (location.fragment() !== written) await openAddressed()
    },
    openExample: name => openExample(name, name === surroundings.first ? '' : exampleLink(name)),
    openKept: async id => void (await openKept(id)),
    openOwn: (offered, title) => {
      turn++
      const { files, refused } = admitFiles(offered)
      const told: ShelfNews[] = refused.length > 0 ? [{ kind: 'refused', refused }] : []
      if (Object.keys(files).length === 0) {
        news.value = [...news.value, ...told]
        return false
      }
      open({ files, origin: { kind: 'own', name: title } }, newId(), told)
      later()
      return true
    },
    keepCopy: () => {
      if (own.value !== null) return
      own.value = newId()
      news.value = news.value.filter(({ kind }) => kind !== 'link')
      later()
    },
    forget: async id => {
      if (own.value === id) own.value = null
      await kept.remove(id)
      heads.value = await kept.heads()
    },
    link: async () => {
      const origin = project.origin.peek()
      const [files, entry, current] = [project.files.peek(), project.entry.peek(), project.current.peek()]
      const base = origin.kind === 'example' ? await loadExample(origin.name) : null
      return writeLink({ files, entry, current }, base === null || origin.kind !== 'example' ? null : { name: origin.name, files: base })
    },
    flush,
  }
  return shelf
}

interface Tab {
  readonly id: string | null
  readonly fragment: string
  /** What was not surely kept when the page went away. */
  readonly pending?: KeptProject
}

/** Only this page writes there. */
function readTab(tab: ShelfSurroundings['tab']): Tab {
  try {
    const { id, fragment, pending } = JSON.parse(tab?.getItem(TAB) ?? '{}') as Partial<Tab>
    if (typeof id === 'string' && typeof fragment === 'string') return { id, fragment, ...(pending === undefined ? {} : { pending }) }
  } catch {
    // What is no JSON is not ours.
  }
  return { id: null, fragment: '' }
}

/** As its line is called; an own project without one as it was called when it came. */
export function titleOf({ files, entry, origin }: Project): string {
  const text = entry.peek() === null ? '' : (files.peek()[entry.peek()!] ?? '')
  const [, title] = /^[ \t]*line\s+[^\s"{]+\s+"([^"\n]{1,80})"/m.exec(text) ?? []
  return title ?? nameOf(origin.peek())
}

const nameOf = (origin: Origin): string => ('name' in origin ? origin.name : '')
