// The node's own connection to the switch's Event Socket: opened anew whenever it was lost, for the look-up of channels, the word that this
// node is alive, and what the switch tells everybody of keys.
import { ALIVE_EVERY, sayAlive, sayGone } from '../freeswitch/alive.ts'
import { subscribe, type Event } from '../freeswitch/codec/index.ts'
import { openInbound, type Inbound, type NotOpen } from '../freeswitch/inbound.ts'
import type { Logger } from './log.ts'
import { TOLD } from './told-keys.ts'

export interface SwitchConnectionOptions {
  readonly address: { readonly host: string; readonly port: number }
  readonly password: string
  readonly log: Pick<Logger, 'error' | 'info'>
  /** It is open anew. Nothing is asked over it before that is done. */
  readonly reached: () => Promise<void>
  /** Keys that are told by SIP INFO, of whatever call. */
  readonly told: (event: Event) => void
}

export interface SwitchConnection {
  /** Opens it before it is needed. */
  readonly begin: () => void
  /** Whether the switch has this channel; no where it cannot be asked. Never rejects. */
  readonly exists: (uuid: string) => Promise<boolean>
  /** Why it cannot be used, of the last try to open it; null where that went well, or there was none yet. */
  readonly notOpen: () => NotOpen | null
  /** From now on, again and again: a switch that begins anew has forgotten it. */
  readonly sayAlive: (node: Parameters<typeof sayAlive>[1]) => void
  readonly sayGone: () => Promise<void>
  readonly end: () => void
}

/** ms between two tries to open it. */
const RECONNECT = 1000
/** ms for the answer to a look-up, which takes one: over a new connection there is time for another before the switch gives the call away. */
const LOOKED_UP = 1500
/** ms after which none is begun. One whose connection another has given up has lost nothing but time. */
const LOOKS_UNTIL = 2500

/** A connection that is opened anew when it was lost, or is not answered any more; a channel that cannot be looked up does not exist. */
export function keepSwitchConnection({ log, reached, told: onEvent, ...eventSocket }: SwitchConnectionOptions): SwitchConnection {
  let open: Promise<Inbound | null> | null = null
  let state: 'closed' | 'opening' | 'open' = 'closed'
  let notOpen: NotOpen | null = null
  let ended = false
  let told = false
  let alive: { readonly node: Parameters<typeof sayAlive>[1]; readonly timer: NodeJS.Timeout } | null = null
  const attempt = (): ReturnType<typeof openInbound> =>
    openInbound({
      ...eventSocket,
      onEvent,
      onClosed: () => {
        if (state !== 'open') return
        state = 'closed'
        open = null
        again()
      },
    })
  let timer: NodeJS.Timeout | null = null
  /** A switch that began anew is to be looked at before it hands over the next call. */
  const again = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      // A call may have opened it meanwhile.
      if (state !== 'closed' || ended) return
      open = null
      void connect()
    }, RECONNECT).unref()
  }
  const connect = (): Promise<Inbound | null> => (open ??= openAnew())
  const openAnew = async (): Promise<Inbound | null> => {
    state = 'opening'
    let found = await attempt()
    // It may be this node that stood still meanwhile.
    if (found.kind === 'failed' && found.why === 'timed-out' && !ended) found = await attempt()
    if (found.kind === 'open' && !found.connection.closed()) {
      state = 'open'
      notOpen = null
      if (told) log.info('the switch’s Event Socket is there again')
      told = false
      await reached()
      // Where the user of the Event Socket may not have it, nobody warns.
      void found.connection.send(subscribe('plain', [TOLD]))
      return found
    }
    state = 'closed'
    notOpen = found.kind === 'failed' ? found : { kind: 'failed', why: 'unreachable', detail: 'closed' }
    again()
    if (!told && !ended)
      log.error(
        { why: notOpen.why, detail: notOpen.detail },
        'the switch’s Event Socket cannot be used, and no call can be checked: “callwright doctor” says what is wrong',
      )
    told = true
    return null
  }
  const isThere = async (uuid: string): Promise<boolean | null> => {
    const found = await connect()
    if (!found) return false
    const said = await found.api('uuid_exists', [uuid], LOOKED_UP)
    if (said !== null) return said === 'true'
    // A firewall that has forgotten a connection, or a switch that lost its power, says nothing: TCP would find out in a quarter of an hour.
    found.close()
    return null
  }
  return {
    begin: () => void connect(),
    notOpen: () => notOpen,
    exists: async uuid => {
      const from = performance.now()
      let there: boolean | null = null
      while (there === null && performance.now() - from < LOOKS_UNTIL) there = await isThere(uuid)
      return there ?? false
    },
    sayAlive: node => {
      const say = async (): Promise<void> => {
        const found = await connect()
        if (found && alive && !(await sayAlive(found.connection, node))) found.close()
      }
      alive = { node, timer: setInterval(() => void say(), ALIVE_EVERY).unref() }
      void say()
    },
    sayGone: async () => {
      if (alive === null) return
      const { node, timer } = alive
      alive = null
      clearInterval(timer)
      const found = await open
      if (found) await sayGone(found.connection, node)
    },
    end: () => {
      ended = true
      if (alive) clearInterval(alive.timer)
      void open?.then(found => found?.close())
    },
  }
}
