import { expect, it } from 'vitest'
import type { Closed } from '../../runtime/freeswitch/connection.ts'
import { isAway } from './line-call.ts'

const failed: Closed = { kind: 'failed', error: new Error('ECONNRESET') }
it.each<[string, string, Closed | null, boolean]>([
  ['a switch that is told to end', 'SYSTEM_SHUTDOWN', null, true],
  ['a switch that was killed', 'LINE_LOST', { kind: 'ended' }, true],
  ['one whose machine went away', 'LINE_LOST', failed, true],
  ['one that went away in a frame', 'LINE_LOST', { kind: 'half-frame', bytes: 5 }, true],
  ['a caller who hung up', 'NORMAL_CLEARING', null, false],
  // Each of these is a fault of ours: to place such a call again would hide it.
  ['answers that we lost count of', 'LINE_LOST', { kind: 'out-of-step' }, false],
  ['an event that we cannot read', 'LINE_LOST', { kind: 'bad-event' }, false],
  ['a handler that threw', 'LINE_LOST', { kind: 'handler', error: 1 }, false],
  ['a connection that we closed', 'LINE_LOST', { kind: 'closed' }, false],
  ['an order that was refused', 'LINE_LOST', null, false],
])('%s', (_, cause, closed, away) => {
  expect(isAway(cause, closed)).toBe(away)
})
