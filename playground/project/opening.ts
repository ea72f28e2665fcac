// What the page begins with: the folder that its address names, else what the shelf finds.
import type { App } from '../page/app.ts'
import { both } from '../page/notices.ts'
import { createFolder, type Folder } from './folder.ts'
import { WORDS } from './words.ts'

const FOLDER = /^#folder=([\w-]{16,64})$/

export function openProject(app: App): { readonly flush: () => void } {
  const { shelf, notices, project } = app
  const [, token] = FOLDER.exec(location.hash) ?? []
  let folder: Folder | null = null
  /** The same folder goes on, with what is written here; into another one comes at the beginning only. */
  const followInto = async (next: string): Promise<void> => {
    if ((await folder?.follow(next)) !== true) location.reload()
  }
  addEventListener('hashchange', () => {
    const [, next] = FOLDER.exec(location.hash) ?? []
    if (next !== undefined) void followInto(next)
    else if (folder === null) void shelf.follow()
    // What a link brings is never in the same page as a folder: it could be written there, or take what is there with it.
    else location.reload()
  })
  if (token === undefined) {
    void shelf.start()
    return shelf
  }
  const server = new URL('./', document.baseURI).href
  const own = createFolder({ project, notices, token, server, fetch: (input, init) => fetch(input, init) })
  folder = own
  void own.start().then(async opened => {
    if (opened) return
    notices.tell({ kind: 'folder', tone: 'warning', text: both(language => WORDS[language].folderGone) })
    await shelf.start()
  })
  return {
    flush: () => {
      own.flush()
      shelf.flush()
    },
  }
}
