// Folders that the node makes for itself.
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Folder after folder: Node's own `recursive` never comes back where one cannot be made though its parent is there (`/proc/x`). */
export function makeFolder(folder: string): void {
  const missing: string[] = []
  for (let one = folder; statSync(one, { throwIfNoEntry: false }) === undefined && dirname(one) !== one; one = dirname(one))
    missing.push(one)
  for (const one of missing.reverse()) {
    try {
      mkdirSync(one)
    } catch (error) {
      // Somebody else may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/**
 * One that the switch, which is in the node's group, writes into, and that nobody else sees: it makes files as it makes all of its own. What
 * is there already has the rights that somebody gave it.
 */
export function makeSharedFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(folder)
  chmodSync(folder, 0o770)
}
