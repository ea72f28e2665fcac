import { speakerFor } from '../cli/speaker.ts'
import { prepare } from '../runtime/core/index.ts'
import { createSimulatedCall, nobodyThere } from '../runtime/dtmf/index.ts'
import type { Figure } from './figure.ts'
import { compileExample } from './harbour.ts'
import { medianMs } from './measure.ts'
import { createTenStateMenu } from './ten-state-menu.ts'
import type { Machine } from '../machine/format.ts'

const CALLS = 5000

/** Calls of ten keys, each pressed once what is said has been heard, from answer to the end of the call. */
const callsPerSecond = (machine: Machine, keys: string): number => {
  const prepared = prepare(machine)
  const speaker = speakerFor(machine)
  let n = 0
  const ms = medianMs(
    () => {
      for (let i = 0; i < CALLS; i++) {
        const call = createSimulatedCall({
          prepared,
          speaker,
          start: { id: `call-${n++}`, caller: null, called: '95500' },
          at: 1_764_000_000_000,
          backend: { ...nobodyThere, ask: () => ({ kind: 'missing' }) },
        })
        for (const key of keys) {
          if (!call.runUntil(() => call.waitsForKey)) throw new Error('the call waits for no key')
          call.press(key)
        }
        call.hangUp()
        if (!call.runUntil(() => call.ended)) throw new Error('the call does not end')
      }
    },
    { runs: 7, warmup: 2 },
  )
  return CALLS / (ms / 1000)
}

export default (): Figure[] => [
  {
    what: 'simulated calls of ten keys, ten-state menu, one core',
    value: callsPerSecond(createTenStateMenu(), '1231231231'),
    unit: 'calls/s',
    wanted: { atLeast: 20_000 },
    note: 'the caller hears every prompt out',
  },
  {
    what: 'simulated calls of ten keys, harbour, one core',
    value: callsPerSecond(compileExample(), '1***1*1*1*'),
    unit: 'calls/s',
    wanted: { atLeast: 20_000 },
    note: 'two languages’ greetings, main menu, back, again',
  },
]
