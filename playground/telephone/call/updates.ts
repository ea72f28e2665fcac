// What the page is told after each question: only what is new since the last.
import { offsetAt } from '../../../runtime/core/index.ts'
import { waitsForCaller } from '../../../runtime/dtmf/script-play.ts'
import { lineOffsets } from '../../../runtime/dtmf/recorder/written-value.ts'
import type { CompiledProgram } from '../../programs/in-worker.ts'
import type { CallSetup, CallUpdate, SpokenView } from '../contract.ts'
import type { PlayedCall } from './played-call.ts'
import type { Timeline } from './timeline.ts'

interface UpdatedCall {
  readonly number: number
  readonly program: CompiledProgram
  readonly setup: CallSetup
  readonly timeline: Timeline
}

export interface Updates {
  readonly next: (call: UpdatedCall, whole: boolean) => CallUpdate
}

export function createUpdates(): Updates {
  /** What the page has been told of, and how much of it. */
  let told: PlayedCall | null = null
  let steps = 0
  let rows = 0
  let spoken: readonly SpokenView[] = []
  return {
    next: ({ number, program, setup, timeline }, whole) => {
      const played = timeline.played()
      const { call } = played
      const all = played.spoken()
      const anew = whole || told !== played
      // Wound back, the call is another one with the same begin: all of it is told, which is rare.
      const from = anew ? 0 : steps
      const changes = played.rows.changes()
      const same = anew ? 0 : all.findIndex((one, index) => one.until !== spoken[index]?.until)
      const spokenFrom = same < 0 ? all.length : same
      const update: CallUpdate = {
        kind: 'call',
        call: number,
        entry: program.entry,
        revision: program.revision,
        texts: whole ? textsOf(program) : null,
        now: call.now,
        nextAt: call.nextAt,
        gone: call.gone,
        ended: call.ended,
        waitsForCaller: !call.ended && waitsForCaller(call),
        from,
        steps: played.steps.slice(from),
        rows: changes.slice(anew ? 0 : rows),
        spokenFrom,
        spoken: all.slice(spokenFrom),
        asked: played.asked(),
        given: played.bank.given(),
        byHand: played.bank.hands(),
        canUndo: timeline.canUndo(),
        setup,
        began: played.parts.at,
        offset: offsetAt(lineOffsets(program.machine), played.parts.at),
      }
      told = played
      steps = played.steps.length
      rows = changes.length
      spoken = all
      return update
    },
  }
}

const textsOf = ({ sources }: CompiledProgram): Readonly<Record<string, string>> =>
  Object.fromEntries(sources.filter(({ standard }) => !standard).map(({ path, text }) => [path, text]))
