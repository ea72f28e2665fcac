// The one script of all workers, so that a browser loads it once; a worker's name says what it does.
import type { Port } from './rpc.ts'

const scope = globalThis as unknown as Port & { readonly name: string }

switch (scope.name) {
  case 'language':
    void import('../editor/in-worker.ts').then(({ serveLanguage }) => serveLanguage(scope))
    break
  case 'telephone':
    void import('../telephone/in-worker.ts').then(({ serveTelephone }) => serveTelephone(scope))
    break
  case 'desk':
    void import('../desk/in-worker.ts').then(({ serveDesk }) => serveDesk(scope))
    break
  default:
    throw new Error(`no worker is called ${scope.name}`)
}
