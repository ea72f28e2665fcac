// What a test has to know of a capture beside its bytes: who was called, what lay on the disk, and what the caller did where the
// switch told nothing of it.
import type { Action } from '../channel.ts'
import type { AgentSettings } from '../queue.ts'
import type { Callee } from '../switch.ts'
import type { Doing, Setting } from './replay.ts'

const press = (at: number, keys: string): Doing => ({ at, run: call => call.press(keys, { source: 'UNKNOWN', samples: 2000 }) })
const speaks = (at: number, ms: number): Doing => ({ at, run: call => call.speak(ms) })
const hangsUp = (at: number): Doing => ({ at, run: call => call.hangUp() })

const NUMBERS: Readonly<Record<string, Callee>> = {
  'user/none': { kind: 'absent' },
  'loopback/4860/public': { kind: 'busy', after: 20 },
  'loopback/4080/public': { kind: 'no answer', after: 20 },
  'loopback/9196/public': { kind: 'answers' },
  'nosuch/endpoint': { kind: 'no such endpoint' },
}
const dial = (destination: string): Callee => NUMBERS[destination] ?? { kind: 'unallocated' }

const WEIRD = { weird: `a+b%20c&d=e:f/g?h;i,j 'k' "l"` }

/** ms of the speech in the captures; an engine that there was not is null. */
const SPEECH: Readonly<Record<string, number>> = {
  'Hello from flite. Press one.': 2320,
  '你好，请按一': 2540,
  hello: 1020,
  "It's 5 o'clock | and more | pipes": 2510,
  'price is 42 dollars': 2350,
  'a * b # c': 1760,
  '%[x=1]hello': 2170,
  'price ${expr(40+2)} $5 \\ x': 4320,
  '$ {expr(1+1)} ': 2590,
  '2': 760,
  'now ${expr(40+2)}': 2710,
}
const speech = (text: string, engine: string): number | null => (engine === 'nosuch' ? null : (SPEECH[text] ?? 1000))

const SOUNDS = '/usr/freeswitch/sounds/zh/cn/espeak/digits'
const FILES: Readonly<Record<string, number>> = {
  [`${SOUNDS}/1.wav`]: 700,
  [`${SOUNDS}/0.wav`]: 705,
  [`${SOUNDS}/5.wav`]: 578,
  'digits/40.wav': 800,
  'digits/2.wav': 817,
}
const DIGITS = 'file_string://' + [...'123456789'].map(digit => `digits/${digit}.wav`).join('!')
const SAID: Readonly<Record<string, readonly string[]>> = {
  'zh number iterated 105': [...'105'].map(digit => `${SOUNDS}/${digit}.wav`),
  'en number pronounced 42': ['file_string://digits/40.wav!digits/2.wav'],
  'en number iterated 123456789': [DIGITS],
}
const files = (path: string): number | null => FILES[path] ?? (path.startsWith('digits/') ? 500 : null)
const say = (words: readonly string[]): readonly string[] => SAID[words.join(' ')] ?? []

/** Music on hold has no length of its own: what was made of it hangs on its buffers. */
const music = { loose: /^variable_playback_ms$/ }

const queue = (agents: readonly AgentSettings[], queuePace = 100) => ({ queues: { 'support@default': { agents } }, queuePace })
const comesAndGoes: Doing = {
  at: 0,
  after: 0,
  run: (_, model) => model.call({ caller: '1', called: '2', actions: [{ app: 'callcenter', data: 'support@default' }] }).hangUp(),
}

const waits = queue([])

/** What our own line plays. */
const SPOKEN: Readonly<Record<string, number>> = { '/sounds/one.wav': 1500, '/sounds/two.wav': 600, '/sounds/long.wav': 8000 }
const spoken = (path: string): number | null => SPOKEN[path] ?? null
/** The node that takes the call takes this back. */
const watched: readonly Action[] = [{ app: 'sched_transfer', data: '+5 95500 XML public' }]

export const SETTINGS: Readonly<Record<string, Setting>> = {
  '01-inbound-basic': {
    hangsUp: false,
    digits: [],
    more: [
      {
        at: 30,
        run: (_, model) =>
          void model.call({ uuid: 'aaaaaaaa-0000-4000-8000-000000000001', caller: '1', called: '9196', actions: [{ app: 'park' }] }),
      },
    ],
  },
  '04-inbound-replies': { options: { dial } },
  '10-outbound-main': { options: { files, say, speech }, hangsUp: false },
  // Its sound came over a network.
  '119-sip-record-asr': { loose: /^variable_record_ms$/, more: [speaks(22, 1990), speaks(5000, 3000)] },
  '130-callcenter-long': { ...music, options: waits },
  '131-uuid-broadcast': { options: { speech } },
  '132-shutdown-outbound': { more: [{ at: 505, run: (_, model) => model.crash() }] },
  '134-callcenter-sip': { ...music, options: queue([{ name: '1000@default' }], 90) },
  // A switch that shuts down says more in its events.
  '135-shutdown-graceful-outbound': {
    loose: /^variable_/,
    hangsUp: false,
    more: [{ at: 1447, run: (_, model) => model.shutDown() }],
  },
  '141-expansion': { options: { globals: new Map([['hostname', 'vm']]) } },
  '142-speak-text': { options: { speech } },
  '143-json-weird': { variables: WEIRD },
  '144-plain-percent': { variables: WEIRD },
  '149-cancel-pagd': { options: { dialplan: () => [{ app: 'answer' }, { app: 'park' }] } },
  '150-escape-and-break': { ...music, options: { speech, files, say, dial } },
  '21-uuid-kill-of-own-leg': { hangsUp: false },
  '14-client-hangup-sendmsg': { hangsUp: false },
  '56-typeahead-in-sleep': { digits: [press(360, '12')] },
  '58-flush-dtmf': { digits: [press(360, '12')] },
  '61-dtmf-in-echo': { digits: [press(400, '5')] },
  '70-sync-full': { digits: [press(1300, '1')] },
  '71-async-nofull': { more: [hangsUp(3050)] },
  '76-weird-vars': { variables: WEIRD },
  '80-bridge': { options: { dial: to => (to === 'loopback/9196/public' ? { kind: 'answers', talks: 900 } : dial(to)) } },
  '81-bridge-both-legs-filter': { options: { dial } },
  '83-transfer-away': { ...music, options: { dialplan: () => [{ app: 'answer' }, { app: 'playback', data: 'local_stream://moh' }] } },
  '84-latency': { injected: true },
  '90-nolinger-kill-1': { hangsUp: false, more: [{ at: 260, run: call => call.kill() }] },
  '90-nolinger-kill-2': { hangsUp: false, more: [{ at: 260, run: call => call.kill() }] },
  '90-nolinger-kill-4': { hangsUp: false, more: [{ at: 285, run: call => call.kill() }] },
  '96-callcenter': { ...music, options: waits },
  '160-divert-events': {},
  '161-stop-and-go': { options: { speech: () => 3000 } },
  // The switch reads its music in when it is first heard.
  '162-queue-announcement-and-key': { ...music, late: 520, options: waits },
  '163-queue-agent-hangs-up': {
    ...music,
    hangsUp: false,
    options: queue([{ name: 'agent1@default', answersAfter: 1960, talks: 1510 }], 60),
    behind: [{ app: 'respond', data: '480 Application unreachable' }],
  },
  '164-queue-caller-hangs-up-with-agent': {
    ...music,
    options: queue([{ name: 'agent1@default', answersAfter: 2040 }], 60),
  },
  '165-queue-left-by-transfer': {
    ...music,
    options: waits,
    more: [
      {
        at: 1382.5,
        run: (_, __, second) => {
          const text = 'connect\n\nlinger 3\n\nmyevents\n\n'
          const message = 'sendmsg\ncall-command: execute\nexecute-app-name: playback\n'
          const rest = 'execute-app-arg: tone_stream://%(400,0,440)\nevent-lock: true\nEvent-UUID: p2\n\n'
          second?.write(new TextEncoder().encode(text + message + rest))
        },
      },
    ],
  },
  '167-record-call-masked': { loose: /^variable_record_ms$/ },
  '168-record-cannot-open': {
    hangsUp: false,
    more: [
      {
        at: 0,
        after: 0,
        run: (_, model) => {
          model.faults.recording = 'cannot open'
        },
      },
    ],
  },
  '169-numbers': {
    options: {
      dial: to =>
        to === 'loopback/8480/default'
          ? { kind: 'no answer', after: 1880 }
          : to === 'loopback/8001/default'
            ? { kind: 'answers', after: 2010, talks: 1020 }
            : { kind: 'rejected', cause: 'NORMAL_CLEARING' },
    },
  },
  '170-caller-leaves-while-it-rings': { options: { dial: () => ({ kind: 'answers', after: 2000 }) } },
  '171-transfer-application': {
    options: { dialplan: () => [{ app: 'answer' }, { app: 'playback', data: 'tone_stream://%(1000,0,440);loops=-1' }] },
  },
  '172-sched-hangup-and-loop': { hangsUp: false },
  '173-sensitive-and-filter': {},
  // Two have left the queue within the last minute.
  '175-queue-questions': {
    ...music,
    options: queue([{ name: 'agent1@default', status: 'Logged Out' }]),
    more: [comesAndGoes, comesAndGoes],
  },
  '176-queue-left-by-key': { ...music, options: waits },
  '177-queue-left-while-the-agent-rings': {
    ...music,
    options: queue([{ name: 'agent1@default', answersAfter: null }]),
  },
  '178-parked-after-the-agent': {
    ...music,
    late: 520,
    options: queue([{ name: 'agent1@default', answersAfter: 2040, leg: '8100ae8e-11be-43ba-a6cb-aeca5d5f8416' }], 60),
  },
  '179-other-leg-sent-away': { options: { dial: () => ({ kind: 'answers', after: 2010 }) } },
  '180-other-leg-sent-away-while-it-rings': { hangsUp: false, options: { dial: () => ({ kind: 'no answer' }) } },
  '181-queue-left-by-w': { ...music, options: waits },
  '182-ringing-leg-killed': {
    options: { dial: to => (to === 'loopback/8480/default' ? { kind: 'no answer' } : { kind: 'answers', after: 2010 }) },
  },
  // Our own line, byte by byte: what a caller hears in two lists, one of which is stopped in its first sound, and in lists with a hole.
  '183-lists-of-sounds': { hangsUp: false, before: watched, options: { tasks: 2, files: spoken } },
  // The node before it has gone in the middle of a prompt.
  '184-second-node-takes-over': { before: watched, options: { tasks: 4, files: spoken } },
  // A node that says it, twice; is silent until it is forgotten; says it again, and goes.
  '185-node-is-alive': { options: { tasks: 8 } },
  '186-files-that-are-stopped': { hangsUp: false, before: watched, options: { tasks: 2, files: spoken } },
  // Data for the agent, a talk, and the caller parked for the line again.
  '187-agent-and-back': {
    ...music,
    late: 520,
    hangsUp: false,
    before: watched,
    options: {
      ...queue([{ name: 'ann@default', answersAfter: 1000, talks: 1520, leg: 'a0af4f7c-7f76-47c0-bbd8-2057cc27ae45' }], 60),
      tasks: 2,
      files: spoken,
    },
  },
}
