// What a caller hears on a line is what the simulator said: every script of every example, on a line that takes the simulator's times.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { playRun, runsOf, type ExampleRun, type PlayedRun } from './testing/runs.ts'
import { createCall } from '../runtime/call/call.ts'
import { createCallLog, type CallLog } from '../runtime/call/call-log.ts'
import { createCallRecorder } from '../runtime/call/call-recorder.ts'
import { createVirtualClock } from '../runtime/call/testing/virtual-clock.ts'
import { formatTranscript } from '../runtime/dtmf/index.ts'
import { playOnLine, type CallerAction } from '../runtime/dtmf/line-play.ts'
import { ACTION, createTimedLine } from '../runtime/dtmf/testing/timed-line.ts'

const examples = readdirSync(import.meta.dirname).filter(name => existsSync(join(import.meta.dirname, name, 'main.ivr')))

/** The script's call once more, on a line of this latency; its log. */
async function playLive({ prepared, speaker }: ExampleRun, simulated: PlayedRun, latency: number): Promise<CallLog> {
  const { machine } = prepared
  const { start, backend } = simulated
  const clock = createVirtualClock(simulated.at)
  const log = createCallLog()
  const recorder = createCallRecorder(machine, log)
  const line = createTimedLine({ machine, speaker, backend, clock, call: start.id, latency })
  const act = (action: CallerAction): void => {
    if (action.kind === 'speak') recorder.speaks(action.ms, clock.now())
    line.act(action)
  }
  const ranked = { ...clock, set: (run: () => void, ms: number) => clock.setRanked(run, ms, ACTION) }
  const caller = playOnLine({ actions: simulated.actions, log, clock: ranked, act })
  const call = createCall({ prepared, start, open: line.open, backends: line.backends, clock, observers: [recorder, caller] })
  let done = false
  void call.done.then(() => (done = true))
  await clock.runUntil(() => done, 24 * 3_600_000)
  expect(caller.done()).toBe(simulated.actions.length)
  return log
}

it.each(examples)(
  'every script of %s gives the same log on a line as in the simulator',
  async example => {
    let compared = 0
    for (const one of await runsOf(example)) {
      const simulated = playRun(one)
      const { machine } = one.prepared
      const log = await playLive(one, simulated, 0)
      expect(log.entries, one.run.id).toEqual(simulated.log.entries)
      expect(formatTranscript(log, machine, one.speaker)).toBe(formatTranscript(simulated.log, machine, one.speaker))
      compared += 1
    }
    expect(compared).toBeGreaterThan(20)
  },
  300_000,
)

it.each(examples)(
  'a line of %s that begins each sentence 40 ms later gives the same transcript',
  async example => {
    const different: string[] = []
    const runs = (await runsOf(example)).filter((_, index) => index % 5 === 0)
    for (const one of runs) {
      const simulated = playRun(one)
      const { machine } = one.prepared
      const log = await playLive(one, simulated, 40)
      if (formatTranscript(log, machine, one.speaker) !== formatTranscript(simulated.log, machine, one.speaker)) different.push(one.run.id)
    }
    expect(different).toEqual([])
  },
  120_000,
)
