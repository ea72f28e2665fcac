// Writes the log of a call from what its machine takes and asks for: a simulated call and a live one are written by this alone,
// so that the same happenings give the same entries in the same order, however late a line is with what it reports.
import type { Machine } from '../../machine/format.ts'
import type { RecordingValue } from '../../machine/values.ts'
import type { Effect, Event, Session } from '../core/index.ts'
import type { CallLog, LogEntry, SpokenEntry } from './call-log.ts'
import { createKeyRecord } from './key-record.ts'
import { ENDED_HERE, type LineReport } from './line.ts'
import type { CallObserver } from './observer.ts'

export interface CallRecorder extends Required<Pick<CallObserver, 'stepping' | 'stepped' | 'reported' | 'settled'>> {
  /** The caller speaks for so long. No line tells it: whoever lets the caller speak does. */
  readonly speaks: (ms: number, at: number) => void
}

interface Connecting {
  readonly task: number
  readonly queue: number
  readonly number: string | null
}

interface Asked {
  readonly task: number
  readonly operation: number
}

/** `onSecretKey` sees what is typed into secret entries, for the check that none of it is found again. Without a log nothing is written. */
export function createCallRecorder(
  machine: Machine,
  log: CallLog | null,
  onSecretKey?: (key: string, listener: number) => void,
): CallRecorder {
  const { operations, points, listeners } = machine
  const keys = createKeyRecord(machine, log, onSecretKey)
  let began = 0
  /** What is spoken now, or is to be as soon as the line gets to it. */
  let spoken: SpokenEntry | null = null
  /** The last segment that was queued, and the listeners that are heard when all up to theirs has been. */
  let lastQueued = 0
  const reads: { readonly listener: number; readonly after: number }[] = []
  /** Sent to a bank in this call. */
  const asked: Asked[] = []
  let connecting: Connecting | null = null
  let recording = 0
  /** The hang-up that comes is not the caller's. */
  let endedHere = false
  let transfer: { readonly task: number; readonly number: string } | null = null

  const note = (entry: LogEntry): void => {
    log?.entries.push(entry)
  }
  const operationOf = (task: number): number => asked.find(one => one.task === task)?.operation ?? -1

  function endSpoken(cut: boolean, at: number): void {
    if (spoken === null) return
    spoken.until = at
    spoken.cut = cut
    spoken = null
  }

  /** The secret collect that takes what is pressed now, −1 where none does. */
  function secretListener(session: Session): number {
    if (session.phase !== 'live' || session.point < 0 || points[session.point]!.op !== 'listen') return -1
    const listener = listeners[session.listener]
    return listener?.kind === 'collect' && listener.secret ? session.listener : -1
  }

  function answered(event: Extract<Event, { readonly kind: 'answer' }>, at: number): void {
    const { task, outcome, values } = event
    if (connecting?.task === task) {
      note({ kind: 'connect over', at, queue: connecting.queue, number: connecting.number, outcome })
      connecting = null
    } else if (recording === task) {
      recording = 0
      note({ kind: 'recorded', at, task, ms: outcome === 'recorded' ? ((values[0] as RecordingValue | undefined)?.ms ?? null) : null })
    } else if (transfer?.task === task) {
      note({ kind: 'transfer', at, number: transfer.number, succeeds: outcome !== 'failed' })
      transfer = null
    } else {
      const operation = operationOf(task)
      if (operation >= 0) note({ kind: 'answer', at, task, operation, outcome, values })
    }
  }

  function stepping(event: Event, session: Session): void {
    const at = event.at - began
    switch (event.kind) {
      case 'started':
        began = event.at
        note({ kind: 'began', at: 0, caller: session.call.caller, called: session.call.called })
        return
      case 'key':
        keys.pressed(event.key, at, secretListener(session))
        return
      case 'hung up':
        note({ kind: 'hung up', at, by: endedHere ? 'line' : 'caller' })
        endSpoken(true, at)
        return
      case 'answer':
        if (event.task === session.task) answered(event, at)
        return
      case 'position':
        note({ kind: 'position', at, position: event.position })
        return
      case 'spoken':
        if (spoken?.segment.id === event.segment) endSpoken(false, at)
        return
      case 'expired': {
        if (session.deadline?.number !== event.timer) return
        const operation = operationOf(session.task)
        if (operation >= 0) note({ kind: 'no answer', at, task: session.task, operation })
        return
      }
      case 'settled':
      case 'secret':
        return
    }
  }

  function sent(effect: Extract<Effect, { readonly kind: 'ask' | 'perform' | 'notify' }>, at: number): void {
    const { kind: how, task, operation } = effect
    if (how !== 'notify') asked.push({ task, operation })
    if (log === null) return
    const { parameters } = operations[operation]!
    const shown = effect.arguments.map((value, index) => (parameters[index]?.type.class === 'secret' ? null : value))
    note({ kind: 'ask', at, how, task, operation, arguments: shown })
  }

  function cancelled(task: number, at: number): void {
    if (recording === task) recording = 0
    if (transfer?.task === task) transfer = null
    if (connecting?.task !== task) return
    keys.used('leaves the queue')
    note({ kind: 'connect over', at, queue: connecting.queue, number: connecting.number, outcome: 'left' })
    connecting = null
  }

  function take(effect: Effect, at: number, session: Session): void {
    switch (effect.kind) {
      case 'speak':
        lastQueued = effect.segment.id
        return
      case 'stop':
        if (spoken !== null && spoken.segment.id <= effect.through) endSpoken(true, at)
        return
      case 'ask':
      case 'perform':
      case 'notify':
        sent(effect, at)
        return
      case 'queue state':
        note({ kind: 'queue state', at, queue: effect.queue })
        return
      case 'connect queue': {
        const { task, queue, priority, data } = effect
        connecting = { task, queue, number: null }
        note({ kind: 'connect', at, task, queue, number: null, priority, data, point: session.point })
        return
      }
      case 'connect number': {
        const { task, number, data } = effect
        connecting = { task, queue: -1, number }
        note({ kind: 'connect', at, task, queue: -1, number, priority: null, data, point: session.point })
        return
      }
      case 'transfer':
        transfer = { task: effect.task, number: effect.number }
        return
      case 'record':
        recording = effect.task
        note({ kind: 'records', at, task: effect.task })
        return
      case 'stop record':
        if (recording === effect.task) keys.used('ends the recording')
        return
      case 'cancel':
        cancelled(effect.task, at)
        return
      case 'hang up':
        endSpoken(true, at)
        note({ kind: 'hung up', at, by: 'line' })
        return
      case 'ended':
        endSpoken(true, at)
        connecting = null
        recording = 0
        noteReads(Infinity, at)
        note({ kind: 'ended', at, by: effect.by })
        return
      case 'read':
        reads.push({ listener: effect.listener, after: lastQueued })
        return
      case 'taken':
        keys.taken(effect)
        return
      case 'dropped':
        keys.dropped(effect)
        return
      case 'outcome':
        note({ kind: 'outcome', at, listener: effect.listener, result: effect.result })
        return
      case 'milestone':
        note({ kind: 'milestone', at, name: effect.name, values: effect.values, point: effect.point })
        return
      case 'not sent':
        note({ kind: 'not sent', at, operation: effect.operation, parameter: effect.parameter, point: effect.point })
        return
      case 'fault':
        note({ kind: 'fault', at, reason: effect.reason, point: effect.point })
        return
      case 'level':
        note({ kind: 'level', at, level: effect.level })
        return
      case 'language':
        note({ kind: 'language', at, language: effect.language })
        return
      case 'place':
        note({ kind: 'place', at, place: effect.place })
        return
      case 'dark':
        note({ kind: 'dark', at, on: effect.on })
        return
      case 'record call':
        note({ kind: 'record call', at })
        return
      case 'timer':
      case 'cancel timer':
      case 'marked':
      case 'checkpoint':
        return
      default:
        assertNever(effect)
    }
  }

  /** A listener is heard when all that was queued before it has been: that is where it belongs in the log. */
  function noteReads(next: number, at: number): void {
    while (reads.length > 0 && reads[0]!.after < next) {
      const read = reads.shift()!
      note({ kind: 'reads', at, listener: read.listener, afterSegment: read.after })
    }
  }

  function stepped(event: Event, effects: readonly Effect[], session: Session): void {
    const at = event.at - began
    for (let index = 0; index < effects.length; index++) take(effects[index]!, at, session)
    keys.settle(session.waiting.length)
    const first = session.queue[0]
    if (reads.length > 0) noteReads(first?.id ?? Infinity, at)
    if (spoken !== null || first === undefined) return
    spoken = { kind: 'spoken', at, segment: first, until: -1, cut: false }
    note(spoken)
  }

  return {
    stepping,
    stepped,
    reported: (report: LineReport, time) => {
      const at = time - began
      if (report.kind === 'talks') note({ kind: 'talks', at, who: report.who })
      else if (report.kind === 'key') keys.toAgent(at)
      else if (report.kind === 'hung up') endedHere = report.cause === ENDED_HERE
      // The line comes to it later than the machine does: in the order of the log nothing changes.
      else if (report.kind === 'began' && spoken?.segment.id === report.segment) spoken.at = at
    },
    settled: (task, outcome, time) => {
      const operation = operationOf(task)
      if (operation >= 0) note({ kind: 'settled', at: time - began, task, operation, outcome })
    },
    speaks: (ms, time) => note({ kind: 'speaks', at: time - began, ms }),
  }
}

function assertNever(what: never): never {
  throw new Error(`unknown effect ${JSON.stringify(what)}`)
}
