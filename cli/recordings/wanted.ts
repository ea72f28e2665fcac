// What of a machine can be recorded, slot by slot and language by language.
import { cutText, isSaid, settingTexts, slotOf, spokenChoices } from '../../machine/fragments.ts'
import type { Machine, Prompt } from '../../machine/format.ts'
import { longestMatch } from '../../runtime/speech/reading/longest-match.ts'
import { toldPrompts } from './tellings.ts'

/**
 * `text`: recorded whole · `fragment`: a stretch of a text with values · `choice`: a value of a choice · `setting`: what a setting says until an
 * operator gives it other words · `value`: what a language's readings are made of.
 */
export type WantedKind = 'text' | 'fragment' | 'choice' | 'setting' | 'value'

export interface Wanted {
  readonly kind: WantedKind
  readonly slot: string
  readonly language: string
  readonly words: string
  /** The slot of the text that it belongs to; its own where it stands alone. */
  readonly of: string
  /** The text itself; undefined for a choice, a setting and a value. */
  readonly prompt?: Prompt
}

/** The prompts that the program has named or written, without the standard ones. */
export const ownPrompts = (machine: Machine): readonly number[] =>
  machine.prompts.flatMap((prompt, index) => (prompt.slot === undefined ? [] : [index]))

/** What the program says: texts in the machine's order, each slot in every language; then choices and settings. `prompts`: those to be looked at. */
export function wantedTexts(machine: Machine, prompts: readonly number[] = toldPrompts(machine)): readonly Wanted[] {
  const wanted: Wanted[] = []
  for (const index of prompts) {
    const prompt = machine.prompts[index]!
    const slot = slotOf(machine, index)
    if (slot === undefined) continue
    for (const [language, parts] of Object.entries(prompt.texts)) {
      const cut = cutText(slot, parts)
      if (cut.kind === 'whole') wanted.push({ kind: 'text', ...cut.fragment, language, of: slot, prompt })
      if (cut.kind === 'cut') {
        for (const fragment of cut.fragments) wanted.push({ kind: 'fragment', ...fragment, language, of: slot, prompt })
      }
    }
  }
  const kinds = [
    ['choice', spokenChoices(machine)],
    ['setting', settingTexts(machine)],
  ] as const
  for (const [kind, texts] of kinds) {
    for (const { slot, words } of texts) {
      for (const language of machine.line.languages) {
        const said = longestMatch(words, language)
        if (said !== undefined && isSaid(said)) wanted.push({ kind, slot, language, words: said.trim(), of: slot })
      }
    }
  }
  return wanted
}
