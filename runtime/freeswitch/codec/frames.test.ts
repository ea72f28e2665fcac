import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readTranscript, transcriptNames } from '../testing/transcripts.ts'
import { answerOf, bodyOf, createFrameDecoder, DEFAULT_LIMITS, frameHeader, noticeOf, type Frame, type FrameFault } from './index.ts'
import { toBytes, toText } from './text.ts'

interface Decoded {
  readonly frames: readonly Frame[]
  readonly fault: FrameFault | null
  readonly pending: number
}

function decode(bytes: Uint8Array, cuts: readonly number[] = [], limits = DEFAULT_LIMITS): Decoded {
  const decoder = createFrameDecoder(limits)
  const frames: Frame[] = []
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    frames.push(...decoder.push(bytes.subarray(from, cut)))
    from = cut
  }
  return { frames, fault: decoder.fault(), pending: decoder.pending() }
}

/** Cheaper than a deep comparison, which would take most of the time. */
function isSame(a: Decoded, b: Decoded): boolean {
  return (
    a.pending === b.pending &&
    a.frames.length === b.frames.length &&
    JSON.stringify(a.fault) === JSON.stringify(b.fault) &&
    a.frames.every((frame, index) => {
      const other = b.frames[index]!
      return frame.kind === other.kind && frame.headLength === other.headLength && Buffer.compare(frame.bytes, other.bytes) === 0
    })
  )
}

const only = (text: string): Frame => {
  const { frames, fault, pending } = decode(toBytes(text))
  expect({ fault, pending, frames: frames.length }).toEqual({ fault: null, pending: 0, frames: 1 })
  return frames[0]!
}

const faultOf = (text: string, limits = DEFAULT_LIMITS): string | undefined => decode(toBytes(text), [], limits).fault?.kind

it('gives every byte of a transcript back, in frames', () => {
  for (const name of transcriptNames) {
    const bytes = readTranscript(name, 's2c')
    const { frames, fault, pending } = decode(bytes)
    const read = frames.reduce((sum, frame) => sum + frame.bytes.length, 0)
    if (name === '76-weird-vars') expect(fault).toEqual({ kind: 'no-content-type', at: read })
    else expect([name, fault, pending, read]).toEqual([name, null, 0, bytes.length])
    expect(frames.every(frame => frame.kind !== 'other')).toBe(true)
  }
})

it('reads transcripts the same when they are cut at any byte', { timeout: 120_000 }, () => {
  for (const name of transcriptNames) {
    const bytes = readTranscript(name, 's2c')
    const whole = decode(bytes)
    if (bytes.length <= 8192) {
      for (let cut = 1; cut < bytes.length; cut++) if (!isSame(whole, decode(bytes, [cut]))) expect.fail(`${name} cut at ${cut}`)
      continue
    }
    // A frame that is whole leaves nothing behind it, so that of a long one each frame is cut at each byte with the next behind it.
    let start = 0
    for (const [index, frame] of whole.frames.entries()) {
      const size = frame.bytes.length
      const next = whole.frames[index + 1]?.bytes.length ?? 0
      const part = bytes.subarray(start, start + size + next)
      for (let cut = 1; cut <= size; cut++) {
        const decoder = createFrameDecoder()
        const early = decoder.push(part.subarray(0, cut))
        const late = decoder.push(part.subarray(cut))
        const first = cut === size ? early[0] : late[0]
        const second = cut === size ? late[0] : late[1]
        const same =
          early.length + late.length === (next > 0 ? 2 : 1) &&
          first?.kind === frame.kind &&
          first.headLength === frame.headLength &&
          Buffer.compare(first.bytes, frame.bytes) === 0 &&
          second?.bytes.length === (next > 0 ? next : undefined)
        if (!same) expect.fail(`${name} cut at ${start + cut}`)
      }
      start += size
    }
  }
})

it('reads transcripts the same byte by byte, and in pieces of any size', () => {
  for (const name of transcriptNames) {
    const bytes = readTranscript(name, 's2c')
    const whole = decode(bytes)
    if (!isSame(whole, decode(bytes, Array.from(bytes.keys()).slice(1)))) expect.fail(`${name} byte by byte`)
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(bytes.length), { maxLength: 200 }), cuts =>
        isSame(
          whole,
          decode(
            bytes,
            cuts.sort((a, b) => a - b),
          ),
        ),
      ),
      { numRuns: 5 },
    )
  }
})

it('frames of any bodies come out as they went in, however they are cut', () => {
  const frame = fc.record({ body: fc.uint8Array({ maxLength: 300 }), sized: fc.boolean() })
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 6 }), fc.array(fc.nat(4000)), (parts, places) => {
      const bytes = Buffer.concat(
        parts.flatMap(({ body, sized }) =>
          sized
            ? [toBytes(`Content-Length: ${body.length}\nContent-Type: api/response\n\n`), body]
            : [toBytes('Content-Type: command/reply\n\n')],
        ),
      )
      const cuts = places.filter(place => place < bytes.length).sort((a, b) => a - b)
      const { frames, fault, pending } = decode(bytes, cuts)
      expect({ fault, pending }).toEqual({ fault: null, pending: 0 })
      expect(frames.map(found => Buffer.from(bodyOf(found)).toString('hex'))).toEqual(
        parts.map(({ body, sized }) => (sized ? Buffer.from(body).toString('hex') : '')),
      )
    }),
  )
})

it('[1] counts bytes, not characters, and takes the two headers in either order', () => {
  expect(toText(bodyOf(only('Content-Type: api/response\nContent-Length: 6\n\n张三')))).toBe('张三')
  expect(only('Content-Length: 2\nContent-Type: text/event-plain\n\n\n\n').kind).toBe('event')
  expect(only('content-type: log/data\nCONTENT-LENGTH: 0\n\n').kind).toBe('log')
})

it('[1] lines end in LF alone: a CR belongs to the value', () => {
  expect(frameHeader(only('Content-Type: command/reply\nReply-Text: +OK\r\n\n'), 'Reply-Text')).toBe('+OK\r')
  expect(faultOf('Content-Type: api/response\r\nContent-Length: 2\r\n\r\n\n\n')).toBe('bad-length')
})

it('[4] an answer to getvar with a line break is no frame, and the connection is over: such a value could write frames of its own', () => {
  const { frames, fault } = decode(
    toBytes('Content-Type: command/reply\nReply-Text: line1\nline2: x\n\nline4\n\nContent-Type: command/reply\nReply-Text: +OK\n\n'),
  )
  expect(frames.map(frame => answerOf(frame).text)).toEqual(['line1'])
  expect(fault).toEqual({ kind: 'no-content-type', at: 56 })
})

it('[5] answers of api end in a line end or not; one that says nothing is no failure', () => {
  expect(answerOf(only('Content-Type: api/response\nContent-Length: 3\n\n+OK'))).toEqual({ ok: true, text: '+OK' })
  expect(answerOf(only('Content-Type: api/response\nContent-Length: 4\n\n+OK\n'))).toEqual({ ok: true, text: '+OK' })
  expect(answerOf(only('Content-Type: api/response\nContent-Length: 14\n\n-ERR no reply\n'))).toEqual({ ok: true, text: '' })
  expect(answerOf(only('Content-Type: api/response\nContent-Length: 0\n\n'))).toEqual({ ok: true, text: '' })
  expect(answerOf(only('Content-Type: api/response\nContent-Length: 22\n\n-ERR No such channel!\n'))).toEqual({
    ok: false,
    text: '-ERR No such channel!',
  })
  expect(answerOf(only('Content-Type: api/response\nContent-Length: 23\n\n-USAGE: <uuid> [cause]\n')).ok).toBe(false)
})

it('[18] a command that may not be given is answered by a reply', () => {
  expect(answerOf(only('Content-Type: command/reply\nReply-Text: -ERR command not found\n\n'))).toEqual({
    ok: false,
    text: '-ERR command not found',
  })
})

it('[41] the notice that the socket lingers is not the end; the second is', () => {
  const notices = decode(readTranscript('10-outbound-main', 's2c'))
    .frames.filter(frame => frame.kind === 'notice')
    .map(noticeOf)
  expect(notices.map(({ lingers, seconds }) => [lingers, seconds])).toEqual([
    [true, 5],
    [false, null],
  ])
  expect(notices[1]!.text).toBe('Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n')
  const forEver = decode(readTranscript('19-linger-no-arg', 's2c'))
    .frames.filter(frame => frame.kind === 'notice')
    .map(noticeOf)
  expect(forEver[0]).toMatchObject({ lingers: true, seconds: -1 })
})

it('[46] the notice of an inbound connection has no Content-Disposition', () => {
  const frames = decode(readTranscript('02-inbound-auth-fail', 's2c')).frames
  expect(frames.map(frame => frame.kind)).toEqual(['auth-request', 'reply', 'notice'])
  expect(answerOf(frames[1]!)).toEqual({ ok: false, text: '-ERR invalid' })
  expect(noticeOf(frames[2]!)).toMatchObject({ lingers: false, seconds: null, channel: null })
})

it('a rejection of our address is a frame of its own', () => {
  const frame = only('Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n')
  expect([frame.kind, answerOf(frame).text]).toEqual(['rejection', 'Access Denied, go away.'])
})

it('[6.3.6] lengths that are none end it: negative, signed, broken, empty, twice', () => {
  const head = 'Content-Type: api/response\nContent-Length: '
  for (const length of ['-1', '-99999999999', '+5', '5x', '0x10', '1e3', '', ' 5', '5 ', '٣']) {
    expect([length, faultOf(`${head}${length}\n\n`)]).toEqual([length, 'bad-length'])
  }
  expect(faultOf(`${head}3\nContent-Length: 3\n\nabc`)).toBe('two-lengths')
  expect(faultOf(`${head}3\ncontent-length: 300\n\nabc`)).toBe('two-lengths')
})

it('[6.3.6] a giant length ends it at once, whatever its digits', () => {
  for (const length of ['8388609', '2147483648', '4294967297', '18446744073709551617', '9'.repeat(400)]) {
    expect(faultOf(`Content-Type: api/response\nContent-Length: ${length}\n\n`)).toBe('body-too-long')
  }
  const limits = { ...DEFAULT_LIMITS, bodyBytes: 3 }
  expect(faultOf('Content-Type: api/response\nContent-Length: 3\n\nabc', limits)).toBeUndefined()
  expect(faultOf('Content-Type: api/response\nContent-Length: 4\n\nabcd', limits)).toBe('body-too-long')
  expect(faultOf('Content-Type: api/response\nContent-Length: 0000000003\n\nabc', limits)).toBeUndefined()
})

it('[6.3.6] a length that is announced and does not come takes no memory', () => {
  const decoder = createFrameDecoder()
  decoder.push(toBytes('Content-Type: api/response\nContent-Length: 8000000\n\nabc'))
  expect(decoder.fault()).toBeNull()
  expect(decoder.held()).toBeLessThan(70_000)
})

it('[6.3.6] header lines without an end, and without number, end it, and nothing is held', () => {
  const endless = createFrameDecoder()
  const piece = new Uint8Array(1000).fill(65)
  let pushed = 0
  while (!endless.fault() && pushed < 10_000_000) {
    endless.push(piece)
    pushed += piece.length
    expect(endless.held()).toBeLessThanOrEqual(DEFAULT_LIMITS.headBytes)
  }
  expect([endless.fault()?.kind, endless.held()]).toEqual(['head-too-long', 0])
  expect(pushed).toBeLessThanOrEqual(DEFAULT_LIMITS.headBytes + piece.length)

  const many = createFrameDecoder()
  let lines = 0
  while (!many.fault() && lines < 1_000_000) {
    many.push(toBytes('a:\n'))
    lines++
  }
  expect([many.fault()?.kind, lines, many.held()]).toEqual(['too-many-headers', DEFAULT_LIMITS.headers + 1, 0])
})

it('limits do not depend on cuts', () => {
  const limits = { headBytes: 40, headers: 3, bodyBytes: 5 }
  const text = fc.oneof(
    fc.constantFrom(
      'Content-Type: api/response\n',
      'Content-Length: 5\n',
      'Content-Length: 6\n',
      'a: b\n',
      '\n',
      'x'.repeat(30),
      'hello',
      '\n\n',
    ),
    fc.string({ maxLength: 5 }),
  )
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.array(fc.nat(200)), (parts, places) => {
      const bytes = toBytes(parts.join(''))
      const cuts = places.filter(place => place < bytes.length).sort((a, b) => a - b)
      expect(isSame(decode(bytes, [], limits), decode(bytes, cuts, limits))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

it('[6.3.6] a flood of line ends, and frames without a type, end it', () => {
  expect(faultOf('\n'.repeat(100))).toBe('no-content-type')
  expect(faultOf('Content-Length: 0\n\n')).toBe('no-content-type')
  expect(faultOf('Content-Typ: command/reply\n\n')).toBe('no-content-type')
})

it('after a fault nothing is read, and what came before it counts', () => {
  const decoder = createFrameDecoder()
  const good = toBytes('Content-Type: command/reply\nReply-Text: +OK\n\n')
  expect(decoder.push(Buffer.concat([good, toBytes('\n'), good])).length).toBe(1)
  expect(decoder.push(good)).toEqual([])
  expect(decoder.fault()).toEqual({ kind: 'no-content-type', at: good.length })
})

it('types that are not known are frames too', () => {
  expect(only('Content-Type: text/event-xml\nContent-Length: 4\n\n<a/>').kind).toBe('other')
  expect(only('Content-Type: text/event-plainer\n\n').kind).toBe('other')
})

it('takes a time that grows with the bytes, not with the cuts', () => {
  const time = (size: number): number => {
    const bytes = toBytes(`Content-Type: api/response\nContent-Length: ${size}\n\n${'x'.repeat(size)}`)
    const cuts = Array.from(bytes.keys()).slice(1)
    const from = performance.now()
    expect(decode(bytes, cuts).frames.length).toBe(1)
    return performance.now() - from
  }
  time(20_000)
  const least = (size: number): number => Math.min(time(size), time(size), time(size))
  // Ten times the bytes: a hundred times the work if each piece copied all before it.
  expect(least(500_000) / least(50_000)).toBeLessThan(40)
})
