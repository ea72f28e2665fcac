import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCallLog, type CallLog } from '../../../runtime/call/call-log.ts'
import { runScript } from '../../../runtime/dtmf/script-run.ts'
import { createSimulatedCall } from '../../../runtime/dtmf/simulated-line.ts'
import { compileFiles, exampleFiles, partsOf, SMALL } from '../testing/programs.ts'
import { createBank } from './bank.ts'
import type { CallParts, PlayedCall } from './played-call.ts'
import { choiceOf, openRun, runsOf } from './script-calls.ts'
import { createTimeline, playActions, pressAgain } from './timeline.ts'

const small = compileFiles({ 'main.ivr': SMALL })
const parts = partsOf(small)

interface Pressed {
  readonly key: string
  /** ms after the one before */
  readonly after: number
}

const pressed = fc.array(fc.record({ key: fc.constantFrom(...'0123456789*#'), after: fc.integer({ min: 1, max: 4000 }) }), {
  maxLength: 20,
})

/** The same keys on the simulator's own call. */
function straight(parts: CallParts, keys: readonly { readonly key: string; readonly at: number }[], end: number): CallLog {
  const log = createCallLog()
  const call = createSimulatedCall({ ...parts, backend: createBank(parts.prepared.machine), log })
  for (const { key, at } of keys) {
    call.advanceTo(at)
    call.key(key)
  }
  call.advanceTo(end)
  return log
}

const press = (played: PlayedCall, keys: readonly Pressed[]): void => {
  for (const { key, after } of keys) played.act({ kind: 'key', key }, played.call.now + after)
}

const keysOf = (played: PlayedCall): { key: string; at: number }[] =>
  played.actions.flatMap(({ deed, at }) => (deed.kind === 'key' ? [{ key: deed.key, at }] : []))

/** Without what lies behind the end, where the one has waited longer than the other. */
const shownOf = (played: PlayedCall): unknown => ({ steps: played.steps, spoken: played.spoken(), log: played.log.entries })

it('is the simulator’s call to the ms, however often it was looked at', () => {
  fc.assert(
    fc.property(pressed, fc.integer({ min: 1, max: 700 }), (keys, frame) => {
      const played = createTimeline(parts).played()
      let at = 0
      for (const { key, after } of keys) {
        const until = at + after
        for (at += frame; at < until; at += frame) played.advanceTo(at)
        at = until
        played.act({ kind: 'key', key }, at)
      }
      const end = at + 10_000
      played.advanceTo(end)
      // After the end nobody is there who could press a key.
      expect(played.log).toEqual(straight(parts, keysOf(played), end))
    }),
    { numRuns: 150 },
  )
})

it('wound back and gone on from there, is a call in which only that was done', () => {
  fc.assert(
    fc.property(pressed, fc.double({ min: 0, max: 0.999, noNaN: true }), pressed, (first, share, second) => {
      const timeline = createTimeline(parts)
      press(timeline.played(), first)
      timeline.played().advanceTo(timeline.played().call.now + 3000)
      const before = timeline.played()
      const step = Math.floor(share * before.steps.length)
      timeline.goOn(step)
      const wound = timeline.played()
      expect(wound.steps).toEqual(before.steps.slice(0, step + 1))
      expect(wound.call.now).toBeGreaterThanOrEqual(before.steps[step]!.at)
      press(wound, second)
      const end = wound.call.now + 10_000
      wound.advanceTo(end)
      expect(wound.log).toEqual(straight(parts, keysOf(wound), end))
      expect(shownOf(playActions(parts, wound.actions, end))).toEqual(shownOf(wound))
    }),
    { numRuns: 150 },
  )
})

it('brings back what was cut off', () => {
  const timeline = createTimeline(parts)
  press(timeline.played(), [
    { key: '3', after: 2000 },
    { key: '1', after: 9000 },
  ])
  timeline.played().advanceTo(15_000)
  const before = shownOf(timeline.played())
  timeline.goOn(2)
  expect(timeline.canUndo()).toBe(true)
  press(timeline.played(), [{ key: '2', after: 500 }])
  timeline.goOn(1)
  timeline.undo()
  timeline.undo()
  expect(timeline.canUndo()).toBe(false)
  expect(shownOf(timeline.played())).toEqual(before)
})

it('is the call of each script of the examples, opened where the script ends', () => {
  const files = exampleFiles('card-centre')
  const program = compileFiles(files)
  const { prepared, speaker } = partsOf(program)
  const runs = runsOf(files, 'main.ivr', program.machine)
  expect(runs.length).toBeGreaterThan(50)
  for (const run of runs) {
    const opened = openRun(run, files, { prepared, speaker }, Infinity)
    const { start, at, given } = opened
    const played = playActions({ prepared, speaker, entry: 'main.ivr', start, at, given, byHand: [] }, opened.actions, opened.now)
    const readText = (path: string) => {
      const text = files[path.replace('./', 'scripts/')]
      return text === undefined ? ({ problem: 'missing' } as const) : { text }
    }
    const { log, passed } = runScript({ prepared, speaker, readText }, run)
    expect(passed, run.id).toBe(true)
    // The end of a script hangs up, what it was opened at does not.
    expect(
      played.log.entries.map(entry => ({ ...entry, until: 0, cut: false })),
      run.id,
    ).toEqual(log.entries.slice(0, played.log.entries.length).map(entry => ({ ...entry, until: 0, cut: false })))
    expect(choiceOf(run, program.machine).called, run.id).toBe(start.called)
  }
})

it('presses the same keys again on a changed program', () => {
  const timeline = createTimeline(parts)
  const played = timeline.played()
  played.runToQuestion()
  press(played, [{ key: '3', after: 100 }])
  played.runToQuestion()
  press(played, [{ key: '1', after: 100 }])
  played.runToQuestion()
  const changed = compileFiles({
    'main.ivr': SMALL.replace('We are at the harbour.', 'We are at the harbour, behind the old customs house, and open all day.'),
  })
  const again = pressAgain(played, partsOf(changed)).played()
  expect(keysOf(again).map(one => one.key)).toEqual(['3', '1'])
  expect(keysOf(again)[1]!.at).toBeGreaterThan(keysOf(played)[1]!.at)
  expect(again.spoken().map(one => one.words)).toContain('We are at the harbour, behind the old customs house, and open all day.')
  expect(again.steps.at(-1)!.place).toBe(played.steps.at(-1)!.place)
})

it('lets the line lose patience again where it had lost it', () => {
  const played = createTimeline(parts).played()
  played.staySilent()
  played.runToQuestion()
  press(played, [{ key: '3', after: 100 }])
  const again = pressAgain(played, parts).played()
  expect(again.log.entries.filter(entry => entry.kind === 'outcome').map(entry => entry.result)).toEqual(['silence', 'chosen'])
})

it('makes a thousand steps again in the time of a frame or two', () => {
  const played = createTimeline(parts).played()
  while (played.steps.length < 1000) {
    played.runToQuestion()
    press(played, [{ key: '3', after: 100 }])
  }
  const { actions } = played
  playActions(parts, actions)
  const times = Array.from({ length: 5 }, () => {
    const from = performance.now()
    playActions(parts, actions)
    return performance.now() - from
  })
  console.log(`1,000 steps again: ${Math.min(...times).toFixed(1)} ms`)
  expect(Math.min(...times)).toBeLessThan(100)
})
