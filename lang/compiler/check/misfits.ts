// Saying that a value may not stand where it stands.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import { replace } from '../bind/unit.ts'
import type { StaticType } from '../types.ts'
import { describe, describeType } from '../typing/describe.ts'
import { misfit } from '../typing/fits.ts'
import { isSpeakable } from '../typing/forms.ts'
import { complain, type Context } from './context.ts'

/** Reports where a value of `type` may not stand for `wanted`. True where it fits. */
export function checkFit(context: Context, node: ast.Expression, type: StaticType, wanted: Type): boolean {
  const why = misfit(type, wanted)
  if (why === null) return true
  const is = describe(type)
  switch (why) {
    case 'type': {
      // Something to say is wanted, and there is a value that a text can speak.
      const spoken = wanted.kind === 'speech' && type.kind === 'value' && isSpeakable(type.type)
      const source = context.file.text.slice(node.start, node.end)
      const fixes = spoken ? [replace(context.file, node, `"{${source}}"`, 'Put it into a text', '放进文本')] : []
      complain(context, 'wrong-type', { is, wanted: describeType(wanted) }, node, { fixes })
      break
    }
    case 'currency':
      complain(context, 'other-currency', { is, wanted: describeType(wanted) }, node)
      break
    case 'decimals':
      complain(context, 'loses-decimals', { is, wanted: describeType(wanted) }, node)
      break
    case 'may be nothing':
      if (type.kind === 'nothing') complain(context, 'wrong-type', { is, wanted: describeType(wanted) }, node)
      else mayBeNothing(context, node)
      break
    case 'private':
      complain(context, 'private-to-plain', { wanted: describeType(wanted) }, node)
      break
    case 'secret':
      complain(context, 'secret-handed', {}, node)
      break
    case 'not secret':
      complain(context, 'secret-from-elsewhere', {}, node)
      break
  }
  return false
}

export function mayBeNothing(context: Context, node: ast.Expression): void {
  complain(context, 'may-be-nothing', { value: context.file.text.slice(node.start, node.end) }, node)
}
