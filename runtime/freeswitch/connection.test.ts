import { createServer, connect as connectTo } from 'node:net'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import {
  api,
  auth,
  connect,
  eventName,
  eventOf,
  createFrameDecoder,
  execute,
  exit,
  headerOf,
  myevents,
  type Event,
  type Notice,
} from './codec/index.ts'
import { toBytes, toText } from './codec/text.ts'
import { createConnection, type Closed, type Connection, type ConnectionOptions, type Outcome, type Timers } from './connection.ts'
import { streamOfSocket, type ByteStream, type ByteStreamHandlers } from './stream.ts'
import { createCommandReader } from './testing/command-reader.ts'
import { readTranscript, transcriptNames } from './testing/transcripts.ts'

const OWN = '8e1f767c-f1d3-4039-b42e-475d8d03aa29'
const reply = (text: string): string => `Content-Type: command/reply\nReply-Text: ${text}\n\n`
const response = (text: string): string => `Content-Type: api/response\nContent-Length: ${toBytes(text).length}\n\n${text}`
const channelData = `Event-Name: CHANNEL_DATA\nUnique-ID: ${OWN}\nContent-Type: command/reply\nReply-Text: %2BOK%0A\n\n`
const event = (name: string, headers: Record<string, string> = {}, body = ''): string => {
  const lines = Object.entries({ 'Event-Name': name, ...headers }).map(([header, value]) => `${header}: ${encodeURIComponent(value)}\n`)
  const inner = `${lines.join('')}${body === '' ? '\n' : `Content-Length: ${toBytes(body).length}\n\n${body}`}`
  return `Content-Length: ${toBytes(inner).length}\nContent-Type: text/event-plain\n\n${inner}`
}

interface Rig {
  readonly connection: Connection
  /** What FreeSWITCH sends. */
  readonly gets: (text: string) => void
  readonly sent: () => string
  readonly ends: (error?: Error) => void
  readonly drains: () => void
  readonly room: (has: boolean) => void
  readonly passes: (ms: number) => void
  readonly seen: string[]
  readonly events: Event[]
  readonly closings: Closed[]
  readonly timersLeft: () => number
  readonly reading: () => boolean
  readonly open: () => boolean
}

function rig(options: Partial<ConnectionOptions> = {}): Rig {
  let handlers: ByteStreamHandlers | undefined
  const written: string[] = []
  let roomLeft = true
  let reading = true
  let open = true
  const stream: ByteStream = {
    write: bytes => {
      written.push(toText(bytes))
      return roomLeft
    },
    pause: () => void (reading = false),
    resume: () => void (reading = true),
    close: () => {
      open = false
      // As a stream does that tells its end at once.
      handlers?.onClose()
    },
    start: given => void (handlers = given),
  }
  let now = 0
  const due = new Map<object, { readonly at: number; readonly run: () => void }>()
  const timers: Timers = {
    set: (run, ms) => {
      const key = {}
      due.set(key, { at: now + ms, run })
      return key
    },
    clear: key => void due.delete(key as object),
  }
  const seen: string[] = []
  const events: Event[] = []
  const closings: Closed[] = []
  const connection = createConnection(stream, {
    onEvent: found => {
      events.push(found)
      seen.push(eventName(found))
    },
    onClosed: why => closings.push(why),
    onNotice: notice => seen.push(notice.lingers ? 'lingers' : 'disconnects'),
    onAuthRequest: () => seen.push('auth'),
    onLog: line => seen.push(`log ${line.level} ${line.text}`),
    timers,
    ...options,
  })
  return {
    connection,
    gets: text => handlers!.onData(toBytes(text)),
    sent: () => written.join(''),
    ends: error => handlers!.onClose(error),
    drains: () => handlers!.onDrain(),
    room: has => void (roomLeft = has),
    passes: ms => {
      now += ms
      for (const [key, { at, run }] of due) {
        if (at > now) continue
        due.delete(key)
        run()
      }
    },
    seen,
    events,
    closings,
    timersLeft: () => due.size,
    reading: () => reading,
    open: () => open,
  }
}

/** What a promise is now, and how often it has been looked at does not matter. */
const now = async <T>(promise: Promise<T>): Promise<T | 'open'> =>
  Promise.race([promise, new Promise<'open'>(resolve => setImmediate(() => resolve('open')))])
const texts = async (outcomes: readonly Promise<Outcome>[]): Promise<string[]> =>
  (await Promise.all(outcomes.map(now))).map(found => (found === 'open' ? 'open' : found.kind === 'answer' ? found.text : found.kind))

it('[6] answers come in the order of the commands', async () => {
  const { connection, gets, sent } = rig()
  const outcomes = [connection.send(connect()), connection.send(api('status')), connection.send(myevents())]
  expect(sent()).toBe('connect\n\napi status\n\nmyevents\n\n')
  gets(channelData + response('UP 0 years\n'))
  expect(await texts(outcomes)).toEqual(['+OK', 'UP 0 years', 'open'])
  gets(reply('+OK Events Enabled'))
  expect(await texts(outcomes)).toEqual(['+OK', 'UP 0 years', '+OK Events Enabled'])
})

it('[6] events come between answers, and change nothing of their order', async () => {
  const { connection, gets, seen } = rig()
  const outcomes = [connection.send(myevents()), connection.send(api('status'))]
  gets(event('CHANNEL_PARK') + reply('+OK') + event('DTMF') + response('x') + event('CHANNEL_HANGUP'))
  expect(await texts(outcomes)).toEqual(['+OK', 'x'])
  expect(seen).toEqual(['CHANNEL_PARK', 'DTMF', 'CHANNEL_HANGUP'])
})

it('a command whose time is over settles so, and the answer that still comes is swallowed for it', async () => {
  const { connection, gets, passes, timersLeft } = rig()
  const late = connection.send(api('slow'), 100)
  passes(60)
  const next = connection.send(api('quick'), 100)
  passes(40)
  expect(await texts([late, next])).toEqual(['timed-out', 'open'])
  gets(response('of the slow one'))
  expect(await texts([late, next])).toEqual(['timed-out', 'open'])
  gets(response('of the quick one'))
  expect(await texts([late, next])).toEqual(['timed-out', 'of the quick one'])
  expect([connection.pending(), timersLeft()]).toEqual([0, 0])
})

it('what waits when the connection ends settles as closed, once, and what is sent later too', async () => {
  const { connection, ends, closings, timersLeft } = rig()
  const outcomes = [connection.send(connect()), connection.send(api('status'))]
  const execution = connection.execute({ app: 'playback', arg: '/a' })
  const job = connection.job('originate', ['x'])
  ends()
  ends()
  connection.close()
  expect(await texts([...outcomes, execution.queued, connection.send(exit())])).toEqual(['closed', 'closed', 'closed', 'closed'])
  expect([await now(execution.done), await now(job)]).toEqual([
    { kind: 'closed', why: { kind: 'ended' } },
    { kind: 'closed', why: { kind: 'ended' } },
  ])
  expect(closings).toEqual([{ kind: 'ended' }])
  expect([connection.closed(), timersLeft()]).toEqual([{ kind: 'ended' }, 0])
})

it('half a frame at the end is told', () => {
  const { gets, ends, closings, seen } = rig()
  gets(`${event('DTMF')}Content-Length: 10\nContent-Type: text/event-plain\n\nabc`)
  ends()
  expect([seen, closings]).toEqual([['DTMF'], [{ kind: 'half-frame', bytes: 54 }]])
})

it('an error of the network is told', () => {
  const { ends, closings } = rig()
  const error = new Error('ECONNRESET')
  ends(error)
  expect(closings).toEqual([{ kind: 'failed', error }])
})

it('a fault in the framing ends the connection, after what came before it', async () => {
  const { connection, gets, closings, seen, open } = rig()
  const outcome = connection.send(api('status'))
  gets(`${event('DTMF')}Content-Type: api/response\nContent-Length: -5\n\n${event('FORGED')}`)
  expect(seen).toEqual(['DTMF'])
  expect(closings).toMatchObject([{ kind: 'fault', fault: { kind: 'bad-length' } }])
  expect([open(), await texts([outcome])]).toEqual([false, ['closed']])
})

it('answers that nobody asked for end the connection', () => {
  const unasked = rig()
  unasked.gets(reply('+OK'))
  expect(unasked.closings).toEqual([{ kind: 'out-of-step' }])
  const wrong = rig()
  void wrong.connection.send(myevents())
  wrong.gets(response('x'))
  expect(wrong.closings).toEqual([{ kind: 'out-of-step' }])
})

it('[18] an API command without the right to it is answered by a reply', async () => {
  const { connection, gets } = rig()
  const outcome = connection.send(api('status'))
  gets(reply('-ERR command not found'))
  expect(await outcome).toMatchObject({ kind: 'answer', ok: false, text: '-ERR command not found' })
})

it('a command that was refused is not sent', async () => {
  const { connection, sent, gets, timersLeft } = rig()
  const refused = connection.send(api('uuid_exists', ['a\nexit\n\n']))
  const execution = connection.execute({ app: 'playback', arg: 'a\nb' })
  expect(await refused).toEqual({ kind: 'refused', what: 'command', reason: 'line-break' })
  expect(await execution.done).toEqual({ kind: 'refused', what: 'argument', reason: 'line-break' })
  expect(await connection.job('originate', ['${x}'])).toMatchObject({ kind: 'refused' })
  expect([sent(), timersLeft(), connection.pending()]).toEqual(['', 0, 0])
  void gets
})

it('sign-in, rejection, notices and log lines go to their handlers', () => {
  const { connection, gets, seen, closings } = rig()
  gets('Content-Type: auth/request\n\n')
  void connection.send(auth('x'))
  gets(
    `${reply('+OK accepted')}Content-Type: log/data\nContent-Length: 5\nLog-Level: 6\nText-Channel: 0\nLog-File: a.c\nLog-Func: f\nLog-Line: 3\nUser-Data: \n\nhello`,
  )
  gets('Content-Type: text/disconnect-notice\nContent-Disposition: linger\nLinger-Time: 3\nContent-Length: 0\n\n')
  gets('Content-Type: text/event-xml\nContent-Length: 4\n\n<a/>')
  expect([seen, closings]).toEqual([['auth', 'log 6 hello', 'lingers'], []])
  gets('Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n')
  expect(closings).toEqual([{ kind: 'rejected', text: 'Access Denied, go away.' }])
})

it('[21] an application is followed by its id to its end', async () => {
  const { connection, gets, sent, seen } = rig()
  void connection.send(connect())
  gets(channelData)
  const started: string[] = []
  const first = connection.execute({ app: 'playback', arg: '/a' }, { onStart: found => started.push(headerOf(found, 'Application')!) })
  const second = connection.execute({ app: 'playback', arg: '/b' })
  expect(sent()).toContain(`execute-app-arg: /a\nevent-lock: true\nEvent-UUID: ${first.id}\n\n`)
  gets(reply('+OK') + reply('+OK'))
  const of = (id: string, extra: Record<string, string> = {}): Record<string, string> => ({
    'Unique-ID': OWN,
    Application: 'playback',
    'Application-UUID': id,
    ...extra,
  })
  gets(event('CHANNEL_EXECUTE', of(first.id)))
  expect([started, await now(first.done), await first.queued]).toMatchObject([['playback'], 'open', { ok: true }])
  gets(event('CHANNEL_EXECUTE_COMPLETE', of(second.id, { 'Application-Response': 'FILE NOT FOUND' })))
  gets(event('CHANNEL_EXECUTE_COMPLETE', of(first.id, { 'Application-Response': 'FILE PLAYED' })))
  // A second end with the same id, as `loops` and whoever forges events make them, is an event and nothing more.
  gets(event('CHANNEL_EXECUTE_COMPLETE', of(first.id, { 'Application-Response': 'AGAIN' })))
  expect(await first.done).toMatchObject({ kind: 'completed', response: 'FILE PLAYED' })
  expect(await second.done).toMatchObject({ kind: 'completed', response: 'FILE NOT FOUND' })
  expect(seen.length).toBe(4)
})

it('[6.3.7] an end on another channel, with another id or after the end, ends nothing', async () => {
  const { connection, gets } = rig()
  void connection.send(connect())
  gets(channelData)
  const running = connection.execute({ app: 'playback', arg: '/a' })
  const other = connection.execute({ app: 'playback', arg: '/a', channel: 'other-leg' })
  gets(reply('+OK') + reply('+OK'))
  gets(event('CHANNEL_EXECUTE_COMPLETE', { 'Unique-ID': 'other-leg', 'Application-UUID': running.id }))
  gets(event('CHANNEL_EXECUTE_COMPLETE', { 'Unique-ID': OWN, 'Application-UUID': 'guessed' }))
  gets(event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': running.id }))
  gets(event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'other-leg', 'Hangup-Cause': 'NORMAL_CLEARING' }))
  gets(event('BACKGROUND_JOB', { 'Job-UUID': running.id }, '+OK\n'))
  expect(await now(running.done)).toBe('open')
  expect(await now(other.done)).toEqual({ kind: 'hung-up', cause: 'NORMAL_CLEARING' })
})

it('[26] [42] what waits at the hang-up ends with it; what ran then tells its end first', async () => {
  const { connection, gets } = rig()
  void connection.send(connect())
  gets(channelData)
  const running = connection.execute({ app: 'playback', arg: '/a' })
  const waiting = connection.execute({ app: 'playback', arg: '/b' })
  gets(reply('+OK') + reply('+OK') + event('CHANNEL_HANGUP', { 'Unique-ID': OWN }))
  gets(event('CHANNEL_EXECUTE_COMPLETE', { 'Unique-ID': OWN, 'Application-UUID': running.id, 'Application-Response': 'PLAYBACK ERROR' }))
  expect(await now(waiting.done)).toBe('open')
  gets(event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': OWN, 'Hangup-Cause': 'USER_BUSY' }))
  expect([await running.done, await waiting.done]).toMatchObject([
    { kind: 'completed', response: 'PLAYBACK ERROR' },
    { kind: 'hung-up', cause: 'USER_BUSY' },
  ])
})

it('an application that is not taken, or takes too long, ends so', async () => {
  const { connection, gets, passes, timersLeft } = rig()
  const refused = connection.execute({ app: 'playback', arg: '/a', channel: 'gone' }, { timeout: 500 })
  gets(reply('-ERR invalid session id [gone]'))
  expect(await refused.done).toEqual({ kind: 'not-taken', text: '-ERR invalid session id [gone]' })
  const long = connection.execute({ app: 'playback', arg: '/a' }, { timeout: 500 })
  gets(reply('+OK'))
  await long.queued
  passes(500)
  expect([await long.done, timersLeft()]).toEqual([{ kind: 'timed-out' }, 0])
})

it('[8] a background job ends with its event; that of another job is an event', async () => {
  const { connection, gets, sent, seen } = rig()
  const job = connection.job('originate', ['user/1001', '&park'])
  const id = /Job-UUID: (\S+)/.exec(sent())![1]!
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  gets(`Content-Type: command/reply\nReply-Text: +OK Job-UUID: ${id}\nJob-UUID: ${id}\n\n`)
  gets(event('BACKGROUND_JOB', { 'Job-UUID': 'guessed' }, '+OK forged\n'))
  expect(await now(job)).toBe('open')
  gets(event('BACKGROUND_JOB', { 'Job-UUID': id }, '-ERR USER_BUSY\n'))
  expect(await job).toMatchObject({ kind: 'done', ok: false, text: '-ERR USER_BUSY' })
  expect(seen.length).toBe(2)
})

it('a background job that is refused or never ends settles too', async () => {
  const { connection, gets, passes } = rig()
  const refused = connection.job('originate', ['x'], 100)
  gets(reply('-ERR permission denied'))
  expect(await refused).toEqual({ kind: 'not-taken', text: '-ERR permission denied' })
  const lost = connection.job('originate', ['x'], 100)
  gets(reply('+OK Job-UUID: x'))
  passes(100)
  expect(await lost).toEqual({ kind: 'timed-out' })
})

it('paused, nothing is handled; resumed, all is, in its order', async () => {
  const { connection, gets, seen, reading } = rig({
    onEvent: found => {
      seen.push(eventName(found))
      if (eventName(found) === 'ONE') connection.pause()
    },
  })
  const outcome = connection.send(api('status'))
  gets(event('ONE') + response('x') + event('TWO'))
  gets(event('THREE'))
  expect([seen, reading(), await now(outcome)]).toEqual([['ONE'], false, 'open'])
  connection.resume()
  expect([seen, reading(), (await outcome).kind]).toEqual([['ONE', 'TWO', 'THREE'], true, 'answer'])
})

it('what was read before the end is handled though reading was paused', () => {
  const { connection, gets, ends, seen, closings } = rig()
  connection.pause()
  gets(event('ONE'))
  ends()
  expect([seen, closings]).toEqual([['ONE'], [{ kind: 'ended' }]])
})

it('without room commands wait in their order, and too many are refused', async () => {
  const { connection, gets, room, drains, sent } = rig({ mostPending: 4, mostBytes: 60 })
  room(false)
  void connection.send(api('one'))
  void connection.send(api('two'))
  void connection.send(api('three'))
  expect(sent()).toBe('api one\n\n')
  expect(await connection.send(api('uuid_setvar', ['u', 'n', 'x'.repeat(60)]))).toEqual({
    kind: 'refused',
    what: 'command',
    reason: 'congested',
  })
  drains()
  expect(sent()).toBe('api one\n\napi two\n\n')
  room(true)
  drains()
  const last = connection.send(api('four'))
  expect(sent()).toBe('api one\n\napi two\n\napi three\n\napi four\n\n')
  expect(await connection.send(api('five'))).toMatchObject({ kind: 'refused', reason: 'congested' })
  gets(response('1') + response('2') + response('3') + response('4'))
  expect(await last).toMatchObject({ text: '4' })
})

it('what has left counts no more among what waits for room', async () => {
  const { connection, gets, room, drains } = rig({ mostBytes: 60 })
  for (let round = 0; round < 9; round++) {
    room(false)
    const outcomes = [connection.send(api('one')), connection.send(api('two')), connection.send(api('three'))]
    room(true)
    drains()
    gets(response('1') + response('2') + response('3'))
    expect(await texts(outcomes)).toEqual(['1', '2', '3'])
  }
})

it('a handler that throws ends its connection, and no other thing', async () => {
  const error = new Error('in a handler')
  const { connection, gets, closings } = rig({
    onEvent: () => {
      throw error
    },
  })
  const outcome = connection.send(api('status'))
  gets(event('ONE') + response('x'))
  expect([closings, (await outcome).kind]).toEqual([[{ kind: 'handler', error }], 'closed'])
})

it('an event that is none ends the connection', () => {
  const { gets, closings } = rig()
  gets('Content-Length: 1\nContent-Type: text/event-json\n\n{')
  expect(closings).toEqual([{ kind: 'bad-event' }])
})

it('nothing is handled after close, even of what came with it', () => {
  const { connection, gets, seen, closings, open } = rig({
    onEvent: found => {
      seen.push(eventName(found))
      connection.close()
    },
  })
  gets(event('ONE') + event('TWO'))
  gets(event('THREE'))
  expect([seen, closings, open()]).toEqual([['ONE'], [{ kind: 'closed' }], false])
})

it('every command of every transcript settles once, with its own answer', async () => {
  for (const name of transcriptNames) {
    const fromSwitch = readTranscript(name, 's2c')
    const decoder = createFrameDecoder()
    const frames = decoder.push(fromSwitch)
    const commands = createCommandReader().push(readTranscript(name, 'c2s'))
    const notices: Notice[] = []
    const { connection, gets, ends, events, closings } = rig({ onNotice: notice => notices.push(notice) })
    let settled = 0
    const outcomes = commands.map(({ line, bytes }) => {
      const found = connection.send({ kind: 'command', name: line.split(' ').slice(0, 2).join(' '), bytes })
      void found.then(() => settled++)
      return found
    })
    gets(toText(fromSwitch))
    ends()
    const found = await Promise.all(outcomes)
    const answers = frames.filter(frame => frame.kind === 'reply' || frame.kind === 'response').length
    expect([name, settled, found.filter(outcome => outcome.kind === 'answer').length]).toEqual([
      name,
      commands.length,
      Math.min(answers, commands.length),
    ])
    expect(events.length).toBe(frames.filter(frame => frame.kind === 'event' || frame.kind === 'event-json').length)
    expect(closings.length).toBe(1)
    // The kind of each answer is that of its command.
    for (const [index, outcome] of found.entries()) {
      if (outcome.kind !== 'answer' || outcome.frame.kind !== 'response') continue
      expect([name, commands[index]!.line.startsWith('api ')]).toEqual([name, true])
    }
    if (found[0]?.kind === 'answer' && commands[0]!.line === 'connect') expect(eventName(eventOf(found[0].frame)!)).toBe('CHANNEL_DATA')
  }
})

it('works over a real socket, whichever way it ends', async () => {
  const server = createServer(socket => {
    const reader = createCommandReader()
    socket.on('data', (bytes: Uint8Array) => {
      for (const { line } of reader.push(bytes)) {
        socket.write(line === 'exit' ? reply('+OK bye') : response(line))
        if (line === 'exit') socket.end()
      }
    })
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const open = () => {
    const socket = connectTo(port, '127.0.0.1')
    let closed: (why: Closed) => void
    const over = new Promise<Closed>(resolve => (closed = resolve))
    const connection = createConnection(streamOfSocket(socket), { onEvent: () => undefined, onClosed: why => closed(why) })
    return { connection, over, socket }
  }
  try {
    const one = open()
    const many = await Promise.all(Array.from({ length: 500 }, (_, index) => one.connection.send(api('echo', [String(index)]))))
    expect(many.map(outcome => outcome.kind === 'answer' && outcome.text)).toEqual(many.map((_, index) => `api echo ${index}`))
    expect(await one.connection.send(exit())).toMatchObject({ text: '+OK bye' })
    expect(await one.over).toEqual({ kind: 'ended' })
    const two = open()
    await once(two.socket, 'connect')
    two.connection.close()
    expect(await two.over).toEqual({ kind: 'closed' })
    expect(await two.connection.send(execute({ app: 'x' }))).toEqual({ kind: 'closed', why: { kind: 'closed' } })
  } finally {
    server.close()
  }
})

it('an answer that came while the process stood still is no answer that is missing', async () => {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.on('data', () => {
      socket.write(reply('+OK'))
      for (const until = performance.now() + 300; performance.now() < until;);
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connectTo((server.address() as { port: number }).port, '127.0.0.1')
  const connection = createConnection(streamOfSocket(socket), { onEvent: () => undefined, onClosed: () => undefined })
  try {
    expect(await connection.send(exit(), 100)).toMatchObject({ kind: 'answer', text: '+OK' })
    const silent = connection.send(exit(), 10)
    connection.pause()
    expect(await silent).toEqual({ kind: 'timed-out' })
  } finally {
    connection.close()
    server.close()
  }
})
