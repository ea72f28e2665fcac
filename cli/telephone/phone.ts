// A telephone on a simulated line: the call, what is shown of it, and the questions that the bank leaves to the person who dials.
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../../machine/format.ts'
import type { Ask, Backend } from '../../runtime/dtmf/backend.ts'
import type { CallLog } from '../../runtime/call/call-log.ts'
import type { SimulatedCall } from '../../runtime/dtmf/simulated-line.ts'
import type { Speaker } from '../../runtime/dtmf/speaker.ts'
import type { Io } from '../io.ts'
import { paintFor } from '../terminal.ts'
import type { TypedKey } from '../../runtime/dtmf/recorder/recorder.ts'
import { createScreen, type Screen } from './screen.ts'

export interface PhoneParts {
  readonly machine: Machine
  readonly call: SimulatedCall
  readonly log: CallLog
  readonly speaker: Speaker
  /** What `askingPerson` was asked. */
  readonly asked: Ask[]
  /** In place of the screen for people. */
  readonly shownOn?: Screen
  /** Of our own words. */
  readonly language: MessageLanguage
}

export interface Phone extends PhoneParts {
  readonly screen: Screen
  readonly typed: TypedKey[]
  /** A key now; it is noted how it was pressed, for the call's record. */
  readonly press: (key: string) => void
}

/** Leaves to a person what nothing was given for, but a notice, which nothing is answered to. */
export const askingPerson =
  (asked: Ask[]): Backend['ask'] =>
  (ask, { kind }) => {
    if (kind === 'notice') return { kind: 'missing' }
    asked.push(ask)
    return { kind: 'later' }
  }

/** The telephone of a call, begun or under way. */
export function createPhone(io: Io, parts: PhoneParts): Phone {
  const { call, log } = parts
  const screen =
    parts.shownOn ??
    createScreen({
      machine: parts.machine,
      log,
      speaker: parts.speaker,
      write: text => io.stdout.write(text),
      paint: paintFor(io, io.stdout),
      language: parts.language,
      width: () => Math.min(io.stdout.columns() || 110, 140),
    })
  const typed: TypedKey[] = []
  return {
    ...parts,
    screen,
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
