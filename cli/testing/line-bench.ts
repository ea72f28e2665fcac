// The line on a real FreeSWITCH as it is run: a node that is a process of its own, with recordings in its bundle, a bank that is a
// module, and traces. Figures of it are taken at the caller's ear, in the switch, and in the node.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { placeCall } from '../../runtime/freeswitch/caller/place-call.ts'
import { runSipp, type SippResult } from '../../runtime/freeswitch/caller/sipp.ts'
import { tone, wavFile } from '../../runtime/freeswitch/caller/sound.ts'
import { eventName, headerOf, subscribe } from '../../runtime/freeswitch/codec/index.ts'
import { measureBargeIn, spread } from '../../runtime/freeswitch/real/barge-in.ts'
import { startFreeswitch, type Freeswitch } from '../../runtime/freeswitch/real/freeswitch.ts'
import { action, element, within } from '../../runtime/freeswitch/setup/xml.ts'
import { COLLECTABLE } from './collected-heap.ts'
import { freePort, metricsOf, startNodeProcess, tracedOf, type NodeProcess } from './node-process.ts'

const HZ = { prompt: 440, answer: 880 }
const PROMPT_MS = 6000
const ANSWER_MS = 400

/** A menu whose prompt and answer are tones, and an account whose balance is asked for. */
const program = `line test "Bench" {
  numbers { "95500" -> tones  "95501" -> welcome }
  languages en-US
  time zone Asia/Shanghai
  listen { first key within 5s next key within 3s tries 3 barge-in on type-ahead on end key # }
  otherwise -> goodbye
}
type Account = private digits 4..12
service bank { query balance(account: Account): private money CNY within 3s }
prompts {
  prompt "This is the prompt."
  answer "This is the answer."
}
menu tones {
  say prompt
  press 5 unannounced -> answered
  press 9 unannounced -> goodbye
  otherwise -> goodbye
}
flow answered { say answer -> tones }
menu welcome {
  say "Welcome to the bank."
  press 1 for "your balance" -> balance
  press 2 unannounced -> goodbye
  otherwise -> goodbye
}
flow balance {
  collect account: Account { say "Enter the number of your account, then press pound." }
  let amount = query bank.balance(account) else { say "We cannot do that right now." -> goodbye }
  say "Your account holds {amount}."
  -> welcome
}
flow goodbye { say "Goodbye." -> hangup }
`
const bank = `import { setTimeout as delay } from 'node:timers/promises'
export const bank = { balance: async () => { await delay(20); return { result: 'CNY 1234.56' } } }
`

const sha = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Everything that a call of the program sounds like is a file: the tones are recordings, the rest an engine's, as of a bundle. */
const recordings = (): Readonly<Record<string, string | Uint8Array>> => {
  const list = { prompt: ['This is the prompt.', HZ.prompt, PROMPT_MS], answer: ['This is the answer.', HZ.answer, ANSWER_MS] } as const
  return {
    'audio/prompts.json': JSON.stringify(
      Object.fromEntries(Object.entries(list).map(([slot, [text]]) => [slot, { 'en-US': { text: sha(text), file: `${slot}.wav` } }])),
    ),
    ...Object.fromEntries(Object.entries(list).map(([slot, [, hertz, ms]]) => [`audio/${slot}.wav`, wavFile(tone(hertz, ms))])),
  }
}

export interface LineBench {
  readonly freeswitch: Freeswitch
  readonly node: NodeProcess
  readonly stop: () => Promise<void>
}

/** FreeSWITCH's own menu with the same files is at 7000; `extensions` are further lines of the dialplan. */
export async function startLineBench(extensions: readonly string[] = []): Promise<LineBench> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'callwright-line-bench-'))
  const files = recordings()
  for (const name of ['prompt', 'answer']) writeFileSync(join(folder, `${name}.wav`), files[`audio/${name}.wav`]!)
  const greeting = `${folder}/prompt.wav`
  const menu = `<menu name="menu" greet-long="${greeting}" greet-short="${greeting}" timeout="5000" inter-digit-timeout="1000" max-failures="999" max-timeouts="999" digit-len="1">`
  const freeswitch = await startFreeswitch({
    nodes: [{ host: '127.0.0.1', port }],
    numbers: ['95500', '95501'],
    extensions: [
      ...extensions,
      ...within(
        '<extension name="menu">',
        '</extension>',
        within('<condition field="destination_number" expression="^7000$">', '</condition>', [action('answer'), action('ivr', 'menu')]),
      ),
    ],
    menus: within(menu, '</menu>', [element('entry', { action: 'menu-exec-app', digits: '5', param: `playback ${folder}/answer.wav` })]),
  })
  const end = async (): Promise<void> => {
    await freeswitch.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const node = await startNodeProcess({
      port,
      files: { ...files, 'main.ivr': program, 'bank.mjs': bank },
      build: ['--speech', 'espeak-ng'],
      serve: {
        token: { env: 'CALLWRIGHT_TOKEN' },
        eventSocket: {
          address: `${freeswitch.eventSocket.host}:${freeswitch.eventSocket.port}`,
          password: { env: 'FREESWITCH_PASSWORD' },
        },
      },
      services: { bank: { module: './bank.mjs' } },
      env: { ...COLLECTABLE, CALLWRIGHT_TOKEN: freeswitch.token!, FREESWITCH_PASSWORD: freeswitch.password },
    })
    return {
      freeswitch,
      node,
      stop: async () => {
        await node.stop()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}

export type Spread = ReturnType<typeof spread>

export interface KeyTimes {
  /** ms from the key's release, at the caller's ear, and of FreeSWITCH's own menu. */
  readonly silence: Spread
  readonly next: Spread
  readonly menuSilence: Spread
  readonly menuNext: Spread
  /** ms from when the node has the key: until the switch has ended what was said, and until what is said next has begun there. */
  readonly nodeSilence: Spread
  readonly nodeNext: Spread
}

/** `keys` of each, by `calls` at once to the node and as many to the menu beside them. */
export async function measureKeys({ freeswitch, node }: LineBench, keys: number, calls: number): Promise<KeyTimes> {
  const stopped: { readonly channel: string; readonly at: number; readonly file: string }[] = []
  const inbound = await freeswitch.inbound({
    onEvent: event => {
      if (eventName(event) !== 'PLAYBACK_STOP') return
      const at = Number(headerOf(event, 'Event-Date-Timestamp')) / 1000
      stopped.push({ channel: headerOf(event, 'Unique-ID') ?? '', at, file: headerOf(event, 'Playback-File-Path') ?? '' })
    },
  })
  await inbound.connection.send(subscribe('plain', ['PLAYBACK_STOP']))
  const run = { key: '5', times: Math.ceil(keys / calls), prompt: HZ.prompt, answer: HZ.answer }
  const measure = async (number: string): Promise<{ silence: number[]; next: number[] }> => {
    const parts = await Promise.all(
      Array.from({ length: calls }, async (_, index) => {
        await delay(index * 137)
        const caller = await placeCall({ number, at: freeswitch.sip })
        const measured = await measureBargeIn(caller, run)
        await caller.hangUp()
        return measured
      }),
    )
    return { silence: parts.flatMap(part => part.silence), next: parts.flatMap(part => part.next) }
  }
  const [ours, theirs] = await Promise.all([measure('95500'), measure('7000')])
  await delay(500)
  inbound.close()
  const silence: number[] = []
  const next: number[] = []
  for (const channel of new Set(stopped.map(each => each.channel))) {
    const { keyed, began } = readTimes(tracedOf(node.folder, channel))
    const ends = stopped.filter(each => each.channel === channel && each.file.includes('prompt'))
    for (const at of keyed) {
      // The switch's clock is not ours to the ms.
      const end = ends.find(each => each.at >= at - 100)
      const begin = began.find(time => time >= at)
      if (end && end.at - at < 1000) silence.push(Math.max(0, end.at - at))
      if (begin !== undefined) next.push(begin - at)
    }
  }
  return {
    silence: spread(ours.silence),
    next: spread(ours.next),
    menuSilence: spread(theirs.silence),
    menuNext: spread(theirs.next),
    nodeSilence: spread(silence),
    nodeNext: spread(next),
  }
}

interface TraceLine {
  readonly started?: number
  readonly at?: number
  readonly event?: { readonly kind: string }
  readonly report?: { readonly kind: string }
}

/** When keys came and when something began to be said, in ms since 1970. */
function readTimes(text: string): { readonly keyed: readonly number[]; readonly began: readonly number[] } {
  const lines = text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as TraceLine)
  const started = lines[0]?.started ?? 0
  const times = (found: (line: TraceLine) => boolean): number[] => lines.filter(found).map(({ at = 0 }) => started + at)
  return { keyed: times(({ event }) => event?.kind === 'key'), began: times(({ report }) => report?.kind === 'began') }
}

export interface LoadFigures {
  readonly sipp: SippResult
  /** ms of the node's processor a call. */
  readonly cpu: number
  /** MB that the process had at most. */
  readonly memory: number
  /** Of the node: calls that were over, and those at once at most. */
  readonly calls: number
  readonly atOnce: number
  readonly troubles: number
}

/** What the callers press, ms after they began to ring. */
const CALLS = {
  /** The welcome, one key, and the line says goodbye. */
  short: [{ key: '2', at: 700 }],
  /** The way to a balance: seven keys, five texts, one question to the bank. */
  balance: [
    { key: '1', at: 700 },
    ...['6', '2', '2', '5', '#'].map((key, index) => ({ key, at: 1700 + index * 220 })),
    { key: '2', at: 6500 },
  ],
} as const

export interface Load {
  readonly calls: number
  readonly rate: number
  readonly atOnce?: number
  readonly kind?: keyof typeof CALLS
}

/** The same calls to another number of the switch; how many were lost. */
export async function placeCallsTo({ freeswitch }: LineBench, number: string, { kind = 'balance', ...load }: Load): Promise<number> {
  const sipp = await runSipp({ number, at: freeswitch.sip, keys: CALLS[kind], end: { by: 'line', within: 20_000 }, ...load })
  if (sipp.kind === 'failed') throw new Error(sipp.said)
  return sipp.lost
}

/** Calls that are hung up by the line; for a balance where nothing is said. */
export async function measureLoad({ freeswitch, node }: LineBench, { kind = 'balance', ...load }: Load): Promise<LoadFigures> {
  const before = await metricsOf(node)
  let [most, atOnce] = [0, 0]
  const look = async (): Promise<void> => {
    const value = await metricsOf(node).catch(() => null)
    if (value === null) return
    most = Math.max(most, value('process_resident_memory_bytes') / 1e6)
    atOnce = Math.max(atOnce, value('callwright_calls_active'))
  }
  const timer = setInterval(() => void look(), 2000)
  await look()
  const sipp = await runSipp({
    number: '95501',
    at: freeswitch.sip,
    keys: CALLS[kind],
    end: { by: 'line', within: 20_000 },
    ...load,
  })
  clearInterval(timer)
  await delay(1000)
  await look()
  const after = await metricsOf(node)
  const gained = (name: string): number => after(name) - before(name)
  const calls = gained('callwright_calls_total')
  return {
    sipp,
    cpu: (gained('process_cpu_seconds_total') * 1000) / calls,
    memory: most,
    calls,
    atOnce,
    troubles: gained('callwright_line_troubles_total') + gained('callwright_faults_total') + gained('callwright_bugs_total'),
  }
}
