// Which recordings there are for a machine's texts, found once so that speaking only looks them up.
import { choiceSlot, cutText, settingTexts, slotsOf } from '../../../machine/fragments.ts'
import type { Machine, PromptPart } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import type { Value } from '../../../machine/values.ts'
import { longestMatch } from './longest-match.ts'
import { readPieces, type OffsetAt } from './value.ts'

export interface RecordedFile {
  /** How the line finds it. */
  readonly file: string
  /** ms, whole. */
  readonly ms: number
}

/** Slot → language of the line → its recording. */
export type RecordingList = Readonly<Record<string, Readonly<Record<string, RecordedFile>>>>

export interface Recorded {
  /** Of a list of parts: the recording of the whole, or of each part; undefined where there is none at all. */
  readonly text: (parts: readonly PromptPart[]) => RecordedFile | readonly (RecordedFile | null)[] | undefined
  /** Of words that are given by tag, as a setting has them, and said in a language: where they are word for word what was recorded. */
  readonly words: (words: string, language: string) => RecordedFile | undefined
  /** Of a value: all that it takes, in order, with the ms of silence between; undefined where one is missing. */
  readonly value: (
    value: Value,
    type: Type,
    form: string | undefined,
    language: string,
    offsetAt?: OffsetAt,
  ) => readonly (RecordedFile | number)[] | undefined
}

/** Undefined where there are no recordings: then nothing needs to be looked up. */
export function createRecorded(
  machine: Pick<Machine, 'prompts' | 'standard' | 'settings'> & { readonly line: Pick<Machine['line'], 'languages'> },
  list: RecordingList,
): Recorded | undefined {
  const of = (slot: string, language: string): RecordedFile | null =>
    Object.hasOwn(list, slot) && Object.hasOwn(list[slot]!, language) ? list[slot]![language]! : null
  if (Object.keys(list).length === 0) return undefined

  const texts = new Map<readonly PromptPart[], RecordedFile | readonly (RecordedFile | null)[]>()
  for (const { slot, prompt } of slotsOf(machine)) {
    for (const [language, parts] of Object.entries(prompt.texts)) {
      const cut = cutText(slot, parts)
      if (cut.kind === 'whole') {
        const found = of(slot, language)
        if (found) texts.set(parts, found)
      } else if (cut.kind === 'cut') {
        for (const { parts: own, fragments } of cut.lists) {
          const found = fragments.map(fragment => fragment && of(fragment.slot, language))
          if (found.some(each => each !== null)) texts.set(own, found)
        }
      }
    }
  }

  const byLanguage = new Map(machine.line.languages.map(language => [language, language] as const))
  const languageOf = (language: string): string => byLanguage.get(language) ?? longestMatch(Object.fromEntries(byLanguage), language) ?? ''
  // What an operator writes instead was never recorded: a setting's recording is found by its words.
  const settings = new Map<string, RecordedFile>()
  for (const { slot, words } of settingTexts(machine)) {
    for (const language of machine.line.languages) {
      const said = longestMatch(words, language)
      const found = of(slot, language)
      if (said !== undefined && found) settings.set(`${language} ${said}`, found)
    }
  }
  return {
    words: (words, language) => settings.get(`${languageOf(language)} ${words}`),
    text: parts => texts.get(parts),
    value: (value, type, form, language, offsetAt) => {
      const own = languageOf(language)
      const inner = type.kind === 'optional' ? type.of : type
      if (inner.kind === 'choice') {
        const file = inner.name === undefined ? null : of(choiceSlot(inner.name, String(value)), own)
        return file ? [file] : undefined
      }
      const found: (RecordedFile | number)[] = []
      // The id of a listed fragment is its slot: no name of a program has a `/`.
      for (const piece of readPieces(value, type, form, language, offsetAt)) {
        const sound = piece.pause ?? (piece.id === '' ? null : of(piece.id, own))
        if (sound === null) return undefined
        found.push(sound)
      }
      return found.length === 0 ? undefined : found
    },
  }
}
