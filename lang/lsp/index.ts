// The face of the language server.
export { createServer, type Server, type ServerOptions } from './server.ts'
export type { CoveredPlaces, ScriptRunner, ScriptsToRun } from './coverage.ts'
export { createMemoryWorkspace } from './memory-workspace.ts'
export type { MemoryWorkspace, Workspace } from './workspace.ts'
export { hasLine, programsOfConfig } from './entries.ts'
