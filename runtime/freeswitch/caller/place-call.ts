// A caller: rings a number by SIP, hears, presses keys, speaks and hangs up (RFC 3261 §13, §15). No registration and no password: a
// switch that is called like this has to let the caller's address in.
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { mediaOf, sdpOf } from './sdp.ts'
import { placeOfUri, sipHeader, sipHeaders, uriOf, type HeaderLine } from './sip-message.ts'
import { isKey } from './rtp.ts'
import { openTransactions, type Place, type SipRequest, type SipResponse, type Transactions } from './transactions.ts'
import { openVoice, type Pressed } from './voice.ts'
import type { Heard } from './heard.ts'

export interface CallOptions {
  readonly number: string
  readonly at: Place
  /** The caller's own number: 1000 where nothing is said. */
  readonly from?: string
  /** The address that the call comes from, where the system's choice is not right. */
  readonly localHost?: string
  /** False: its telephone offers no keys by RFC 4733. True where nothing is said. */
  readonly events?: boolean
  /** What becomes of a REFER by the other side: the status that the place it names is said to have answered with. 200 where not said. */
  readonly referral?: number
  /** ms within which anything has to come back from there, else there is no answer: 32 s (RFC 3261 §17.1.1.2) where not said. */
  readonly within?: number
}

/** Times are ms as of `performance.now()`. */
export type Answer =
  | { readonly kind: 'answered'; readonly at: number }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string; readonly at: number }
  | { readonly kind: 'failed'; readonly why: 'no answer' | 'no media' | 'cancelled'; readonly at: number }

export interface CallEnd {
  readonly by: 'us' | 'them' | 'never answered'
  readonly at: number
  /** What the other side's BYE gives as its reason (RFC 3326): `Q.850;cause=16;text="NORMAL_CLEARING"`. */
  readonly reason: string | null
}

export interface PlacedCall {
  /** Call-ID. */
  readonly id: string
  readonly answered: Promise<Answer>
  readonly ended: Promise<CallEnd>
  readonly heard: Heard
  /** Presses a key for so many ms: 100 where nothing is said. Null where it could not be sent. */
  readonly press: (key: string, ms?: number) => Promise<Pressed | null>
  /** Tells of a key by SIP INFO, as some telephones do. Resolves with the status of the answer; null where none came. */
  readonly inform: (key: string) => Promise<number | null>
  readonly say: (samples: Int16Array) => Promise<void>
  /** Hangs up, before the answer or after it. Ends when the other side knows. */
  readonly hangUp: () => Promise<void>
  /** Where the other side has sent us, by REFER. */
  readonly referred: () => string | null
}

/** How long a call that was cancelled may take to say so, in ms; where nobody is there nothing is ever said. */
const CANCELLED = 5000

/** Rejects with the system's error where the host's name has no address, or no packet can be sent there from here. */
export async function placeCall(options: CallOptions): Promise<PlacedCall> {
  const { number, at, from = '1000', referral = 200, events = true } = options
  const id = `${randomBytes(12).toString('hex')}@callwright`
  const answer = Promise.withResolvers<Answer>()
  const end = Promise.withResolvers<CallEnd>()
  let sip: (Transactions & { readonly peer: Place }) | null = null
  const opened = await openTransactions(at, (request, place) => handle(request, place), options.localHost)
  sip = opened
  const voice = await openVoice(opened.host.replace(/^\[|\]$/g, '')).catch((error: unknown) => {
    opened.close()
    throw error
  })

  const target = `sip:${number}@${at.host.includes(':') ? `[${at.host.replace(/^\[|\]$/g, '')}]` : at.host}:${at.port}`
  const contact: HeaderLine = ['Contact', `<sip:${from}@${opened.host}:${opened.port}>`]
  const local = `<sip:${from}@${opened.host}:${opened.port}>;tag=${randomBytes(6).toString('hex')}`
  const sdp = sdpOf(opened.host.replace(/^\[|\]$/g, ''), voice.port, { events })
  let remote = `<${target}>`
  /** Of the dialogue, from the answer on (§12.1.2). */
  let remoteTarget = target
  let routes: readonly string[] = []
  let hop: Place = opened.peer
  let sequence = randomInt(1, 10_000)
  const inviteSequence = sequence
  let state: 'calling' | 'cancelled' | 'talking' | 'over' = 'calling'
  let referredTo: string | null = null

  const dialogue = (method: string, own = ++sequence): readonly HeaderLine[] => [
    ['From', local],
    ['To', remote],
    ['Call-ID', id],
    ['CSeq', `${own} ${method}`],
    ...routes.map(route => ['Route', route] as const),
    contact,
    ['User-Agent', 'callwright'],
  ]

  const finish = (by: CallEnd['by'], reason: string | null): void => {
    if (state === 'over') return
    state = 'over'
    end.resolve({ by, at: performance.now(), reason })
    voice.close()
    // What is still on its way, a second BYE say, is answered for a while.
    setTimeout(() => sip?.close(), 1000).unref()
  }

  const acknowledge = (): void => opened.sendOnce('ACK', remoteTarget, hop, dialogue('ACK', inviteSequence))

  const bye = async (): Promise<void> => {
    const sent = opened.send('BYE', remoteTarget, hop, dialogue('BYE'))
    await sent.final
  }

  const onResponse = (response: SipResponse): void => {
    const media = response.body === '' ? null : mediaOf(response.body)
    if (response.status < 200) {
      if (media) voice.talkTo(media)
      return
    }
    if (response.status >= 300) return refused(response)
    // A 2xx that comes again had no ACK (§13.2.2.4).
    if (state === 'talking' || state === 'over') return acknowledge()
    remote = sipHeader(response, 'to') ?? remote
    remoteTarget = uriOf(sipHeader(response, 'contact') ?? target)
    routes = sipHeaders(response, 'record-route')
      .flatMap(line => line.split(/,(?=\s*<)/))
      .map(line => line.trim())
      .toReversed()
    hop = routes.length === 0 ? opened.peer : placeOf(routes[0]!, opened.peer)
    acknowledge()
    const wasCancelled = state === 'cancelled'
    if (media && !wasCancelled) {
      state = 'talking'
      voice.talkTo(media)
      return answer.resolve({ kind: 'answered', at: performance.now() })
    }
    // The answer and our CANCEL have crossed (§9.1), or nothing could be heard.
    answer.resolve({ kind: 'failed', why: wasCancelled ? 'cancelled' : 'no media', at: performance.now() })
    void bye().then(() => finish('us', null))
  }

  const refused = (response: SipResponse): void => {
    remote = sipHeader(response, 'to') ?? remote
    opened.sendOnce('ACK', target, opened.peer, dialogue('ACK', inviteSequence), invite.branch)
    if (state === 'over') return
    const { status, reason } = response
    answer.resolve(
      state === 'cancelled' && status === 487
        ? { kind: 'failed', why: 'cancelled', at: performance.now() }
        : { kind: 'refused', status, reason, at: performance.now() },
    )
    finish('never answered', sipHeader(response, 'reason') ?? null)
  }

  const handle = (request: SipRequest, place: Place): void => {
    if (sip === null) return
    if (sipHeader(request, 'call-id') !== id) return sip.respond(request, place, '481 Call/Transaction Does Not Exist')
    switch (request.method) {
      case 'ACK':
        return
      case 'BYE':
        sip.respond(request, place, '200 OK')
        return finish('them', sipHeader(request, 'reason') ?? null)
      case 'INVITE':
      case 'UPDATE': {
        const media = request.body === '' ? null : mediaOf(request.body)
        if (media) voice.talkTo(media)
        return sip.respond(request, place, '200 OK', [contact, ['Content-Type', 'application/sdp']], sdp)
      }
      case 'REFER':
        sip.respond(request, place, '202 Accepted', [contact])
        referredTo = uriOf(sipHeader(request, 'refer-to') ?? '')
        return notify()
      case 'INFO':
      case 'OPTIONS':
      case 'NOTIFY':
      case 'MESSAGE':
        return sip.respond(request, place, '200 OK')
      default:
        return sip.respond(request, place, '501 Not Implemented')
    }
  }

  /** How it went with the place that we were sent to (RFC 3515 §2.4.5). */
  const notify = (): void => {
    const more: readonly HeaderLine[] = [
      ['Event', 'refer'],
      ['Subscription-State', 'terminated;reason=noresource'],
      ['Content-Type', 'message/sipfrag;version=2.0'],
    ]
    const fragment = `SIP/2.0 ${referral} ${referral < 300 ? 'OK' : 'Refused'}\r\n`
    opened.send('NOTIFY', remoteTarget, hop, [...dialogue('NOTIFY'), ...more], { body: fragment })
  }

  const invite = opened.send(
    'INVITE',
    target,
    opened.peer,
    [
      ...dialogue('INVITE', inviteSequence),
      ['Allow', 'INVITE, ACK, CANCEL, BYE, UPDATE, REFER, NOTIFY, OPTIONS, INFO'],
      ['Content-Type', 'application/sdp'],
    ],
    { body: sdp, onResponse, ...(options.within === undefined ? {} : { within: options.within }) },
  )
  void invite.final.then(response => {
    if (response !== null) return
    answer.resolve({ kind: 'failed', why: state === 'cancelled' ? 'cancelled' : 'no answer', at: performance.now() })
    finish('never answered', null)
  })

  return {
    id,
    answered: answer.promise,
    ended: end.promise,
    heard: voice.heard,
    press: (key, ms = 100) => (isKey(key) ? voice.press(key, ms) : Promise.resolve(null)),
    inform: async key => {
      const sent = opened.send('INFO', remoteTarget, hop, [...dialogue('INFO'), ['Content-Type', 'application/dtmf-relay']], {
        body: `Signal=${key}\r\nDuration=100\r\n`,
      })
      return (await sent.final)?.status ?? null
    },
    say: voice.say,
    hangUp: async () => {
      if (state === 'talking') {
        // Nothing is said or heard from here on, whether the other side answers or not.
        const told = bye()
        finish('us', null)
        return await told
      }
      if (state !== 'calling') return
      state = 'cancelled'
      // The same request again, by another name (§9.1): its branch too.
      const cancel = opened.send('CANCEL', target, opened.peer, dialogue('CANCEL', inviteSequence), { branch: invite.branch })
      await Promise.race([Promise.all([cancel.final, end.promise]), delay(CANCELLED, undefined, { ref: false })])
      answer.resolve({ kind: 'failed', why: 'cancelled', at: performance.now() })
      finish('us', null)
    },
    referred: () => referredTo,
  }
}

function placeOf(route: string, otherwise: Place): Place {
  const place = placeOfUri(uriOf(route))
  return place ? { host: place.host, port: place.port } : otherwise
}
