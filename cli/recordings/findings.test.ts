import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { catalogue } from '../../lang/diagnostics/catalogue/index.ts'
import { textHash } from '../../machine/fragments.ts'
import { writeWav } from '../../runtime/speech/wav.ts'
import { disk } from '../io.ts'
import { callwright, folderWith } from '../testing/io.ts'

interface Checked {
  readonly diagnostics: readonly { code: string; severity: string; message: string; file: string; start: { line: number } }[]
}
const LINE = `line test {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone UTC
  otherwise -> start
}
`
const PROGRAM = `${LINE}prompts { hello zh"您好。" en"Hello." }
flow start { say hello, zh"再见。" en"Goodbye." -> hangup }
`
const wav = writeWav(new Int16Array(4000).fill(900), 8000)
const listed = (words: string, file: string): object => ({ text: textHash(words), file })

async function check(
  files: Readonly<Record<string, string | Uint8Array>>,
  ...options: string[]
): Promise<{ code: number; said: string[] }> {
  const cwd = folderWith({ 'main.ivr': PROGRAM, ...files })
  const { code, out } = await callwright(['check', 'main.ivr', '--json', ...options], { cwd })
  const { programs } = JSON.parse(out) as { programs: Checked[] }
  return { code, said: programs[0]!.diagnostics.map(one => `${one.code} ${one.severity} ${one.file}:${one.start.line} ${one.message}`) }
}

it('[L.slots.3] [L.proofs.7] a text that has changed since is said to be stale, where it stands', async () => {
  const list = { hello: { 'zh-CN': listed('您好', 'a.wav'), 'en-US': listed('Hello.', 'a.wav') } }
  expect(await check({ 'audio/prompts.json': JSON.stringify(list), 'audio/a.wav': wav })).toEqual({
    code: 0,
    said: ['CW6101 warning main.ivr:7 The zh-CN recording of “hello” says other words than the text does now: “您好。”.'],
  })
})

it('[L.proofs.7] texts without a recording are named where that is asked for', async () => {
  const list = { hello: { 'zh-CN': listed('您好。', 'a.wav'), 'en-US': listed('Hello.', 'a.wav') } }
  const files = { 'audio/prompts.json': JSON.stringify(list), 'audio/a.wav': wav }
  expect((await check(files)).said).toEqual([])
  expect(await check(files, '--recordings', '--max-warnings', '0')).toEqual({
    code: 0,
    said: [
      'CW6102 advice main.ivr:8 “start.1” has no en-US recording: “Goodbye.”.',
      'CW6102 advice main.ivr:8 “start.1” has no zh-CN recording: “再见。”.',
    ],
  })
})

it('a slot that is gone is said, with the one that was meant', async () => {
  const list = { helo: { 'zh-CN': listed('您好。', 'a.wav') }, hello: { 'fr-FR': listed('Bonjour.', 'a.wav') } }
  expect((await check({ 'audio/prompts.json': JSON.stringify(list, null, 2), 'audio/a.wav': wav })).said).toEqual([
    'CW6103 warning audio/prompts.json:2 The line has no text “helo” any more; this recording is never played.',
    'CW6103 warning audio/prompts.json:8 “hello” has no words in fr-FR; this recording is never played.',
  ])
})

/** A PCM header for whatever is wanted. */
function header(channels: number, rate: number, bytes: Uint8Array): Uint8Array {
  const made = bytes.slice()
  const view = new DataView(made.buffer)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate, true)
  return made
}
it.each([
  ['stereo', header(2, 8000, wav), 'it is stereo; a telephone has one channel.'],
  ['44.1 kHz', header(1, 44_100, wav), 'it has 44100 samples a second; a telephone line takes 8000 or 16000.'],
  ['empty', new Uint8Array(), 'it is an empty file.'],
  ['without sound', writeWav(new Int16Array(), 8000), 'it holds no sound.'],
  ['cut', wav.slice(0, 5000), 'it is cut: 8000 bytes of sound were meant to be there, 4956 are.'],
  ['no WAV', 'hello', 'it is not a WAV file: it does not begin with RIFF and WAVE.'],
])('a recording that is %s cannot be played, and the rest is', async (_, bytes, problem) => {
  const list = { hello: { 'zh-CN': listed('您好。', 'bad.wav'), 'en-US': listed('Hello.', 'good.wav') } }
  const files = { 'audio/prompts.json': JSON.stringify(list), 'audio/bad.wav': bytes, 'audio/good.wav': wav }
  expect(await check(files)).toEqual({
    code: 0,
    said: [`CW6104 warning audio/prompts.json:1 The zh-CN recording of “hello”, bad.wav, cannot be played: ${problem}`],
  })
})

it('a file that is missing, or lies elsewhere, is not read', async () => {
  const list = { hello: { 'zh-CN': listed('您好。', '../main.ivr'), 'en-US': listed('Hello.', 'none.wav') } }
  expect((await check({ 'audio/prompts.json': JSON.stringify(list) })).said.map(said => said.replace(/^.*cannot be played: /, ''))).toEqual(
    ['there is no such file.', 'it does not lie below the folder “audio”.'],
  )
})

const JSON_LINES = '{\n  "hello": {}\n  "start.1": {}\n}\n'
it.each([
  ['{', 1, 'The list of recordings cannot be used: it is not JSON.'],
  [JSON_LINES, 3, 'The list of recordings cannot be used: it is not JSON.'],
  ['', 1, 'The list of recordings cannot be used: it is not JSON.'],
  [new Uint8Array([0xff, 0xfe]), 1, 'The list of recordings cannot be used: it is not UTF-8 text.'],
  ['[]', 1, 'The list of recordings cannot be used: it must be an object { … }, slot by slot.'],
  ['null', 1, 'The list of recordings cannot be used: it must be an object { … }, slot by slot.'],
  ['{\n"hello": "a.wav"}', 2, '“hello” in the list of recordings cannot be used: it must have { "text": …, "file": … } for each language.'],
])('a list that is none is a finding beside those of the program: %j', async (text, line, problem) => {
  const unused = `${PROGRAM}prompts { unused zh"无" en"None" }\n`
  const { code, said } = await check({ 'main.ivr': unused, 'audio/prompts.json': text })
  expect(code).toBe(1)
  expect(said.filter(one => one.startsWith('CW6105'))).toEqual([`CW6105 error audio/prompts.json:${line} ${problem}`])
  expect(said.some(one => one.includes('unused'))).toBe(true)
})

it('an entry of a wrong shape is left out, and the others are played', async () => {
  const hello = { 'zh-CN': listed('您好。', 'a.wav'), 'en-US': 'a.wav' }
  const { code, said } = await check({ 'audio/prompts.json': JSON.stringify({ hello, 'start.1': [] }), 'audio/a.wav': wav }, '--recordings')
  expect([code, said.map(one => one.slice(0, 6)).sort()]).toEqual([1, ['CW6102', 'CW6102', 'CW6102', 'CW6105', 'CW6105']])
  expect(said.filter(one => one.startsWith('CW6102')).some(one => one.includes('“hello” has no zh-CN'))).toBe(false)
})

it('what runs or builds goes on with a list that is none, and says so; what would write it does not', async () => {
  const script = 'use "./main.ivr"\nscript "goes" in zh-CN {\n  call to "1"\n  hear "再见"\n}\n'
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'audio/prompts.json': '{', 'a.dtmf': script, 'studio/hello.zh-CN.wav': wav })
  const said = 'audio/prompts.json: The list of recordings cannot be used: it is not JSON.'
  const ran = async (...args: string[]): Promise<{ code: number; err: string }> => callwright(args, { cwd })
  expect(await ran('test', 'a.dtmf')).toMatchObject({ code: 0, err: expect.stringContaining(`warning: ${said}`) as string })
  expect(await ran('prompts', 'export')).toMatchObject({ code: 0, err: `warning: ${said}\n` })
  expect(await ran('prompts', '--lang', 'zh')).toMatchObject({ code: 0, err: expect.stringContaining('它不是 JSON。') as string })
  const status = await callwright(['prompts', '--json'], { cwd })
  expect(JSON.parse(status.out)).toMatchObject({ problems: [said] })
  expect(await ran('build', 'main.ivr', '-o', 'out')).toMatchObject({ code: 1, err: expect.stringMatching(/^error: The list/) as string })
  expect(disk.status(`${cwd}/out/manifest.json`)?.kind).toBe('file')
  for (const args of [
    ['prompts', 'import', 'studio'],
    ['prompts', 'accept', 'hello'],
  ]) {
    expect(await ran(...args)).toMatchObject({ code: 2, err: expect.stringContaining(`callwright: ${said} Mend it first.`) as string })
    expect(readFileSync(`${cwd}/audio/prompts.json`, 'utf8')).toBe('{')
  }
})

it('the words of a setting are a slot: recorded, stale or missing, where they stand', async () => {
  const program = PROGRAM.replace('prompts {', 'settings { notice: speech = zh"今日休息。" en"We rest today." }\nprompts {').replace(
    'say hello,',
    'say hello, settings.notice,',
  )
  const notice = { 'zh-CN': listed('今日上班。', 'a.wav'), 'en-US': listed('We rest today.', 'a.wav') }
  const files = { 'main.ivr': program, 'audio/prompts.json': JSON.stringify({ 'settings.notice': notice }), 'audio/a.wav': wav }
  const { said } = await check(files, '--recordings')
  expect(said.filter(one => one.includes('settings.notice'))).toEqual([
    'CW6101 warning main.ivr:7 The zh-CN recording of “settings.notice” says other words than the text does now: “今日休息。”.',
  ])
  const none = await check({ 'main.ivr': program }, '--recordings')
  expect(none.said.filter(one => one.includes('settings.notice')).map(one => one.slice(0, 24))).toEqual([
    'CW6102 advice main.ivr:7',
    'CW6102 advice main.ivr:7',
  ])
})

it('the first words of a remembered name are a slot, and played', async () => {
  const program = `${LINE.replace('zh-CN, en-US', 'en-US')}remember mood: speech = "Good morning."
flow start { say mood  set mood = "Good night."  say mood -> hangup }
`
  const { said } = await check({ 'main.ivr': program }, '--recordings')
  expect(said).toEqual([
    'CW6102 advice main.ivr:7 “mood.1” has no en-US recording: “Good morning.”.',
    'CW6102 advice main.ivr:8 “start.1” has no en-US recording: “Good night.”.',
  ])
  const script = 'use "./main.ivr"\nscript "goes" in en-US {\n  call to "1"\n  hear "Good night." within 100ms\n}\n'
  const cwd = folderWith({ 'main.ivr': program, 'a.dtmf': script, 'audio/a.wav': writeWav(new Int16Array(400), 8000) })
  expect((await callwright(['test', 'a.dtmf'], { cwd })).code).toBe(1)
  disk.write(`${cwd}/audio/prompts.json`, JSON.stringify({ 'mood.1': { 'en-US': listed('Good morning.', 'a.wav') } }))
  expect((await callwright(['test', 'a.dtmf'], { cwd })).code).toBe(0)
})

it('simulated time goes by the recordings', async () => {
  const script = 'use "./main.ivr"\nscript "goes" in en-US {\n  call to "1"\n  hear "Goodbye." within 100ms\n}\n'
  const cwd = folderWith({ 'main.ivr': PROGRAM.replace('zh-CN, en-US', 'en-US'), 'scripts/a.dtmf': script.replace('"./', '"../') })
  const test = async (...more: string[]): Promise<number> => (await callwright(['test', ...more, 'scripts'], { cwd })).code
  expect(await test()).toBe(1)
  disk.write(`${cwd}/audio/a.wav`, writeWav(new Int16Array(400), 8000))
  disk.write(`${cwd}/audio/prompts.json`, JSON.stringify({ hello: { 'en-US': listed('Hello.', 'a.wav') } }))
  expect(await test()).toBe(0)
  await callwright(['build', 'main.ivr', '-o', 'out'], { cwd })
  expect(await test('out')).toBe(0)
  disk.write(`${cwd}/audio/a.wav`, writeWav(new Int16Array(4000), 8000))
  expect(await test()).toBe(1)
})

it('has a page for each code of recordings, whose example raises it', async () => {
  for (const { code } of Object.values(catalogue).filter(row => row.code.startsWith('CW61'))) {
    const page = readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), 'utf8')
    expect(page.startsWith(`# ${code}: `)).toBe(true)
    for (const heading of ['## What it means', '## An example', '## How to mend it']) expect(page).toContain(`\n${heading}\n\n`)
    const program = /```ivr\n([^]*?)```/.exec(page)![1]!
    const list = /```json\n([^]*?)```/.exec(page)?.[1] ?? '{}'
    const files = { 'main.ivr': program, 'audio/prompts.json': list, ...(code === 'CW6101' ? { 'audio/en-US/start.1.wav': wav } : {}) }
    expect((await check(files, '--recordings')).said.map(said => said.slice(0, 6))).toContain(code)
  }
})
