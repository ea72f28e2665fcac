// Who looks at a switch as root before the node has ever run must leave no folders that the node, another user, cannot write to.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Does as the owner of a folder what writes into it, where this process is root's: of the nearest one above where it is not there yet.
 * So nothing is given away afterwards, and the system sees to it that he may. Else it is done as it is. Nothing else may go on meanwhile:
 * the whole process is that owner's. Throws and rejects as `write` does.
 */
export async function asOwnerOf<T>(folder: string, write: () => T | Promise<T>): Promise<T> {
  const { uid, gid } = nearest(folder)
  if (process.geteuid?.() !== 0 || uid === 0) return write()
  const group = process.getegid!()
  try {
    process.setegid!(gid)
    process.seteuid!(uid)
  } catch {
    // One that may not, as in a container without that right.
    process.setegid!(group)
    return write()
  }
  try {
    return await write()
  } finally {
    process.seteuid!(0)
    process.setegid!(group)
  }
}

function nearest(folder: string): { readonly uid: number; readonly gid: number } {
  for (let one = folder; ; one = dirname(one)) {
    const found = statSync(one, { throwIfNoEntry: false })
    if (found !== undefined) return found
    if (dirname(one) === one) return { uid: 0, gid: 0 }
  }
}
