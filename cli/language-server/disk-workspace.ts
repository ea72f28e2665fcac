// The editor's folders on a disk: their programs, all sources, and the text of each as it was when it was last looked at.
import { resolvePath } from '../../lang/compiler/host.ts'
import { hasLine, programsOfConfig, type Workspace } from '../../lang/lsp/index.ts'
import { readText } from '../host.ts'
import type { FileSystem } from '../io.ts'
import { absolutePath } from '../paths.ts'
import { CONFIG_FILE, filesBelow } from '../project.ts'

type Read = ReturnType<Workspace['read']>

interface Found {
  readonly files: readonly string[]
  readonly entries: readonly string[]
}

/** Programs are those that a configuration names, then every other file with a line. */
export function createDiskWorkspace(fs: FileSystem): Workspace {
  let folders: readonly string[] = []
  const texts = new Map<string, Read>()
  let found: Found | undefined

  const read = (path: string): Read => {
    let known = texts.get(path)
    if (!known) texts.set(path, (known = readText(fs, path)))
    return known
  }
  const textOf = (path: string): string => {
    const known = read(path)
    return 'text' in known ? known.text : ''
  }
  const find = (): Found => {
    if (found) return found
    const below = (ending: string): readonly string[] => [...new Set(folders.flatMap(folder => filesBelow(fs, folder, ending)))]
    const programs = below('.ivr')
    const named = below(CONFIG_FILE).flatMap(path => programsOfConfig(path, textOf(path)))
    const entries = [...named.filter(path => fs.status(path)?.kind === 'file'), ...programs.filter(path => hasLine(textOf(path)))]
    return (found = { files: [...programs, ...below('.dtmf')], entries: [...new Set(entries)] })
  }

  return {
    read,
    resolve: resolvePath,
    entries: () => find().entries,
    files: () => find().files,
    setFolders: given => {
      folders = given.map(folder => absolutePath(folder, '.'))
      found = undefined
    },
    changed: paths => {
      if (!paths) {
        texts.clear()
        found = undefined
        return true
      }
      let matters = false
      for (const path of paths) {
        const known = texts.delete(path)
        const named = path.endsWith('.ivr') || path.endsWith(`/${CONFIG_FILE}`)
        // A script that was there is there still; a program may have got its line.
        if (named || (path.endsWith('.dtmf') && found?.files.includes(path) !== true)) found = undefined
        matters ||= known || named || path.endsWith('.dtmf')
      }
      return matters
    },
  }
}
