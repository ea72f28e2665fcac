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

export interface KeptProject extends Omit<KeptHead, 'bytes'> {
  readonly files: Files
  readonly entry: string | null
  readonly current: string
}

/** Nothing here rejects: a browser that keeps nothing is a choice, too. */
export interface Kept {
  /** The newest first. */
  readonly heads: () => Promise<readonly KeptHead[]>
  readonly get: (id: string) => Promise<KeptProject | null>
  /** False where it could not be kept. What is put later is what stays. */
  readonly put: (project: KeptProject) => Promise<boolean>
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
    get: async id => (await read(PROJECTS, objects => objects.get(id) as IDBRequest<KeptProject | undefined>)) ?? null,
    put: async project => {
      const put = await write((inHeads, inProjects) => {
        inHeads.put(headOf(project))
        inProjects.put(project)
      })
      const old = put ? tooMany(await heads()) : []
      if (old.length > 0)
        await write((inHeads, inProjects) => {
          for (const { id } of old) {
            inHeads.delete(id)
            inProjects.delete(id)
          }
        })
      return put
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
