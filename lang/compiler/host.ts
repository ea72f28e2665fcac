import type { CompilerHost } from './program.ts'

/** `./lib/../x.ivr` seen from `a/main.ivr` → `a/x.ivr`. Leading `..` that lead out of the root stay. */
export function resolvePath(from: string, path: string): string {
  const absolute = path.startsWith('/')
  const start = absolute ? [] : from.split('/').slice(0, -1)
  const parts: string[] = []
  for (const part of [...start, ...path.split('/')]) {
    if (part === '.' || (part === '' && parts.length > 0)) continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop()
    else parts.push(part)
  }
  const joined = parts.join('/')
  return absolute && !joined.startsWith('/') ? `/${joined}` : joined
}

/** A host whose files are a map in memory: path → text. */
export function createMemoryHost(files: Readonly<Record<string, string>>): CompilerHost {
  return {
    read: path => {
      const text = Object.hasOwn(files, path) ? files[path] : undefined
      return text === undefined ? { problem: 'missing' } : { text }
    },
    resolve: resolvePath,
  }
}
