// What the room's tests share: a program whose service has every kind of operation, and requests of it.
import { createHash } from 'node:crypto'
import { machineOf } from '../../../conformance/testing.ts'
import type { Machine, Operation } from '../../../machine/format.ts'
import type { Value } from '../../../machine/values.ts'
import type { BackendRequest } from '../../call/backends.ts'
import type { Clock } from '../../call/clock.ts'

export const machine: Machine = machineOf(`line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  levels anonymous < verified
  otherwise -> goodbye
}
flow goodbye { say "Goodbye." -> hangup }
type Decline = one of { insufficient "not enough" limit "over the limit" other "another reason" }
type Account = { number: private digits 4..19  balance: money CNY  nick: text or nothing }
service bank {
  query accounts(): list of Account up to 3 within 3s
  query nickname(card: private digits): text or nothing within 2s
  attempt log_in(card: private digits, pin: secret digits 4) within 3s { accepted(customer: private text) refused }
  transaction pay(to: private digits, amount: money CNY 0.01..50000.00, memo: text) within 10s { requires confirm done(receipt: digits 4) declined(reason: Decline) }
  transaction new_pin(now: secret digits 4, wanted: secret digits 4) within 10s { requires confirm done refused }
}
service sms { notice receipt(receipt: digits, amount: money CNY) }
flow welcome { say "Welcome." -> hangup }
`)

export const operation = (name: string): Operation => machine.operations.find(({ service, name: own }) => `${service}.${own}` === name)!

/** As the call would ask it now: deadline by the operation's `within`. */
export function request(name: string, given: readonly Value[] = [], at = 0, task = 1): BackendRequest {
  const of = operation(name)
  return {
    call: 'call-77',
    task,
    operation: of,
    arguments: given,
    language: 'en-US',
    level: 'verified',
    at,
    deadline: at + of.within,
    key: createHash('sha256').update(`call-77,${task}`).digest('hex'),
  }
}

export const systemClock: Clock = {
  now: () => Date.now(),
  set: (run, ms) => setTimeout(run, ms),
  clear: timer => clearTimeout(timer as never),
}
