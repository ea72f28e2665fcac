// Recordings from a studio are taken in: each is held against its text first, what is good is copied under `audio/` and listed.
import { textHash } from '../../machine/fragments.ts'
import type { Machine } from '../../machine/format.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { nearMiss } from '../../lang/text/near-miss.ts'
import { readBytes } from '../host.ts'
import type { FileSystem } from '../io.ts'
import { absolutePath } from '../paths.ts'
import { audioFolder, writeList, type Listed } from '../recordings/list.ts'
import { usable, type RecordingState, type SlotState } from '../recordings/state.ts'
import { inspectRecording } from './inspect.ts'
import { foldName, namesOf, recordingName } from './names.ts'

export interface Delivered {
  /** Absolute. */
  readonly path: string
  /** Below the folder that was given, `/` between folders. */
  readonly name: string
}

export interface TakeOptions {
  /** Replace recordings that are good already, and with recordings that are in doubt. */
  readonly replace: boolean
  /** Of files that name no language. */
  readonly language: string | undefined
}

export interface Taken {
  readonly name: string
  readonly slot: string | null
  readonly language: string | null
  /** `same`: it is there already. */
  readonly result: 'taken' | 'same' | 'refused'
  /** Whole sentences. A recording that was taken may have some: it is in doubt. */
  readonly said: readonly Readonly<Record<MessageLanguage, string>>[]
}

/** Writes what is good, and then the list; what was there before stays where there is any problem. */
export function takeRecordings(
  fs: FileSystem,
  entry: string,
  machine: Machine,
  state: RecordingState,
  delivered: readonly Delivered[],
  options: TakeOptions,
): readonly Taken[] {
  const { languages } = machine.line
  const bare = options.language ?? (languages.length === 1 ? languages[0] : undefined)
  const byName = new Map<string, SlotState>()
  for (const slot of state.slots) {
    for (const name of namesOf(slot.slot, slot.language, slot.language === bare)) byName.set(foldName(name), slot)
  }
  const folder = audioFolder(entry)
  const list: Record<string, Record<string, Listed>> = Object.fromEntries(
    Object.entries(state.list.slots).map(([slot, own]) => [slot, { ...own }]),
  )
  let changed = false
  const seen = new Map<string, string>()
  const results = delivered.map((file): Taken => {
    const slot = slotFor(byName, file.name)
    if (!slot) return { name: file.name, slot: null, language: null, result: 'refused', said: [unknownName(byName, file.name)] }
    const of = { name: file.name, slot: slot.slot, language: slot.language }
    const refused = (...said: Taken['said']): Taken => ({ ...of, result: 'refused', said })
    const key = `${slot.slot} ${slot.language}`
    const twice = seen.get(key)
    if (twice !== undefined) return refused({ en: `${twice} is for the same text.`, zh: `${twice} 是同一段文本的录音。` })
    seen.set(key, file.name)

    const read = readBytes(fs, file.path)
    if ('problem' in read) return refused({ en: 'It cannot be read.', zh: '文件无法读取。' })
    const sound = usable(read.bytes)
    if ('problem' in sound) return refused(sound.problem)
    const doubts = inspectRecording(sound, slot.words, slot.language)
    if (doubts.some(doubt => doubt.kind === 'silent')) return refused(...doubts)
    const said = doubts.map(({ en, zh }) => ({ en, zh }))
    const text = textHash(slot.words)
    if (slot.sound && sameBytes(slot.sound.bytes, read.bytes) && slot.text === text) return { ...of, result: 'same', said: [] }
    if (slot.state === 'recorded' && !options.replace) {
      return refused({
        en: 'There is a recording of this text already; --replace takes this one.',
        zh: '该文本已有录音；使用 --replace 可替换。',
      })
    }
    if (slot.sound && said.length > 0 && !options.replace) {
      return refused(...said, {
        en: 'So the one before was kept; --replace takes this one.',
        zh: '因此保留原录音；使用 --replace 可替换。',
      })
    }
    const name = recordingName(slot.slot, slot.language)
    const path = absolutePath(folder, name)
    // A file of that name that belongs to no recording of this text is somebody else's.
    if (fs.status(path) !== null && slot.file !== name && !options.replace) {
      const there = readBytes(fs, path)
      if (!('bytes' in there) || !sameBytes(there.bytes, read.bytes)) {
        return refused({
          en: `audio/${name} is there already and is not listed; --replace takes its place.`,
          zh: `audio/${name} 已存在且未列入清单；使用 --replace 可替换。`,
        })
      }
    }
    fs.write(path, read.bytes)
    ;(list[slot.slot] ??= {})[slot.language] = { text, file: name }
    changed = true
    return { ...of, result: 'taken', said }
  })
  if (changed) fs.write(state.list.path, writeList(list))
  return results
}

/** By the whole name below the folder, by its last two parts, by the file alone. */
function slotFor(byName: ReadonlyMap<string, SlotState>, name: string): SlotState | undefined {
  const parts = foldName(name).split('/')
  for (let from = 0; from < parts.length; from++) {
    const found = byName.get(parts.slice(from).join('/'))
    if (found) return found
  }
  return undefined
}

function unknownName(byName: ReadonlyMap<string, SlotState>, name: string): Readonly<Record<MessageLanguage, string>> {
  const near = nearMiss(foldName(name), byName.keys())
  const meant = near === undefined ? undefined : byName.get(near)
  const hint = meant && recordingName(meant.slot, meant.language)
  return {
    en: `No text is recorded under this name.${hint === undefined ? ' Names are those of the list: zh-CN/greeting.wav.' : ` Is it ${hint}?`}`,
    zh: `没有使用此名称的文本。${hint === undefined ? '文件名应与清单一致：zh-CN/greeting.wav。' : `是否为 ${hint}？`}`,
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
