// Keys that are pressed for a person first, so that the call is where they want it: each once the call waits for it, as the language
// server tells a way (`lang/service/reach.ts`): keys, `‹card›` for a value that fits, `…` for a silence.
import type { CollectListener, Machine } from '../../../machine/format.ts'
import { exampleKeys } from '../../../runtime/dtmf/coverage/example-keys.ts'
import { HELD } from '../../../runtime/dtmf/key-sound.ts'
import type { PlayedCall } from './played-call.ts'

export function pressFirst(played: PlayedCall, way: readonly string[]): void {
  const { call } = played
  const { machine } = played.parts.prepared
  for (const one of way) {
    played.runToQuestion()
    if (call.gone || played.asked().length > 0) return
    if (one === '…') {
      played.staySilent()
      continue
    }
    const listener = call.listening ? machine.listeners[call.session.listener] : undefined
    const keys = one.startsWith('‹') ? (listener?.kind === 'collect' ? keysFor(machine, listener) : '') : one
    for (const key of keys.replace(/[^0-9*#]/g, '')) played.act({ kind: 'key', key }, call.now + 2 * HELD)
  }
  played.runToQuestion()
}

/** What a caller may key for a value of its type, its end key with it. */
export function keysFor(machine: Machine, listener: CollectListener): string {
  const { type } = listener
  if (type.kind === 'time') return '0830'
  if (type.kind !== 'date') return exampleKeys(machine, listener).en.split(' ')[1] ?? ''
  const parts: Readonly<Record<string, string>> = { YYYY: '2030', YY: '30', MM: '09', DD: '30' }
  return (type.keyed ?? 'YYYYMMDD').replace(/YYYY|YY|MM|DD/g, part => parts[part]!)
}
