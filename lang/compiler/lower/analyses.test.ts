import { expect, it } from 'vitest'
import type { Machine } from '../../../machine/format.ts'
import { lineWith, machineOf, pointsOf } from './testing/compiled.ts'

const SERVICE = `type Pin = secret digits 4
type Card = private digits 8
service bank {
  query ready(): boolean within 1s
  attempt enter(pin: Pin) within 1s { inside  refused }
}
`
const bank = (rest: string): Machine => machineOf(lineWith(SERVICE + rest))

/** Listeners and requests by what they are, and whether they are dark. */
const dark = (machine: Machine): string[] =>
  machine.points.flatMap(point => {
    if (point.op === 'listen') return [`${machine.listeners[point.listener]!.name} ${point.dark ? 'dark' : 'light'}`]
    return point.op === 'request' ? [`${machine.operations[point.operation]!.name} ${point.dark ? 'dark' : 'light'}`] : []
  })

it('[S4.2.1] a transit is dark where a secret collect can come before any other listener, and so is that collect', () => {
  const machine = bank(`flow start {
    let a = query bank.ready() else -> hangup
    if a { menu { say "on?" press 1 unannounced { } } }
    let b = query bank.ready() else -> hangup
    if b { say "Welcome." }
    collect pin: Pin { say "PIN?" }
    attempt bank.enter(pin) { inside { } refused, failed -> start }
    menu { press 1 unannounced -> start }
  }`)
  // Where `a` is false nothing listens before the PIN is asked for: the first query is dark too, and so is an attempt that leads back to it.
  expect(dark(machine)).toEqual(['ready dark', 'start.menu1 light', 'ready dark', 'start.pin dark', 'enter dark', 'start.menu2 light'])
})

it('[S4.2.1] looks into parts and behind them', () => {
  const machine = bank(`flow start {
    let a = query bank.ready() else -> hangup
    do nothing_much
    do ask
    if a { say "Done." }
    -> hangup
  }
  flow nothing_much { let b = query bank.ready() else { return }  if b { say "b" } }
  flow listens { menu { press 1 unannounced { } } }
  flow ask {
    let c = query bank.ready() else { return }
    do listens
    let d = query bank.ready() else { return }
    if c == d { say "same" }
    collect pin: Pin { say "PIN?" }
    attempt bank.enter(pin) { inside { } refused, failed { } }
  }`)
  expect(dark(machine)).toEqual([
    'ready light',
    'ready light',
    'listens.menu1 light',
    'ready light',
    'ready dark',
    'ask.pin dark',
    'enter light',
  ])
})

it('[S6.9] marks each branch that depends on a private or secret value, through the names that were made of it', () => {
  const machine = bank(`remember card: Card or nothing = nothing
  flow start {
    collect number: Card { say "Card?" check number != "00000000" else "No." }
    let same = number == "12345678"
    let count = 1
    if same { say "private" }
    if count == 1 { say "plain" }
    if card is nothing { say "private" }
    if call.caller is nothing { say "private" }
    if call.called == "1" { say "plain" }
    set card = number
    -> hangup
  }`)
  const branches = pointsOf(machine, 'branch').map(point => (point.marked ? 'private' : 'plain'))
  expect(branches).toEqual(['private', 'private', 'plain', 'private', 'private', 'plain'])
})

it('[S6.9] how many there are in a list is not private, what is in it is', () => {
  const machine = machineOf(
    lineWith(`type Item = { name: text  balance: private money CNY }
      service bank { query items(): list of Item within 1s }
      flow start {
        let items = query bank.items() else -> hangup
        if count(items) > 1 { say "plain" }
        if items is empty { say "plain" }
        if count(items where it.balance > CNY 1.00) > 0 { say "private" }
        let one = first(items) else -> hangup
        if one.name == "x" { say "plain" }
        if one.balance > CNY 1.00 { say "private" }
        -> hangup
      }`),
  )
  const branches = pointsOf(machine, 'branch').map(point => (point.marked ? 'private' : 'plain'))
  expect(branches).toEqual(['plain', 'plain', 'private', 'plain', 'plain', 'private'])
})

it('[S4.5.2] a secret is live between its collect and the attempt that takes it, and no longer', () => {
  const machine = bank(`flow start {
    collect first: Pin { say "PIN?" }
    collect second: Pin { say "Once more?" }
    if first == second { say "same" }
    attempt bank.enter(first) { inside { } refused, failed -> start }
    menu { press 1 unannounced -> start }
  }`)
  const held = machine.points.flatMap(point =>
    'live' in point && point.op !== 'drain' ? [`${point.op} ${point.secretLive ? 'secret' : '-'}`] : [],
  )
  expect(held).toEqual(['listen -', 'listen secret', 'request secret', 'listen -'])
})

it('[S6.3] a part holds what whoever runs it needs after it, a way that does not come back does not', () => {
  const machine = machineOf(
    lineWith(`flow start { let a = call.id  do part  say "{a}" -> hangup }
      flow part { menu { press 1 unannounced { } press 2 unannounced { say "bye" -> hangup } } }`),
  )
  const live = machine.points.flatMap(point =>
    'live' in point ? [`${point.op} ${point.live.map(id => machine.registers[id]!.name).join()}`] : [],
  )
  expect(live).toEqual(['drain ', 'listen start.a', 'drain '])
})

it('[S8.2] waits until all is heard before connect, transfer, record and hangup', () => {
  const machine = machineOf(
    lineWith(`queue desk { position every 30s }
      flow start {
        connect queue desk { answered { } timed out, no agents, failed { } }
        connect number "4008" within 30s { answered { } busy, no answer, failed { } }
        record voice up to 1min { say "speak" nothing -> hangup }
        say voice
        transfer to "4009" else -> hangup
      }`),
  )
  const after = pointsOf(machine, 'drain').map(point => machine.points[point.next]!.op)
  expect(new Set(after)).toEqual(new Set(['connect-queue', 'connect-number', 'record', 'transfer', 'hangup']))
  for (const [id, point] of machine.points.entries()) {
    if (!['connect-queue', 'connect-number', 'record', 'transfer', 'hangup'].includes(point.op)) continue
    const before = machine.points.filter(each => 'next' in each && each.next === id)
    expect(before.map(each => each.op)).toEqual(['drain'])
  }
})
