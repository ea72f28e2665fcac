// What a real FreeSWITCH 1.10.12 and a client sent each other, frame by frame with its time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createFrameDecoder, eventOf, headersOf, isChannelData, type Frame } from '../../codec/index.ts'
import { readTranscript } from '../../testing/transcripts.ts'

export type Step =
  /** The client sent this. */
  | { readonly kind: 'client'; readonly at: number; readonly bytes: Uint8Array }
  /** The switch sent this frame. */
  | { readonly kind: 'switch'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'client closes' | 'switch closes'; readonly at: number }

export interface Capture {
  readonly name: string
  readonly steps: readonly Step[]
}

const FILE = join(import.meta.dirname, '../../fixtures/transcripts/times.txt.gz')

/** One line a capture: its name, then for each step its ms, who (`c`lient, `s`witch, `x` client closes, `e` switch closes) and its bytes. */
const lines = gunzipSync(readFileSync(FILE)).toString().trim().split('\n')

function readCapture(line: string): Capture {
  const [name = '', ...parts] = line.split(' ')
  const client = readTranscript(name, 'c2s')
  const server = readTranscript(name, 's2c')
  let fromClient = 0
  let fromServer = 0
  const steps = parts.map((part): Step => {
    const found = /^(\d+)([csxe])(\d*)$/.exec(part)!
    const at = Number(found[1])
    const length = Number(found[3])
    if (found[2] === 'c') return { kind: 'client', at, bytes: client.subarray(fromClient, (fromClient += length)) }
    if (found[2] === 's') return { kind: 'switch', at, bytes: server.subarray(fromServer, (fromServer += length)) }
    return { kind: found[2] === 'x' ? 'client closes' : 'switch closes', at }
  })
  return { name, steps }
}

export const captures: readonly Capture[] = lines.map(readCapture)

/** The whole frames in some bytes. */
export const framesIn = (bytes: Uint8Array): readonly Frame[] => createFrameDecoder().push(bytes)

export type Headers = ReadonlyMap<string, string>

/** The headers of the event in a frame, or of the frame itself: the first of each name. */
export function headersIn(frame: Frame): Headers {
  const event = eventOf(frame)
  const headers = new Map<string, string>()
  if (event) {
    for (const [name, value] of headersOf(event)) if (!headers.has(name)) headers.set(name, value)
    return headers
  }
  const head = Buffer.from(frame.bytes.subarray(0, frame.headLength)).toString()
  for (const line of head.split('\n')) {
    const at = line.indexOf(': ')
    if (at !== -1 && !headers.has(line.slice(0, at))) headers.set(line.slice(0, at), line.slice(at + 2))
  }
  return headers
}

export { isChannelData }
