// Lines that ask for secrets answer only for a switch that keeps callers' keys out of its log (semantics §8): what a caller types ahead
// cannot be known to be secret. The log's level may be another each time that the switch starts, and a line may begin to ask for secrets
// with a version; so the switch is looked at before the first call, before the first such version, and whenever it was reached anew.
import type { Machine } from '../machine/format.ts'
import { examineSwitch, type Finding } from '../runtime/freeswitch/setup/doctor.ts'
import type { Logger } from '../runtime/serve/log.ts'
import { asksForSecrets } from '../runtime/serve/node.ts'
import { shownAddress as shown, type Address, type ServeConfig } from './config/serve-config.ts'
import { Refusal, type Said } from './exit.ts'
import type { Io } from './io.ts'
import { together } from './serve-bank.ts'
import { needsOf } from './switch-setup.ts'

export interface HiddenKeys {
  /** Why no call is taken; null where nothing here stands in the way. */
  readonly why: () => Said | null
  /** Resolves when calls may be taken, or the node is to end. Waits for a switch that is not there yet; refuses one whose log has keys. */
  readonly demand: () => Promise<void>
  /** There is a new connection to the switch's Event Socket. Calls are not taken as long as its log has keys. */
  readonly reached: () => void
  /** Makes a change of versions: where no line asks for secrets so far, the switch is looked at before. */
  readonly before: <T>(change: () => T) => Promise<T>
  /** What keeps a program from being put in force now; null where nothing does. */
  readonly check: (machine: Machine) => Said | null
}

interface Trouble {
  /** The log has keys. Else it may have: that could not be seen, or keys come in another way. */
  readonly shown: boolean
  readonly said: Said
}

/** ms between two looks at a switch that is not as it has to be. */
const LOOK_AGAIN = 5000

interface Parts {
  readonly io: Pick<Io, 'sleep' | 'stop'>
  readonly config: ServeConfig
  readonly log: Logger
  /** A line in force asks for secrets. */
  readonly asksSecrets: () => boolean
}

export function createHiddenKeys({ io, config, log, asksSecrets }: Parts): HiddenKeys {
  const { eventSocket } = config
  let why: Said | null = null
  let begun = false
  let watching = false
  /** Of the last look before a change. */
  let trouble: Trouble | null = null

  async function look(): Promise<Trouble | null> {
    if (eventSocket === null) return null
    const findings = await examineSwitch({ eventSocket, needs: needsOf(config, []), only: ['log-keys', 'keys-by-rfc4733'] })
    // What is known and only worth a warning is of another context, from which no call comes here.
    const wrong = findings.filter(({ state, unknown }) => unknown === true || (state !== 'ok' && state !== 'warn'))
    const [first] = wrong
    if (first === undefined) return null
    const isShown = wrong.some(({ slug, state }) => slug === 'log-keys' && state === 'fail')
    return { shown: isShown, said: together((isShown ? wrong : [first]).map(finding => demandOf(eventSocket.address, finding))) }
  }

  const nobodyLooks = (): void => {
    if (eventSocket === null && asksSecrets())
      log.warn('serve.eventSocket is not configured: nobody looks whether the switch writes what callers press into its log')
  }

  /** Until all is well, nothing asks for secrets any more, or the node is to end. What is the matter is told once. */
  async function untilHidden(tell: (trouble: Trouble) => void): Promise<void> {
    let told = ''
    while (!io.stop.aborted && asksSecrets()) {
      const found = await look()
      if (found === null) return
      if (found.said.en !== told) tell(found)
      told = found.said.en
      await io.sleep(LOOK_AGAIN, io.stop)
    }
  }

  async function watch(): Promise<void> {
    watching = true
    try {
      await untilHidden(({ shown: isShown, said }) => {
        // Once seen it holds until something better is: a switch that does not answer has not changed its log.
        if (isShown) why = said
        log.error(why === null ? `the switch was reached anew, and calls go on: ${said.en}` : `no call is taken any more: ${said.en}`)
      })
      if (why !== null) log.warn('calls are taken again: the switch’s log has no keys any more')
      why = null
    } finally {
      watching = false
    }
  }

  return {
    why: () => why,
    async demand() {
      begun = true
      nobodyLooks()
      await untilHidden(({ shown: isShown, said }) => {
        if (isShown) throw new Refusal(said)
        // It may be starting only now.
        log.error(`no call is taken yet: ${said.en}`)
        why = said
      })
      why = null
    },
    reached: () => {
      if (!watching && eventSocket !== null) void watch()
    },
    async before(change) {
      if (asksSecrets()) return change()
      trouble = await look()
      const changed = change()
      nobodyLooks()
      return changed
    },
    check: machine => {
      // Before the first call `demand` looks; where a line asks for secrets already, somebody has.
      if (!begun || trouble === null || asksSecrets() || !asksForSecrets(machine)) return null
      return trouble.said
    },
  }
}

const demandOf = (address: Address, { said, fix }: Finding): Said => ({
  en: `the switch at ${shown(address)}: ${said.en}, and this line asks callers for secrets; ${fix?.en ?? ''}.`,
  zh: `${shown(address)} 的交换机：${said.zh}，而这条线路会向来电者询问密码；${fix?.zh ?? ''}。`,
})
