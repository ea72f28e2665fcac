// What every part of a book looks at.
import type { Machine, Tell } from '../../../../machine/format.ts'
import { slotOf } from '../../../../machine/fragments.ts'
import type { LabelLanguage } from '../graph/labels.ts'
import { programGraph } from '../graph/program-graph.ts'
import type { ProgramGraph, Words } from '../graph/types.ts'
import { wordsOfPrompt } from '../graph/words.ts'
import { BREAK, type Inline } from './document.ts'
import { HEADINGS, type Headings } from './headings.ts'
import type { BookInput } from './input.ts'

export interface BookContext {
  readonly input: BookInput
  readonly machine: Machine
  readonly graph: ProgramGraph
  readonly words: Headings
  readonly label: LabelLanguage
  readonly anchors: ReadonlyMap<string, string>
}

export function createContext(input: BookInput): BookContext {
  const { machine, language } = input
  const spoken = machine.line.languages.find(tag => tag.toLowerCase().split('-')[0] === language) ?? machine.line.languages[0]!
  return {
    input,
    machine,
    graph: programGraph(machine),
    words: HEADINGS[language],
    label: { ui: language, spoken },
    // By name as long as it is one; a machine that nobody compiled may call its places anything.
    anchors: new Map(machine.places.map(({ name }, index) => [name, /^[\p{L}\p{N}_]+$/u.test(name) ? `place-${name}` : `place-${index}`])),
  }
}

export const placeLink = ({ anchors }: BookContext, name: string): Inline => {
  const to = anchors.get(name)
  return to === undefined ? name : { kind: 'link', to, text: name }
}

export const placeLinks = (context: BookContext, names: readonly string[]): readonly Inline[] =>
  names.flatMap((name, index) => (index === 0 ? [placeLink(context, name)] : [', ', placeLink(context, name)]))

/** A text in every language of the line, one under the other. */
export function said({ machine }: BookContext, words: Words): readonly Inline[] {
  return Object.entries(words)
    .filter(([, text]) => text !== '')
    .flatMap(([language, text], index): Inline[] => [
      ...(index === 0 ? [] : [BREAK]),
      machine.line.languages.length > 1 ? { kind: 'said', language, text } : { kind: 'said', language: '', text },
    ])
}

export function wordsOfTell({ machine }: BookContext, { prompt, language }: Tell): Words {
  const words = wordsOfPrompt(machine, machine.prompts[prompt]!)
  return language === undefined ? words : { [language]: words[language] ?? '' }
}

export const promptAnchor = ({ machine }: BookContext, prompt: number): string | null =>
  slotOf(machine, prompt) === undefined ? null : `text-${prompt}`

/** `90 s`, `3 min` */
export function duration({ words }: BookContext, ms: number): string {
  if (ms >= 120_000 && ms % 60_000 === 0) return `${ms / 60_000} ${words.minutes}`
  return `${ms / 1000} ${words.seconds}`
}
