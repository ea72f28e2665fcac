// What a caller hears on a line is what the simulator said: every script of every example, on a line that takes the simulator's times.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { playRun, runsOf } from './testing/runs.ts'
import { createCall } from '../runtime/call/call.ts'
import { createCallLog } from '../runtime/call/call-log.ts'
import { createCallRecorder } from '../runtime/call/call-recorder.ts'
import { createVirtualClock } from '../runtime/call/testing/virtual-clock.ts'
import { formatTranscript } from '../runtime/dtmf/index.ts'
import { playOnLine, type CallerAction } from '../runtime/dtmf/line-play.ts'
import { ACTION, createTimedLine } from '../runtime/dtmf/testing/timed-line.ts'

const examples = readdirSync(import.meta.dirname).filter(name => existsSync(join(import.meta.dirname, name, 'main.ivr')))

it.each(examples)(
  'every script of %s gives the same log on a line as in the simulator',
  async example => {
    let compared = 0
    for (const one of await runsOf(example)) {
      const simulated = playRun(one)
      const { machine } = one.prepared
      const clock = createVirtualClock(simulated.at)
      const log = createCallLog()
      const recorder = createCallRecorder(machine, log)
      const line = createTimedLine({ machine, speaker: one.speaker, backend: simulated.backend, clock, call: simulated.start.id })
      const act = (action: CallerAction): void => {
        if (action.kind === 'speak') recorder.speaks(action.ms, clock.now())
        line.act(action)
      }
      const ranked = { ...clock, set: (run: () => void, ms: number) => clock.setRanked(run, ms, ACTION) }
      const caller = playOnLine({ actions: simulated.actions, log, clock: ranked, act })
      const { prepared, speaker } = one
      const call = createCall({
        prepared,
        start: simulated.start,
        open: line.open,
        backends: line.backends,
        clock,
        observers: [recorder, caller],
      })
      let done = false
      void call.done.then(() => (done = true))
      await clock.runUntil(() => done, 24 * 3_600_000)
      expect(log.entries, one.run.id).toEqual(simulated.log.entries)
      expect(formatTranscript(log, machine, speaker)).toBe(formatTranscript(simulated.log, machine, speaker))
      compared += 1
    }
    expect(compared).toBeGreaterThan(20)
  },
  300_000,
)
