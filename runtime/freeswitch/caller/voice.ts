// The media of one call: a packet each 20 ms, μ-law or a key, and what comes back. The clock of the stream never stops.
import { randomInt } from 'node:crypto'
import { createHeard, type Heard } from './heard.ts'
import { formatRtp, keyPayload, parseRtp } from './rtp.ts'
import type { Media } from './sdp.ts'
import { SILENCE, toMuLaw } from './sound.ts'
import { everyFrame } from './ticker.ts'
import { openUdp } from './udp.ts'

/** When a key went out: ms as of `performance.now()`. */
export interface Pressed {
  readonly down: number
  /** Its first packet with the end bit: when a switch has it. */
  readonly released: number
}

export interface Voice {
  readonly port: number
  readonly heard: Heard
  /** Where to send from now on. */
  readonly talkTo: (media: Media) => void
  /** Keys one after the other. Null where it was not sent: the call is over, or the other side takes no keys. */
  readonly press: (key: string, ms: number) => Promise<Pressed | null>
  /** Says this, behind what is being said. Ends when it is said. */
  readonly say: (samples: Int16Array) => Promise<void>
  readonly close: () => void
}

const FRAME = 160
/** RFC 4733 §2.5.1.4: the end is said three times. */
const ENDS = 3
/** Frames between two keys: less than 40 ms may be taken for one. */
const GAP = 3

interface Key {
  readonly key: string
  readonly frames: number
  readonly settle: (pressed: Pressed | null) => void
  down: number
  released: number
  /** Where its event began in the stream: all its packets have that timestamp (§2.5.1.2). */
  timestamp: number
  sent: number
  ends: number
}

export async function openVoice(host: string): Promise<Voice> {
  const socket = await openUdp(host)
  const heard = createHeard()
  const source = randomInt(0xffff_ffff)
  const keys: Key[] = []
  const words: { readonly samples: Int16Array; at: number; readonly settle: () => void }[] = []
  let [sequence, timestamp, gap] = [randomInt(0xffff), randomInt(0xffff_ffff), 0]
  let first = true
  let media: Media | null = null
  let stopTicking: (() => void) | null = null
  let closed = false

  const send = (payloadType: number, marker: boolean, stamp: number, payload: Uint8Array): void => {
    socket.send(formatRtp({ payloadType, marker, sequence, timestamp: stamp, payload }, source), media!.port, media!.host)
    sequence = (sequence + 1) & 0xffff
  }

  const sendKey = (key: Key, events: number): void => {
    if (key.sent === 0) {
      key.timestamp = timestamp
      key.down = performance.now()
    }
    const marker = key.sent === 0
    key.sent++
    const end = key.sent > key.frames
    send(events, marker, key.timestamp, keyPayload(key.key, Math.min(key.sent, key.frames) * FRAME, end))
    if (!end) return
    if (key.ends === 0) key.released = performance.now()
    if (++key.ends < ENDS) return
    keys.shift()
    gap = GAP
    key.settle({ down: key.down, released: key.released })
  }

  const sendSound = (): void => {
    const payload = new Uint8Array(FRAME).fill(SILENCE)
    const word = words[0]
    if (word) {
      const part = word.samples.subarray(word.at, word.at + FRAME)
      for (const [index, sample] of part.entries()) payload[index] = toMuLaw(sample)
      word.at += FRAME
      if (word.at >= word.samples.length) {
        words.shift()
        word.settle()
      }
    }
    send(0, first, timestamp, payload)
    first = false
  }

  const frame = (): void => {
    const key = gap > 0 ? undefined : keys[0]
    if (gap > 0) gap--
    if (key && media!.events !== null) sendKey(key, media!.events)
    else sendSound()
    timestamp = (timestamp + FRAME) >>> 0
  }

  socket.on('message', bytes => {
    const packet = parseRtp(bytes)
    if (packet?.payloadType === 0) heard.add(packet, performance.now())
  })
  // A port that is closed already, say: the call's end is not told here.
  socket.on('error', () => undefined)

  return {
    port: socket.address().port,
    heard,
    talkTo: other => {
      media = other
      stopTicking ??= everyFrame(frame)
    },
    press: (key, ms) =>
      new Promise(settle => {
        if (closed || media?.events === null) return settle(null)
        keys.push({ key, frames: Math.max(1, Math.round(ms / 20)), settle, down: 0, released: 0, timestamp: 0, sent: 0, ends: 0 })
      }),
    say: samples =>
      new Promise(settle => {
        if (closed || samples.length === 0) return settle()
        words.push({ samples, at: 0, settle })
      }),
    close: () => {
      if (closed) return
      closed = true
      stopTicking?.()
      for (const key of keys.splice(0)) key.settle(null)
      for (const word of words.splice(0)) word.settle()
      heard.end()
      socket.close()
    },
  }
}
