// What is recorded of a text. A text without values is recorded whole, under its slot; one with values is cut at them, and each stretch of
// words between is recorded under a slot of its own: `balance_is.1`, `balance_is.2` …, counted in each language by itself.
import type { Machine, Prompt, PromptPart } from './format.ts'
import { sha256Hex } from './hash.ts'
import type { Type } from './types.ts'
import type { SpeechValue } from './values.ts'

type TextsValue = Extract<SpeechValue, { readonly texts: unknown }>

export interface Fragment {
  readonly slot: string
  /** As they are recorded, without blanks at the ends; a pause inside is written `{pause 500ms}`. */
  readonly words: string
}

/** A list of parts of a text, and what is recorded of each: null where nothing is (values, pauses, punctuation that stands alone). */
export interface CutList {
  readonly parts: readonly PromptPart[]
  readonly fragments: readonly (Fragment | null)[]
}

export type Cut =
  | { readonly kind: 'whole'; readonly fragment: Fragment }
  /** The text's own list first, then those of its plural forms. `fragments`: all of them in the order of the text. */
  | { readonly kind: 'cut'; readonly lists: readonly CutList[]; readonly fragments: readonly Fragment[] }
  /** No words at all: a value alone. */
  | { readonly kind: 'none' }

/** Texts with plural forms deeper than this are not looked into; the compiler makes none. */
const DEEPEST = 32

/** One language's text of a slot. */
export function cutText(slot: string, parts: readonly PromptPart[]): Cut {
  if (parts.every(part => typeof part === 'string' || 'pause' in part)) {
    const words = parts
      .map(part => (typeof part === 'string' ? part : 'pause' in part ? ` {pause ${part.pause}ms} ` : ''))
      .join('')
      .replace(/\s+/g, ' ')
      .trim()
    const said = parts.some(part => typeof part === 'string' && isSaid(part))
    return said ? { kind: 'whole', fragment: { slot, words } } : { kind: 'none' }
  }
  const lists: CutList[] = []
  const fragments: Fragment[] = []
  // As deep as plural forms lie in each other, which is bounded here.
  const cut = (list: readonly PromptPart[], depth: number): void => {
    const own: (Fragment | null)[] = []
    lists.push({ parts: list, fragments: own })
    for (const part of list) {
      if (typeof part === 'string' && isSaid(part)) {
        const fragment = { slot: `${slot}.${fragments.length + 1}`, words: part.replace(/\s+/g, ' ').trim() }
        fragments.push(fragment)
        own.push(fragment)
        continue
      }
      own.push(null)
      if (typeof part === 'object' && 'plural' in part && depth < DEEPEST) {
        for (const form of Object.values(part.forms)) cut(form, depth + 1)
      }
    }
  }
  cut(parts, 0)
  return fragments.length === 0 ? { kind: 'none' } : { kind: 'cut', lists, fragments }
}

/** Whether anything of one language's text is recorded: whether `cutText` finds words in it. */
export const isRecordable = (parts: readonly PromptPart[], depth = 0): boolean =>
  parts.some(part => {
    if (typeof part === 'string') return isSaid(part)
    return 'plural' in part && depth < DEEPEST && Object.values(part.forms).some(form => isRecordable(form, depth + 1))
  })

/** What must be recorded of one language's text. */
export function fragmentsOf(slot: string, parts: readonly PromptPart[]): readonly Fragment[] {
  const cut = cutText(slot, parts)
  return cut.kind === 'whole' ? [cut.fragment] : cut.kind === 'cut' ? cut.fragments : []
}

const PUNCTUATION = ' ,.;:!?，。、；：！？（）'

/** Whether something of it is heard: punctuation and blanks alone are not. */
export function isSaid(words: string): boolean {
  let at = 0
  while (at < words.length && PUNCTUATION.includes(words[at]!)) at++
  if (at === words.length) return false
  // Most begin with one of these, and all of Unicode's letters take a millisecond to be made ready.
  const code = words.charCodeAt(at)
  const common = (code >= 0x4e00 && code <= 0x9fa5) || /[A-Za-z0-9]/.test(words[at]!)
  return common || /[\p{L}\p{N}]/u.test(words)
}

/** SHA-256 of the words as they are recorded: a recording with another one is stale. */
export const textHash = (words: string): string => sha256Hex(words)

// ------------------------------------------------------------------------------------------------ slots of a machine

/** A prompt's slot. The standard prompts that a program does not redefine have one too: `standard.option`. */
export function slotOf(machine: Pick<Machine, 'prompts' | 'standard'>, prompt: number): string | undefined {
  const own = machine.prompts[prompt]?.slot
  if (own !== undefined) return own
  const standard = Object.entries(machine.standard).find(([, index]) => index === prompt)
  return standard && `standard.${standard[0]}`
}

/** All prompts that have a slot, in the machine's order. */
export function slotsOf(machine: Pick<Machine, 'prompts' | 'standard'>): readonly { readonly slot: string; readonly prompt: Prompt }[] {
  return machine.prompts.flatMap((prompt, index) => {
    const slot = slotOf(machine, index)
    return slot === undefined ? [] : [{ slot, prompt }]
  })
}

/** Words that are no prompt's. */
export interface SpokenWords {
  /** `AccountKind.savings`, `settings.notice` */
  readonly slot: string
  /** Words by language tag as written ('' = every language). */
  readonly words: Readonly<Record<string, string>>
}

/** The words of each choice that a text speaks, value by value. A choice without a name has no slots. */
export function spokenChoices(machine: Pick<Machine, 'prompts'>): readonly SpokenWords[] {
  const found = new Map<string, SpokenWords>()
  const waiting: Type[] = machine.prompts.flatMap(prompt => prompt.holes.map(hole => hole.type))
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.kind === 'optional' || type.kind === 'list') waiting.push(type.of)
    else if (type.kind === 'record') waiting.push(...Object.values(type.fields))
    else if (type.kind === 'choice' && type.name !== undefined) {
      for (const [value, words] of Object.entries(type.values)) {
        const slot = choiceSlot(type.name, value)
        if (Object.values(words).some(isSaid)) found.set(slot, { slot, words })
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.slot < b.slot ? -1 : 1))
}

/** The words that a setting has until an operator gives it others: `settings.notice`. */
export function settingTexts(machine: Pick<Machine, 'settings'>): readonly SpokenWords[] {
  return machine.settings.flatMap(({ name, value }) =>
    typeof value === 'object' && value !== null && 'texts' in value
      ? [{ slot: `settings.${name}`, words: (value as TextsValue).texts }]
      : [],
  )
}

export const choiceSlot = (type: string, value: string): string => `${type}.${value}`
