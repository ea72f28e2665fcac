// The files of a project as rows of a tree: folders first, each row where it stands.

export interface TreeRow {
  /** Of a folder without a slash at its end. */
  readonly path: string
  readonly name: string
  readonly kind: 'folder' | 'file'
  /** From 1. */
  readonly level: number
  readonly open: boolean
  /** Among those of its folder, from 1. */
  readonly position: number
  readonly siblings: number
}

/** What is seen, in order. `closed`: folders whose rows are not. */
export function rowsOf(paths: readonly string[], closed: ReadonlySet<string>): readonly TreeRow[] {
  const inside = new Map<string, Set<string>>([['', new Set()]])
  const files = new Set(paths)
  for (const path of paths) {
    const parts = path.split('/')
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      const children = inside.get(folder) ?? new Set()
      inside.set(folder, children.add(parts.slice(0, depth + 1).join('/')))
    }
  }
  const rows: TreeRow[] = []
  const waiting = rowsIn('', 1)
  for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
    rows.push(row)
    if (row.kind === 'folder' && row.open) waiting.unshift(...rowsIn(row.path, row.level + 1))
  }
  return rows

  function rowsIn(folder: string, level: number): TreeRow[] {
    const kindOf = (path: string): TreeRow['kind'] => (files.has(path) ? 'file' : 'folder')
    const children = [...inside.get(folder)!].sort((one, other) => {
      const kinds = [kindOf(one), kindOf(other)]
      return kinds[0] !== kinds[1] ? (kinds[0] === 'folder' ? -1 : 1) : one < other ? -1 : 1
    })
    return children.map((path, index) => ({
      ...{ path, name: path.slice(path.lastIndexOf('/') + 1), kind: kindOf(path), level, open: !closed.has(path) },
      ...{ position: index + 1, siblings: children.length },
    }))
  }
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** `a/b/c.ivr` → `a`, `a/b`. */
export const foldersOver = (path: string): readonly string[] => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))
