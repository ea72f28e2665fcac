// The examples as the page loads them: each a module of its own, that is one file to fetch, with all texts of the example in it.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'
import { admitFiles } from './paths.ts'
import type { Files } from './project.ts'

const root = join(import.meta.dirname, '../..')
const EXAMPLES = join(root, 'examples')

const LIST = 'virtual:examples'
const ONE = 'virtual:example/'

/** What `callwright init` makes is there as an example without a name. */
export const exampleFolders = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    readdirSync(EXAMPLES)
      .filter(name => statSync(join(EXAMPLES, name)).isDirectory() && name !== 'testing')
      .map(name => [name, join(EXAMPLES, name)]),
  ),
  empty: join(root, 'cli/templates/first-line'),
})

export function filesOfFolder(folder: string): Files {
  // What a command has left there, as `.callwright`, is no part of a project.
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    path => !path.split(sep).some(part => part.startsWith('.')) && statSync(join(folder, path)).isFile(),
  )
  return admitFiles(paths.sort().map(path => [relative('.', path).split(sep).join('/'), readFileSync(join(folder, path), 'utf8')])).files
}

export function examplesPlugin(): Plugin {
  return {
    name: 'callwright examples',
    resolveId: id => (id === LIST || id.startsWith(ONE) ? `\0${id}` : null),
    load(id) {
      const folders = exampleFolders()
      if (id === `\0${LIST}`) {
        const entries = Object.keys(folders).map(
          name => `${JSON.stringify(name)}: () => import(${JSON.stringify(ONE + name)}).then(one => one.default)`,
        )
        return `export default { ${entries.join(', ')} }`
      }
      if (!id.startsWith(`\0${ONE}`)) return null
      const folder = folders[id.slice(ONE.length + 1)]
      if (folder === undefined) throw new Error(`there is no example ${id}`)
      const files = filesOfFolder(folder)
      for (const path of Object.keys(files)) this.addWatchFile(join(folder, path))
      // As JSON a browser reads it faster than as an object literal.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(files))})`
    },
  }
}
