// The texts of files: those that are open in an editor, and behind them the host's.
import type { CompilerHost } from '../compiler/program.ts'
import { applyEdits, type TextEdit } from '../text/edit.ts'

/** What a service gets its files from, beside those that are open. */
export interface ServiceHost extends CompilerHost {
  /** Entry files (those with a `line`); a file that none of them imports is looked at by itself. */
  readonly entries: () => readonly string[]
  /** Every `.ivr` and `.dtmf` file there is: for renaming, references and paths. */
  readonly files: () => readonly string[]
}

export interface Documents {
  readonly read: ServiceHost['read']
  /** The text of a file, or null where it cannot be read. */
  readonly text: (path: string) => string | null
  /** The version of an open file as its editor counts. */
  readonly version: (path: string) => number | null
  /** Counts what changed, in open files and by `changed`. */
  readonly revision: () => number
  readonly open: (path: string, text: string, version: number) => void
  /** Edits are of the text before, all at once. Throws RangeError where they overlap or lie outside. */
  readonly edit: (path: string, edits: readonly TextEdit[], version: number) => void
  readonly close: (path: string) => void
  /** Something changed on the disk. */
  readonly changed: () => void
  readonly isOpen: (path: string) => boolean
  readonly openPaths: () => readonly string[]
}

export function createDocuments(host: ServiceHost): Documents {
  const open = new Map<string, { readonly text: string; readonly version: number }>()
  let revision = 0
  const read: ServiceHost['read'] = path => {
    const mine = open.get(path)
    return mine ? { text: mine.text } : host.read(path)
  }
  const text = (path: string): string | null => {
    const found = read(path)
    return 'text' in found ? found.text : null
  }
  return {
    read,
    text,
    version: path => open.get(path)?.version ?? null,
    revision: () => revision,
    open: (path, written, version) => {
      open.set(path, { text: written, version })
      revision++
    },
    edit: (path, edits, version) => {
      open.set(path, { text: applyEdits(text(path) ?? '', edits), version })
      revision++
    },
    close: path => {
      if (open.delete(path)) revision++
    },
    changed: () => {
      revision++
    },
    isOpen: path => open.has(path),
    openPaths: () => [...open.keys()],
  }
}
