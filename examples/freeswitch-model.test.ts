// What a caller hears on a switch is what the simulator said: every script of every example through the codec, the line and the model
// of a switch, in virtual time. And the line did all that it was told: what a caller cannot hear, such as the mask over a recording, is in
// no transcript.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { expectedTroubles } from './testing/expected-troubles.ts'
import { playOnModel } from './testing/model-line.ts'
import { playRun, runsOf } from './testing/runs.ts'
import { formatTranscript } from '../runtime/dtmf/index.ts'

const examples = readdirSync(import.meta.dirname).filter(name => existsSync(join(import.meta.dirname, name, 'main.ivr')))

it.each(examples)(
  'every script of %s gives the same transcript on the model of a switch as in the simulator',
  async example => {
    const different: unknown[] = []
    const troubles: Record<string, readonly string[]> = {}
    const expected: typeof troubles = {}
    const expansions: string[] = []
    let compared = 0
    for (const one of await runsOf(example)) {
      const simulated = playRun(one)
      const { machine } = one.prepared
      const played = await playOnModel(one, simulated)
      const transcript = formatTranscript(played.log, machine, one.speaker)
      const wanted = formatTranscript(simulated.log, machine, one.speaker)
      const missed = simulated.actions.length - played.done
      if (transcript !== wanted || missed > 0) different.push({ run: one.run.id, missed, troubles: played.troubles, transcript, wanted })
      if (played.troubles.length > 0) troubles[one.run.id] = played.troubles
      if (expectedTroubles(one.run).length > 0) expected[one.run.id] = expectedTroubles(one.run)
      expansions.push(...played.expansions)
      compared += 1
    }
    expect(different).toEqual([])
    expect(troubles).toEqual(expected)
    expect(expansions).toEqual([])
    expect(compared).toBeGreaterThan(100)
  },
  300_000,
)
