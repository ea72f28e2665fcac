// A call in virtual time: the line that speaks, times and reports keys, and drives the session from event to event.
// Nothing here waits: time is a number that moves to the next thing that happens.
import { createSession, step, type Effect, type Event, type Timer } from '../core/index.ts'
import type { RecordingValue, Value } from '../../machine/values.ts'
import type { LineReport } from '../call/line.ts'
import type { CallObserver } from '../call/observer.ts'
import { answerOnItsWay, type Pending } from './pending.ts'
import { createCallRecorder } from '../call/call-recorder.ts'
import { nextOfConnection, ringNumber, waitInQueue, type Connection } from './connection.ts'
import { GAP, HELD } from './key-sound.ts'
import { beginRecording, endOfRecording, lengthOfRecording, speakInto, type RunningRecording } from './recording.ts'
import type { SimulatedCall, SimulatedCallOptions } from './simulated-call.ts'
import { createVoice } from './voice.ts'

export { GAP, HELD }
export { SETTLES_AFTER } from './pending.ts'
export type { SimulatedCall, SimulatedCallOptions }

/** More events than this at one ms are a machine that never rests. */
const MOST_AT_ONCE = 10_000
const RESTLESS = 'the machine never rests'

/** What a call throws that is asked for on and on in no time: a fault of the program. */
export const neverRests = (error: unknown): boolean => error instanceof Error && error.message === RESTLESS

/** A recording is named after the call and its task. */
const nameRecording = (call: string, task: number, ms: number): RecordingValue => ({ recording: `${call}/${task}`, ms })

// What happens next, in the order of semantics §1.2 where two things fall in one ms. Keys and the hang-up come from outside, before them.
const NOTHING = 0
const ANSWER = 1
const CONNECTION = 2
const RECORDING = 3
const SPOKEN = 4
const EXPIRED = 5

export function createSimulatedCall(options: SimulatedCallOptions): SimulatedCall {
  const { prepared, speaker, backend, beforeEvent, at: began } = options
  const { machine } = prepared
  const { points, operations, queues } = machine
  const log = options.log ?? null
  const recorder = log || options.onSecretKey ? createCallRecorder(machine, log, options.onSecretKey) : null
  const observers: readonly CallObserver[] = [...(recorder ? [recorder] : []), ...(options.observers ?? [])]

  let session = createSession(prepared, options.start)
  let now = began
  const voice = createVoice(speaker)
  const timers: Timer[] = []
  const pending: Pending[] = []
  /** Whose answer somebody says with `answer`. */
  const later: Omit<Pending, 'at' | 'outcome' | 'values'>[] = []
  let connection: Connection | null = null
  let recording: RunningRecording | null = null
  let missing: SimulatedCall['missing'] = null
  let hungUp = false
  let livePoint = -1
  let over = false
  /** The observers know that it is over. */
  let told = false

  // ---------------------------------------------------------------------------------------------- events and effects

  function report(what: LineReport): void {
    for (const observer of observers) observer.reported?.(what, now)
  }

  function dispatch(event: Event): void {
    if (beforeEvent) session = beforeEvent(session)
    if (session.phase === 'live') livePoint = session.point
    for (let index = 0; index < observers.length; index++) observers[index]!.stepping?.(event, session)
    const effects = step(prepared, session, event)
    for (let index = 0; index < observers.length; index++) observers[index]!.stepped?.(event, effects, session)
    for (let index = 0; index < effects.length; index++) apply(effects[index]!)
    voice.settle(now)
    if (over && !told) {
      told = true
      for (const observer of observers) observer.ended?.(session, now)
    }
  }

  function apply(effect: Effect): void {
    switch (effect.kind) {
      case 'speak':
        voice.add(effect.segment)
        return
      case 'stop':
        voice.stop(effect.through)
        return
      case 'timer':
        timers.push(effect.timer)
        return
      case 'cancel timer':
        for (let index = 0; index < timers.length; index++) {
          if (timers[index]!.number !== effect.number) continue
          timers.splice(index, 1)
          return
        }
        return
      case 'ask':
      case 'perform':
        send(effect, effect.deadline)
        return
      case 'notify':
        send(effect, now)
        return
      case 'queue state': {
        const state = backend.queueState(queues[effect.queue]!.name)
        const [outcome, values]: [string, readonly Value[]] = state === 'failed' ? ['failed', []] : ['answered', [{ ...state }]]
        pending.push({ at: now, task: effect.task, outcome, values, performed: false })
        return
      }
      case 'connect queue': {
        const queue = queues[effect.queue]!
        connection = waitInQueue(effect.task, effect.queue, queue, backend.queue(queue.name), now)
        return
      }
      case 'connect number': {
        connection = ringNumber(effect.task, effect.number, effect.within, backend.number(effect.number), now)
        return
      }
      case 'transfer': {
        const succeeds = backend.transfer(effect.number)
        const outcome = succeeds ? 'transferred' : 'failed'
        pending.push({ at: now, task: effect.task, outcome, values: [], performed: false })
        return
      }
      case 'record':
        recording = beginRecording(effect.task, effect.upTo, effect.tone, effect.endSilence, now)
        return
      case 'stop record':
        if (recording?.task === effect.task) recording.stopped = true
        return
      case 'cancel':
        cancel(effect.task)
        return
      case 'ended':
        over = true
        hungUp = true
        voice.stopAll()
        timers.length = 0
        connection = null
        recording = null
        return
      case 'hang up':
        hungUp = true
        voice.stopAll()
        return
      case 'read':
        voice.read()
        return
      default:
        // What is left is for the log.
        return
    }
  }

  function send(effect: Extract<Effect, { readonly kind: 'ask' | 'perform' | 'notify' }>, deadline: number): void {
    const operation = operations[effect.operation]!
    const { task } = effect
    const ask = {
      call: options.start.id,
      task,
      operation: effect.operation,
      arguments: effect.arguments,
      language: effect.language,
      level: effect.level,
      at: now,
      deadline,
    }
    const reply = backend.ask(ask, operation)
    if (effect.kind === 'notify') return
    if (reply.kind === 'missing') {
      missing ??= { operation: effect.operation, task }
      return
    }
    const sent = { task, performed: effect.kind === 'perform' }
    if (reply.kind === 'later') later.push(sent)
    const answer = answerOnItsWay(reply, sent, now, deadline)
    if (answer) pending.push(answer)
  }

  /** The call no longer waits for it. What was sent to a bank goes on there. */
  function cancel(task: number): void {
    if (connection?.task === task) connection = null
    if (recording?.task === task) recording = null
    for (let index = pending.length - 1; index >= 0; index--) {
      const answer = pending[index]!
      if (answer.task === task && !answer.performed) pending.splice(index, 1)
    }
  }

  function deliver(answer: Pending): void {
    const { task, outcome, values } = answer
    const waited = !over && session.task === task
    if (waited) dispatch({ kind: 'answer', task, outcome, values, at: now })
    else if (answer.performed) {
      for (const observer of observers) observer.settled?.(task, outcome, now)
      if (!over) dispatch({ kind: 'settled', task, outcome, at: now })
    }
  }

  function moveConnection(running: Connection): void {
    const { task, queue } = running
    const finish = (outcome: string, values: readonly Value[]): void => {
      connection = null
      dispatch({ kind: 'answer', task, outcome, values, at: now })
    }
    if (running.talksUntil >= 0) finish('answered', queue >= 0 ? [running.who] : [])
    else if (voice.quiet() && running.answersAt <= now) {
      running.talksUntil = now + running.talk
      report({ kind: 'talks', task, who: running.who })
    } else if (running.overAt <= now) finish(running.over, [])
    else {
      running.positionAt = now + running.every
      const position = backend.queue(queues[queue]!.name).waiting + 1
      dispatch({ kind: 'position', task, position, at: now })
    }
  }

  function endRecording(running: RunningRecording): void {
    recording = null
    const { task } = running
    const ms = lengthOfRecording(running, now)
    const [outcome, values]: [string, readonly Value[]] =
      ms === null ? ['nothing', []] : ['recorded', [nameRecording(options.start.id, task, ms)]]
    dispatch({ kind: 'answer', task, outcome, values, at: now })
  }

  // ---------------------------------------------------------------------------------------------- time

  let nextKind = NOTHING
  let nextIndex = 0

  /** ms since 1970; Infinity where nothing is to come. `nextKind` and `nextIndex` say what. */
  function findNext(): number {
    let at = Infinity
    nextKind = NOTHING
    for (let index = 0; index < pending.length; index++) {
      if (pending[index]!.at >= at) continue
      at = pending[index]!.at
      nextKind = ANSWER
      nextIndex = index
    }
    if (connection) {
      const moves = nextOfConnection(connection, voice.quiet(), now)
      if (moves < at) {
        at = moves
        nextKind = CONNECTION
      }
    }
    if (recording) {
      const ends = endOfRecording(recording, now)
      if (ends < at) {
        at = ends
        nextKind = RECORDING
      }
    }
    const heardAt = voice.endsAt()
    if (heardAt >= 0 && heardAt < at) {
      at = heardAt
      nextKind = SPOKEN
    }
    for (let index = 0; index < timers.length; index++) {
      if (timers[index]!.at >= at) continue
      at = timers[index]!.at
      nextKind = EXPIRED
      nextIndex = index
    }
    return at
  }

  function happen(at: number): void {
    if (at > now) now = at
    switch (nextKind) {
      case ANSWER:
        deliver(pending.splice(nextIndex, 1)[0]!)
        return
      case CONNECTION:
        moveConnection(connection!)
        return
      case RECORDING:
        endRecording(recording!)
        return
      case SPOKEN: {
        const segment = voice.end()
        dispatch({ kind: 'spoken', segment, at: now })
        return
      }
      case EXPIRED: {
        const timer = timers.splice(nextIndex, 1)[0]!
        dispatch({ kind: 'expired', timer: timer.number, at: now })
        return
      }
      default:
        return
    }
  }

  function runUntil(done: () => boolean, limit: number = Infinity): boolean {
    const last = began + limit
    let atOnce = 0
    while (!done()) {
      const at = missing ? Infinity : findNext()
      if (at > last || at === Infinity) {
        if (last !== Infinity && last > now && !missing) now = last
        return false
      }
      atOnce = at > now ? 0 : atOnce + 1
      if (atOnce > MOST_AT_ONCE) throw new Error(RESTLESS)
      happen(at)
    }
    return true
  }

  function advanceTo(at: number): void {
    const target = began + at
    let atOnce = 0
    for (;;) {
      const next = missing ? Infinity : findNext()
      if (next >= target) break
      atOnce = next > now ? 0 : atOnce + 1
      if (atOnce > MOST_AT_ONCE) throw new Error(RESTLESS)
      happen(next)
    }
    if (target > now && !missing) now = target
  }

  function key(pressed: string): void {
    if (hungUp) return
    options.onAction?.({ kind: 'key', key: pressed }, now - began)
    if (connection && connection.talksUntil >= 0) {
      report({ kind: 'key', key: pressed })
      return
    }
    dispatch({ kind: 'key', key: pressed, at: now })
  }

  const isListening = (): boolean => session.phase === 'live' && session.point >= 0 && points[session.point]!.op === 'listen'

  // ---------------------------------------------------------------------------------------------- the call

  const call: SimulatedCall = {
    get session() {
      return session
    },
    get now() {
      return now - began
    },
    get speaking() {
      return voice.speaking()
    },
    get ended() {
      return over && pending.length === 0
    },
    get gone() {
      return hungUp
    },
    get missing() {
      return missing
    },
    get listening() {
      return isListening()
    },
    get waitsForKey() {
      return voice.quiet() && isListening()
    },
    get speaksOwn() {
      return isListening() && voice.speaksOwn()
    },
    get inQueue() {
      return connection !== null && connection.queue >= 0 && connection.talksUntil < 0
    },
    get talking() {
      return connection !== null && connection.talksUntil >= 0
    },
    get recording() {
      return recording
    },
    get lastPoint() {
      return livePoint
    },
    get nextAt() {
      const at = missing ? Infinity : findNext()
      return at === Infinity ? null : Math.max(at, now) - began
    },
    runUntil,
    advanceTo,
    key,
    press: pressed => {
      const from = now - began
      for (const heard of options.keySound?.press(pressed, from) ?? [{ key: pressed, at: from + HELD }]) {
        advanceTo(heard.at)
        key(heard.key)
      }
      advanceTo(from + HELD + GAP)
    },
    hangUp: () => {
      if (hungUp) return
      options.onAction?.({ kind: 'hang up' }, now - began)
      hungUp = true
      voice.stopAll()
      dispatch({ kind: 'hung up', at: now })
    },
    speak: ms => {
      const from = now - began
      options.onAction?.({ kind: 'speak', ms }, from)
      recorder?.speaks(ms, now)
      if (recording) speakInto(recording, ms, now)
      advanceTo(from + ms)
    },
    answer: (task, outcome, values) => {
      const performed = later.find(sent => sent.task === task)?.performed ?? false
      deliver({ at: now, task, outcome, values, performed })
    },
  }
  dispatch({ kind: 'started', at: now })
  return call
}
