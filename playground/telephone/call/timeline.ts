// What was done in a call, in order: the call is always what these actions make of it, so that it can be wound back to any step, gone on
// from there, and what was cut off be brought back.
import type { Reply } from '../../../runtime/dtmf/backend.ts'
import { HELD } from '../../../runtime/dtmf/key-sound.ts'
import type { TypedKey } from '../../../runtime/dtmf/recorder/recorder.ts'
import { nameOf } from './bank.ts'
import { createPlayedCall, type Action, type CallParts, type PlayedCall } from './played-call.ts'

export interface Timeline {
  readonly played: () => PlayedCall
  /** The call as it stood after this step. */
  readonly goOn: (step: number) => void
  readonly canUndo: () => boolean
  /** Brings back what the last `goOn` cut off. */
  readonly undo: () => void
}

/** How a call once stood: its actions, and how far it had come. */
interface Past {
  readonly actions: readonly Action[]
  readonly steps: number
  readonly now: number
}

/** So many futures that were cut off are kept. */
const MOST_KEPT = 20

/** `begun`: a call with these parts that has come some way already. */
export function createTimeline(parts: CallParts, begun: PlayedCall = createPlayedCall(parts)): Timeline {
  let played = begun
  const cut: Past[] = []

  const bringTo = ({ actions, steps, now }: Past): void => {
    played = createPlayedCall(parts)
    for (const action of actions) played.redo(action)
    played.runToStep(steps)
    played.advanceTo(now)
  }

  return {
    played: () => played,
    goOn: step => {
      const { actions, steps, call } = played
      if (step < 0 || step >= steps.length) return
      const past: Past = { actions: [...actions], steps: steps.length, now: call.now }
      // Those that made this step or came before it. One that made no step stands behind those before it.
      const kept = actions.filter(action => action.steps <= step)
      if (step === steps.length - 1 && kept.length === actions.length) return
      cut.push(past)
      if (cut.length > MOST_KEPT) cut.shift()
      bringTo({ actions: kept, steps: step + 1, now: steps[step]!.at })
    },
    canUndo: () => cut.length > 0,
    undo: () => {
      const past = cut.pop()
      if (past) bringTo(past)
    },
  }
}

/** A call with these actions, from its begin. */
export function playActions(parts: CallParts, actions: readonly Action[], now = 0): PlayedCall {
  const played = createPlayedCall(parts)
  for (const action of actions) played.redo(action)
  played.advanceTo(now)
  return played
}

/**
 * The same caller on another program: each key as patiently as it was pressed, what was given and answered as it was. Where the line
 * lost patience before a key it does so again.
 */
export function pressAgain(before: PlayedCall, parts: Omit<CallParts, 'rehearsed'>): Timeline {
  const timeline = createTimeline({ ...parts, rehearsed: answersByHand(before) })
  const played = timeline.played()
  const { call } = played
  const silences = (log: PlayedCall['log'], upTo: number): number =>
    log.entries.slice(0, upTo).filter(entry => entry.kind === 'outcome' && entry.result === 'silence').length
  const stops = (): boolean => call.gone || call.missing !== null || played.asked().length > 0
  const keys = new Map<Action, TypedKey>()
  let next = 0
  for (const action of before.actions) if (action.deed.kind === 'key' && before.typed[next]) keys.set(action, before.typed[next++]!)

  for (const action of before.actions) {
    const { deed } = action
    if (stops()) break
    switch (deed.kind) {
      case 'key': {
        const { how, entries } = keys.get(action)!
        if (how !== 'ahead') {
          const wanted = silences(before.log, entries)
          const ready = (): boolean => call.inQueue || call.recording !== null || (how === 'early' ? call.speaksOwn : call.waitsForKey)
          call.runUntil(() => stops() || (silences(played.log, Infinity) >= wanted && ready()))
        }
        played.act(deed, call.now + HELD)
        break
      }
      case 'given':
      case 'by hand':
        played.act(deed, call.now)
        break
      case 'speak':
        call.runUntil(() => stops() || call.recording !== null || call.talking)
        played.act(deed, call.now)
        break
      // Answers come by themselves, and the call is left open.
      case 'answer':
      case 'no answer':
      case 'hang up':
    }
  }
  return timeline
}

function answersByHand(before: PlayedCall): ReadonlyMap<string, readonly Reply[]> {
  const { operations } = before.parts.prepared.machine
  const answers = new Map<string, Reply[]>()
  for (const { deed, at } of before.actions) {
    if (deed.kind !== 'answer') continue
    const asked = before.log.entries.find(entry => entry.kind === 'ask' && entry.task === deed.task)
    if (asked?.kind !== 'ask') continue
    const name = nameOf(operations[asked.operation]!)
    answers.set(name, [...(answers.get(name) ?? []), { ...deed.reply, after: Math.max(0, at - asked.at) }])
  }
  return answers
}
