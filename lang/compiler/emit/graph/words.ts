// A text as it is read on paper: the words, values as ‹name›, plural forms side by side.
import type { Machine, Prompt, PromptPart, Tell } from '../../../../machine/format.ts'
import type { Words } from './types.ts'

/** Texts with plural forms deeper than this are not looked into; the compiler makes none. */
const DEEPEST = 8

/** The words of a prompt, by language of the line. */
export function wordsOfPrompt(prompt: Prompt): Words {
  return Object.fromEntries(Object.entries(prompt.texts).map(([language, parts]) => [language, wordsOfParts(prompt, parts).trim()]))
}

function wordsOfParts(prompt: Prompt, parts: readonly PromptPart[], depth = 0): string {
  const name = (hole: number): string => prompt.holes[hole]?.name ?? '…'
  return parts
    .map(part => {
      if (typeof part === 'string') return part
      if ('pause' in part) return ' … '
      if ('hole' in part) return `‹${name(part.hole)}›`
      if (depth >= DEEPEST) return '…'
      const forms = Object.entries(part.forms).map(([form, own]) => `${form}: ${wordsOfParts(prompt, own, depth + 1)}`)
      return `‹${name(part.plural)}: ${forms.join(' | ')}›`
    })
    .join('')
    .replace(/\s+/g, ' ')
}

/** The prompt of an option's own label: the standard sentence around it is told of every option alike. */
export function labelOf(tell: Tell): number {
  const label = tell.values[0]
  return label?.kind === 'speech' ? label.prompt : tell.prompt
}

/** The words of an option's label; undefined where it has none. */
export function wordsOfLabel(machine: Machine, tell: Tell | undefined): Words | undefined {
  if (tell === undefined) return undefined
  const prompt = machine.prompts[labelOf(tell)]
  if (prompt === undefined) return undefined
  const words = wordsOfPrompt(prompt)
  const only = tell.language
  return only === undefined ? words : { [only]: words[only] ?? '' }
}

/** The words in a language of the line, else in the first that has any. */
export const wordsIn = (words: Words, language: string): string => words[language] ?? words[''] ?? Object.values(words)[0] ?? ''
