// What the page has to know of a program: what can be dialled, set and answered.
import { exampleOf } from '../../../machine/example-value.ts'
import type { Machine, Operation } from '../../../machine/format.ts'
import type { Expression } from '../../../machine/expressions.ts'
import { lineOffsets, writtenValue } from '../../../runtime/dtmf/recorder/written-value.ts'
import type { CompiledProgram } from '../../programs/in-worker.ts'
import type { OperationView, OutcomeView, ProgramView } from '../contract.ts'
import { nameOf } from './bank.ts'
import { fieldOf, writtenType } from './words-of-types.ts'

export function viewProgram({ machine, entry, revision }: CompiledProgram): ProgramView {
  const { line } = machine
  const exact = { masked: false, offsets: lineOffsets(machine) }
  return {
    entry,
    revision,
    name: line.name,
    title: line.title,
    languages: line.languages,
    numbers: line.numbers.map(one => one.number),
    zone: line.zone,
    settings: machine.settings.map(({ name, type, value }) => ({
      name,
      type: writtenType(type),
      field: fieldOf(type),
      written: writtenSetting(writtenValue(value, type, exact), value),
    })),
    operations: machine.operations.filter(one => one.kind !== 'notice').map(viewOperation),
    queues: machine.queues.map(queue => queue.name),
    dials: dialledBy(machine),
  }
}

/** A speech that is a prompt of the program cannot be written in a script: the control begins empty. */
const writtenSetting = (written: string, value: unknown): string =>
  typeof value === 'object' && value !== null && 'prompt' in value ? '' : written

function viewOperation(operation: Operation): OperationView {
  const outcomes: readonly OutcomeView[] = operation.result
    ? [{ name: null, values: [viewValue({ name: '', type: operation.result })] }]
    : Object.entries(operation.outcomes).map(([name, values]) => ({ name, values: values.map(viewValue) }))
  return { name: nameOf(operation), kind: operation.kind, outcomes, within: operation.within }
}

const viewValue = ({ name, type }: Operation['parameters'][number]): OutcomeView['values'][number] => ({
  name,
  type: writtenType(type),
  field: fieldOf(type),
  written: exampleOf(type),
})

function dialledBy({ points }: Machine): readonly string[] | null {
  const dialled = points.flatMap(point => (point.op === 'connect-number' || point.op === 'transfer' ? [constantOf(point.number)] : []))
  return dialled.length === 0 ? null : [...new Set(dialled.filter(number => number !== null))]
}

const constantOf = (expression: Expression): string | null =>
  expression.kind === 'constant' && typeof expression.value === 'string' ? expression.value : null
