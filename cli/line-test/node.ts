// The node that a test's calls come to: it hands each to whoever has placed it, known by its Call-ID.
import { refuseCall, createServer, type CallServer } from '../../runtime/freeswitch/server.ts'
import type { IncomingCall } from '../../runtime/freeswitch/incoming.ts'

export interface LineNodeOptions {
  readonly listen: { readonly host: string; readonly port: number }
  readonly allow: readonly string[]
  readonly token: string | null
}

export interface LineNode {
  readonly port: number
  /** The call with this Call-ID, as soon as the switch hands it over; null where it has not within so many ms, or until `stop`. */
  readonly handedOver: (callId: string, within: number, stop: AbortSignal) => Promise<IncomingCall | null>
  /** Why connections were turned away: reasons of the server. */
  readonly refused: ReadonlySet<string>
  readonly close: () => Promise<void>
}

/** Or why it cannot listen. */
export async function openLineNode({ listen, allow, token }: LineNodeOptions): Promise<LineNode | string> {
  const here = new Map<string, IncomingCall>()
  const wanted = new Map<string, (call: IncomingCall) => void>()
  const refused = new Set<string>()
  const server: CallServer | { readonly kind: 'failed'; readonly why: string } = await createServer({
    ...listen,
    allow,
    token,
    onRefused: ({ why }) => void refused.add(why),
    onCall: call => {
      const id = call.channel.header('variable_sip_call_id') ?? ''
      const taken = wanted.get(id)
      if (taken) return taken(call)
      // It may be faster than the one who places it.
      here.set(id, call)
      setTimeout(() => {
        if (here.delete(id)) refuseCall(call, 'CALL_REJECTED')
      }, 1000)
    },
  })
  if ('kind' in server) return server.why
  return {
    port: server.port,
    refused,
    close: server.close,
    handedOver: (callId, within, stop) =>
      new Promise(resolve => {
        const call = here.get(callId)
        if (call) {
          here.delete(callId)
          return resolve(call)
        }
        const settle = (found: IncomingCall | null): void => {
          clearTimeout(timer)
          stop.removeEventListener('abort', giveUp)
          wanted.delete(callId)
          resolve(found)
        }
        const giveUp = (): void => settle(null)
        const timer = setTimeout(giveUp, within)
        wanted.set(callId, settle)
        if (stop.aborted) giveUp()
        else stop.addEventListener('abort', giveUp)
      }),
  }
}
