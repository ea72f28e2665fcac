// Which texts of a machine have a recording. `audio/prompts.json` beside the entry: slot → language → the hash of the text, and the file below `audio/`.
import type { FoundRecording } from '../lang/compiler/emit/bundle.ts'
import type { Machine } from '../machine/format.ts'
import { Refusal } from './exit.ts'
import { readBytes, readText } from './host.ts'
import type { FileSystem } from './io.ts'
import { absolutePath } from './paths.ts'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

interface Listed {
  readonly text: string
  readonly file: string
}

/** The list as it stands; null where there is none. Refuses what is not a list. */
function readList(fs: FileSystem, entry: string): Readonly<Record<string, Readonly<Record<string, Listed>>>> | null {
  const path = absolutePath(absolutePath(entry, '..'), 'audio/prompts.json')
  const read = readText(fs, path)
  if ('problem' in read) {
    if (read.problem === 'missing') return null
    throw new Refusal(`${path}: it cannot be read.`)
  }
  let list: unknown
  try {
    list = JSON.parse(read.text)
  } catch (error) {
    throw new Refusal(`${path}: it is not JSON (${(error as Error).message}).`)
  }
  const isListed = (value: unknown): boolean => isObject(value) && typeof value['text'] === 'string' && typeof value['file'] === 'string'
  if (!isObject(list)) throw new Refusal(`${path}: it must be an object, slot by slot.`)
  for (const [slot, languages] of Object.entries(list)) {
    if (!isObject(languages) || !Object.values(languages).every(isListed)) {
      throw new Refusal(`${path}: “${slot}” must have { "text": …, "file": … } for each language.`)
    }
  }
  return list as Readonly<Record<string, Readonly<Record<string, Listed>>>>
}

/** Slots with words of their own, and the languages in which they have them. */
function slotsOf(machine: Machine): Map<string, readonly string[]> {
  const slots = new Map<string, readonly string[]>()
  for (const prompt of machine.prompts) {
    if (prompt.slot === undefined) continue
    const spoken = Object.keys(prompt.texts).filter(language => prompt.texts[language]!.some(part => typeof part === 'string'))
    if (spoken.length > 0) slots.set(prompt.slot, spoken)
  }
  return slots
}

/** How many slots lack a recording in at least one of their languages. */
export function textsWithoutRecording(fs: FileSystem, entry: string, machine: Machine): number {
  const list = readList(fs, entry) ?? {}
  let missing = 0
  for (const [slot, languages] of slotsOf(machine)) {
    const recorded = Object.hasOwn(list, slot) ? list[slot]! : {}
    if (!languages.every(language => Object.hasOwn(recorded, language))) missing++
  }
  return missing
}

/** The recordings of slots that the machine has, read. Refuses a file that is listed and not there, or that lies elsewhere. */
export function findRecordings(fs: FileSystem, entry: string, machine: Machine): FoundRecording[] {
  const list = readList(fs, entry)
  if (list === null) return []
  const folder = absolutePath(absolutePath(entry, '..'), 'audio')
  const found: FoundRecording[] = []
  for (const [slot, languages] of slotsOf(machine)) {
    for (const language of languages) {
      const listed = Object.hasOwn(list, slot) ? list[slot]![language] : undefined
      if (!listed) continue
      const path = absolutePath(folder, listed.file)
      if (!path.startsWith(`${folder}/`)) throw new Refusal(`${listed.file}: a recording must lie below the folder “audio”.`)
      const read = readBytes(fs, path)
      if ('problem' in read) throw new Refusal(`${path}: the list of recordings names this file for “${slot}”, and it cannot be read.`)
      found.push({ slot, language, text: listed.text, path: path.slice(folder.length + 1), bytes: read.bytes })
    }
  }
  return found
}
