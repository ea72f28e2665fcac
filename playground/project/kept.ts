// Projects that are kept in this browser (IndexedDB), so that a reload loses nothing. Bounded: the oldest go first.
import { sizeOf } from './paths.ts'
import type { Files, Origin } from './project.ts'

/** What is told in a list. */
export interface KeptHead {
  readonly id: string
  readonly title: string
  readonly origin: Origin
  /** The fragment of its link, where it has one: who comes back by it finds their own. */
  readonly link: string | null
  /** ms since 1970 */
  readonly changed: number
  readonly bytes: number
}

/** What was written, by which opening of the project and the how-manieth time: two tabs see by it that they cross. */
export interface Edition {
  readonly by: string
  readonly count: number
}

export interface KeptProject extends Omit<KeptHead, 'bytes'> {
  readonly edition: Edition
  readonly files: Files
  readonly entry: string | null
  readonly current: string
}

/** `other`: another tab has written since, and its text stays. */
export type Put = 'kept' | 'failed' | 'other'

/** Nothing here rejects: a browser that keeps nothing is a choice, too. */
export interface Kept {
  /** The newest first. */
  readonly heads: () => Promise<readonly KeptHead[]>
  readonly get: (id: string) => Promise<KeptProject | null>
  /**
   * What is put later is what stays. With the edition that was read (null: none) nothing is written over what another has written since; without,
   * it is surely the only one that writes.
   */
  readonly put: (project: KeptProject, after?: Edition | null) => Promise<Put>
  readonly remove: (id: string) => Promise<void>
}

export const MOST_KEPT = 20

/** Those that are too many, by their age. */
export const tooMany = (heads: readonly KeptHead[]): readonly KeptHead[] =>
  heads.toSorted((one, other) => other.changed - one.changed).slice(MOST_KEPT)

export const headOf = ({ id, title, origin, link, changed, files }: KeptProject): KeptHead => ({
  ...{ id, title, origin, link, changed },
  bytes: sizeOf(files),
})

/** What to do where `there` is kept already, and `after` is what was known of it. */
export function crossing(there: Edition | null, { edition }: KeptProject, after: Edition | null): 'write' | 'older' | 'other' {
  if (there === null) return 'write'
  if (there.by === edition.by) return there.count > edition.count ? 'older' : 'write'
  return there.by === after?.by && there.count === after.count ? 'write' : 'other'
}

/** Of what an earlier page has kept. */
export const UNKNOWN: Edition = { by: '', count: 0 }

const HEADS = 'heads'
const PROJECTS = 'projects'

/** Opened at once, so that what is put when the page goes away still begins before it is gone. */
export function createKept(factory: IDBFactory | null): Kept {
  const opened = openDatabase(factory)
  let database: IDBDatabase | null = null
  void opened.then(found => (database = found))

  const write = async (change: (heads: IDBObjectStore, projects: IDBObjectStore) => void): Promise<boolean> => {
    const found = database ?? (await opened)
    if (found === null) return false
    try {
      const transaction = found.transaction([HEADS, PROJECTS], 'readwrite')
      change(transaction.objectStore(HEADS), transaction.objectStore(PROJECTS))
      return await done(transaction)
    } catch {
      return false
    }
  }
  const read = async <T>(store: string, ask: (objects: IDBObjectStore) => IDBRequest<T>): Promise<T | null> => {
    const found = database ?? (await opened)
    try {
      return found === null ? null : await resultOf(ask(found.transaction(store).objectStore(store)))
    } catch {
      return null
    }
  }
  const heads = async (): Promise<readonly KeptHead[]> =>
    ((await read(HEADS, objects => objects.getAll() as IDBRequest<KeptHead[]>)) ?? []).sort((one, other) => other.changed - one.changed)

  return {
    heads,
    get: async id => {
      const found = await read(PROJECTS, objects => objects.get(id) as IDBRequest<KeptProject | undefined>)
      return found ? { ...found, edition: found.edition ?? UNKNOWN } : null
    },
    put: async (project, after) => {
      let crossed = false
      const put = await write((inHeads, inProjects) => {
        const write = (): void => {
          inHeads.put(headOf(project))
          inProjects.put(project)
        }
        // At once: a page that goes away has no time to look.
        if (after === undefined) return write()
        const request = inProjects.get(project.id) as IDBRequest<KeptProject | undefined>
        request.addEventListener('success', () => {
          const there = request.result && (request.result.edition ?? UNKNOWN)
          const found = crossing(there ?? null, project, after)
          if (found === 'write') write()
          crossed = found === 'other'
        })
      })
      const old = put ? tooMany(await heads()) : []
      if (old.length > 0)
        await write((inHeads, inProjects) => {
          for (const { id } of old) {
            inHeads.delete(id)
            inProjects.delete(id)
          }
        })
      if (!put) return 'failed'
      return crossed ? 'other' : 'kept'
    },
    remove: async id => {
      await write((inHeads, inProjects) => {
        inHeads.delete(id)
        inProjects.delete(id)
      })
    },
  }
}

function openDatabase(factory: IDBFactory | null): Promise<IDBDatabase | null> {
  return new Promise(resolve => {
    try {
      const request = factory?.open('callwright', 1)
      if (!request) return resolve(null)
      request.addEventListener('upgradeneeded', () => {
        request.result.createObjectStore(HEADS, { keyPath: 'id' })
        request.result.createObjectStore(PROJECTS, { keyPath: 'id' })
      })
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => resolve(null))
    } catch {
      resolve(null)
    }
  })
}

const resultOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('it cannot be read')))
  })

const done = (transaction: IDBTransaction): Promise<boolean> =>
  new Promise(resolve => {
    transaction.addEventListener('complete', () => resolve(true))
    transaction.addEventListener('abort', () => resolve(false))
    transaction.addEventListener('error', () => resolve(false))
  })
