// A workspace that the client fills: a browser has no disk.
import { resolvePath } from '../compiler/host.ts'
import { hasLine, programsOfConfig } from './entries.ts'
import type { MemoryWorkspace } from './workspace.ts'

const CONFIG = /(?:^|\/)callwright\.config\.json$/

export function createMemoryWorkspace(): MemoryWorkspace {
  const files = new Map<string, string>()
  let entries: readonly string[] | undefined
  return {
    read: path => {
      const text = files.get(path)
      return text === undefined ? { problem: 'missing' } : { text }
    },
    resolve: resolvePath,
    set: (path, text) => {
      if (text === null) files.delete(path)
      else files.set(path, text)
      entries = undefined
    },
    entries: () => (entries ??= entriesOf(files)),
    files: () => [...files.keys()].filter(path => /\.(?:ivr|dtmf)$/.test(path)).sort(),
    setFolders: () => {},
    changed: () => {
      entries = undefined
      return true
    },
  }
}

/** Those that configurations name, then every other file with a line. */
function entriesOf(files: ReadonlyMap<string, string>): readonly string[] {
  const named = [...files]
    .flatMap(([path, text]) => (CONFIG.test(path) ? programsOfConfig(path, text) : []))
    .filter(path => files.has(path))
  const others = [...files].flatMap(([path, text]) => (path.endsWith('.ivr') && hasLine(text) ? [path] : [])).sort()
  return [...new Set([...named, ...others])]
}
