// How a text sounds in each language of the line, and how long that takes: values are heard as examples of their types.
import type * as ast from '../grammar/ast.ts'
import type { Program } from '../compiler/program.ts'
import type { Type } from '../../machine/types.ts'
import { exampleValue } from './example-value.ts'
import type { Speaker } from './types.ts'

export interface Sound {
  readonly language: string
  readonly words: string
  readonly ms: number
}

/** The variant that a language hears: the longest tag that matches, else an untagged one. */
export function variantFor(text: ast.TextLiteral, language: string): ast.TextVariant | undefined {
  const wanted = language.toLowerCase()
  let best: ast.TextVariant | undefined
  for (const variant of text.variants) {
    const tag = variant.tag?.text.toLowerCase() ?? ''
    if (tag !== '' && wanted !== tag && !wanted.startsWith(`${tag}-`)) continue
    if (!best || tag.length > (best.tag?.text.length ?? 0)) best = variant
  }
  return best
}

export function soundsOf(program: Program, text: ast.TextLiteral, speaker: Speaker): readonly Sound[] {
  return program.languages.flatMap(language => {
    const variant = variantFor(text, language)
    if (!variant) return []
    let words = ''
    let pauses = 0
    for (const part of variant.parts) {
      if (part.kind === 'TextChars') words += part.text
      else if (part.kind === 'PausePart') pauses += part.duration.ms
      else words += valueWords(program, part, language, speaker)
    }
    return [{ language, words, ms: speaker.duration(words, language) + pauses }]
  })
}

function valueWords(program: Program, part: ast.Interpolation | ast.PluralPart, language: string, speaker: Speaker): string {
  if (part.kind === 'PluralPart') return (part.forms.at(-1)?.parts ?? []).map(each => (each.kind === 'TextChars' ? each.text : '')).join('')
  const type = program.typeOf.get(part.value)
  if (type?.kind !== 'value') return '…'
  return readExample(type.type, part.form?.text, language, speaker) ?? '…'
}

/** An example of a type, read aloud; undefined for what has no words of its own. */
function readExample(type: Type, form: string | undefined, language: string, speaker: Speaker): string | undefined {
  const value = exampleValue(type)
  if (value === undefined) return undefined
  try {
    return speaker.read(value, type.kind === 'optional' ? type.of : type, form, language)
  } catch {
    // A language without readings of its own.
    return undefined
  }
}

/** `2.4 s` */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
