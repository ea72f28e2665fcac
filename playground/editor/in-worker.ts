// The language server in its worker. It beats, so that the page knows that it is alive.
import { speaker } from '../../cli/language-server/speaker.ts'
import { serveWorker, type Port } from '../../lang/lsp/worker.ts'
import type { RpcPort } from './language/json-rpc.ts'
import { BEAT } from './language/life.ts'

export function serveLanguage(scope: unknown): void {
  const port = scope as Port
  serveWorker(port, { speaker, timeZones: () => Intl.supportedValuesOf('timeZone') })
  setInterval(() => (scope as RpcPort).postMessage({ alive: true }), BEAT)
}
