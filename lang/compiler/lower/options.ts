// Options: what a key of a menu, a choose, a confirm or a waiting queue does.
import type { Option, PointId, Tell } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import { constant, lowerExpression } from './expressions.ts'
import { lowerDo, lowerTarget } from './going.ts'
import { localRegister } from './registers.ts'
import { spanOf } from './spans.ts'
import { languageSpeech, speech, standardTell } from './texts.ts'
import type { Lowering, MachineExpression, Scope } from './types.ts'

/** “For balances, press 1”: the standard sentence with the label and the key. */
export const tellOption = (lowering: Lowering, sentence: 'option' | 'shortcut', label: MachineExpression, keys: string): Tell =>
  standardTell(lowering, sentence, [label, constant(keys)])

/** How an option or a shortcut is told; undefined where it is not. */
export function optionTell(lowering: Lowering, scope: Scope, option: ast.PressOption, sentence: 'option' | 'shortcut'): Tell | undefined {
  const tag = option.language && lineLanguage(lowering, option.language.text)
  if (option.unannounced) return undefined
  if (option.label) {
    const tell = tellOption(lowering, sentence, speech(lowering, scope, option.label), option.keys.from)
    return tag ? { ...tell, language: tag } : tell
  }
  return tag ? { ...tellOption(lowering, sentence, languageSpeech(lowering, tag), option.keys.from), language: tag } : undefined
}

/** The line's own tag for a written one: `zh` where the line speaks `zh-CN`. */
export const lineLanguage = (lowering: Lowering, tag: string): string => {
  const wanted = tag.toLowerCase()
  const { languages } = lowering.program
  return languages.find(each => each.toLowerCase() === wanted) ?? languages.find(each => each.toLowerCase().startsWith(`${wanted}-`)) ?? tag
}

/**
 * `scope` is what stands inside the listener (its `again` reads it again); `next` what follows the listener in its flow; `fresh` where it is
 * entered, to which `do part` comes back (null in a waiting queue, which has been left).
 */
export function lowerOption(lowering: Lowering, scope: Scope, option: ast.PressOption, next: PointId, fresh: PointId | null): Option {
  const local = option.as ? lowering.program.localOf.get(option.as) : undefined
  const tell = optionTell(lowering, scope, option, 'option')
  let to = lowerAction(lowering, scope, option.action, next, fresh)
  if (option.language) {
    const language = lineLanguage(lowering, option.language.text)
    to = lowering.graph.add({ op: 'language', at: spanOf(lowering, scope, option.language), place: scope.owner.index, language, next: to })
  }
  return {
    keys: option.keys.from,
    ...(option.keys.to !== option.keys.from ? { upTo: option.keys.to } : {}),
    ...(local ? { as: localRegister(lowering, scope, local) } : {}),
    ...(option.when ? { when: lowerExpression(lowering, scope, option.when) } : {}),
    ...(tell ? { tell } : {}),
    to,
    at: spanOf(lowering, scope, option),
  }
}

function lowerAction(lowering: Lowering, scope: Scope, action: ast.OptionAction, next: PointId, fresh: PointId | null): PointId {
  switch (action.kind) {
    case 'GoAction':
      return lowerTarget(lowering, scope, action.target)
    case 'DoAction':
      return lowerDo(lowering, scope, action.do, fresh ?? next)
    case 'BlockAction':
      return lowering.parts.steps(lowering, scope, action.block.steps, next)
  }
}
