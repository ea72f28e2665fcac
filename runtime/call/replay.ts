// Executes a trace again, without the values that it does not show (semantics §6): the same machine takes the same events, results
// that depend on what is hidden come from the trace, and everything that it asks for is held against what it asked for then.
import type { Machine } from '../../machine/format.ts'
import { createSession, prepare, step, UNKNOWN, type Effect, type Event, type Mark, type Prepared, type Session } from '../core/index.ts'
import type { Value } from '../../machine/values.ts'
import { readTrace, type ReadTrace, type TraceProblem } from './trace-reader.ts'
import { secretListener, tellsTimer, timerRoles, type TracedKey, type TracedStep } from './trace.ts'
import { readAnswer, sameShown, showEffect, type Json } from './trace-values.ts'

export interface ReplayDifference {
  readonly kind: 'differs'
  /** Line of the trace, from 1. */
  readonly line: number
  /** ms of the call */
  readonly at: number
  readonly event: TracedStep['event']
  /** What stands in the trace, and what came instead; null where there was nothing. */
  readonly expected: Json
  readonly came: Json
}

export type ReplayResult = { readonly kind: 'same'; readonly steps: number; readonly bundle: string } | ReplayDifference | TraceProblem

/** What a trace says of the step that is replayed. */
interface Told {
  marks: readonly Mark[]
  /** How many of them have been taken. */
  taken: number
  effects: TracedStep['effects']
}

/**
 * A machine made ready to replay traces of its calls, one after another; one that cannot be read stays what it is. Whether it was the
 * same bundle its caller compares.
 */
export function createReplay(machine: Machine): (trace: ReadTrace | TraceProblem) => ReplayResult {
  const told: Told = { marks: [], taken: 0, effects: [] }
  const prepared = prepare(machine, {
    trace: true,
    recall: {
      next: () => told.marks[told.taken++],
      faultAt: point => {
        const fault = told.effects.find(effect => effect['kind'] === 'fault' && effect['point'] === point)
        return fault === undefined ? null : (fault['reason'] as Extract<Effect, { kind: 'fault' }>['reason'])
      },
    },
  })
  return trace => (trace.kind === 'trace' ? replay(prepared, told, trace) : trace)
}

/** `trace`: the whole text that `createTrace` wrote of a call. */
export const replayTrace = (machine: Machine, trace: string): ReplayResult => createReplay(machine)(readTrace(trace))

function replay(prepared: Prepared, told: Told, { header, steps }: ReadTrace): ReplayResult {
  const { machine } = prepared
  const session = createSession(prepared, {
    id: header.call,
    caller: header.caller === null ? null : 'hidden',
    called: header.called,
    settings: header.settings as Readonly<Record<string, Value>>,
  })
  if (header.caller !== null) Object.assign(session, { call: { ...session.call, caller: UNKNOWN } })
  const keys = new Map(steps.flatMap(({ step: one }) => one.keys ?? []).map(key => [key.n, key]))
  const tailKeys = endKeysOfTails(
    machine,
    steps.map(one => one.step),
  )
  const timer = timerRoles()

  for (const { line, step: traced } of steps) {
    const differs = (expected: Json, came: Json): ReplayDifference => ({
      kind: 'differs',
      line,
      at: traced.at,
      event: traced.event,
      expected,
      came,
    })
    const event = eventOf(prepared, session, traced, header.started, keys, tailKeys)
    if (event === null) return differs(traced.event as unknown as Json, 'nothing like it can come here')
    const secret = secretListener(machine, session)
    const secretTimer = secret >= 0 ? (session.timer?.number ?? -1) : -1
    told.marks = traced.marked ?? []
    told.taken = 0
    told.effects = traced.effects
    let effects: readonly Effect[]
    try {
      effects = step(prepared, session, event)
    } catch (error) {
      return differs(traced.effects as Json, error instanceof Error ? error.message : 'the machine broke')
    }
    let ended = secret < 0
    let at = 0
    for (const effect of effects) {
      if (effect.kind === 'outcome' && effect.listener === secret) ended = true
      const came = timer(effect, header.started) ?? showEffect(effect, session.point, machine)
      if (came === null || !tellsTimer(effect, secretTimer, !ended && event.kind === 'secret')) continue
      const expected = traced.effects[at++] ?? null
      if (!sameShown(expected, came)) return differs(expected, came)
    }
    if (at < traced.effects.length) return differs(traced.effects[at]!, null)
    const decided = effects.filter(effect => effect.kind === 'marked').map(effect => effect.result)
    if (!sameShown(told.marks, decided)) return differs({ marked: told.marks }, { marked: decided })
  }
  return { kind: 'same', steps: steps.length, bundle: header.bundle }
}

/** What came in, as the machine takes it; null where it waits for nothing like it. */
function eventOf(
  prepared: Prepared,
  session: Session,
  traced: TracedStep,
  started: number,
  keys: ReadonlyMap<number, TracedKey>,
  tailKeys: ReadonlyMap<number, string>,
): Event | null {
  const { event } = traced
  const at = started + traced.at
  switch (event.kind) {
    case 'started':
    case 'hung up':
      return { kind: event.kind, at }
    case 'key': {
      const key = keys.get(event.n)
      const swallowed = key?.dropped === 'tail' && (traced.keys ?? []).some(({ n }) => n === event.n)
      // Any other key that came ends the time for an end key, one that a trace does not show too.
      if (!swallowed) session.tail = null
      return { kind: 'key', key: swallowed ? (session.tail?.key ?? '#') : pressedKey(prepared, session, key, tailKeys), at }
    }
    case 'spoken':
      return { kind: 'spoken', segment: event.segment, ...(event.unheard ? { unheard: true } : {}), at }
    case 'expired': {
      const timers = [session.timer, session.deadline, session.meanwhile, session.limit]
      const timer = timers.find(one => one?.role === event.timer)
      return timer ? { kind: 'expired', timer: timer.number, at } : null
    }
    case 'answer':
      return { kind: 'answer', task: event.task, outcome: event.outcome, values: readAnswer(event.values) as readonly Value[], at }
    case 'position':
    case 'settled':
    case 'secret':
      return { ...event, at }
  }
}

/** A key for one whose kind alone is known: which of its kind it is changes nothing that a trace shows. */
function pressedKey(prepared: Prepared, session: Session, key: TracedKey | undefined, tailKeys: ReadonlyMap<number, string>): string {
  if (key !== undefined && key.key !== '•') return key.key === 'd' ? '0' : key.key
  if (key?.dropped === 'gate') return prepared.listeners[session.listener]?.gate ?? '1'
  if (key?.dropped === 'tail') return tailKeys.get(key.n) ?? '#'
  return meaninglessKey(prepared, session)
}

/** One that ends nothing, opens nothing and leaves no queue: it waits, or is dropped, like the one that was pressed. */
function meaninglessKey({ machine, listeners }: Prepared, session: Session): string {
  const point = machine.points[session.point]
  const means = new Set<string | null>(listeners.flatMap(({ endKey, gate }) => [endKey, gate]))
  if (point?.op === 'record') means.add(point.endKey)
  if (point?.op === 'connect-queue') for (const { keys } of point.options) means.add(keys)
  return [...'0123456789*#'].find(key => !means.has(key)) ?? '0'
}

/** Keys that waited and were swallowed behind an entry: each was the end key of the listener that took the one before. */
function endKeysOfTails(machine: Machine, steps: readonly TracedStep[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  for (const { effects, keys = [] } of steps) {
    // One step may take several entries that wait, each with its own end key behind it: keys and drops are in one order.
    const drops = effects.flatMap((effect, at) => (effect['kind'] === 'dropped' && effect['why'] === 'tail' ? [at] : []))
    for (const { n, dropped } of keys) {
      if (dropped !== 'tail') continue
      const at = drops.shift() ?? 0
      const taken = effects.slice(0, at).findLast(effect => effect['kind'] === 'taken')
      const endKey = machine.listeners.find(({ name }) => name === taken?.['listener'])?.endKey
      if (endKey !== undefined && endKey !== null) found.set(n, endKey)
    }
  }
  return found
}
