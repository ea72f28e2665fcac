// Paths of the disk and paths of the house: within it folders are parted by `/`, and a file has one name.
import { isAbsolute, relative, resolve, sep } from 'node:path'

/** Absolute, with `/` between folders. */
export function absolutePath(cwd: string, path: string): string {
  const full = resolve(cwd, path)
  return sep === '/' ? full : full.replaceAll(sep, '/')
}

/** As the person who typed the command would write it: below `cwd` from there, else whole. */
export function shownPath(cwd: string, path: string): string {
  if (!isAbsolute(path)) return path
  const from = relative(cwd, path)
  if (from === '') return '.'
  if (isAbsolute(from)) return path
  const shown = sep === '/' ? from : from.replaceAll(sep, '/')
  return shown.startsWith('../../') ? path : shown
}
