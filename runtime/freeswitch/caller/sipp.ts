// Many calls at once, by sipp (https://github.com/SIPp/sipp): each presses the same keys at the same times. It plays them as packets
// of its own making, which systems allow to root only.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keysCapture, type TimedKey } from './capture.ts'
import { numberRefusal } from '../codec/index.ts'
import { isKey } from './rtp.ts'
import { EVENTS } from './sdp.ts'
import type { Place } from './transactions.ts'

/** Who hangs up: the caller so many ms after the answer, or the other side within so many. */
export type SippEnd = { readonly by: 'caller'; readonly after: number } | { readonly by: 'line'; readonly within: number }

export interface SippRun {
  readonly number: string
  readonly at: Place
  /** ms from the answer. */
  readonly keys: readonly TimedKey[]
  readonly end: SippEnd
  readonly calls: number
  /** New calls a second. */
  readonly rate: number
  /** At most so many at once. */
  readonly atOnce?: number
  readonly from?: string
}

export type SippResult =
  | {
      readonly kind: 'ran'
      readonly placed: number
      readonly succeeded: number
      /** Placed, and not as the scenario has it: refused, no answer, ended too early or not at all. */
      readonly lost: number
      /** sipp’s own counters of what failed, those that are not 0. */
      readonly why: Readonly<Record<string, number>>
      readonly seconds: number
    }
  /** Nothing can be said of the calls: none was placed, or sipp ended before it had placed and counted them all. */
  | { readonly kind: 'failed'; readonly said: string }

const sdp = [
  'v=0',
  'o=sipp 1 1 IN IP[local_ip_type] [local_ip]',
  's=-',
  'c=IN IP[media_ip_type] [media_ip]',
  't=0 0',
  `m=audio [media_port] RTP/AVP 0 ${EVENTS}`,
  'a=rtpmap:0 PCMU/8000',
  `a=rtpmap:${EVENTS} telephone-event/8000`,
  `a=fmtp:${EVENTS} 0-15`,
  'a=ptime:20',
]

function request(method: string, sequence: string, more: readonly string[] = [], body: readonly string[] = []): readonly string[] {
  return [
    `${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'From: <sip:[field0]@[local_ip]:[local_port]>;tag=[pid]-[call_number]',
    `To: <sip:[service]@[remote_ip]:[remote_port]>${method === 'INVITE' ? '' : '[peer_tag_param]'}`,
    'Call-ID: [call_id]',
    `CSeq: ${sequence} ${method}`,
    'Contact: <sip:[field0]@[local_ip]:[local_port]>',
    'Max-Forwards: 70',
    ...more,
    'Content-Length: [len]',
    '',
    ...body,
  ]
}

const send = (lines: readonly string[], again: boolean): readonly string[] => [
  again ? '<send retrans="500"><![CDATA[' : '<send><![CDATA[',
  '',
  ...lines,
  '',
  ']]></send>',
]

/** A scenario of sipp. `capture` is the file of the keys; its path has no quotes, blanks or commas. */
export function sippScenario(end: SippEnd, capture: string | null): string {
  const hangUp = end.by === 'caller'
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<scenario name="keys">',
    ...send(request('INVITE', '1', ['Content-Type: application/sdp'], sdp), true),
    ...['100', '180', '183'].map(status => `<recv response="${status}" optional="true"/>`),
    '<recv response="200"/>',
    ...send(request('ACK', '1'), false),
    ...(capture === null ? [] : [`<nop><action><exec play_pcap_audio="${capture}"/></action></nop>`]),
    ...(hangUp
      ? [`<pause milliseconds="${end.after}"/>`, ...send(request('BYE', '2'), true), '<recv response="200"/>']
      : [`<recv request="BYE" timeout="${end.within}"/>`, ...send(bye, false)]),
    '</scenario>',
  ]
  return `${lines.join('\n')}\n`
}

/** The answer to theirs. */
const bye: readonly string[] = [
  'SIP/2.0 200 OK',
  '[last_Via:]',
  '[last_From:]',
  '[last_To:]',
  '[last_Call-ID:]',
  '[last_CSeq:]',
  'Content-Length: 0',
  '',
]

export async function runSipp(run: SippRun): Promise<SippResult> {
  const { number, at, keys, end, calls, rate, atOnce = calls, from = '1000' } = run
  if (keys.some(({ key }) => !isKey(key))) return { kind: 'failed', said: 'a key is none' }
  if (numberRefusal(number) ?? numberRefusal(from)) return { kind: 'failed', said: 'a number is none' }
  const folder = await mkdtemp(join(tmpdir(), 'callwright-sipp-'))
  try {
    const capture = keys.length === 0 ? null : join(folder, 'keys.pcap')
    if (capture !== null) await writeFile(capture, keysCapture(keys))
    await writeFile(join(folder, 'scenario.xml'), sippScenario(end, capture))
    await writeFile(join(folder, 'callers.csv'), `SEQUENTIAL\n${from};\n`)
    const started = performance.now()
    const { said, early } = await sipp(
      [
        `${at.host}:${at.port}`,
        ...['-sf', 'scenario.xml', '-inf', 'callers.csv', '-s', number, '-i', '127.0.0.1', '-nostdin'],
        ...['-m', String(calls), '-r', String(rate), '-l', String(atOnce), '-recv_timeout', '32000'],
        ...['-trace_stat', '-stf', 'stat.csv', '-fd', '1', '-trace_err', '-error_file', 'errors.log'],
      ],
      folder,
    )
    const seconds = (performance.now() - started) / 1000
    const counted = await readFile(join(folder, 'stat.csv'), 'utf8').catch(() => null)
    if (counted === null)
      return { kind: 'failed', said: `${said}\n${await readFile(join(folder, 'errors.log'), 'utf8').catch(() => '')}`.trim() }
    const counts = countsOf(counted)
    const [placed, succeeded] = [counts['TotalCallCreated'] ?? 0, counts['SuccessfulCall(C)'] ?? 0]
    if (placed === 0) return { kind: 'failed', said: `${early ?? ''}\n${said}`.trim() }
    // Of calls that were never placed none is lost: a run that was broken off would look like one in which all went well.
    if (early !== null || placed < calls)
      return { kind: 'failed', said: `${early ?? 'sipp ended'}, with ${placed} of ${calls} calls placed\n${said}`.trim() }
    const why = Object.fromEntries(
      Object.entries(counts).flatMap(([name, count]) =>
        /^Failed.*\(C\)$/.test(name) && name !== 'FailedCall(C)' && count > 0 ? [[name, count]] : [],
      ),
    )
    return { kind: 'ran', placed, succeeded, lost: placed - succeeded, why, seconds }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The last line of its statistics, by the first line's names. */
function countsOf(text: string): Readonly<Record<string, number>> {
  const lines = text.trim().split('\n')
  const names = lines[0]!.split(';')
  const values = lines.at(-1)!.split(';')
  return Object.fromEntries(names.map((name, index) => [name, Number(values[index])]))
}

/** What it said; `early`: that it was ended by something else than the end of its calls. */
function sipp(words: readonly string[], folder: string): Promise<{ readonly said: string; readonly early: string | null }> {
  return new Promise(resolve => {
    const child = spawn('sipp', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000)
    })
    child.once('error', error => resolve({ said: error.message, early: 'sipp did not begin' }))
    child.once('close', (status, signal) => {
      // 1: calls have failed, which the counters tell of.
      const early = signal === null ? (status === 0 || status === 1 ? null : `sipp ended with ${status}`) : `sipp was ended by ${signal}`
      resolve({ said, early })
    })
  })
}
