import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeTones } from '../../runtime/dtmf/tones/index.ts'
import { writeWav } from '../../runtime/speech/wav.ts'
import { callwright, folderWith } from '../testing/io.ts'

const wav = (keys: string, sampleRate = 8000): Uint8Array => writeWav(makeTones(keys, { sampleRate, duration: 70, twist: 2 }), sampleRate)

it('prints each key with its time, length and levels', async () => {
  const cwd = folderWith({ 'order.wav': wav('16#') })
  expect(await callwright(['tones', 'order.wav'], { cwd })).toEqual({
    code: 0,
    err: '',
    out: [
      '0:00.050  1     70 ms   -10.0   -8.0 dBm0',
      '0:00.170  6     70 ms   -10.0   -8.0 dBm0',
      '0:00.290  #     70 ms   -10.0   -8.0 dBm0',
      '3 keys in 0:00.410 at 8000 Hz: 16#',
      '',
    ].join('\n'),
  })
  expect((await callwright(['tones', 'order.wav', '--lang', 'zh'], { cwd })).out).toContain('0:00.410（8000 Hz）中有 3 个按键：16#')
})

it('gives them as JSON', async () => {
  const cwd = folderWith({ 'a.wav': wav('5', 16000), 'b.wav': writeWav(new Int16Array(800), 8000) })
  const { code, out } = await callwright(['tones', 'a.wav', 'b.wav', '--json'], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual([
    {
      file: 'a.wav',
      sampleRate: 16000,
      coding: 'pcm16',
      ms: 170,
      keys: '5',
      events: [{ key: '5', at: 50, duration: 70, low: -10, high: -8 }],
    },
    { file: 'b.wav', sampleRate: 8000, coding: 'pcm16', ms: 100, keys: '', events: [] },
  ])
})

it('says what is wrong with a file that it cannot use, and goes on with the others', async () => {
  const stereo = wav('1')
  stereo[22] = 2
  const cwd = folderWith({
    'good.wav': wav('7'),
    'stereo.wav': stereo,
    'cut.wav': wav('1').subarray(0, 900),
    'empty.wav': '',
    'silent.wav': writeWav(new Int16Array(), 8000),
    'text.wav': 'This is a text, whatever it is called.',
    'slow.wav': writeWav(new Int16Array(600), 6000),
  })
  const names = ['stereo', 'cut', 'empty', 'silent', 'text', 'slow', 'good'].map(name => `${name}.wav`)
  const { code, out, err } = await callwright(['tones', ...names], { cwd })
  expect(code).toBe(1)
  expect(err.trim().split('\n')).toEqual([
    'stereo.wav: It is stereo; a telephone has one channel.',
    'cut.wav: It is cut: 2720 bytes of sound were meant to be there, 856 are.',
    'empty.wav: It is an empty file.',
    'silent.wav: It holds no sound.',
    'text.wav: It is not a WAV file: it does not begin with RIFF and WAVE.',
    'slow.wav: It has 6000 samples a second; tones are looked for at 8000 to 48000.',
  ])
  expect(out).toContain('1 key in 0:00.170 at 8000 Hz: 7')
  const { out: json } = await callwright(['tones', 'cut.wav', '--json', '--lang', 'zh'], { cwd })
  expect(JSON.parse(json)).toEqual([{ file: 'cut.wav', problem: 'cut', detail: '文件被截断：应有 2720 字节的声音，实际 856 字节。' }])
})

it('refuses what it cannot read, and a call without a file', async () => {
  const cwd = folderWith({ 'folder/good.wav': wav('7') })
  const gone = await callwright(['tones', 'gone.wav', 'folder', 'folder/good.wav'], { cwd })
  expect(gone).toMatchObject({ code: 2, err: 'gone.wav: There is no such file.\nfolder: It is a folder, and a file is wanted.\n' })
  expect(gone.out).toContain('1 key')
  expect((await callwright(['tones'], { cwd })).code).toBe(2)
  expect((await callwright(['tones', 'folder/good.wav', '--twist', 'Mars'], { cwd })).code).toBe(2)
})

it('the keys of a recording that is as loud on one tone as an administration lets it be', async () => {
  const cwd = folderWith({ 'a.wav': writeWav(makeTones('159', { twist: -9 }), 8000) })
  expect((await callwright(['tones', 'a.wav'], { cwd })).out).toMatch(/^no key in/)
  expect((await callwright(['tones', 'a.wav', '--twist', 'Australia'], { cwd })).out).toMatch(/: 159\n$/)
})

it('scripts whose keys go through sound have the same calls, to the ms', { timeout: 60_000 }, async () => {
  const cwd = join(import.meta.dirname, '../..')
  const results = await Promise.all(
    [[], ['--audio']].map(async more => {
      const { out } = await callwright(['test', 'examples', '--json', ...more], { cwd })
      return JSON.parse(out) as { sounded?: number; runs: { id: string; passed: boolean; duration: number; failure?: unknown }[] }
    }),
  )
  const [silent, loud] = results.map(({ runs }) => runs.map(({ id, passed, duration, failure }) => ({ id, passed, duration, failure })))
  expect(loud).toEqual(silent)
  expect(results[1]!.sounded).toBeGreaterThan(1000)
  const { out } = await callwright(['test', 'examples/harbour-95500', '--audio', '--grep', 'transfer'], { cwd })
  expect(out).toMatch(/^\d+ keys went through sound$/m)
})
