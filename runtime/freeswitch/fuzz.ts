// Random bytes and texts against the codec: what must hold of every input, however hostile. `CALLWRIGHT_FUZZ=n` plays n million.
import {
  answerOf,
  createFrameDecoder,
  eventBody,
  eventOf,
  execute,
  frameHeader,
  headerOf,
  headersOf,
  noticeOf,
  setVariable,
  speak,
  valuesOf,
  type Built,
  type Frame,
  type FrameDecoder,
  type FrameLimits,
} from './codec/index.ts'
import { createCommandReader, headerOfCommand } from './testing/command-reader.ts'
import { expand } from './testing/expansion.ts'

const LIMITS: FrameLimits = { headBytes: 200, headers: 8, bodyBytes: 100 }

const LINES = [
  'Content-Type: text/event-plain\n',
  'Content-Type: text/event-json\n',
  'Content-Type: command/reply\n',
  'Content-Type: api/response\n',
  'Content-Type: text/disconnect-notice\n',
  'Content-Type: log/data\n',
  'Content-Type: \n',
  'Content-Length: 0\n',
  'Content-Length: 7\n',
  'Content-Length: 30\n',
  'Content-Length: 100\n',
  'Content-Length: 101\n',
  'Content-Length: -1\n',
  'Content-Length: 99999999999999999999\n',
  'content-length: 3\n',
  'Content-Length:5\n',
  'Content-Length\n',
  'Event-Name: CHANNEL_DATA\n',
  'Reply-Text: +OK\n',
  'Unique-ID: a%20b\n',
  'x: ARRAY%3A%3Aa%7C%3Ab\n',
  'x: %\n',
  '__proto__: 1\n',
  'Linger-Time: 3\n',
  '\n',
  '\n\n',
  '\r\n',
  ': \n',
  ':\n',
  '{"a":["b",1]}',
  '{"_body":"x"}',
  '{',
  '\0',
  '\u00ff\u00fe',
  '张',
  'abcdefg',
]

const MARKS = [
  '$',
  '{',
  '}',
  '\\',
  '(',
  ')',
  "'",
  'n',
  's',
  't',
  ' ',
  '|',
  '%',
  '[',
  ']',
  ':',
  '"',
  'a',
  '5',
  '张',
  '\u2028',
  'mod_event_socket',
  'unload',
]
const BREAKS = ['\n', '\r', '\0', '\n\nexit\n\n']

/** Small and quick; the same seed gives the same inputs. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

type Random = (below: number) => number

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)]!

function texts(random: Random, parts: readonly string[], most: number): string {
  let text = ''
  for (let count = random(most + 1); count > 0; count--) text += pick(random, parts)
  return text
}

const encoder = new TextEncoder()

function hostileBytes(random: Random): Uint8Array {
  const bytes = encoder.encode(texts(random, LINES, 9))
  for (let changes = random(4) === 0 ? random(4) : 0; changes > 0 && bytes.length > 0; changes--) bytes[random(bytes.length)] = random(256)
  return bytes
}

/** Reads all that there is in a frame: nothing of it may throw. */
function readAll(frame: Frame): void {
  frameHeader(frame, 'Content-Type')
  if (frame.kind === 'reply' || frame.kind === 'response') answerOf(frame)
  if (frame.kind === 'notice') noticeOf(frame)
  const event = eventOf(frame)
  if (!event) return
  const headers = headersOf(event)
  for (const [name] of headers) {
    // A name with a byte that is no letter cannot be asked for.
    if (name.includes('\ufffd')) continue
    const first = headers.find(([other]) => other === name)![1]
    if (headerOf(event, name) !== first) throw new Error(`${name}: ${headerOf(event, name)} is not ${first}`)
    valuesOf(event, name)
  }
  eventBody(event)
}

/** What is tried: the codec's own, or others that a test has broken. */
export interface Tried {
  readonly createDecoder: (limits: FrameLimits) => FrameDecoder
  readonly build: Readonly<Record<Way, (text: string) => Built>>
}

/** Each way on which a text goes to the switch. */
const WAYS = ['argument', 'body', 'variable', 'speech'] as const
type Way = (typeof WAYS)[number]

export const CODEC: Tried = {
  createDecoder: createFrameDecoder,
  build: {
    argument: text => execute({ app: 'log', arg: text }),
    body: text => execute({ app: 'log', text }),
    variable: text => setVariable('x', text),
    speech: text => speak({ engine: 'e', voice: 'v', text }),
  },
}

/** The bytes at once and in pieces give the same frames, the same fault, and never hold more than a frame may have. */
export function checkBytes(bytes: Uint8Array, random: Random, { createDecoder }: Tried = CODEC): void {
  const whole = createDecoder(LIMITS)
  const frames = whole.push(bytes)
  const cut = createDecoder(LIMITS)
  let count = 0
  for (let at = 0; at < bytes.length;) {
    const to = Math.min(bytes.length, at + 1 + random(random(3) === 0 ? 3 : 60))
    for (const frame of cut.push(bytes.subarray(at, to))) {
      const same = frames[count++]
      if (!same || same.kind !== frame.kind || same.headLength !== frame.headLength) throw new Error('other frames when cut')
      if (Buffer.compare(same.bytes, frame.bytes) !== 0) throw new Error('other bytes when cut')
    }
    at = to
    if (cut.held() > LIMITS.headBytes + LIMITS.bodyBytes) throw new Error(`${cut.held()} bytes are held`)
  }
  if (count !== frames.length) throw new Error('fewer frames when cut')
  const [fault, other] = [whole.fault(), cut.fault()]
  if (fault?.kind !== other?.kind || fault?.at !== other?.at)
    throw new Error(`${fault?.kind} at ${fault?.at} is ${other?.kind} at ${other?.at} when cut`)
  if (whole.pending() !== cut.pending()) throw new Error('another rest when cut')
  let from = 0
  for (const frame of frames) {
    from = checkFrame(frame, bytes, from)
    readAll(frame)
  }
}

/** A frame is the next bytes: header lines up to the first that is blank, and what they say follows. Where the next begins. */
function checkFrame({ bytes, headLength }: Frame, all: Uint8Array, from: number): number {
  const to = from + bytes.length
  if (Buffer.compare(bytes, all.subarray(from, to)) !== 0) throw new Error(`a frame at ${from} that is not the next bytes`)
  const text = Buffer.from(bytes).toString('latin1')
  const [head] = /^(?:[^\n]+\n)*\n/.exec(text)!
  if (head.length !== headLength) throw new Error(`${headLength} bytes of header lines, not ${head.length}`)
  const announced = Number(/^content-length: ?(\d+)$/im.exec(head)?.[1] ?? 0)
  if (bytes.length !== headLength + announced) throw new Error(`${bytes.length - headLength} bytes of body, not ${announced}`)
  return to
}

/** A command that is not refused is read as one command, and its argument comes to its text without anything being run. */
function checkArgument(built: Built, text: string, comesTo: (argument: string) => string): void {
  if (built.kind === 'refused') return
  const reader = createCommandReader()
  const commands = reader.push(built.bytes)
  const [command] = commands
  if (commands.length !== 1 || reader.pending() > 0 || !command) throw new Error(`${commands.length} commands`)
  if (command.headers.length > 6 || !command.line.startsWith('sendmsg')) throw new Error('other headers')
  const { text: argument, ran } = expand(headerOfCommand(command, 'execute-app-arg') ?? command.body ?? '')
  if (ran.length > 0) throw new Error(`ran ${ran.join()}`)
  const found = comesTo(argument)
  if (found !== text) throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(text)}`)
}

export function checkText(text: string, way: Way, { build }: Tried = CODEC): void {
  const built = build[way](text)
  switch (way) {
    case 'argument':
    case 'body':
      return checkArgument(built, text, found => found)
    case 'variable':
      return checkArgument(built, text, found => {
        const { text: stored, ran } = expand(found.slice(found.indexOf('=') + 1))
        if (ran.length > 0) throw new Error(`set ran ${ran.join()}`)
        return stored
      })
    case 'speech':
      return checkArgument(built, text.replace(/^ +/, '').replace(/\$(?=[\\$]*\{)/g, '$ '), found =>
        found.replace(/^e\|v\|(?:\{\}(?=\{))?/, ''),
      )
    default:
      return way satisfies never
  }
}

/** Plays inputs from a seed; throws at the first that does not hold, with what repeats it. */
export function fuzz(inputs: number, seed: number, tried: Tried = CODEC): void {
  const random = createRandom(seed)
  for (let input = 0; input < inputs; input++) {
    const isBytes = random(2) === 0
    const bytes = isBytes ? hostileBytes(random) : null
    const text = isBytes ? '' : texts(random, random(8) === 0 ? [...MARKS, ...BREAKS] : MARKS, 10)
    try {
      if (bytes) checkBytes(bytes, random, tried)
      else checkText(text, pick(random, WAYS), tried)
    } catch (error) {
      const shown = bytes ? Buffer.from(bytes).toString('latin1') : text
      throw new Error(`seed ${seed}, input ${input}: ${JSON.stringify(shown)}`, { cause: error })
    }
  }
}
