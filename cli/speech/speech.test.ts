import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Manifest } from '../../lang/compiler/emit/index.ts'
import { textHash } from '../../machine/fragments.ts'
import { readWav, writeWav } from '../../runtime/speech/wav.ts'
import { disk } from '../io.ts'
import { callwright, folderWith } from '../testing/io.ts'

const PROGRAM = `line test {
  numbers { "1" -> start }
  languages zh-CN, en-US
  time zone UTC
  otherwise -> start
}
type Name = private name text
service bank { query name(): Name within 3s }
prompts {
  hello zh"您好。{pause 500ms}欢迎。" en"Hello."
  dear(name: Name) zh"尊敬的{name}，您好。" en"Dear {name}, hello."
}
flow start {
  say hello
  let name = query bank.name() else { -> hangup }
  say dear(name), zh"再见。" en"Goodbye." -> hangup
}
`
const tone = (ms: number, rate = 8000): Uint8Array =>
  writeWav(
    Int16Array.from({ length: (ms * rate) / 1000 }, (_, at) => Math.round(8000 * Math.sin(at / 3))),
    rate,
  )

/** A folder that stands in for PATH: programs by name, each a script of Node. `notes` has what each was given. */
function programs(bodies: Readonly<Record<string, string>>): { readonly env: { PATH: string }; readonly notes: (of: string) => string[] } {
  const folder = folderWith({ '.keep': '' })
  for (const [name, body] of Object.entries(bodies)) {
    writeFileSync(
      `${folder}/${name}`,
      `#!${process.execPath}
const fs = require('node:fs')
const args = process.argv.slice(2)
const input = fs.readFileSync(0)
const note = text => fs.appendFileSync(${JSON.stringify(`${folder}/${name}.notes`)}, text + '\\n')
${body}
`,
    )
    chmodSync(`${folder}/${name}`, 0o755)
  }
  const read = (of: string): string => (existsSync(`${folder}/${of}.notes`) ? readFileSync(`${folder}/${of}.notes`, 'utf8').trimEnd() : '')
  return { env: { PATH: folder }, notes: of => (read(of) === '' ? [] : read(of).split('\n')) }
}
/** Speaks 100 ms for each letter of what it is given. */
const ESPEAK = `
const text = input.toString('utf8').trim()
note(args[1] + ' ' + text)
const samples = Array.from(text).length * 800
const bytes = Buffer.alloc(44 + samples * 2)
bytes.write('RIFF', 0); bytes.writeUInt32LE(36 + samples * 2, 4); bytes.write('WAVEfmt ', 8); bytes.writeUInt32LE(16, 16)
bytes.writeUInt16LE(1, 20); bytes.writeUInt16LE(1, 22); bytes.writeUInt32LE(8000, 24); bytes.writeUInt32LE(16000, 28)
bytes.writeUInt16LE(2, 32); bytes.writeUInt16LE(16, 34); bytes.write('data', 36); bytes.writeUInt32LE(samples * 2, 40)
for (let at = 0; at < samples; at++) bytes.writeInt16LE(Math.round(8000 * Math.sin(at / 3)), 44 + at * 2)
process.stdout.write(bytes)`

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8')) as Manifest

// ------------------------------------------------------------------------------------------------ build --speech

it('[L.slots.3] build --speech speaks what has no recording, and leaves alone what has one', async () => {
  const { env, notes } = programs({ 'espeak-ng': ESPEAK })
  const list = { hello: { 'en-US': { text: textHash('Hello.'), file: 'hello.wav' } } }
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'audio/prompts.json': JSON.stringify(list), 'audio/hello.wav': tone(900) })
  const { code, out, err } = await callwright(['build', 'main.ivr', '-o', 'out', '--speech', 'espeak-ng'], { cwd, env })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/, 1 text with a recording, \d+ spoken\n/)
  const { recordings } = manifestOf(`${cwd}/out`)
  expect(recordings['hello']!['en-US']).toEqual({ file: 'audio/hello.wav', text: textHash('Hello.'), ms: 900 })
  // Two texts with half a second between: “您好。” and “欢迎。” are three signs each.
  expect(recordings['hello']!['zh-CN']).toMatchObject({ file: 'audio/speech/zh-CN/hello.wav', ms: 1100, speech: 'espeak-ng' })
  expect(recordings['dear.1']!['en-US']).toMatchObject({ text: textHash('Dear'), speech: 'espeak-ng' })
  expect(recordings['dear.2']!['en-US']).toMatchObject({ text: textHash(', hello.') })
  expect(recordings['start.1']!['zh-CN']!.text).toBe(textHash('再见。'))
  expect(notes('espeak-ng')).toContain('cmn 您好。')
  expect(notes('espeak-ng')).not.toContain('en-us Hello.')
  // Simulated time goes by what was spoken.
  const script =
    'use "../main.ivr"\nscript "goes" in zh-CN {\n  call to "1"\n  given bank.name fails\n  hear "您好"\n  expect ended by line\n}\n'
  disk.write(`${cwd}/scripts/a.dtmf`, script)
  expect((await callwright(['test', 'out', 'scripts'], { cwd })).code).toBe(0)
  // Spoken once, it is kept.
  const before = notes('espeak-ng').length
  expect((await callwright(['build', 'main.ivr', '-o', 'again', '--speech', 'espeak-ng'], { cwd, env })).out).toContain('spoken')
  expect(notes('espeak-ng').length).toBe(before)
  expect(manifestOf(`${cwd}/again`)).toEqual(manifestOf(`${cwd}/out`))
})

it('speaks at 16 kHz where that is asked for', async () => {
  const { env } = programs({ 'espeak-ng': ESPEAK })
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  await callwright(['build', 'main.ivr', '-o', 'out', '--speech', 'espeak-ng', '--rate', '16000'], { cwd, env })
  const wav = readWav(new Uint8Array(readFileSync(`${cwd}/out/audio/speech/en-US/hello.wav`)))
  expect(wav).toMatchObject({ sampleRate: 16_000, ms: 600 })
})

it('says plainly that an engine is not there, hangs or gives nothing; the bundle is built all the same', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  const build = async (env: { PATH: string }, engine = 'espeak-ng'): Promise<string> => {
    const { code, err } = await callwright(['build', 'main.ivr', '-o', 'out', '--speech', engine], { cwd, env })
    expect(code).toBe(1)
    expect(manifestOf(`${cwd}/out`).recordings).toEqual({})
    return err
  }
  const count = (err: string): string => err.replace(/\d+ texts were/, 'N texts were')
  expect(count(await build(programs({}).env))).toBe('warning: N texts were not spoken: espeak-ng is not installed.\n')
  expect(count(await build(programs({ 'espeak-ng': '' }).env))).toBe('warning: N texts were not spoken: espeak-ng gave no sound.\n')
  const service = { name: 'cloud', url: 'http://127.0.0.1:9/', body: { t: '{text}' }, response: 'audio', headers: { key: '${NO_KEY}' } }
  disk.write(`${cwd}/cloud.json`, JSON.stringify(service))
  expect(count(await build(programs({}).env, 'cloud.json'))).toBe(
    'warning: N texts were not spoken: cloud needs NO_KEY in the environment.\n',
  )
})

it('build --json says what was not spoken, and nothing on standard error', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  const args = ['build', 'main.ivr', '-o', 'out', '--speech', 'espeak-ng', '--json']
  const silent = await callwright(args, { cwd, env: programs({}).env })
  expect(silent).toMatchObject({ code: 1, err: '' })
  const { unspoken } = JSON.parse(silent.out) as { unspoken: { said: string; count: number }[] }
  expect(unspoken).toEqual([{ said: 'espeak-ng is not installed.', count: expect.any(Number) as number }])
  const spoken = await callwright(args, { cwd, env: programs({ 'espeak-ng': ESPEAK }).env })
  expect(spoken.code).toBe(0)
  expect(JSON.parse(spoken.out)).toMatchObject({ out: 'out', warnings: [], unspoken: [] })
})

it('refuses an engine that there is not, and a service that is described wrongly', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'a.json': '{', 'b.json': '{"name": "x"}' })
  for (const [engine, why] of [
    ['festival', 'there is no such engine; take espeak-ng, say'],
    ['a.json', 'it is not JSON'],
    ['b.json', '“url” must begin with'],
    ['none.json', 'there is no such file'],
  ] as const) {
    for (const command of [
      ['build', 'main.ivr', '-o', 'out', '--speech', engine],
      ['dial', 'main.ivr', '--speak', engine],
    ]) {
      const { code, err } = await callwright(command, { cwd })
      expect([command[0], engine, code]).toEqual([command[0], engine, 2])
      expect(err).toContain(why)
    }
  }
  expect(existsSync(`${cwd}/out`)).toBe(false)
})

// ------------------------------------------------------------------------------------------------ dial --speak

const PLAYER = "note(args.join(' ') + ' ' + (input.length - 44) / 32)"
const answers = 'setup s {\n  given bank.name answers "李雷 $(touch /tmp/callwright-was-here)"\n}\n'

it('dial --speak plays recordings and speaks the rest, one after the other', async () => {
  const { env, notes } = programs({ 'espeak-ng': ESPEAK, aplay: PLAYER })
  const list = { hello: { 'zh-CN': { text: textHash('您好。 {pause 500ms} 欢迎。'), file: 'hello.wav' } } }
  const cwd = folderWith({
    'main.ivr': PROGRAM,
    'answers.dtmf': `use "./main.ivr"\n${answers}`,
    'audio/prompts.json': JSON.stringify(list),
    'audio/hello.wav': tone(700),
  })
  const { code, err, out } = await callwright(['dial', '--answers', 'answers.dtmf', '--speak', 'main.ivr'], { cwd, env, input: [''] })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('再见。')
  expect(notes('espeak-ng')).toEqual(['cmn 尊敬的李雷 $(touch /tmp/callwright-was-here)，您好。', 'cmn 再见。'])
  const lengths = notes('aplay').map(note => Math.round(Number(note.split(' ').at(-1))))
  expect(notes('aplay').every(note => note.startsWith('-q -t wav - '))).toBe(true)
  expect(lengths).toEqual([700, 4300, 300])
  // A private name is in no cache.
  expect(readdirSync(`${cwd}/.callwright/speech`).length).toBe(1)
  expect(existsSync('/tmp/callwright-was-here')).toBe(false)
})

it('says once that there is nothing to play with, and the call goes on', async () => {
  const { env } = programs({ 'espeak-ng': ESPEAK })
  const cwd = folderWith({ 'main.ivr': PROGRAM, 'answers.dtmf': `use "./main.ivr"\n${answers}` })
  const { code, err, out } = await callwright(['dial', 'main.ivr', '--answers', 'answers.dtmf', '--speak', 'espeak-ng'], {
    cwd,
    env,
    input: [''],
  })
  expect(code).toBe(0)
  expect(err).toBe('There is nothing here to play sound with; install one of aplay, play, ffplay, paplay, pw-play.\n')
  expect(out).toContain('再见。')
})

it('says once that the engine is not there, and plays what is recorded', async () => {
  const { env, notes } = programs({ aplay: PLAYER })
  const list = { hello: { 'zh-CN': { text: '', file: 'hello.wav' } } }
  const cwd = folderWith({
    'main.ivr': PROGRAM,
    'answers.dtmf': `use "./main.ivr"\n${answers}`,
    'audio/prompts.json': JSON.stringify(list),
    'audio/hello.wav': tone(700),
  })
  const { code, err } = await callwright(['dial', 'main.ivr', '--answers', 'answers.dtmf', '--speak', 'espeak-ng'], {
    cwd,
    env,
    input: [''],
  })
  expect({ code, err }).toEqual({ code: 0, err: 'espeak-ng is not installed.\n' })
  expect(notes('aplay').length).toBe(1)
})

// ------------------------------------------------------------------------------------------------ the engine itself

const installed = ((): boolean => {
  try {
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
// A build server leaves nothing out.
const left = !installed && (process.env['CI'] ?? '') === ''

it.skipIf(left)('espeak-ng speaks a whole line, each text and each fragment, so that nothing is missing', async () => {
  const cwd = folderWith({ 'main.ivr': PROGRAM })
  const env = { PATH: process.env['PATH'] ?? '' }
  const { code, err } = await callwright(['build', 'main.ivr', '-o', 'out', '--speech', 'espeak-ng'], { cwd, env })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const { recordings } = manifestOf(`${cwd}/out`)
  const status = JSON.parse((await callwright(['prompts', 'main.ivr', '--json'], { cwd })).out) as {
    slots: { slot: string; language: string }[]
  }
  for (const { slot, language } of status.slots)
    expect([slot, language, recordings[slot]?.[language]?.speech]).toEqual([slot, language, 'espeak-ng'])
})
