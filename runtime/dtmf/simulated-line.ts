// A call in virtual time: the line that speaks, times and reports keys, and drives the session from event to event.
// Nothing here waits: time is a number that moves to the next thing that happens.
import { createSession, step, type Effect, type Event, type Timer } from '../core/index.ts'
import type { RecordingValue, Value } from '../../machine/values.ts'
import { answerOnItsWay, type Pending } from './pending.ts'
import type { LogEntry } from '../call/call-log.ts'
import { nextOfConnection, ringNumber, waitInQueue, type Connection } from './connection.ts'
import { GAP, HELD } from './key-sound.ts'
import { createKeyRecord, type KeyRecord } from '../call/key-record.ts'
import { beginRecording, endOfRecording, lengthOfRecording, speakInto, type RunningRecording } from './recording.ts'
import type { SimulatedCall, SimulatedCallOptions } from './simulated-call.ts'
import { createVoice } from './voice.ts'

export { GAP, HELD }
export { SETTLES_AFTER } from './pending.ts'
export type { SimulatedCall, SimulatedCallOptions }

/** More events than this at one ms are a machine that never rests. */
const MOST_AT_ONCE = 100_000

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
  const keys: KeyRecord | null = log || options.onSecretKey ? createKeyRecord(machine, log, options.onSecretKey) : null

  let session = createSession(prepared, options.start)
  let now = began
  const voice = createVoice(speaker, log, began)
  const timers: Timer[] = []
  const pending: Pending[] = []
  let connection: Connection | null = null
  let recording: RunningRecording | null = null
  let missing: SimulatedCall['missing'] = null
  let hungUp = false
  let livePoint = -1
  let over = false

  // ---------------------------------------------------------------------------------------------- events and effects

  const note = (entry: LogEntry): void => {
    log?.entries.push(entry)
  }

  function dispatch(event: Event): void {
    if (beforeEvent) session = beforeEvent(session)
    if (session.phase === 'live') livePoint = session.point
    const effects = step(prepared, session, event)
    for (let index = 0; index < effects.length; index++) apply(effects[index]!)
    keys?.settle(session.waiting.length)
    voice.settle(now)
  }

  function apply(effect: Effect): void {
    const at = now - began
    switch (effect.kind) {
      case 'speak':
        voice.add(effect.segment)
        return
      case 'stop':
        voice.stop(effect.through, now)
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
        note({ kind: 'queue state', at, queue: effect.queue })
        const [outcome, values]: [string, readonly Value[]] = state === 'failed' ? ['failed', []] : ['answered', [{ ...state }]]
        pending.push({ at: now, task: effect.task, operation: -1, outcome, values, performed: false })
        return
      }
      case 'connect queue': {
        const queue = queues[effect.queue]!
        const { priority, data } = effect
        note({ kind: 'connect', at, task: effect.task, queue: effect.queue, number: null, priority, data, point: session.point })
        connection = waitInQueue(effect.task, effect.queue, queue, backend.queue(queue.name), now)
        return
      }
      case 'connect number': {
        const { number, data } = effect
        note({ kind: 'connect', at, task: effect.task, queue: -1, number, priority: null, data, point: session.point })
        connection = ringNumber(effect.task, number, effect.within, backend.number(number), now)
        return
      }
      case 'transfer': {
        const succeeds = backend.transfer(effect.number)
        note({ kind: 'transfer', at, number: effect.number, succeeds })
        const outcome = succeeds ? 'transferred' : 'failed'
        pending.push({ at: now, task: effect.task, operation: -1, outcome, values: [], performed: false })
        return
      }
      case 'record':
        note({ kind: 'records', at, task: effect.task })
        recording = beginRecording(effect.task, effect.upTo, effect.tone, effect.endSilence, now)
        return
      case 'stop record':
        if (recording?.task !== effect.task) return
        recording.stopped = true
        keys?.used('ends the recording')
        return
      case 'cancel':
        cancel(effect.task)
        return
      case 'ended':
        over = true
        hungUp = true
        voice.stopAll(now)
        timers.length = 0
        connection = null
        recording = null
        voice.settle(now)
        note({ kind: 'ended', at, by: effect.by })
        return
      case 'hang up':
        hungUp = true
        voice.stopAll(now)
        note({ kind: 'hung up', at, by: 'line' })
        return
      case 'dark':
        note({ kind: 'dark', at, on: effect.on })
        return
      case 'record call':
        note({ kind: 'record call', at })
        return
      case 'place':
        note({ kind: 'place', at, place: effect.place })
        return
      case 'read':
        voice.read(effect.listener)
        return
      case 'taken':
        keys?.taken(effect)
        return
      case 'dropped':
        keys?.dropped(effect)
        return
      case 'outcome':
        note({ kind: 'outcome', at, listener: effect.listener, result: effect.result })
        return
      case 'level':
        note({ kind: 'level', at, level: effect.level })
        return
      case 'language':
        note({ kind: 'language', at, language: effect.language })
        return
      case 'milestone':
        note({ kind: 'milestone', at, name: effect.name, values: effect.values, point: effect.point })
        return
      case 'fault':
        note({ kind: 'fault', at, reason: effect.reason, point: effect.point })
        return
      case 'not sent':
        note({ kind: 'not sent', at, operation: effect.operation, parameter: effect.parameter, point: effect.point })
        return
      case 'checkpoint':
        return
      default:
        assertNever(effect)
    }
  }

  function send(effect: Extract<Effect, { readonly kind: 'ask' | 'perform' | 'notify' }>, deadline: number): void {
    const operation = operations[effect.operation]!
    const { task } = effect
    if (log) {
      const shown = effect.arguments.map((value, index) => (operation.parameters[index]?.type.class === 'secret' ? null : value))
      note({ kind: 'ask', at: now - began, how: effect.kind, task, operation: effect.operation, arguments: shown })
    }
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
    const answer = answerOnItsWay(reply, { task, operation: effect.operation, performed: effect.kind === 'perform' }, now, deadline)
    if (answer) pending.push(answer)
  }

  /** The call no longer waits for it. What was sent to a bank goes on there. */
  function cancel(task: number): void {
    if (connection?.task === task) {
      keys?.used('leaves the queue')
      note({ kind: 'connect over', at: now - began, queue: connection.queue, number: connection.number, outcome: 'left' })
      connection = null
    }
    if (recording?.task === task) recording = null
    for (let index = pending.length - 1; index >= 0; index--) {
      const answer = pending[index]!
      if (answer.task === task && !answer.performed) pending.splice(index, 1)
    }
  }

  function deliver(answer: Pending): void {
    const { task, operation, outcome, values } = answer
    const at = now - began
    const waited = !over && session.task === task
    if (waited) {
      if (operation >= 0) note({ kind: 'answer', at, task, operation, outcome, values })
      dispatch({ kind: 'answer', task, outcome, values, at: now })
    } else if (answer.performed) {
      note({ kind: 'settled', at, task, operation, outcome })
      if (!over) dispatch({ kind: 'settled', task, outcome, at: now })
    }
  }

  function moveConnection(running: Connection): void {
    const at = now - began
    const { task, queue, number } = running
    const finish = (outcome: string, values: readonly Value[]): void => {
      connection = null
      note({ kind: 'connect over', at, queue, number, outcome })
      dispatch({ kind: 'answer', task, outcome, values, at: now })
    }
    if (running.talksUntil >= 0) finish('answered', queue >= 0 ? [running.who] : [])
    else if (voice.quiet() && running.answersAt <= now) {
      running.talksUntil = now + running.talk
      note({ kind: 'talks', at, who: running.who })
    } else if (running.overAt <= now) finish(running.over, [])
    else {
      running.positionAt = now + running.every
      const position = backend.queue(queues[queue]!.name).waiting + 1
      note({ kind: 'position', at, position })
      dispatch({ kind: 'position', task, position, at: now })
    }
  }

  function endRecording(running: RunningRecording): void {
    recording = null
    const { task } = running
    const ms = lengthOfRecording(running, now)
    note({ kind: 'recorded', at: now - began, task, ms })
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
        const segment = voice.end(now)
        dispatch({ kind: 'spoken', segment, at: now })
        return
      }
      case EXPIRED: {
        const timer = timers.splice(nextIndex, 1)[0]!
        if (log && timer.role === 'deadline') noteDeadline()
        dispatch({ kind: 'expired', timer: timer.number, at: now })
        return
      }
      default:
        return
    }
  }

  function noteDeadline(): void {
    const { task } = session
    const asked = log!.entries.findLast(entry => entry.kind === 'ask' && entry.task === task)
    if (asked?.kind === 'ask') note({ kind: 'no answer', at: now - began, task, operation: asked.operation })
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
      if (atOnce > MOST_AT_ONCE) throw new Error('the machine never rests')
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
      if (atOnce > MOST_AT_ONCE) throw new Error('the machine never rests')
      happen(next)
    }
    if (target > now && !missing) now = target
  }

  function key(pressed: string): void {
    if (hungUp) return
    if (connection && connection.talksUntil >= 0) {
      keys?.toAgent(now - began)
      return
    }
    keys?.pressed(pressed, now - began, secretListener())
    dispatch({ kind: 'key', key: pressed, at: now })
  }

  const isListening = (): boolean => session.phase === 'live' && session.point >= 0 && points[session.point]!.op === 'listen'

  /** The secret collect that takes what is pressed now, −1 where none does. */
  function secretListener(): number {
    const listener = isListening() ? machine.listeners[session.listener] : undefined
    return listener?.kind === 'collect' && listener.secret ? session.listener : -1
  }

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
      hungUp = true
      note({ kind: 'hung up', at: now - began, by: 'caller' })
      voice.stopAll(now)
      dispatch({ kind: 'hung up', at: now })
    },
    speak: ms => {
      const from = now - began
      note({ kind: 'speaks', at: from, ms })
      if (recording) speakInto(recording, ms, now)
      advanceTo(from + ms)
    },
    answer: (task, outcome, values) => {
      const asked = log?.entries.findLast(entry => entry.kind === 'ask' && entry.task === task)
      const operation = asked?.kind === 'ask' ? asked.operation : -1
      deliver({ at: now, task, operation, outcome, values, performed: asked?.kind === 'ask' && asked.how === 'perform' })
    },
  }
  note({ kind: 'began', at: 0, caller: options.start.caller, called: options.start.called })
  dispatch({ kind: 'started', at: now })
  return call
}

function assertNever(what: never): never {
  throw new Error(`unknown effect ${JSON.stringify(what)}`)
}
