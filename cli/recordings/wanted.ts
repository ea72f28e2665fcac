// What of a machine can be recorded, slot by slot and language by language.
import { cutText, isSaid, slotOf, spokenChoices } from '../../machine/fragments.ts'
import type { Machine, Prompt } from '../../machine/format.ts'
import { longestMatch } from '../../runtime/speech/reading/longest-match.ts'
import { toldPrompts } from './tellings.ts'

/**
 * `text`: recorded whole · `fragment`: a stretch of a text with values · `choice`: a value of a choice · `value`: what a language's readings
 * are made of.
 */
export type WantedKind = 'text' | 'fragment' | 'choice' | 'value'

export interface Wanted {
  readonly kind: WantedKind
  readonly slot: string
  readonly language: string
  readonly words: string
  /** The slot of the text that it belongs to; its own where it stands alone. */
  readonly of: string
  /** The text itself; undefined for a choice and a value. */
  readonly prompt?: Prompt
}

/** The prompts that the program has named or written, without the standard ones. */
export const ownPrompts = (machine: Machine): readonly number[] =>
  machine.prompts.flatMap((prompt, index) => (prompt.slot === undefined ? [] : [index]))

/** What the program says: texts in the machine's order, each slot in every language; then choices. `prompts`: those to be looked at. */
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
  for (const { slot, words } of spokenChoices(machine)) {
    for (const language of machine.line.languages) {
      const said = longestMatch(words, language)
      if (said !== undefined && isSaid(said)) wanted.push({ kind: 'choice', slot, language, words: said.trim(), of: slot })
    }
  }
  return wanted
}
