// Paths of other files, inside the quotes of an import, of `use` and of what else names a file.
import type { CompletionItem } from '../types.ts'

/** `a/main.ivr` to `a/lib/x.ivr` → `./lib/x.ivr`. */
export function relativePath(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1)
  const parts = to.split('/')
  let same = 0
  while (same < folders.length && same < parts.length - 1 && folders[same] === parts[same]) same++
  const up = folders.length - same
  return (up === 0 ? './' : '../'.repeat(up)) + parts.slice(same).join('/')
}

const PATH = /(?:\bfrom|\buse)\s+"([^"\n]*)$/

/** Undefined where `offset` is not in the quotes of a path. */
export function pathItems(text: string, path: string, offset: number, files: readonly string[]): readonly CompletionItem[] | undefined {
  const match = PATH.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))
  if (!match) return undefined
  const start = offset - match[1]!.length
  const rest = /^[^"\n]*/.exec(text.slice(offset))![0]
  return files
    .filter(file => file !== path && file.endsWith('.ivr'))
    .map(file => relativePath(path, file))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .map((label, at) => ({
      label,
      kind: 'file',
      insert: label,
      snippet: false,
      start,
      end: offset + rest.length,
      sort: String(at).padStart(4, '0'),
    }))
}
