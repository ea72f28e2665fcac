// Calls at random through a program that has each way to decide by what is hidden, traced and executed again.
import { expect, it } from 'vitest'
import { valueOf } from '../cli/testing/answers-by-type.ts'
import { createRandom } from '../cli/testing/random-call.ts'
import { speakerFor } from '../cli/speaker.ts'
import type { Value } from '../machine/values.ts'
import { createReplay } from '../runtime/call/replay.ts'
import { readTrace } from '../runtime/call/trace-reader.ts'
import { createTrace } from '../runtime/call/trace.ts'
import { prepare } from '../runtime/core/index.ts'
import { createSimulatedCall } from '../runtime/dtmf/simulated-line.ts'
import { nobodyThere, type Reply } from '../runtime/dtmf/backend.ts'
import { line, machineOf } from './testing.ts'

const program = `${line('on fault -> trouble\n at most 3min -> goodbye\n after hangup tidy\n shortcuts { press 0 for "an agent" -> desk_please }', 'start')}
type Card = private digits 4..6
type Money = private money CNY
type Kind = one of { current "current"  savings "savings"  other "other" }
type Account = { number: Card  balance: Money  kind: private Kind  note: text or nothing  alias: private name text or nothing }
service bank {
  query accounts(card: Card): list of Account up to 20 within 3s
  query best(card: Card): Account or nothing within 3s
  query limit(card: Card): number 1..6 within 3s
  query words(card: Card): private speech within 3s
  query news(): speech within 3s
  attempt enter(card: Card, code: secret digits 4) within 3s { in_time(name: private name text)  refused }
  transaction block(card: Card, why: private text) within 5s { done(receipt: digits)  declined(kind: Kind) }
  notice seen(number: Card, short: private digits 4, when: private date)
}
remember total: Money = CNY 0
remember last: Card or nothing = nothing
remember seen: boolean = false
queue desk { longest wait 30s  position every 10s }
flow trouble { say "Too much." -> goodbye }
flow tidy { notify bank.seen("1234", "1234", 2026-10-01) if seen { let _news = query bank.news() else { return } milestone after_all } }
flow desk_please {
  connect queue desk {
    priority 3
    press 1 for "out" -> goodbye
    press 9 for "leave" -> start
    answered(who) { milestone talked(who) -> goodbye }
    timed out -> goodbye
    no agents, failed -> start
  }
}
flow start {
  announce "Welcome."
  collect card: Card { say "Card?" listen { end key * } }
  collect other_card: Card { say "The other?" }
  set last = other_card
  collect code: secret digits 4 { say "Code?" }
  collect code2: secret digits 4 { announce "Again?" listen { end key none } }
  if code == code2 { say "Twice." } else { say "Not the same." }
  attempt bank.enter(card, code) { in_time(name) { say "Hello {name}." } refused { say "Wrong." -> start } failed { -> again_or_not } }
  -> again_or_not
}
flow again_or_not {
  collect card: Card { say "Which?" listen { end key none } }
  let n = query bank.limit(card) else { say "No." -> desk_please }
  collect part: digits { say "Part?" length n }
  if part == "11" { say "Eleven." }
  let accounts = query bank.accounts(card) else { say "No." -> goodbye }
  let rich = accounts where it.balance > CNY 10
  set seen = count(rich) > 1
  for each account in rich counting i {
    menu {
      say "{account.balance} {account.kind}"
      press 1 for "next" when i < count(rich) { next }
      press 2 for "before" when i > 1 { previous }
      press 3 for "again" { again }
      press 4 for "out" { leave }
    }
  } none { say "None." }
  for each account in accounts { set total = total + account.balance }
  choose account in accounts {
    say "Choose."
    offer "{account.kind} {account.number as last4}"
    press * for "none of them" -> goodbye
    none { say "None to choose." -> goodbye }
  }
  match account.kind { current { say "Current." } savings { say "Savings." } other { say "Other." } }
  if account.note is nothing { say "No note." } else { say "A note." }
  let alias = account.alias else { say "No alias." -> paying("1234", account.number) }
  say "{alias}"
  -> paying(account.number, card)
}
flow paying(first_card: Card, second_card: Card) {
  let maybe = query bank.best(second_card) else { -> goodbye }
  let best = maybe else { say "No best." -> goodbye }
  if best.number == first_card { say "It is the first." }
  let words = query bank.words(first_card) else { -> goodbye }
  say words
  do block(first_card, "lost")
  do block("6225", "lost")
  do block(best.number, "lost")
  collect third: Card { say "Third?" check third != first_card else "That is the first." }
  do block(third, "stolen")
  collect when: private date { say "When?" }
  collect much: Money { say "How much?" check much <= best.balance else "Too much." }
  notify bank.seen(third, third, when)
  menu {
    say "Go on?"
    press 1 for "yes" when best.balance > much { say "More." }
    press 2 for "no" { say "Less." }
    press 34 for "three four" when total > CNY 100 { say "Long." }
    press 5 for "record" { record message up to 20s { say "Speak." tone end after 3s of silence nothing { say "Nothing." -> goodbye } hung up { set seen = true } } say message }
  }
  let news = query bank.news() else { -> again_or_not }
  say news
  -> again_or_not
}
flow block(number: Card, why: private text) {
  confirm { say "Block {number} as {why}?" no { return } }
  perform bank.block(number, why) {
    meanwhile say "One moment."
    done(receipt) { say "Done {receipt}." milestone blocked(number) }
    declined(kind) { match kind { current -> goodbye savings { say "S." } other { say "O." } } }
    failed { say "Failed." }
    unknown { say "Unknown." }
  }
}
`

const machine = machineOf(program)
const prepared = prepare(machine, { trace: true, marks: true })
const speaker = speakerFor(machine)
const replay = createReplay(machine)

/** Answers that are of their type, wrong, late and never; keys that fit where the call is, and any. */
function trace(seed: number): string {
  const random = createRandom(seed)
  const lines: string[] = []
  const answerOf = (operation: (typeof machine.operations)[number]): readonly [string, readonly Value[]] => {
    if (operation.result) return ['answered', [valueOf(operation.result, random)]]
    const names = Object.keys(operation.outcomes)
    const name = names[random(Math.max(1, names.length))] ?? 'failed'
    return [name, (operation.outcomes[name] ?? []).map(({ type }) => valueOf(type, random))]
  }
  const call = createSimulatedCall({
    prepared,
    speaker,
    start: { id: 'c', caller: random(3) === 0 ? null : '13800138000', called: '95500' },
    at: Date.UTC(2026, 9, 1),
    backend: {
      ...nobodyThere,
      ask: (_, operation): Reply => {
        const [outcome, values] = answerOf(operation)
        const after = [0, 10, 900, 2900, 6000][random(5)]!
        switch (random(12)) {
          case 0:
            return { kind: 'answer', outcome: 'failed', values: [], after }
          case 1:
            return { kind: 'answer', outcome, values: ['what is this', null], after }
          case 2:
            return operation.kind === 'transaction' ? { kind: 'lost', outcome } : { kind: 'never' }
          case 3:
            return { kind: 'never' }
          default:
            return { kind: 'answer', outcome, values, after: after > 3000 && operation.kind !== 'transaction' ? 5 : after }
        }
      },
      queue: () => ({
        noAgents: random(4) === 0,
        waiting: random(3),
        answersAfter: random(2) === 0 ? null : 15_000,
        talk: 4000,
        who: 'Li',
      }),
    },
    observers: [createTrace({ machine, bundle: 'b', write: text => lines.push(text) })],
  })
  const any = (): string => '0123456789*#'[random(12)]!
  for (let moves = 0; moves < 60 && !call.gone; moves++) {
    const point = machine.points[call.session.point]
    const listener = point?.op === 'listen' ? machine.listeners[point.listener] : undefined
    const patient = random(4) > 0
    if (patient) call.runUntil(() => call.waitsForKey || call.inQueue || call.recording !== null || call.gone, call.now + 20_000)
    else call.advanceTo(call.now + random(3000))
    if (call.gone) break
    const typed = ((): string => {
      if (random(10) === 0) return any()
      if (listener?.kind === 'collect')
        return (
          [
            '1234#',
            '1234*',
            '123456',
            '123456#',
            '12345#',
            '11',
            '1',
            '123',
            '20261001',
            '20261332',
            '5*00#',
            '9*5',
            '777',
            '1234#1234*',
            '123456*123456#',
          ][random(15)] ?? ''
        )
      return ['1', '2', '3', '4', '34', '5', '9', '11', '1111', '*', '9999'][random(11)]!
    })()
    for (const key of typed) call.press(key)
    if (call.recording !== null) call.speak(1000 + random(4000))
    if (random(80) === 0) call.hangUp()
  }
  if (!call.gone) call.hangUp()
  call.runUntil(() => call.ended, call.now + 3_600_000)
  return lines.join('\n')
}

it('[S6.11] a call at random is executed again, whatever it decided by what is hidden', () => {
  const places = new Set<string>()
  for (let seed = 1; seed <= 1500; seed++) {
    const written = trace(seed)
    for (const [, place] of written.matchAll(/"place":"(\w+)"/g)) places.add(place!)
    const result = replay(readTrace(written))
    if (result.kind !== 'same') throw new Error(`seed ${seed}: ${JSON.stringify(result)}`)
  }
  expect([...places].sort()).toEqual(['again_or_not', 'block', 'desk_please', 'goodbye', 'paying', 'start', 'tidy'])
})
