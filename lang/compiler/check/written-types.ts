// A type where it is written.
import type * as ast from '../../grammar/ast.ts'
import { buildType } from '../typing/build.ts'
import type { StaticType } from '../types.ts'
import type { Context } from './context.ts'
import { checkHeard } from './heard.ts'
import { checkLanguages } from './languages.ts'

/** The type that is written here. A choice's words are spoken: they have every language of the line. */
export function writtenType(context: Context, root: ast.TypeExpression): StaticType {
  const work: ast.TypeExpression[] = [root]
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.kind === 'Missing') continue
    const { base } = node
    if (base.kind === 'ListType') work.push(base.of)
    else if (base.kind === 'RecordType') work.push(...base.fields.map(field => field.type))
    else if (base.kind === 'ChoiceType') {
      for (const { text } of base.values) {
        if (!text) continue
        checkLanguages(context, text, true)
        checkHeard(context, text)
      }
    }
  }
  return buildType(context.unit, context.names, root)
}
