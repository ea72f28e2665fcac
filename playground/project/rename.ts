// A file has another name: what names it elsewhere in the project goes with it, and so does what the file itself names from its new place.
import { resolvePath } from '../../lang/compiler/host.ts'
import type { Files } from './project.ts'

/** `import … from "./x.ivr"`, `use "../x.ivr"`, `file "x.json"`, `each row of "x.csv"`, `transcript same as "x.txt"`. */
const NAMED = /(\b(?:from|use|file|row[ \t]+of|same[ \t]+as)[ \t]+")([^"\n]+)(")/g
/** In a configuration every text may be a path. */
const QUOTED = /(")([^"\n]+)(")/g

/** The texts that change, by the paths that they have after the file was renamed. */
export function textsAfterRename(files: Files, from: string, to: string): Files {
  const changed: Record<string, string> = {}
  for (const [path, text] of Object.entries(files)) {
    const own = path === from
    const pattern = /\.(?:ivr|dtmf)$/i.test(path) ? NAMED : path.endsWith('callwright.config.json') ? QUOTED : null
    if (pattern === null) continue
    const next = text.replaceAll(pattern, (whole, before: string, named: string, after: string) => {
      const target = resolvePath(path, named)
      if (target !== from && !(own && Object.hasOwn(files, target))) return whole
      return `${before}${relativePath(own ? to : path, target === from ? to : target, named.startsWith('.'))}${after}`
    })
    if (next !== text) changed[own ? to : path] = next
  }
  return changed
}

function relativePath(from: string, to: string, dotted: boolean): string {
  const [here, there] = [from.split('/').slice(0, -1), to.split('/')]
  let same = 0
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++
  const path = [...here.slice(same).map(() => '..'), ...there.slice(same)].join('/')
  return dotted && !path.startsWith('.') ? `./${path}` : path
}
