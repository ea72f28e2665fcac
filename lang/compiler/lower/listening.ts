import type * as ast from '../../grammar/ast.ts'
import type { Listening } from './types.ts'

/** How a line listens that says nothing about it. */
export const DEFAULT_LISTENING: Listening = {
  first: 5000,
  next: 3000,
  tries: 3,
  bargeIn: true,
  typeAhead: true,
  endKey: '#',
  endRequired: false,
}

/** A `listen` block over what is in force, item by item. */
export function overridden(base: Listening, blocks: readonly ast.ListenBlock[]): Listening {
  let listening = base
  for (const item of blocks.flatMap(block => block.items)) {
    switch (item.kind) {
      case 'ListenTime':
        listening = { ...listening, [item.which]: item.within.ms }
        break
      case 'ListenTries':
        listening = { ...listening, tries: item.tries }
        break
      case 'ListenSwitch':
        listening = { ...listening, [item.which === 'barge-in' ? 'bargeIn' : 'typeAhead']: item.on }
        break
      case 'ListenEndKey':
        listening = { ...listening, endKey: item.key, endRequired: item.required }
        break
    }
  }
  return listening
}
