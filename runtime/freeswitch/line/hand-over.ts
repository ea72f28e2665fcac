// What a program hands over with a caller: variables of the channel, which go to the other leg as well, for the agent's screen.
import { disarmExpansion } from '../codec/index.ts'
import type { Value } from '../../../machine/values.ts'

const PREFIX = 'callwright_'

/** Name and text of each variable. A line break is a blank, and nothing in a text is ever expanded. */
export function handOver(data: Readonly<Record<string, Value>>): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(data)) {
    const safe = name.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 100)
    const text = (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value))
      .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .slice(0, 2000)
    const disarmed = disarmExpansion(text)
    variables[`${PREFIX}${safe}`] = disarmed.startsWith('ARRAY::') ? ` ${disarmed}` : disarmed
  }
  return variables
}

/** Empty values, to take them away again. */
export const takeBack = (variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(variables).map(name => [name, '']))

/** Names that nothing could be hidden in. */
const PLAIN = /^[A-Za-z0-9_.:-]+$/

/** Names of variables that the other leg gets, by commas: those that the dialplan had named when the call came, and ours. */
export function exported(before: string | undefined, ours: Readonly<Record<string, string>>): string {
  const theirs = (before ?? '').split(',').map(name => name.trim())
  // What a node before has left there is of its own program.
  return [...theirs.filter(name => PLAIN.test(name) && !name.startsWith(PREFIX)), ...Object.keys(ours)].join(',')
}
