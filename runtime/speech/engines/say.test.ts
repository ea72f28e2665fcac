import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writeWav } from '../wav.ts'
import { createSay } from './say.ts'
import { HOSTILE } from './testing/hostile.ts'
import { standIn } from './testing/program.ts'

const WAV = Buffer.from(
  writeWav(
    Int16Array.from({ length: 4000 }, (_, at) => 5000 * Math.sin(at / 3)),
    8000,
  ),
).toString('base64')
const request = { language: 'zh-CN', sampleRate: 8000 } as const

it('macOS: the text is on the standard input, the file in a folder of its own that is gone afterwards', async () => {
  const program = standIn(`fs.writeFileSync(args[3], Buffer.from('${WAV}', 'base64'))`)
  const engine = createSay({ platform: 'darwin', command: program.command })
  for (const text of HOSTILE) expect((await engine.speak(text, request)).problem).toBeUndefined()
  for (const { args, input } of program.runs()) {
    expect(args).toEqual([
      '-v',
      'Tingting',
      '-o',
      expect.stringMatching(/speech\.wav$/),
      '--file-format=WAVE',
      '--data-format=LEI16@8000',
      '-f',
      '-',
    ])
    expect(input).toMatch(/^[^[\]\p{Cc}]+$/u)
    expect(existsSync(args[3]!)).toBe(false)
  }
})

it('Windows: what PowerShell runs never changes, and the text is the last thing that it reads', async () => {
  const program = standIn(`fs.writeFileSync(input.split('\\n')[0], Buffer.from('${WAV}', 'base64'))`)
  const engine = createSay({ platform: 'win32', command: program.command })
  for (const text of HOSTILE) expect((await engine.speak(text, request)).problem).toBeUndefined()
  const runs = program.runs()
  expect(new Set(runs.map(({ args }) => args.join(' '))).size).toBe(1)
  const script = Buffer.from(runs[0]!.args.at(-1)!, 'base64').toString('utf16le')
  expect(script).toContain('$voice.Speak($text)')
  expect(script).not.toMatch(/SpeakSsml|Invoke-Expression|iex /)
  for (const { input } of runs) expect(input.split('\n').slice(1, 3)).toEqual(['zh-CN', '8000'])
  for (const { input } of runs) expect(input.split('\n').length).toBe(4)
})

it('says what is not there: the system’s voice, a language, a sound', async () => {
  const problem = async (engine: ReturnType<typeof createSay>, language = 'zh-CN'): Promise<string | undefined> =>
    (await engine.speak('您好', { language, sampleRate: 8000 })).problem?.kind
  expect(await problem(createSay({ platform: 'linux' }))).toBe('not installed')
  expect(await problem(createSay({ platform: 'darwin', command: 'no-such-engine-here' }))).toBe('not installed')
  expect(await problem(createSay({ platform: 'darwin', command: standIn('').command }))).toBe('nothing')
  expect(await problem(createSay({ platform: 'darwin', command: standIn('').command }), 'sw-KE')).toBe('language')
  expect(await problem(createSay({ platform: 'win32', command: standIn('setInterval(() => {}, 1000)').command, timeout: 400 }))).toBe(
    'timed out',
  )
})
