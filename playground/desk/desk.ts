// The desk as the page has it: one worker, asked by several rooms.
import type { ReadonlySignal } from '@preact/signals'
import type { Project } from '../project/project.ts'
import { createHost, type WorkerHost } from '../workers/host.ts'
import { NoAnswer } from '../workers/rpc.ts'
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
  return {
    // On a machine that is busy with other things what ends by itself may look as if it did not: it is tried once more. A run is not,
    // for a script of it may be what hangs.
    ask: async (name, takes, signal) => {
      try {
        return await ask(name, takes, signal)
      } catch (error) {
        if (name === 'run' || !(error instanceof NoAnswer) || error.kind !== 'ended') throw error
        return ask(name, takes, signal)
      }
    },
    restarts,
    onRan: listener => void listeners.add(listener),
  }
}
