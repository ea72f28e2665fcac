// `audio/prompts.json` beside the entry: slot → language → the hash of the words that were recorded, and the file below `audio/`.
import { isObject } from '../../machine/json-values.ts'
import { describeFileProblem, readText } from '../host.ts'
import type { FileSystem } from '../io.ts'
import { absolutePath } from '../paths.ts'

export interface Listed {
  readonly text: string
  /** Below `audio/`, `/` between folders. */
  readonly file: string
}
export type SlotList = Readonly<Record<string, Readonly<Record<string, Listed>>>>

/** What is wrong with the list: all of it (`slot` null), or one of its entries, which is left out. */
export interface ListProblem {
  readonly slot: string | null
  /** A whole sentence about “it”. */
  readonly problem: { readonly en: string; readonly zh: string }
  /** Offset in the text. */
  readonly at: number
}

export interface ReadList {
  /** Absolute. */
  readonly path: string
  /** As it stands; '' where there is none, and where it is no text. */
  readonly text: string
  readonly slots: SlotList
  readonly problems: readonly ListProblem[]
}

export const audioFolder = (entry: string): string => absolutePath(absolutePath(entry, '..'), 'audio')

type Json = Readonly<Record<string, unknown>>
const isListed = (value: unknown): boolean => isObject(value) && typeof value['text'] === 'string' && typeof value['file'] === 'string'

/** Where there is none, nothing is listed; what is wrong with one is told beside what is right. */
export function readList(fs: FileSystem, entry: string): ReadList {
  const path = absolutePath(audioFolder(entry), 'prompts.json')
  const read = readText(fs, path)
  if ('problem' in read) {
    const problems = read.problem === 'missing' ? [] : [{ slot: null, problem: describeFileProblem(read.problem), at: 0 }]
    return { path, text: '', slots: {}, problems }
  }
  const { text } = read
  const none = (problem: ListProblem['problem'], at = 0): ReadList => ({ path, text, slots: {}, problems: [{ slot: null, problem, at }] })
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch (error) {
    return none({ en: 'It is not JSON.', zh: '它不是 JSON。' }, faultIn(text, error as Error))
  }
  if (!isObject(list)) return none({ en: 'It must be an object { … }, slot by slot.', zh: '它必须是逐条列出文本的对象 { … }。' })
  return { path, text, ...entriesOf(text, list) }
}

function entriesOf(text: string, list: Json): Pick<ReadList, 'slots' | 'problems'> {
  const problems: ListProblem[] = []
  const slots = Object.entries(list).map(([slot, languages]) => {
    const own: [string, unknown][] = isObject(languages) ? Object.entries(languages) : []
    const right = own.filter((one): one is [string, Listed] => isListed(one[1]))
    if (!isObject(languages) || right.length < own.length) {
      const problem = {
        en: 'It must have { "text": …, "file": … } for each language.',
        zh: '它必须为每种语言写明 { "text": …, "file": … }。',
      }
      problems.push({ slot, problem, at: offsetOf(text, slot) })
    }
    return [slot, Object.fromEntries(right)] as const
  })
  return { slots: Object.fromEntries(slots), problems }
}

/** Where the text stops being JSON, as far as the parser says: its sentence ends in “at position 12 (line 2 column 3)”, or speaks of the end. */
function faultIn(text: string, error: Error): number {
  const said = /at position (\d+)/.exec(error.message)?.[1]
  if (said !== undefined) return Math.min(Number(said), text.length)
  return /end of JSON/i.test(error.message) ? text.length : 0
}

/** What is listed for a slot in a language. */
export const listedFor = (slots: SlotList, slot: string, language: string): Listed | undefined =>
  Object.hasOwn(slots, slot) && Object.hasOwn(slots[slot]!, language) ? slots[slot]![language] : undefined

/** Where a slot is written in the list; the file's beginning where it is written in another way. */
export function placeOf(list: ReadList, slot: string): { readonly file: string; readonly start: number; readonly end: number } {
  const start = offsetOf(list.text, slot)
  return { file: list.path, start, end: start === 0 ? 0 : start + JSON.stringify(slot).length }
}

function offsetOf(text: string, slot: string): number {
  const key = JSON.stringify(slot)
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    if (/^\s*:/.test(text.slice(at + key.length, at + key.length + 200))) return at
  }
  return 0
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
