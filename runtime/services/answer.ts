// What a back end answered, as JSON → an outcome with its values, checked against what the service declares.
import type { Operation } from '../../machine/format.ts'
import { convertJson, isObject } from '../../machine/json-values.ts'
import type { Type } from '../../machine/types.ts'
import { describeProblem, describeType, printPath, type ValueProblem } from '../../machine/value-problems.ts'
import type { Value } from '../../machine/values.ts'
import type { Tried } from './channel.ts'

const unusable = (why: string): Tried => ({ kind: 'unusable', why })

/**
 * `{ "result": … }` for a plain result, `{ "outcome": "done", "values": { … } }` for a named one; `failed`, and of a transaction
 * `under way`; of its status call `not seen`, too.
 */
export function readAnswer(json: unknown, operation: Operation, asked: 'operation' | 'status'): Tried {
  if (!isObject(json)) return unusable('the answer is not a JSON object')
  if (Object.hasOwn(json, 'outcome')) return readOutcome(json, operation, asked)
  if (operation.result === undefined) return unusable(`the answer has no "outcome"; it may be ${outcomesOf(operation)}`)
  // An object with something else in it is an answer to another question, and not “nothing”.
  if (!Object.hasOwn(json, 'result') && Object.keys(json).length > 0) return unusable('the answer has no "result"')
  const read = readValue(json.result, operation.result, 'result')
  return 'why' in read ? unusable(read.why) : { kind: 'answer', outcome: 'answered', values: [read.value] }
}

function readOutcome(json: Readonly<Record<string, unknown>>, operation: Operation, asked: 'operation' | 'status'): Tried {
  const { outcome } = json
  if (typeof outcome !== 'string') return unusable('"outcome" is not a text')
  if (Object.hasOwn(operation.outcomes, outcome)) return readValues(outcome, json.values, operation)
  if (outcome === 'failed') return { kind: 'answer', outcome, values: [] }
  if (operation.kind === 'transaction') {
    if (outcome === 'under way') return { kind: 'under way', why: 'the bank has it under way' }
    if (outcome === 'not seen' && asked === 'status') return { kind: 'not seen', why: 'the bank has not seen it' }
  }
  return unusable(`"outcome" is none of ${outcomesOf(operation)}`)
}

function readValues(outcome: string, json: unknown, operation: Operation): Tried {
  const declared = operation.outcomes[outcome]!
  if (json !== undefined && json !== null && !isObject(json)) return unusable('"values" is not a JSON object')
  const values: Value[] = []
  for (const { name, type } of declared) {
    const read = readValue(isObject(json) && Object.hasOwn(json, name) ? json[name] : undefined, type, `values.${name}`)
    if ('why' in read) return unusable(read.why)
    values.push(read.value)
  }
  return { kind: 'answer', outcome, values }
}

function readValue(json: unknown, type: Type, at: string): { readonly value: Value } | { readonly why: string } {
  const { value, problem } = convertJson(json, type)
  if (problem === undefined) return { value }
  const path = printPath(problem.path)
  return { why: `${at}${path === '' || path.startsWith('[') ? path : `.${path}`}: ${withoutAnswer(problem)}` }
}

/** As `describeProblem`, without a word of what was answered: that may be private. */
function withoutAnswer(problem: ValueProblem): string {
  switch (problem.kind) {
    case 'wrong kind':
      return `${describeType(problem.wanted).en} is wanted`
    case 'other currency':
      return `the amount is not in ${problem.wanted}`
    case 'unknown choice':
      return `it is none of ${problem.known.join(', ')}`
    case 'too many decimals':
      return `it has more than ${problem.decimals} decimals`
    case 'too large':
      return 'it is beyond the largest number, 10^15'
    case 'no such date':
      return `there is no such ${problem.what}`
    case 'missing field':
    case 'unknown field':
    case 'not numerals':
    case 'length':
    case 'luhn':
    case 'pattern':
    case 'range':
    case 'list too long':
    case 'text too long':
    case 'recording without name':
      return describeProblem({ ...problem, path: [] }).en
    case 'unknown name':
    case 'no words':
    case 'not keys':
    case 'file':
      return 'it is not of its type'
  }
}

const outcomesOf = ({ outcomes }: Operation): string => [...Object.keys(outcomes), 'failed'].join(', ')
