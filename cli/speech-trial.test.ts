import { existsSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { machineOf } from '../conformance/testing.ts'
import { readWav } from '../runtime/speech/wav.ts'
import { trySpeech } from './speech-trial.ts'
import { temporaryFolder } from './testing/io.ts'
import { PRIVATE_RECORDED } from './testing/project.ts'

const machine = machineOf(PRIVATE_RECORDED['main.ivr'])
const recordings = { 'reading/n.1': { 'en-US': { file: 'one.wav', ms: 100 } } }

it('where recordings alone say private values, a sound with the rights of those is tried, and is gone afterwards', async () => {
  const config = { speech: null, data: temporaryFolder() }
  const trial = await trySpeech({ config, speech: null, lines: [{ machine, recordings }] })
  expect(trial).toMatchObject({ spoken: null, joined: [] })
  expect(statSync(trial.file!).mode & 0o777).toBe(0o640)
  expect(readWav(new Uint8Array(readFileSync(trial.file!)))).toMatchObject({ ms: 100 })
  trial.end()
  expect(existsSync(trial.file!)).toBe(false)
  expect(await trySpeech({ config, speech: null, lines: [{ machine, recordings: {} }] })).toMatchObject({ joined: null, file: null })
})
