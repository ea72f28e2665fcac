// Files in which the traces of many calls stand among each other.
import { expect, it } from 'vitest'
import { readTraces } from './trace-reader.ts'

const header = (call: string, version = 1): string =>
  JSON.stringify({
    call,
    format: 'callwright-trace',
    version,
    bundle: 'b',
    machine: 'm',
    started: 1,
    caller: null,
    called: '95500',
    settings: {},
  })
const step = (call: string, at: number): string => JSON.stringify({ call, at, event: { kind: 'spoken', segment: 1 }, effects: [] })
const told = (lines: readonly string[], wanted?: string): readonly string[] =>
  readTraces(lines.join('\n'), wanted).map(read =>
    read.kind === 'trace'
      ? `${read.header.call}: ${read.steps.map(({ line, step: { at } }) => `${line}=${at}`).join(' ')}`
      : `${read.call ?? '?'}, line ${read.line}: ${read.en}`,
  )

it('each call has its own lines, by the numbers that they have in the file', () => {
  const lines = [header('a'), step('a', 1), header('b'), step('a', 2), step('b', 1), step('a', 3)]
  expect(told(lines)).toEqual(['a: 2=1 4=2 6=3', 'b: 5=1'])
  expect(told(lines, 'b')).toEqual(['b: 5=1'])
  expect(told(lines, 'c')).toEqual([])
})

it('a call that was answered anew has a trace for each time', () => {
  expect(told([header('a'), step('a', 1), step('a', 2), header('a'), step('a', 5)])).toEqual(['a: 2=1 3=2', 'a: 5=5'])
})

it('a line that was cut off costs its own call alone', () => {
  const lines = [header('a'), header('b'), step('a', 1).slice(0, 20), step('b', 1), '', step('b', 2)]
  expect(told(lines)).toEqual(['a, line 3: This line is no JSON object; was the trace cut off?', 'b: 4=1 6=2'])
  // Nobody can say whose it was.
  expect(told([header('a'), step('a', 1), '{"ca', step('a', 2)])).toEqual([
    'a: 2=1 4=2',
    '?, line 3: This line is no JSON object; was the trace cut off?',
  ])
})

it('a call of which lines are missing says so at the first behind the gap, and costs no other', () => {
  const numbered = (call: string, seq: number): string => JSON.stringify({ ...(JSON.parse(step(call, seq)) as object), seq })
  const missing = 'Lines of this call are missing before this one; could they not be written?'
  const lines = [header('a'), header('b'), numbered('a', 1), numbered('b', 1), numbered('a', 3), numbered('b', 2), numbered('a', 4)]
  expect(told(lines)).toEqual([`a, line 5: ${missing}`, 'b: 4=1 6=2'])
  expect(told([header('a'), numbered('a', 2)])).toEqual([`a, line 2: ${missing}`])
  // The header of the second time is missing.
  expect(told([header('a'), numbered('a', 1), numbered('a', 2), numbered('a', 1)])).toEqual([`a, line 4: ${missing}`])
  const report = JSON.stringify({ call: 'a', seq: 2, at: 2, report: { kind: 'began' } })
  expect(told([header('a'), numbered('a', 1), report, numbered('a', 3)])).toEqual(['a: 2=1 4=3'])
})

it('says what is no trace, of which version one is, and where one begins elsewhere', () => {
  expect(told(['# A note'])).toEqual(['?, line 1: This line is no JSON object; was the trace cut off?'])
  expect(told(['{"a":1}'])).toEqual(['?, line 1: This is no line of a trace.'])
  expect(told(['', header('a', 2)])).toEqual(['a, line 2: This trace has version 2; this Callwright reads version 1.'])
  expect(told([step('a', 1)])).toEqual(['a, line 1: The trace of this call does not begin here: its first line is missing.'])
})

it('a first line that lacks what a replay needs costs its own call alone', () => {
  const spoilt = (field: string, value?: unknown): string => JSON.stringify({ ...(JSON.parse(header('a')) as object), [field]: value })
  for (const [field, value] of [
    ['bundle', undefined],
    ['bundle', 5],
    ['bundle', ''],
    ['started', '1'],
    ['called', null],
    ['caller', 5],
    ['settings', []],
  ] as const)
    expect(told([spoilt(field, value), header('b'), step('b', 1)]), field).toEqual([
      'a, line 1: The first line does not say which call this is, or on which version it ran.',
      'b: 3=1',
    ])
})

it('a step whose keys are none costs its own call alone', () => {
  const spoilt = JSON.stringify({ ...(JSON.parse(step('a', 1)) as object), keys: [null] })
  expect(told([header('a'), spoilt, header('b'), step('b', 1)])).toEqual(['a, line 2: This line is no step of a call.', 'b: 4=1'])
})

it('an id may be any text', () => {
  const id = 'a"b\\c'
  expect(told([header(id), step(id, 1)], id)).toEqual([`${id}: 2=1`])
})
