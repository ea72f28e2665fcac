// What this tab had open, for when it is loaded again.
import { UNKNOWN, type Edition, type KeptProject } from './kept.ts'

export interface Tab {
  readonly id: string | null
  readonly fragment: string
  /** What was not surely kept when the page went away. */
  readonly pending?: KeptProject
  /** What it was written upon. */
  readonly found: Edition | null
}

const TAB = 'callwright.tab'

export function writeTab(storage: Pick<Storage, 'setItem'> | null, tab: Partial<Tab>): void {
  try {
    storage?.setItem(TAB, JSON.stringify(tab))
  } catch {
    // Then a reload opens by the address.
  }
}

/** Only this page writes there. */
export function readTab(storage: Pick<Storage, 'getItem'> | null): Tab {
  try {
    const { id, fragment, pending, found = null } = JSON.parse(storage?.getItem(TAB) ?? '{}') as Partial<Tab>
    if (typeof id === 'string' && typeof fragment === 'string')
      return { id, fragment, found, ...(pending === undefined ? {} : { pending: { ...pending, edition: pending.edition ?? UNKNOWN } }) }
  } catch {
    // What is no JSON is not ours.
  }
  return { id: null, fragment: '', found: null }
}
