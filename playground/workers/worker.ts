// The one script of all workers, so that a browser loads it once; a worker's name says what it does.
import type { Port } from './rpc.ts'

const scope = globalThis as unknown as Port & EventTarget & { readonly name: string }

// What is said before a worker's own part has come would be lost: nobody listens yet.
const early: unknown[] = []
const keep = ({ data }: MessageEvent): void => void early.push(data)
scope.addEventListener('message', keep as EventListener & typeof keep)

async function serve(part: Promise<(scope: Port) => void>): Promise<void> {
  const start = await part
  scope.removeEventListener('message', keep as EventListener & typeof keep)
  start(scope)
  for (const data of early) scope.dispatchEvent(new MessageEvent('message', { data }))
}

switch (scope.name) {
  case 'language':
    void serve(import('../editor/in-worker.ts').then(part => part.serveLanguage))
    break
  case 'telephone':
    void serve(import('../telephone/in-worker.ts').then(part => part.serveTelephone))
    break
  case 'desk':
    void serve(import('../desk/in-worker.ts').then(part => part.serveDesk))
    break
  default:
    throw new Error(`no worker is called ${scope.name}`)
}
