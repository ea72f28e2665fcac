// A text as translators see it: its words with values in braces, as the source has them, but without the source's quoting. Only what would
// be taken for something else is written with a backslash: `\{`, `\\`, `\n` for a line break, `\u{…}` for what cannot be seen.
import { parse } from '../../lang/grammar/index.ts'
import type { TextPart } from '../../lang/grammar/ast.ts'

/** What cannot be seen: control characters, and those that turn or join letters without a sign. */
const UNSEEN = /[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu

const unseen = (text: string): string => text.replace(UNSEEN, c => `\\u{${c.codePointAt(0)!.toString(16)}}`)

/** `source`: the file that the parts are of. */
export function writtenText(source: string, parts: readonly TextPart[]): string {
  return parts
    .map(part =>
      part.kind === 'TextChars'
        ? unseen(part.text.replace(/[\\{]/g, '\\$&').replaceAll('\n', '\\n')).replaceAll('\\u{a}', '\\n')
        : source.slice(part.start, part.end).replace(/\s*[\r\n]\s*/g, ' '),
    )
    .join('')
}

/** What stands between the quotes of a source for a text as it was written. That it is one whole text, `readWritten` tells. */
export function sourceText(written: string): string {
  let text = ''
  /** For each brace that is open: whether a quoted text is open inside it. */
  const open: boolean[] = []
  for (let at = 0; at < written.length; at++) {
    const c = written[at]!
    if (c === '\\') {
      const next = written[at + 1] ?? ''
      const unicode = /^\\u\{[0-9a-fA-F]{1,6}\}/.exec(written.slice(at, at + 10))?.[0]
      if (unicode !== undefined) {
        text += unicode
        at += unicode.length - 1
      } else if (next !== '' && '\\{n"'.includes(next)) {
        text += c + next
        at++
      } else text += '\\\\'
    } else if (c === '\r' || c === '\n') {
      if (c === '\n' || written[at + 1] !== '\n') text += '\\n'
    } else if (open.length === 0) {
      if (c === '{') open.push(false)
      text += c === '"' ? '\\"' : unseen(c)
    } else {
      // Inside a value the source's own signs stand, a text of a plural among them.
      const quoted = open.at(-1)!
      if (c === '"') open[open.length - 1] = !quoted
      else if (c === '{') open.push(false)
      else if (c === '}' && !quoted) open.pop()
      text += unseen(c)
    }
  }
  return text
}

export type ReadWritten =
  | { readonly source: string; readonly values: ReadonlySet<string>; readonly problem?: undefined }
  | { readonly problem: { readonly en: string; readonly zh: string } }

const BEFORE = 'prompts { x "'

/** A written text, as a source has it, with the values that it speaks; or why it is none. */
export function readWritten(written: string): ReadWritten {
  const source = sourceText(written)
  const { tree, diagnostics } = parse(`${BEFORE}${source}" }`, 'translation')
  const [first] = diagnostics
  if (first) return { problem: first.message }
  const [declaration] = tree.declarations
  const prompt = declaration?.kind === 'PromptsDeclaration' ? declaration.prompts[0] : undefined
  const [variant] = prompt?.text.variants ?? []
  const whole =
    tree.declarations.length === 1 &&
    declaration?.kind === 'PromptsDeclaration' &&
    declaration.prompts.length === 1 &&
    prompt?.text.variants.length === 1 &&
    variant?.start === BEFORE.length - 1 &&
    variant.end === BEFORE.length + source.length + 1
  if (!whole) return { problem: { en: 'It is not one text.', zh: '不是一段完整的文本。' } }
  return { source, values: valuesOf(`${BEFORE}${source}" }`, variant.parts) }
}

/** The values that parts speak, as written, without blanks. As deep as plural forms lie in each other, which the grammar bounds. */
export function valuesOf(source: string, parts: readonly TextPart[], found = new Set<string>()): ReadonlySet<string> {
  for (const part of parts) {
    if (part.kind !== 'Interpolation' && part.kind !== 'PluralPart') continue
    found.add(source.slice(part.value.start, part.value.end).replace(/\s+/g, ''))
    if (part.kind === 'PluralPart') for (const form of part.forms) valuesOf(source, form.parts, found)
  }
  return found
}
