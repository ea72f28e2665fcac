// What is dropped onto the page or chosen in its dialog becomes a project, or joins the one that is open.
import type { App } from '../page/app.ts'
import { both, type Said } from '../page/notices.ts'
import { admitBeside } from '../project/paths.ts'
import { offerUndo } from '../project/undo.ts'
import { WORDS as FILES } from '../project/words.ts'
import { readIncoming, type GivenFile } from './incoming.ts'
import { WORDS } from './words.ts'

export async function bringIn(app: Pick<App, 'notices' | 'project' | 'shelf'>, given: readonly GivenFile[]): Promise<void> {
  const { notices, project, shelf } = app
  const warn = (text: Said): void => notices.tell({ kind: 'incoming', tone: 'warning', text })
  const incoming = await readIncoming(given)
  if (incoming.kind === 'trouble') {
    const { trouble, name } = incoming
    warn(
      both(language => {
        const { noFilesFound, notReadable, tooMuch } = WORDS[language]
        return trouble === 'none' ? noFilesFound : trouble === 'large' ? tooMuch(name) : notReadable(name)
      }),
    )
    return
  }
  // Into a folder of the disk files are put; it is not made another.
  const another = incoming.whole && project.origin.value.kind !== 'folder'
  const joining = another ? null : admitBeside(project.files.peek(), Object.fromEntries(incoming.files))
  const refused = [...incoming.refused, ...(joining?.refused ?? [])]
  const [first] = refused
  if (first !== undefined)
    warn(both(language => WORDS[language].refused(refused.length, first.path, FILES[language].problems[first.problem])))
  const files = joining === null ? incoming.files : Object.entries(joining.files)
  if (files.length === 0) return
  if (joining === null) {
    shelf.openOwn(Object.fromEntries(files), incoming.name)
    return
  }
  const before = files.map(([path]) => [path, project.files.peek()[path]] as const)
  for (const [path, text] of files) project.write(path, text)
  project.current.value = files[0]![0]
  const undo = (): void => {
    for (const [path, text] of before) {
      if (text === undefined) project.remove(path)
      else project.write(path, text)
    }
  }
  const said = files.map(([path]) => path).join(', ')
  offerUndo(
    app,
    'brought',
    both(language => WORDS[language].brought(said)),
    undo,
    // What was written into them since would go with it.
    () => files.some(([path, text]) => project.files.peek()[path] !== text),
  )
}

/** The browser's dialog. */
export function chooseFiles(app: App, what: 'files' | 'folder'): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.webkitdirectory = what === 'folder'
  input.addEventListener('change', () => void bringIn(app, [...(input.files ?? [])].map(given)))
  input.click()
}

const given = (file: File): GivenFile => ({
  path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
  size: file.size,
  bytes: async () => new Uint8Array(await file.arrayBuffer()),
})

/** Takes what is dropped anywhere on the page. `hovering` is told while something is held over it. */
export function takeDrops(app: App, hovering: (is: boolean) => void): void {
  const ofFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
  const at = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void): void =>
    // Before the editor, which would write the name of the file into the text.
    document.addEventListener(
      type,
      event => {
        if (!ofFiles(event)) return
        event.preventDefault()
        event.stopPropagation()
        act(event)
      },
      true,
    )
  at('dragenter', () => hovering(true))
  at('dragover', () => hovering(true))
  at('dragleave', event => {
    if (event.relatedTarget === null) hovering(false)
  })
  at('drop', event => {
    hovering(false)
    const items = [...(event.dataTransfer?.items ?? [])]
    const entries = items.flatMap(item => item.webkitGetAsEntry() ?? [])
    void filesOf(entries).then(files => bringIn(app, files))
  })
}

/** More than these are not looked for in a folder. */
const MOST_ENTRIES = 5000

async function filesOf(entries: readonly FileSystemEntry[]): Promise<readonly GivenFile[]> {
  const found: GivenFile[] = []
  const waiting = [...entries]
  let looked = 0
  for (let entry = waiting.shift(); entry !== undefined && looked++ < MOST_ENTRIES; entry = waiting.shift()) {
    if (entry.isFile) {
      const file = await new Promise<File | null>(resolve => (entry as FileSystemFileEntry).file(resolve, () => resolve(null)))
      if (file !== null) found.push({ ...given(file), path: entry.fullPath.slice(1) })
    } else if (!/^(?:node_modules|\..*)$/.test(entry.name)) waiting.push(...(await entriesIn(entry as FileSystemDirectoryEntry)))
  }
  return found
}

/** A browser gives them a hundred at a time. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<readonly FileSystemEntry[]>(resolve => reader.readEntries(resolve, () => resolve([])))
    if (some.length === 0) return all
    all.push(...some)
  }
}
