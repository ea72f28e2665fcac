import { expect, it } from 'vitest'
import type { LineOrder, LineReport } from '../call/line.ts'
import type { Machine } from '../../machine/format.ts'
import { numbersWrittenIn, withAllowedNumbers } from './allowed-numbers.ts'

const machine = {
  points: [
    { op: 'connect-number', number: { kind: 'constant', value: '95588' } },
    { op: 'transfer', number: { kind: 'constant', value: '110' } },
    { op: 'connect-number', number: { kind: 'local', slot: 1 } },
    { op: 'say' },
  ],
} as unknown as Machine

const orders = (number: string): readonly LineOrder[] => [
  { kind: 'connect number', task: 1, number, ring: 1000 } as unknown as LineOrder,
  { kind: 'transfer', task: 2, number } as unknown as LineOrder,
]

function dial(number: string, mayDial: readonly string[]): { readonly dialled: number; readonly said: readonly string[] } {
  const dialled: LineOrder[] = []
  const reports: LineReport[] = []
  const open = withAllowedNumbers(() => ({ order: order => void dialled.push(order) }), numbersWrittenIn(machine), mayDial)
  const line = open(report => void reports.push(report))
  for (const order of orders(number)) line.order(order)
  return { dialled: dialled.length, said: reports.map(report => (report.kind === 'answer' ? report.outcome : report.kind)) }
}

it.each(['95588', '110', '4008001234', '075512345678'])('%s is written by the program or allowed, and is dialled', number => {
  expect(dial(number, ['4008001234', '0755*'])).toEqual({ dialled: 2, said: [] })
})

// Each as a bank's answer or a caller's key could have it: a premium number, a number's beginning, a dial string.
it.each(['16885188', '400800123', '40080012345', '1100', '', '*', '95588,95588', '&park()', '[x=1]95588', 'sofia/external/1@evil'])(
  '%j is nobody’s, and is not dialled: told, and failed',
  number => {
    expect(dial(number, ['4008001234', '0755*'])).toEqual({ dialled: 0, said: ['trouble', 'failed', 'trouble', 'failed'] })
  },
)
