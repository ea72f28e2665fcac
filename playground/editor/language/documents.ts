// The project as the language server is told of it: programs and scripts are open documents, so that findings come of all of them; every file is one
// of the workspace, for imports, configurations and tables.
import { hasLine } from '../../../lang/lsp/entries.ts'
import type { Changes, Project } from '../../project/project.ts'
import type { Rpc } from './json-rpc.ts'
import { uriOf } from './uris.ts'

const languageOf = (path: string): 'ivr' | 'dtmf' | null => (path.endsWith('.ivr') ? 'ivr' : path.endsWith('.dtmf') ? 'dtmf' : null)

/** What is returned ends it. */
export function followProject(project: Project, rpc: Rpc): () => void {
  let version = 0
  /** Open documents, and whether the workspace has their text with a line. */
  const open = new Map<string, boolean>()

  const tell = (changes: Changes): void => {
    const files: { readonly uri: string; readonly text: string | null }[] = []
    const documents: (() => void)[] = []
    for (const [path, text] of Object.entries(changes)) {
      const uri = uriOf(path)
      const languageId = languageOf(path)
      const before = open.get(path)
      if (languageId === null || text === null) {
        files.push({ uri, text })
        if (text === null && open.delete(path)) documents.push(() => rpc.notify('textDocument/didClose', { textDocument: { uri } }))
        continue
      }
      const line = hasLine(text)
      // Which files are programs is read from the workspace, the rest from what is open.
      if (before !== line) files.push({ uri, text })
      open.set(path, line)
      version++
      documents.push(
        before === undefined
          ? () => rpc.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } })
          : () => rpc.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] }),
      )
    }
    if (files.length > 0) rpc.notify('callwright/files', { files })
    for (const notify of documents) notify()
  }
  tell(project.files.peek())
  return project.listen(tell)
}
