import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readWav } from '../runtime/speech/wav.ts'
import { trySpeech } from './speech-trial.ts'
import { temporaryFolder } from './testing/io.ts'

it('where recordings alone say private values, a sound with the rights of those is tried, and is gone afterwards', async () => {
  const folder = temporaryFolder()
  const trial = await trySpeech(null, ['en-US'], undefined, join(folder, 'speech'))
  expect(trial.problems).toEqual([])
  expect(statSync(trial.file!).mode & 0o777).toBe(0o640)
  expect(readWav(new Uint8Array(readFileSync(trial.file!)))).toMatchObject({ ms: 100 })
  trial.end()
  expect(existsSync(trial.file!)).toBe(false)
  expect((await trySpeech(null, ['en-US'])).file).toBe(null)
})
