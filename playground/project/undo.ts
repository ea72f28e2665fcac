// What was done to a project's files can be taken back for as long as that project is open.
import type { App } from '../page/app.ts'
import { both, type Notice, type Said } from '../page/notices.ts'
import { isTaken } from './paths.ts'
import { WORDS } from './words.ts'

type Surroundings = Pick<App, 'notices' | 'project'>

/** It can be brought back as long as its notice stands, which goes when something else stands in its place. */
export function removeFile({ notices, project }: Surroundings, path: string): void {
  const text = project.files.peek()[path]
  if (text === undefined) return
  project.remove(path)
  const back = (): void => {
    project.write(path, text)
    project.current.value = path
  }
  const said = both(language => WORDS[language].removed(path))
  offerUndo({ notices, project }, `deleted ${path}`, said, back, () => isTaken(Object.keys(project.files.peek()), path))
}

/** `late`: it would do harm by now. */
export function offerUndo(
  { notices, project }: Surroundings,
  kind: string,
  text: Said,
  undo: () => void,
  late: () => boolean = () => false,
): void {
  const opening = project.opening.peek()
  const stop = project.listen(() => {
    if (project.opening.peek() === opening && !late()) return
    notices.close(notice)
    stop()
  })
  const notice: Notice = { kind, text, actions: [{ label: both(language => WORDS[language].undo), run: undo }], onClose: stop }
  notices.tell(notice)
}
