// The ten-state menu: ten named menus in a ring, each says one prompt, and any of the keys 1–3 leads on to the next.
import type { Machine } from '../machine/format.ts'
import { createSession, prepare, step, type Event, type Prepared, type Session } from '../runtime/core/index.ts'

const at = [0, 0, 0] as const
const MENUS = 10

/** Per menu: enter, read (fresh), read again, say, tell, listen, go. */
export function createTenStateMenu(): Machine {
  const points: Machine['points'][number][] = []
  const per = 7
  for (let place = 0; place < MENUS; place++) {
    const [enter, fresh, again, say, tell, listen, go] = Array.from({ length: per }, (_, index) => place * per + index) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    const base = { at, place }
    points[enter] = { ...base, op: 'enter', entered: place, next: fresh }
    points[fresh] = { ...base, op: 'read', listener: place, fresh: true, next: say }
    points[again] = { ...base, op: 'read', listener: place, fresh: false, next: say }
    points[say] = { ...base, op: 'say', tell: { prompt: place, values: [] }, announce: false, next: tell }
    points[tell] = { ...base, op: 'tell', listener: place, next: listen }
    points[listen] = { ...base, op: 'listen', listener: place, live: [] }
    points[go] = { ...base, op: 'go', to: ((place + 1) % MENUS) * per }
  }
  const hangup = points.push({ at, place: -1, op: 'hangup' }) - 1
  return {
    format: 'callwright-machine',
    version: 1,
    name: 'ten-state-menu',
    files: ['main.ivr'],
    line: {
      name: 'bench',
      title: {},
      numbers: [{ number: '95500', to: 0, at }],
      languages: ['en-US'],
      zone: 'Etc/UTC',
      levels: ['anonymous'],
      typeAhead: true,
      bargeIn: true,
      shortcuts: [],
      otherwise: hangup,
    },
    types: {},
    settings: [],
    prompts: Array.from({ length: MENUS }, (_, index) => ({ slot: `menu${index}`, holes: [], texts: { 'en-US': [`menu ${index}`] } })),
    standard: { option: 0, shortcut: 0, more: 0, yes: 0, no: 0, position: 0 },
    services: [],
    operations: [],
    queues: [],
    hours: [],
    zones: { 'Etc/UTC': [[0, 0]] },
    registers: [],
    slots: 0,
    places: Array.from({ length: MENUS }, (_, place) => ({ name: `menu${place}`, kind: 'menu', part: false, entry: place * per, at })),
    listeners: Array.from({ length: MENUS }, (_, place) => ({
      kind: 'menu',
      named: true,
      name: `menu${place}`,
      place,
      at,
      first: 5000,
      next: 3000,
      tries: 3,
      bargeIn: true,
      typeAhead: true,
      endKey: '#',
      endRequired: false,
      gated: false,
      read: place * per + 2,
      listen: place * per + 5,
      silence: [place * per + 2, place * per + 2],
      silenceOut: hangup,
      mistake: [place * per + 2, place * per + 2],
      mistakeOut: hangup,
      options: ['1', '2', '3'].map(keys => ({ keys, to: place * per + 6, at })),
    })),
    points,
    onces: 0,
  }
}

export interface StepBench {
  readonly eventsPerSecond: number
  readonly keysPerSecond: number
}

/** One call in the ring: a key, then the prompt that it led to is heard to its end, and so on. */
export function runStepBench(events = 4_000_000, prepared: Prepared = prepare(createTenStateMenu())): StepBench {
  const session = createSession(prepared, { id: 'bench', caller: null, called: '95500' })
  const now = 1_700_000_000_000
  step(prepared, session, { kind: 'started', at: now })
  const warm = run(prepared, session, Math.min(events, 400_000), now)
  const start = performance.now()
  run(prepared, session, events, warm)
  const seconds = (performance.now() - start) / 1000
  return { eventsPerSecond: events / seconds, keysPerSecond: events / 2 / seconds }
}

const keys = ['1', '2', '3']

function run(prepared: Prepared, session: Session, events: number, from: number): number {
  let now = from
  for (let event = 0; event < events; event += 2) {
    now += 200
    const spoken: Event = { kind: 'spoken', segment: session.segments, at: now }
    step(prepared, session, spoken)
    now += 200
    const key: Event = { kind: 'key', key: keys[event % 3]!, at: now }
    step(prepared, session, key)
  }
  if (session.queue.length !== 1 || session.trail.length === 0) throw new Error('the bench does not go round')
  return now
}
