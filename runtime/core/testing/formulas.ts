// Expressions for tests, by the names of registers.
import type { Value } from '../../../machine/values.ts'
import type { Formula } from './builder.ts'

export const constant =
  (value: Value): Formula =>
  () => ({ kind: 'constant', value })
export const name =
  (register: string): Formula =>
  b => ({ kind: 'register', register: b.register(register) })
export const setting =
  (of: string): Formula =>
  () => ({ kind: 'setting', name: of })
export const callField =
  (field: 'caller' | 'called' | 'id' | 'language' | 'level' | 'started'): Formula =>
  () => ({ kind: 'call', field })
export const now: Formula = () => ({ kind: 'now' })
export const today: Formula = () => ({ kind: 'today' })
export const isOpen =
  (hours: number): Formula =>
  () => ({ kind: 'open', hours })
export const levelAtLeast =
  (level: number): Formula =>
  () => ({ kind: 'level-at-least', level })
export const field =
  (of: Formula, fieldName: string): Formula =>
  b => ({ kind: 'field', of: of(b), name: fieldName })
export const same =
  (left: Formula, right: Formula, negated = false): Formula =>
  b => ({ kind: 'same', left: left(b), right: right(b), negated })
export const ordered =
  (left: Formula, operator: '<' | '<=' | '>' | '>=', right: Formula): Formula =>
  b => ({ kind: 'order', operator, left: left(b), right: right(b) })
export const arithmetic =
  (left: Formula, operator: '+' | '-' | '*', right: Formula): Formula =>
  b => ({ kind: 'arithmetic', operator, left: left(b), right: right(b) })
export const not =
  (operand: Formula): Formula =>
  b => ({ kind: 'not', operand: operand(b) })
export const and =
  (left: Formula, right: Formula): Formula =>
  b => ({ kind: 'and', left: left(b), right: right(b) })
export const or =
  (left: Formula, right: Formula): Formula =>
  b => ({ kind: 'or', left: left(b), right: right(b) })
export const isNothing =
  (operand: Formula): Formula =>
  b => ({ kind: 'is-nothing', operand: operand(b) })
export const count =
  (list: Formula): Formula =>
  b => ({ kind: 'count', list: list(b) })
export const byLanguage =
  (variants: Readonly<Record<string, Formula>>): Formula =>
  b => ({
    kind: 'by-language',
    variants: Object.fromEntries(Object.entries(variants).map(([tag, variant]) => [tag, variant(b)])),
  })
