// Which languages a text has, and which the line wants of it (semantics §7).
import type * as ast from '../../grammar/ast.ts'
import { suggest } from '../bind/suggest.ts'
import { rename } from '../bind/unit.ts'
import { complain, type Context } from './context.ts'

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

export const hasWords = (parts: readonly ast.TextPart[]): boolean =>
  parts.some(part =>
    part.kind === 'TextChars' ? /\p{L}/u.test(part.text) : part.kind === 'PluralPart' && part.forms.some(form => hasWords(form.parts)),
  )

/** Reports what a text lacks: a language of the line, a tag that nobody speaks, words without a language. */
export function checkLanguages(context: Context, text: ast.TextLiteral, spoken: boolean): void {
  const { languages, line, broken } = context.unit
  if (languages.length === 0 || text.variants.length === 0) return
  // A language of the line may be unread.
  if (line && broken.has(line.node)) return
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

function everyLanguage(context: Context, text: ast.TextLiteral, variant: ast.TextVariant) {
  const source = context.file.text.slice(variant.start, variant.end)
  const written = context.unit.languages.map(language => `${shortTag(context, language)}${source}`).join(' ')
  return {
    title: { en: 'Give it to every language, to be translated', zh: '为每种语言各写一份（待翻译）' },
    edits: [{ file: context.file.path, start: text.start, end: text.end, text: written }],
  }
}

function addLanguages(context: Context, text: ast.TextLiteral, missing: readonly string[]) {
  const variant = text.variants[0]!
  const source = context.file.text.slice(variant.tag ? variant.tag.end : variant.start, variant.end)
  const at = text.variants.at(-1)!.end
  const written = missing.map(language => ` ${shortTag(context, language)}${source}`).join('')
  const names = missing.join(', ')
  return {
    title: { en: `Add a text for ${names}, to be translated`, zh: `补上 ${names} 的文本（待翻译）` },
    edits: [{ file: context.file.path, start: at, end: at, text: written }],
  }
}
