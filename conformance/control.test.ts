// The machine as a whole: where a call rests, and that it rests in one place at a time.
import { expect, it } from 'vitest'
import { startCall } from '../runtime/core/testing/call.ts'
import { harbour } from './example.ts'
import { line, machineOf } from './testing.ts'

const everything = `${line('after hangup tidy_up')}
queue cards { longest wait 1min }
service bank { query find(): text within 3s transaction pay() within 9s { done } notice gone() notice message(voice: recording) }
menu welcome { say "Welcome." press 1 for "all" -> all }
flow all {
  let found = query bank.find() else -> goodbye
  say found
  perform bank.pay() { meanwhile say "One moment." done, failed, unknown { } }
  connect queue cards { answered, timed out, no agents, failed { } }
  connect number "1" within 5s { answered, busy, no answer, failed { } }
  record voice up to 10s { say "Speak." nothing { } hung up { } }
  say "Away."
  transfer to "2" else -> goodbye
}
flow tidy_up { notify bank.gone() }`.replace('nothing { }', 'nothing -> goodbye')

it('[S8.2] a call rests in a listener, a request, a perform, a connect, a record, or while what was said is heard to its end', () => {
  const { points } = machineOf(everything)
  const resting = new Set(points.flatMap(point => ('live' in point ? [point.op] : [])))
  expect([...resting].sort()).toEqual(['connect-number', 'connect-queue', 'drain', 'listen', 'perform', 'record', 'request', 'transfer'])
  // Before connect, transfer, record and hang-up the queue is heard to its end.
  const after = (id: number): string => {
    let at = id
    for (;;) {
      const point = points[at]!
      if ('live' in point || !('next' in point)) return point.op
      if (['connect-queue', 'connect-number', 'transfer', 'record', 'hangup'].includes(point.op)) return point.op
      at = point.next
    }
  }
  const drained = new Set(points.flatMap(point => (point.op === 'drain' ? [after(point.next)] : [])))
  expect([...drained].sort()).toEqual(['connect-number', 'connect-queue', 'hangup', 'record', 'transfer'])
  // Ended is the last of them.
  const call = startCall(machineOf(everything))
  call.hangUp()
  expect(call.session.phase).toBe('ended')
})

it('[S8.3] `meanwhile` is a timer of the perform state', () => {
  const machine = machineOf(everything)
  const call = startCall(machine).listen().keys('1').answer('answered', 'Found.')
  expect(machine.points[call.session.point]!.op).toBe('perform')
  expect(call.session.meanwhile).toMatchObject({ role: 'meanwhile', at: call.now + 1000 })
  const at = call.session.point
  call.wait(1001)
  expect(call.session.point).toBe(at)
  expect(call.lines().filter(each => each.startsWith('announce'))).toEqual(['announce One moment.'])
})

it('[S8.4] control is one point at a time, also while a prompt is spoken and an answer is awaited', () => {
  for (const machine of [machineOf(everything), machineOf(harbour())]) {
    const call = startCall(machine, { trace: true })
    for (let move = 0; move < 12; move++) {
      expect(Number.isInteger(call.session.point)).toBe(true)
      if (call.session.phase === 'live')
        expect('live' in machine.points[call.session.point]!, machine.points[call.session.point]!.op).toBe(true)
      call.keys('1')
    }
  }
  // A request runs while the queue is spoken; the session still has one place.
  const call = startCall(machineOf(everything)).keys('1')
  const { point, task, queue } = call.session
  expect([typeof point, task > 0, Array.isArray(queue)]).toEqual(['number', true, true])
})

it('checkpoints are asked for when a listener is entered, a level or a remembered name changes, a transaction begins or ends, and at the end', () => {
  const program = `${line()}remember n: number = 0
service bank { attempt log_in() within 1s { yes } transaction pay() within 9s { done } }
menu welcome { say "Welcome." press 1 for "all" -> all press 2 unannounced -> welcome }
flow all {
  do log_in
  set n = n + 1
  collect code: digits 4 { say "Code?" }
  perform bank.pay() { done, failed, unknown { } }
  say "{code}"
  -> goodbye
}
flow log_in grants verified { attempt bank.log_in() { yes { grant verified } failed -> goodbye } }`
  const call = startCall(machineOf(program), { checkpoints: true })
  const checkpoints = (): string[] => call.lines().filter(each => each.startsWith('checkpoint'))
  expect(checkpoints()).toEqual(['checkpoint listener'])
  call.listen().keys('1')
  expect(checkpoints()).toEqual([])
  call.answer('yes')
  expect(checkpoints().length).toBeGreaterThan(0)
  call.listen().keys('123')
  // Not each key.
  expect(checkpoints()).toEqual([])
  call.keys('4')
  expect(checkpoints()).toEqual(['checkpoint perform'])
  call.answer('done')
  expect(checkpoints()).toContain('checkpoint perform')
  call.hangUp()
  expect(checkpoints()).toContain('checkpoint end')
})

it('[S4.5.2] a checkpoint is missing only between the first secret collect and what takes the secret', () => {
  const program = `${line()}
service bank { attempt log_in(pin: secret digits 4) within 1s { yes } }
menu welcome { say "Welcome." press 1 for "a log-in" -> log_in }
flow log_in {
  collect card: digits 4 { say "Card?" }
  collect pin: secret digits 4 { say "PIN?" }
  collect twin: secret digits 4 { say "Again?" }
  if pin == twin { attempt bank.log_in(pin) { yes, failed { } } }
  collect amount: digits 4 { say "Amount?" }
  say "{card}{amount}"
  -> goodbye
}`
  const call = startCall(machineOf(program), { checkpoints: true, trace: true })
  const checkpoints = (): number => call.lines().filter(each => each.startsWith('checkpoint')).length
  const after: number[] = [checkpoints()]
  for (const keys of ['1', '1234', '5678', '5678']) {
    call.listen().keys(keys)
    after.push(checkpoints())
  }
  // Entered: the menu, the card, the first secret; then none until the attempt has taken it.
  expect(after.map(count => count > 0)).toEqual([true, true, true, false, false])
  call.answer('yes')
  expect(checkpoints()).toBeGreaterThan(0)
  expect(JSON.stringify(call.session)).not.toContain('5678')
})
