// Where the server gets the files that are not open in the editor.
import type { ServiceHost } from '../service/index.ts'

export interface Workspace extends ServiceHost {
  /** The folders of the editor, as paths. */
  readonly setFolders: (folders: readonly string[]) => void
  /** Files have changed, come or gone; without a list any of them. False where none of them is of any matter. */
  readonly changed: (paths?: readonly string[]) => boolean
}

/** Files that the client sends, for where there is no disk. */
export interface MemoryWorkspace extends Workspace {
  /** A text of null takes the file away. */
  readonly set: (path: string, text: string | null) => void
}
