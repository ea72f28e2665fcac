// A call that FreeSWITCH has handed over, as who answers it gets it.
import { connect, eventName, eventOf, headerOf, type Event } from './codec/index.ts'
import { createConnection, type Closed, type Connection, type Timers } from './connection.ts'
import type { ByteStream } from './stream.ts'

export interface IncomingChannel {
  readonly uuid: string
  /** Null where the caller withheld it. */
  readonly caller: string | null
  readonly called: string
  readonly answered: boolean
  /** The how manieth time it is that a node of ours has the channel: 2 where a node that has died had it before, or it was sent back. */
  readonly answering: number
  /** A header of the answer to `connect`: `variable_sip_from_user`, … */
  readonly header: (name: string) => string | undefined
}

export interface CallListener {
  readonly onEvent: (event: Event) => void
  /** Once. */
  readonly onClosed: (why: Closed) => void
}

export interface IncomingCall {
  readonly connection: Connection
  readonly channel: IncomingChannel
  /** The address that the connection came from. */
  readonly peer: string
  /** Who gets events and end from now on; what came before is handed on at once. */
  readonly listen: (listener: CallListener) => void
}

export interface ReceiveOptions {
  readonly peer: string
  /** ms for the answer to `connect`. */
  readonly within: number
  /** Time, for tests. */
  readonly timers?: Timers
}

export type Received =
  | { readonly kind: 'call'; readonly call: IncomingCall; readonly ended: Promise<Closed> }
  /** What is there is no FreeSWITCH that hands over a call; it was closed. */
  | { readonly kind: 'none'; readonly why: 'slow' | 'no-call' }

/** How often nodes of ours have had the channel, which each writes as it begins. */
export const ANSWERING_VARIABLE = 'callwright_answering'

/** Events that come before somebody listens: hardly one, as none was asked for. */
const MOST_EARLY = 100

/** Asks a connection for its call. Always with `connect`, without which the channel would be parked for ever. Never rejects. */
export async function receiveCall(stream: ByteStream, { peer, within, timers }: ReceiveOptions): Promise<Received> {
  const early: Event[] = []
  const end = Promise.withResolvers<Closed>()
  let listener: CallListener | null = null
  const connection = createConnection(stream, {
    ...(timers ? { timers } : {}),
    onEvent: event => {
      if (listener) listener.onEvent(event)
      else if (early.length < MOST_EARLY) early.push(event)
    },
    onClosed: why => {
      end.resolve(why)
      listener?.onClosed(why)
    },
  })
  const answer = await connection.send(connect(), within)
  const event = answer.kind === 'answer' && answer.ok ? eventOf(answer.frame) : null
  const channel = event && eventName(event) === 'CHANNEL_DATA' ? channelOf(event) : null
  if (!channel) {
    connection.close()
    return { kind: 'none', why: answer.kind === 'timed-out' ? 'slow' : 'no-call' }
  }
  const listen = (given: CallListener): void => {
    listener = given
    for (const one of early.splice(0)) given.onEvent(one)
    const closed = connection.closed()
    if (closed) given.onClosed(closed)
  }
  return { kind: 'call', call: { connection, channel, peer, listen }, ended: end.promise }
}

/** What stands for a number that is not told; FreeSWITCH itself writes zeros where there is none. */
const WITHHELD = /^(?:anonymous|restricted|unavailable|unknown|private|0*)$/i
/** What SIP carries as a user may be any text: as much of it as a number can be, and nothing that steers a terminal. */
const asText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').slice(0, 64)

function channelOf(event: Event): IncomingChannel | null {
  const header = (name: string): string | undefined => headerOf(event, name)
  const uuid = header('Unique-ID') ?? ''
  if (!/^[0-9A-Za-z][0-9A-Za-z._:-]{0,127}$/.test(uuid)) return null
  const number = asText(header('Caller-Caller-ID-Number') ?? '')
  const hidden = header('Caller-Privacy-Hide-Number') === 'true' || WITHHELD.test(number)
  return {
    uuid,
    caller: hidden ? null : number,
    called: asText(header('Caller-Destination-Number') ?? ''),
    answered: header('Answer-State') === 'answered',
    answering: 1 + (Number.parseInt(header(`variable_${ANSWERING_VARIABLE}`) ?? '', 10) || 0),
    header,
  }
}
