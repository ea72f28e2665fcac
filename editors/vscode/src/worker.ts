// The language server's worker.
import { speaker } from '../../../cli/language-server/speaker.ts'
import { serveWorker, type Port } from '../../../lang/lsp/worker.ts'

serveWorker(globalThis as unknown as Port, { speaker, timeZones: () => Intl.supportedValuesOf('timeZone') })
