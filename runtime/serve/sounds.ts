// How what a line says sounds on FreeSWITCH: recordings of the bundle, a caller's own recordings, and words that an engine speaks into
// files that FreeSWITCH can read. A text with values in it is spoken for this call alone, and its file is gone when it was heard. Where a
// value is private its recordings are in such a file, too: the switch tells the names of what it plays in events and records of calls,
// and those of the numerals would be the number.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Segment } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import { settingTexts } from '../../machine/fragments.ts'
import type { Value } from '../../machine/values.ts'
import type { Sound, SoundPart, SoundSource } from '../freeswitch/line/sound.ts'
import { cacheKey } from '../speech/engines/cache.ts'
import type { SpeechEngine } from '../speech/engines/index.ts'
import { createRecorded, durationOf, renderPrompt, type Recorded, type RecordingList, type RenderedPart } from '../speech/reading/index.ts'
import { resample } from '../speech/resample.ts'
import { readWav, wavPieces } from '../speech/wav.ts'
import type { PrivateSounds } from './private-sounds.ts'
import type { Said } from './said.ts'

/** Who speaks what nobody recorded. */
export type Speech =
  /** An engine of ours: its sounds are files in `folder`. */
  | { readonly kind: 'ours'; readonly engine: SpeechEngine; readonly folder: string; readonly sampleRate: number }
  /** An engine of FreeSWITCH's (`tts_commandline`), with a voice by language. */
  | { readonly kind: 'freeswitch'; readonly engine: string; readonly voices: Readonly<Record<string, string>> }

/** The same folder under two names, where FreeSWITCH has another view of the disk. */
export interface Mount {
  readonly here: string
  readonly there: string
}

type FilePart = Extract<SoundPart, { kind: 'file' }>

/** A sound that no file has yet. */
interface Samples {
  readonly kind: 'samples'
  readonly samples: Int16Array
  readonly sampleRate: number
}
type Made = Samples | SoundPart

/** What the calls of a version share: looked for once. */
export interface VersionSounds {
  readonly machine: Machine
  readonly recorded: Recorded | undefined
  /** A file as FreeSWITCH plays it. */
  readonly fileOf: (path: string) => FilePart
  /** What prompts without values sound like where all of it is recorded, by language and prompt. */
  readonly fixed: Map<string, Sound>
  /** What the program's settings say. */
  readonly settings: ReadonlySet<string>
  /** Recordings that private values needed, by their paths: numerals, for the most part, which each call needs again. */
  readonly read: Map<string, Samples>
}

/** Samples that are kept of a version's recordings at most: 8 MB. What is read beyond is read again. */
const MOST_READ = 4 * 1024 * 1024

export function createVersionSounds(machine: Machine, recordings: RecordingList, mounts: readonly Mount[]): VersionSounds {
  const known = new Map<string, FilePart>()
  const filePart = (path: string): FilePart => ({ kind: 'file', path: seenBySwitch(mounts, path) })
  // Those of recordings alone are kept: there are as many as there are.
  for (const languages of Object.values(recordings))
    for (const { file, ms } of Object.values(languages)) known.set(file, { ...filePart(file), ms })
  return {
    machine,
    recorded: createRecorded(machine, recordings),
    fileOf: path => known.get(path) ?? filePart(path),
    fixed: new Map(),
    settings: new Set(settingTexts(machine).flatMap(({ words }) => Object.values(words))),
    read: new Map(),
  }
}

export interface SoundsOptions {
  readonly version: VersionSounds
  readonly speech: Speech | null
  /** Files of this call alone. */
  readonly privately: PrivateSounds
  /** That operators have changed. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Music by name: as FreeSWITCH names it. */
  readonly music: Readonly<Record<string, string>>
  /** Where a caller's recording lies; null where it is gone. */
  readonly recordingPath: (recording: string) => string | null
  /** What could not be spoken: each time, whoever logs it counts. */
  readonly trouble: (said: Said) => void
}

export function createSounds(options: SoundsOptions): SoundSource {
  const { speech, privately, trouble } = options
  const { machine, recorded, fileOf, fixed } = options.version

  return {
    musicOf: name => (Object.hasOwn(options.music, name) ? options.music[name]! : null),
    soundOf(segment) {
      const name = segment.values.length === 0 && segment.prompt >= 0 ? `${segment.language} ${segment.prompt}` : null
      const known = name === null ? undefined : fixed.get(name)
      if (known) return known
      const rendered = renderPrompt(machine, segment, recorded ? { recorded } : {})
      const isPrivate = rendered.some(part => 'private' in part)
      if (isPrivate || rendered.some(part => isForEngine(part))) return soundMade(rendered, segment, isPrivate)
      const sound = soundOfAll(rendered.map(part => partsWithoutEngine(part, segment)))
      if (name !== null && rendered.every(({ kind }) => kind === 'recorded' || kind === 'pause')) fixed.set(name, sound)
      return sound
    },
  }

  /** An engine of the switch's own is asked by the switch. */
  function isForEngine(part: RenderedPart): part is Extract<RenderedPart, { kind: 'words' }> {
    return part.kind === 'words' && isSpoken(part.words) && speech?.kind !== 'freeswitch'
  }

  /** Null where there is no sound of it, which was said as trouble. */
  function partsWithoutEngine(part: RenderedPart, { language }: Segment): readonly SoundPart[] | null {
    switch (part.kind) {
      case 'pause':
        return [{ kind: 'silence', ms: part.ms }]
      case 'recorded':
        return part.sounds.map(each => (typeof each === 'number' ? { kind: 'silence', ms: each } : fileOf(each)))
      case 'recording': {
        const path = options.recordingPath(part.recording)
        if (path !== null) return [fileOf(path)]
        trouble({
          en: `A caller's recording is no longer there and was not played (${part.recording}).`,
          zh: `来电者的录音已不存在，未能播放（${part.recording}）。`,
        })
        return null
      }
      case 'words': {
        // A comma between two recordings is a pause.
        if (!isSpoken(part.words)) return [{ kind: 'silence', ms: Math.round(durationOf([part], language)) }]
        if (speech?.kind !== 'freeswitch') return null
        const voice = speech.voices[language] ?? speech.voices[language.split('-')[0]!]
        if (voice !== undefined) return [{ kind: 'speech', engine: speech.engine, voice, text: part.words }]
        trouble({
          en: `No voice is configured for ${language}: add it to serve.speech.voices.`,
          zh: `没有为 ${language} 配置嗓音：请在 serve.speech.voices 中加上。`,
        })
        return null
      }
    }
  }

  async function soundMade(rendered: readonly RenderedPart[], segment: Segment, isPrivate: boolean): Promise<Sound | null> {
    const isKept = !isPrivate && isOfProgram(segment)
    const found: (readonly Made[] | null)[] = []
    for (const part of rendered) {
      if (isForEngine(part)) {
        const spoken = await spokenWords(part.words, segment.language, isKept)
        found.push(spoken && [spoken])
      } else if (isPrivate && part.kind === 'recorded') {
        found.push(...(await Promise.all(part.sounds.map(async each => (typeof each === 'number' ? [silenceOf(each)] : samplesOf(each))))))
      } else found.push(partsWithoutEngine(part, segment))
    }
    const own: string[] = []
    const { parts, ...rest } = soundOfAll(await Promise.all(together(found).map(each => written(each, own))))
    if (parts.length === 0) return null
    if (own.length === 0) return { parts, ...rest }
    return { parts, ...rest, done: () => own.splice(0).forEach(privately.remove) }
  }

  /** Nothing of the call is in it: there are as many such texts as the program has, and its settings. */
  function isOfProgram({ prompt, values }: Pick<Segment, 'prompt' | 'values'>): boolean {
    const { option, shortcut } = machine.standard
    const isKey = (index: number): boolean => index === 1 && (prompt === option || prompt === shortcut)
    return values.every((value, index) => isKey(index) || isFixedSpeech(value))
  }

  function isFixedSpeech(value: Value): boolean {
    if (typeof value !== 'object' || value === null || !('prompt' in value || 'texts' in value)) return false
    const { prompt, values, texts } = value as { prompt?: number; values?: readonly Value[]; texts?: Readonly<Record<string, string>> }
    if (texts === undefined) return prompt !== undefined && isOfProgram({ prompt, values: values ?? [] })
    return Object.values(texts).every(words => options.version.settings.has(words) || changed().has(words))
  }

  function changed(): ReadonlySet<unknown> {
    return new Set(Object.values(options.settings).flatMap(value => Object.values((value as { texts?: object } | null)?.texts ?? {})))
  }

  /** These words: a file where they are of use to other calls; null where there is no sound of them. */
  async function spokenWords(words: string, language: string, isKept: boolean): Promise<Made | null> {
    if (speech?.kind !== 'ours') {
      trouble({
        en: 'A text has no recording, and nothing is configured that could speak it: build with --speech, or set serve.speech.',
        zh: '有文本没有录音，也没有配置语音合成：请用 --speech 构建，或设置 serve.speech。',
      })
      return null
    }
    const { engine, folder, sampleRate } = speech
    const request = { language, sampleRate, private: !isKept }
    const kept = isKept ? join(folder, `${cacheKey(engine, words, request)}.wav`) : null
    if (kept !== null && existsSync(kept)) return fileOf(kept)
    const spoken = await engine.speak(words, request)
    if (spoken.problem) {
      trouble(spoken.problem.detail)
      return null
    }
    const made: Samples = { kind: 'samples', samples: spoken.samples, sampleRate: spoken.sampleRate }
    if (kept === null) return made
    return await inFile([made.samples], made.sampleRate, async pieces => {
      await writeForAll(kept, pieces)
      return kept
    })
  }

  /** Of a recording. Its name, or its length, would tell what it says: neither is said. */
  async function samplesOf(path: string): Promise<readonly Samples[] | null> {
    const known = options.version.read
    const before = known.get(path)
    if (before) return [before]
    const read = await readFile(path).then(readWav, codeOf)
    if (typeof read !== 'string' && read.problem === undefined) {
      const made: Samples = { kind: 'samples', ...read }
      const held = [...known.values()].reduce((sum, { samples }) => sum + samples.length, 0)
      if (held + made.samples.length <= MOST_READ) known.set(path, made)
      return [made]
    }
    const why = typeof read === 'string' ? read : read.problem
    trouble({
      en: `A recording that a private value needs cannot be read, and was not played (${why}): look at the recordings of this version.`,
      zh: `私密值所需的一个录音无法读取，未能播放（${why}）：请检查该版本的录音。`,
    })
    return null
  }

  /** Sounds in a row as one file of this call, whose path is added to `own`; all else as it is. */
  async function written(made: readonly Made[] | null, own: string[]): Promise<readonly SoundPart[] | null> {
    if (made === null || !made.some(each => each.kind === 'samples')) return made as readonly SoundPart[] | null
    const { sounds, sampleRate } = atOneRate(made as readonly Joinable[])
    const part = await inFile(sounds, sampleRate, async pieces => {
      const path = await privately.add(pieces)
      if (path !== null) own.push(path)
      return path
    })
    return part && [part]
  }

  async function inFile(
    sounds: readonly Int16Array[],
    sampleRate: number,
    write: (pieces: readonly Uint8Array[]) => Promise<string | null>,
  ): Promise<FilePart | null> {
    try {
      const path = await write(wavPieces(sounds, sampleRate))
      const samples = sounds.reduce((sum, { length }) => sum + length, 0)
      return path === null ? null : { ...fileOf(path), ms: Math.floor((1000 * samples) / sampleRate) }
    } catch (error) {
      const folder = speech?.kind === 'ours' ? speech.folder : privately.folder
      trouble({
        en: `What was spoken cannot be written to ${folder} (${codeOf(error)}): make room there, and give the node the right to write.`,
        zh: `无法把合成的语音写入 ${folder}（${codeOf(error)}）：请腾出空间，并让节点有写入权限。`,
      })
      return null
    }
  }
}

type Joinable = Exclude<Made, { kind: 'file' | 'tone' | 'speech' }>
const isJoinable = (made: Made): made is Joinable => made.kind === 'samples' || made.kind === 'silence'

const silenceOf = (ms: number): SoundPart => ({ kind: 'silence', ms })

/** Neighbours that can be one file are one list. */
function together(found: readonly (readonly Made[] | null)[]): readonly (readonly Made[] | null)[] {
  const lists: (Made[] | null)[] = []
  for (const each of found) {
    if (each === null) lists.push(null)
    for (const made of each ?? []) {
      const last = lists.at(-1)
      if (last && isJoinable(last.at(-1)!) && isJoinable(made)) last.push(made)
      else lists.push([made])
    }
  }
  return lists
}

/** All at the highest rate among them. */
function atOneRate(made: readonly Joinable[]): { readonly sounds: readonly Int16Array[]; readonly sampleRate: number } {
  const sampleRate = Math.max(...made.map(each => (each.kind === 'samples' ? each.sampleRate : 0)))
  const sounds = made.map(each =>
    each.kind === 'samples' ? resampledOnce(each, sampleRate) : new Int16Array(Math.max(0, Math.round((each.ms * sampleRate) / 1000))),
  )
  return { sounds, sampleRate }
}

const resampled = new WeakMap<Samples, Map<number, Int16Array>>()

/** Recordings that are kept at another rate than an engine's are needed at its rate again and again. */
function resampledOnce(made: Samples, sampleRate: number): Int16Array {
  const { samples, sampleRate: from } = made
  if (from === sampleRate) return samples
  const rates = resampled.get(made) ?? new Map<number, Int16Array>()
  resampled.set(made, rates)
  const known = rates.get(sampleRate) ?? resample(samples, from, sampleRate)
  rates.set(sampleRate, known)
  return known
}

/** One after the other; null is what there is no sound of. */
function soundOfAll(parts: readonly (readonly SoundPart[] | null)[]): Sound {
  const there = parts.filter(each => each !== null)
  return { parts: there.flat(), ...(there.length < parts.length ? { incomplete: true } : {}) }
}

/** Written beside and moved: nobody sees half a file, no other call and not FreeSWITCH. */
async function writeForAll(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomUUID()}`
  await writeFile(beside, pieces, { mode: 0o644 })
  await rename(beside, path)
}

const isSpoken = (words: string): boolean => /[\p{L}\p{N}]/u.test(words)

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** A path as FreeSWITCH has it. */
export function seenBySwitch(mounts: readonly Mount[], path: string): string {
  const whole = resolve(path)
  for (const { here, there } of mounts) {
    const inside = relative(resolve(here), whole)
    if (inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`))
      return `${there.replace(/\/$/, '')}/${inside.split(sep).join('/')}`
  }
  return whole
}
