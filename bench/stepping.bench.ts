import { createSession, prepare, step } from '../runtime/core/index.ts'
import type { Figure } from './figure.ts'
import { compileExample } from './harbour.ts'
import { medianMs, pairedMs } from './measure.ts'
import { createXstateMenu } from './peers/xstate-menu.ts'
import { createTenStateMenu } from './ten-state-menu.ts'
import { version } from './version.ts'

const KEYS = 200_000
const KEYPAD = ['1', '2', '3'] as const

/** Drives a session with keys only: each cuts the prompt and leads on. */
const createRing = (): (() => void) => {
  const prepared = prepare(createTenStateMenu())
  const session = createSession(prepared, { id: 'bench', caller: null, called: '95500' })
  let now = 1_700_000_000_000
  step(prepared, session, { kind: 'started', at: now })
  return () => {
    for (let i = 0; i < KEYS; i++) step(prepared, session, { kind: 'key', key: KEYPAD[i % 3]!, at: (now += 200) })
    if (session.phase !== 'live') throw new Error('the call is over')
  }
}

/** Keys and ends of prompts in turn, as a line reports them. */
const createRingWithSpeech = (): (() => void) => {
  const prepared = prepare(createTenStateMenu())
  const session = createSession(prepared, { id: 'bench', caller: null, called: '95500' })
  let now = 1_700_000_000_000
  step(prepared, session, { kind: 'started', at: now })
  return () => {
    for (let i = 0; i < KEYS; i += 2) {
      step(prepared, session, { kind: 'spoken', segment: session.segments, at: (now += 200) })
      step(prepared, session, { kind: 'key', key: KEYPAD[i % 3]!, at: (now += 200) })
    }
    if (session.phase !== 'live') throw new Error('the call is over')
  }
}

/** Calls of harbour up to the main menu and wrong keys there, each call from its beginning to the hang-up. */
const createHarbour = (options: { trace: boolean; checkpoints: boolean }): (() => number) => {
  const prepared = prepare(compileExample(), options)
  return () => {
    let events = 0
    for (let call = 0; call < 2000; call++) {
      const session = createSession(prepared, { id: 'bench', caller: null, called: '95500' })
      let now = 1_700_000_000_000
      const send = (event: Parameters<typeof step>[2]): void => {
        events++
        step(prepared, session, event)
      }
      send({ kind: 'started', at: now })
      for (let i = 0; i < 12; i++) {
        while (session.queue.length > 0 && i % 3 === 0) send({ kind: 'spoken', segment: session.queue[0]!.id, at: (now += 1500) })
        send({ kind: 'key', key: i % 2 === 0 ? '1' : '*', at: (now += 300) })
      }
      send({ kind: 'hung up', at: (now += 100) })
    }
    return events
  }
}

export default (): Figure[] => {
  const speech = medianMs(createRingWithSpeech())
  const actor = createXstateMenu()
  const pair = pairedMs(createRing(), () => {
    for (let i = 0; i < KEYS; i++) actor.send(KEYPAD[i % 3]!)
  })
  actor.stop()

  const plain = createHarbour({ trace: false, checkpoints: false })
  const full = createHarbour({ trace: true, checkpoints: true })
  const events = full()
  const harbour = pairedMs(plain, full)
  return [
    {
      what: 'step, ten-state menu',
      value: KEYS / (speech / 1000),
      unit: 'events/s',
      wanted: { atLeast: 5e6 },
      note: 'keys and ends of prompts in turn',
    },
    {
      what: 'step, times as fast as XState’s actor.send',
      value: pair.ratio,
      unit: '×',
      wanted: { atLeast: 10 },
      note: `${version('xstate')}, keys only: ${(KEYS / pair.a / 1000).toFixed(2)} M/s against ${(KEYS / pair.b / 1000).toFixed(2)} M/s`,
    },
    { what: 'step, harbour', value: events / (harbour.a / 1000), unit: 'events/s', note: 'whole calls, session made anew for each' },
    { what: 'step, harbour with trace and checkpoints', value: events / (harbour.b / 1000), unit: 'events/s' },
  ]
}
