// Lines that a tester can start from: answers with values of the right types, keys that fit.
import type { Program, SymbolOf } from '../../compiler/program.ts'
import type { Operation } from '../../../machine/format.ts'
import type { Type } from '../../../machine/types.ts'
import { exampleGiven, exampleOf } from '../../../machine/example-value.ts'
import type { TypeExpression } from '../../grammar/ast.ts'

const typeOf = (program: Program, node: TypeExpression): Type => {
  const type = program.typeOfNode.get(node)
  return type?.kind === 'value' ? type.type : { kind: 'text' }
}

/** As the machine will have it: of what an example needs. */
export function machineOperation(program: Program, { node, service }: SymbolOf<'operation'>): Operation {
  const values = (parameters: typeof node.parameters) =>
    parameters.map(each => ({ name: each.name.text, type: typeOf(program, each.type) }))
  return {
    service,
    name: node.name.text,
    kind: node.operation,
    parameters: values(node.parameters),
    ...(node.result ? { result: typeOf(program, node.result) } : {}),
    outcomes: Object.fromEntries(node.outcomes.map(each => [each.name.text, values(each.parameters)])),
    within: node.within?.ms ?? 0,
    at: [0, node.start, node.end],
  }
}

/** `bank.accounts answers [{ … }]`: what stands behind `given`. */
export const givenExample = (program: Program, operation: SymbolOf<'operation'>): string =>
  exampleGiven(machineOperation(program, operation)).slice('given '.length)

/** What may stand behind `answers`. */
export function answerExamples(
  program: Program,
  operation: SymbolOf<'operation'>,
): readonly { readonly label: string; readonly text: string }[] {
  const made = machineOperation(program, operation)
  if (made.result) return [{ label: exampleOf(made.result), text: exampleOf(made.result) }]
  return Object.entries(made.outcomes).map(([label, values]) => ({
    label,
    text: `${label}${values.length === 0 ? '' : `(${values.map(({ type }) => exampleOf(type)).join(', ')})`}`,
  }))
}

/** Keys for a collect of a type: `"6225880212345673#"`. */
export function keysExample(type: Type): string {
  const written = exampleOf(type)
  switch (type.kind) {
    case 'digits':
      return `"${written.slice(1, -1)}${type.min !== undefined && type.min === type.max ? '' : '#'}"`
    case 'money':
    case 'number':
      return `"${written.replace(/^[A-Z]{3} /, '').replace('.', '*')}#"`
    case 'date':
      return '"20261001"'
    case 'time':
      return '"0830"'
    default:
      return '"1#"'
  }
}
