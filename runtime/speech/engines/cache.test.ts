import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cached } from './cache.ts'
import { speechProblem, type SpeechEngine } from './engine.ts'
import { temporaryFolder } from './testing/program.ts'

function counting(voice = 'one'): { readonly engine: SpeechEngine; readonly asked: string[] } {
  const asked: string[] = []
  const engine: SpeechEngine = {
    name: 'test',
    voice,
    speak: (text, { sampleRate }) => {
      asked.push(text)
      return Promise.resolve(
        text === 'fails' ? speechProblem('failed', 'It failed.', '失败。') : { samples: new Int16Array([text.length, 2, 3]), sampleRate },
      )
    },
  }
  return { engine, asked }
}
const request = { language: 'en-US', sampleRate: 8000 } as const

it('asks once for the same words, and again for another language, rate or voice', async () => {
  const folder = join(temporaryFolder(), 'not/there/yet')
  const { engine, asked } = counting()
  const first = await cached(engine, folder).speak('Hello', request)
  expect(await cached(engine, folder).speak('Hello', request)).toEqual(first)
  expect(asked).toEqual(['Hello'])
  await cached(engine, folder).speak('Hello', { ...request, language: 'en-GB' })
  await cached(engine, folder).speak('Hello', { ...request, sampleRate: 16_000 })
  await cached(counting('two').engine, folder).speak('Hello', request)
  await cached(engine, folder).speak('Hello.', request)
  expect(asked.length).toBe(4)
  expect(readdirSync(folder).every(name => /^[0-9a-f]{64}\.wav$/.test(name))).toBe(true)
  expect(readdirSync(folder).length).toBe(5)
})

it('[L.types.9] a private text is never looked for and never kept', async () => {
  const folder = temporaryFolder()
  const { engine, asked } = counting()
  for (let n = 0; n < 2; n++) await cached(engine, folder).speak('You have 42 yuan', { ...request, private: true })
  expect(asked.length).toBe(2)
  expect(readdirSync(folder)).toEqual([])
  // Even where somebody kept it before.
  await cached(engine, folder).speak('You have 42 yuan', request)
  await cached(engine, folder).speak('You have 42 yuan', { ...request, private: true })
  expect(asked.length).toBe(4)
})

it('keeps no problem, and speaks anew what was cut or changed', async () => {
  const folder = temporaryFolder()
  const { engine, asked } = counting()
  await cached(engine, folder).speak('fails', request)
  expect(readdirSync(folder)).toEqual([])
  const spoken = await cached(engine, folder).speak('Hello', request)
  const [name] = readdirSync(folder)
  const bytes = readFileSync(join(folder, name!))
  for (const damaged of [bytes.subarray(0, 47), Buffer.from(''), Buffer.from('no sound')]) {
    writeFileSync(join(folder, name!), damaged)
    expect(await cached(engine, folder).speak('Hello', request)).toEqual(spoken)
    expect(readFileSync(join(folder, name!))).toEqual(bytes)
  }
  expect(asked.length).toBe(5)
})

it('a folder that cannot be written to is as good as none', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect((await cached(counting().engine, file).speak('Hello', request)).problem).toBeUndefined()
})
