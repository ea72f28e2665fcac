// What a node wrote down itself and reads again when it starts: the versions in force, the changed settings. It is whole, or the machine's
// power, its disk or somebody's editor was in it; then the node does not begin as if nothing had ever been written.
import { readFileSync } from 'node:fs'
import type { Said } from './said.ts'

/** Such a file cannot be read as what it is. */
export class UnreadableFile extends Error {
  readonly said: Said
  constructor(said: Said) {
    super(said.en)
    this.name = 'UnreadableFile'
    this.said = said
  }
}

/** Its text; null where it is not there. Throws UnreadableFile. */
export function readOwnFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new UnreadableFile({
      en: `${path} cannot be read (${code ?? String(error)}): give the node the right to read it.`,
      zh: `无法读取 ${path}（${code ?? String(error)}）：请让节点有读取权限。`,
    })
  }
}

/** JSON of a shape that `isOne` knows; null where it is something else. */
export function readJson<T>(text: string, isOne: (read: unknown) => read is T): T | null {
  try {
    const read: unknown = JSON.parse(text)
    return isOne(read) ? read : null
  } catch {
    return null
  }
}
