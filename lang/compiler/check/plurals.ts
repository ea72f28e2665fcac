// `{n: one "message", other "messages"}`: plural forms of numbers, and words for choices and for yes or no.
import type * as ast from '../../grammar/ast.ts'
import { suggest } from '../bind/suggest.ts'
import { label, rename } from '../bind/unit.ts'
import type { StaticType } from '../types.ts'
import { describe } from '../typing/describe.ts'
import { complain, type Context } from './context.ts'
import { mayBeNothing } from './misfits.ts'
import { secretIn } from './texts.ts'

const everyCategory = ['zero', 'one', 'two', 'few', 'many', 'other']
const cache = new Map<string, readonly string[]>()

/** The plural categories that a language has (CLDR). */
export function categoriesOf(language: string): readonly string[] {
  let known = cache.get(language)
  if (!known) {
    try {
      known = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    } catch {
      known = everyCategory
    }
    cache.set(language, known)
  }
  return known
}

export function checkPlural(context: Context, part: ast.PluralPart, type: StaticType, languages: readonly string[]): StaticType {
  if (type.kind === 'unknown' || secretIn(context, part.value, type)) return type
  if (type.kind === 'value' && type.type.kind === 'optional') {
    mayBeNothing(context, part.value)
    return type
  }
  const held = type.kind === 'value' ? type.type : null
  if (held?.kind === 'number') checkForms(context, part, pluralsOf(languages), ['other'], describe(type))
  else if (held?.kind === 'choice') {
    const values = Object.keys(held.values)
    checkForms(context, part, [...values, 'other'], values, describe(type))
  } else if (held?.kind === 'boolean') checkForms(context, part, ['true', 'false', 'other'], ['true', 'false'], describe(type))
  else complain(context, 'no-plural', { is: describe(type) }, part.value)
  return type
}

const pluralsOf = (languages: readonly string[]): readonly string[] => {
  const found = new Set(languages.flatMap(language => categoriesOf(language)))
  return languages.length === 0 ? everyCategory : everyCategory.filter(category => found.has(category))
}

function checkForms(
  context: Context,
  part: ast.PluralPart,
  known: readonly string[],
  wanted: readonly string[],
  is: ReturnType<typeof describe>,
): void {
  const first = new Map<string, ast.Name>()
  for (const { when } of part.forms) {
    if (when.text === '') continue
    const before = first.get(when.text)
    if (before) {
      complain(context, 'duplicate-name', { name: when.text }, when, {
        labels: [label(context.file, before, `“${when.text}” stands here first`, `“${when.text}”首先出现在这里`)],
      })
    } else if (!known.includes(when.text)) {
      const meant = suggest(context.unit, when.text, known)
      complain(context, 'unknown-plural-form', { form: when.text, forms: known, is, ...(meant ? { meant } : {}) }, when, {
        fixes: meant ? [rename(context.file, when, meant)] : [],
      })
    }
    first.set(when.text, when)
  }
  if (first.has('other')) return
  const missing = wanted.filter(form => !first.has(form))
  if (missing.length > 0) complain(context, 'plural-form-missing', { missing }, part)
}
