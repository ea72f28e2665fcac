// SIP messages as texts (RFC 3261 §7): what a caller sends and what comes back.

export type HeaderLine = readonly [name: string, value: string]

export type SipMessage =
  | {
      readonly kind: 'request'
      readonly method: string
      readonly uri: string
      readonly headers: readonly HeaderLine[]
      readonly body: string
    }
  | {
      readonly kind: 'response'
      readonly status: number
      readonly reason: string
      readonly headers: readonly HeaderLine[]
      readonly body: string
    }

/** §7.3.3 */
const COMPACT: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  m: 'contact',
  i: 'call-id',
  c: 'content-type',
  l: 'content-length',
  k: 'supported',
  s: 'subject',
  r: 'refer-to',
}

const longName = (name: string): string => {
  const lower = name.trim().toLowerCase()
  return COMPACT[lower] ?? lower
}

/** One datagram. Null where it is no SIP: what keeps a way through a firewall open, say. */
export function parseSip(text: string): SipMessage | null {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [start, ...lines] = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers: HeaderLine[] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.push([longName(line.slice(0, colon)), line.slice(colon + 1).trim()])
  }
  const body = text.slice(end + 4)
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(start!)
  if (response) return { kind: 'response', status: Number(response[1]), reason: response[2]!, headers, body }
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start!)
  return request && { kind: 'request', method: request[1]!, uri: request[2]!, headers, body }
}

/** The first header of a name (in lower case, its long form). */
export const sipHeader = (message: SipMessage, name: string): string | undefined => message.headers.find(([own]) => own === name)?.[1]

/** All of a name, in their order; one line may hold several, as Record-Route does. */
export const sipHeaders = (message: SipMessage, name: string): readonly string[] =>
  message.headers.filter(([own]) => own === name).map(([, value]) => value)

export function formatSip(start: string, headers: readonly HeaderLine[], body = ''): Buffer {
  const lines = [...headers, ['Content-Length', String(Buffer.byteLength(body))] as const].map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${[start, ...lines].join('\r\n')}\r\n\r\n${body}`)
}

/** `Name <sip:1@host;x>;tag=1` → `sip:1@host;x` (§20.10). */
export const uriOf = (value: string): string => {
  const bare = value.replace(/^\s*"(?:[^"\\]|\\.)*"/, '')
  return /<([^>]*)>/.exec(bare)?.[1] ?? bare.split(';', 1)[0]!.trim()
}

/** Where a URI leads. A name is left to the system's resolver. */
export function placeOfUri(uri: string): { readonly host: string; readonly port: number } | null {
  const match = /^sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;?>]+)(?::(\d+))?/i.exec(uri)
  return match && { host: match[1]!.replace(/^\[|\]$/g, ''), port: match[2] === undefined ? 5060 : Number(match[2]) }
}
