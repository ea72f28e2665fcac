// The licences of what is taken in, as those ask to be told.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The packages that modules come from. */
export function packagesOf(modules: readonly string[]): readonly string[] {
  return [...new Set(modules.flatMap(id => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []))].sort()
}

/** Names, versions and licences of packages that are installed below `root`. */
export function licencesOf(root: string, names: readonly string[]): string {
  return names
    .map(name => {
      const folder = join(root, 'node_modules', name)
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string; license: string }
      const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one)) ?? licenceBeside(folder)
      const text = file === null ? `Its source: npm package ${name}, version ${version}` : readFileSync(join(folder, file), 'utf8').trim()
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** Packages of one scope may leave the licence to the one that they belong to. */
function licenceBeside(folder: string): string | null {
  const scope = dirname(folder).split('/@')[1]
  if (scope === undefined) return null
  const file = readdirSync(join(dirname(folder), '..', scope)).find(one => /^licen[cs]e/i.test(one))
  return file === undefined ? null : join('..', '..', scope, file)
}
