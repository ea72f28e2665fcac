// Which tests hold which sentence: a test's name, or a script's, begins with the ids in brackets: `[S1.4.2] [S1.4.3] …`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface Holder {
  /** `runtime/core/listening.test.ts:40` */
  readonly where: string
  readonly name: string
}

const rooms = ['conformance', 'lang', 'machine', 'runtime', 'cli', 'examples', 'tools', 'bench']
const testName =
  /(?:^|[^\w.])it(?:\.each\(\[?[\s\S]{0,2000}?\)|\.for\([\s\S]{0,2000}?\))?\(\s*(['"`])((?:(?!\1).)*?\[[LS][\w.]+\](?:(?!\1).)*)\1/g
const scriptName = /^\s*script\s+"((?:[^"\\]|\\.)*\[[LS][\w.]+\](?:[^"\\]|\\.)*)"/gm
const ids = /\[([LS][\w.]*\d)\]/g

/** Sentence id → its tests, found by reading the test files below `root`. A skipped test holds nothing. */
export const findHolders = (root: string): Map<string, Holder[]> => {
  const found = new Map<string, Holder[]>()
  for (const file of rooms.flatMap(room => testFiles(join(root, room)))) {
    const text = readFileSync(file, 'utf8')
    for (const match of text.matchAll(file.endsWith('.dtmf') ? scriptName : testName)) {
      const name = match[2] ?? match[1]!
      const line = text.slice(0, match.index).split('\n').length
      for (const [, id] of name.matchAll(ids)) {
        const holders = found.get(id!) ?? []
        holders.push({ where: `${relative(root, file)}:${line}`, name })
        found.set(id!, holders)
      }
    }
  }
  return found
}

const testFiles = (folder: string): string[] => {
  const files: string[] = []
  const folders = [folder]
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    let entries
    try {
      entries = readdirSync(at, { withFileTypes: true })
    } catch {
      continue
    }
    for (const entry of entries) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') folders.push(path)
      } else if (entry.name.endsWith('.test.ts') || entry.name.endsWith('.dtmf')) files.push(path)
    }
  }
  return files.sort()
}
