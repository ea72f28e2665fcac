// Lines that ask for secrets answer only for a switch that keeps callers' keys out of its log (semantics §8): what a caller types ahead
// cannot be known to be secret. The log's level may be another each time that the switch starts, and a line may begin to ask for secrets
// with a version; so the switch is looked at before the first call, before the first such version, and whenever it was reached anew.
// Where there is no Event Socket to look through, such a line is refused, but for a trial whose bank is a file.
import type { Machine } from '../machine/format.ts'
import { examineSwitch, type Finding } from '../runtime/freeswitch/setup/doctor.ts'
import { shownAddress as shown } from '../runtime/serve/address.ts'
import type { Logger } from '../runtime/serve/log.ts'
import { asksForSecrets } from '../runtime/serve/answering-lines.ts'
import { type Address, type ServeConfig } from './config/serve-config.ts'
import { Refusal, type Said } from './exit.ts'
import type { Io } from './io.ts'
import { together } from './serve-bank.ts'
import { CONFIG_FILE } from './project.ts'
import { EVENT_SOCKET, needsOf } from './switch-setup.ts'

export interface HiddenKeys {
  /** Why no call is taken; null where nothing here stands in the way. */
  readonly why: () => Said | null
  /** Resolves when calls may be taken, or the node is to end. Waits for a switch that is not there yet; refuses one whose log has keys. */
  readonly demand: () => Promise<void>
  /**
   * There is a new connection to the switch's Event Socket. Calls are not taken as long as its log has keys. Resolves when a look at the
   * switch that began after this is done, or after 2 s.
   */
  readonly reached: () => Promise<void>
  /** Makes a change of versions, one after the other: where no line asks for secrets so far, the switch is looked at before. */
  readonly before: <T>(change: () => T) => Promise<T>
  /** What keeps a program from being put in force now; null where nothing does. */
  readonly check: (machine: Machine) => Said | null
}

/** What one look at the switch has found. */
interface Looked {
  /** Null: that could not be seen. */
  readonly keysInLog: boolean | null
  /** What is not as it has to be; null where all is. */
  readonly trouble: Said | null
}

/** ms between two looks at a switch that is not as it has to be. */
const LOOK_AGAIN = 5000
/** ms for a look, of which a log that is written slowly takes 3 s. */
const LOOK_WITHIN = 4000
/** ms that a call may wait for the look at a switch that was reached by it: the switch gives it to another node after 5 s. */
const LOOK_FIRST = 2000

interface Parts {
  readonly io: Pick<Io, 'sleep' | 'stop'>
  readonly config: ServeConfig
  readonly log: Logger
  /** A line in force asks for secrets. */
  readonly asksSecrets: () => boolean
  /** A file answers in the place of all banks. */
  readonly isTrial: boolean
}

export function createHiddenKeys({ io, config, log, asksSecrets, isTrial }: Parts): HiddenKeys {
  const { eventSocket } = config
  let why: Said | null = null
  let begun = false
  let watching = false
  /** They wait for the end of a look that has not begun yet. */
  const waiting: (() => void)[] = []
  /** Ends the pause between two looks. */
  let wake = new AbortController()
  /** While versions are changed, and no line asked for secrets before: what the look has found. */
  let changing: Looked | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function look(): Promise<Looked> {
    if (eventSocket === null) return { keysInLog: null, trouble: null }
    const only = ['log-keys', 'keys-by-rfc4733']
    const findings = await examineSwitch({ eventSocket, needs: needsOf(config, []), within: LOOK_WITHIN, only })
    const logged = findings.find(({ slug }) => slug === 'log-keys')
    const keysInLog = logged?.state === 'fail' ? true : logged?.state === 'ok' ? false : null
    // What is known and only worth a warning is of another context, from which no call comes here.
    const wrong = findings.filter(({ state, unknown }) => unknown === true || (state !== 'ok' && state !== 'warn'))
    const told = keysInLog === true ? wrong : wrong.slice(0, 1)
    return { keysInLog, trouble: told.length === 0 ? null : together(told.map(finding => demandOf(eventSocket.address, finding))) }
  }

  const nobodyLooks = (): void => {
    if (eventSocket === null && asksSecrets())
      log.warn('serve.eventSocket is not configured: nobody looks whether the switch writes what callers press into its log')
  }

  /** Until all is well, nothing asks for secrets any more, or the node is to end. `isNew`: what is the matter was not told yet. */
  async function untilHidden(see: (found: Looked, isNew: boolean) => void): Promise<'hidden' | 'not asked' | 'ended'> {
    let told: string | undefined
    while (!io.stop.aborted && asksSecrets()) {
      const waited = waiting.splice(0)
      const found = await look()
      see(found, found.trouble?.en !== told)
      told = found.trouble?.en
      for (const done of waited) done()
      // The switch may have begun anew since that look began.
      if (waiting.length > 0) continue
      if (found.trouble === null) return 'hidden'
      await io.sleep(LOOK_AGAIN, AbortSignal.any([io.stop, wake.signal]))
    }
    return io.stop.aborted ? 'ended' : 'not asked'
  }

  async function watch(): Promise<void> {
    const end = await untilHidden(({ keysInLog, trouble }, isNew) => {
      if (keysInLog === false && why !== null) {
        why = null
        log.warn('calls are taken again: the switch’s log has no keys any more')
      }
      if (trouble === null) return
      // Once seen it holds until something better is: a switch that does not answer has not changed its log.
      if (keysInLog === true) why = trouble
      else if (why !== null) why = seenBefore(trouble)
      if (isNew)
        log.error(
          why !== null
            ? `no call is taken any more: ${why.en}`
            : keysInLog === null
              ? `nobody can see now whether the switch’s log has keys: ${trouble.en}`
              : `the switch was reached anew, and calls go on: ${trouble.en}`,
        )
    })
    if (why !== null && end === 'not asked') log.warn('calls are taken again: no line asks for secrets any more; the switch’s log has keys')
    why = null
  }

  async function beginWatch(): Promise<void> {
    watching = true
    try {
      await watch()
    } finally {
      watching = false
      for (const done of waiting.splice(0)) done()
    }
  }

  return {
    why: () => why,
    async demand() {
      begun = true
      nobodyLooks()
      const end = await untilHidden(({ keysInLog, trouble }, isNew) => {
        if (trouble === null) return
        if (keysInLog === true) {
          log.error(`the node does not start: ${trouble.en}`)
          throw new Refusal(trouble)
        }
        // It may be starting only now.
        if (isNew) log.error(`no call is taken yet: ${trouble.en}`)
        why = trouble
      })
      if (why !== null && end !== 'ended')
        log.info(`${end === 'hidden' ? 'the switch’s log has no keys' : 'no line asks for secrets any more'}: calls are taken`)
      why = null
    },
    async reached() {
      if (eventSocket === null) return
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      wake.abort()
      wake = new AbortController()
      if (!watching) void beginWatch()
      await Promise.race([promise, io.sleep(LOOK_FIRST, io.stop)])
    },
    before(change) {
      const changed = last.then(async () => {
        // Where a line asks for secrets already, somebody has looked.
        if (asksSecrets()) return change()
        changing = await look()
        try {
          return change()
        } finally {
          changing = null
          nobodyLooks()
        }
      })
      last = changed.catch(() => {})
      return changed
    },
    check(machine) {
      if (!asksForSecrets(machine)) return null
      if (eventSocket === null) return isTrial ? null : notLookedAt(machine)
      // Before the first call `demand` looks.
      return begun && changing?.trouble ? changing.trouble : null
    },
  }
}

const notLookedAt = ({ name }: Machine): Said => ({
  en: `the line “${name}” asks callers for secrets, and nobody can look whether the switch writes what they press into its log: serve.eventSocket is not in ${CONFIG_FILE}; write into “serve”: ${EVENT_SOCKET}.`,
  zh: `线路“${name}”会向来电者询问密码，却无从查看交换机日志中是否有按键：${CONFIG_FILE} 中没有 serve.eventSocket；请在“serve”中写入：${EVENT_SOCKET}。`,
})

const seenBefore = ({ en, zh }: Said): Said => ({
  en: `${en} When it was last seen, its log had keys that callers press.`,
  zh: `${zh}上次检查时，其日志中有来电者按的键。`,
})

const demandOf = (address: Address, { said, fix }: Finding): Said => ({
  en: `the switch at ${shown(address)}: ${said.en}, and this line asks callers for secrets; ${fix?.en ?? ''}.`,
  zh: `${shown(address)} 的交换机：${said.zh}，而这条线路会向来电者询问密码；${fix?.zh ?? ''}。`,
})
