// A session of an editor with the server, over either transport.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, type Client, type Transport } from '../../lang/lsp/testing/client.ts'
import { disk } from '../../cli/io.ts'
import { filesBelow } from '../../cli/project.ts'

const root = join(import.meta.dirname, '..', '..')
export const RECORDING = join(root, 'lang', 'lsp', 'fixtures', 'an-editing-hour.jsonl')

/** The files that the recorded session edits: path → text. */
export function sessionFiles(): ReadonlyMap<string, string> {
  const folder = join(root, 'examples', 'card-centre')
  return new Map(
    ['.ivr', '.dtmf', '.json', '.txt'].flatMap(ending =>
      filesBelow(disk, folder, ending).map(path => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const),
    ),
  )
}

/** What VS Code says that it can do, where it matters. */
const capabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    publishDiagnostics: { relatedInformation: true },
  },
  workspace: {
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
  },
}

/** A client that has said hello. `coverage`: scripts are run when nobody types, and lenses say so some time later. */
export async function beginSession(transport: Transport, locale = 'en', coverage = false): Promise<Client> {
  const client = createClient(transport)
  const { error } = await client.request('initialize', {
    processId: null,
    rootUri: transport.root,
    workspaceFolders: [{ uri: transport.root, name: 'project' }],
    locale,
    initializationOptions: { coverage, commands: ['callwright.dial', 'callwright.openScript'] },
    capabilities,
  })
  if (error) throw new Error(error.message)
  client.notify('initialized', {})
  return client
}
