// The face of the room: back ends over HTTP and in modules.
export { readServices, type ConfigSource, type ReadServices } from './read-config.ts'
export type { ServicesConfig } from './config.ts'
export type { ConfigProblem } from './problem.ts'
export { openServices, type BoundBackends, type RenderPrompt, type Services, type ServicesOptions } from './services.ts'
export type { PendingTransaction } from './sending.ts'
export type { ServiceEvent } from './tries.ts'
export type { ModuleContext } from './module-context.ts'
