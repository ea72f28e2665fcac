import { expect, it } from 'vitest'
import { startCall, type TestCall } from '../runtime/core/testing/call.ts'
import { line, machineOf } from './testing.ts'

const welcome = `${line('listen { first key within 5s next key within 3s end key # }')}
menu welcome {
  say "One.", "Two.", "Three."
  press 1 unannounced -> second
  press 77 unannounced -> second
}
flow second {
  announce "An announcement."
  collect card: digits 2..4 { say "Your card." check card != "00" else "Not that one." }
  say "Your card is {card}."
  -> goodbye
}`

/** Everything that listening knows, each kind of it under way at some moment: a queue, waiting keys, a tail, an entry, a mistake, a silence. */
const moves: readonly ((call: TestCall) => unknown)[] = [
  call => call.wait(500),
  call => call.keys('5'),
  call => call.keys('5'),
  call => call.wait(9000),
  call => call.keys('1'),
  call => call.keys('#'),
  call => call.keys('00'),
  call => call.wait(1500),
  call => call.wait(4000),
  call => call.keys('1'),
  call => call.wait(10_000),
  call => call.keys('123'),
  call => call.keys('#'),
  call => call.listen(),
]

it('[S1.1.1] what listens, waits and is still to be heard is part of the session: written and read at any moment, the call goes on the same', () => {
  const machine = machineOf(welcome)
  const whole = startCall(machine, { trace: true })
  const written = startCall(machine, { trace: true, rewrite: true })
  const states = new Set<string>()
  for (const move of moves) {
    move(whole)
    move(written)
    expect(written.lines()).toEqual(whole.lines())
    const { queue, waiting, tail, listener, entry, bad, silences, mistakes, timer } = written.session
    expect(written.session).toEqual(whole.session)
    if (queue.length > 0) states.add('queue')
    if (waiting.length > 0) states.add('waiting')
    if (tail) states.add('tail')
    if (listener >= 0) states.add('listener')
    if (entry !== '') states.add('entry')
    if (bad) states.add('bad')
    if (silences > 0) states.add('silences')
    if (mistakes > 0) states.add('mistakes')
    if (timer) states.add(timer.role)
  }
  expect([...states].sort()).toEqual(['bad', 'entry', 'first', 'listener', 'mistakes', 'next', 'queue', 'silences', 'tail', 'waiting'])
  expect(whole.session.phase).toBe('ended')
})

it('[S1.1.2] the queue holds what is still to be heard, the first one being spoken: one that is heard leaves it, a key leaves none', () => {
  const call = startCall(machineOf(welcome))
  const queued = (): readonly string[] =>
    call.session.queue.map(segment => String(Object.values(call.prepared.machine.prompts[segment.prompt]!.texts)[0]![0]))
  expect(queued()).toEqual(['One.', 'Two.', 'Three.'])
  call.wait(999)
  expect(queued()).toEqual(['One.', 'Two.', 'Three.'])
  call.wait(1)
  expect(queued()).toEqual(['Two.', 'Three.'])
  // Only of the first one is it said that it was heard.
  const behind = call.session.queue[1]!.id
  call.send({ kind: 'spoken', segment: behind, at: call.now })
  expect(queued()).toEqual(['Two.', 'Three.'])
  call.lines()
  call.keys('7')
  expect(queued()).toEqual([])
  expect(call.lines()).toEqual(['stop 2'])
})

it('[S1.1.7] there is a tail of an end key and a time behind an entry that was complete at once, else none', () => {
  const call = startCall(machineOf(welcome))
  expect(call.session.tail).toBeNull()
  call.keys('7')
  expect(call.session.tail).toBeNull()
  call.keys('7')
  expect(call.session.tail).toEqual({ key: '#', until: call.now + 3000 })
  call.keys('1', 1000)
  expect(call.session.tail).toBeNull()
  call.listen().keys('2').keys('#')
  expect(call.session.tail).toBeNull()
})

it('[S1.4.1] a key has the time at which it arrives: the end key of the last ms of a tail is swallowed, one ms later it is a key', () => {
  const after = (ms: number): TestCall => startCall(machineOf(welcome), { trace: true }).keys('1').keys('#', ms)
  const [inside, beyond] = [after(3000), after(3001)]
  expect(inside.session.waiting).toEqual([])
  expect(inside.lines()).toContain('dropped tail')
  expect(beyond.lines()).not.toContain('dropped tail')
  expect(beyond.session.mistakes).toBe(1)
})
