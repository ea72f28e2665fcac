// Where projects come from and where they stay: examples, links, what this browser has kept. The project itself knows nothing of it.
import { signal } from '@preact/signals'
import { exampleLink, readLink, writeLink } from '../share/link.ts'
import type { Edition, KeptHead, KeptProject } from './kept.ts'
import { pathProblem } from './paths.ts'
import type { Files, Origin, Project } from './project.ts'
import type { Shelf, ShelfNews, ShelfSurroundings } from './shelf-contract.ts'
import { readTab, writeTab } from './tab.ts'

/** ms that a lock may outlive the page that is loaded again. */
const PATIENCE = 1000
/** Of what is nobody's here: it ends when it becomes one's own. */
const NOT_OWN: readonly ShelfNews['kind'][] = ['link', 'elsewhere', 'taken']

export function createShelf(surroundings: ShelfSurroundings): Shelf {
  const { project, kept, holds, examples, location, tab, now, newId, idle = 500 } = surroundings
  const heads = signal<readonly KeptHead[]>([])
  const own = signal<string | null>(null)
  const news = signal<readonly ShelfNews[]>([])
  let opening = false
  let turn = 0
  let waiting: ReturnType<typeof setTimeout> | null = null
  let written = ''
  /** What is open is nobody's here because another tab works on it. */
  let borrowed = false
  let edition: Edition = { by: newId(), count: 0 }
  /** What is kept of it as this opening found it. */
  let found: Edition | null = null
  /** What was displaced by another tab: the edition's `by` to the project that it is now. */
  const copies = new Map<string, string>()

  const loadExample = async (name: string): Promise<Files | null> => (Object.hasOwn(examples, name) ? await examples[name]!() : null)

  const begin = (id: string | null, after: Edition | null = null): void => {
    own.value = id
    borrowed = false
    edition = { by: newId(), count: 0 }
    found = after
  }
  /** What is open becomes one's own under a name that nobody else has. */
  const beginOwn = (id: string): string => {
    news.value = news.value.filter(({ kind }) => !NOT_OWN.includes(kind))
    void holds.take(id, lostTo(id))
    return id
  }
  const tell = (one: ShelfNews): void => {
    if (!news.value.some(({ kind }) => kind === one.kind)) news.value = [...news.value, one]
  }
  const lostTo = (id: string) => async (): Promise<void> => {
    if (own.peek() !== id) return
    const kept = flush()
    begin(null)
    borrowed = true
    news.value = [...news.value.filter(({ kind }) => kind !== 'copied'), { kind: 'taken', id }]
    rememberTab()
    await kept
  }
  /** What another tab has kept meanwhile stays, and this is kept beside it. False where it cannot be kept at all. */
  const put = async (record: KeptProject, after: Edition | null | undefined = found): Promise<boolean> => {
    const done = await kept.put(record, after)
    if (done !== 'other') return done === 'kept'
    const { by } = record.edition
    const id = copies.get(by) ?? newId()
    copies.set(by, id)
    if (by === edition.by && own.value === record.id) {
      found = null
      own.value = beginOwn(id)
      tell({ kind: 'copied' })
      rememberTab()
    }
    return (await kept.put({ ...record, id }, null)) === 'kept'
  }
  const open = (
    opened: Parameters<Project['open']>[0],
    id: string | null,
    told: readonly ShelfNews[] = [],
    after: Edition | null = null,
  ): void => {
    void flush()
    if (id === null) holds.release()
    opening = true
    try {
      project.open(opened)
    } finally {
      opening = false
    }
    begin(id, after)
    news.value = told
    rememberTab()
  }
  const address = (fragment: string): void => {
    if (location.fragment() !== fragment) location.replace(fragment)
    written = fragment
    rememberTab()
  }
  const rememberTab = (pending?: KeptProject): void =>
    writeTab(tab, { id: own.value, fragment: written, ...(pending === undefined ? {} : { pending, found }) })
  const snapshot = (link: string | null): KeptProject => ({
    id: own.value ?? (own.value = beginOwn(newId())),
    edition: (edition = { ...edition, count: edition.count + 1 }),
    title: titleOf(project),
    origin: project.origin.peek(),
    ...{ link, changed: now(), files: project.files.peek(), entry: project.entry.peek(), current: project.current.peek() },
  })
  const keep = async (): Promise<void> => {
    waiting = null
    const [of, revision] = [turn, project.revision.peek()]
    // What another tab works on is written on here as a copy.
    if (borrowed) tell({ kind: 'copied' })
    borrowed = false
    // At once as it is, and again with its link, which takes a while: another project may be opened meanwhile.
    const first = put(snapshot(null))
    rememberTab()
    const link = await shelf.link()
    if (of === turn && revision === project.revision.peek()) {
      void put(snapshot(link))
      address(link ?? '')
    }
    if (!(await first)) tell({ kind: 'not-kept' })
    heads.value = await kept.heads()
  }
  const later = (): void => {
    if (opening || project.origin.peek().kind === 'folder') return
    if (waiting !== null) clearTimeout(waiting)
    waiting = setTimeout(() => void keep(), idle)
  }
  const flush = async (): Promise<void> => {
    if (waiting === null) return
    clearTimeout(waiting)
    waiting = null
    // The link is worked out too slowly for a page that goes away, and what is put may come too late: this tab knows what it had.
    const pending = snapshot(null)
    rememberTab(pending)
    await put(pending, holds.sure() ? undefined : found)
  }
  project.listen(later)
  project.current.subscribe(() => {
    if (own.peek() !== null) later()
  })

  const openKept = async (id: string, take = holds.take): Promise<boolean> => {
    const of = ++turn
    await flush()
    if (of !== turn) return true
    if ((await kept.get(id)) === null || of !== turn) return of !== turn
    const mine = await take(id, lostTo(id))
    // Only now nobody else writes there.
    const record = of === turn ? await kept.get(id) : null
    if (record === null || of !== turn) return true
    // All of it, however much was written: what is left out here would be gone with the next change.
    const files = Object.fromEntries(Object.entries(record.files).filter(([path]) => pathProblem(path) === null))
    const { origin, current, entry } = record
    const told: ShelfNews[] = mine ? [] : [{ kind: 'elsewhere', id }]
    open({ files, origin, current, ...(entry === null ? {} : { entry }) }, mine ? id : null, told, mine ? record.edition : null)
    borrowed = !mine
    address(record.link ?? '')
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
      const { id, fragment, pending, found } = readTab(tab)
      if (id !== null && fragment === location.fragment()) {
        let again = id
        const told: ShelfNews[] = []
        if (pending?.id === id && (await kept.put(pending, found)) === 'other') {
          again = newId()
          told.push({ kind: 'copied' })
          await kept.put({ ...pending, id: again }, null)
        }
        const opened = await openKept(again, (which, lost) => holds.take(which, lost, PATIENCE))
        told.forEach(tell)
        if (opened) return
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
    takeOver: async id => void (await openKept(id, holds.takeOver)),
    openOwn: (files, title) => {
      turn++
      const id = newId()
      open({ files, origin: { kind: 'own', name: title } }, id)
      beginOwn(id)
      later()
    },
    keepCopy: () => {
      if (own.value !== null) return
      borrowed = false
      own.value = beginOwn(newId())
      later()
    },
    forget: async id => {
      if (own.value === id) {
        // What waits to be kept of it, or is on its way, would bring it back.
        if (waiting !== null) clearTimeout(waiting)
        waiting = null
        turn++
        begin(null)
        holds.release()
        // And so would what this tab had of it when the page was hidden.
        rememberTab()
      }
      await kept.remove(id)
      heads.value = await kept.heads()
    },
    link: async () => {
      const origin = project.origin.peek()
      const [files, entry, current] = [project.files.peek(), project.entry.peek(), project.current.peek()]
      const base = origin.kind === 'example' ? await loadExample(origin.name) : null
      return writeLink({ files, entry, current }, base === null || origin.kind !== 'example' ? null : { name: origin.name, files: base })
    },
    flush: () => void flush(),
  }
  return shelf
}

/** As its line is called; an own project without one as it was called when it came. */
export function titleOf({ files, entry, origin }: Project): string {
  const text = entry.peek() === null ? '' : (files.peek()[entry.peek()!] ?? '')
  const [, title] = /^[ \t]*line\s+[^\s"{]+\s+"([^"\n]{1,80})"/m.exec(text) ?? []
  return title ?? nameOf(origin.peek())
}

const nameOf = (origin: Origin): string => ('name' in origin ? origin.name : '')
