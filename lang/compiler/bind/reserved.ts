import type { Symbol } from '../program.ts'

/** Words that mean something of their own where a value stands. */
const values = new Set(['nothing', 'now', 'today', 'it', 'settings', 'call', 'true', 'false'])
/** What is called like a prompt with values. */
const functions = new Set(['count', 'first', 'open'])

/** Would the name never be found, because a word of the language stands there? (`again`, `back` and `hangup` are the grammar's to refuse.) */
export function isReserved(name: string, kind: Symbol['kind']): boolean {
  switch (kind) {
    case 'prompt':
      return values.has(name) || functions.has(name)
    case 'hours':
    case 'remember':
    case 'local':
      return values.has(name)
    default:
      return false
  }
}
