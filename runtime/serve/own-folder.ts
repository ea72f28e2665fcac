// The folder that a node keeps its versions and settings in is its own: a second node on it would write over what the first has written,
// and take away the copies that its calls play from. Who has it has a lock of the system's on a file in it, which ends with the process,
// however that ends: nobody has to tell a node that was killed from one that runs, and of several that start at once one gets it. Node gives
// no such lock but SQLite's, on a database that nothing is ever written to.
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder } from './folders.ts'

const FILE = 'node.lock'

/** SQLITE_BUSY */
const BUSY = 5

/**
 * What gives it back; null where another process has it, or another user's had it last. The file stays: whoever took it away would take it
 * from one that has just opened it. Where nothing can be made, or the file system has no locks, whoever writes there first says why.
 */
export function claimFolder(folder: string): (() => void) | null {
  const path = join(folder, FILE)
  try {
    makeFolder(folder)
    // Whoever may read it could have the lock.
    if (!existsSync(path)) writeFileSync(path, '', { flag: 'a', mode: 0o600 })
    const database = new DatabaseSync(path)
    if (isAnothers(path)) return null
    // Of two that want the exclusive lock at the same time neither may get it; of this one a file has one.
    database.exec('BEGIN IMMEDIATE')
    return () => database.close()
  } catch (error) {
    return (error as { readonly errcode?: number }).errcode === BUSY || isAnothers(path) ? null : () => undefined
  }
}

/** SQLite opens what cannot be written to be read, and of locks to read there are many. */
function isAnothers(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return false
  } catch (error) {
    // Where the folder itself is closed, too, nothing is known of it.
    return (error as NodeJS.ErrnoException).code === 'EACCES' && existsSync(path)
  }
}
