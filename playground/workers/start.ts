// The workers are one script, loaded once.
import type { WorkerLike } from './host.ts'

export type WorkerName = 'language' | 'telephone' | 'desk'

export const startWorker = (name: WorkerName): WorkerLike & Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name })
