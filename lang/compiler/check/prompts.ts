// Prompts: their parameters and texts; standard ones keep theirs; none is made of itself.
import type * as ast from '../../grammar/ast.ts'
import { orderByReferences, type Reference } from '../bind/order.ts'
import { label, report, type Unit } from '../bind/unit.ts'
import type { SymbolOf } from '../program.ts'
import { STANDARD_PATH } from '../standard-prompts.ts'
import { buildType } from '../typing/build.ts'
import { isSecret } from '../typing/classes.ts'
import { complain, declareLocal, type Context } from './context.ts'
import { spokenText } from './texts.ts'

type PromptSymbol = SymbolOf<'prompt'>

export function checkPrompt(context: Context, prompt: PromptSymbol): void {
  const { node } = prompt
  for (const { name, type } of node.parameters) {
    const built = buildType(context.unit, context.names, type)
    if (isSecret(built)) complain(context, 'secret-kept', { where: 'prompt' }, type)
    declareLocal(context, name, 'prompt parameter', built)
  }
  spokenText(context, node.text)
}

/** A prompt that stands for a standard one takes the same values. */
export function checkStandardPrompts(unit: Unit): void {
  const standard = new Map(unit.prompts.filter(prompt => prompt.file.path === STANDARD_PATH).map(prompt => [prompt.name, prompt]))
  const shape = (prompt: PromptSymbol): string =>
    prompt.node.parameters
      .map(({ name, type }) => {
        const built = buildType(unit, unit.names.get(prompt.file)!, type)
        return built.kind === 'value' ? `${name.text}: ${built.type.class ?? ''}${built.type.kind}` : name.text
      })
      .join(', ')
  for (const [name, used] of unit.standard) {
    const model = standard.get(name)
    if (!model || used === model || shape(used) === shape(model)) continue
    report(unit, used.file, 'standard-prompt', { name, parameters: shape(model) }, used.node.name)
  }
}

/** The prompts that a prompt's text speaks. Its values are names, fields or prompts; no deeper expression names a prompt. */
function spokenBy(unit: Unit, prompt: PromptSymbol): readonly Reference<PromptSymbol, ast.Name>[] {
  const found: Reference<PromptSymbol, ast.Name>[] = []
  const work: ast.TextPart[] = prompt.node.text.variants.flatMap(variant => variant.parts)
  for (let part = work.pop(); part; part = work.pop()) {
    if (part.kind === 'PluralPart') for (const form of part.forms) work.push(...form.parts)
    if (part.kind !== 'Interpolation') continue
    const { value } = part
    const at = value.kind === 'NameExpression' ? value.name : value.kind === 'CallExpression' ? value.callee : null
    const to = at && unit.symbolOf.get(at)
    if (at && to?.kind === 'prompt') found.push({ at, to })
  }
  return found
}

export function checkPromptRings(unit: Unit): void {
  orderByReferences(
    unit.prompts,
    prompt => spokenBy(unit, prompt),
    (ring, at) => {
      const [first, ...through] = ring
      report(unit, ring.at(-1)!.file, 'prompt-of-itself', { name: first!.name, through: through.map(each => each.name) }, at, {
        labels: [label(first!.file, first!.node.name, 'this prompt', '这个提示')],
      })
    },
  )
}
