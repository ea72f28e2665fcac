// What was done to a project's files can be taken back for as long as that project is open.
import type { App } from '../page/app.ts'
import { both, type Notice, type Said } from '../page/notices.ts'
import { WORDS } from './words.ts'

export function offerUndo({ notices, project }: Pick<App, 'notices' | 'project'>, kind: string, text: Said, undo: () => void): void {
  const opening = project.opening.peek()
  const stop = project.opening.subscribe(now => {
    if (now === opening) return
    notices.close(notice)
    stop()
  })
  const notice: Notice = { kind, text, actions: [{ label: both(language => WORDS[language].undo), run: undo }], onClose: () => stop() }
  notices.tell(notice)
}
