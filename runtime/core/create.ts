// A new session, and a session as text.
import type { Value } from '../../machine/values.ts'
import { cleanText } from './check.ts'
import type { Prepared } from './prepared.ts'
import type { CallStart, Session } from './session.ts'
import { NOTHING } from './turn.ts'

/**
 * A call before it has begun; the event `started` begins it. A setting that is not of its type keeps the machine's own value,
 * and is left out of `session.call`. The settings are not copied for each call: change them by giving the next call others.
 */
export function createSession(prepared: Prepared, start: CallStart): Session {
  const { line } = prepared.machine
  return {
    call: snapshot(prepared, start),
    started: 0,
    point: -1,
    phase: 'before',
    language: line.languages[0]!,
    level: 0,
    registers: prepared.registers.slice(),
    stack: NOTHING,
    trail: NOTHING,
    queue: NOTHING,
    segments: 0,
    waiting: NOTHING,
    deaf: false,
    tail: null,
    listener: -1,
    entry: '',
    bad: false,
    cleared: false,
    silences: 0,
    mistakes: 0,
    page: 1,
    enabled: 0,
    length: -1,
    timers: 0,
    timer: null,
    deadline: null,
    meanwhile: null,
    limit: null,
    tasks: 0,
    task: 0,
    connected: 0,
    connectedSince: 0,
    limitPassed: 0,
    once: NOTHING,
    unsettled: NOTHING,
    faults: 0,
    endedBy: null,
    recorded: false,
  }
}

/** Settings are read once; calls that begin with the same ones share them. */
function snapshot(prepared: Prepared, start: CallStart): CallStart {
  const caller = start.caller === null ? null : (cleanText(start.caller) ?? null)
  const called = cleanText(start.called) ?? ''
  const settings = start.settings
  const kept = settings === undefined ? undefined : checkedSettings(prepared, settings)
  if (caller === start.caller && called === start.called && kept === settings) return start
  return kept === undefined ? { id: start.id, caller, called } : { id: start.id, caller, called, settings: kept }
}

const checkedFor = new WeakMap<Prepared, WeakMap<object, Readonly<Record<string, Value>>>>()

function checkedSettings(prepared: Prepared, settings: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  let known = checkedFor.get(prepared)
  if (known === undefined) checkedFor.set(prepared, (known = new WeakMap()))
  const before = known.get(settings)
  if (before !== undefined) return before
  const checked: Record<string, Value> = {}
  for (const [name, given] of Object.entries(settings)) {
    const value = prepared.settings.get(name)?.(given)
    if (value !== undefined) checked[name] = value
  }
  known.set(settings, checked)
  return checked
}

/**
 * The session as JSON, without what has no use from here on and without anything secret. Throws where a secret is needed
 * later (`secretLive`): no checkpoint is taken there.
 */
export function writeSession(prepared: Prepared, session: Session): string {
  const rest = prepared.points[session.point]?.rest
  const point = prepared.machine.points[session.point]
  const resting = session.phase === 'live' || session.phase === 'after'
  if (resting && rest?.secretLive) throw new Error(`a session is not written while a secret is needed (point ${session.point})`)
  const live = resting && point !== undefined && 'live' in point ? point.live : []
  const registers: Value[] = Array.from({ length: prepared.machine.slots }, () => null)
  for (const [index, register] of prepared.machine.registers.entries()) {
    if (register.class === 'secret' || register.type.class === 'secret') continue
    if (register.remember !== undefined || live.includes(index)) registers[register.slot] = session.registers[register.slot]!
  }
  const listener = rest && rest.listener >= 0 ? prepared.listeners[rest.listener] : undefined
  const entry = listener?.shows === 'nothing' ? { entry: '', bad: false } : {}
  return JSON.stringify({ ...session, registers, ...entry })
}

/** A session that `writeSession` wrote for this machine; a plain error where the text is none. */
export function readSession(prepared: Prepared, text: string): Session {
  const read = JSON.parse(text) as Partial<Session> | null
  const model = createSession(prepared, { id: '', caller: null, called: '' })
  const whole =
    typeof read === 'object' &&
    read !== null &&
    Object.keys(model).every(name => Object.hasOwn(read, name)) &&
    Array.isArray(read.registers) &&
    read.registers.length === model.registers.length &&
    typeof read.point === 'number' &&
    (read.point === -1 || Boolean(prepared.points[read.point]?.rest))
  if (!whole) throw new Error('this text is no session of this machine: take the machine that it was written with')
  // One shape for every session, whatever order the text has.
  return Object.assign(model, read)
}
