// Paths of the project and the URIs by which language server and editor know them. Any name is a path: with `%`, `#`, `?`, blanks, emoji.
const ROOT = 'file:///'

/** Half a surrogate pair cannot stand in a URI; names that differ in nothing else are one. */
export const uriOf = (path: string): string => `${ROOT}${path.toWellFormed().split('/').map(encodeURIComponent).join('/')}`

/** Null for what is none of these files. */
export function pathOf(uri: string, paths: readonly string[]): string | null {
  const path = uri.startsWith(ROOT) ? decoded(uri.slice(ROOT.length)) : null
  if (path === null) return null
  if (paths.includes(path)) return path
  return paths.find(one => one.toWellFormed() === path) ?? null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
