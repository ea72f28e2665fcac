// How it stands with slots that can be recorded: what is recorded, what is stale, what is missing, and what is listed in vain.
import { textHash } from '../../machine/fragments.ts'
import { readWav } from '../../runtime/speech/wav.ts'
import { readBytes } from '../host.ts'
import type { FileSystem } from '../io.ts'
import { absolutePath } from '../paths.ts'
import { audioFolder, listedFor, readList, type ReadList } from './list.ts'
import type { Wanted } from './wanted.ts'

/** Sampling rates of a telephone line, Hz. */
export const RATES: readonly number[] = [8000, 16000]

export interface Usable {
  readonly bytes: Uint8Array
  readonly samples: Int16Array
  readonly sampleRate: number
  /** ms, whole */
  readonly ms: number
}
/** A whole sentence about “it”. */
export interface Unusable {
  readonly problem: { readonly en: string; readonly zh: string }
}

export interface SlotState extends Wanted {
  /** `unusable`: a file is listed that cannot be played. */
  readonly state: 'recorded' | 'stale' | 'missing' | 'unusable'
  /** As listed, below `audio/`. */
  readonly file?: string
  /** Hash of the words that were recorded. */
  readonly text?: string
  readonly sound?: Usable
  readonly problem?: Unusable['problem']
}

export interface RecordingState {
  readonly list: ReadList
  readonly slots: readonly SlotState[]
  /** Listed slots, and languages of slots, that the line does not have. */
  readonly gone: readonly { readonly slot: string; readonly language: string | null }[]
}

/** Reads every file that is listed for what is wanted. */
export function stateOfSlots(fs: FileSystem, entry: string, wanted: readonly Wanted[]): RecordingState {
  const list = readList(fs, entry)
  const folder = audioFolder(entry)
  const slots = wanted.map((one): SlotState => {
    const listed = listedFor(list.slots, one.slot, one.language)
    if (!listed) return { ...one, state: 'missing' }
    const found = soundAt(fs, folder, listed.file)
    if ('problem' in found) return { ...one, state: 'unusable', file: listed.file, text: listed.text, problem: found.problem }
    const stale = listed.text !== textHash(one.words)
    return { ...one, state: stale ? 'stale' : 'recorded', file: listed.file, text: listed.text, sound: found }
  })
  return { list, slots, gone: goneOf(list, wanted) }
}

function goneOf(list: ReadList, wanted: readonly Wanted[]): RecordingState['gone'] {
  const known = new Map<string, Set<string>>()
  for (const { slot, language } of wanted) known.set(slot, (known.get(slot) ?? new Set()).add(language))
  return Object.entries(list.slots).flatMap(([slot, languages]): RecordingState['gone'] => {
    const own = known.get(slot)
    if (!own) return [{ slot, language: null }]
    return Object.keys(languages).flatMap(language => (own.has(language) ? [] : [{ slot, language }]))
  })
}

function soundAt(fs: FileSystem, folder: string, file: string): Usable | Unusable {
  const path = absolutePath(folder, file)
  if (!path.startsWith(`${folder}/`)) {
    return { problem: { en: 'It does not lie below the folder “audio”.', zh: '文件不在 audio 文件夹内。' } }
  }
  const read = readBytes(fs, path)
  if ('bytes' in read) return usable(read.bytes)
  if (read.problem === 'missing') return { problem: { en: 'There is no such file.', zh: '文件不存在。' } }
  return { problem: { en: 'It cannot be read.', zh: '文件无法读取。' } }
}

/** Whether a telephone line can play it: one channel, 8 or 16 kHz, whole. */
export function usable(bytes: Uint8Array): Usable | Unusable {
  const wav = readWav(bytes)
  if (wav.problem !== undefined) return { problem: wav.detail }
  const { samples, sampleRate, ms } = wav
  if (RATES.includes(sampleRate)) return { bytes, samples, sampleRate, ms }
  return {
    problem: {
      en: `It has ${sampleRate} samples a second; a telephone line takes 8000 or 16000.`,
      zh: `采样率为 ${sampleRate} Hz；电话线路使用 8000 或 16000 Hz。`,
    },
  }
}
