// The folder that a node keeps its versions and settings in is its own: a second node on it would write over what the first has written,
// and take away the copies that its calls play from. Who has it has a lock of the system's on a file in it, which ends with the process,
// however that ends: nobody has to tell a node that was killed from one that runs, and of several that start at once one gets it. Node gives
// no such lock but SQLite's, on a database that nothing is ever written to.
import { randomUUID } from 'node:crypto'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeFolder } from './folders.ts'

const FILE = 'node.lock'

/** SQLITE_BUSY */
const BUSY = 5

/** What gives it back, or who has it: a node that runs or is still ending, or another user, whose file the lock is on. */
export type Claim = (() => void) | 'another node' | 'another user'

/**
 * The file stays: whoever took it away would take it from one that has just opened it. Where nothing can be made, or the file system has no
 * locks, whoever writes there first says why. `lock`: how a file is locked.
 */
export function claimFolder(folder: string, lock = lockOn): Claim {
  const path = join(folder, FILE)
  try {
    makeFolder(folder)
    // Whoever may read it could have the lock.
    if (!existsSync(path)) writeFileSync(path, '', { flag: 'a', mode: 0o600 })
  } catch {
    // Told below, or by whoever writes there.
  }
  if (isAnothers(path)) return 'another user'
  const locked = lock(path)
  if (locked !== 'taken') return locked === 'none' ? () => undefined : () => locked.close()
  return hasLocks(folder, lock) ? 'another node' : () => undefined
}

/** `none`: there is no such file, or it cannot be locked. */
function lockOn(path: string): DatabaseSync | 'taken' | 'none' {
  if (!existsSync(path)) return 'none'
  try {
    const database = new DatabaseSync(path)
    // Of two that want the exclusive lock at the same time neither may get it; of this one a file has one.
    database.exec('BEGIN IMMEDIATE')
    return database
  } catch (error) {
    return (error as { readonly errcode?: number }).errcode === BUSY ? 'taken' : 'none'
  }
}

/** SQLite tells “taken” also of a network's disk without a service of locks: there a file that nobody else knows is taken, too. */
function hasLocks(folder: string, lock: typeof lockOn): boolean {
  const path = join(folder, `${FILE}.${randomUUID()}`)
  try {
    writeFileSync(path, '', { mode: 0o600 })
    const locked = lock(path)
    if (typeof locked !== 'string') locked.close()
    return locked !== 'taken'
  } catch {
    return true
  } finally {
    rmSync(path, { force: true })
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
