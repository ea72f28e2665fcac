import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Machine } from '../../machine/format.ts'
import { createPrivateSounds } from './private-sounds.ts'
import { createSounds, createVersionSounds } from './sounds.ts'

const machine = { prompts: [], standard: {}, zones: {}, settings: [], line: { zone: 'UTC', languages: ['en-US'] } } as unknown as Machine

it('a recording is played under the name that FreeSWITCH has for it, and its length is known; of another file it is not', () => {
  const recordings = { welcome: { 'en-US': { file: '/data/versions/a/audio/welcome.wav', ms: 1840 } } }
  const { fileOf } = createVersionSounds(machine, recordings, [{ here: '/data', there: '/mnt/callwright/' }])
  expect(fileOf('/data/versions/a/audio/welcome.wav')).toEqual({
    kind: 'file',
    path: '/mnt/callwright/versions/a/audio/welcome.wav',
    ms: 1840,
  })
  expect(fileOf('/data/speech/x.wav')).toEqual({ kind: 'file', path: '/mnt/callwright/speech/x.wav' })
})

it('what is spoken for a call is played with its length: a file that FreeSWITCH may not read is missed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-sounds-'))
  const spoken: Machine['prompts'] = [{ slot: 'sum', holes: [], texts: { 'en-US': ['Two hundred.'] } }]
  const privately = createPrivateSounds(folder)
  const sounds = createSounds({
    version: createVersionSounds({ ...machine, prompts: spoken }, {}, []),
    speech: {
      kind: 'ours',
      engine: { name: 'test', voice: 'x', speak: () => Promise.resolve({ samples: new Int16Array(6000), sampleRate: 8000 }) } as never,
      folder,
      sampleRate: 8000,
      privately,
    },
    music: {},
    recordingPath: () => null,
    trouble: () => undefined,
  })
  const sound = await sounds.soundOf({ id: 1, prompt: 0, values: [], language: 'en-US', announce: false, point: 0 })
  expect(sound?.parts).toMatchObject([{ kind: 'file', ms: 750 }])
  await privately.end()
  rmSync(folder, { recursive: true })
})

it('a text of which a part has no sound is played as far as it goes, and is not whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-sounds-'))
  const hole = { name: 'message', type: { kind: 'recording' } } as const
  const prompts: Machine['prompts'] = [{ slot: 'play', holes: [hole], texts: { 'en-US': ['Your message:', { hole: 0 }] } }]
  const privately = createPrivateSounds(folder)
  const said: string[] = []
  const speak = (words: string): object =>
    words.startsWith('Your') ? { samples: new Int16Array(800), sampleRate: 8000 } : { problem: { detail: { en: '503', zh: '503' } } }
  const soundOf = (texts: Machine['prompts'], recordingPath: string | null) =>
    createSounds({
      version: createVersionSounds({ ...machine, prompts: texts }, {}, []),
      speech: {
        kind: 'ours',
        engine: { name: 'test', voice: 'x', speak: (words: string) => Promise.resolve(speak(words)) } as never,
        folder,
        sampleRate: 8000,
        privately,
      },
      music: {},
      recordingPath: () => recordingPath,
      trouble: ({ en }) => void said.push(en),
    }).soundOf({ id: 1, prompt: 0, values: [{ recording: 'r1', ms: 900 }], language: 'en-US', announce: false, point: 0 })
  const there = await soundOf(prompts, '/data/recordings/r1.wav')
  expect(there?.parts).toHaveLength(2)
  expect(there?.incomplete).toBeUndefined()
  expect(said).toEqual([])
  expect(await soundOf(prompts, null)).toMatchObject({ parts: [{ kind: 'file' }], incomplete: true })
  expect(said).toEqual([expect.stringContaining('recording is no longer there')])
  const unspoken = [{ ...prompts[0]!, texts: { 'en-US': ['To Wang:', { hole: 0 }] } }]
  expect(await soundOf(unspoken, '/data/recordings/r1.wav')).toMatchObject({
    parts: [{ kind: 'file', path: '/data/recordings/r1.wav' }],
    incomplete: true,
  })
  await privately.end()
  rmSync(folder, { recursive: true })
})
