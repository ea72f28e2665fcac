import { createProgramsInWorker } from '../programs/in-worker.ts'
import { showLife } from '../workers/host.ts'
import type { Port } from '../workers/rpc.ts'

export function serveTelephone(scope: Port): void {
  const programs = createProgramsInWorker()
  showLife(scope, programs.change)
}
