import { sha256Hex } from '../../machine/hash.ts'

/**
 * The key of a task, the same for every try of it and on every node (semantics §5.3): SHA-256 of `ID:TASK` in hex, with
 * `ID` = `call.id` and `TASK` in decimal.
 */
export const taskKey = (call: string, task: number): string => sha256Hex(`${call}:${task}`)
