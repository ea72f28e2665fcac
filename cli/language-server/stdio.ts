// `callwright lsp`: the language server of editors, on the standard streams.
import { serveStdio } from '../../lang/lsp/node/stdio.ts'
import { disk } from '../io.ts'
import { VERSION } from '../version.ts'
import { createDiskWorkspace } from './disk-workspace.ts'
import { speaker } from './speaker.ts'

/** Resolves when the editor has gone. */
export const runLanguageServer = (): Promise<void> =>
  serveStdio(
    { workspace: createDiskWorkspace(disk), speaker, timeZones: () => Intl.supportedValuesOf('timeZone'), version: VERSION },
    { stdin: process.stdin, stdout: process.stdout },
  )
