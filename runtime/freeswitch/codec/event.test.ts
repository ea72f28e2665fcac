import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readTranscript, transcriptNames } from '../testing/transcripts.ts'
import {
  answerOf,
  createFrameDecoder,
  eventBody,
  eventName,
  eventOf,
  frameHeader,
  headerOf,
  headersOf,
  valuesOf,
  variableOf,
  type Event,
  type Frame,
} from './index.ts'
import { toBytes, toText } from './text.ts'

const framesOf = (bytes: Uint8Array): readonly Frame[] => createFrameDecoder().push(bytes)

/** That of 76 is read on behind the answer to getvar that breaks its framing. */
const eventsOf = (name: string): Event[] => {
  const decoder = createFrameDecoder()
  const bytes = readTranscript(name, 's2c')
  const frames = [...decoder.push(bytes)]
  const at = decoder.fault()?.at
  return [...frames, ...(at === undefined ? [] : framesOf(bytes.subarray(at + 'line4\n\n'.length)))]
    .map(eventOf)
    .filter(event => event !== null)
}

function plain(inner: string): Event {
  const bytes = toBytes(inner)
  const [frame] = framesOf(Buffer.concat([toBytes(`Content-Length: ${bytes.length}\nContent-Type: text/event-plain\n\n`), bytes]))
  return eventOf(frame!)!
}

function json(value: unknown): Event | null {
  const bytes = toBytes(typeof value === 'string' ? value : JSON.stringify(value))
  const [frame] = framesOf(Buffer.concat([toBytes(`Content-Length: ${bytes.length}\nContent-Type: text/event-json\n\n`), bytes]))
  return eventOf(frame!)
}

/** As FreeSWITCH encodes a value, its oddity with what looks encoded included. */
function encode(value: string): string {
  const text = [...toBytes(value)]
  return text
    .map((byte, at) => {
      const char = String.fromCharCode(byte)
      const encodedAlready = char === '%' && /^[0-9A-F]{2}$/.test(String.fromCharCode(...text.slice(at + 1, at + 3)))
      const safe = byte >= 32 && byte <= 126 && !'\r\n #%&+:;<=>?@[\\]^`{|}"'.includes(char)
      return safe || encodedAlready ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

it('finds each header of every event by its name, as a reader of lines does', () => {
  let checked = 0
  for (const name of transcriptNames) {
    for (const event of eventsOf(name)) {
      if (event.format === 'json') continue
      const text = toText(event.bytes.subarray(event.from))
      const end = text.indexOf('\n\n')
      const seen = new Set<string>()
      for (const line of text.slice(0, end === -1 ? text.length : end).split('\n')) {
        const [header, value] = [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]
        if (seen.has(header)) continue
        seen.add(header)
        const decoded = decodeURIComponent(value.replace(/%(?![0-9A-F]{2})/g, '%25'))
        if (headerOf(event, header) !== (decoded === '_undef_' ? '' : decoded)) expect.fail(`${name}: ${line}`)
        checked++
      }
      expect([...seen]).toEqual([...new Set(headersOf(event).map(([header]) => header))])
      for (const absent of ['Nothing', 'Event', 'vent-Name', 'Event-Name:', ' Event-Name', '', ':'])
        expect(headerOf(event, absent)).toBeUndefined()
    }
  }
  expect(checked).toBeGreaterThan(80_000)
})

it('[2] an event in an event frame may have a body, which is not encoded', () => {
  const jobs = eventsOf('01-inbound-basic').filter(event => eventName(event) === 'BACKGROUND_JOB')
  expect(jobs.map(eventBody)).toEqual(['+OK aaaaaaaa-0000-4000-8000-000000000001\n'])
  expect(headerOf(jobs[0]!, 'Job-Command')).toBe('originate')
  const other = eventsOf('01-inbound-basic').find(event => eventName(event) === 'CHANNEL_CREATE')!
  expect(eventBody(other)).toBeUndefined()
})

it('[2] what stands in a body is no header, whatever it looks like', () => {
  const event = plain(
    'Event-Name: BACKGROUND_JOB\nJob-UUID: a\nContent-Length: 44\n\n\nJob-UUID: b\nUnique-ID: c\nContent-Length: 2\n\nx\n',
  )
  expect(headerOf(event, 'Job-UUID')).toBe('a')
  expect(headerOf(event, 'Unique-ID')).toBeUndefined()
  expect(headersOf(event).map(([name]) => name)).toEqual(['Event-Name', 'Job-UUID', 'Content-Length'])
  expect(eventBody(event)).toBe('\nJob-UUID: b\nUnique-ID: c\nContent-Length: 2\n\nx\n')
})

it('a Content-Length among the headers of an event that a client sent does not end them', () => {
  const event = plain('Event-Name: CUSTOM\nContent-Length: 5\nEvent-Subclass: my%3A%3Aevent\nContent-Length: 5\n\nhello')
  expect(headerOf(event, 'Event-Subclass')).toBe('my::event')
  expect(eventBody(event)).toBe('hello')
  expect(eventBody(plain('Event-Name: CUSTOM\nContent-Length: 5\nEvent-Subclass: x\n\n'))).toBeUndefined()
})

it('[3] the reply to connect is an event: encoded, without a length', () => {
  const frame = framesOf(readTranscript('10-outbound-main', 's2c'))[0]!
  expect([frame.kind, answerOf(frame)]).toEqual(['reply', { ok: true, text: '+OK' }])
  const event = eventOf(frame)!
  expect(eventName(event)).toBe('CHANNEL_DATA')
  expect(headerOf(event, 'Unique-ID')).toMatch(/^[0-9a-f-]{36}$/)
  expect(headerOf(event, 'Control')).toBe('full')
  expect(frameHeader(frame, 'Event-Date-GMT')).toMatch(/^Mon, 23 Nov 2026 \d\d:\d\d:\d\d GMT$/)
  expect(eventBody(event)).toBeUndefined()
})

it('[3] every other reply is plain: what looks encoded in it is not', () => {
  const answers = framesOf(readTranscript('76-weird-vars', 's2c'))
    .filter(frame => frame.kind === 'reply')
    .map(answerOf)
  expect(answers.map(answer => answer.text)).toContain('a+b%20c&d=e:f/g?h;i,j \'k\' "l"')
  const [frame] = framesOf(toBytes('Content-Type: command/reply\nReply-Text: Event-Name: CHANNEL_DATA\n\n'))
  expect(eventOf(frame!)).toBeNull()
})

it('[12] a plus stays one, a blank is %20, and letters are encoded byte by byte', () => {
  const event = plain('a: 1+1%20%2B%20%E5%BC%A0%E4%B8%89\n\n')
  expect(headerOf(event, 'a')).toBe('1+1 + 张三')
})

it('escapes that are none are kept as they are', () => {
  const event = plain('a: 100%\nb: %zz%4\nc: %\nd: %%41\ne: %e5%bc%a0\nf: %FF\n\n')
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map(name => headerOf(event, name))).toEqual(['100%', '%zz%4', '%', '%A', '张', '\ufffd'])
})

it('[13] what looks encoded comes out decoded in a plain event, and true in a JSON event', () => {
  expect(encode('a+b%20c')).toBe('a%2Bb%20c')
  expect(headerOf(plain(`x: ${encode('a+b%20c %2f')}\n\n`), 'x')).toBe('a+b c %2f')
  const events = eventsOf('144-plain-percent').filter(event => variableOf(event, 'zz') !== undefined)
  expect(new Set(events.map(event => variableOf(event, 'zz')))).toEqual(new Set(['你 %2f']))
})

it('values of all kinds that FreeSWITCH writes are read back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).filter(value => !/%[0-9A-F]{2}|\0/.test(value) && value !== '_undef_')),
      values => {
        const event = plain(`${values.map((value, at) => `h${at}: ${encode(value)}\n`).join('')}\n`)
        expect(values.map((_, at) => headerOf(event, `h${at}`))).toEqual(values)
        expect(headersOf(event).map(([, value]) => value)).toEqual(values)
      },
    ),
  )
})

it('[14] an empty value is written _undef_', () => {
  const event = plain('a: _undef_\nb: \nc:\n\n')
  expect(['a', 'b', 'c', 'd'].map(name => headerOf(event, name))).toEqual(['', '', '', undefined])
})

it('[14] arrays are one header in a plain event, a list in a JSON event, and the same to the reader', () => {
  const arrays = (name: string): (readonly string[])[] =>
    eventsOf(name)
      .map(event => valuesOf(event, 'variable_arr'))
      .filter(values => values.length > 1)
  expect(arrays('76-weird-vars')[0]).toEqual(['one', 'two', 'three'])
  expect(arrays('143-json-weird')[0]).toEqual(['one', 'two'])
  const event = json({ list: ['one', 'two'], one: 'x' })!
  expect([headerOf(event, 'list'), valuesOf(event, 'list'), valuesOf(event, 'one'), valuesOf(event, 'none')]).toEqual([
    'ARRAY::one|:two',
    ['one', 'two'],
    ['x'],
    [],
  ])
})

it('the first of two headers counts, and the case of a name', () => {
  const event = plain('a: 1\na: 2\nA: 3\n\n')
  expect([headerOf(event, 'a'), headerOf(event, 'A')]).toEqual(['1', '3'])
})

it('[6.3.6] names that mean something to JavaScript are names', () => {
  for (const event of [plain('__proto__: x\nconstructor: y\n\n'), json('{"__proto__":"x","constructor":"y"}')!]) {
    expect(headerOf(event, '__proto__')).toBe('x')
    expect(headerOf(event, 'constructor')).toBe('y')
    expect(headerOf(event, 'toString')).toBeUndefined()
    expect(headersOf(event).length).toBe(2)
  }
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
})

it('[6.3.6] invalid UTF-8 is read, and is not an error', () => {
  const body = Buffer.concat([toBytes('a: '), Uint8Array.of(0xff, 0xc3, 0x28, 0x80), toBytes('\n\n')])
  const [frame] = framesOf(Buffer.concat([toBytes(`Content-Length: ${body.length}\nContent-Type: text/event-plain\n\n`), body]))
  expect(headerOf(eventOf(frame!)!, 'a')).toBe('\ufffd\ufffd(\ufffd')
})

it('a JSON event has its body in _body', () => {
  const event = json({ 'Event-Name': 'BACKGROUND_JOB', 'Content-Length': '3', _body: '+OK' })!
  expect([eventName(event), eventBody(event), headersOf(event).length]).toEqual(['BACKGROUND_JOB', '+OK', 2])
  expect(eventBody(json({ 'Event-Name': 'DTMF' })!)).toBeUndefined()
})

it('JSON that is no event is none', () => {
  for (const text of ['', '{', '[]', 'null', '"x"', '1', '{"a":1}x', '['.repeat(100_000)]) expect(json(text)).toBeNull()
  const event = json({ n: 1, b: true, o: { x: 1 }, l: [1, 'x'], z: null })!
  expect(['n', 'b', 'o', 'l', 'z'].map(name => headerOf(event, name))).toEqual(['1', 'true', undefined, 'ARRAY::x', undefined])
})

it('reads the JSON events of transcripts', () => {
  const events = eventsOf('77-json-events').filter(event => event.format === 'json')
  expect(events.length).toBeGreaterThan(3)
  for (const event of events) expect(headerOf(event, 'Unique-ID')).toMatch(/^[0-9a-f-]{36}$/)
})
