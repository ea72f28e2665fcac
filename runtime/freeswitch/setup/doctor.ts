// Looks at a switch as a node would find it: each check by itself, in a time of its own, whatever the others find.
import { setTimeout as delay } from 'node:timers/promises'
import { openInbound } from '../inbound.ts'
import { notSeen, ok, type Check, type Look, type Needs, type Verdict } from './checks/check.ts'
import { coreChecks } from './checks/core.ts'
import { dialplanChecks } from './checks/dialplan.ts'
import { mediaChecks } from './checks/media.ts'
import { queueChecks } from './checks/queues.ts'
import { openScratch } from './checks/scratch.ts'
import { sipChecks } from './checks/sip.ts'
import { userChecks } from './checks/users.ts'
import { notReached, takesUsualPassword, usualPassword } from './not-reached.ts'
import type { Address } from './switch-setup.ts'

export type { Needs } from './checks/check.ts'

export interface Finding extends Verdict {
  /** Stable: `log-keys`. */
  readonly slug: string
}

export interface Examination {
  readonly eventSocket: { readonly address: Address; readonly password: string }
  readonly needs: Needs
  /** At most so long for a check, in ms: what each needs on a switch that has much to do, where nothing is said. */
  readonly limit?: number
  /** At most so long for all of it, in ms, for who is waited for by a call; what is left then is told as not seen. */
  readonly within?: number
  /** Only these checks; all where nothing is said. */
  readonly only?: readonly string[]
  /** As each check is done. */
  readonly onFinding?: (finding: Finding) => void
}

const CHECKS: readonly Check[] = [...coreChecks, ...sipChecks, ...dialplanChecks, ...mediaChecks, ...queueChecks, ...userChecks]

/** All findings, in the order of the checks. The first says whether the switch was reached: where it was not, the others are skipped. */
export async function examineSwitch({
  eventSocket,
  needs,
  limit,
  within = Infinity,
  only,
  onFinding,
}: Examination): Promise<readonly Finding[]> {
  const checks = only === undefined ? CHECKS : CHECKS.filter(({ slug }) => only.includes(slug))
  const begun = performance.now()
  const left = (most: number): number => Math.max(0, Math.min(most, begun + within - performance.now()))
  const findings: Finding[] = []
  const found = (slug: string, verdict: Verdict): void => {
    const finding = { slug, ...verdict }
    findings.push(finding)
    onFinding?.(finding)
  }
  const logWatchers = new Set<(text: string) => void>()
  const opened = await openInbound({
    ...eventSocket,
    timeout: left(limit ?? USUAL),
    onLog: line => {
      for (const see of logWatchers) see(`${line.file} ${line.text}`)
    },
  })
  const place = `${eventSocket.address.host}:${eventSocket.address.port}`
  if (opened.kind === 'failed') {
    // Not where a call waits: it is as closed to us with another password.
    const isUsual = opened.why === 'password' && within === Infinity && (await takesUsualPassword(eventSocket, limit ?? USUAL))
    found('reached', isUsual ? usualPassword(place) : notReached(opened, place))
    for (const { slug } of checks) found(slug, NOT_LOOKED)
    return findings
  }
  found('reached', ok(`the switch’s Event Socket answers at ${place}`, `交换机的 Event Socket 在 ${place} 应答`))
  const scratch = checks.some(({ calls }) => calls) ? await openScratch(opened, { ...eventSocket, timeout: left(limit ?? USUAL) }) : null
  const watchLog: Look['watchLog'] = see => {
    logWatchers.add(see)
    return () => void logWatchers.delete(see)
  }
  const look: Look = {
    needs,
    password: eventSocket.password,
    inbound: opened,
    scratch,
    api: async (command, ...words) => (await opened.api(command, words)) ?? '',
    watchLog,
    logged: (find, limit) =>
      new Promise(resolve => {
        const end = (seen: boolean): void => {
          clearTimeout(timer)
          unwatch()
          resolve(seen)
        }
        const unwatch = watchLog(text => {
          if (find(text)) end(true)
        })
        const timer = setTimeout(() => end(false), limit)
      }),
  }
  for (const check of checks) {
    const most = limit ?? check.limit ?? USUAL
    found(check.slug, await verdictOf(check, look, left(most), left(most) < most ? within : most))
  }
  await scratch?.close()
  opened.close()
  return findings
}

/** ms */
const USUAL = 5000

/** Of each check where the switch was not reached. */
export const NOT_LOOKED: Verdict = {
  state: 'skipped',
  said: { en: 'the switch was not reached', zh: '未能连上交换机' },
  fix: null,
  unknown: true,
}

/** `limit` in ms; `said`: which limit that is, where it is what is left of one for all checks. */
async function verdictOf({ look: run }: Check, look: Look, limit: number, said: number): Promise<Verdict> {
  const timer = new AbortController()
  const late = delay(limit, null, { signal: timer.signal }).catch(() => null)
  try {
    const verdict = await Promise.race([run(look), late])
    return (
      verdict ??
      notSeen(
        [`this took longer than ${said / 1000} s`, `超过 ${said / 1000} 秒未完成`],
        ['look again when the switch has less to do', '等交换机空闲些再检查'],
      )
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return notSeen([`this could not be looked at: ${why}`, `无法检查：${why}`], ['look again', '再检查一次'])
  } finally {
    timer.abort()
  }
}
