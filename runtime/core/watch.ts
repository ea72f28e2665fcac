// Which ways a call takes, told to whoever wants to know (coverage). Points are wrapped when the machine is made ready, so
// that a machine nobody watches runs as if there were no such thing.
import type { Point, PointId } from '../../machine/format.ts'
import type { Expressions } from './expressions.ts'
import { STAY, type PreparedPoint, type Rest } from './prepared.ts'
import type { Run } from './places.ts'

export type WatchedResult = 'option' | 'item' | 'more' | 'silence' | 'mistake' | 'too short' | 'check'

export interface Watch {
  /** By point: how often it ran. */
  readonly points: Uint32Array
  /**
   * A way out of a point that has several: an outcome's name, `then`, `else`, an arm of a match, `body`, `out`, `done`,
   * `meanwhile`, `press K`, of a transfer `transferred` or `else`, of a record `recorded`, `nothing` or `hung up`.
   */
  readonly way: (point: PointId, way: string) => void
  /** `which`: the option's index, or the count of the silence or mistake from 1. */
  readonly result: (listener: number, result: WatchedResult, which: number) => void
  readonly shortcut: (keys: string) => void
}

export function watchPoint(watch: Watch, point: Point, made: PreparedPoint, expressions: Expressions): PreparedPoint {
  const { id, rest } = made
  const { points } = watch
  const run = watchWays(watch, point, made, expressions)
  return {
    id,
    run: turn => {
      points[id]!++
      return run(turn)
    },
    rest: rest === null ? null : watchRest(watch, point, id, rest),
  }
}

function watchWays(watch: Watch, point: Point, { id, run }: PreparedPoint, expressions: Expressions): Run {
  switch (point.op) {
    case 'branch':
      return turn => {
        const next = run(turn)
        watch.way(id, next === point.then ? 'then' : 'else')
        return next
      }
    case 'match': {
      const subject = expressions.evaluate(point.subject)
      return turn => {
        const name = String(subject(turn))
        watch.way(id, Object.hasOwn(point.arms, name) ? name : 'other')
        return run(turn)
      }
    }
    case 'repeat':
      return turn => {
        const next = run(turn)
        watch.way(id, next === point.body ? 'body' : 'out')
        return next
      }
    case 'each':
      return turn => {
        const next = run(turn)
        watch.way(id, next === point.body ? 'body' : 'done')
        return next
      }
    default:
      return run
  }
}

/** The outcomes of what was asked tell of themselves where they are followed (outcomes.ts). */
function watchRest(watch: Watch, point: Point, id: PointId, rest: Rest): Rest {
  const { answer, key, meanwhile } = rest
  switch (point.op) {
    case 'perform':
      if (meanwhile === null) return rest
      return {
        ...rest,
        meanwhile: turn => {
          watch.way(id, 'meanwhile')
          meanwhile(turn)
        },
      }
    case 'connect-queue':
      return {
        ...rest,
        key: (turn, pressed) => {
          const next = key!(turn, pressed)
          if (next !== STAY) watch.way(id, `press ${pressed}`)
          return next
        },
      }
    case 'transfer':
      return {
        ...rest,
        answer: (turn, outcome, values) => {
          watch.way(id, outcome === 'failed' ? 'else' : 'transferred')
          return answer!(turn, outcome, values)
        },
      }
    case 'record':
      return {
        ...rest,
        answer: (turn, outcome, values) => {
          const after = turn.session.phase === 'after'
          const next = answer!(turn, outcome, values)
          const recorded = next === (after ? point.hungUp : point.next)
          if (recorded || !after) watch.way(id, recorded ? (after ? 'hung up' : 'recorded') : 'nothing')
          return next
        },
      }
    default:
      return rest
  }
}
