// The face of the language service.
export { createService, type Service, type ServiceOptions } from './service.ts'
export type { ServiceHost } from './documents.ts'
export type * from './types.ts'
