// Which languages a text has, and which the line wants of it (semantics §7).
import type * as ast from '../../grammar/ast.ts'
import { suggest } from '../bind/suggest.ts'
import { rename } from '../bind/unit.ts'
import type { Span } from '../../text/span.ts'
import { complain, type Context } from './context.ts'
import { categoriesOf } from './plurals.ts'

/** Does a text tagged `tag` speak to a caller of `language`? `zh` does to `zh-CN` (RFC 4647 §3.4, lookup). */
export const tagMatches = (tag: string, language: string): boolean => {
  // Most pairs differ in their first letter; there are two such questions for every text.
  if ((tag.charCodeAt(0) | 32) !== (language.charCodeAt(0) | 32)) return false
  const a = tag.toLowerCase()
  const b = language.toLowerCase()
  return a === b || b.startsWith(`${a}-`)
}

/** The line's languages that a caller hears this variant in, where it is not beaten by a longer tag. */
export function languagesOf(context: Context, text: ast.TextLiteral, variant: ast.TextVariant): readonly string[] {
  const all = context.unit.languages
  if (text.variants.length === 1 && !variant.tag) return all
  return all.filter(language => bestVariant(text, language) === variant)
}

/** The variant that a caller of `language` hears: the longest tag that matches, else the untagged one. */
export function bestVariant(text: ast.TextLiteral, language: string): ast.TextVariant | undefined {
  let best: ast.TextVariant | undefined
  for (const variant of text.variants) {
    const tag = variant.tag?.text ?? ''
    if (tag !== '' && !tagMatches(tag, language)) continue
    if (!best || tag.length > (best.tag?.text.length ?? 0)) best = variant
  }
  return best
}

const hasWords = (parts: readonly ast.TextPart[]): boolean =>
  parts.some(part =>
    part.kind === 'TextChars' ? /\p{L}/u.test(part.text) : part.kind === 'PluralPart' && part.forms.some(form => hasWords(form.parts)),
  )

/** Reports what a text lacks: a language of the line, a tag that nobody speaks, words without a language. */
export function checkLanguages(context: Context, text: ast.TextLiteral, spoken: boolean): void {
  const { languages, languagesKnown } = context.unit
  if (languages.length === 0 || text.variants.length === 0 || !languagesKnown) return
  const written = new Set<string>()
  let tagged = false
  for (const { tag } of text.variants) {
    if (!tag || tag.text === '') continue
    tagged = true
    written.add(tag.text)
    if (languages.some(language => tagMatches(tag.text, language))) continue
    const short = languages.map(language => language.split('-')[0]!)
    const meant = suggest(
      context.unit,
      tag.text,
      [...languages, ...short].filter(each => !written.has(each)),
    )
    complain(context, 'tag-not-spoken', { tag: tag.text, languages }, tag, { fixes: meant ? [rename(context.file, tag, meant)] : [] })
  }
  if (!tagged) {
    const variant = text.variants[0]!
    if (!spoken || languages.length === 1 || !hasWords(variant.parts)) return
    complain(context, 'words-without-language', { languages }, text, { fixes: [everyLanguage(context, text, variant)] })
    return
  }
  const missing = languages.filter(language => !bestVariant(text, language))
  if (missing.length > 0) complain(context, 'language-missing', { missing }, text, { fixes: [addLanguages(context, text, missing)] })
}

/** A tag for a new text of `language`, as short as those of the other texts. */
const shortTag = (context: Context, language: string): string => {
  const short = language.split('-')[0]!
  return context.unit.languages.filter(each => tagMatches(short, each)).length === 1 ? short : language
}

/** The words of a variant as a text of `language`, without the plural forms that the language has not. */
function wordsFor(context: Context, variant: ast.TextVariant, language: string): string {
  const { text } = context.file
  let written = shortTag(context, language)
  let from = variant.tag ? variant.tag.end : variant.start
  const leave = (span: Span): void => {
    written += text.slice(from, span.start)
    from = span.end
  }
  const within = (parts: readonly ast.TextPart[]): void => {
    for (const part of parts) {
      if (part.kind !== 'PluralPart') continue
      const type = context.unit.typeOf.get(part.value)
      const isPlural = type?.kind === 'value' && type.type.kind === 'number'
      const forms = part.forms.filter(({ when }) => !isPlural || categoriesOf(language).includes(when.text))
      if (forms[0] && forms[0] !== part.forms[0]) leave({ start: part.forms[0]!.start, end: forms[0].start })
      for (const [at, form] of forms.entries()) {
        within(form.parts)
        const next = forms[at + 1]
        leave({ start: form.end, end: next?.start ?? part.forms.at(-1)!.end })
        if (next) written += ', '
      }
    }
  }
  within(variant.parts)
  return written + text.slice(from, variant.end)
}

function everyLanguage(context: Context, text: ast.TextLiteral, variant: ast.TextVariant) {
  const written = context.unit.languages.map(language => wordsFor(context, variant, language)).join(' ')
  return {
    title: { en: 'Give it to every language, to be translated', zh: '为每种语言各写一份（待翻译）' },
    edits: [{ file: context.file.path, start: text.start, end: text.end, text: written }],
  }
}

function addLanguages(context: Context, text: ast.TextLiteral, missing: readonly string[]) {
  const variant = text.variants[0]!
  const at = text.variants.at(-1)!.end
  const written = missing.map(language => ` ${wordsFor(context, variant, language)}`).join('')
  const names = missing.join(', ')
  return {
    title: { en: `Add a text for ${names}, to be translated`, zh: `补上 ${names} 的文本（待翻译）` },
    edits: [{ file: context.file.path, start: at, end: at, text: written }],
  }
}
