// What a call sounds like, agreed in SDP (RFC 8866, RFC 3264): G.711 μ-law, and keys as telephone-event (RFC 4733 §2.4.1).

export interface Media {
  readonly host: string
  readonly port: number
  /** Payload type of telephone-event; null where the other side takes no keys that way. */
  readonly events: number | null
}

/** Ours, when we offer. */
export const EVENTS = 101

/** Without `events` it is of a telephone that knows no keys as RFC 4733 has them. */
export function sdpOf(host: string, port: number, { version = 1, events = true } = {}): string {
  const family = host.includes(':') ? 'IP6' : 'IP4'
  const lines = [
    'v=0',
    `o=callwright 1 ${version} IN ${family} ${host}`,
    's=-',
    `c=IN ${family} ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 0${events ? ` ${EVENTS}` : ''}`,
    'a=rtpmap:0 PCMU/8000',
    ...(events ? [`a=rtpmap:${EVENTS} telephone-event/8000`, `a=fmtp:${EVENTS} 0-15`] : []),
    'a=ptime:20',
    'a=sendrecv',
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** Null where there is no μ-law audio in it. */
export function mediaOf(sdp: string): Media | null {
  const audio = /^m=audio (\d+)(?:\/\d+)? \S+ (.*)$/m.exec(sdp)
  const payloads = audio?.[2]?.trim().split(/\s+/) ?? []
  if (!audio || audio[1] === '0' || !payloads.includes('0')) return null
  const behind = sdp.slice(audio.index)
  const host = (/^c=IN IP[46] ([^\s/]+)/m.exec(behind.slice(0, nextMedia(behind))) ?? /^c=IN IP[46] ([^\s/]+)/m.exec(sdp))?.[1]
  if (host === undefined) return null
  const events = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(behind)?.[1]
  return { host, port: Number(audio[1]), events: events !== undefined && payloads.includes(events) ? Number(events) : null }
}

function nextMedia(text: string): number {
  const at = text.indexOf('\nm=', 1)
  return at === -1 ? text.length : at
}
