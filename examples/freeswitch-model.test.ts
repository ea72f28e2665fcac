// What a caller hears on a switch is what the simulator said: every script of every example through the codec, the line and the model
// of a switch, in virtual time.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { playOnModel } from './testing/model-line.ts'
import { playRun, runsOf } from './testing/runs.ts'
import { formatTranscript } from '../runtime/dtmf/index.ts'

const examples = readdirSync(import.meta.dirname).filter(name => existsSync(join(import.meta.dirname, name, 'main.ivr')))

it.each(examples)(
  'every script of %s gives the same transcript on the model of a switch as in the simulator',
  async example => {
    const different: unknown[] = []
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
      expansions.push(...played.expansions)
      compared += 1
    }
    expect(different).toEqual([])
    expect(expansions).toEqual([])
    expect(compared).toBeGreaterThan(100)
  },
  300_000,
)
