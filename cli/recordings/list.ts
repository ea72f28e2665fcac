// `audio/prompts.json` beside the entry: slot → language → the hash of the words that were recorded, and the file below `audio/`.
import { Refusal } from '../exit.ts'
import { readText } from '../host.ts'
import type { FileSystem } from '../io.ts'
import { absolutePath } from '../paths.ts'

export interface Listed {
  readonly text: string
  /** Below `audio/`, `/` between folders. */
  readonly file: string
}
export type SlotList = Readonly<Record<string, Readonly<Record<string, Listed>>>>

export interface ReadList {
  /** Absolute. */
  readonly path: string
  /** As it stands; '' where there is none. */
  readonly text: string
  readonly slots: SlotList
}

export const audioFolder = (entry: string): string => absolutePath(absolutePath(entry, '..'), 'audio')

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isListed = (value: unknown): boolean => isObject(value) && typeof value['text'] === 'string' && typeof value['file'] === 'string'

/** Refuses what is not a list; where there is none, nothing is listed. */
export function readList(fs: FileSystem, entry: string): ReadList {
  const path = absolutePath(audioFolder(entry), 'prompts.json')
  const read = readText(fs, path)
  if ('problem' in read) {
    if (read.problem === 'missing') return { path, text: '', slots: {} }
    throw new Refusal(`${path}: it cannot be read.`)
  }
  let list: unknown
  try {
    list = JSON.parse(read.text)
  } catch (error) {
    throw new Refusal(`${path}: it is not JSON (${(error as Error).message}).`)
  }
  if (!isObject(list)) throw new Refusal(`${path}: it must be an object, slot by slot.`)
  for (const [slot, languages] of Object.entries(list)) {
    if (!isObject(languages) || !Object.values(languages).every(isListed)) {
      throw new Refusal(`${path}: “${slot}” must have { "text": …, "file": … } for each language.`)
    }
  }
  return { path, text: read.text, slots: list as SlotList }
}

/** What is listed for a slot in a language. */
export const listedFor = (slots: SlotList, slot: string, language: string): Listed | undefined =>
  Object.hasOwn(slots, slot) && Object.hasOwn(slots[slot]!, language) ? slots[slot]![language] : undefined

/** Where a slot is written in the list; the file's beginning where it is written in another way. */
export function placeOf(list: ReadList, slot: string): { readonly file: string; readonly start: number; readonly end: number } {
  const key = JSON.stringify(slot)
  for (let at = list.text.indexOf(key); at >= 0; at = list.text.indexOf(key, at + 1)) {
    if (/^\s*:\s*\{/.test(list.text.slice(at + key.length, at + key.length + 200)))
      return { file: list.path, start: at, end: at + key.length }
  }
  return { file: list.path, start: 0, end: 0 }
}

/** The list as a file: slots and languages in order, so that two who add to it do not meet. */
export function writeList(slots: SlotList): string {
  const sorted = <T>(object: Readonly<Record<string, T>>): [string, T][] => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
  // Made by entries: a slot may be called `__proto__`.
  const list = Object.fromEntries(
    sorted(slots).map(([slot, languages]) => [
      slot,
      Object.fromEntries(sorted(languages).map(([tag, { text, file }]) => [tag, { text, file }])),
    ]),
  )
  return `${JSON.stringify(list, null, 2)}\n`
}
