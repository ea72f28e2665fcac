// The line on a real switch: who the caller is handed to, and what is left when they, or the node, go away.
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinds, LAST, LONG, SHORT, startDialledLine, watchRecordings, type DialledLine } from './dialled-line.ts'
import { segment } from './line-rig.ts'

let line: DialledLine
beforeAll(async () => {
  line = await startDialledLine()
})
afterAll(() => line?.stop())

it('rings a number: answered, busy, no answer, unknown', async () => {
  const { caller, call } = await line.dial()
  const ring = async (task: number, number: string, within: number): Promise<string> => {
    const from = call.reports.length
    call.order({ kind: 'connect number', task, number, within, data: { note: 'a ${system(touch /tmp/x)} b' } })
    return (await call.reported('answer', from)).report.outcome
  }
  expect(await ring(1, '8486', 10_000)).toBe('busy')
  expect(await ring(2, '8404', 10_000)).toBe('failed')
  expect(await ring(3, '8480', 2000)).toBe('no answer')
  // One that is not wanted any more is left while it rings.
  call.order({ kind: 'connect number', task: 5, number: '8480', within: 20_000, data: {} })
  await delay(1000)
  call.order({ kind: 'cancel', task: 5 }, segment(2, LAST))
  while (!kinds(call).includes('spoken 2')) await delay(20)
  expect(call.reports.filter(({ report }) => report.kind === 'answer')).toHaveLength(3)
  const from = call.reports.length
  const answered = ring(4, '8001', 10_000)
  const talks = await call.reported('talks', from)
  expect(talks.report).toMatchObject({ task: 4, who: '8001' })
  const operator = await line.freeswitch.inbound()
  await delay(500)
  await operator.api('uuid_transfer', [call.call.channel.uuid, '-bleg', 'hangup:NORMAL_CLEARING', 'inline'])
  expect(await answered).toBe('answered')
  call.order(segment(1, LAST))
  while (!kinds(call).includes('spoken 1')) await delay(20)
  call.order({ kind: 'hang up' })
  await caller.ended
  operator.close()
})

it('waits in a queue: announcements over the music, position, leaving, time, no agents; then talks, and has the caller back', async () => {
  const operator = await line.freeswitch.inbound()
  const config = (...words: string[]): Promise<string | null> => operator.api('callcenter_config', words)
  await config('agent', 'add', 'ann@default', 'callback')
  await config('agent', 'set', 'contact', 'ann@default', `sofia/${line.freeswitch.profile}/8001@127.0.0.1:${line.freeswitch.sip.port}`)
  await config('tier', 'add', 'support@default', 'ann@default', '1', '1')
  await config('agent', 'set', 'status', 'ann@default', "'Logged Out'")
  const { caller, call } = await line.dial()
  const queue = (task: number, index: number): Promise<{ report: { outcome: string } }> => {
    const from = call.reports.length
    call.order({ kind: 'connect queue', task, queue: index, priority: 3, data: { account: '6222 · ${hostname}', amount: 12 } })
    return call.reported('answer', from)
  }
  const outcome = async (task: number, index: number): Promise<string> => (await queue(task, index)).report.outcome
  expect(await outcome(1, 2)).toBe('failed')
  expect(await outcome(2, 0)).toBe('no agents')
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', "'In a queue call'")
  let from = call.reports.length
  call.order({ kind: 'queue state', task: 3, queue: 0 })
  expect((await call.reported('answer', from)).report.values).toEqual([{ waiting: 0, agents: 1, longest: 0 }])

  // The longest wait, with the position told meanwhile.
  from = call.reports.length
  const asked = performance.now()
  const waited = queue(4, 0)
  call.order(segment(1, SHORT, { announce: true }))
  expect((await call.reported('position', from)).report).toMatchObject({ task: 4, position: 1 })
  expect(await caller.heard.sound(asked, 3000, 880)).not.toBe(null)
  expect((await waited).report.outcome).toBe('timed out')
  console.log('longest wait of 4000 took', Math.round(performance.now() - asked))
  expect(kinds(call).filter(kind => kind.endsWith(' 1'))).toEqual(['began 1', 'spoken 1'])

  // A key leaves the queue in the middle of an announcement: what is said next is heard at once.
  void queue(5, 1).catch(() => undefined)
  call.order(segment(2, LONG, { announce: true }))
  await caller.heard.sound(performance.now(), 3000, 440)
  const key = call.reported('key', call.reports.length)
  void key.then(() => call.order({ kind: 'cancel', task: 5 }, { kind: 'stop', through: 2 }, segment(3, SHORT)))
  const pressed = await caller.press('5')
  const next = await caller.heard.sound(pressed!.released, 3000, 880)
  console.log('key → next, out of a queue', Math.round(next!.at - pressed!.released))
  while (!kinds(call).includes('spoken 3')) await delay(20)
  expect(kinds(call)).not.toContain('spoken 2')
  expect(await config('queue', 'count', 'members', 'support@default')).toMatch(/^[0-9]+$/)

  // An agent answers, talks and hangs up.
  await config('agent', 'set', 'state', 'ann@default', 'Waiting')
  from = call.reports.length
  const talked = queue(6, 1)
  const talks = await call.reported('talks', from)
  expect(talks.report).toMatchObject({ task: 6, who: 'ann@default' })
  expect(await caller.heard.sound(talks.at, 3000, 880)).not.toBe(null)
  await operator.api('hupall', ['NORMAL_CLEARING', 'cc_side', 'agent'])
  expect((await talked).report).toMatchObject({ task: 6, outcome: 'answered', values: ['ann@default'] })
  call.order(segment(4, LAST))
  while (!kinds(call).includes('spoken 4')) await delay(20)
  const back = call.reported('key', call.reports.length)
  await caller.press('9')
  expect((await back).report.key).toBe('9')

  // The caller hangs up while they wait.
  await config('agent', 'set', 'status', 'ann@default', "'On Break'")
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', "'In a queue call'")
  void queue(7, 1).catch(() => undefined)
  await delay(500)
  void caller.hangUp()
  await call.reported('hung up')
  await delay(500)
  expect(kinds(call).at(-1)).toBe('hung up')
  operator.close()
})

it('an agent who answers in the middle of an announcement cuts it off, which is no missing sound', async () => {
  const operator = await line.freeswitch.inbound()
  const state = (name: string): Promise<string | null> =>
    operator.api('callcenter_config', ['agent', 'set', 'state', 'ann@default', `'${name}'`])
  await state('In a queue call')
  const { caller, call } = await line.dial()
  call.order({ kind: 'connect queue', task: 1, queue: 1, priority: 0, data: {} })
  await delay(1000)
  call.order(segment(1, LONG, { announce: true }))
  await caller.heard.sound(performance.now(), 3000, 440)
  await state('Waiting')
  await call.reported('talks')
  await delay(500)
  expect(kinds(call)).toEqual(['began 1', 'talks'])
  // What was cut off is told anew when the talk is over, where nobody has stopped it.
  await operator.api('hupall', ['NORMAL_CLEARING', 'cc_side', 'agent'])
  await call.reported('answer')
  call.order({ kind: 'stop', through: 1 }, segment(2, SHORT))
  await call.reported('spoken')
  expect(kinds(call)).toEqual(['began 1', 'talks', 'answer', 'began 2', 'spoken 2'])
  void caller.hangUp()
  await call.reported('hung up')
  operator.close()
})

it('a node that goes away after a talk with an agent leaves nobody parked for ever', async () => {
  const operator = await line.freeswitch.inbound()
  const config = (...words: string[]): Promise<string | null> => operator.api('callcenter_config', words)
  // Where the test before has not done so.
  await config('agent', 'add', 'ann@default', 'callback')
  await config('agent', 'set', 'contact', 'ann@default', `sofia/${line.freeswitch.profile}/8001@127.0.0.1:${line.freeswitch.sip.port}`)
  await config('tier', 'add', 'support@default', 'ann@default', '1', '1')
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', 'Waiting')
  const { caller, call } = await line.dial()
  call.order({ kind: 'connect queue', task: 1, queue: 1, priority: 0, data: {} })
  await call.reported('talks')
  await delay(300)
  await operator.api('hupall', ['NORMAL_CLEARING', 'cc_side', 'agent'])
  expect((await call.reported('answer')).report).toMatchObject({ outcome: 'answered' })
  await delay(300)
  call.call.connection.close()
  const ended = await caller.ended
  expect(ended).toMatchObject({ by: 'them', reason: expect.stringContaining('cause=41') as string })
  operator.close()
})

it('who is sent to another number of the dialplan is recorded no more', async () => {
  const { spy, told } = await watchRecordings(line)
  const { caller, call } = await line.dial()
  const { uuid } = call.call.channel
  call.order({ kind: 'record call' }, segment(1, SHORT))
  await call.reported('spoken')
  call.order({ kind: 'transfer', task: 1, number: '8001' })
  await call.reported('answer')
  call.order({ kind: 'ended', by: 'transfer' })
  expect(await caller.heard.sound(performance.now(), 5000, 880)).not.toBe(null)
  await delay(1000)
  expect(told).toEqual([`RECORD_START ${uuid}-call.wav`, `RECORD_STOP ${uuid}-call.wav`])
  expect(kinds(call)).not.toContain('trouble')
  await caller.hangUp()
  spy.close()
})

it('is handed over to another number of the dialplan, and stays there when the line has gone', async () => {
  const { caller, call } = await line.dial()
  const operator = await line.freeswitch.inbound()
  const { uuid } = call.call.channel
  call.order({ kind: 'transfer', task: 1, number: '8001' })
  expect((await call.reported('answer')).report).toMatchObject({ outcome: 'transferred' })
  for (const name of ['playback_terminators', 'playback_delimiter', 'playback_sleep_val', 'continue_on_fail'])
    expect([name, await operator.api('uuid_getvar', [uuid, name])]).toEqual([name, '_undef_'])
  operator.close()
  call.order({ kind: 'ended', by: 'transfer' })
  expect(await caller.heard.sound(performance.now(), 5000, 880)).not.toBe(null)
  await delay(1000)
  expect(call.call.connection.closed()).not.toBe(null)
  const still = performance.now()
  expect(await caller.heard.sound(still, 2000, 880)).not.toBe(null)
  await caller.hangUp()
})

it('a queue that is left, or gives up, for another number of the dialplan changes nothing of the channel there', async () => {
  const operator = await line.freeswitch.inbound()
  const config = (...words: string[]): Promise<string | null> => operator.api('callcenter_config', words)
  // Where no test before has done so. Nobody comes.
  await config('agent', 'add', 'ann@default', 'callback')
  await config('tier', 'add', 'support@default', 'ann@default', '1', '1')
  await config('agent', 'set', 'status', 'ann@default', "'Available'")
  await config('agent', 'set', 'state', 'ann@default', "'In a queue call'")
  for (const how of ['left', 'gives up']) {
    const { caller, call } = await line.dial()
    const { uuid } = call.call.channel
    call.order({ kind: 'connect queue', task: 1, queue: how === 'left' ? 1 : 0, priority: 0, data: { note: 'x' } })
    const transfer = { kind: 'transfer', task: 2, number: '8001' } as const
    if (how === 'left') {
      await delay(1500)
      call.order({ kind: 'cancel', task: 1 }, transfer)
    } else {
      expect((await call.reported('answer')).report).toMatchObject({ outcome: 'timed out' })
      call.order(transfer)
    }
    const from = how === 'left' ? 0 : 1
    while (call.reports.filter(({ report }) => report.kind === 'answer').length <= from) await delay(20)
    expect(call.reports.at(-1)?.report).toMatchObject({ task: 2, outcome: 'transferred' })
    await delay(500)
    expect([how, await operator.api('uuid_getvar', [uuid, 'socket_resume'])]).toEqual([how, 'false'])
    expect([how, await operator.api('uuid_getvar', [uuid, 'park_after_bridge'])]).toEqual([how, '_undef_'])
    call.order({ kind: 'ended', by: 'transfer' })
    await delay(500)
    expect(await caller.heard.sound(performance.now(), 2000, 880)).not.toBe(null)
    await caller.hangUp()
  }
  operator.close()
})
