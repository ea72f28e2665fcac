// The mouth: what is still to be heard (semantics §1.3, §1.6(1)).
import type { Expression } from '../../machine/expressions.ts'
import type { Machine, Tell } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { Expressions } from './expressions.ts'
import type { Evaluate } from './prepared.ts'
import type { Segment } from './session.ts'
import { emit, NOTHING, type Turn } from './turn.ts'

export interface PreparedTell {
  readonly prompt: number
  readonly values: readonly Evaluate[]
  /** The values where they are the same in every call: worked out once and shared. */
  readonly fixed: readonly Value[] | null
  /** Told in this language whatever the caller's is. */
  readonly language: string | null
}

export const prepareTell = (tell: Tell, expressions: Expressions): PreparedTell => ({
  prompt: tell.prompt,
  values: tell.values.map(expressions.evaluate),
  fixed: fixedValues(tell.values),
  language: tell.language ?? null,
})

export const valuesOf = (turn: Turn, tell: PreparedTell): readonly Value[] => tell.fixed ?? tell.values.map(value => value(turn))

/** The values of expressions that depend on nothing; null where one depends on the call. */
function fixedValues(expressions: readonly Expression[]): readonly Value[] | null {
  if (expressions.length === 0) return NOTHING
  const values: Value[] = []
  for (const expression of expressions) {
    const value = fixedValue(expression)
    if (value === undefined) return null
    values.push(value)
  }
  return values
}

function fixedValue(expression: Expression): Value | undefined {
  if (expression.kind === 'constant') return expression.value
  if (expression.kind !== 'speech') return undefined
  const values = fixedValues(expression.values)
  return values === null ? undefined : { prompt: expression.prompt, values }
}

/** Queues a prompt with its values as they are now, in its own language or the caller's. */
export function speak(turn: Turn, tell: PreparedTell, announce: boolean, readback: boolean): void {
  if (tell.language === null) {
    enqueue(turn, tell.prompt, valuesOf(turn, tell), announce, readback)
    return
  }
  turn.language = tell.language
  enqueue(turn, tell.prompt, valuesOf(turn, tell), announce, readback)
  turn.language = turn.session.language
}

/** Queues the program's own `option` or `position`: its parameters, and what it speaks beyond them. */
export function speakStandard(
  turn: Turn,
  prompt: number,
  parameters: readonly Value[],
  beyond: readonly Evaluate[],
  announce: boolean,
): void {
  turn.parameters = parameters
  try {
    enqueue(turn, prompt, beyond.length === 0 ? parameters : [...parameters, ...beyond.map(value => value(turn))], announce, false)
  } finally {
    turn.parameters = NOTHING
  }
}

/** A fault now, where speaking it would be one. */
export function tryTell(turn: Turn, tell: PreparedTell): void {
  turn.language = tell.language ?? turn.session.language
  valuesOf(turn, tell)
  turn.language = turn.session.language
}

/** Queues a prompt in each language of the line, in the line's order. */
export function speakEverywhere(turn: Turn, tell: PreparedTell, machine: Machine, announce: boolean, readback: boolean): void {
  for (const language of machine.line.languages) {
    turn.language = language
    enqueue(turn, tell.prompt, valuesOf(turn, tell), announce, readback)
  }
  turn.language = turn.session.language
}

/** Puts a segment last. While a key waits no say is begun: one that would be the first is not even queued. */
export function enqueue(turn: Turn, prompt: number, values: readonly Value[], announce: boolean, readback: boolean, pause = 0): void {
  const session = turn.session
  if (!announce && session.queue.length === 0 && session.waiting.length > 0) return
  const id = ++session.segments
  const { language, point } = turn
  const segment: Segment =
    prompt < 0
      ? readback
        ? { id, prompt, values, language, announce, pause, readback: true, point }
        : { id, prompt, values, language, announce, pause, point }
      : readback
        ? { id, prompt, values, language, announce, readback: true, point }
        : { id, prompt, values, language, announce, point }
  if (session.queue.length === 0) session.queue = [segment]
  else session.queue.push(segment)
  emit(turn, { kind: 'speak', segment })
}

/** Everything still to be heard is dropped. */
export function silenceAll(turn: Turn): void {
  const queue = turn.session.queue
  if (queue.length === 0) return
  emit(turn, { kind: 'stop', through: queue[queue.length - 1]!.id })
  turn.session.queue = NOTHING
}

/** A key waits: no say in front of the first announcement goes on. */
export function cutSays(turn: Turn): void {
  const queue = turn.session.queue
  let cut = 0
  while (cut < queue.length && !queue[cut]!.announce) cut++
  if (cut === 0) return
  emit(turn, { kind: 'stop', through: queue[cut - 1]!.id })
  if (cut === queue.length) turn.session.queue = NOTHING
  else queue.splice(0, cut)
}

export function isAnnouncing(queue: readonly Segment[]): boolean {
  for (let index = 0; index < queue.length; index++) if (queue[index]!.announce) return true
  return false
}

export function isReadingBack(queue: readonly Segment[]): boolean {
  for (let index = 0; index < queue.length; index++) if (queue[index]!.readback) return true
  return false
}

/** Of the same telling: one that is said in every language begins with the line's first. */
const isNextLanguage = ({ prepared }: Turn, one: Segment, next: Segment): boolean =>
  next.prompt === one.prompt &&
  next.point === one.point &&
  next.language !== one.language &&
  next.language !== prepared.machine.line.languages[0]

/**
 * The first segment is over, heard to its end or `unheard`; false where another one is meant. `record all after P` begins with the last
 * of the languages that a step said P in, if each was heard: only then has every caller been told in words of their own.
 */
export function heard(turn: Turn, id: number, unheard: boolean): boolean {
  const session = turn.session
  const queue = session.queue
  const segment = queue[0]
  if (segment === undefined || segment.id !== id) return false
  if (queue.length === 1) turn.session.queue = NOTHING
  else queue.shift()
  if (segment.prompt === turn.prepared.recordAfter && segment.prompt >= 0 && !session.recorded) {
    const next = session.queue[0]
    const isTold = !unheard && !segment.untold
    if (next !== undefined && isNextLanguage(turn, segment, next)) {
      if (!isTold) session.queue[0] = { ...next, untold: true }
    } else if (isTold) {
      session.recorded = true
      emit(turn, { kind: 'record call' })
    }
  }
  return true
}
