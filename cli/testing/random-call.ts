// Calls at random through a machine, in the real core: keys, silence and answers that fit where the call stands.
import type { Machine } from '../../machine/format.ts'
import type { Type } from '../../machine/types.ts'
import type { Value } from '../../machine/values.ts'
import type { TestCall } from '../../runtime/core/testing/call.ts'
import { valueOf } from './answers-by-type.ts'

export type Random = (below: number) => number

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

/** What is done to a call next; the same may be done to another one. */
export type Move = (call: TestCall) => void

/** A move that fits where `call` stands; null where it has ended. */
export function nextMove(machine: Machine, call: TestCall, random: Random): Move | null {
  const { phase, point, task } = call.session
  if (phase === 'ended') return null
  const at = machine.points[point]
  const answer =
    (outcome: string, values: readonly Value[]): Move =>
    each =>
      void each.answer(outcome, ...values)
  if (random(40) === 0) return each => void each.hangUp()
  switch (at?.op) {
    case 'listen': {
      if (random(8) === 0) return each => void each.wait(9000)
      const keys = keysFor(machine, at.listener, call.session.length, random)
      const patient = random(3) > 0
      return each => void (patient ? each.listen() : each).keys(keys)
    }
    case 'request':
    case 'perform': {
      if (task === 0) return each => void each.wait(500)
      const operation = machine.operations[at.operation]!
      const names = Object.keys(operation.outcomes)
      if (random(8) === 0 || (names.length === 0 && !operation.result)) return answer('failed', [])
      if (operation.result) return answer('answered', [valueOf(operation.result, random)])
      const name = names[random(names.length)]!
      return answer(
        name,
        operation.outcomes[name]!.map(value => valueOf(value.type, random)),
      )
    }
    case 'queue-state':
      return answer('answered', [{ waiting: random(9), agents: random(3), longest: 5000 }])
    case 'connect-queue':
    case 'connect-number': {
      const names = Object.keys(at.outcomes)
      const name = names[random(names.length)]!
      return answer(name, name === 'answered' ? ['agent 7'] : [])
    }
    case 'record':
      return answer(random(3) === 0 ? 'nothing' : 'recorded', [{ recording: 'voice.wav', ms: 4000 }])
    case 'transfer':
      return answer(random(2) === 0 ? 'failed' : 'transferred', [])
    default:
      return each => void each.wait(700)
  }
}

/** `length`: how many keys a collect wants that knows only in the call, else −1. */
function keysFor(machine: Machine, index: number, length: number, random: Random): string {
  const listener = machine.listeners[index]!
  const any = '0123456789*#'[random(12)]!
  if (random(6) === 0) return any
  if (listener.kind === 'collect' && length > 0) return '6225880212345673'.slice(0, length)
  if (listener.kind === 'collect') return listener.secret ? secretFor(listener.type) : entryFor(listener.type, random)
  if (listener.kind === 'choose' && random(3) > 0) return String(1 + random(9))
  return listener.options[random(Math.max(1, listener.options.length))]?.keys ?? any
}

/** What nobody may see again, so that it can be looked for. */
export const SECRET = '9753'
const secretFor = (type: Type): string => `${SECRET}19753197531`.slice(0, type.kind === 'digits' ? (type.min ?? 6) : 6) + '#'

function entryFor(type: Type, random: Random): string {
  switch (type.kind) {
    case 'digits':
      return `${String(valueOf(type, random)).replaceAll(type.star ?? '*', '*')}#`
    case 'money':
    case 'number': {
      const value = String(valueOf(type, random)).padStart(type.decimals + 1, '0')
      return type.decimals === 0 ? `${value}#` : `${value.slice(0, -type.decimals)}*${value.slice(-type.decimals)}#`
    }
    default:
      return `${String(random(1000)).padStart(4, '0')}#`
  }
}
