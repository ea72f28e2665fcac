// An answer that is on its way from a back end to the call.
import type { Value } from '../../machine/values.ts'
import type { Reply } from './backend.ts'

/** A transaction whose answer was lost is settled so long after its deadline, ms. */
export const SETTLES_AFTER = 10_000

export interface Pending {
  /** When it comes, ms since 1970. */
  readonly at: number
  readonly task: number
  readonly outcome: string
  readonly values: readonly Value[]
  /** A transaction: its answer settles it even where the call no longer waits. */
  readonly performed: boolean
}

/** What comes of a reply that was given at `now`; null where nothing comes, or somebody says it later. */
export function answerOnItsWay(
  reply: Exclude<Reply, { readonly kind: 'missing' }>,
  asked: Pick<Pending, 'task' | 'performed'>,
  now: number,
  deadline: number,
): Pending | null {
  switch (reply.kind) {
    case 'answer':
      return { ...asked, at: now + reply.after, outcome: reply.outcome, values: reply.values }
    case 'lost':
      return asked.performed ? { ...asked, at: deadline + SETTLES_AFTER, outcome: reply.outcome, values: [] } : null
    case 'never':
    case 'later':
      return null
    default:
      return assertNever(reply)
  }
}

function assertNever(what: never): never {
  throw new Error(`unknown reply ${JSON.stringify(what)}`)
}
