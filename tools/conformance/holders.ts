// Which tests hold which sentence: a test's name, or a script's, begins with the ids in brackets: `[S1.4.2] [S1.4.3] …`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface Holder {
  /** `runtime/core/listening.test.ts:40` */
  readonly where: string
  readonly name: string
}

const rooms = ['conformance', 'lang', 'machine', 'runtime', 'cli', 'examples', 'playground', 'tools', 'bench']
const testName =
  /(?<![\w.])it(?:\.each\(\[?[\s\S]{0,2000}?\)|\.for\([\s\S]{0,2000}?\))?\(\s*(['"`])((?:(?!\1).)*?\[[LS][\w.]+\](?:(?!\1).)*)\1/g
const scriptName = /^[ \t]*script\s+"((?:[^"\\]|\\.)*\[[LS][\w.]+\](?:[^"\\]|\\.)*)"/gm
const ids = /\[([LS][\w.]*\d)\]/g

/** A test of a file that names sentences. */
export interface NamedTest {
  readonly name: string
  readonly ids: readonly string[]
  /** 1-based */
  readonly line: number
}

/** The tests (or, of a `.dtmf` file, scripts) in a text whose names name sentences. A skipped test holds nothing. */
export const namedTests = (text: string, dtmf = false): NamedTest[] =>
  [...text.matchAll(dtmf ? scriptName : testName)].map(match => {
    const name = match[2] ?? match[1]!
    return { name, ids: [...name.matchAll(ids)].map(([, id]) => id!), line: text.slice(0, match.index).split('\n').length }
  })

/** Sentence id → its tests, found by reading the test files below `root`. */
export const findHolders = (root: string): Map<string, Holder[]> => {
  const found = new Map<string, Holder[]>()
  for (const file of rooms.flatMap(room => testFiles(join(root, room)))) {
    for (const { name, ids: named, line } of namedTests(readFileSync(file, 'utf8'), file.endsWith('.dtmf'))) {
      for (const id of named) {
        const holders = found.get(id) ?? []
        holders.push({ where: `${relative(root, file)}:${line}`, name })
        found.set(id, holders)
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
