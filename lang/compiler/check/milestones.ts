// Values that go out under a name: a milestone's, and what an agent's screen shows.
import type * as ast from '../../grammar/ast.ts'
import { label } from '../bind/unit.ts'
import { describe } from '../typing/describe.ts'
import { isSecret } from '../typing/classes.ts'
import { complain, type Context } from './context.ts'
import { expression } from './expressions.ts'

export function milestone(context: Context, step: ast.MilestoneStep): void {
  namedValues(context, step.values, 'milestone')
}

/** The name that a value goes out under: its own, that of a name, or of a field. */
const outward = (argument: ast.Argument): ast.Name | null => {
  if (argument.name) return argument.name
  if (argument.value.kind === 'NameExpression') return argument.value.name
  return argument.value.kind === 'FieldExpression' ? argument.value.field : null
}

export function namedValues(context: Context, values: readonly ast.Argument[], where: 'milestone' | 'agent'): void {
  const first = new Map<string, ast.Name>()
  for (const argument of values) {
    const type = expression(context, argument.value)
    const name = outward(argument)
    const before = name && first.get(name.text)
    if (!name) complain(context, 'value-needs-name', {}, argument)
    else if (before && name.text !== '') {
      complain(context, 'argument-twice', { name: name.text }, argument, {
        labels: [label(context.file, before, 'it has a value already', '这里已经给出了值')],
      })
    } else first.set(name.text, name)
    if (isSecret(type)) complain(context, 'secret-kept', { where }, argument.value)
    else if (type.kind === 'hours' || type.kind === 'nothing') {
      complain(
        context,
        'wrong-kind',
        { name: context.file.text.slice(argument.value.start, argument.value.end), is: type.kind, wanted: ['value'] },
        argument.value,
      )
    } else if (type.kind === 'value' && type.type.kind === 'speech') {
      complain(context, 'not-reportable', { is: describe(type) }, argument.value)
    }
  }
}
