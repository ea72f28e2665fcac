import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { textHash } from '../../machine/fragments.ts'
import { writeWav } from '../../runtime/speech/wav.ts'
import { disk } from '../io.ts'
import { filesBelow } from '../project.ts'
import { callwright, folderWith } from '../testing/io.ts'

const PROGRAM = `line test {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone UTC
  otherwise -> start
}
prompts { hello zh"您好，欢迎您。" en"Hello and welcome."  sum(n: number) zh"共{n}元" en"it is {n} in all" }
flow start { say hello, sum(3) -> hangup }
`
/** A tone: as good as speech to whatever does not listen. */
function tone(ms: number, rate = 8000, pitch = 300, amplitude = 8000): Uint8Array {
  const samples = new Int16Array(Math.round((ms * rate) / 1000))
  for (let at = 0; at < samples.length; at++) samples[at] = Math.round(amplitude * Math.sin((at * 2 * Math.PI * pitch) / rate))
  return writeWav(samples, rate)
}
const stereo = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 22 ? 2 : byte))

interface World {
  readonly cwd: string
  readonly take: (files: Readonly<Record<string, string | Uint8Array>>, ...options: string[]) => Promise<{ code: number; said: string[] }>
  readonly list: () => Record<string, Record<string, { text: string; file: string }>>
}
function world(): World {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  return {
    cwd,
    take: async (files, ...options) => {
      const studio = folderWith(files)
      const { code, out, err } = await callwright(['prompts', 'import', studio, 'main.ivr', ...options], { cwd })
      return { code, said: (out + err).trimEnd().split('\n') }
    },
    list: () => JSON.parse(readFileSync(`${cwd}/audio/prompts.json`, 'utf8')) as ReturnType<World['list']>,
  }
}

it('[L.slots.2] [L.slots.5] takes recordings by slot and language, however the studio names them', async () => {
  const { cwd, take, list } = world()
  const files = {
    'zh-CN/hello.wav': tone(1200),
    'session 1/hello.en-US.WAV': tone(1300, 16_000),
    'sum.1_en-US.wav': tone(300, 8000, 310),
    'en-US/sum.2.wav': tone(400, 8000, 320),
    'en-US/reading~n.3.wav': tone(250),
    'notes.txt': 'of the day',
  }
  expect(await take(files)).toEqual({ code: 0, said: ['5 recordings taken, 0 there already, 0 not taken'] })
  expect(list()['hello']).toEqual({
    'en-US': { text: textHash('Hello and welcome.'), file: 'en-US/hello.wav' },
    'zh-CN': { text: textHash('您好，欢迎您。'), file: 'zh-CN/hello.wav' },
  })
  expect(Object.keys(list())).toEqual(['hello', 'reading/n.3', 'sum.1', 'sum.2'])
  expect(new Uint8Array(readFileSync(`${cwd}/audio/en-US/reading/n.3.wav`))).toEqual(files['en-US/reading~n.3.wav'])
  expect((await callwright(['check', 'main.ivr'], { cwd })).out).toContain('0 warnings')
  expect(await take(files)).toEqual({ code: 0, said: ['0 recordings taken, 5 there already, 0 not taken'] })
})

it('says of each that is not taken what is wrong with it, and takes the rest', async () => {
  const { cwd, take, list } = world()
  const { code, said } = await take({
    'en-US/hello.wav': stereo(tone(1300)),
    'zh-CN/hello.wav': tone(1200, 44_100),
    'en-US/sum.1.wav': new Uint8Array(),
    'en-US/sum.2.wav': tone(400).slice(0, 1000),
    'zh-CN/sum.1.wav': 'not a sound',
    'zh-CN/sum.2.wav': tone(400, 8000, 300, 0),
    'zh-CN/helo.wav': tone(1200),
    'en-US/reading/n.3.wav': tone(250),
  })
  expect(code).toBe(1)
  expect(said).toEqual([
    'en-US/hello.wav: not taken: It is stereo; a telephone has one channel.',
    'en-US/sum.1.wav: not taken: It is an empty file.',
    'en-US/sum.2.wav: not taken: It is cut: 6400 bytes of sound were meant to be there, 956 are.',
    'zh-CN/hello.wav: not taken: It has 44100 samples a second; a telephone line takes 8000 or 16000.',
    'zh-CN/helo.wav: not taken: No text is recorded under this name. Is it zh-CN/hello.wav?',
    'zh-CN/sum.1.wav: not taken: It is not a WAV file: it does not begin with RIFF and WAVE.',
    'zh-CN/sum.2.wav: not taken: Nothing is heard in it.',
    '1 recording taken, 0 there already, 7 not taken',
  ])
  expect(list()).toEqual({ 'reading/n.3': { 'en-US': { text: textHash('three'), file: 'en-US/reading/n.3.wav' } } })
  expect(filesBelow(disk, `${cwd}/audio`, '.wav')).toEqual([`${cwd}/audio/en-US/reading/n.3.wav`])
})

it('takes what is in doubt, and says so; but not in place of another', async () => {
  const { cwd, take } = world()
  const long = tone(9000)
  expect((await take({ 'en-US/hello.wav': long })).said[0]).toMatch(
    /^en-US\/hello\.wav: taken, but listen to it: It may say something else: it lasts 9\.0 s where about \d\.\d s are usual\.$/,
  )
  disk.write(`${cwd}/main.ivr`, PROGRAM.replace('Hello and welcome.', 'Hello, and a warm welcome.'))
  const before = readFileSync(`${cwd}/audio/en-US/hello.wav`)
  const again = await take({ 'en-US/hello.wav': tone(9100) })
  expect([again.code, again.said[0]]).toEqual([1, expect.stringContaining('So the one before was kept; --replace takes this one.')])
  expect(readFileSync(`${cwd}/audio/en-US/hello.wav`)).toEqual(before)
})

it('a stale recording is replaced; one that is good is kept unless it is said', async () => {
  const { cwd, take, list } = world()
  await take({ 'en-US/hello.wav': tone(1300) })
  const other = { 'en-US/hello.wav': tone(1400) }
  expect((await take(other)).said[0]).toBe(
    'en-US/hello.wav: not taken: There is a recording of this text already; --replace takes this one.',
  )
  disk.write(`${cwd}/main.ivr`, PROGRAM.replace('Hello and welcome.', 'Good morning and welcome.'))
  expect(await take(other)).toEqual({ code: 0, said: ['1 recording taken, 0 there already, 0 not taken'] })
  expect(list()['hello']!['en-US']!.text).toBe(textHash('Good morning and welcome.'))
  expect(new Uint8Array(readFileSync(`${cwd}/audio/en-US/hello.wav`))).toEqual(other['en-US/hello.wav'])
  expect((await take({ 'en-US/hello.wav': tone(1500) }, '--replace')).code).toBe(0)
})

it('writes over no file that the list does not know, and takes one file for two texts once', async () => {
  const { cwd, take } = world()
  disk.write(`${cwd}/audio/en-US/hello.wav`, 'somebody’s')
  const { said } = await take({ 'en-US/hello.wav': tone(1300), 'zh-CN/hello.wav': tone(1200), 'hello.zh-CN.wav': tone(1250) })
  expect(said).toEqual([
    'en-US/hello.wav: not taken: audio/en-US/hello.wav is there already and is not listed; --replace takes its place.',
    'zh-CN/hello.wav: not taken: hello.zh-CN.wav is for the same text.',
    '1 recording taken, 0 there already, 2 not taken',
  ])
  expect(readFileSync(`${cwd}/audio/en-US/hello.wav`, 'utf8')).toBe('somebody’s')
})

it('takes one file, and files of one language that name none', async () => {
  const { cwd, take, list } = world()
  expect((await take({ 'hello.wav': tone(1200) })).said[0]).toBe(
    'hello.wav: not taken: No text is recorded under this name. Names are those of the list: zh-CN/greeting.wav.',
  )
  expect((await take({ 'hello.wav': tone(1200) }, '--language', 'zh-CN')).code).toBe(0)
  expect(Object.keys(list()['hello']!)).toEqual(['zh-CN'])
  expect((await take({ 'hello.wav': tone(1200) }, '--language', 'fr')).said).toEqual([
    'callwright: --language fr: the line speaks zh-CN, en-US.',
  ])
  const studio = folderWith({ 'en-US/hello.wav': tone(1300) })
  expect((await callwright(['prompts', 'import', `${studio}/en-US/hello.wav`], { cwd })).code).toBe(0)
  expect(Object.keys(list()['hello']!)).toEqual(['en-US', 'zh-CN'])
  for (const args of [[], ['nowhere'], [folderWith({ a: '' })]]) {
    expect(await callwright(['prompts', 'import', ...args], { cwd })).toMatchObject({
      code: 2,
      err: expect.not.stringContaining('fault') as string,
    })
  }
})

it('accepts a stale recording that will do', async () => {
  const { cwd, take } = world()
  await take({ 'en-US/hello.wav': tone(1300), 'en-US/sum.1.wav': tone(300) })
  disk.write(`${cwd}/main.ivr`, PROGRAM.replace('welcome.', 'welcome!').replace('it is', 'It is'))
  expect((await callwright(['check', 'main.ivr'], { cwd })).out).toContain('2 warnings')
  expect((await callwright(['prompts', 'accept', 'hello', 'sum'], { cwd })).out).toBe('test: 2 stale recordings accepted\n')
  expect((await callwright(['check', 'main.ivr'], { cwd })).out).toContain('0 warnings')
  expect((await callwright(['prompts', 'accept', 'nowhere'], { cwd })).code).toBe(2)
})
