import { expect, it } from 'vitest'
import { line, machineOf } from '../../conformance/testing.ts'
import type { LineOrder, LineReport } from '../call/line.ts'
import { numbersWrittenIn, withAllowedNumbers } from './allowed-numbers.ts'

const rings = 'within 9s { answered, busy, no answer, failed { } }'
const machine = machineOf(`${line('', 'start')}
service bank { query number(): digits within 1s }
settings { branch: text = "95510"  branches: list of text = ["95520"] }
remember kept: text = "95530"
flow start {
  let theirs = query bank.number() else { -> hangup }
  say "Not {theirs}, nor 95599, nor {"95598"}."
  connect number "95588" ${rings}
  do ring("95501")
  let m: text = "95502"
  if theirs == "95503" { set m = "95504" }
  connect number m ${rings}
  menu { press 1 for "a desk" { } press 1000..1019 as e unannounced { do ring("0218888{e}") } }
  connect number settings.branch ${rings}
  for each branch in settings.branches { connect number branch ${rings} } none { }
  let xs: list of text = ["95540"]
  add "95541" to xs
  let x = first(xs where it == "95542") else { -> hangup }
  connect number x ${rings}
  let picked = do pick()
  connect number picked ${rings}
  set kept = "95531"
  choose c in ["95550", "95551"] { offer "{c}" none -> hangup }
  connect number "0{c}" ${rings}
  set m = "9{m}"
  transfer to "110" else -> other
}
flow ring(n: text) { connect number n ${rings} }
flow pick returns text { if verified { return "95560" } return "95561" }
flow other { transfer to kept else -> hangup }
`)

const orders = (number: string): readonly LineOrder[] => [
  { kind: 'connect number', task: 1, number, ring: 1000 } as unknown as LineOrder,
  { kind: 'transfer', task: 2, number } as unknown as LineOrder,
]

function dial(number: string, mayDial: readonly string[]): { readonly dialled: number; readonly said: readonly string[] } {
  const dialled: LineOrder[] = []
  const reports: LineReport[] = []
  const open = withAllowedNumbers(
    () => ({ order: order => void dialled.push(order) }),
    numbersWrittenIn(machine, { branches: ['95521'] }),
    mayDial,
  )
  const guarded = open(report => void reports.push(report))
  for (const order of orders(number)) guarded.order(order)
  return { dialled: dialled.length, said: reports.map(report => (report.kind === 'answer' ? report.outcome : report.kind)) }
}

// As a step has it, a parameter, a name, a setting, an operator's change of one, a list, a part, a remembered name, a pattern.
const WRITTEN = [
  '95501',
  '95502',
  '95504',
  '02188881000',
  '02188881019',
  '95510',
  '95520',
  '95521',
  '95540',
  '95541',
  '95560',
  '95561',
  '95530',
  '95531',
  '095550',
  '995502',
  '9995504',
]
it.each(['95588', '110', ...WRITTEN, '4008001234', '075512345678'])('%s is written by the program or allowed, and is dialled', number => {
  expect(dial(number, ['4008001234', '0755*'])).toEqual({ dialled: 2, said: [] })
})

// Each as a bank's answer or a caller's key could have it: a premium number, a number's beginning, a dial string.
it.each([
  '95503',
  '95542',
  '95550',
  '95598',
  '95599',
  '02188881020',
  '0218888',
  '021888810001',
  '1000',
  '16885188',
  '400800123',
  '40080012345',
  '1100',
  '',
  '*',
  '95588,95588',
  '&park()',
  '[x=1]95588',
  'sofia/external/1@evil',
])('%j is nobody’s, and is not dialled: told, and failed', number => {
  expect(dial(number, ['4008001234', '0755*'])).toEqual({ dialled: 0, said: ['trouble', 'failed', 'trouble', 'failed'] })
})

const dialsIn = (steps: string): ((number: string) => boolean) => numbersWrittenIn(machineOf(`${line('', 'start')}${steps}`), {})

it('a text that grows key by key is written at its whole length, on either side', () => {
  const right = dialsIn(`flow start { -> more("") }
flow more(ext: text) { menu { press 0..9 as d unannounced -> more("{ext}{d}") press # for "done" -> desk(ext) } }
flow desk(ext: text) { connect number "0218888{ext}" ${rings} -> hangup }`)
  const left = dialsIn(
    `flow start { let n: text = "8" for each part in ["1", "22"] { set n = "{part}{n}" } connect number n ${rings} -> hangup }`,
  )
  for (const number of ['0218888', '02188881', '021888812', '0218888123456789']) expect([number, right(number)]).toEqual([number, true])
  for (const number of ['021888', '0218887', '0218888x', '02188881 ']) expect([number, right(number)]).toEqual([number, false])
  for (const number of ['8', '18', '228', '1228', '22118']) expect([number, left(number)]).toEqual([number, true])
  for (const number of ['28', '81', '1', '128x']) expect([number, left(number)]).toEqual([number, false])
})

it('a menu that dials is looked through at once, however many keys make the number', () => {
  const keys = [...'0123456789'].map(key => `press ${key} for "${key}" -> more("{ext}${key}")`).join(' ')
  const dials = dialsIn(`flow start { -> more("") }
flow more(ext: text) { menu { ${keys} press # for "done" -> desk(ext) } }
flow desk(ext: text) { connect number "0218888{ext}" ${rings} -> hangup }`)
  const before = performance.now()
  expect([dials('0218888123456789012345'), dials('021888812345678901234x')]).toEqual([true, false])
  expect(performance.now() - before).toBeLessThan(1000)
})
