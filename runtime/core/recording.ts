// `record`: the caller's voice. The end key ends it; after a hang-up the recording may still be handed on.
import type { Machine, PointId, PointOf } from '../../machine/format.ts'
import { createCheck } from './check.ts'
import { endBlock } from './ending.ts'
import type { Expressions } from './expressions.ts'
import { dropKey, dropWaiting } from './keys-waiting.ts'
import { STAY, type PreparedPoint, type Rest } from './prepared.ts'
import { arrive, plainRest } from './rest.ts'
import { emit, stopWaiting, type Turn } from './turn.ts'

export function prepareRecord(machine: Machine, id: PointId, point: PointOf<'record'>, expressions: Expressions): PreparedPoint {
  const slot = expressions.slotOf(point.register)
  const check = createCheck({ kind: 'recording' }, 'outside')
  const rest: Rest = {
    ...plainRest(machine, point, 'record'),
    hungUp: point.hungUp ?? -1,
    key: (turn, key) => {
      if (key === point.endKey) emit(turn, { kind: 'stop record', task: turn.session.task })
      else dropKey(turn, 'not kept')
      return STAY
    },
    answer: (turn, outcome, values) => {
      stopWaiting(turn)
      const recording = outcome === 'recorded' ? check(values[0]) : undefined
      const after = turn.session.phase === 'after'
      if (recording === undefined) return after ? endBlock(turn) : point.nothing
      turn.session.registers[slot] = recording
      return after ? point.hungUp! : point.next
    },
  }
  const run = (turn: Turn): PointId => {
    dropWaiting(turn, 'not kept')
    arrive(turn, id, rest)
    const session = turn.session
    session.task = ++session.tasks
    const { upTo, tone } = point
    emit(turn, { kind: 'record', task: session.task, upTo, tone, endSilence: point.endSilence ?? null })
    return STAY
  }
  return { id, run, rest }
}
