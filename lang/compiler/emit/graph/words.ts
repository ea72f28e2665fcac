// A text as it is read on paper: the words, values as ‹name›, plural forms side by side.
import type { Machine, Prompt, PromptPart, Tell } from '../../../../machine/format.ts'
import type { Words } from './types.ts'

/** Texts with plural forms deeper than this are not looked into; the compiler makes none. */
const DEEPEST = 8

/** The words of a prompt, in the order of the line's languages: a bundle has lost that of the source. */
export function wordsOfPrompt({ line }: Machine, prompt: Prompt): Words {
  return Object.fromEntries(
    line.languages.flatMap(language => {
      const parts = prompt.texts[language]
      return parts === undefined ? [] : [[language, wordsOfParts(prompt, parts).trim()]]
    }),
  )
}

function wordsOfParts(prompt: Prompt, parts: readonly PromptPart[], depth = 0): string {
  const name = (hole: number): string => prompt.holes[hole]?.name ?? '…'
  return parts
    .map(part => {
      if (typeof part === 'string') return part
      if ('pause' in part) return ' … '
      if ('hole' in part) return `‹${name(part.hole)}›`
      if (depth >= DEEPEST) return '…'
      const forms = Object.entries(part.forms)
        .sort(byName)
        .map(([form, own]) => `${form}: ${wordsOfParts(prompt, own, depth + 1)}`)
      return `‹${name(part.plural)}: ${forms.join(' | ')}›`
    })
    .join('')
    .replace(/\s+/g, ' ')
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

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
  const words = wordsOfPrompt(machine, prompt)
  const only = tell.language
  return only === undefined ? words : { [only]: words[only] ?? '' }
}

/** The words in a language of the line, whatever part of its tag they are written for; else the first by name that there are. */
export function wordsIn(words: Words, language: string): string {
  for (let tag = language; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = words[tag]
    if (found !== undefined) return found
  }
  return words[''] ?? Object.entries(words).sort(byName)[0]?.[1] ?? ''
}
