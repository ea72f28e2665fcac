// Prompts: their parameters and texts; standard ones keep theirs; none is made of itself.
import type * as ast from '../../grammar/ast.ts'
import { walk } from '../../grammar/index.ts'
import { orderByReferences, type Reference } from '../bind/order.ts'
import { label, report, type Unit } from '../bind/unit.ts'
import type { Symbol, SymbolOf } from '../program.ts'
import { STANDARD_PATH } from '../standard-prompts.ts'
import { buildType } from '../typing/build.ts'
import { isSecret } from '../typing/classes.ts'
import { complain, createContext, declareLocal, type Context } from './context.ts'
import { noControl } from './control.ts'
import { spokenText } from './texts.ts'
import { writtenType } from './written-types.ts'

type PromptSymbol = SymbolOf<'prompt'>

/** Every prompt, after those that it speaks: what it says is private where what they say is. */
export function checkPrompts(unit: Unit): void {
  const known = new Map(unit.prompts.map(prompt => [prompt.node, prompt]))
  const all = unit.files.flatMap(file =>
    file.tree.declarations.flatMap(declaration => {
      if (declaration.kind !== 'PromptsDeclaration') return []
      return declaration.prompts.map((node): PromptSymbol => known.get(node) ?? { kind: 'prompt', name: node.name.text, file, node })
    }),
  )
  const meant = ({ file }: PromptSymbol, { text }: ast.Name): Symbol | undefined => {
    const names = unit.names.get(file)!
    return names.own.get(text) ?? names.imported.get(text)?.symbol
  }
  orderByReferences(
    all,
    prompt => spokenBy(prompt, meant),
    () => {},
    prompt => checkPrompt(createContext(unit, prompt.file, noControl, null), prompt),
  )
}

function checkPrompt(context: Context, prompt: PromptSymbol): void {
  const { node } = prompt
  for (const { name, type } of node.parameters) {
    const built = writtenType(context, type)
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

/** The prompts that a prompt's text names: they are spoken there, or handed to one that is. */
function spokenBy(
  prompt: PromptSymbol,
  meant: (prompt: PromptSymbol, name: ast.Name) => Symbol | undefined,
): readonly Reference<PromptSymbol, ast.Name>[] {
  const found: Reference<PromptSymbol, ast.Name>[] = []
  walk(prompt.node.text, node => {
    const each = node as ast.Expression
    const at = each.kind === 'NameExpression' ? each.name : each.kind === 'CallExpression' ? each.callee : null
    const to = at && meant(prompt, at)
    if (at && to?.kind === 'prompt') found.push({ at, to })
  })
  return found
}

export function checkPromptRings(unit: Unit): void {
  orderByReferences(
    unit.prompts,
    prompt => spokenBy(prompt, (_, name) => unit.symbolOf.get(name)),
    (ring, at) => {
      const [first, ...through] = ring
      report(unit, ring.at(-1)!.file, 'prompt-of-itself', { name: first!.name, through: through.map(each => each.name) }, at, {
        labels: [label(first!.file, first!.node.name, 'this prompt', '这个提示')],
      })
    },
  )
}
