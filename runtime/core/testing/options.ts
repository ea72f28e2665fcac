// An option of a listener or of a waiting queue, for tests.
import type { Option, PointId } from '../../../machine/format.ts'
import { at, type Builder, type Formula, type Step } from './builder.ts'

export interface OptionDefinition {
  readonly steps?: readonly Step[]
  readonly label?: string
  readonly labelIn?: string
  /** Values behind the label's text. */
  readonly labelValues?: readonly Formula[]
  readonly when?: Formula
  readonly upTo?: string
  readonly as?: string
  /** Where the block goes on: behind the listener, or into it again. */
  readonly then?: 'next' | 'fresh'
}
const definitionOf = (option: OptionDefinition | readonly Step[]): OptionDefinition =>
  Array.isArray(option) ? { steps: option as readonly Step[] } : (option as OptionDefinition)

export function optionOf(b: Builder, keys: string, given: OptionDefinition | readonly Step[], next: PointId, fresh = next): Option {
  const option = definitionOf(given)
  const to = b.seq(option.steps ?? [], option.then === 'fresh' ? fresh : next)
  return {
    keys,
    to,
    at,
    ...(option.label
      ? { tell: { ...b.tell(option.label, ...(option.labelValues ?? [])), ...(option.labelIn ? { language: option.labelIn } : {}) } }
      : {}),
    ...(option.when ? { when: option.when(b) } : {}),
    ...(option.upTo ? { upTo: option.upTo } : {}),
    ...(option.as ? { as: b.register(option.as) } : {}),
  }
}
