// Where numbers go: the first rule that takes a number. A number that no rule takes is not dialled.
import { dialString, numberRefusal, transferTarget, type Endpoint } from '../codec/index.ts'

export type TrunkEnd =
  | { readonly kind: 'gateway'; readonly gateway: string }
  | { readonly kind: 'user'; readonly domain: string }
  | { readonly kind: 'host'; readonly profile: string; readonly host: string }
  | { readonly kind: 'dialplan'; readonly context: string }

export interface Trunk {
  /** Numbers that begin so; `''`: all. */
  readonly prefix: string
  readonly to: TrunkEnd
  /** What the other side sees as its caller where it is not the caller's own number. */
  readonly callerId?: string
}

export type TransferWay =
  /** To the switch's own dialplan. */
  | { readonly kind: 'dialplan'; readonly context: string }
  /** By REFER: the caller's own switch calls, and we are out of it. */
  | { readonly kind: 'refer'; readonly host: string }
  /** Through a trunk, over this switch, till one of both hangs up. */
  | { readonly kind: 'bridge' }

export interface Dialled {
  readonly text: string
  /** The id of the channel that is called; null where there may be several. */
  readonly leg: string | null
}

/** The dial string of a number; null where there is none for it. `within` in ms, `leg`: the id for the channel that is called. */
export function dialled(trunks: readonly Trunk[], number: string, within: number, leg: string): Dialled | null {
  if (numberRefusal(number)) return null
  const trunk = trunks.find(({ prefix }) => number.startsWith(prefix))
  if (!trunk) return null
  const seconds = String(Math.max(1, Math.ceil(within / 1000)))
  // Early media is no answer: a "busy" that is spoken must not count as somebody who talks.
  const text = dialString(endpointOf(trunk.to, number), {
    // A user has as many telephones as are registered: all but the first would be refused the id, and not ring.
    ...(trunk.to.kind === 'user' ? {} : { origination_uuid: leg }),
    originate_timeout: seconds,
    leg_timeout: seconds,
    ignore_early_media: 'true',
    ...(trunk.callerId === undefined ? {} : { origination_caller_id_number: trunk.callerId }),
  })
  return typeof text === 'string' ? { text, leg: trunk.to.kind === 'user' ? null : leg } : null
}

function endpointOf(to: TrunkEnd, number: string): Endpoint {
  switch (to.kind) {
    case 'gateway':
      return { kind: 'gateway', gateway: to.gateway, number }
    case 'user':
      return { kind: 'user', user: number, domain: to.domain }
    case 'host':
      return { kind: 'host', profile: to.profile, number, host: to.host }
    case 'dialplan':
      return { kind: 'loopback', number, context: to.context }
    default:
      return to satisfies never
  }
}

/** Extension, dialplan and context of `uuid_transfer`; null where the number is none. */
export function transferWords(number: string, context: string): readonly string[] | null {
  const target = transferTarget(number, context)
  return typeof target === 'string' ? target.split(' ') : null
}

/** The address of a REFER; null where the number or the host is none. */
export const referTarget = (number: string, host: string): string | null =>
  numberRefusal(number) || !/^[0-9A-Za-z.-]{1,253}(?::\d{1,5})?$/.test(host) ? null : `sip:${number.replace('#', '%23')}@${host}`

/** How a call to a number that nobody took ended. */
export function outcomeOfCause(cause: string): 'busy' | 'no answer' | 'failed' {
  switch (cause) {
    case 'USER_BUSY':
      return 'busy'
    case 'NO_ANSWER':
    case 'NO_USER_RESPONSE':
    case 'ALLOTTED_TIMEOUT':
    case 'PROGRESS_TIMEOUT':
    case 'ORIGINATOR_CANCEL':
      return 'no answer'
    default:
      return 'failed'
  }
}
