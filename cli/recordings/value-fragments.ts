// What of a language's readings a line's values can need: the studio records no francs for a bank that has none.
import type { Machine } from '../../machine/format.ts'
import type { Fragment } from '../../machine/fragments.ts'
import type { Type } from '../../machine/types.ts'
import { listFragments } from '../../runtime/speech/reading/index.ts'

/** Kinds whose values a reading puts together; the others have words of their own. */
const READ: ReadonlySet<Type['kind']> = new Set(['digits', 'number', 'money', 'date', 'time', 'moment', 'duration', 'boolean'])

/** In the reading's order; none for a line that reads no value, and for a language without a reading. */
export function fragmentsOfValues(machine: Machine, language: string): readonly Fragment[] {
  const currencies = new Set<string>()
  let reads = false
  const waiting = machine.prompts.flatMap(prompt => prompt.holes.map(hole => hole.type))
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.kind === 'optional' || type.kind === 'list') waiting.push(type.of)
    else if (type.kind === 'record') waiting.push(...Object.values(type.fields))
    else if (READ.has(type.kind)) reads = true
    if (type.kind === 'money') currencies.add(type.currency)
  }
  if (!reads) return []
  return listFragments(language).flatMap(({ id, words, pause, currencies: needing }) => {
    const wanted = pause === undefined && (needing === undefined || needing.some(currency => currencies.has(currency)))
    return wanted ? [{ slot: id, words }] : []
  })
}
