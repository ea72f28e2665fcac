// Keys that telephones or carriers tell by SIP INFO: FreeSWITCH fires each as an event to whoever listens, counted or not, and has no
// setting against it. At the level of its log that keeps keys out, nothing there says so; so the node does.
import { headerOf, type Event } from '../freeswitch/codec/index.ts'
import type { Logger } from './log.ts'

/** The event that has to be subscribed to. */
export const TOLD = 'RECV_INFO'

/** Calls that were told of and are remembered. */
const MOST = 1000

export interface ToldKeysOptions {
  readonly log: Pick<Logger, 'warn'>
  /** The call that has a channel; null where that is none of this node's. */
  readonly callOf: (uuid: string) => string | null
}

/** Takes these events; says it once a call. Which key it was is not looked at. */
export function createToldKeys({ log, callOf }: ToldKeysOptions): (event: Event) => void {
  const known = new Set<string>()
  return event => {
    const call = isKey(event) ? callOf(headerOf(event, 'Unique-ID') ?? '') : null
    if (call === null || known.has(call)) return
    if (known.size >= MOST) known.clear()
    known.add(call)
    log.warn(
      { call },
      'what is pressed in this call is told by SIP INFO too, which every listener of the switch’s Event Socket may see: have the border (SBC) take it out, or set the telephone to RFC 4733 alone',
    )
  }
}

const isKey = (event: Event): boolean =>
  /^application\/(?:dtmf|dtmf-relay|vnd\.nortelnetworks\.digits)$/i.test(headerOf(event, 'SIP-Content-Type') ?? '')
