// How what a line says sounds on FreeSWITCH: recordings of the bundle, a caller's own recordings, and words that an engine speaks into
// files that FreeSWITCH can read. What has a private value in it is spoken for this call alone, and its file is gone when it was heard.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Segment } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import type { Sound, SoundPart, SoundSource } from '../freeswitch/line/sound.ts'
import { cacheKey } from '../speech/engines/cache.ts'
import type { SpeechEngine } from '../speech/engines/index.ts'
import { createRecorded, durationOf, renderPrompt, type Recorded, type RecordingList, type RenderedPart } from '../speech/reading/index.ts'
import { writeWav } from '../speech/wav.ts'
import type { PrivateSounds } from './private-sounds.ts'
import type { Said } from './said.ts'

/** Who speaks what nobody recorded. */
export type Speech =
  /** An engine of ours: its sounds are files in `folder`. */
  | { readonly kind: 'ours'; readonly engine: SpeechEngine; readonly folder: string; readonly sampleRate: number }
  /** An engine of FreeSWITCH's (`tts_commandline`), with a voice by language. */
  | { readonly kind: 'freeswitch'; readonly engine: string; readonly voices: Readonly<Record<string, string>> }

/** As a node has it, which sees to the sounds of its calls. */
export type SpeechOfNode =
  (Extract<Speech, { readonly kind: 'ours' }> & { readonly privately: PrivateSounds }) | Extract<Speech, { readonly kind: 'freeswitch' }>

/** The same folder under two names, where FreeSWITCH has another view of the disk. */
export interface Mount {
  readonly here: string
  readonly there: string
}

type FilePart = Extract<SoundPart, { kind: 'file' }>

/** What the calls of a version share: looked for once. */
export interface VersionSounds {
  readonly machine: Machine
  readonly recorded: Recorded | undefined
  /** A file as FreeSWITCH plays it. */
  readonly fileOf: (path: string) => FilePart
  /** What prompts without values sound like where all of it is recorded, by language and prompt. */
  readonly fixed: Map<string, Sound>
}

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
  }
}

export interface SoundsOptions {
  readonly version: VersionSounds
  readonly speech: SpeechOfNode | null
  /** Music by name: as FreeSWITCH names it. */
  readonly music: Readonly<Record<string, string>>
  /** Where a caller's recording lies; null where it is gone. */
  readonly recordingPath: (recording: string) => string | null
  /** What could not be spoken: each time, whoever logs it counts. */
  readonly trouble: (said: Said) => void
}

export function createSounds(options: SoundsOptions): SoundSource {
  const { speech, trouble } = options
  const { machine, recorded, fileOf, fixed } = options.version

  return {
    musicOf: name => (Object.hasOwn(options.music, name) ? options.music[name]! : null),
    soundOf(segment) {
      const name = segment.values.length === 0 && segment.prompt >= 0 ? `${segment.language} ${segment.prompt}` : null
      const known = name === null ? undefined : fixed.get(name)
      if (known) return known
      const rendered = renderPrompt(machine, segment, recorded ? { recorded } : {})
      if (!rendered.some(part => part.kind === 'words' && isSpoken(part.words)) || speech?.kind === 'freeswitch') {
        const sound = soundOfAll(rendered.map(part => partsWithoutEngine(part, segment)))
        if (name !== null && rendered.every(({ kind }) => kind === 'recorded' || kind === 'pause')) fixed.set(name, sound)
        return sound
      }
      return soundWithEngine(rendered, segment)
    },
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

  async function soundWithEngine(rendered: readonly RenderedPart[], segment: Segment): Promise<Sound | null> {
    const own: string[] = []
    const found: (readonly SoundPart[] | null)[] = []
    for (const part of rendered) {
      if (part.kind !== 'words' || !isSpoken(part.words)) found.push(partsWithoutEngine(part, segment))
      else {
        const file = await spokenFile(part.words, segment.language, part.private === true, own)
        found.push(file === null ? null : [file])
      }
    }
    const sound = soundOfAll(found)
    const done = (): void => {
      if (speech?.kind === 'ours') for (const path of own.splice(0)) speech.privately.remove(path)
    }
    if (sound.parts.length === 0) return null
    return own.length === 0 ? sound : { ...sound, done }
  }

  /** The file that says these words; null where it cannot be made. Files that are of no use to others are added to `own`. */
  async function spokenFile(words: string, language: string, isPrivate: boolean, own: string[]): Promise<FilePart | null> {
    if (speech?.kind !== 'ours') {
      trouble({
        en: 'A text has no recording, and nothing is configured that could speak it: build with --speech, or set serve.speech.',
        zh: '有文本没有录音，也没有配置语音合成：请用 --speech 构建，或设置 serve.speech。',
      })
      return null
    }
    const { engine, folder, sampleRate, privately } = speech
    const request = { language, sampleRate, private: isPrivate }
    const kept = isPrivate ? null : join(folder, `${cacheKey(engine, words, request)}.wav`)
    if (kept !== null && existsSync(kept)) return fileOf(kept)
    const spoken = await engine.speak(words, request)
    if (spoken.problem) {
      trouble(spoken.problem.detail)
      return null
    }
    const sound = writeWav(spoken.samples, spoken.sampleRate)
    const ms = Math.floor((1000 * spoken.samples.length) / spoken.sampleRate)
    try {
      if (kept !== null) {
        await writeForAll(kept, sound)
        return { ...fileOf(kept), ms }
      }
      const path = await privately.add(sound)
      if (path === null) return null
      own.push(path)
      return { ...fileOf(path), ms }
    } catch (error) {
      trouble({
        en: `What was spoken cannot be written to ${folder} (${codeOf(error)}): make room there, and give the node the right to write.`,
        zh: `无法把合成的语音写入 ${folder}（${codeOf(error)}）：请腾出空间，并让节点有写入权限。`,
      })
      return null
    }
  }
}

/** One after the other; null is what there is no sound of. */
function soundOfAll(parts: readonly (readonly SoundPart[] | null)[]): Sound {
  const there = parts.filter(each => each !== null)
  return { parts: there.flat(), ...(there.length < parts.length ? { incomplete: true } : {}) }
}

/** Written beside and moved: nobody sees half a file, no other call and not FreeSWITCH. */
async function writeForAll(path: string, sound: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomUUID()}`
  await writeFile(beside, sound, { mode: 0o644 })
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
