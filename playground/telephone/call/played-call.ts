// One call, played by the machine in virtual time, with everything that is shown of it. What the person does comes in as actions, and
// the same actions give the same call.
import { maskValue } from '../../../machine/mask.ts'
import { createCallLog, type CallLog, type SpokenEntry } from '../../../runtime/call/call-log.ts'
import type { CallStart, Prepared } from '../../../runtime/core/index.ts'
import type { Reply } from '../../../runtime/dtmf/backend.ts'
import type { TypedKey } from '../../../runtime/dtmf/recorder/recorder.ts'
import { createSimulatedCall, HELD, type SimulatedCall } from '../../../runtime/dtmf/simulated-line.ts'
import { waitsForCaller } from '../../../runtime/dtmf/script-play.ts'
import type { Speaker } from '../../../runtime/dtmf/speaker.ts'
import type { AskedView, SpokenView, StepView, Words } from '../contract.ts'
import { createBank, nameOf, type Bank, type Given } from './bank.ts'
import { createGrowingRows, type GrowingRows } from './rows.ts'
import { createSourceOf } from './sources.ts'
import { createStepViews } from './step-views.ts'

/** What the person did, or had done. */
export type Deed =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'hang up' }
  | { readonly kind: 'speak'; readonly ms: number }
  | { readonly kind: 'answer'; readonly task: number; readonly reply: Extract<Reply, { readonly kind: 'answer' }> }
  /** The person lets the bank answer nothing. */
  | { readonly kind: 'no answer'; readonly task: number }
  | { readonly kind: 'given'; readonly given: Given }
  | { readonly kind: 'by hand'; readonly operation: string; readonly on: boolean }

export interface Action {
  readonly deed: Deed
  /** ms of the call */
  readonly at: number
  /** How many steps there had been before it: what falls on the same ms keeps its order. */
  readonly steps: number
}

export interface CallParts {
  readonly prepared: Prepared
  readonly speaker: Speaker
  readonly entry: string
  readonly start: CallStart
  /** ms since 1970 */
  readonly at: number
  /** In force before the call begins. */
  readonly given: readonly Given[]
  readonly byHand: readonly string[]
  /** What a person answered when the same keys were pressed before, by operation. */
  readonly rehearsed?: ReadonlyMap<string, readonly Reply[]>
}

export interface PlayedCall {
  readonly parts: CallParts
  readonly call: SimulatedCall
  readonly log: CallLog
  readonly bank: Bank
  readonly steps: readonly StepView[]
  readonly rows: GrowingRows
  readonly typed: readonly TypedKey[]
  readonly actions: readonly Action[]
  readonly spoken: () => readonly SpokenView[]
  readonly asked: () => readonly AskedView[]
  /** Everything before `at` happens, then this. Null where it was done. */
  readonly act: (deed: Deed, at: number) => Words | null
  /** The same again, where it was done. */
  readonly redo: (action: Action) => void
  readonly advanceTo: (at: number) => void
  /** Until there are so many steps, and no further; false where the call never comes to it by itself. */
  readonly runToStep: (count: number) => boolean
  /** Until only the caller, or the person who answers, can go on. */
  readonly runToQuestion: () => void
  /** Until the timer that runs, or the next one, has run out. */
  readonly staySilent: () => void
}

export function createPlayedCall(parts: CallParts): PlayedCall {
  const { prepared, speaker, entry, start } = parts
  const { machine } = prepared
  const log = createCallLog()
  const sourceOf = createSourceOf(machine, entry)
  const bank = createBank(machine, parts.rehearsed)
  for (const name of parts.byHand) bank.byHand(name, true)
  for (const given of parts.given) bank.give(given)
  const views = createStepViews(machine, log, sourceOf)
  const rows = createGrowingRows(log, machine, speaker, sourceOf)
  const typed: TypedKey[] = []
  const actions: Action[] = []
  const spokenEntries: SpokenEntry[] = []
  let looked = 0

  /** The log as far as it has come: which of the spoken is being spoken. */
  function lookAtLog(): number {
    for (; looked < log.entries.length; looked++) {
      const one = log.entries[looked]!
      if (one.kind === 'spoken') spokenEntries.push(one)
    }
    const last = spokenEntries.at(-1)
    return last && last.until < 0 ? spokenEntries.length - 1 : -1
  }

  const call: SimulatedCall = createSimulatedCall({
    prepared,
    speaker,
    start,
    at: parts.at,
    backend: bank,
    log,
    observers: [
      {
        stepped: (event, effects, session) => {
          views.stepped(event, effects, session, lookAtLog())
          rows.grow(views.steps.length - 1)
        },
        reported: (report, at) => {
          views.reported(report, at, call.session, lookAtLog())
          rows.grow(views.steps.length - 1)
        },
        settled: () => rows.grow(views.steps.length - 1),
      },
    ],
  })

  const stops = (): boolean => call.ended || call.missing !== null

  function perform(deed: Deed): Words | null {
    switch (deed.kind) {
      case 'key': {
        if (call.gone) return null
        const how = call.waitsForKey || call.inQueue || call.recording ? 'patient' : call.speaksOwn ? 'early' : 'ahead'
        const listener = call.listening ? call.session.listener : -1
        typed.push({ at: call.now - HELD, key: deed.key, how, listener, entries: log.entries.length })
        call.key(deed.key)
        break
      }
      case 'hang up':
        call.hangUp()
        break
      case 'speak':
        if (!call.gone) call.speak(deed.ms)
        break
      case 'answer':
        bank.answered(deed.task)
        call.answer(deed.task, deed.reply.outcome, deed.reply.values)
        break
      case 'no answer':
        bank.answered(deed.task)
        break
      case 'given':
        return bank.give(deed.given)
      case 'by hand':
        bank.byHand(deed.operation, deed.on)
    }
    return null
  }

  function act(deed: Deed, at: number): Words | null {
    call.advanceTo(at)
    const action: Action = { deed, at: Math.max(at, call.now), steps: views.steps.length }
    const problem = perform(deed)
    if (problem) return problem
    actions.push(action)
    rows.grow(views.steps.length - 1)
    // Nobody is there any more: what is left is not waited for.
    if (call.gone) call.runUntil(() => stops() || asked().length > 0)
    rows.grow(views.steps.length - 1)
    return null
  }

  function asked(): readonly AskedView[] {
    const { session } = call
    return bank.asked().flatMap(ask => {
      const waited = session.task === ask.task && session.phase !== 'ended'
      if (!waited && !session.unsettled.some(one => one.task === ask.task)) return []
      const operation = machine.operations[ask.operation]!
      const shown = ask.arguments.map((value, index) => maskValue(value, operation.parameters[index]!.type))
      return [
        { task: ask.task, operation: nameOf(operation), written: shown.join(', '), at: ask.at - parts.at, until: ask.deadline - parts.at },
      ]
    })
  }

  return {
    parts,
    call,
    log,
    bank,
    steps: views.steps,
    rows,
    typed,
    actions,
    spoken: () =>
      spokenEntries.map((one, index) => ({
        index,
        at: one.at,
        until: one.until,
        cut: one.cut,
        duration: speaker.duration(one.segment),
        words: speaker.words(one.segment),
        language: one.segment.language,
        source: sourceOf(machine.points[one.segment.point]?.at ?? machine.prompts[one.segment.prompt]?.at),
      })),
    asked,
    act,
    redo: action => {
      call.runUntil(() => views.steps.length >= action.steps)
      act(action.deed, action.at)
    },
    advanceTo: at => call.advanceTo(at),
    runToStep: count => call.runUntil(() => views.steps.length >= count || stops()) && views.steps.length >= count,
    runToQuestion: () => {
      // Who stands in a queue already, or talks, waits for the end of it.
      if (call.inQueue && waitsForCaller(call)) {
        call.runUntil(() => stops() || !call.inQueue)
        return
      }
      if (call.talking) call.runUntil(() => stops() || !call.talking)
      call.runUntil(() => stops() || asked().length > 0 || waitsForCaller(call) || call.talking)
    },
    staySilent: () => {
      const over = (): boolean => stops() || call.gone || asked().length > 0
      if (call.recording || call.inQueue) {
        call.runUntil(() => (!call.recording && !call.inQueue) || over())
        return
      }
      call.runUntil(() => call.session.timer !== null || over())
      const running = call.session.timer
      if (running) call.runUntil(() => call.session.timer?.number !== running.number || over())
    },
  }
}
