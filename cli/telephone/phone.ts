// A telephone on a simulated line: the call, what is shown of it, and the questions that the bank leaves to the person who dials.
import type { Machine } from '../../machine/format.ts'
import { prepare } from '../../runtime/core/index.ts'
import type { CallStart } from '../../runtime/core/session.ts'
import type { Ask, Backend } from '../../runtime/dtmf/backend.ts'
import { createCallLog, type CallLog } from '../../runtime/dtmf/call-log.ts'
import { createSimulatedCall, type SimulatedCall } from '../../runtime/dtmf/simulated-line.ts'
import type { Speaker } from '../../runtime/dtmf/speaker.ts'
import type { Io } from '../io.ts'
import { speakerFor } from '../speaker.ts'
import { paintFor } from '../terminal.ts'
import type { TypedKey } from './recorder.ts'
import { createScreen, type Screen } from './screen.ts'

export interface PhoneOptions {
  readonly machine: Machine
  readonly backend: Backend
  readonly start: CallStart
  /** When the call begins, ms since 1970. */
  readonly at: number
  /** What no `given` answers is asked of the person; else the call stands still there. */
  readonly asks: boolean
}

export interface Phone {
  readonly machine: Machine
  readonly call: SimulatedCall
  readonly log: CallLog
  readonly speaker: Speaker
  readonly screen: Screen
  /** Questions to the person, the oldest first. */
  readonly asked: Ask[]
  readonly typed: TypedKey[]
  /** A key now; it is noted how it was pressed, for the call's record. */
  readonly press: (key: string) => void
}

export function createPhone(io: Io, options: PhoneOptions): Phone {
  const { machine, backend } = options
  const log = createCallLog()
  const speaker = speakerFor(machine)
  const asked: Ask[] = []
  const asking: Backend = {
    ...backend,
    ask: (ask, operation) => {
      const reply = backend.ask(ask, operation)
      if (reply.kind !== 'missing' || !options.asks) return reply
      asked.push(ask)
      return { kind: 'later' }
    },
  }
  const call = createSimulatedCall({
    prepared: prepare(machine, { trace: true }),
    speaker,
    start: options.start,
    at: options.at,
    backend: asking,
    log,
  })
  const screen = createScreen({
    machine,
    log,
    speaker,
    write: text => io.stdout.write(text),
    paint: paintFor(io, io.stdout),
    width: () => Math.min(io.stdout.columns() ?? 110, 140),
  })
  const typed: TypedKey[] = []
  return {
    machine,
    call,
    log,
    speaker,
    screen,
    asked,
    typed,
    press: key => {
      const how = call.waitsForKey || call.inQueue || call.recording ? 'patient' : call.speaksOwn ? 'early' : 'ahead'
      typed.push({ at: call.now, key, how, listener: call.listening ? call.session.listener : -1, entries: log.entries.length })
      call.press(key)
    },
  }
}

/** The caller has nothing to do but to listen: nothing more happens before a key. */
export const waitsForCaller = (call: SimulatedCall): boolean =>
  call.waitsForKey || call.recording !== null || call.ended || call.missing !== null

/** Time goes on until the line has lost patience once, or the call is over. */
export function staySilent(phone: Phone): void {
  const { call, log } = phone
  const before = log.entries.filter(entry => entry.kind === 'outcome').length
  call.runUntil(() => call.ended || phone.asked.length > 0 || log.entries.filter(entry => entry.kind === 'outcome').length > before)
}
