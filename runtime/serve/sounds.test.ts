import fc from 'fast-check'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Machine } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { Sound } from '../freeswitch/line/sound.ts'
import { createRecorded, renderPrompt, type RecordingList } from '../speech/reading/index.ts'
import { readWav, writeWav } from '../speech/wav.ts'
import { createPrivateSounds } from './private-sounds.ts'
import { createSounds, createVersionSounds, type SoundsOptions } from './sounds.ts'

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
    },
    privately,
    settings: {},
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
      },
      privately,
      settings: {},
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

/** What a call says, with an engine whose sound is as long as the words. */
async function inCall(
  of: Partial<Machine>,
  list: RecordingList,
  run: (
    say: (prompt: number, ...values: readonly Value[]) => Promise<Sound | null>,
    folder: string,
    said: readonly string[],
  ) => Promise<void>,
  more: Partial<SoundsOptions> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-sounds-'))
  const privately = createPrivateSounds(folder)
  const said: string[] = []
  const speak = (words: string) => Promise.resolve({ samples: new Int16Array(words.length).fill(words.length), sampleRate: 8000 })
  const sounds = createSounds({
    version: createVersionSounds({ ...machine, ...of }, list, []),
    speech: { kind: 'ours', engine: { name: 'test', voice: 'x', speak } as never, folder, sampleRate: 8000 },
    privately,
    settings: {},
    music: {},
    recordingPath: () => null,
    trouble: ({ en }) => void said.push(en),
    ...more,
  })
  const say = (prompt: number, ...values: readonly Value[]): Promise<Sound | null> =>
    Promise.resolve(sounds.soundOf({ id: 1, prompt, values, language: 'en-US', announce: false, point: 0 }))
  await run(say, folder, said)
  await privately.end()
  rmSync(folder, { recursive: true })
}

const filesOf = (sound: Sound | null): readonly string[] => (sound?.parts ?? []).flatMap(part => (part.kind === 'file' ? [part.path] : []))

it('what the program says is kept for all calls; a text with values of the call goes with the call', async () => {
  const of: Partial<Machine> = {
    prompts: [
      { slot: 'welcome', holes: [], texts: { 'en-US': ['Welcome.'] } },
      {
        holes: [
          { name: 'label', type: { kind: 'speech' } },
          { name: 'key', type: { kind: 'digits' } },
        ],
        texts: { 'en-US': ['For ', { hole: 0 }, ', press ', { hole: 1 }, '.'] },
      },
      { slot: 'sum', holes: [{ name: 'n', type: { kind: 'number', decimals: 0 } }], texts: { 'en-US': ['It is ', { hole: 0 }, '.'] } },
      { slot: 'notice', holes: [{ name: 'notice', type: { kind: 'speech' } }], texts: { 'en-US': [{ hole: 0 }] } },
      { slot: 'reason', holes: [{ name: 'reason', type: { kind: 'speech', class: 'private' } }], texts: { 'en-US': [{ hole: 0 }] } },
    ],
    standard: { option: 1 } as Machine['standard'],
    settings: [{ name: 'notice', type: { kind: 'speech' }, value: { texts: { en: 'We rest today.' } } }] as never,
  }
  const changed = { notice: { texts: { en: 'There is a storm.' } }, emergency: true, empty: null }
  await inCall(
    of,
    {},
    async (say, folder) => {
      const isKept = async (...what: Parameters<typeof say>): Promise<boolean> => {
        const sound = await say(...what)
        const [path] = filesOf(sound)
        expect(existsSync(path!)).toBe(true)
        sound?.done?.()
        if (sound?.done) await expect.poll(() => existsSync(path!)).toBe(false)
        return existsSync(path!)
      }
      expect(await isKept(0)).toBe(true)
      expect(await isKept(1, { prompt: 0, values: [] }, '1')).toBe(true)
      expect(await isKept(3, { texts: { en: 'We rest today.' } })).toBe(true)
      expect(await isKept(3, changed.notice)).toBe(true)
      expect(await isKept(2, 2026)).toBe(false)
      expect(await isKept(1, { prompt: 2, values: [2026] }, '1')).toBe(false)
      expect(await isKept(3, { texts: { en: 'Dear Mr Wang.' } })).toBe(false)
      // Which of the program's texts it is is private.
      expect(await isKept(4, { prompt: 0, values: [] })).toBe(false)
      expect(readdirSync(folder).filter(name => name.endsWith('.wav'))).toHaveLength(4)
      expect(readdirSync(join(folder, 'call'))).toEqual([])
    },
    { settings: changed },
  )
})

it('who hears a text that is all recorded hears its own values, not those of whoever heard it before', async () => {
  const recordings = mkdtempSync(join(tmpdir(), 'callwright-recordings-'))
  const code = {
    slot: 'code',
    holes: [{ name: 'code', type: { kind: 'digits' } }],
    texts: { 'en-US': ['The code: ', { hole: 0 }] },
  } as const
  await inCall({ prompts: [code] }, recordIn(recordings, [...NUMERALS, 'code.1']), async say => {
    const hears = async (value: string): Promise<string> =>
      filesOf(await say(0, value))
        .flatMap(path => /n\.(\d)\.wav$/.exec(path)?.[1] ?? [])
        .join('')
    expect([await hears('62'), await hears('13')]).toEqual(['62', '13'])
  })
  rmSync(recordings, { recursive: true })
})

it('an engine is told which words are of the call alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-sounds-'))
  const asked: unknown[] = []
  const speak = (words: string, request: { readonly private: boolean }): Promise<object> => {
    asked.push([words, request.private])
    return Promise.resolve({ samples: new Int16Array(8), sampleRate: 8000 })
  }
  const prompts: Machine['prompts'] = [
    { slot: 'welcome', holes: [], texts: { 'en-US': ['Welcome.'] } },
    { slot: 'n', holes: [{ name: 'n', type: { kind: 'digits' } }], texts: { 'en-US': ['It is ', { hole: 0 }, '.'] } },
    { slot: 'reason', holes: [{ name: 'reason', type: { kind: 'speech', class: 'private' } }], texts: { 'en-US': [{ hole: 0 }] } },
  ]
  const speech = { kind: 'ours', engine: { name: 'test', voice: 'x', speak } as never, folder, sampleRate: 8000 } as const
  await inCall(
    { prompts },
    {},
    async say => {
      await say(2, { prompt: 0, values: [] })
      await say(1, '4')
      await say(0)
    },
    { speech },
  )
  expect(asked).toEqual([
    ['Welcome.', true],
    ['It is four.', true],
    ['Welcome.', false],
  ])
  rmSync(folder, { recursive: true })
})

const CARD: Partial<Machine> = {
  prompts: [
    {
      slot: 'card',
      holes: [{ name: 'card', type: { kind: 'digits', class: 'private' } }],
      texts: { 'en-US': ['The card ', { hole: 0 }, { pause: 300 }, ' is yours.'] },
    },
    {
      slot: 'blocked',
      holes: [{ name: 'blocked', type: { kind: 'boolean', class: 'private' } }],
      texts: { 'en-US': [{ plural: 0, forms: { true: ['It is blocked.'], false: ['It is open.'] } }] },
    },
  ],
}

/** A recording of each slot, whose sound is that of no other. */
function recordIn(folder: string, slots: readonly string[], rate = 8000): RecordingList {
  return Object.fromEntries(
    slots.map((slot, index) => {
      const file = join(folder, `${slot.replace('/', '~')}.wav`)
      writeFileSync(file, writeWav(new Int16Array(50 + index).fill(index + 1), rate))
      return [slot, { 'en-US': { file, ms: Math.round((50 + index) / (rate / 1000)) } }]
    }),
  )
}
const times = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value)
const NUMERALS = Array.from({ length: 10 }, (_, numeral) => `reading/n.${numeral}`)

it('recordings that say a private value are one file of the call: their sound in its order, pauses included, and no name of theirs', async () => {
  const recordings = mkdtempSync(join(tmpdir(), 'callwright-recordings-'))
  const property = fc.asyncProperty(
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 24 }),
    fc.subarray(['card.1', 'card.2']),
    fc.constantFrom('ours', 'none'),
    async (numerals, words, engine) => {
      const list = recordIn(recordings, [...NUMERALS, ...(engine === 'none' ? ['card.1', 'card.2'] : words)])
      const card = numerals.join('')
      const full = { ...machine, ...CARD }
      const expected = renderPrompt(
        full,
        { prompt: 0, values: [card], language: 'en-US' },
        { recorded: createRecorded(full, list)! },
      ).flatMap((part): readonly number[] => {
        if (part.kind === 'words') return times(part.words.length, part.words.length)
        if (part.kind === 'pause') return times(part.ms * 8, 0)
        if (part.kind !== 'recorded') return []
        return part.sounds.flatMap(each => (typeof each === 'number' ? times(each * 8, 0) : [...wavOf(each).samples]))
      })
      await inCall(
        CARD,
        list,
        async (say, folder) => {
          const sound = await say(0, card)
          expect(sound).toEqual({
            parts: [{ kind: 'file', path: expect.any(String), ms: Math.floor(expected.length / 8) }],
            done: sound!.done,
          })
          const [path] = filesOf(sound)
          expect(path).toMatch(new RegExp(`^${folder}/call/[\\da-f-]{36}\\.wav$`))
          expect(statSync(path!).mode & 0o777).toBe(0o640)
          expect([...wavOf(path!).samples]).toEqual(expected)
        },
        engine === 'none' ? { speech: null } : {},
      )
    },
  )
  await fc.assert(property, { numRuns: 30 })
  rmSync(recordings, { recursive: true })
})

const wavOf = (path: string): { readonly samples: Int16Array; readonly sampleRate: number } => {
  const read = readWav(new Uint8Array(readFileSync(path)))
  if (read.problem !== undefined) throw new Error(read.detail.en)
  return read
}

it('of recordings at different rates the highest is kept; what cannot be read is told without its name, and the text is not whole', async () => {
  const recordings = mkdtempSync(join(tmpdir(), 'callwright-recordings-'))
  const list = { ...recordIn(recordings, [...NUMERALS, 'card.1']), ...recordIn(recordings, ['card.2'], 16_000) }
  await inCall(CARD, list, async say => {
    expect(wavOf(filesOf(await say(0, '6225'))[0]!).sampleRate).toBe(16_000)
    // What was read once is not read again.
    rmSync(list['reading/n.2']!['en-US']!.file)
    expect((await say(0, '6225'))?.incomplete).toBeUndefined()
  })
  await inCall(CARD, list, async (say, _, said) => {
    writeFileSync(list['reading/n.5']!['en-US']!.file, 'no sound')
    expect(await say(0, '6225')).toMatchObject({ incomplete: true })
    expect(said).toHaveLength(3)
    expect(said.join()).toContain('ENOENT')
    expect(said.join()).not.toMatch(/n\.\d|~|\.wav|bytes/)
  })
  rmSync(recordings, { recursive: true })
})

it('which of two recordings is played does not tell a private value either', async () => {
  const recordings = mkdtempSync(join(tmpdir(), 'callwright-recordings-'))
  await inCall(CARD, recordIn(recordings, ['blocked.1', 'blocked.2']), async (say, folder) => {
    expect(filesOf(await say(1, true))).toEqual([expect.stringContaining(`${folder}/call/`)])
  })
  rmSync(recordings, { recursive: true })
})

it('what an engine of the switch speaks stands between recordings that are joined', async () => {
  const recordings = mkdtempSync(join(tmpdir(), 'callwright-recordings-'))
  const speech = { kind: 'freeswitch', engine: 'tts', voices: { en: 'v' } } as const
  await inCall(
    CARD,
    recordIn(recordings, [...NUMERALS]),
    async (say, folder) => {
      expect((await say(0, '62'))?.parts).toMatchObject([
        { kind: 'speech', text: 'The card ' },
        { kind: 'file', path: expect.stringContaining(`${folder}/call/`) },
        { kind: 'speech', text: ' is yours.' },
      ])
    },
    { speech },
  )
  rmSync(recordings, { recursive: true })
})
