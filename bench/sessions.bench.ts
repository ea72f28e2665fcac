import { createSession, prepare, step } from '../runtime/core/index.ts'
import type { Figure } from './figure.ts'
import { compileExample } from './harbour.ts'
import { createTenStateMenu } from './ten-state-menu.ts'

const SESSIONS = 100_000

/** Bytes that a session holds on the heap once all is said and it waits for a key, in 100,000 of them. */
const bytesEach = (prepared: ReturnType<typeof prepare>, called: string): number => {
  const collect = globalThis.gc
  if (!collect) throw new Error('run it with --expose-gc, as `npm run bench` does')
  collect()
  const before = process.memoryUsage().heapUsed
  const sessions = Array.from({ length: SESSIONS }, (_, i) => {
    const session = createSession(prepared, { id: `call-${i}`, caller: null, called })
    let now = 1_700_000_000_000 + i
    step(prepared, session, { kind: 'started', at: now })
    while (session.queue.length > 0) step(prepared, session, { kind: 'spoken', segment: session.queue[0]!.id, at: (now += 1000) })
    return session
  })
  collect()
  const bytes = (process.memoryUsage().heapUsed - before) / SESSIONS
  if (sessions.some(session => session.phase !== 'live')) throw new Error('a session is not live')
  return bytes
}

export default (): Figure[] => {
  const ring = bytesEach(prepare(createTenStateMenu()), '95500')
  const harbour = bytesEach(prepare(compileExample()), '95500')
  return [
    { what: 'a live idle session, ten-state menu', value: ring, unit: 'bytes', wanted: { atMost: 1024 } },
    { what: 'a live idle session, harbour', value: harbour, unit: 'bytes', wanted: { atMost: 1024 } },
    { what: '100,000 live sessions of harbour', value: (harbour * SESSIONS) / 1e6, unit: 'MB', wanted: { atMost: 120 } },
  ]
}
