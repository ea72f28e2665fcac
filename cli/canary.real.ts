// Secret keys on a real switch and a node as it is started: canaries that are typed, and typed before they are asked for, are nowhere
// but with the bank.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createToneDetector } from '../runtime/dtmf/tones/index.ts'
import { placeCall } from '../runtime/freeswitch/caller/place-call.ts'
import { eventBody, eventName, headersOf, subscribe, type Event } from '../runtime/freeswitch/codec/index.ts'
import { startFreeswitch, type Freeswitch } from '../runtime/freeswitch/real/freeswitch.ts'
import { readWav, writeWav } from '../runtime/speech/wav.ts'
import { makeTones } from '../runtime/dtmf/tones/index.ts'
import { freePort, startNodeProcess, type NodeProcess } from './testing/node-process.ts'

/** Typed when it is asked for, and typed ahead in the query before. */
const [TYPED, AHEAD] = ['73519264', '91827364']

const PROGRAM = `line test "Test line" {
  numbers { "95500" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
  record all after notice
}
prompts { notice "Recorded." }
type Pin = secret digits 8
service bank {
  query hello(): text within 5s
  attempt sign_in(pin: Pin) within 3s { accepted refused }
}
menu welcome {
  say "Welcome."
  announce notice
  press 1 for "signing in" -> first
  otherwise -> goodbye
}
flow first {
  collect pin: Pin { say "Enter your passcode." }
  attempt bank.sign_in(pin) {
    accepted { say "Thank you." -> second }
    refused  { say "No." -> goodbye }
    failed   { say "Sorry." -> goodbye }
  }
}
flow second {
  let said = query bank.hello() else { say "Sorry." -> goodbye }
  collect pin: Pin { say "Once more, please." }
  attempt bank.sign_in(pin) {
    accepted { say "Thank you again." -> goodbye }
    refused  { say "No." -> goodbye }
    failed   { say "Sorry." -> goodbye }
  }
}
flow goodbye { say "Goodbye." -> hangup }
`

/** It tells what it was given by a number that only it and this test know. */
const BANK = `const known = { '${TYPED}': 'one', '${AHEAD}': 'two' }
export const bank = {
  hello: () => new Promise(resolve => setTimeout(() => resolve({ result: 'Hello' }), 4000)),
  sign_in: async ({ pin }) => ({ outcome: pin in known ? 'accepted' : 'refused' }),
}
`

let freeswitch: Freeswitch
let node: NodeProcess

beforeAll(async () => {
  const port = await freePort()
  freeswitch = await startFreeswitch({ nodes: [{ host: '127.0.0.1', port }], token: null, modules: ['mod_xml_cdr', 'mod_cdr_csv'] })
  node = await startNodeProcess({
    port,
    files: { 'main.ivr': PROGRAM, 'bank.mjs': BANK },
    services: { bank: { module: './bank.mjs' } },
    serve: {
      log: 'debug',
      data: freeswitch.recordings,
      eventSocket: {
        address: `${freeswitch.eventSocket.host}:${freeswitch.eventSocket.port}`,
        password: { env: 'FREESWITCH_PASSWORD' },
      },
    },
    env: { FREESWITCH_PASSWORD: freeswitch.password },
  })
})
afterAll(async () => {
  await node?.stop()
  await freeswitch?.stop()
})

/** Every file below a folder. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())

const reversed = (text: string): string => [...text].toReversed().join('')

/** Where one of the canaries stands, or most of one: six of its keys in a row. */
function canariesIn(places: ReadonlyMap<string, string>): readonly string[] {
  const parts = [TYPED, AHEAD].flatMap(canary => [0, 1, 2].map(at => canary.slice(at, at + 6)))
  return [...places].flatMap(([place, text]) =>
    parts.some(part => text.includes(part) || text.includes(reversed(part)) || text.includes([...part].join('%20'))) ? [place] : [],
  )
}

it('[S8.7] canary keys are nowhere: not in the log, events, variables, records of calls, recordings, or what the node writes', async () => {
  const events: Event[] = []
  const spy = await freeswitch.inbound({ onEvent: event => void events.push(event) })
  await spy.connection.send(subscribe('plain', ['ALL'], ['callcenter::info']))
  const caller = await placeCall({ number: '95500', at: freeswitch.sip })
  expect((await caller.answered).kind).toBe('answered')
  // The switch writes its table of channels a while after they are there.
  let channel = ''
  await vi.waitFor(
    async () => {
      const shown = (await spy.api('show', ['channels', 'as', 'json'])) ?? '{}'
      channel = (JSON.parse(shown) as { rows?: readonly { uuid: string }[] }).rows?.[0]?.uuid ?? ''
      expect(channel).not.toBe('')
    },
    { timeout: 10_000, interval: 100 },
  )
  const dumps: string[] = []
  const dump = async (): Promise<void> => void dumps.push((await spy.api('uuid_dump', [channel])) ?? '')
  const status = async (what: RegExp): Promise<void> => {
    await expect.poll(() => node.command('status', '--json').out, { timeout: 30_000, interval: 100 }).toMatch(what)
  }
  // As a telephone does, or a carrier, that tells of each key by SIP INFO too.
  const pressBoth = async (key: string): Promise<void> => {
    await caller.press(key, 60)
    expect(await caller.inform(key)).toBe(200)
  }
  await status(/"kind":"key","listener":"welcome"/)
  await caller.press('1')
  await status(/"kind":"key","listener":"first/)
  for (const key of TYPED) {
    await pressBoth(key)
    await dump()
  }
  await status(/"kind":"answer","of":"bank\.hello"/)
  // Before it is asked for: it is dropped in the dark, and typed once more.
  for (const key of AHEAD) await pressBoth(key)
  await dump()
  await status(/"kind":"key","listener":"second/)
  for (const key of AHEAD) {
    await pressBoth(key)
    await dump()
  }
  await caller.ended
  await expect.poll(() => node.log(), { timeout: 10_000 }).toContain('the call is over')
  await delay(1500)

  // Both were taken, and whoever listened heard of the call.
  const traces = filesIn(node.folder)
    .concat(filesIn(freeswitch.recordings))
    .filter(path => path.endsWith('.jsonl'))
  const steps = traces.flatMap(path => readFileSync(path, 'utf8').split('\n')).filter(line => line.includes('"event"'))
  expect(steps.filter(line => line.includes('"accepted"')).length).toBe(2)
  expect(events.length).toBeGreaterThan(50)
  expect(events.filter(event => eventName(event) === 'DTMF')).toEqual([])
  // But for what is told by SIP INFO: that the switch tells everybody, as docs/serve.md says.
  const [byInfo, others] = [true, false].map(is => events.filter(event => (eventName(event) === 'RECV_INFO') === is)) as [Event[], Event[]]
  const signalOf = (event: Event): string => /Signal=(.)/.exec(eventBody(event) ?? '')?.[1] ?? ''
  expect(byInfo.map(signalOf).join('')).toBe(TYPED + AHEAD + AHEAD)
  expect(others.map(signalOf).join('')).toBe('')
  expect(node.log().split('is told by SIP INFO too').length).toBe(2)
  expect(dumps.length).toBe(17)
  const recordings = filesIn(freeswitch.recordings).filter(path => path.endsWith('-call.wav'))
  expect(recordings.length).toBe(1)
  const places = new Map<string, string>([
    ['the log of the switch', await freeswitch.log()],
    [
      'events',
      others.flatMap(event => [...headersOf(event).map(([name, value]) => `${name}: ${value}`), eventBody(event) ?? '']).join('\n'),
    ],
    ['variables', dumps.join('\n')],
    ['the log of the node', node.log() + node.err()],
    ['status', node.command('status', '--json').out],
    ['metrics', await (await fetch(`http://127.0.0.1:${node.adminPort}/metrics`)).text()],
  ])
  const written = [...filesIn(join(freeswitch.folder, 'log')), ...filesIn(node.folder), ...filesIn(freeswitch.recordings)]
  for (const path of written) if (!/\.(?:wav|mjs)$/.test(path)) places.set(path, readFileSync(path, 'latin1'))
  const kinds = [/xml_cdr/, /Master\.csv|cdr-csv/, /traces/]
  for (const kind of kinds) expect([...places.keys()].some(path => kind.test(path))).toBe(true)
  expect(canariesIn(places)).toEqual([])
  expect(places.get('the log of the switch')).not.toMatch(/DTMF/)
  const dialled = [...places.values()].flatMap(text => [...text.matchAll(/digits_dialed[:>]\s*([^<\n]*)/g)].map(found => found[1]!))
  for (const digits of dialled) expect(digits).toMatch(/^(?:none|X*)$/)

  // Nor can they be heard. That the detector hears keys in such a file is shown by one that has them.
  expect(keysIn(readFileSync(recordings[0]!))).toBe('')
  expect(keysIn(writeWav(makeTones(TYPED, { sampleRate: 8000 }), 8000))).toBe(TYPED)
  spy.close()
}, 90_000)

function keysIn(bytes: Uint8Array): string {
  const wav = readWav(bytes)
  if (wav.problem) throw new Error('no recording')
  const detector = createToneDetector({ sampleRate: wav.sampleRate })
  return [...detector.push(wav.samples), ...detector.end()].map(({ key }) => key).join('')
}
