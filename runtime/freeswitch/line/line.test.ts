import { expect, it } from 'vitest'
import type { Sound } from './sound.ts'
import { CHANNEL } from '../testing/scripted-peer.ts'
import { agents, speak, startScriptedLine, type ScriptedLine } from '../testing/scripted-line.ts'

it('is opened in one write: events, keys for us alone, variables', async () => {
  const { peer } = await startScriptedLine({ data: { 'Answer-State': 'ringing' } })
  expect(peer.told).toEqual([
    'connect',
    'linger 10',
    'myevents',
    'nixevent DTMF CHANNEL_ANSWER CHANNEL_APPLICATION CHANNEL_ORIGINATE CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_STATE CHANNEL_UNBRIDGE CHANNEL_UNPARK',
    'divert_events on',
    `api uuid_setvar_multi ${CHANNEL} playback_terminators=W;playback_delimiter=|;playback_sleep_val=0;digits_dialed_filter=^(.*)$;hangup_after_bridge=false;continue_on_fail=true;park_after_bridge=false;callwright_answering=1`,
    'answer',
  ])
  expect(peer.writes()).toBe(2)
})

it('a call that comes again is kept from the watch of the node before, at once and when that node’s connection ends', async () => {
  const rig = await startScriptedLine({
    data: { variable_callwright_attempt: '2', variable_callwright_watch: '5' },
    answers: command => (command.includes('uuid_getvar') ? '6' : '+OK'),
  })
  const [, , , events, keys, , ...kept] = rig.news()
  expect(events).toMatch(/^nixevent DTMF (?!.*CHANNEL_PARK)/)
  expect(keys).toBe('divert_events on')
  const forget = `api uuid_setvar ${CHANNEL} callwright_attempt `
  expect(kept).toEqual([`api uuid_getvar ${CHANNEL} callwright_watch`, 'api sched_del 6', forget])
  rig.peer.event('CHANNEL_PARK', { variable_callwright_watch: '7' })
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['api sched_del 7', forget])
})

it('keeps what is spoken and the next in the switch, and no more', async () => {
  const rig = await startScriptedLine()
  rig.news()
  await rig.order(speak(1), speak(2), speak(3))
  expect(rig.news()).toEqual(['playback /sounds/1.wav', 'playback /sounds/2.wav'])
  rig.peer.begin('1.wav')
  rig.peer.complete('1.wav')
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['playback /sounds/3.wav'])
  expect(rig.said()).toEqual(['began 1', 'spoken 1'])
})

it('a segment begins with its first part and ends with its last', async () => {
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => ({
      parts: [
        { kind: 'file', path: `/sounds/${prompt}a.wav` },
        { kind: 'silence', ms: 300 },
        { kind: 'speech', engine: 'espeak', voice: 'en', text: `{x}${prompt} ${'$'}{hostname}\n\nhangup` },
      ],
    }),
  })
  rig.news()
  await rig.order(speak(1))
  expect(rig.news()).toEqual(['playback /sounds/1a.wav|silence_stream://300', 'speak espeak|en|{}{x}1 $ {hostname}\n\nhangup'])
  rig.peer.begin('1a.wav')
  rig.peer.complete('1a.wav')
  expect(rig.said()).toEqual(['began 1'])
  rig.peer.begin('speak')
  rig.peer.complete('speak')
  expect(rig.said()).toEqual(['began 1', 'spoken 1'])
})

it('files in a row are one thing to play; one that may not be played is left out and told', async () => {
  const paths = Array.from({ length: 50 }, (_, index) => `/sounds/${index}.wav`)
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => ({
      parts: (prompt === 1 ? paths : ['/etc/passwd', '/sounds/a.wav', '/sounds/b|c.wav', '/sounds/../x.wav']).map(path => ({
        kind: 'file',
        path,
      })),
    }),
  })
  rig.news()
  await rig.order(speak(1), speak(2))
  expect(rig.news()).toEqual([
    `playback ${paths.slice(0, 48).join('|')}`,
    `playback ${paths.slice(48).join('|')}`,
    'playback /sounds/a.wav',
  ])
  expect(rig.said()).toEqual(['trouble missing-sound'])
})

it('stops and goes on in one write, and never says that what was stopped was heard', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1), speak(2))
  rig.peer.begin('1.wav')
  rig.news()
  const before = rig.peer.writes()
  await rig.order({ kind: 'stop', through: 2 }, speak(3))
  expect(rig.peer.writes()).toBe(before + 1)
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} WW`, 'playback /sounds/3.wav'])
  rig.peer.complete('1.wav')
  rig.peer.begin('3.wav')
  rig.peer.complete('3.wav')
  expect(rig.said()).toEqual(['began 1', 'began 3', 'spoken 3'])
})

it('stops what is spoken also where part of what is dropped was not sent yet', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1), speak(2), speak(3))
  rig.peer.begin('1.wav')
  rig.news()
  await rig.order({ kind: 'stop', through: 3 })
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} WW`])
})

it('what was stopped with it and is still wanted is told again', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1), speak(2, { announce: true }))
  rig.peer.begin('1.wav')
  rig.news()
  await rig.order({ kind: 'stop', through: 1 })
  expect(rig.news()).toEqual([`api uuid_recv_dtmf ${CHANNEL} WW`, 'playback /sounds/2.wav'])
  rig.peer.complete('1.wav')
  const again = rig.peer.told.lastIndexOf('playback /sounds/2.wav')
  expect(again).toBeGreaterThan(rig.peer.told.indexOf('playback /sounds/2.wav'))
})

it('what was stopped with it and is told again is spoken when the second is, not when the first ends', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1), speak(2, { announce: true }))
  rig.peer.begin('1.wav')
  await rig.order({ kind: 'stop', through: 1 })
  rig.peer.complete('1.wav')
  rig.peer.begin('2.wav')
  rig.peer.complete('2.wav')
  expect(rig.said()).toEqual(['began 1'])
  rig.peer.begin('2.wav')
  rig.peer.complete('2.wav')
  expect(rig.said()).toEqual(['began 1', 'began 2', 'spoken 2'])
})

it('what was stopped and goes on all the same, as its key was lost, is broken off', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1))
  await rig.order({ kind: 'stop', through: 1 }, speak(2))
  rig.news()
  rig.peer.begin('1.wav')
  await rig.clock.run(119)
  expect(rig.news()).toEqual([])
  await rig.clock.run(1)
  expect(rig.news()).toEqual([`api uuid_break ${CHANNEL}`])
  rig.peer.complete('1.wav')
  rig.peer.begin('2.wav')
  await rig.clock.run(5000)
  expect(rig.news()).toEqual([])
  expect(rig.said()).not.toContain('began 1')
  expect(rig.said()).not.toContain('spoken 1')
})

it('what goes on after it was stopped takes nothing along that was ordered since: a number, a message', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1))
  rig.peer.begin('1.wav')
  await rig.order({ kind: 'stop', through: 1 }, { kind: 'connect number', task: 1, number: '0123', within: 2500, data: {} })
  await rig.clock.run(120)
  expect(rig.news()).toContain(`api uuid_break ${CHANNEL}`)
  expect(rig.news().join()).not.toContain(' all')
  rig.peer.complete('1.wav')
  rig.peer.runs('set ')
  rig.peer.begin('bridge')
  rig.peer.complete('bridge', '_none_', { variable_originate_disposition: 'USER_BUSY' })
  await rig.clock.run(0)
  expect(rig.said().at(-1)).toBe('answer 1 busy')
})

it('what the switch has dropped is told again, once it has not begun in its time', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1))
  rig.news()
  await rig.clock.run(2999)
  expect(rig.news()).toEqual([])
  await rig.clock.run(2)
  expect(rig.news()).toEqual(['playback /sounds/1.wav'])
  expect(rig.said()).toEqual(['trouble lost-order'])
})

it('what the switch has dropped behind another sound is told again, too', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1), speak(2))
  rig.peer.begin('1.wav')
  await rig.clock.run(5000)
  rig.news()
  rig.peer.complete('1.wav')
  await rig.clock.run(2999)
  expect(rig.news()).toEqual([])
  await rig.clock.run(2)
  expect(rig.news()).toEqual(['playback /sounds/2.wav'])
  expect(rig.said()).toEqual(['began 1', 'spoken 1', 'trouble lost-order'])
})

it('a sound that is missing, one that there is none of, one outside its folder and one that comes late: each in its turn', async () => {
  let give: (path: string) => void = () => undefined
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => {
      if (prompt === 2) return null
      if (prompt === 3) return { parts: [{ kind: 'file', path: '/sounds/../etc/passwd' }] }
      if (prompt !== 4) return { parts: [{ kind: 'file', path: `/sounds/${prompt}.wav` }] }
      return new Promise(resolve => (give = path => resolve({ parts: [{ kind: 'file', path }] })))
    },
  })
  rig.news()
  await rig.order(speak(1), speak(2), speak(3), speak(4), speak(5))
  rig.peer.begin('1.wav')
  rig.peer.complete('1.wav', 'FILE NOT FOUND')
  await rig.clock.run(0)
  expect(rig.said()).toEqual([
    'began 1',
    'trouble missing-sound',
    'spoken 1 unheard',
    'trouble missing-sound',
    'began 2',
    'spoken 2 unheard',
    'trouble missing-sound',
  ])
  expect(rig.news()).toEqual(['playback /sounds/1.wav', 'playback silence_stream://1'])
  rig.peer.begin('silence')
  rig.peer.complete('silence')
  expect(rig.news()).toEqual([])
  give('/sounds/4.wav')
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['playback /sounds/4.wav', 'playback /sounds/5.wav'])
})

it('a sound that fails to be found is a missing one, and the next is heard', async () => {
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => (prompt === 1 ? Promise.reject(new Error('x')) : { parts: [{ kind: 'file', path: '/sounds/2.wav' }] }),
  })
  rig.news()
  await rig.order(speak(1), speak(2))
  expect(rig.said()).toEqual(['trouble missing-sound', 'began 1', 'spoken 1 unheard'])
  expect(rig.news()).toEqual(['playback /sounds/2.wav'])
})

it('a list that took less time than what is in it: something of it was missing', async () => {
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => ({
      parts: [
        { kind: 'file', path: `/sounds/${prompt}a.wav`, ms: 1000 },
        { kind: 'silence', ms: 300 },
        { kind: 'file', path: `/sounds/${prompt}b.wav`, ms: 700 },
      ],
    }),
  })
  const at = (ms: number): { readonly 'Event-Date-Timestamp': string } => ({ 'Event-Date-Timestamp': `${1e15 + 1000 * ms}` })
  const plays = async (id: number, ms: number): Promise<readonly string[]> => {
    const from = rig.said().length
    await rig.order(speak(id))
    rig.peer.begin(`${id}a.wav`, at(0))
    rig.peer.complete(`${id}a.wav`, 'FILE PLAYED', at(ms))
    return rig.said().slice(from)
  }
  expect(await plays(1, 2000)).toEqual(['began 1', 'spoken 1'])
  expect(await plays(2, 1811)).toEqual(['began 2', 'spoken 2'])
  expect(await plays(3, 1300)).toEqual(['began 3', 'trouble missing-sound', 'spoken 3 unheard'])
  expect(await plays(4, 300)).toEqual(['began 4', 'trouble missing-sound', 'spoken 4 unheard'])
  // One that is stopped is none.
  await rig.order(speak(5))
  rig.peer.begin('5a.wav', at(0))
  await rig.order({ kind: 'stop', through: 5 })
  rig.peer.complete('5a.wav', 'FILE PLAYED', at(100))
  expect(rig.said().slice(-1)).toEqual(['began 5'])
})

it('what was made for a segment alone may go when it was heard, was stopped, comes too late, or the caller has gone', async () => {
  const gone: number[] = []
  let give: () => void = () => undefined
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => {
      const sound: Sound = { parts: [{ kind: 'file', path: `/sounds/${prompt}.wav` }], done: () => void gone.push(prompt) }
      return prompt === 3 ? new Promise(resolve => (give = () => resolve(sound))) : sound
    },
  })
  await rig.order(speak(1), speak(2))
  rig.peer.begin('1.wav')
  expect(gone).toEqual([])
  rig.peer.complete('1.wav')
  expect(gone.splice(0)).toEqual([1])
  await rig.order({ kind: 'stop', through: 2 })
  expect(gone.splice(0)).toEqual([2])
  await rig.order(speak(3), { kind: 'stop', through: 3 })
  give()
  await rig.clock.run(0)
  expect(gone.splice(0)).toEqual([3])
  await rig.order(speak(4))
  rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  expect(gone).toEqual([4])
})

it('a text that is spoken at once was not spoken; one without a word is', async () => {
  const texts = ['', 'Welcome to the bank.', 'Welcome to the bank.', 'OK', '…', '欢迎']
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => ({ parts: [{ kind: 'speech', engine: 'flite', voice: 'slt', text: texts[prompt]! }] }),
  })
  const speaks = async (id: number, ms: number): Promise<readonly string[]> => {
    const from = rig.said().length
    await rig.order(speak(id))
    rig.peer.begin('speak', { 'Event-Date-Timestamp': '1000000000000000' })
    rig.peer.complete('speak', '_none_', { 'Event-Date-Timestamp': `${1e15 + 1000 * ms}` })
    return rig.said().slice(from)
  }
  expect(await speaks(1, 0)).toEqual(['began 1', 'trouble not-spoken', 'spoken 1 unheard'])
  expect(await speaks(2, 2319)).toEqual(['began 2', 'spoken 2'])
  expect(await speaks(3, 60)).toEqual(['began 3', 'spoken 3'])
  expect(await speaks(4, 0)).toEqual(['began 4', 'spoken 4'])
  expect(await speaks(5, 20)).toEqual(['began 5', 'trouble not-spoken', 'spoken 5 unheard'])
})

it('an application that is not taken is passed over', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = command => (command.includes('/1.wav') ? '-ERR no' : '+OK')
  await rig.order(speak(1), speak(2))
  expect(rig.said().slice(0, 1)).toEqual(['trouble not-taken'])
  expect(rig.said()).toContain('spoken 1 unheard')
  rig.peer.begin('2.wav')
  rig.peer.complete('2.wav')
  expect(rig.said().at(-1)).toBe('spoken 2')
})

it('one that is not even sent, as too much waits for its answer, is passed over', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = () => null
  await rig.order(...Array.from({ length: 1000 }, () => ({ kind: 'language', language: 'en' }) as const))
  await rig.order(speak(1))
  expect(rig.said()).toEqual(['trouble not-taken', 'began 1', 'spoken 1 unheard'])
})

it('whole keys of telephones are told, those that the line has put there and those of other channels are not', async () => {
  const rig = await startScriptedLine()
  for (const digit of ['5', '*', '#', 'A', 'w', '']) rig.peer.event('DTMF', { 'DTMF-Digit': digit })
  rig.peer.event('DTMF', { 'DTMF-Digit': '9', 'Unique-ID': 'another' })
  expect(rig.said()).toEqual(['key 5', 'key *', 'key #'])
})

it('forged events end nothing: another channel with our id, a guessed id, a hang-up of another', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1))
  const id = rig.peer.begin('1.wav')
  rig.peer.event('CHANNEL_EXECUTE_COMPLETE', { 'Unique-ID': 'another', 'Application-UUID': id, 'Application-Response': 'FILE PLAYED' })
  rig.peer.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': '1', 'Application-Response': 'FILE PLAYED' })
  rig.peer.event('CHANNEL_HANGUP', { 'Unique-ID': 'another', 'Hangup-Cause': 'NORMAL_CLEARING' })
  rig.peer.event('CHANNEL_HANGUP_COMPLETE', { 'Unique-ID': 'another' })
  rig.peer.event('CUSTOM', { 'Event-Subclass': 'callcenter::info', 'CC-Action': 'member-queue-end', 'CC-Member-Session-UUID': CHANNEL })
  rig.peer.event('CHANNEL_BRIDGE', { 'Unique-ID': 'another' })
  rig.peer.event('CHANNEL_PARK')
  // In our channel's name, by `sendevent`.
  rig.peer.event('DTMF', { Command: 'sendevent DTMF', 'DTMF-Digit': '8' })
  rig.peer.event('CHANNEL_HANGUP', { Command: 'sendevent CHANNEL_HANGUP' })
  rig.peer.event('CHANNEL_EXECUTE_COMPLETE', { Command: 'sendevent x', 'Application-UUID': id })
  expect(rig.said()).toEqual(['began 1'])
  rig.peer.complete('1.wav')
  // Said twice, it ends nothing that came after it.
  rig.peer.event('CHANNEL_EXECUTE_COMPLETE', { 'Application-UUID': id, 'Application-Response': 'FILE PLAYED' })
  expect(rig.said()).toEqual(['began 1', 'spoken 1'])
})

const states: readonly (readonly [what: string, begin: (rig: ScriptedLine) => Promise<void> | void])[] = [
  ['nothing', () => undefined],
  ['a prompt', rig => rig.order(speak(1), speak(2)).then(() => void rig.peer.begin('1.wav'))],
  ['a prompt that was stopped', rig => rig.order(speak(1)).then(() => rig.order({ kind: 'stop', through: 1 }, speak(2)))],
  ['a record', rig => rig.order(RECORD).then(() => void rig.peer.begin('record /records'))],
  ['a tone before a record', rig => rig.order(RECORD)],
  ['a number that rings', rig => rig.order({ kind: 'connect number', task: 1, number: '0123', within: 9000, data: {} })],
  ['a queue that is asked', rig => ((rig.peer.answers = command => (command.startsWith('bgapi') ? null : '+OK')), rig.order(QUEUE))],
  ['a queue', rig => ((rig.peer.answers = agents(1)), rig.order(QUEUE))],
  ['a transfer', rig => ((rig.peer.answers = () => null), rig.order({ kind: 'transfer', task: 1, number: '0123' }))],
]

const RECORD = { kind: 'record', task: 1, upTo: 9000, tone: true, endSilence: 3000 } as const
const QUEUE = { kind: 'connect queue', task: 1, queue: 0, priority: 2, data: {} } as const

it.each(states)('the caller hangs up in %s: told once, settled, and the connection ends', async (_, begin) => {
  const rig = await startScriptedLine()
  await begin(rig)
  await rig.clock.run(100)
  rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  rig.peer.event('DTMF', { 'DTMF-Digit': '5' })
  const from = rig.said().length
  expect(rig.said().at(-1)).toBe('hung up NORMAL_CLEARING')
  await rig.order({ kind: 'cancel', task: 1 }, { kind: 'ended', by: 'caller' })
  rig.news()
  rig.peer.answers = () => '+OK'
  rig.peer.event('CHANNEL_HANGUP_COMPLETE', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  await rig.clock.run(20_000)
  expect(rig.news()).toEqual(['exit'])
  expect(
    rig
      .said()
      .slice(from)
      .filter(one => !one.startsWith('answer')),
  ).toEqual([])
  expect(rig.peer.open()).toBe(false)
  expect(rig.clock.pending()).toBe(0)
  rig.peer.event('CHANNEL_EXECUTE_COMPLETE')
  expect(rig.said().filter(one => one.startsWith('hung up'))).toHaveLength(1)
})

it.each(states)('the connection is lost in %s: the call is over, and it is said what to do', async (_, begin) => {
  const rig = await startScriptedLine()
  await begin(rig)
  rig.peer.raw('Content-Length: 500\nContent-Type: text/event-plain\n\nEvent-Name: half')
  rig.peer.end()
  await rig.clock.run(20_000)
  expect(rig.said().filter(one => one.startsWith('hung up'))).toEqual(['hung up LINE_LOST'])
  expect(rig.said()).toContain('trouble line-lost')
  await rig.order({ kind: 'cancel', task: 1 }, { kind: 'ended', by: 'caller' }, speak(9))
  expect(rig.clock.pending()).toBe(0)
})

it('hangs up at once, whatever runs, and does not tell of its own hang-up', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1), speak(2))
  rig.peer.begin('1.wav')
  rig.news()
  await rig.order({ kind: 'hang up' })
  await rig.order({ kind: 'ended', by: 'line' })
  // Its own hang-up is of no news to it.
  expect(rig.news()).toEqual([`api uuid_kill ${CHANNEL} NORMAL_CLEARING`, 'exit'])
  await rig.clock.run(20_000)
  expect(rig.said()).toEqual(['began 1'])
  expect(rig.peer.open()).toBe(false)
  expect(rig.clock.pending()).toBe(0)
})

it.each<readonly [who: string, hangUp: (rig: ScriptedLine) => Promise<void> | void]>([
  ['the caller', rig => rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })],
  ['the line', rig => rig.order({ kind: 'hang up' })],
])('where the end of a channel is never told after %s has hung up, the connection ends 10 s later', async (_, hangUp) => {
  const rig = await startScriptedLine({ answers: command => (command.includes('uuid_kill') ? null : '+OK') })
  await hangUp(rig)
  rig.news()
  await rig.clock.run(9999)
  expect([rig.news(), rig.peer.open()]).toEqual([[], true])
  rig.peer.answers = () => null
  await rig.clock.run(1)
  expect(rig.news()).toEqual(['exit'])
  await rig.clock.run(10_000)
  expect(rig.peer.open()).toBe(false)
})

it.each(['linger', 'divert_events', 'api uuid_setvar_multi'])(
  'a switch that falls silent at “%s” is left, and not said to have refused it',
  async at => {
    let silent = false
    const rig = await startScriptedLine({
      opened: false,
      answers: command => {
        silent ||= command.startsWith(at)
        return silent ? null : '+OK'
      },
    })
    await rig.clock.run(9999)
    expect(rig.said()).toEqual([])
    await rig.clock.run(1)
    expect(rig.said()).toEqual(['trouble no-reply', 'hung up LINE_LOST'])
    expect(rig.peer.open()).toBe(false)
    await rig.clock.run(20_000)
    expect(rig.clock.pending()).toBe(0)
  },
)

it('a call that cannot be answered is not kept waiting', async () => {
  const rig = await startScriptedLine({
    opened: false,
    data: { 'Answer-State': 'ringing' },
    answers: command => (command === 'answer' ? '-ERR no' : '+OK'),
  })
  expect(rig.said()).toEqual(['trouble not-taken', 'hung up LINE_LOST'])
  expect(rig.peer.open()).toBe(false)
})

it('where a reply never comes in a call it is told, and what the events say goes on', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = () => null
  await rig.order(speak(1), { kind: 'language', language: 'en' })
  rig.peer.begin('1.wav')
  await rig.clock.run(10_000)
  expect(rig.said()).toEqual(['began 1', 'trouble no-reply', 'trouble no-reply'])
  rig.peer.complete('1.wav')
  expect(rig.said().at(-1)).toBe('spoken 1')
})

it('a file that is tried and never answered is no full disk', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = () => null
  await rig.order(RECORD)
  await rig.clock.run(10_000)
  expect(rig.said()).toEqual(['trouble no-reply', 'answer 1 nothing'])
})

it('a message that is not wanted any more while its file is tried is not recorded, and the next is in its turn', async () => {
  const rig = await startScriptedLine()
  const isTried = (): void => rig.peer.raw('Content-Type: api/response\nContent-Length: 3\n\n+OK'.repeat(2))
  rig.peer.answers = () => null
  rig.news()
  await rig.order({ ...RECORD, tone: false })
  await rig.order({ kind: 'stop record', task: 1 })
  expect(rig.said()).toEqual(['answer 1 nothing'])
  isTried()
  await rig.order({ ...RECORD, task: 2, tone: false })
  await rig.order({ kind: 'cancel', task: 2 }, { ...RECORD, task: 3, tone: false })
  isTried()
  await rig.clock.run(0)
  expect(rig.news().filter(line => line.startsWith('record'))).toEqual([])
  isTried()
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['record /records/c-3.wav 9 200 3'])
})

it('a message that is not wanted any more is ended', async () => {
  const rig = await startScriptedLine()
  await rig.order({ ...RECORD, tone: false })
  rig.peer.begin('record /records')
  rig.news()
  await rig.order({ kind: 'cancel', task: 1 })
  expect(rig.news()).toEqual([`api uuid_break ${CHANNEL} all`])
  rig.peer.complete('record /records', '_none_', { variable_record_ms: '800' })
  expect(rig.said()).toEqual([])
})

it('a hang-up with the cause of a missing application names the one that waits, and none where one runs or none waits', async () => {
  const hangUp = (rig: ScriptedLine): readonly string[] => {
    rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'DESTINATION_OUT_OF_ORDER' })
    return rig.said().filter(one => !one.startsWith('began'))
  }
  const waits = await startScriptedLine()
  await waits.order(speak(1), speak(2))
  expect(hangUp(waits)).toEqual(['trouble application-missing', 'hung up DESTINATION_OUT_OF_ORDER'])
  expect(waits.reports[0]).toMatchObject({ trouble: { en: expect.stringContaining('“playback”') as string } })
  const runs = await startScriptedLine()
  await runs.order(speak(1), speak(2))
  runs.peer.begin('1.wav')
  expect(hangUp(runs)).toEqual(['hung up DESTINATION_OUT_OF_ORDER'])
  expect(hangUp(await startScriptedLine())).toEqual(['hung up DESTINATION_OUT_OF_ORDER'])
})

it('a switch that does not let us keep keys to ourselves gets no call', async () => {
  const rig = await startScriptedLine({ opened: false, answers: command => (command === 'divert_events on' ? '-ERR no' : '+OK') })
  expect(rig.said()).toEqual(['trouble not-taken', 'hung up LINE_LOST'])
  expect(rig.peer.open()).toBe(false)
})

it('records once the file is known to be writable, and the length is the switch’s', async () => {
  const rig = await startScriptedLine()
  rig.news()
  await rig.order(RECORD)
  expect(rig.news()).toEqual([
    `api uuid_record ${CHANNEL} start /records/c-1.wav`,
    `api uuid_record ${CHANNEL} stop /records/c-1.wav`,
    'playback tone_stream://%(500,0,800)',
    'record /records/c-1.wav 9 200 3',
  ])
  rig.peer.runs('tone_stream')
  rig.peer.begin('record /records')
  await rig.order({ kind: 'stop record', task: 1 })
  expect(rig.news()).toEqual([`api uuid_break ${CHANNEL} all`])
  rig.peer.complete('record /records', '_none_', { variable_record_ms: '4321', variable_silence_hits_exhausted: 'false' })
  expect(rig.reports.at(-1)).toEqual({ kind: 'answer', task: 1, outcome: 'recorded', values: [{ recording: 'c-1.wav', ms: 4321 }] })
})

it('a message whose end is missing, or whose recording ended by itself, is told to be cut', async () => {
  const record = async (task: number, ms: number, headers: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const rig = await startScriptedLine()
    await rig.order({ ...RECORD, task, tone: false })
    // What a node that stood still hears late is no shorter.
    await rig.clock.run(2500)
    rig.peer.begin('record /records', { 'Event-Date-Timestamp': '1000000000000000' })
    const at = { 'Event-Date-Timestamp': `${1e15 + 1000 * ms}` }
    const all = { ...at, variable_record_ms: String(ms), variable_record_samples: String(ms * 8), ...headers }
    rig.peer.complete('record /records', '_none_', all)
    const last = rig.reports.at(-1)
    const values = last?.kind === 'answer' && last.outcome === 'recorded' ? last.values : []
    return [...rig.said(), ...values.map(value => `${(value as { ms: number }).ms} ms`)]
  }
  const size = (ms: number, more = 0): string => String(44 + ms * 16 + more)
  // By the time that it may take, and all of it is there.
  expect(await record(1, 9500, { variable_record_file_size: size(9500) })).toEqual(['answer 1 recorded', '9500 ms'])
  expect(await record(1, 9500, {})).toEqual(['answer 1 recorded', '9500 ms'])
  // Ended by silence or a key, it is shorter, and whole.
  for (const by of [{ variable_silence_hits_exhausted: 'true' }, { variable_playback_terminator_used: '#' }])
    expect(await record(1, 4100, by)).toEqual(['answer 1 recorded', '4100 ms'])
  // What is written when it is closed found no room: the last seconds are missing.
  expect(await record(1, 9500, { variable_record_file_size: size(8192) })).toEqual([
    'trouble recording-cut',
    'answer 1 recorded',
    '8192 ms',
  ])
  expect(await record(1, 3000, { variable_record_file_size: '44', variable_silence_hits_exhausted: 'true' })).toEqual(['answer 1 nothing'])
  expect(await record(1, 5000, { variable_record_file_size: '44', variable_silence_hits_exhausted: 'true' })).toEqual([
    'trouble recording-cut',
    'answer 1 nothing',
  ])
  expect(await record(1, 4100, { variable_record_file_size: size(4100) })).toEqual([
    'trouble recording-cut',
    'answer 1 recorded',
    '4100 ms',
  ])
  // 16,000 samples a second, and a file of 8,000.
  expect(await record(1, 9500, { variable_record_samples: '152000', variable_record_file_size: size(9500, 9500 * 16) })).toEqual([
    'answer 1 recorded',
    '9500 ms',
  ])
  const rate = { variable_record_sample_rate: '8000', variable_record_samples: '152000' }
  expect(await record(1, 9500, { ...rate, variable_record_file_size: size(9500) })).toEqual(['answer 1 recorded', '9500 ms'])
})

it.each([
  ['is stopped', ['answer 1 recorded']],
  ['has gone', ['hung up NORMAL_CLEARING', 'answer 1 recorded']],
])('a message whose caller %s is shorter than it may be, and whole', async (how, said) => {
  const rig = await startScriptedLine()
  await rig.order({ ...RECORD, tone: false })
  rig.peer.begin('record /records', { 'Event-Date-Timestamp': '1000000000000000' })
  if (how === 'is stopped') await rig.order({ kind: 'stop record', task: 1 })
  else rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  rig.peer.complete('record /records', '_none_', { 'Event-Date-Timestamp': '1000000004100000', variable_record_ms: '4100' })
  expect(rig.said()).toEqual(said)
})

it('silence alone is nothing; so is a record that cannot be written, which is trouble', async () => {
  const rig = await startScriptedLine()
  await rig.order(RECORD)
  rig.peer.runs('tone_stream')
  rig.peer.begin('record /records')
  rig.peer.complete('record /records', '_none_', { variable_record_ms: '3000', variable_silence_hits_exhausted: 'true' })
  expect(rig.said()).toEqual(['answer 1 nothing'])
  rig.peer.answers = command => (command.includes('uuid_record') ? '-ERR Cannot record session!' : '+OK')
  rig.news()
  await rig.order({ ...RECORD, task: 2 })
  expect(rig.said()).toEqual(['answer 1 nothing', 'trouble not-recorded', 'answer 2 nothing'])
  expect(rig.news()).toHaveLength(2)
})

it('a late end of an earlier record is not the end of the next', async () => {
  const rig = await startScriptedLine()
  await rig.order(RECORD)
  rig.peer.runs('tone_stream')
  rig.peer.begin('c-1.wav 9')
  await rig.order({ kind: 'cancel', task: 1 }, { ...RECORD, task: 2, tone: false })
  rig.peer.complete('c-1.wav 9', '_none_', { variable_record_ms: '800' })
  expect(rig.said()).toEqual([])
  rig.peer.begin('c-2.wav 9')
  await rig.order({ kind: 'stop record', task: 2 })
  rig.peer.complete('c-2.wav 9', '_none_', { variable_record_ms: '900' })
  expect(rig.said()).toEqual(['answer 2 recorded'])
})

it('the language of the call is a variable, for who takes it over', async () => {
  const rig = await startScriptedLine()
  rig.news()
  await rig.order({ kind: 'language', language: 'zh-CN' })
  expect(rig.news()).toEqual([`api uuid_setvar ${CHANNEL} callwright_language zh-CN`])
})

it('that the channel is gone, when its hang-up is on the way, is no trouble', async () => {
  const rig = await startScriptedLine()
  rig.peer.answers = command => (command.startsWith('api uuid_record') ? '-ERR Cannot locate session!' : '-ERR No such channel!')
  await rig.order({ kind: 'language', language: 'zh-CN' }, { kind: 'record call' }, { kind: 'dark', on: true })
  rig.peer.event('CHANNEL_HANGUP', { 'Hangup-Cause': 'NORMAL_CLEARING' })
  expect(rig.said()).toEqual(['hung up NORMAL_CLEARING'])
})

it('nothing from a caller, a bank or a program is a command, a variable or an expansion: every text that reaches one', async () => {
  const evil = [
    'a\n\nhangup',
    'a\r\nx: y',
    '${system(id)}',
    '$${x}',
    'a${b',
    '%[x=1]',
    'ARRAY::a|:b',
    "'; x",
    'a,b]{c}|d<e>:_:^^;',
    '\u2028',
    '&park()',
  ]
  const rig = await startScriptedLine({
    data: { 'Caller-Caller-ID-Number': 'x\ny${system(id)}\u001B[31m' },
    soundOf: ({ prompt }) => ({
      parts: [
        { kind: 'file', path: `/sounds/${evil[prompt % evil.length]}` },
        { kind: 'speech', engine: 'e', voice: 'v', text: evil[prompt % evil.length]! },
      ],
    }),
    line: {
      recordings: { folder: '/records', nameOf: () => '../../x ${system(id)}' },
      queues: { help: { name: 'help ${system(id)}', domain: 'd' } },
    },
  })
  expect(rig.call.channel.caller).toBe('xy${system(id)}[31m')
  rig.peer.answers = agents(1)
  for (const [index, text] of evil.entries()) {
    await rig.order(speak(index + 1, { prompt: index }), { kind: 'language', language: text })
    await rig.order({ kind: 'stop', through: index + 1 })
    await rig.order({ kind: 'connect number', task: 10 + index, number: `0${text}`, within: 1000, data: { [text]: text } })
    await rig.order({ kind: 'transfer', task: 30 + index, number: text })
  }
  await rig.order({ ...QUEUE, task: 60, data: { x: evil } }, { ...RECORD, task: 61 }, { kind: 'record call' })
  await rig.order({
    kind: 'connect number',
    task: 99,
    number: '01',
    within: 1000,
    data: Object.fromEntries(evil.map((text, index) => [`d${index}`, text])),
  })
  expect(rig.peer.told.length).toBeGreaterThan(50)
  for (const line of rig.peer.told) {
    expect(line).not.toMatch(/(?<!\\)\$\\*\{/)
    if (!line.startsWith('speak')) expect(line).not.toMatch(/[\r\n]/)
    expect(line).not.toMatch(/^(?:hangup|park|x:)/)
  }
  expect(rig.peer.told.filter(line => /passwd|\.\.\//.test(line))).toEqual([])
  // Of all the numbers only the one that is a number was dialled.
  expect(rig.peer.told.filter(line => line.startsWith('bridge '))).toHaveLength(1)
  expect(rig.said().filter(one => one === 'answer 60 failed')).toHaveLength(1)
})

it('a key that was for a sound which had ended by itself cuts the next: that is played again, and not told twice', async () => {
  const rig = await startScriptedLine()
  await rig.order(speak(1))
  rig.peer.begin('1.wav')
  await rig.order({ kind: 'stop', through: 1 }, speak(2))
  rig.peer.complete('1.wav')
  rig.peer.begin('2.wav')
  rig.news()
  rig.peer.complete('2.wav', 'FILE PLAYED', { variable_playback_terminator_used: 'W' })
  await rig.clock.run(0)
  expect(rig.news()).toEqual(['playback /sounds/2.wav'])
  rig.peer.begin('2.wav')
  rig.peer.complete('2.wav')
  expect(rig.said()).toEqual(['began 1', 'began 2', 'spoken 2'])
})

it('many sounds that wait are broken off at once', async () => {
  const rig = await startScriptedLine({
    soundOf: ({ prompt }) => ({
      parts: Array.from({ length: 9 }, (_, index) => ({ kind: 'tone', ms: 100, hertz: 400 + 10 * prompt + index })),
    }),
  })
  await rig.order(speak(1), speak(2))
  rig.news()
  await rig.order({ kind: 'stop', through: 2 })
  expect(rig.news()).toEqual([`api uuid_break ${CHANNEL} all`])
})

it('a key that comes too late to a sound does not end a record', async () => {
  const rig = await startScriptedLine()
  await rig.order({ ...RECORD, tone: false })
  rig.peer.begin('record /records')
  rig.peer.complete('record /records', '_none_', { variable_record_ms: '0', variable_playback_terminator_used: 'W' })
  await rig.clock.run(0)
  rig.peer.begin('record /records')
  await rig.clock.run(9500)
  rig.peer.complete('record /records', '_none_', { variable_record_ms: '2500' })
  expect(rig.said()).toEqual(['answer 1 recorded'])
})
