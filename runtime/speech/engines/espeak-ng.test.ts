import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { estimateDuration } from '../reading/index.ts'
import { writeWav } from '../wav.ts'
import { createEspeakNg, espeakVoice } from './espeak-ng.ts'
import { HOSTILE } from './testing/hostile.ts'
import { standIn } from './testing/program.ts'

const installed = (() => {
  try {
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
// A build server leaves nothing out.
const left = !installed && (process.env['CI'] ?? '') === ''

const TONE = `data:${Buffer.from(
  writeWav(
    Int16Array.from({ length: 8000 }, (_, at) => 5000 * Math.sin(at / 3)),
    8000,
  ),
).toString('base64')}`
const SPEAKS = `process.stdout.write(Buffer.from(${JSON.stringify(TONE.slice(5))}, 'base64'))`
const request = { language: 'en-US', sampleRate: 8000 } as const

it('is asked with the text on its standard input, never among its arguments', async () => {
  const program = standIn(SPEAKS)
  const engine = createEspeakNg({ command: program.command })
  for (const text of HOSTILE) await engine.speak(text, request)
  const runs = program.runs()
  expect(runs.length).toBe(HOSTILE.length)
  for (const { args, input } of runs) {
    expect(args).toEqual(['-v', 'en-us', '-s', '140', '-b', '1', '-z', '--stdin', '--stdout'])
    // Nothing that it would take for a command of its own: phonemes, control characters.
    expect(input).toMatch(/^[^[\]\p{Cc}\u200b\u202e\ufeff]+\n$/u)
  }
  expect(existsSync('/tmp/callwright-was-here')).toBe(false)
})

it('a language is letters, numerals and hyphens to it', () => {
  expect(['zh-CN', 'zh', 'cmn', 'zh-HK', 'yue', 'en', 'en-US', 'en-GB', 'en-SG', 'fr-FR'].map(espeakVoice)).toEqual([
    'cmn',
    'cmn',
    'cmn',
    'yue',
    'yue',
    'en-us',
    'en-us',
    'en-gb',
    'en-gb',
    'fr-fr',
  ])
  expect(espeakVoice('--path=/etc/x')).toBe('pathetcx')
})

it('says plainly that it is not installed, hangs, gives nothing, or fails', async () => {
  const problem = async (command: string, timeout = 5000): Promise<string> => {
    const spoken = await createEspeakNg({ command, timeout }).speak('Your balance is 42 yuan.', request)
    return spoken.problem ? `${spoken.problem.kind}: ${spoken.problem.detail.en.replace(/\S*\/engine/, 'engine')}` : 'spoken'
  }
  expect(await problem('no-such-engine-here')).toBe('not installed: no-such-engine-here is not installed.')
  const began = Date.now()
  expect(await problem(standIn("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)").command, 600)).toBe(
    'timed out: engine gave no sound within 0.6 s.',
  )
  expect(Date.now() - began).toBeLessThan(4000)
  expect(await problem(standIn('').command)).toBe('nothing: espeak-ng gave no sound.')
  const silence = Buffer.from(writeWav(new Int16Array(800), 8000)).toString('base64')
  expect(await problem(standIn(`process.stdout.write(Buffer.from('${silence}', 'base64'))`).command)).toBe(
    'nothing: espeak-ng gave no sound.',
  )
  expect(await problem(standIn("process.stdout.write('no sound')").command)).toMatch(
    /^failed: espeak-ng gave something that cannot be played: it is not a WAV/,
  )
  expect(await problem(standIn("process.stderr.write('out of memory\\n'); process.exit(3)").command)).toBe(
    'failed: engine ended with 3: out of memory',
  )
  // What it was to say may be private.
  expect(await problem(standIn("process.stderr.write('cannot say: ' + input); process.exit(3)").command)).toBe(
    'failed: engine ended with 3.',
  )
  expect(
    await problem(standIn("process.stderr.write('Error: The specified espeak-ng voice does not exist.'); process.exit(1)").command),
  ).toBe('language: espeak-ng does not speak en-US.')
})

it('[L.types.9] what an engine complains of shows nothing of a private text, in whatever part it repeats it', async () => {
  const said = async (text: string, complaint: string, isPrivate: boolean): Promise<string> => {
    const engine = createEspeakNg({ command: standIn(`process.stderr.write(${complaint}); process.exit(3)`).command })
    const spoken = await engine.speak(text, { language: 'zh-CN', sampleRate: 8000, private: isPrivate })
    return spoken.problem ? `${spoken.problem.kind}: ${spoken.problem.detail.en.replace(/\S*\/engine/, 'engine')}` : 'spoken'
  }
  const chinese = `您的余额为${'一百二十三万四千五百六十七元'.repeat(15)}。`
  for (const [text, complaint] of [
    ['6 2 2 5 8 8 0 2 1 2 3 4', 'input'],
    [chinese, '"cannot say " + input'],
    [chinese, 'input.slice(0, 50)'],
    ['Your balance is 42 yuan.', '"42"'],
    ['Your balance is 42 yuan.', '"out of memory"'],
  ] as const)
    expect(await said(text, complaint, true)).toBe('failed: engine ended with 3.')
  expect(await said('6 2 2 5', '"The specified espeak-ng voice does not exist: 6 2 2 5"', true)).toBe(
    'language: espeak-ng does not speak zh-CN.',
  )
  expect(await said('Your voice is your key.', '"cannot say " + input', true)).toBe('failed: engine ended with 3.')
  // What nobody has to hide is looked for as a whole, too, before it is cut.
  expect(await said(chinese, '"cannot say " + input', false)).toBe('failed: engine ended with 3.')
  expect(await said(chinese, '"out of memory"', false)).toBe('failed: engine ended with 3: out of memory')
})

it('an engine that reads nothing of a long text is no fault', async () => {
  const spoken = await createEspeakNg({ command: '/bin/true' }).speak('word '.repeat(900), request)
  expect(spoken.problem?.kind).toBe('nothing')
})

it('is stopped when nobody wants to hear it any more', async () => {
  const stop = new AbortController()
  const speaking = createEspeakNg({ command: standIn('setInterval(() => {}, 1000)').command }).speak('Hello', {
    ...request,
    signal: stop.signal,
  })
  setTimeout(() => stop.abort(), 100)
  expect((await speaking).problem?.kind).toBe('stopped')
  expect((await createEspeakNg().speak('Hello', { ...request, signal: stop.signal })).problem?.kind).toBe('stopped')
})

it.skipIf(left)('speaks Chinese and English at 8 and 16 kHz', async () => {
  const engine = createEspeakNg()
  for (const [language, text] of [
    ['zh-CN', '您好，欢迎致电海港银行。请输入您的卡号，按井号键结束。'],
    ['en-US', 'Welcome to Harbour Bank. Please enter your card number, then press pound.'],
  ] as const) {
    for (const sampleRate of [8000, 16_000]) {
      const spoken = await engine.speak(text, { language, sampleRate })
      if (spoken.problem) throw new Error(spoken.problem.detail.en)
      expect(spoken.sampleRate).toBe(sampleRate)
      const ms = (spoken.samples.length * 1000) / sampleRate
      const estimate = estimateDuration(text, language)
      expect(ms / estimate).toBeGreaterThan(0.5)
      expect(ms / estimate).toBeLessThan(2)
      expect(spoken.samples.reduce((most, sample) => Math.max(most, sample), 0)).toBeGreaterThan(3000)
    }
  }
})

it.skipIf(left)('hostile texts are spoken, or said to be nothing, and do nothing', async () => {
  const engine = createEspeakNg()
  const spoken = await Promise.all(HOSTILE.map(text => engine.speak(text, request)))
  for (const each of spoken) expect(each.problem?.kind ?? 'spoken').toBe('spoken')
  expect(existsSync('/tmp/callwright-was-here')).toBe(false)
  // Phonemes in brackets would be one short word, a break of ten seconds silence.
  const seconds = (index: number): number => (spoken[index]!.samples?.length ?? 0) / 8000
  expect(seconds(HOSTILE.findIndex(text => text.includes('<break')))).toBeLessThan(12)
  const empty = await engine.speak(' … — 。', request)
  expect(empty.problem?.kind).toBe('nothing')
  expect((await engine.speak('hello', { language: 'xx-nope', sampleRate: 8000 })).problem?.kind).toBe('language')
})
