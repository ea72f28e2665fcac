// The desk as the page has it: one worker, asked by several rooms.
import type { ReadonlySignal } from '@preact/signals'
import type { Project } from '../project/project.ts'
import { createHost, type WorkerHost } from '../workers/host.ts'
import { startWorker } from '../workers/start.ts'
import type { DeskContract } from './contract.ts'

type Ran = DeskContract['tells']['ran']

export interface Desk {
  readonly ask: WorkerHost<DeskContract>['ask']
  /** How often it was ended because it did not come to rest; each time it has forgotten what it knew. */
  readonly restarts: ReadonlySignal<number>
  /** Told of each bundle of results. */
  readonly onRan: (listener: (ran: Ran) => void) => void
}

export function createDesk(project: Project): Desk {
  const listeners = new Set<(ran: Ran) => void>()
  const { ask, restarts } = createHost<DeskContract>({
    start: () => startWorker('desk'),
    project,
    told: { ran: what => listeners.forEach(listener => listener(what)) },
  })
  return { ask, restarts, onRan: listener => void listeners.add(listener) }
}
