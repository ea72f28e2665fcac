// Settings and remembered names begin with a value that is written down (semantics §7).
import type * as ast from '../../grammar/ast.ts'
import type { StaticType } from '../types.ts'
import { highestClass, isSecret } from '../typing/classes.ts'
import { complain, type Context } from './context.ts'
import { fit } from './expressions.ts'
import { languagesOf } from './languages.ts'
import { writtenType } from './written-types.ts'

export function checkSetting(context: Context, node: ast.Setting): void {
  const type = writtenType(context, node.type)
  if (type.kind === 'value' && highestClass(type.type)) {
    complain(context, 'setting-with-class', { name: node.name.text }, node.type)
    return
  }
  constant(context, node.value, type)
}

export function checkRemember(context: Context, node: ast.RememberDeclaration): void {
  const type = writtenType(context, node.type)
  if (isSecret(type)) {
    complain(context, 'secret-kept', { where: 'remember' }, node.type)
    return
  }
  constant(context, node.value, type)
}

function constant(context: Context, node: ast.Expression, type: StaticType): void {
  fit({ ...context, constant: true }, node, type)
  const at = firstComputed(context, node)
  if (at) complain(context, 'constant-needed', {}, at)
  for (const text of textsInLanguages(context, node)) complain(context, 'text-in-each-language', {}, text)
}

/** Texts that are values, which are one text, and yet not in each language: there is no language yet to choose by. */
function textsInLanguages(context: Context, node: ast.Expression): readonly ast.Expression[] {
  if (node.kind === 'ListLiteral') return node.items.flatMap(item => textsInLanguages(context, item))
  const type = context.unit.typeOf.get(node)
  if (node.kind !== 'TextLiteral' || type?.kind !== 'value' || type.type.kind !== 'text') return []
  const { languages, languagesKnown } = context.unit
  const isOne = !languagesKnown || node.variants.every(variant => languagesOf(context, node, variant).length === languages.length)
  // On a line of one language a tag that is not its is told as that.
  return node.variants.length > 1 || (!isOne && languages.length > 1) ? [node] : []
}

/** The first part of an expression that is not written down: a name, a call, a sum. */
function firstComputed(context: Context, root: ast.Expression): ast.Expression | null {
  const work: ast.Expression[] = [root]
  for (let node = work.pop(); node; node = work.pop()) {
    switch (node.kind) {
      case 'TextLiteral':
        for (const part of node.variants.flatMap(variant => variant.parts)) {
          if (part.kind === 'Interpolation' || part.kind === 'PluralPart') return part.value
        }
        break
      case 'ListLiteral':
        work.push(...[...node.items].reverse())
        break
      case 'UnaryExpression':
        if (node.operator !== '-' || (node.operand.kind !== 'NumberLiteral' && node.operand.kind !== 'MoneyLiteral')) return node
        break
      case 'NameExpression': {
        const meaning = context.unit.meaningOf.get(node)
        const fixed = !meaning || meaning.kind === 'nothing' || (meaning.kind === 'symbol' && meaning.symbol.kind === 'choice')
        if (!fixed) return node
        break
      }
      case 'FieldExpression':
      case 'CallExpression':
      case 'BinaryExpression':
      case 'IsExpression':
      case 'WhereExpression':
        return node
      default:
        break
    }
  }
  return null
}
