// What the page begins with: the folder that its address names, else what the shelf finds.
import type { App } from '../page/app.ts'
import { both } from '../page/notices.ts'
import { createFolder } from './folder.ts'
import { WORDS } from './words.ts'

const FOLDER = /^#folder=([\w-]{16,64})$/

export function openProject(app: App): { readonly flush: () => void } {
  const { shelf, notices, project } = app
  const [, token] = FOLDER.exec(location.hash) ?? []
  addEventListener('hashchange', () => {
    // Into a folder one comes at the beginning only.
    if (FOLDER.test(location.hash)) location.reload()
    else void shelf.follow()
  })
  if (token === undefined) {
    void shelf.start()
    return shelf
  }
  const server = new URL('./', document.baseURI).href
  const folder = createFolder({ project, notices, token, server, fetch: (input, init) => fetch(input, init) })
  void folder.start().then(async opened => {
    if (opened) return
    notices.tell({ kind: 'folder', tone: 'warning', text: both(language => WORDS[language].folderGone) })
    await shelf.start()
  })
  return {
    flush: () => {
      folder.flush()
      shelf.flush()
    },
  }
}
