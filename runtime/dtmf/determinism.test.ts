// The same call gives the same log, to the ms, also where the session goes through JSON between any two events.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepare, type Session } from '../core/index.ts'
import type { Value } from '../../machine/values.ts'
import { nobodyThere, type Backend, type Reply } from './backend.ts'
import { createCallLog, type CallLog } from '../call/call-log.ts'
import { createSimulatedCall, type SimulatedCall } from './simulated-line.ts'
import { bank, bankSpeaker } from './testing/bank.ts'

const machine = bank()
const prepared = prepare(machine, { trace: true })
const unwatched = prepare(machine)
const speaker = bankSpeaker(machine)

type Action =
  | { readonly kind: 'keys'; readonly keys: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'patient'; readonly keys: string }
  | { readonly kind: 'speak'; readonly ms: number }
interface Plan {
  readonly actions: readonly Action[]
  readonly delays: readonly number[]
  readonly hangsUp: boolean
}

const answers: Readonly<Record<string, readonly [string, readonly Value[]]>> = {
  log_in: ['accepted', []],
  accounts: ['answered', [[{ number: '6225880212345673', balance: 100 }]]],
  transfer: ['done', ['77']],
}

interface Played {
  readonly log: CallLog
  readonly duration: number
}

function play(plan: Plan, beforeEvent?: (session: Session, call: SimulatedCall | null) => Session, watched = true): Played {
  const log = createCallLog()
  let asked = 0
  const backend: Backend = {
    ...nobodyThere,
    ask: (_, operation): Reply => {
      const [outcome, values] = answers[operation.name] ?? ['failed', []]
      return { kind: 'answer', outcome, values, after: plan.delays[asked++ % plan.delays.length]! }
    },
    queue: () => ({ noAgents: false, waiting: 2, answersAfter: plan.delays[0]! * 20, talk: 5000, who: 'agent' }),
    number: () => ({ is: 'answered', after: plan.delays[0]!, talk: 5000 }),
  }
  let made: SimulatedCall | null = null
  const call = createSimulatedCall({
    prepared: watched ? prepared : unwatched,
    speaker,
    start: { id: 'c', caller: null, called: '95500' },
    at: 1_700_000_000_000,
    backend,
    log: watched ? log : null,
    ...(beforeEvent ? { beforeEvent: session => beforeEvent(session, made) } : {}),
  })
  made = call
  for (const action of plan.actions) {
    if (call.gone) break
    expect(call.speaking?.id).toBe(call.session.queue[0]?.id)
    if (action.kind === 'wait') call.advanceTo(call.now + action.ms)
    else if (action.kind === 'speak') call.speak(action.ms)
    else {
      if (action.kind === 'patient') call.runUntil(() => call.waitsForKey || call.inQueue || call.recording !== null || call.gone)
      for (const key of action.keys) call.press(key)
    }
  }
  if (plan.hangsUp) call.hangUp()
  expect(call.runUntil(() => call.ended, 3_600_000)).toBe(true)
  return { log, duration: call.now }
}

const keys = fc.oneof(
  fc.constantFrom('2', '1', '0', '3', '4', '5', '6', '6225880212345673#', '123456', '10*05#', '*', '#'),
  fc.string({ unit: fc.constantFrom(...'0123456789*#'), minLength: 1, maxLength: 8 }),
)
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: keys.map((typed): Action => ({ kind: 'patient', keys: typed })) },
  { weight: 2, arbitrary: keys.map((typed): Action => ({ kind: 'keys', keys: typed })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ms): Action => ({ kind: 'wait', ms })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9000 }).map((ms): Action => ({ kind: 'speak', ms })) },
)
const login: readonly Action[] = ['2', '2', '6225880212345673#', '123456'].map(typed => ({ kind: 'patient', keys: typed }))
const plan: fc.Arbitrary<Plan> = fc.record({
  actions: fc.tuple(fc.boolean(), fc.array(action, { maxLength: 12 })).map(([logged, rest]) => (logged ? [...login, ...rest] : rest)),
  delays: fc.array(fc.constantFrom(0, 1, 400, 1000, 2999, 3000, 3001, 12_000), { minLength: 1, maxLength: 4 }),
  hangsUp: fc.boolean(),
})

it('[L.scripts.2] always the same result to the millisecond, and every call ends', () => {
  fc.assert(
    fc.property(plan, given => {
      expect(play(given)).toEqual(play(given))
    }),
    { numRuns: 300 },
  )
})

it('a session that goes through JSON between any two events gives the same log', () => {
  fc.assert(
    fc.property(plan, given => {
      expect(play(given, session => JSON.parse(JSON.stringify(session)) as Session)).toEqual(play(given))
    }),
    { numRuns: 300 },
  )
})

it('times never fall, a segment ends when the next begins or later things happen, and no key stays open', () => {
  fc.assert(
    fc.property(plan, given => {
      const { entries } = play(given).log
      for (const [index, entry] of entries.entries()) {
        if (index > 0) expect(entry.at).toBeGreaterThanOrEqual(entries[index - 1]!.at)
        if (entry.kind === 'spoken') {
          expect(entry.until).toBeGreaterThanOrEqual(entry.at)
          if (entry.segment.announce && entry.cut)
            expect(
              entries.some(end => end.kind === 'hung up' && end.at === entry.until) || entries.some(over => over.kind === 'connect over'),
            ).toBe(true)
        }
        if (entry.kind === 'key' && entry.use === 'waits') expect(entries.some(end => end.kind === 'ended')).toBe(true)
      }
      const spoken = entries.filter(entry => entry.kind === 'spoken')
      for (const [index, entry] of spoken.entries()) if (index > 0) expect(entry.at).toBeGreaterThanOrEqual(spoken[index - 1]!.until)
    }),
    { numRuns: 300 },
  )
})

it('what is spoken is what the session says is spoken', () => {
  fc.assert(
    fc.property(plan, given => {
      play(given, (session, call) => {
        // While its end is being reported, nothing is spoken.
        if (call?.speaking && session.phase === 'live') expect(call.speaking.id).toBe(session.queue[0]?.id)
        return session
      })
    }),
    { numRuns: 200 },
  )
})

it('a call that nobody watches takes the same course', () => {
  fc.assert(
    fc.property(plan, given => {
      expect(play(given, undefined, false).duration).toBe(play(given).duration)
    }),
    { numRuns: 200 },
  )
})
