// `callwright lsp`: the language server of editors, on the standard streams.
import { realpathSync } from 'node:fs'
import { serveStdio } from '../../lang/lsp/node/stdio.ts'
import { disk } from '../io.ts'
import { VERSION } from '../version.ts'
import { createDiskWorkspace } from './disk-workspace.ts'
import { createScriptRunner } from './script-runner.ts'
import { speaker } from './speaker.ts'

/** Resolves when the editor has gone. `scriptArguments`: with them the module of this process calls `serveScripts` in another. */
export const runLanguageServer = (scriptArguments: readonly string[]): Promise<void> =>
  serveStdio(
    {
      workspace: createDiskWorkspace(disk),
      speaker,
      scripts: createScriptRunner({ file: realpathSync(process.argv[1]!), argv: scriptArguments }),
      timeZones: () => Intl.supportedValuesOf('timeZone'),
      version: VERSION,
    },
    { stdin: process.stdin, stdout: process.stdout },
  )
