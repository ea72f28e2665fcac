import { expect, it } from 'vitest'
import { lineWith, machineOf } from '../../lang/compiler/lower/testing/compiled.ts'
import type { CallLog, LogEntry, SpokenEntry } from '../../runtime/call/call-log.ts'
import type { SpeechEngine, SpeechRequest } from '../../runtime/speech/engines/index.ts'
import { disk } from '../io.ts'
import { createLoudspeaker, type Loudspeaker } from './loudspeaker.ts'
import { createPlayer, playersOf } from './player.ts'

const machine = machineOf(
  lineWith(
    'type Name = private name text\nprompts { one "One."  two "Two."  dear(n: Name) "Dear {n}." }\nservice s { query n(): Name within 3s }\n' +
      'flow start { say one, two  let n = query s.n() else { -> hangup }  say dear(n) -> hangup }',
  ),
)
const promptOf = (slot: string): number => machine.prompts.findIndex(prompt => prompt.slot === slot)

interface World {
  readonly loudspeaker: Loudspeaker
  readonly begin: (slot: string, values?: readonly string[]) => SpokenEntry
  /** What was asked of the engine, and what was played. */
  readonly asked: (readonly [text: string, request: SpeechRequest])[]
  readonly heard: string[]
  /** The sound that plays ends. */
  readonly end: () => Promise<void>
  readonly said: string[]
}
function world(problem?: string): World {
  const entries: LogEntry[] = []
  const asked: World['asked'] = []
  const heard: string[] = []
  const said: string[] = []
  let ending: (() => void) | null = null
  const engine: SpeechEngine = {
    name: 'test',
    voice: '',
    speak: (text, request) => {
      asked.push([text, request])
      return Promise.resolve({ samples: new Int16Array(16 * text.length), sampleRate: request.sampleRate })
    },
  }
  const loudspeaker = createLoudspeaker({
    machine,
    recordings: {},
    log: { entries } as unknown as CallLog,
    engine,
    fs: disk,
    language: 'en',
    say: sentence => said.push(sentence),
    player: {
      play: (_, ms, signal) =>
        problem === undefined
          ? new Promise(resolve => {
              heard.push(`begins ${ms}`)
              ending = () => {
                heard.push('ends')
                resolve('played')
              }
              signal.addEventListener('abort', () => {
                heard.push('stopped')
                resolve('stopped')
              })
            })
          : Promise.resolve({ problem: { en: problem, zh: problem } }),
    },
  })
  let at = 0
  return {
    loudspeaker,
    begin: (slot, values = []) => {
      const segment = { id: 1, prompt: promptOf(slot), values, language: 'en', announce: false, point: 0 }
      const entry: SpokenEntry = { kind: 'spoken', at: (at += 100), segment, until: -1, cut: false }
      entries.push(entry)
      return entry
    },
    asked,
    heard,
    end: async () => {
      await settled()
      ending?.()
      await settled()
    },
    said,
  }
}
const settled = (): Promise<void> => new Promise(resolve => void setTimeout(resolve, 5))

it('speaks one text after the other, and says when it is quiet', async () => {
  const { loudspeaker, begin, heard, end } = world()
  expect(loudspeaker.follow()).toBe(false)
  begin('one')
  begin('two')
  expect(loudspeaker.follow()).toBe(true)
  await settled()
  expect(heard).toEqual(['begins 4'])
  await end()
  expect(heard).toEqual(['begins 4', 'ends', 'begins 4'])
  expect(loudspeaker.follow()).toBe(true)
  await end()
  await loudspeaker.quiet()
  expect(loudspeaker.follow()).toBe(false)
})

it('stops at once what a key cuts, and what was cut before it was heard is not begun', async () => {
  const { loudspeaker, begin, heard } = world()
  const first = begin('one')
  loudspeaker.follow()
  await settled()
  first.cut = true
  const second = begin('two')
  second.cut = true
  loudspeaker.follow()
  await settled()
  expect(heard).toEqual(['begins 4', 'stopped'])
  expect(loudspeaker.follow()).toBe(false)
})

it('tells the engine which words are private', async () => {
  const { loudspeaker, begin, asked, end } = world()
  begin('one')
  begin('dear', ['Li Lei'])
  loudspeaker.follow()
  await end()
  expect(asked.map(([text, request]) => [text, request.private])).toEqual([
    ['One.', false],
    ['Dear Li Lei.', true],
  ])
})

it('nothing sounds any more once it is closed', async () => {
  const { loudspeaker, begin, heard } = world()
  begin('one')
  begin('two')
  loudspeaker.follow()
  await settled()
  loudspeaker.close()
  await settled()
  expect(heard).toEqual(['begins 4', 'stopped'])
})

it('says once what cannot be heard, and asks no engine for nothing', async () => {
  const { loudspeaker, begin, asked, said } = world('There is nothing here to play sound with.')
  for (const slot of ['one', 'two', 'one']) begin(slot)
  loudspeaker.follow()
  await settled()
  await loudspeaker.quiet()
  expect(said).toEqual(['There is nothing here to play sound with.'])
  expect(asked.length).toBe(1)
})

it('a player that hangs, fails or is none is told apart from one that was stopped', async () => {
  const play = (command: string, args: readonly string[], ms = 0): Promise<unknown> =>
    createPlayer({ env: process.env, programs: [{ command, args: () => args, from: 'stdin' }] }).play(
      new Uint8Array(44),
      ms,
      AbortSignal.timeout(60_000),
    )
  expect(await play(process.execPath, ['-e', 'process.stdin.resume()'])).toBe('played')
  expect(await play(process.execPath, ['-e', 'process.exit(3)'])).toMatchObject({
    problem: { en: expect.stringContaining('ended with 3') as string },
  })
  expect(await play('no-such-player', [])).toMatchObject({
    problem: { en: 'There is nothing here to play sound with; install no-such-player.' },
  })
  expect(await play(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], -4500)).toMatchObject({
    problem: { en: expect.stringContaining('does not end') as string },
  })
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  const hanging = [{ command: process.execPath, args: () => ['-e', 'setInterval(() => {}, 1000)'], from: 'stdin' as const }]
  expect(await createPlayer({ env: process.env, programs: hanging }).play(new Uint8Array(44), 9000, stop.signal)).toBe('stopped')
})

it('no player is handed words: a sound by standard input, or a file whose name is ours', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    for (const program of playersOf(platform)) {
      const args = program.args('/tmp/x/speech.wav')
      if (program.from === 'stdin') expect(args.join(' ')).not.toContain('speech.wav')
      else expect(args.filter(arg => arg.includes('speech.wav')).every(arg => arg === '/tmp/x/speech.wav')).toBe(true)
    }
  }
})
