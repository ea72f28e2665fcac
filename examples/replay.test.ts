// The trace of every call of every example script is executed again without what it does not show, to the same effects; and what is
// not to be shown is not in it.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Machine, Point } from '../machine/format.ts'
import type { Type } from '../machine/types.ts'
import type { RecordValue, Value } from '../machine/values.ts'
import { createReplay, replayTrace } from '../runtime/call/replay.ts'
import { readTrace } from '../runtime/call/trace-reader.ts'
import { createTrace } from '../runtime/call/trace.ts'
import { createSimulatedCall } from '../runtime/dtmf/index.ts'
import { playRun, runsOf, type ExampleRun, type PlayedRun } from './testing/runs.ts'

const examples = readdirSync(import.meta.dirname).filter(name => existsSync(join(import.meta.dirname, name, 'main.ivr')))

function traced(one: ExampleRun): { readonly trace: string; readonly played: PlayedRun } {
  const lines: string[] = []
  const played = playRun(one, [createTrace({ machine: one.prepared.machine, bundle: 'b1', write: line => lines.push(line) })])
  return { trace: lines.join('\n'), played }
}

it.each(examples)(
  '[S6.10] every call of %s is executed again from its trace alone, to the same effects',
  async example => {
    let replayed = 0
    const runs = await runsOf(example, { marks: true })
    const replay = createReplay(runs[0]!.prepared.machine)
    for (const one of runs) {
      const { trace } = traced(one)
      expect(replay(readTrace(trace)), one.run.id).toMatchObject({ kind: 'same', bundle: 'b1' })
      replayed += 1
    }
    expect(replayed).toBeGreaterThan(100)
  },
  120_000,
)

// ------------------------------------------------------------------------------------------------ what is not shown

/** All texts and numbers of a line but times and names. */
function leaves(json: unknown, found: (string | number)[] = [], key = ''): (string | number)[] {
  if (typeof json === 'string' || typeof json === 'number') {
    if (key !== 'at' && key !== 'started' && key !== 'call' && key !== 'took') found.push(json)
  } else if (Array.isArray(json)) for (const item of json) leaves(item, found, key)
  else if (typeof json === 'object' && json !== null) for (const [name, item] of Object.entries(json)) leaves(item, found, name)
  return found
}

interface Parts {
  readonly hidden: (string | number)[]
  readonly plain: Set<string | number>
}

function sortParts(value: Value, type: Type, parts: Parts): void {
  if (value === null || type.class === 'secret') return
  if (type.class === undefined && type.kind === 'optional') return sortParts(value, type.of, parts)
  if (type.class === undefined && type.kind === 'list') {
    for (const item of value as readonly Value[]) sortParts(item, type.of, parts)
  } else if (type.class === undefined && type.kind === 'record') {
    for (const [name, of] of Object.entries(type.fields)) sortParts((value as RecordValue)[name] ?? null, of, parts)
  } else if (typeof value === 'string' || typeof value === 'number') {
    if (type.class === 'private') parts.hidden.push(value)
    else parts.plain.add(value)
  }
}

/** Every value that went to the bank or came from it, or was spoken. */
function partsOf(machine: Machine, { log }: PlayedRun): Parts {
  const parts: Parts = { hidden: [], plain: new Set() }
  for (const entry of log.entries) {
    if (entry.kind === 'ask') {
      const { parameters } = machine.operations[entry.operation]!
      for (const [index, value] of entry.arguments.entries()) sortParts(value, parameters[index]!.type, parts)
    } else if (entry.kind === 'answer') {
      const { result, outcomes } = machine.operations[entry.operation]!
      const types = entry.outcome === 'answered' && result ? [result] : (outcomes[entry.outcome] ?? []).map(({ type }) => type)
      for (const [index, type] of types.entries()) sortParts(entry.values[index] ?? null, type, parts)
    } else if (entry.kind === 'spoken') {
      // An amount that was keyed in may be as large as a balance.
      const { prompt, values } = entry.segment
      for (const [index, value] of values.entries()) sortParts(value, machine.prompts[prompt]!.holes[index]!.type, parts)
    }
  }
  return parts
}

it.each(examples)(
  '[S6.7] [S6.8] no trace of %s has a digit of a secret or a private value in it',
  async example => {
    let secrets = 0
    let privates = 0
    for (const one of await runsOf(example, { marks: true })) {
      const { trace, played } = traced(one)
      const shown = trace.split('\n').flatMap(line => leaves(JSON.parse(line)))
      const texts = shown.filter(leaf => typeof leaf === 'string')
      const typed = played.secrets
        .join('')
        .split(/[*#]/)
        .filter(entry => entry.length >= 6)
      const { hidden, plain } = partsOf(one.prepared.machine, played)
      for (const entry of typed) {
        // A contract's number may hold the numerals of a passcode.
        if ([...plain].some(value => String(value).includes(entry))) continue
        secrets += 1
        expect(
          texts.some(text => text.includes(entry)),
          one.run.id,
        ).toBe(false)
        // Nor is it told how many keys there were: an entry is begun, and has a result.
        expect(trace).toContain('"kind":"secret"')
      }
      for (const value of hidden) {
        if (plain.has(value) || (typeof value === 'string' ? value.length < 8 : value < 10_000)) continue
        privates += 1
        const found = typeof value === 'string' ? texts.some(text => text.includes(value)) : shown.includes(value)
        expect(found, `${one.run.id}: a private value is in the trace`).toBe(false)
      }
    }
    expect(secrets).toBeGreaterThan(20)
    expect(privates).toBeGreaterThan(20)
  },
  120_000,
)

it('[S6.8] a secret entry leaves no trace of how many keys it had, nor of when', async () => {
  const [one] = (await runsOf('harbour-95500', { marks: true })).filter(run => playRun(run).secrets.length >= 6)
  const { trace, played } = traced(one!)
  const steps = trace.split('\n').map(line => JSON.parse(line) as { at: number; event?: { kind: string } })
  const keys = played.log.entries.filter(entry => entry.kind === 'key')
  const secret = keys.filter(key => key.listener >= 0 && key.shown === '•' && key.use === 'entry')
  expect(secret.length).toBeGreaterThanOrEqual(6)
  expect(steps.filter(step => step.event?.kind === 'key').length).toBe(keys.length - secret.length)
  const own = steps.filter(step => step.event?.kind === 'secret')
  expect(own.length).toBeLessThanOrEqual(2 * new Set(secret.map(key => key.listener)).size)
})

// ------------------------------------------------------------------------------------------------ what is noticed

it('a changed machine is noticed, and so is a changed line of the trace', async () => {
  const runs = (await runsOf('harbour-95500', { marks: true })).filter((_, index) => index % 60 === 0)
  let changedMachines = 0
  let changedLines = 0
  for (const one of runs) {
    const { machine } = one.prepared
    const { trace, played } = traced(one)
    const at = played.log.entries
      .flatMap(entry => (entry.kind === 'spoken' ? [entry.segment.point] : []))
      .find(id => machine.points[id]?.op === 'say')
    if (at !== undefined) {
      const point = machine.points[at] as Extract<Point, { op: 'say' }>
      const points = machine.points.with(at, { ...point, announce: !point.announce })
      expect(replayTrace({ ...machine, points }, trace).kind).toBe('differs')
      changedMachines += 1
    }
    const lines = trace.split('\n')
    const speaking = lines.findIndex((line, index) => index > 3 && line.includes('"kind":"speak"'))
    if (speaking >= 0) {
      const changed = lines.with(
        speaking,
        lines[speaking]!.replace(/"prompt":(\d+)/, (_, prompt) => `"prompt":${Number(prompt) + 1}`),
      )
      expect(replayTrace(machine, changed.join('\n'))).toMatchObject({ kind: 'differs', line: speaking + 1 })
      const dropped = lines.toSpliced(speaking, 1)
      expect(replayTrace(machine, dropped.join('\n'))).toMatchObject({ kind: 'unreadable', line: speaking + 1 })
      changedLines += 1
    }
    const taken = lines.findIndex(line => line.includes('"marked":[false'))
    if (taken >= 0) {
      const flipped = lines.with(taken, lines[taken]!.replace('"marked":[false', '"marked":[true'))
      expect(replayTrace(machine, flipped.join('\n')).kind).toBe('differs')
    }
  }
  expect(changedMachines).toBeGreaterThan(runs.length / 2)
  expect(changedLines).toBe(runs.length)
})

it('what is no trace is refused with its line', async () => {
  const [one] = await runsOf('securities-order', { marks: true })
  const { machine } = one!.prepared
  const { trace } = traced(one!)
  expect(replayTrace(machine, '')).toMatchObject({ kind: 'unreadable', line: 1 })
  expect(replayTrace(machine, '{"a":1}')).toMatchObject({ kind: 'unreadable', line: 1 })
  expect(replayTrace(machine, trace.replace('"version":1', '"version":2'))).toMatchObject({ kind: 'unreadable', line: 1 })
  expect(replayTrace(machine, trace.slice(0, -3))).toMatchObject({ kind: 'unreadable', line: trace.split('\n').length })
})

// ------------------------------------------------------------------------------------------------ calls that go another way

/** Keys of a script's call at other times, other keys, or a hang-up in between: nothing that any script does. */
function astray(one: ExampleRun, seed: number): string {
  const played = playRun(one)
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const lines: string[] = []
  const call = createSimulatedCall({
    prepared: one.prepared,
    speaker: one.speaker,
    start: played.start,
    at: played.at,
    backend: played.backend,
    observers: [createTrace({ machine: one.prepared.machine, bundle: 'b', write: line => lines.push(line) })],
  })
  let hangsUp = false
  for (const { action } of played.actions) {
    if (call.gone || call.missing) break
    if (random(4) > 0) call.runUntil(() => call.waitsForKey || call.inQueue || call.recording !== null || call.gone)
    else if (random(3) === 0) call.advanceTo(call.now + random(9000))
    if (action.kind === 'speak') call.speak(action.ms)
    else if (action.kind === 'key') call.press(random(12) === 0 ? '0123456789*#'[random(12)]! : action.key)
    if (random(25) === 0) call.press('0123456789*#'[random(12)]!)
    hangsUp = random(60) === 0
    if (hangsUp) break
  }
  if (!call.gone) call.hangUp()
  call.runUntil(() => call.ended)
  return lines.join('\n')
}

it.each(examples)(
  'a call of %s that goes astray is executed again from its trace too',
  async example => {
    const runs = await runsOf(example, { marks: true })
    const replay = createReplay(runs[0]!.prepared.machine)
    for (const [index, one] of runs.entries()) {
      const result = replay(readTrace(astray(one, index + 1)))
      if (result.kind !== 'same') throw new Error(`${one.run.id}, ${index + 1}: ${JSON.stringify(result)}`)
    }
  },
  120_000,
)
