// The language server's process, and the one in which it has scripts run.
import { serveScripts } from '../../../cli/language-server/script-process.ts'
import { runLanguageServer } from '../../../cli/language-server/stdio.ts'

const RUN_SCRIPTS = '--run-scripts'

void (process.argv.includes(RUN_SCRIPTS) ? serveScripts() : runLanguageServer([RUN_SCRIPTS])).then(() => process.exit())
