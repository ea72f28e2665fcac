// Keys as a capture (pcap) that sipp plays: the packets of RFC 4733 at their times. sipp puts its own addresses and ports in.
import { EVENTS } from './sdp.ts'
import { formatRtp, keyPayload } from './rtp.ts'

export interface TimedKey {
  readonly key: string
  /** ms from the capture's start to the press. */
  readonly at: number
  /** How long it is held, in ms: 100 where nothing is said. */
  readonly ms?: number
}

const FRAME_MS = 20
const FRAME = 160
const ENDS = 3
const SOURCE = 0x43_57_53_50

/** All keys in one stream, in the order of their times. */
export function keysCapture(keys: readonly TimedKey[]): Buffer {
  const packets: { readonly at: number; readonly bytes: Uint8Array }[] = []
  let sequence = 1
  for (const { key, at, ms = 100 } of keys) {
    const frames = Math.max(1, Math.round(ms / FRAME_MS))
    for (let frame = 1; frame <= frames + ENDS; frame++) {
      const payload = keyPayload(key, Math.min(frame, frames) * FRAME, frame > frames)
      const packet = { payloadType: EVENTS, marker: frame === 1, sequence: sequence++, timestamp: at * 8, payload }
      packets.push({ at: at + (frame - 1) * FRAME_MS, bytes: formatRtp(packet, SOURCE) })
    }
  }
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(1, 20)
  return Buffer.concat([header, ...packets.flatMap(({ at, bytes }) => [...record(at, bytes)])])
}

/** Ethernet, IPv4, UDP and the packet. */
function record(at: number, rtp: Uint8Array): readonly Uint8Array[] {
  const frame = Buffer.alloc(14 + 20 + 8)
  frame.writeUInt16BE(0x0800, 12)
  frame[14] = 0x45
  frame.writeUInt16BE(28 + rtp.length, 16)
  frame[22] = 64
  frame[23] = 17
  frame.writeUInt32BE(0x7f00_0001, 26)
  frame.writeUInt32BE(0x7f00_0001, 30)
  frame.writeUInt16BE(4000, 34)
  frame.writeUInt16BE(4000, 36)
  frame.writeUInt16BE(8 + rtp.length, 38)
  const head = Buffer.alloc(16)
  head.writeUInt32LE(Math.floor(at / 1000), 0)
  head.writeUInt32LE((at % 1000) * 1000, 4)
  head.writeUInt32LE(frame.length + rtp.length, 8)
  head.writeUInt32LE(frame.length + rtp.length, 12)
  return [head, frame, rtp]
}
