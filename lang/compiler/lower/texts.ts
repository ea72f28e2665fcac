// Texts as prompts: one for each named prompt and each text written in a step, with a hole for each value in it.
import { fragmentsOf } from '../../../machine/fragments.ts'
import type { MachineExpression } from '../../../machine/index.ts'
import type { Beyond, Hole, Prompt, PromptPart, SourceSpan, StandardPrompt, Tell } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import type { SymbolOf } from '../program.ts'
import { constant, lowerExpression, lowerFitted, lowerNamed, namedType, valueType, variantFor } from './expressions.ts'
import { languageName } from './language-names.ts'
import { held } from './registers.ts'
import { spanIn, spanOf } from './spans.ts'
import { substitute } from './substitute.ts'
import type { Arguments, BuiltPrompt, Lowering, Scope } from './types.ts'

/** A hole under construction: the expression that fills it and how it was written. */
interface OpenHole extends Hole {
  readonly value: MachineExpression
}

// ------------------------------------------------------------------------------------------------ parts

/** The parts of a text in every language of the line; the same value is one hole in all of them. */
function lowerVariants(
  lowering: Lowering,
  scope: Scope,
  literal: ast.TextLiteral,
  holes: OpenHole[],
  args: Arguments | undefined,
): Prompt['texts'] {
  const languages = lowering.program.languages
  const texts: Record<string, readonly PromptPart[]> = {}
  for (const tag of languages) {
    const variant = variantFor(literal, tag, languages[0]!)
    texts[tag] = variant ? lowerParts(lowering, scope, variant.parts, holes, args) : []
  }
  return texts
}

function lowerParts(
  lowering: Lowering,
  scope: Scope,
  parts: readonly ast.TextPart[],
  holes: OpenHole[],
  args: Arguments | undefined,
): PromptPart[] {
  const lowered: PromptPart[] = []
  for (const part of parts) {
    switch (part.kind) {
      case 'TextChars': {
        const before = lowered.at(-1)
        if (typeof before === 'string') lowered[lowered.length - 1] = before + part.text
        else if (part.text !== '') lowered.push(part.text)
        break
      }
      case 'Interpolation':
        lowered.push({ hole: holeFor(lowering, scope, part.value, holes, args), ...(part.form ? { form: part.form.text } : {}) })
        break
      case 'PluralPart':
        lowered.push({
          plural: holeFor(lowering, scope, part.value, holes, args),
          forms: Object.fromEntries(part.forms.map(form => [form.when.text, lowerParts(lowering, scope, form.parts, holes, args)])),
        })
        break
      case 'PausePart':
        lowered.push({ pause: part.duration.ms })
        break
    }
  }
  return lowered
}

function holeFor(lowering: Lowering, scope: Scope, expression: ast.Expression, holes: OpenHole[], args: Arguments | undefined): number {
  const type = namedType(lowering, expression)
  const value = type.kind === 'speech' ? speech(lowering, scope, expression, args) : lowerNamed(lowering, scope, expression, args)
  // 500, CNY 5.00 and 500ms are one number in the machine: what they are told as is their type.
  const key = JSON.stringify([value, type])
  const known = holes.findIndex(hole => JSON.stringify([hole.value, hole.type]) === key)
  if (known >= 0) return known
  return holes.push({ name: written(scope, expression), type, value }) - 1
}

/** The expression as it stands in the source, blanks made one. */
export const written = (scope: Scope, expression: ast.Expression): string =>
  scope.file.text.slice(expression.start, expression.end).replace(/\s+/g, ' ').trim()

const closed = (holes: readonly OpenHole[]): readonly Hole[] => holes.map(({ name, type }) => ({ name, type }))

// ------------------------------------------------------------------------------------------------ named prompts

/**
 * A named prompt. Its parameters are registers −1, −2 …, for which a call's arguments are put in. A standard prompt has one hole for
 * each parameter in order, used or not, because the machine fills those by position.
 */
export function namedPrompt(lowering: Lowering, symbol: SymbolOf<'prompt'>): BuiltPrompt {
  const node = symbol.node
  const known = lowering.prompts.named.get(node)
  if (known) return known
  const owner = { index: -1, name: node.name.text, kind: 'line' } as const
  const scope: Scope = { file: symbol.file, owner, again: null, loop: null, bargeIn: true, readback: false, end: null }
  const parameters = node.parameters.map((parameter, index) => {
    const local = lowering.program.localOf.get(parameter.name)
    return { local, name: parameter.name.text, type: held(local?.type), value: { kind: 'register', register: -1 - index } as const }
  })
  const args = new Map(
    parameters.flatMap(parameter => (parameter.local ? [[parameter.local.node as object, parameter.value] as const] : [])),
  )
  const standard = lowering.program.standard.get(node.name.text) === symbol
  const holes: OpenHole[] = standard ? parameters.map(({ name, type, value }) => ({ name, type, value })) : []
  const texts = lowerVariants(lowering, scope, node.text, holes, args)
  const slot = symbol.file.standard ? {} : { slot: uniqueSlot(lowering, symbol.file.path, node.name.text) }
  const index = lowering.prompts.prompts.push({ ...slot, holes: closed(holes), texts, at: spanIn(lowering, symbol.file.path, node) }) - 1
  const built: BuiltPrompt = { index, values: holes.map(hole => hole.value) }
  lowering.prompts.named.set(node, built)
  return built
}

/** Two files may each have a prompt of one name: the second's slot begins with its file's name. */
function uniqueSlot(lowering: Lowering, path: string, name: string): string {
  const taken = (slot: string): boolean => lowering.prompts.prompts.some(prompt => prompt?.slot === slot)
  if (!taken(name)) return name
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.ivr$/, '')
  let slot = `${stem}.${name}`
  for (let n = 2; taken(slot); n++) slot = `${stem}${n}.${name}`
  return slot
}

const telling = (built: BuiltPrompt, args: readonly MachineExpression[]): Tell => ({
  prompt: built.index,
  values: built.values.map(value => substitute(value, register => (register < 0 ? args[-1 - register] : undefined))),
})

/** A standard prompt with its parameters. */
export function standardTell(lowering: Lowering, name: StandardPrompt, args: readonly MachineExpression[]): Tell {
  const symbol = lowering.program.standard.get(name)
  if (!symbol) throw new Error(`the standard prompt ${name} is missing`)
  return telling(namedPrompt(lowering, symbol), args)
}

/** What the program's own speaks beyond the parameters that the machine fills in; nothing where it speaks no more. */
export function beyondParameters(lowering: Lowering, name: 'option' | 'position'): { readonly beyond?: Beyond } {
  const symbol = lowering.program.standard.get(name)
  const beyond = symbol ? namedPrompt(lowering, symbol).values.slice(symbol.node.parameters.length) : []
  return beyond.length === 0 ? {} : { beyond }
}

// ------------------------------------------------------------------------------------------------ what a step says

const promptSymbol = (lowering: Lowering, name: ast.Name, expression?: ast.NameExpression): SymbolOf<'prompt'> | null => {
  const meaning = expression ? lowering.program.meaningOf.get(expression) : undefined
  const symbol = meaning?.kind === 'symbol' ? meaning.symbol : lowering.program.symbolOf.get(name)
  return symbol?.kind === 'prompt' ? symbol : null
}

/** An argument that is worked out once for all its uses, where it is more than a name. `bind` gives the register that holds it. */
export type Bind = (value: MachineExpression, parameter: ast.Parameter) => MachineExpression

/** What is told for an expression: a text, a named prompt with its values, or a value by itself. */
export function lowerTell(lowering: Lowering, scope: Scope, expression: ast.Expression, args?: Arguments, bind?: Bind): Tell {
  if (expression.kind === 'TextLiteral') return inlineTell(lowering, scope, expression, args)
  if (expression.kind === 'NameExpression') {
    const symbol = promptSymbol(lowering, expression.name, expression)
    if (symbol) return telling(namedPrompt(lowering, symbol), [])
  }
  if (expression.kind === 'CallExpression') {
    const symbol = promptSymbol(lowering, expression.callee)
    if (symbol) return promptCall(lowering, scope, symbol, expression, args, bind)
  }
  return valueTell(lowering, scope, expression, args)
}

function promptCall(
  lowering: Lowering,
  scope: Scope,
  symbol: SymbolOf<'prompt'>,
  call: ast.CallExpression,
  args: Arguments | undefined,
  bind: Bind | undefined,
): Tell {
  const built = namedPrompt(lowering, symbol)
  const fitted = lowering.program.argumentsOf.get(call) ?? call.arguments.map(argument => argument.value)
  const values = symbol.node.parameters.map((parameter, index) => {
    const given = fitted[index]
    if (!given) return constant(null)
    const local = lowering.program.localOf.get(parameter.name)
    const value = lowerFitted(lowering, scope, given, held(local?.type), args)
    const uses = built.values.filter(hole => JSON.stringify(hole).includes(`"register":${-1 - index}}`)).length
    return bind && uses > 1 && !isPath(value) ? bind(value, parameter) : value
  })
  return telling(built, values)
}

/** A name, a field of one, or what never changes in the call: reading it again costs nothing. */
function isPath(expression: MachineExpression): boolean {
  let at = expression
  while (at.kind === 'field') at = at.of
  return at.kind === 'register' || at.kind === 'setting' || at.kind === 'constant' || at.kind === 'call'
}

function inlineTell(lowering: Lowering, scope: Scope, literal: ast.TextLiteral, args: Arguments | undefined): Tell {
  const holes: OpenHole[] = []
  const texts = lowerVariants(lowering, scope, literal, holes, args)
  const at = spanOf(lowering, scope, literal)
  const { prompts, numberOf } = lowering.prompts
  const prompt = numberOf.get(literal) ?? prompts.push(undefined) - 1
  prompts[prompt] = { holes: closed(holes), texts, at }
  lowering.prompts.inline.push({ prompt, owner: scope.owner.name, file: at[0], start: at[1] })
  return { prompt, values: holes.map(hole => hole.value) }
}

function valueTell(lowering: Lowering, scope: Scope, expression: ast.Expression, args: Arguments | undefined): Tell {
  const hole: Hole = { name: written(scope, expression), type: namedType(lowering, expression) }
  const texts = Object.fromEntries(lowering.program.languages.map(tag => [tag, [{ hole: 0 }]]))
  const prompt = lowering.prompts.prompts.push({ holes: [hole], texts, at: spanOf(lowering, scope, expression) }) - 1
  return { prompt, values: [lowerNamed(lowering, scope, expression, args)] }
}

/** A text, a prompt or a value as something that is spoken later: a label, an argument, a name. */
export function speech(lowering: Lowering, scope: Scope, expression: ast.Expression, args?: Arguments): MachineExpression {
  const type = valueType(lowering, expression)
  const isPrompt =
    expression.kind === 'TextLiteral' ||
    (expression.kind === 'NameExpression' && promptSymbol(lowering, expression.name, expression) !== null) ||
    (expression.kind === 'CallExpression' && promptSymbol(lowering, expression.callee) !== null)
  // What is something to say already: a setting, a name that holds one, a caller's recording.
  if (!isPrompt && (type?.kind === 'speech' || type?.kind === 'recording')) return lowerExpression(lowering, scope, expression, args)
  return { kind: 'speech', ...lowerTell(lowering, scope, expression, args) }
}

/** A language's name for itself, as something to say. */
export function languageSpeech(lowering: Lowering, tag: string): MachineExpression {
  const table = lowering.prompts
  let prompt = table.languageNames.get(tag)
  if (prompt === undefined) {
    const texts = Object.fromEntries(lowering.program.languages.map(each => [each, [languageName(tag)]]))
    const at = languageSpan(lowering, tag)
    prompt = table.prompts.push({ slot: `language.${tag}`, holes: [], texts, ...(at ? { at } : {}) }) - 1
    table.languageNames.set(tag, prompt)
  }
  return { kind: 'speech', prompt, values: [] }
}

/** Where the line says that it speaks the language: the one place that its name has. */
function languageSpan(lowering: Lowering, tag: string): SourceSpan | null {
  const { line } = lowering.program
  const tags = line?.node.items.flatMap(item => (item.kind === 'LanguagesItem' ? item.tags : [])) ?? []
  const node = tags.find(each => each.text === tag)
  return line && node ? spanIn(lowering, line.file.path, node) : null
}

// ------------------------------------------------------------------------------------------------ slots

/** Numbers a text that is told. */
export function numberText(lowering: Lowering, literal: ast.TextLiteral): void {
  const type = lowering.program.typeOf.get(literal)
  if (type?.kind !== 'value' || type.type.kind !== 'speech') return
  const { prompts, numberOf } = lowering.prompts
  numberOf.set(literal, prompts.push(undefined) - 1)
}

/** Gives each inline text its slot: the menu's or flow's name and its order there. Named prompts have theirs. */
export function nameSlots(lowering: Lowering): void {
  const counts = new Map<string, number>()
  const { inline, prompts } = lowering.prompts
  // A named text with values is recorded in fragments, which are numbered as inline texts are.
  const taken = new Set(
    prompts.flatMap(prompt => {
      const slot = prompt?.slot
      if (slot === undefined) return []
      return [slot, ...Object.values(prompt!.texts).flatMap(parts => fragmentsOf(slot, parts).map(fragment => fragment.slot))]
    }),
  )
  for (const { prompt, owner } of inline.toSorted((a, b) => a.file - b.file || a.start - b.start || a.prompt - b.prompt)) {
    let count = (counts.get(owner) ?? 0) + 1
    while (taken.has(`${owner}.${count}`)) count++
    counts.set(owner, count)
    prompts[prompt]!.slot = `${owner}.${count}`
  }
}
