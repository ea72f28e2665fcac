import type { MachineExpression } from '../../../machine/index.ts'
import type { ChoiceType, RecordType } from '../../../machine/types.ts'
import type { Span } from '../../text/span.ts'
import { hiddenRegister } from './registers.ts'
import type { Lowering, Scope } from './types.ts'

/** The levels as a choice: what an agent's screen or a milestone is told. */
export const levelType = (lowering: Lowering): ChoiceType => ({
  kind: 'choice',
  name: 'level',
  values: Object.fromEntries(lowering.program.levels.map(name => [name, {}])),
})

/** The caller's level by its name: the machine holds it as a number, people outside know it by its name. */
export function levelName(
  lowering: Lowering,
  scope: Scope,
  at: Span,
  level: MachineExpression = { kind: 'call', field: 'level' },
): MachineExpression {
  if (level.kind === 'constant') return { kind: 'constant', value: lowering.program.levels[level.value as number] ?? '' }
  const row: RecordType = { kind: 'record', fields: { level: { kind: 'number', decimals: 0 }, name: levelType(lowering) } }
  const item = hiddenRegister(lowering, scope, 'level', row, at)
  const rows = lowering.program.levels.map((name, index) => ({ level: index, name }))
  const condition: MachineExpression = {
    kind: 'same',
    left: { kind: 'field', of: { kind: 'register', register: item }, name: 'level' },
    right: level,
    negated: false,
  }
  return {
    kind: 'field',
    of: { kind: 'first', list: { kind: 'where', list: { kind: 'constant', value: rows }, item, condition } },
    name: 'name',
  }
}

/** `anonymous` → 0. */
export const levelIndex = (lowering: Lowering, name: string): number => Math.max(0, lowering.program.levels.indexOf(name))
