// What the caller meets: numbers, queues, recordings, and what goes wrong.
import { expect, it } from 'vitest'
import { api, connect, execute, headerOf, myevents, setVariable } from '../codec/index.ts'
import type { Callee } from './switch.ts'
import { createNode, createStage } from './testing/node.ts'

const CALL = { caller: '13800138000', called: '95500' }

const connects = async (callee: Callee, set: readonly (readonly [string, string])[] = [['continue_on_fail', 'true']], after = 5000) => {
  const { clock, model, nodes } = createStage({ dial: () => callee })
  const call = model.call(CALL)
  await clock.run(20)
  for (const [name, value] of set) void nodes[0]!.connection.send(setVariable(name, value))
  void nodes[0]!.connection.send(execute({ app: 'bridge', arg: '{originate_timeout=3}sofia/gateway/trunk/10086' }))
  await clock.run(after)
  return { clock, call, node: nodes[0]! }
}

it('calls numbers that are busy, do not answer, or answer and hang up', async () => {
  const busy = await connects({ kind: 'busy', after: 500 })
  expect([busy.call.variable('originate_disposition'), busy.call.state()]).toEqual(['USER_BUSY', 'answered'])
  const rings = await connects({ kind: 'no answer' })
  expect([rings.call.variable('originate_disposition'), rings.call.state()]).toEqual(['NO_ANSWER', 'answered'])
  const absent = await connects({ kind: 'unallocated' }, [])
  expect([absent.call.state(), absent.call.cause()]).toEqual(['hung up', 'UNALLOCATED_NUMBER'])
  const talks = await connects({ kind: 'answers', after: 1000, talks: 2000, who: 'the lost-card desk' })
  expect(talks.call.variable('originate_disposition')).toBe('SUCCESS')
  expect(talks.call.heard).toMatchObject([{ sound: 'person', what: 'the lost-card desk', whole: true }])
  expect(talks.call.heard[0]!.until! - talks.call.heard[0]!.from).toBe(2000)
  expect(talks.node.names()).toEqual(expect.arrayContaining(['CHANNEL_BRIDGE', 'CHANNEL_UNBRIDGE', 'CHANNEL_EXECUTE_COMPLETE bridge']))
  const bridged = talks.node.events.find(event => headerOf(event, 'Event-Name') === 'CHANNEL_BRIDGE')!
  expect(headerOf(bridged, 'Other-Leg-Destination-Number')).toBe('10086')
  expect(talks.call.state()).toBe('answered')
  const gone = await connects({ kind: 'answers', talks: 1000 }, [['hangup_after_bridge', 'true']])
  expect(gone.call.state()).toBe('hung up')
})

it('ends a ringing that the caller does not wait for', async () => {
  const { clock, call, node } = await connects({ kind: 'answers', after: 2000 }, [], 1000)
  call.hangUp()
  await clock.run(3000)
  expect(call.variable('originate_disposition')).toBe('ORIGINATOR_CANCEL')
  expect(node.names()).not.toContain('CHANNEL_BRIDGE')
})

const waits = async (
  agents: readonly { readonly name: string; readonly answersAfter?: number | null; readonly talks?: number | null }[],
) => {
  const stage = createStage({
    queues: { 'cards@default': { music: 'music.wav', agents } },
    files: path => (path === 'music.wav' ? 5000 : 1000),
  })
  const enter = async (score = 0) => {
    const call = stage.model.call(CALL)
    await stage.clock.run(20)
    const node = stage.nodes.at(-1)!
    if (score > 0) void node.connection.send(setVariable('cc_base_score', String(score)))
    void node.connection.send(execute({ app: 'callcenter', arg: 'cards@default', lock: false }))
    await stage.clock.run(1000)
    return { call, node }
  }
  const ask = async (text: string) => {
    const [command = '', ...words] = text.split(' ')
    const outcome = stage.nodes[0]!.connection.send(api(command, words))
    await stage.clock.run(50)
    const settled = await outcome
    return settled.kind === 'answer' ? settled.text : settled.kind
  }
  return { ...stage, enter, ask }
}

it('keeps who waits by score, and says where they are', async () => {
  const { enter, ask, clock, model } = await waits([{ name: 'Mei', answersAfter: null }])
  const first = await enter()
  const second = await enter()
  const third = await enter(600)
  const order = (await ask('callcenter_config queue list members cards@default')).split('\n').slice(1, -1)
  expect(order.map(row => row.split('|')[3])).toEqual([third.call.uuid, first.call.uuid, second.call.uuid])
  expect(await ask('callcenter_config queue count members cards@default')).toBe('3')
  expect(await ask("callcenter_config queue count agents cards@default 'Available'")).toBe('1')
  expect(first.call.hearing()).toMatchObject({ what: 'music.wav' })
  second.call.hangUp()
  await clock.run(100)
  // Who has left is counted for a minute more.
  expect(await ask('callcenter_config queue count members cards@default')).toBe('3')
  const states = (await ask('callcenter_config queue list members cards@default')).split('\n').slice(1, -1)
  expect(states.map(row => row.split('|')[15])).toEqual(['Waiting', 'Trying', 'Abandoned'])
  await clock.run(60_000)
  expect(await ask('callcenter_config queue count members cards@default')).toBe('2')
  expect(second.node.names()).toContain('CUSTOM member-queue-end')
  expect(model.queues.get('cards@default')!.abandoned).toBe(1)
})

it('plays announcements over the music of a queue, which no break leaves and a key of its own does', async () => {
  const { enter, clock } = await waits([])
  const { call, node } = await enter()
  void node.connection.send(execute({ app: 'playback', arg: 'position.wav' }))
  await clock.run(500)
  expect(call.hearing()).toMatchObject({ what: 'position.wav' })
  await clock.run(1000)
  expect(call.hearing()).toMatchObject({ what: 'music.wav' })
  void node.connection.send(api('uuid_break', [call.uuid, 'all']))
  await clock.run(500)
  expect([call.running(), call.hearing()?.what]).toEqual([['socket', 'callcenter'], 'music.wav'])
  void node.connection.send(api('uuid_setvar', [call.uuid, 'cc_exit_keys', '2']))
  await clock.run(100)
  call.press('2')
  await clock.run(100)
  // It takes effect when the music begins again.
  expect(call.variable('cc_exit_key')).toBeUndefined()
  void node.connection.send(api('uuid_break', [call.uuid]))
  await clock.run(100)
  call.press('1')
  await clock.run(100)
  expect(call.hearing()).not.toBeNull()
  call.press('2')
  await clock.run(100)
  expect([call.variable('cc_exit_key'), call.variable('cc_cancel_reason'), call.hearing()]).toEqual(['2', 'EXIT_WITH_KEY', null])
  expect(node.names().slice(-2)).toEqual(['CUSTOM member-queue-end', 'CHANNEL_EXECUTE_COMPLETE callcenter'])
})

it('gives the next one an agent, and goes on with the dialplan when the agent hangs up', async () => {
  const { enter, clock, model } = await waits([{ name: 'Mei', answersAfter: 2000, talks: 4000 }])
  const first = await enter()
  const second = await enter()
  await clock.run(1500)
  expect(first.call.hearing()).toMatchObject({ sound: 'person', what: 'Mei' })
  expect(first.node.names()).toContain('CHANNEL_BRIDGE')
  expect(second.call.hearing()).toMatchObject({ what: 'music.wav' })
  await clock.run(4000)
  expect([first.call.state(), first.call.cause()]).toEqual(['hung up', 'NORMAL_CLEARING'])
  await clock.run(2500)
  expect(second.call.hearing()).toMatchObject({ sound: 'person', what: 'Mei' })
  expect(model.queues.get('cards@default')!.answered).toBe(2)
})

it('records what a caller says until silence, a key, a limit or a full disk', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call(CALL)
  await clock.run(20)
  const record = async (arg: string, during: () => void): Promise<number> => {
    const execution = nodes[0]!.connection.execute({ app: 'record', arg })
    await clock.run(100)
    during()
    await clock.run(10_000)
    const end = await execution.done
    return end.kind === 'completed' ? Number(headerOf(end.event, 'variable_record_ms')) : -1
  }
  expect(await record('/rec/a.wav 60 200 2', () => call.speak(3000))).toBeGreaterThanOrEqual(5000)
  expect(await record('/rec/b.wav 60', () => call.press('*'))).toBeLessThan(200)
  expect(await record('/rec/c.wav 4', () => call.speak(20_000))).toBeGreaterThanOrEqual(4000)
  // What is gathered is written every four seconds: only then a full disk is seen, and what is counted is not all in the file.
  model.faults.recording = { fullAfter: 5000 }
  expect(await record('/rec/d.wav 60', () => call.speak(20_000))).toBe(8200)
  expect(call.variable('record_file_size')).toBe(String(44 + 5000 * 16))
  expect(call.recordings.map(({ path }) => path)).toEqual(['/rec/a.wav', '/rec/b.wav', '/rec/c.wav', '/rec/d.wav'])
  model.faults.recording = 'cannot open'
  await record('/rec/e.wav 60', () => undefined)
  expect([call.recordings.length, call.cause()]).toEqual([4, 'DESTINATION_OUT_OF_ORDER'])
})

it('swallows and delays replies, cuts a connection within a frame, and tells of a channel that is gone', async () => {
  const { clock, model, nodes } = createStage({}, [connect(), myevents()])
  model.faults.reply = command => (command.startsWith('api') ? 'swallowed' : command.startsWith('filter') ? 500 : 0)
  const call = model.call(CALL)
  await clock.run(20)
  const { connection, events, closed } = nodes[0]!
  const late = connection.send({ kind: 'command', name: 'filter', bytes: new TextEncoder().encode('filter delete all\n\n') })
  const lost = connection.send(api('status'), 1000)
  await clock.run(400)
  expect(connection.pending()).toBe(2)
  await clock.run(2000)
  expect([(await late).kind, (await lost).kind]).toEqual(['answer', 'timed-out'])
  expect(connection.pending()).toBe(1)
  call.hangUp()
  await clock.run(10)
  call.lateEvent('DTMF', [['DTMF-Digit', '5']])
  await clock.run(100)
  expect(events.some(event => headerOf(event, 'DTMF-Digit') === '5')).toBe(true)
  expect(closed()).toBe(true)

  const other = createStage({}, [connect(), myevents()])
  const cut = other.model.call(CALL)
  await other.clock.run(20)
  const [socket] = cut.sockets()
  socket!.send('Content-Length: 200\nContent-Type: text/event-plain\n\nEvent-Name: DTMF\n')
  socket!.drop()
  await other.clock.run(20)
  expect(other.nodes[0]!.connection.closed()).toMatchObject({ kind: 'half-frame' })
  expect(cut.state()).toBe('hung up')
})

it('is gone without a word, takes nobody, and comes back', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call(CALL)
  await clock.run(20)
  const operator = createNode(clock, model.connect())
  void nodes[0]!.connection.execute({ app: 'playback', arg: 'a.wav' })
  await clock.run(300)
  model.crash()
  await clock.run(20)
  expect([call.state(), call.hearing(), nodes[0]!.closed(), operator.closed()]).toEqual(['hung up', null, true, true])
  expect(nodes[0]!.names()).not.toContain('CHANNEL_HANGUP')
  const refused = createNode(clock, model.connect())
  await clock.run(20)
  expect(refused.closed()).toBe(true)
  expect(() => model.call(CALL)).toThrow('The switch is down.')
  model.comeBack()
  model.call(CALL)
  await clock.run(20)
  expect(nodes).toHaveLength(2)
  expect(nodes[1]!.closed()).toBe(false)
})

it('hangs up all calls before it ends, where it is told to end in order', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call(CALL)
  await clock.run(20)
  model.shutDown()
  await clock.run(100)
  expect(call.cause()).toBe('SYSTEM_SHUTDOWN')
  expect(nodes[0]!.names().at(-1)).toBe('CHANNEL_HANGUP_COMPLETE')
})

it('sends a call elsewhere by transfer, and leaves a queue by it without losing the call', async () => {
  const { enter, clock, nodes } = await waits([])
  const { call, node } = await enter()
  const before = nodes.length
  const bytes = new TextEncoder().encode(`api uuid_transfer ${call.uuid} 'socket:127.0.0.1:8084 async full' inline\n\n`)
  void node.connection.send({ kind: 'command', name: 'api uuid_transfer', bytes })
  await clock.run(200)
  expect(node.names()).toContain('CUSTOM member-queue-end')
  expect([call.state(), call.running()]).toEqual(['answered', ['socket']])
  expect(nodes).toHaveLength(before + 1)
  const elsewhere = createStage({ dialplan: number => (number === '700' ? [{ app: 'playback', data: 'branch.wav' }] : []) })
  const moved = elsewhere.model.call({ ...CALL, actions: [{ app: 'socket', data: 'a:1 async full' }] })
  await elsewhere.clock.run(20)
  void elsewhere.nodes[0]!.connection.send(execute({ app: 'transfer', arg: '700 XML public' }))
  await elsewhere.clock.run(200)
  expect(moved.hearing()).toMatchObject({ what: 'branch.wav' })
})
