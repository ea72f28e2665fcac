// The Event Socket codec: bytes in, frames and events out; commands in, bytes out.
export * from './answer.ts'
export * from './application.ts'
export * from './command.ts'
export * from './event.ts'
export { disarmExpansion, escapeExpansion, isExpandable } from './expansion.ts'
export * from './frames.ts'
export * from './places.ts'
export type { Refused, RefusalReason } from './refusal.ts'
