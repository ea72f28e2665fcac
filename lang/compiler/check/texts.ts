// Texts: the values in them, how each is spoken, and what becomes of a text where it is not spoken at all.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import { suggest } from '../bind/suggest.ts'
import { rename, report, type Unit } from '../bind/unit.ts'
import type { ProgramFile } from '../program.ts'
import type { StaticType } from '../types.ts'
import { highestClass, isSecret, plain } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { unknown, value } from '../typing/fits.ts'
import { formsOf, isSpeakable } from '../typing/forms.ts'
import { digitsFault } from '../typing/refinements.ts'
import { complain, type Context } from './context.ts'
import { expression } from './expressions.ts'
import { checkHeard, mustBeHeard } from './heard.ts'
import { checkLanguages, languagesOf } from './languages.ts'
import { literalFault, opened } from './literals.ts'
import { mayBeNothing } from './misfits.ts'
import { checkPlural } from './plurals.ts'

/** A value in a text, typed. */
interface Held {
  readonly part: ast.Interpolation | ast.PluralPart
  readonly type: StaticType
  readonly variant: ast.TextVariant
}

const plainText = (text: ast.TextLiteral): string | null => {
  const [variant] = text.variants
  if (text.variants.length !== 1 || !variant || variant.tag || variant.parts.some(part => part.kind !== 'TextChars')) return null
  return variant.parts.map(part => (part.kind === 'TextChars' ? part.text : '')).join('')
}

/** A text literal where a value is wanted: digits, something to say, or a text. */
export function textValue(context: Context, node: ast.TextLiteral, wanted: Type | null): StaticType {
  const want = opened(wanted)
  if (want?.kind === 'digits') {
    const digits = plainText(node)
    const fault = digits === null ? { en: 'only numerals may stand in it', zh: '只能由数字组成' } : digitsFault(digits, want)
    const { class: _class, mask: _mask, ...type } = want
    return fault ? literalFault(context, node, fault) : value(type)
  }
  if (want?.kind === 'speech') return spokenText(context, node)
  const held = typeHeld(context, node)
  const composed = want?.kind === 'text' || (!hasPauses(node) && held.every(each => composes(each)))
  if (!composed) return speak(context, node, held)
  if (!context.constant || context.unit.languages.length === 1) {
    checkLanguages(context, node, false)
    checkSameValues(context, node)
  }
  const pause = node.variants.flatMap(variant => variant.parts).find(part => part.kind === 'PausePart')
  if (pause) complain(context, 'only-spoken', {}, pause)
  let isPrivate = false
  for (const { part, type } of held) {
    if (type.kind === 'unknown') continue
    if (secretIn(context, part.value, type)) continue
    if (type.kind === 'value' && type.type.kind === 'optional') mayBeNothing(context, part.value)
    else if (!composes({ part, type })) complain(context, 'only-spoken', {}, part)
    else if (type.kind === 'value' && type.type.class === 'private') isPrivate = true
  }
  return value(isPrivate ? { kind: 'text', class: 'private', mask: 'all' } : { kind: 'text' })
}

/** A text that is not spoken is put together of texts and digits alone. */
const composes = ({ part, type }: Pick<Held, 'part' | 'type'>): boolean =>
  type.kind === 'unknown' ||
  (part.kind === 'Interpolation' && !part.form && type.kind === 'value' && (type.type.kind === 'text' || type.type.kind === 'digits'))

const hasPauses = (node: ast.TextLiteral): boolean => node.variants.some(variant => variant.parts.some(part => part.kind === 'PausePart'))

/** A text that is spoken where it stands. */
export function spokenText(context: Context, node: ast.TextLiteral): StaticType {
  const type = speak(context, node, typeHeld(context, node))
  context.unit.typeOf.set(node, type)
  return type
}

/** Anything that is spoken where it stands: a text, a prompt, or a value. */
export function speech(context: Context, node: ast.Expression): StaticType {
  if (node.kind === 'TextLiteral') return spokenText(context, node)
  const type = expression(context, node)
  checkSpeakable(context, node, type, context.unit.languages)
  return type
}

/** What a key is for: of nothing at all nobody knows. */
export function labelText(context: Context, node: ast.Expression, isConditional = false): void {
  speech(context, node)
  // Under a condition not every form comes to be told.
  mustBeHeard(context, node, isConditional ? 'some' : 'every')
}

function typeHeld(context: Context, node: ast.TextLiteral): readonly Held[] {
  const held: Held[] = []
  const within = (parts: readonly ast.TextPart[], variant: ast.TextVariant): void => {
    for (const part of parts) {
      if (part.kind === 'Interpolation') held.push({ part, variant, type: expression(context, part.value) })
      else if (part.kind === 'PluralPart') {
        held.push({ part, variant, type: expression(context, part.value) })
        for (const form of part.forms) within(form.parts, variant)
      }
    }
  }
  for (const variant of node.variants) within(variant.parts, variant)
  return held
}

function speak(context: Context, node: ast.TextLiteral, held: readonly Held[]): StaticType {
  checkLanguages(context, node, true)
  const silent = checkHeard(context, node)
  checkSameValues(context, node, silent)
  let isPrivate = false
  for (const { part, type, variant } of held) {
    if (type.kind === 'unknown') continue
    const languages = languagesOf(context, node, variant)
    const heard = part.kind === 'PluralPart' ? checkPlural(context, part, type, languages) : checkForm(context, part, type, languages)
    if (heard.kind === 'value' && highestClass(heard.type) === 'private') isPrivate = true
  }
  return value(isPrivate ? { kind: 'speech', class: 'private', mask: 'all' } : { kind: 'speech' })
}

/** Gives the type of what is heard: the last four of a private value are plain. */
function checkForm(context: Context, part: ast.Interpolation, type: StaticType, languages: readonly string[]): StaticType {
  if (!checkSpeakable(context, part.value, type, languages) || !part.form || part.form.text === '' || type.kind !== 'value') return type
  const form = part.form.text
  const forms = formsOf(type.type)
  if (!forms.includes(form)) {
    const meant = suggest(context.unit, form, forms)
    complain(context, 'unknown-form', { form, is: describe(type), forms, ...(meant ? { meant } : {}) }, part.form, {
      fixes: meant ? [rename(context.file, part.form, meant)] : [],
    })
    return unknown
  }
  return form === 'last4' ? value(plain(type.type)) : type
}

/** Reports a secret in a text. */
export function secretIn(context: Context, node: ast.Expression, type: StaticType): boolean {
  if (!isSecret(type)) return false
  complain(context, 'secret-spoken', {}, node)
  return true
}

/** Reports what cannot be spoken in each of the languages. */
export function checkSpeakable(context: Context, node: ast.Expression, type: StaticType, languages: readonly string[]): boolean {
  if (type.kind === 'unknown') return true
  if (secretIn(context, node, type)) return false
  if (type.kind === 'value' && type.type.kind === 'optional') {
    mayBeNothing(context, node)
    return false
  }
  if (type.kind !== 'value' || !isSpeakable(type.type)) {
    complain(context, 'not-speakable', { is: describe(type), record: type.kind === 'value' && type.type.kind === 'record' }, node)
    return false
  }
  const choice = type.type.kind === 'list' ? type.type.of : type.type
  if (choice.kind !== 'choice') return true
  // Words that one language lacks are reported where they are written.
  const silent = Object.entries(choice.values).filter(([, words]) => Object.keys(words).length === 0)
  if (silent.length === 0 || languages.length === 0) return true
  complain(context, 'choice-without-words', { values: silent.map(([name]) => name), ...(choice.name ? { choice: choice.name } : {}) }, node)
  return false
}

/** The values that a text speaks, as written: each once, without blanks. */
function valuesOf(
  context: Context,
  parts: readonly ast.TextPart[],
  found = new Map<string, ast.Expression>(),
): Map<string, ast.Expression> {
  for (const part of parts) {
    if (part.kind !== 'Interpolation' && part.kind !== 'PluralPart') continue
    if (part.value.kind !== 'Missing') found.set(context.file.text.slice(part.value.start, part.value.end).replace(/\s+/g, ''), part.value)
    if (part.kind === 'PluralPart') for (const form of part.forms) valuesOf(context, form.parts, found)
  }
  return found
}

/** Every language of a text speaks the same values: what one caller is told, the other is told too. `silent` have a finding already. */
function checkSameValues(context: Context, node: ast.TextLiteral, silent: readonly string[] = []): void {
  if (node.variants.length < 2) return
  const each = node.variants.map(variant => valuesOf(context, variant.parts))
  const all = new Map(each.flatMap(values => [...values]))
  node.variants.forEach((variant, at) => {
    if (silent.length > 0 && languagesOf(context, node, variant).some(language => silent.includes(language))) return
    const missing = [...all.keys()].filter(source => !each[at]!.has(source))
    if (missing.length > 0) complain(context, 'values-differ', { missing, tag: variant.tag?.text ?? '' }, variant)
  })
}

/** A text in which no value may stand: a title, a choice's words. */
export function checkPlainText(unit: Unit, file: ProgramFile, node: ast.TextLiteral, what: 'title'): void {
  const part = node.variants.flatMap(variant => variant.parts).find(each => each.kind !== 'TextChars')
  if (part) report(unit, file, 'text-must-be-plain', { what }, part)
}
