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
  let address = location.hash
  /** The same folder goes on, with what is written here; into another one comes at the beginning only. */
  const followInto = async (own: Folder, next: string): Promise<void> => {
    const to = location.hash
    if (await own.follow(next)) address = to
    else await leave(own, to)
  }
  /** What is written here is written there first; where it cannot be, a person says whether it may be lost. */
  const leave = async (own: Folder, to: string): Promise<void> => {
    app.editor.hands.peek()?.flush()
    const [first, ...others] = await own.settle()
    const go = (): void => {
      history.replaceState(history.state, '', to)
      location.reload()
    }
    if (first === undefined) return go()
    history.replaceState(history.state, '', address)
    notices.tell({
      kind: 'leaving',
      tone: 'warning',
      asks: true,
      text: both(language => WORDS[language].leaving(first, others.length + 1)),
      actions: [{ label: both(language => WORDS[language].leave), run: go }],
    })
  }
  addEventListener('hashchange', () => {
    const [, next] = FOLDER.exec(location.hash) ?? []
    if (folder === null) {
      if (next === undefined) void shelf.follow()
      else location.reload()
    } else if (next !== undefined) void followInto(folder, next)
    // What a link brings is never in the same page as a folder: it could be written there, or take what is there with it.
    else void leave(folder, location.hash)
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
