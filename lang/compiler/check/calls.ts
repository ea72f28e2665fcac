// Calls: the three functions, prompts with values, and how arguments meet their parameters.
import type * as ast from '../../grammar/ast.ts'
import type { Type } from '../../../machine/types.ts'
import { suggest } from '../bind/suggest.ts'
import { findTop, unknownName } from '../bind/lookup.ts'
import { label, nameNode, rename } from '../bind/unit.ts'
import type { FittedArguments, ProgramFile } from '../program.ts'
import type { StaticType } from '../types.ts'
import { buildType } from '../typing/build.ts'
import { withClass } from '../typing/classes.ts'
import { describe } from '../typing/describe.ts'
import { boolean, unknown, value, wholeNumber } from '../typing/fits.ts'
import { complain, type Context } from './context.ts'
import { expression, fit, listItems } from './expressions.ts'
import { promptSpeech } from './names.ts'

const functions = ['count', 'first', 'open']

export function callExpression(context: Context, node: ast.CallExpression, want: Type | null): StaticType {
  const { callee } = node
  if (callee.text === '') return unknown
  if (functions.includes(callee.text)) return functionCall(context, node, want)
  const top = findTop(context.unit, context.names, callee.text)
  if (!top) {
    for (const { value: given } of node.arguments) expression(context, given)
    if (!context.names.importsUsed.has(callee.text)) unknownName(context.unit, context.names, callee, ['prompt'], functions)
    return unknown
  }
  context.unit.symbolOf.set(callee, top)
  if (top.kind !== 'prompt') {
    const declared = nameNode(top)!
    for (const { value: given } of node.arguments) expression(context, given)
    complain(context, 'wrong-kind', { name: callee.text, is: top.kind, wanted: ['prompt'] }, callee, {
      labels: [label(declared.file, declared.node, `“${callee.text}” is declared here`, `“${callee.text}”在此声明`)],
    })
    return unknown
  }
  fitArguments(context, node, node.arguments, top.node.parameters, top.file, callee)
  return promptSpeech(context, top)
}

function functionCall(context: Context, node: ast.CallExpression, want: Type | null): StaticType {
  const { callee } = node
  const [argument, ...more] = node.arguments
  const result = (): StaticType => {
    if (!argument) {
      complain(context, 'argument-missing', { of: callee.text, missing: [callee.text === 'open' ? 'hours' : 'list'] }, node)
      return callee.text === 'count' ? wholeNumber : callee.text === 'open' ? boolean : unknown
    }
    if (more[0]) complain(context, 'too-many-arguments', { of: callee.text, most: 1 }, more[0])
    context.unit.argumentsOf.set(node, [argument.value])
    switch (callee.text) {
      case 'count':
        listItems(context, argument.value)
        return wholeNumber
      case 'first': {
        const list = listItems(context, argument.value, want ? { kind: 'list', of: want, upTo: 10_000 } : null)
        if (!list) return unknown
        const of = withClass(list.of, list.class, list.mask)
        if (of.kind === 'optional') return value(of)
        const { class: cls, mask } = of
        return value({ kind: 'optional', of, ...(cls ? { class: cls } : {}), ...(mask ? { mask } : {}) })
      }
      default: {
        const type = expression(context, argument.value)
        if (type.kind !== 'hours' && type.kind !== 'unknown') complain(context, 'not-hours', { is: describe(type) }, argument.value)
        return boolean
      }
    }
  }
  return result()
}

/** What an argument list was called with: `f(a, b: c)`. */
type Called = ast.OperationCall | ast.DoStep | ast.PlaceTarget | ast.CallExpression

/** Puts arguments to their parameters, types them, and notes them in the table. The parameters' types are of `file`. */
export function fitArguments(
  context: Context,
  call: Called,
  given: readonly ast.Argument[],
  parameters: readonly ast.Parameter[],
  file: ProgramFile,
  of: ast.Name,
): FittedArguments {
  const { unit } = context
  const byName = new Map(parameters.map((parameter, at) => [parameter.name.text, at]))
  const fitted: (ast.Expression | null)[] = parameters.map(() => null)
  const declared = unit.names.get(file)!
  let named = false
  let faulty = false
  given.forEach((argument, position) => {
    const name = argument.name ?? (named && argument.value.kind === 'NameExpression' ? argument.value.name : undefined)
    if (argument.name) named = true
    const at = name ? byName.get(name.text) : named ? undefined : position
    if (at === undefined || at >= parameters.length) {
      faulty = true
      expression(context, argument.value)
      if (!name && named) complain(context, 'argument-needs-name', {}, argument)
      else if (!name) complain(context, 'too-many-arguments', { of: of.text, most: parameters.length }, argument)
      else if (name.text !== '') {
        const meant = suggest(context.unit, name.text, byName.keys())
        complain(context, 'unknown-argument', { name: name.text, of: of.text, ...(meant ? { meant } : {}) }, name, {
          fixes: meant && argument.name ? [rename(context.file, name, meant)] : [],
        })
      }
      return
    }
    const parameter = parameters[at]!
    const before = fitted[at]
    if (before) {
      complain(context, 'argument-twice', { name: parameter.name.text }, argument, {
        labels: [label(context.file, before, 'it has this value already', '这里已经给出了值')],
      })
      expression(context, argument.value)
      return
    }
    fitted[at] = argument.value
    fit(context, argument.value, buildType(unit, declared, parameter.type))
  })
  const missing = parameters.filter((_, at) => fitted[at] === null).map(parameter => parameter.name.text)
  if (missing.length > 0 && !faulty && !missing.includes('')) {
    complain(context, 'argument-missing', { of: of.text, missing }, of)
  }
  unit.argumentsOf.set(call, fitted)
  return fitted
}
