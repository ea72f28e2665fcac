import { expect, it } from 'vitest'
import { api, connect, divertEvents, headerOf, hangup, myevents, setVariable, speak, subscribe } from '../codec/index.ts'
import { createModel } from './model.ts'
import { createNode, createStage, greetings } from './testing/node.ts'

const CALL = { caller: '13800138000', called: '95500' }

it('gives a call to a node, which plays to it in the time that the files take', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call(CALL)
  const started = clock.now()
  await clock.run(10)
  const node = nodes[0]!
  const first = node.connection.execute({ app: 'playback', arg: '/sounds/a.wav' })
  const second = node.connection.execute({ app: 'playback', arg: '/sounds/b.wav' })
  await clock.run(500)
  expect(call.hearing()).toMatchObject({ sound: 'file', what: '/sounds/a.wav', from: started + 20 })
  await clock.run(2000)
  expect(await first.done).toMatchObject({ kind: 'completed', response: 'FILE PLAYED' })
  expect(await second.done).toMatchObject({ kind: 'completed', response: 'FILE PLAYED' })
  expect(call.heard).toEqual([
    { sound: 'file', what: '/sounds/a.wav', from: started + 20, until: started + 1020, whole: true },
    { sound: 'file', what: '/sounds/b.wav', from: started + 1020, until: started + 2020, whole: true },
  ])
})

it('tells of nothing late with a pace of 0', async () => {
  const { clock, model, nodes } = createStage({ pace: { frame: 0, poll: 0 } })
  model.call(CALL)
  await clock.run(0)
  const started = clock.now()
  const done = nodes[0]!.connection.execute({ app: 'playback', arg: 'a.wav' }).done
  let at = 0
  void done.then(() => (at = clock.now()))
  await clock.run(2000)
  expect(at - started).toBe(1000)
})

it('plays within what plays where there is no lock, and goes on with the first afterwards', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call(CALL)
  const started = clock.now()
  await clock.run(20)
  void nodes[0]!.connection.execute({ app: 'playback', arg: 'music.wav', lock: false })
  await clock.run(400)
  void nodes[0]!.connection.execute({ app: 'playback', arg: 'news.wav' })
  await clock.run(3000)
  expect(call.heard.map(({ what, from, until, whole }) => [what, from - started, until! - started, whole])).toEqual([
    ['music.wav', 40, 440, false],
    ['news.wav', 440, 1440, true],
    ['music.wav', 1440, 2040, true],
  ])
})

it('says that a file is not there, and hangs up for an application that is not there', async () => {
  const { clock, model, nodes } = createStage({ files: path => (path === 'gone.wav' ? null : 500) })
  const call = model.call(CALL)
  await clock.run(20)
  const { connection } = nodes[0]!
  model.faults.missing = path => path === 'stolen.wav'
  expect(await settle(clock, connection.execute({ app: 'playback', arg: 'gone.wav' }).done)).toMatchObject({ response: 'FILE NOT FOUND' })
  expect(await settle(clock, connection.execute({ app: 'playback', arg: 'stolen.wav' }).done)).toMatchObject({ response: 'FILE NOT FOUND' })
  expect(call.heard).toEqual([])
  model.faults.unloaded = application => application === 'speak'
  void connection.send(speak({ engine: 'flite', voice: 'slt', text: 'hello' }))
  await clock.run(100)
  expect(call.cause()).toBe('DESTINATION_OUT_OF_ORDER')
})

it('shows diverted digits to the node that has the call, and to nobody else, whenever they are pressed', async () => {
  const { clock, model, nodes } = createStage({}, [...greetings(), divertEvents(true)])
  const call = model.call(CALL)
  const spy = createNode(clock, model.connect())
  void spy.connection.send({ kind: 'command', name: 'auth', bytes: new TextEncoder().encode('auth ClueCon\n\n') })
  void spy.connection.send(subscribe('plain', ['ALL']))
  await clock.run(40)
  call.press('1')
  void nodes[0]!.connection.execute({ app: 'playback', arg: 'a.wav' })
  void nodes[0]!.connection.send(setVariable('playback_terminators', 'none'))
  await clock.run(300)
  call.press('23')
  await clock.run(900)
  call.press('#')
  await clock.run(300)
  call.hangUp()
  await clock.run(9000)
  // Only others hear of the very last.
  expect([spy.names().includes('CHANNEL_DESTROY'), nodes[0]!.names().includes('CHANNEL_DESTROY')]).toEqual([true, false])
  expect(nodes[0]!.names().filter(name => name.startsWith('DTMF'))).toEqual(['DTMF 1', 'DTMF 2', 'DTMF 3', 'DTMF #'])
  expect(spy.names().some(name => name.startsWith('CHANNEL_EXECUTE playback'))).toBe(true)
  expect(spy.names().filter(name => name.startsWith('DTMF'))).toEqual([])
})

it('counts digits for the record of the call, but for those that the filter masks', async () => {
  const { clock, model, nodes } = createStage()
  const digits = async (filter: string | null): Promise<string | undefined> => {
    const call = model.call(CALL)
    await clock.run(20)
    if (filter !== null) void nodes.at(-1)!.connection.send(setVariable('digits_dialed_filter', filter))
    await clock.run(60)
    call.press('4711')
    await clock.run(200)
    call.hangUp()
    await clock.run(100)
    return call.variable('digits_dialed')
  }
  expect(await digits(null)).toBe('4711')
  expect(await digits('^(.*)$')).toBe('XXXX')
})

it('keeps every text in which it looked something up or ran something', async () => {
  const { clock, model, nodes } = createStage()
  model.call({ ...CALL, name: '${system(touch /tmp/x)}' })
  await clock.run(20)
  const { connection } = nodes[0]!
  // What the codec lets through is expanded in no way.
  void connection.execute({ app: 'playback', arg: 'pay ${system(touch)}.wav' })
  void connection.execute({ app: 'speak', text: 'flite|slt|costs $5 or $${x} \\${y}' })
  await clock.run(9000)
  expect(model.expansions).toEqual([])
  const raw = (text: string): void =>
    void connection.send({
      kind: 'command',
      name: 'sendmsg',
      bytes: new TextEncoder().encode(
        `sendmsg\ncall-command: execute\nexecute-app-name: playback\nexecute-app-arg: ${text}\nevent-lock: true\n\n`,
      ),
    })
  raw('${caller_id_name}.wav')
  await clock.run(100)
  expect(model.expansions.flatMap(({ ran }) => ran)).toEqual(['system(touch /tmp/x)', 'caller_id_name'])
})

it('settles everything at a hang-up: zombies run, media vanish, and the connection lingers', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call(CALL)
  await clock.run(20)
  const { connection, names, closed } = nodes[0]!
  const plays = connection.execute({ app: 'playback', arg: 'a.wav' })
  const sets = connection.execute({ app: 'set', arg: 'x=1' })
  const never = connection.execute({ app: 'playback', arg: 'b.wav' })
  await clock.run(200)
  call.hangUp()
  await clock.run(100)
  expect(await plays.done).toMatchObject({ kind: 'completed', response: 'PLAYBACK ERROR' })
  expect(await sets.done).toMatchObject({ kind: 'completed' })
  expect(await never.done).toMatchObject({ kind: 'hung-up', cause: 'NORMAL_CLEARING' })
  expect(call.hearing()).toBeNull()
  expect(names().at(-1)).toBe('CHANNEL_HANGUP_COMPLETE')
  expect(closed()).toBe(false)
  await clock.run(7000)
  expect(closed()).toBe(true)
})

it('answers, pre-answers and hangs up as it is told', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call({ ...CALL, answered: false })
  await clock.run(20)
  expect(call.state()).toBe('ringing')
  const { connection } = nodes[0]!
  void connection.execute({ app: 'pre_answer' })
  await clock.run(50)
  expect(call.state()).toBe('early')
  void connection.execute({ app: 'answer' })
  await clock.run(50)
  expect(call.state()).toBe('answered')
  void connection.send(hangup('CALL_REJECTED'))
  await clock.run(50)
  expect([call.state(), call.cause()]).toEqual(['hung up', 'CALL_REJECTED'])
})

it('goes on with the dialplan where the node goes, and parks for ever where it never said connect', async () => {
  const actions = [
    { app: 'socket', data: '127.0.0.1:8084 async full' },
    { app: 'playback', data: 'sorry.wav' },
  ]
  const { clock, model, nodes } = createStage()
  const call = model.call({ ...CALL, actions })
  await clock.run(20)
  nodes[0]!.connection.close()
  await clock.run(100)
  expect(call.hearing()).toMatchObject({ what: 'sorry.wav' })
  await clock.run(1500)
  expect(call.state()).toBe('hung up')

  const silent = createStage({}, [])
  const parked = silent.model.call({ ...CALL, actions })
  await silent.clock.run(20)
  silent.nodes[0]!.connection.close()
  await silent.clock.run(600_000)
  expect([parked.state(), parked.running()]).toEqual(['answered', ['socket']])
})

it('breaks off what plays and goes on at once with socket_resume', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call({
    ...CALL,
    variables: { socket_resume: 'true' },
    actions: [
      { app: 'socket', data: 'one:8084/first|two:8084 async full' },
      { app: 'socket', data: 'two:8084 async full' },
    ],
  })
  await clock.run(20)
  expect(call.variable('socket_path')).toBe('first')
  void nodes[0]!.connection.execute({ app: 'playback', arg: 'a.wav' })
  await clock.run(300)
  nodes[0]!.connection.close()
  await clock.run(60)
  expect(call.heard).toMatchObject([{ what: 'a.wav', whole: false }])
  expect(nodes).toHaveLength(2)
  expect(call.state()).toBe('answered')
})

it('answers the API: variables, digits, breaks, ends', async () => {
  const { clock, model, nodes } = createStage()
  const call = model.call({ ...CALL, variables: { zh_name: '张三' } })
  await clock.run(20)
  const ask = async (command: string, ...words: readonly string[]): Promise<string> => {
    const outcome = await settle(clock, nodes[0]!.connection.send(api(command, words)))
    return outcome.kind === 'answer' ? outcome.text : outcome.kind
  }
  expect(await ask('uuid_getvar', call.uuid, 'zh_name')).toBe('张三')
  expect(await ask('uuid_getvar', call.uuid, 'nothing')).toBe('_undef_')
  expect(await ask('uuid_setvar', call.uuid, 'a', 'b c')).toBe('+OK')
  expect(call.variable('a')).toBe('b c')
  expect(await ask('uuid_exists', call.uuid)).toBe('true')
  expect(await ask('uuid_exists', 'nobody')).toBe('false')
  expect(await ask('uuid_break', 'nobody')).toBe('-ERR No such channel!')
  expect(await ask('uuid_record', call.uuid, 'start', '/rec/a.wav')).toBe('+OK Success')
  await clock.run(1000)
  expect(await ask('uuid_record', call.uuid, 'mask', '/rec/a.wav')).toBe('+OK Success')
  await clock.run(500)
  expect(await ask('uuid_record', call.uuid, 'unmask', '/rec/a.wav')).toBe('+OK Success')
  expect(await ask('uuid_record', call.uuid, 'stop', '/rec/b.wav')).toBe('-ERR Cannot stop record session!')
  expect(await ask('uuid_record', call.uuid, 'stop', '/rec/a.wav')).toBe('+OK Success')
  expect(await ask('uuid_record', call.uuid, 'stop', 'all')).toBe('-ERR Cannot stop record session!')
  for (const name of ['c', 'd']) await ask('uuid_record', call.uuid, 'start', `/rec/${name}.wav`)
  expect(await ask('uuid_record', call.uuid, 'stop', 'all')).toBe('+OK Success')
  expect(call.recordings.every(({ until }) => until !== null)).toBe(true)
  const [recording] = call.recordings
  expect(recording!.masked.map(({ from, until }) => until! - from)).toEqual([600])
  expect(await ask('uuid_kill', call.uuid, 'USER_BUSY')).toBe('+OK')
  await clock.run(40)
  expect(call.cause()).toBe('USER_BUSY')
  expect(await ask('uuid_exists', call.uuid)).toBe('false')
})

it('has the same ids and the same events in every run', async () => {
  const run = async (): Promise<readonly (readonly (string | undefined)[])[]> => {
    const { clock, model, nodes } = createStage()
    const call = model.call(CALL)
    await clock.run(20)
    void nodes[0]!.connection.send(api('uuid_broadcast', [call.uuid, 'a.wav']))
    call.press('12')
    await clock.run(3000)
    call.hangUp()
    await clock.run(10_000)
    return nodes[0]!.events.map(event =>
      ['Event-Name', 'Unique-ID', 'Event-Date-Timestamp', 'Event-Sequence'].map(name => headerOf(event, name)),
    )
  }
  expect(await run()).toEqual(await run())
})

it('serves nobody where nobody listens: the next action runs', async () => {
  const { clock, model } = createStage({ connect: () => null })
  const call = model.call({
    ...CALL,
    actions: [
      { app: 'socket', data: 'a:1|b:2 async full' },
      { app: 'playback', data: 'sorry.wav' },
    ],
  })
  await clock.run(40)
  expect(call.hearing()).toMatchObject({ what: 'sorry.wav' })
})

it('needs a node that says what it wants, as the real one does', async () => {
  const { clock, model, nodes } = createStage({}, [connect(), myevents()])
  const call = model.call({ ...CALL, actions: [{ app: 'socket', data: 'a:1 async' }] })
  await clock.run(20)
  expect(await settle(clock, nodes[0]!.connection.send(subscribe('plain', ['DTMF'])))).toMatchObject({ text: '-ERR command not found' })
  call.press('7')
  await clock.run(60)
  expect(nodes[0]!.names()).toContain('DTMF 7')
  expect(createModel({ clock }).calls()).toEqual([])
})

async function settle<T>(clock: { run: (ms: number) => Promise<void> }, promise: Promise<T>): Promise<T> {
  await clock.run(100)
  return promise
}

it('a park with a time ends the call with its cause, and the time holds for that park alone', async () => {
  const { clock, model } = createStage()
  const variables = { park_timeout: '2:NORMAL_TEMPORARY_FAILURE', park_after_bridge: 'true' }
  const call = model.call({ caller: '1', called: '2', variables, actions: [{ app: 'park' }] })
  await clock.run(1900)
  expect([call.state(), call.variable('park_timeout'), call.variable('park_after_bridge')]).toEqual(['answered', undefined, undefined])
  await clock.run(200)
  expect(call.cause()).toBe('NORMAL_TEMPORARY_FAILURE')
})
