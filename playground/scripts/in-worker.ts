import { createProgramsInWorker } from '../programs/in-worker.ts'
import { showLife } from '../workers/host.ts'
import type { Port } from '../workers/rpc.ts'

/** What is worked out beside the call: scripts, their coverage, the picture, the book. */
export function serveDesk(scope: Port): void {
  const programs = createProgramsInWorker()
  showLife(scope, programs.change)
}
