// What a switch has to know of the nodes that answer its calls, and what of it cannot be written into its configuration.
import { lineRefusal, patternRefusal, refuse, type Refused } from '../codec/refusal.ts'
import { isExpandable } from '../codec/expansion.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** An address as `socket` takes it: the last colon ends the host, which has no brackets there. */
export const socketAddress = ({ host, port }: Address): string => `${host.replace(/^\[|\]$/g, '')}:${port}`

/** A sentence for operators. */
export interface Said {
  readonly en: string
  readonly zh: string
}

/** Either the text itself, or the name of the variable that the switch finds it in: then it stands in no file. */
export type Secret = { readonly value: string } | { readonly env: string }

export interface SwitchQueue {
  /** As mod_callcenter names it: `support@default`. */
  readonly name: string
  /** What who waits hears: a stream or a file as the switch names it. Null: nothing. */
  readonly music: string | null
}

export interface SwitchSetup {
  /** Where calls are answered: the first takes them as long as it can be reached. */
  readonly nodes: readonly Address[]
  /** The numbers dialled that go to the nodes. */
  readonly numbers: readonly string[]
  /** The dialplan's context in which calls arrive. */
  readonly context: string
  readonly token: Secret | null
  /** The switch's own Event Socket: where it listens, its password, and who may connect beside the switch itself. */
  readonly eventSocket: { readonly address: Address; readonly password: Secret; readonly allow: readonly string[] } | null
  readonly queues: readonly SwitchQueue[]
  /** Played where no node can be reached, before the call is ended. Null: the call is refused, so that the carrier may go elsewhere. */
  readonly apology: string | null
}

/** A file of the switch's configuration, its path from the configuration's folder. */
export interface SetupFile {
  readonly path: string
  readonly text: string
  /** What it is for, and which line of another file has to include it. */
  readonly why: Said
}

const HOST = /^(?:[0-9A-Za-z](?:[0-9A-Za-z.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])$/
const NETWORK = /^[0-9A-Fa-f:.]{2,45}(?:\/\d{1,3})?$/
const NAME = /^[0-9A-Za-z][0-9A-Za-z_.-]{0,127}$/
const QUEUE = /^[0-9A-Za-z][0-9A-Za-z_.-]{0,127}@[0-9A-Za-z][0-9A-Za-z_.-]{0,127}$/
/** The token is a part of the path behind HOST:PORT, where `|` separates hosts and a blank the words. */
export const SOCKET_TOKEN = /^[0-9A-Za-z_-]{8,128}$/
/** It is put between quotes of XML as it is. */
const PASSWORD = /^[0-9A-Za-z_.~!@%^*+=:,/-]{8,128}$/
const ENVIRONMENT = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/

/** Why this cannot be written; null where it can. */
export function setupRefusal(setup: SwitchSetup): Refused | null {
  const { nodes, numbers, context, token, eventSocket, queues, apology } = setup
  if (nodes.length === 0) return refuse('nodes', 'empty')
  if (numbers.length === 0) return refuse('numbers', 'empty')
  return (
    first(nodes, addressRefusal) ??
    first(numbers, number => patternRefusal('number', number, /^\+?[0-9*#]{1,32}$/)) ??
    patternRefusal('context', context, NAME) ??
    (token ? secretRefusal('token', token, SOCKET_TOKEN) : null) ??
    (eventSocket ? eventSocketRefusal(eventSocket) : null) ??
    first(queues, ({ name, music }) => patternRefusal('queue', name, QUEUE) ?? (music === null ? null : textRefusal('music', music))) ??
    (apology === null ? null : textRefusal('apology', apology))
  )
}

function first<T>(items: readonly T[], refusal: (item: T) => Refused | null): Refused | null {
  for (const item of items) {
    const wrong = refusal(item)
    if (wrong) return wrong
  }
  return null
}

const eventSocketRefusal = ({ address, password, allow }: NonNullable<SwitchSetup['eventSocket']>): Refused | null =>
  addressRefusal(address) ??
  secretRefusal('password', password, PASSWORD) ??
  first(allow, network => patternRefusal('allow', network, NETWORK))

function addressRefusal({ host, port }: Address): Refused | null {
  const wrong = patternRefusal('host', host, HOST)
  return wrong ?? (Number.isInteger(port) && port > 0 && port < 65_536 ? null : refuse('port', 'characters'))
}

const secretRefusal = (what: string, secret: Secret, pattern: RegExp): Refused | null =>
  'env' in secret ? patternRefusal(what, secret.env, ENVIRONMENT) : patternRefusal(what, secret.value, pattern)

/** A file's name, a stream's: one line, and nothing in it that the switch would replace, be it when it reads its files or in a call. */
function textRefusal(what: string, text: string): Refused | null {
  if (text === '') return refuse(what, 'empty')
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return lineRefusal(what, text) ?? refuse(what, 'control')
  return isExpandable(text) ? refuse(what, 'expandable') : null
}
