// What can still go wrong inside a machine (semantics §2): a number that is too large, a list that is too long, a read-back that its caller
// could not hear.
import { LARGEST } from '../../machine/values.ts'

export type FaultReason = 'beyond the largest number' | 'beyond the list’s bound' | 'a read-back was not heard'

/** Thrown out of an expression or a point; caught by the step that runs it. Made once: a fault needs no stack of its own. */
export class Fault extends Error {
  readonly reason: FaultReason
  constructor(reason: FaultReason) {
    super(reason)
    this.reason = reason
  }
}
const tooLarge = new Fault('beyond the largest number')
export const tooLong = new Fault('beyond the list’s bound')
export const unheardReadback = new Fault('a read-back was not heard')

/** A number as it is, a fault where it is beyond ±10^15. */
export function bounded(value: number): number {
  if (value > LARGEST || value < -LARGEST) throw tooLarge
  return value
}
