// Is anything heard of what is said: in each language, and whichever form a value chooses?
import type * as ast from '../../grammar/ast.ts'
import type { Unit } from '../bind/unit.ts'
import { complain, type Context } from './context.ts'
import { bestVariant } from './languages.ts'
import { textOf } from './says.ts'

/** What a voice says; the rest is how it is said. Nearly every text is told by the first, for Unicode's letters take time. */
const plain = /[A-Za-z0-9\u4e00-\u9fff]/
const voiced = /[\p{L}\p{N}\p{S}%&@#*]/u
const hasVoiced = (part: ast.TextPart): boolean => part.kind === 'TextChars' && (plain.test(part.text) || voiced.test(part.text))

/** Is something voiced in each language, as nearly always? Then nothing else has to be looked at. */
const isSpoken = (text: ast.TextLiteral): boolean => text.variants.every(({ parts }) => parts.some(hasVoiced))

/** So many prompts are looked into. */
const MOST_PROMPTS = 200

/** A prompt's parameters: is anything heard of their values? */
type Given = ReadonlyMap<string, boolean>

/** Whichever form a value takes, or by one at least. */
type Forms = 'every' | 'some'

/** A value is heard, whatever it will be; so is, for here, what a language lacks: that has a finding of its own. */
function isHeard(unit: Unit, said: ast.Expression, language: string, forms: Forms = 'every'): boolean {
  const known = new Map<ast.PromptDeclaration, Map<string, boolean>>()
  const expression = (node: ast.Expression, given: Given): boolean => {
    if (node.kind === 'TextLiteral') return text(node, given)
    const name = node.kind === 'NameExpression' ? node.name : node.kind === 'CallExpression' ? node.callee : null
    const symbol = name && unit.symbolOf.get(name)
    if (symbol?.kind === 'local' && symbol.of === 'prompt parameter') return given.get(symbol.name) ?? true
    if (symbol?.kind !== 'prompt') return true
    const fitted = (node.kind === 'CallExpression' && unit.argumentsOf.get(node)) || []
    return prompt(
      symbol.node,
      symbol.node.parameters.map((_, at) => !fitted[at] || expression(fitted[at], given)),
    )
  }
  const prompt = (node: ast.PromptDeclaration, values: readonly boolean[]): boolean => {
    const found = known.get(node) ?? new Map<string, boolean>()
    const before = found.get(values.join())
    if (before !== undefined) return before
    if (known.size === MOST_PROMPTS) return true
    known.set(node, found)
    // That it is made of itself has a finding of its own.
    found.set(values.join(), true)
    const heard = text(node.text, new Map(node.parameters.map(({ name }, at) => [name.text, values[at]!])))
    found.set(values.join(), heard)
    return heard
  }
  const text = (node: ast.TextLiteral, given: Given): boolean => {
    const variant = bestVariant(node, language)
    return !variant || within(variant.parts, given)
  }
  const within = (parts: readonly ast.TextPart[], given: Given): boolean =>
    parts.some(part => {
      if (part.kind === 'Interpolation') return expression(part.value, given)
      if (part.kind !== 'PluralPart') return hasVoiced(part)
      return part.forms[forms](form => within(form.parts, given))
    })
  return expression(said, new Map())
}

/** The languages in which nothing is heard of a text that says something in another; in each it may be silent. */
function silentBeside({ unit }: Context, text: ast.TextLiteral): readonly string[] {
  if (text.variants.length < 2 || !unit.languagesKnown || isSpoken(text)) return []
  const written = unit.languages.filter(language => bestVariant(text, language))
  const silent = written.filter(language => !isHeard(unit, text, language))
  return silent.length < written.length ? silent : []
}

function complainSilent(context: Context, said: ast.Expression, missing: readonly string[]): void {
  if (missing.length === 0 || !context.unit.languagesKnown) return
  const ofForm = missing.filter(language => isHeard(context.unit, said, language, 'some'))
  // One fault: a language without any words first, and the forms once it has some.
  const silent = ofForm.length === missing.length ? ofForm : missing.filter(language => !ofForm.includes(language))
  complain(context, 'language-missing', { missing: silent, ofForm: silent === ofForm }, said)
}

/** Reports the languages in which nothing is heard of a text that says something in another, and gives them. */
export function checkHeard(context: Context, text: ast.TextLiteral): readonly string[] {
  const missing = silentBeside(context, text)
  complainSilent(context, text, missing)
  return missing
}

/** Reports what has to be heard and is not. */
export const mustBeHeard = (context: Context, said: ast.Expression, forms: Forms): void =>
  complainSilent(context, said, silentIn(context, said, forms))

/** The languages in which nothing is heard of what has to be. None where its text has a finding already, as it lacks a language. */
export function silentIn(context: Context, said: ast.Expression, forms: Forms = 'every'): readonly string[] {
  const { unit } = context
  const text = textOf(context, said)?.text
  if (text && isSpoken(text)) return []
  if (text && (silentBeside(context, text).length > 0 || !unit.languages.every(language => bestVariant(text, language)))) return []
  return unit.languages.filter(language => !isHeard(unit, said, language, forms))
}
