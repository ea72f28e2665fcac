// Who is called, for tests without a switch: answers as it is told, sends back what it hears, and keeps what comes.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { parseKey, parseRtp, type KeyReport } from '../rtp.ts'
import { mediaOf, sdpOf } from '../sdp.ts'
import { formatSip, parseSip, sipHeader, type HeaderLine, type SipMessage } from '../sip-message.ts'

type SipRequest = Extract<SipMessage, { readonly kind: 'request' }>

export interface Answering {
  readonly at: { readonly host: string; readonly port: number }
  /** All requests and answers that came, by their method or `status method`. */
  readonly came: string[]
  readonly requests: SipRequest[]
  /** Keys as their packets say. */
  readonly keys: { readonly report: KeyReport; readonly timestamp: number; readonly marker: boolean }[]
  /** A request in the dialogue. */
  readonly ask: (method: string, more?: readonly HeaderLine[], body?: string) => void
  readonly close: () => void
}

type Reply = (request: SipRequest, answer: (status: string, more?: readonly HeaderLine[], body?: string) => void, sdp: string) => void

export async function answering(onRequest: Reply): Promise<Answering> {
  const [sip, rtp] = [createSocket('udp4'), createSocket('udp4')]
  for (const socket of [sip, rtp]) {
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
  }
  const { port } = sip.address()
  const came: string[] = []
  const requests: SipRequest[] = []
  const keys: Answering['keys'] = []
  let caller: { readonly request: SipRequest; readonly port: number } | null = null
  let sequence = 1
  sip.on('message', (bytes, from) => {
    const message = parseSip(bytes.toString())!
    came.push(message.kind === 'request' ? message.method : `${message.status} ${sipHeader(message, 'cseq')!.split(' ')[1]!}`)
    if (message.kind === 'response') return
    requests.push(message)
    if (message.method === 'INVITE') caller = { request: message, port: from.port }
    const copied = message.headers.filter(([name]) => ['via', 'from', 'call-id', 'cseq'].includes(name))
    const to = `${sipHeader(message, 'to')!.replace(/;tag=.*/, '')};tag=theirs`
    const answer = (status: string, more: readonly HeaderLine[] = [], body = ''): void =>
      sip.send(
        formatSip(`SIP/2.0 ${status}`, [...copied, ['To', to], ['Contact', `<sip:them@127.0.0.1:${port}>`], ...more], body),
        from.port,
      )
    onRequest(message, answer, sdpOf('127.0.0.1', rtp.address().port))
  })
  rtp.on('message', bytes => {
    const packet = parseRtp(bytes)!
    const report = packet.payloadType === 101 ? parseKey(packet.payload) : null
    if (report) keys.push({ report, timestamp: packet.timestamp, marker: packet.marker })
    else rtp.send(bytes, mediaOf(caller!.request.body)!.port, '127.0.0.1')
  })
  return {
    at: { host: '127.0.0.1', port },
    came,
    requests,
    keys,
    ask: (method, more = [], body = '') => {
      const { request } = caller!
      const headers: readonly HeaderLine[] = [
        ['Via', `SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${sequence}`],
        ['From', `${sipHeader(request, 'to')!};tag=theirs`],
        ['To', sipHeader(request, 'from')!],
        ['Call-ID', sipHeader(request, 'call-id')!],
        ['CSeq', `${sequence++} ${method}`],
        ['Contact', `<sip:them@127.0.0.1:${port}>`],
        ...more,
      ]
      sip.send(formatSip(`${method} sip:caller@127.0.0.1 SIP/2.0`, headers, body), caller!.port)
    },
    close: () => {
      sip.close()
      rtp.close()
    },
  }
}
