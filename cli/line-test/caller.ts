// Who rings: a telephone of our own, or whatever a test puts in its place.
import { placeCall, type PlacedCall } from '../../runtime/freeswitch/caller/place-call.ts'
import { tone } from '../../runtime/freeswitch/caller/sound.ts'
import type { Heard } from '../../runtime/freeswitch/caller/heard.ts'
import type { Said } from '../exit.ts'

export interface LineCaller {
  /** Call-ID. */
  readonly id: string
  /** Null as soon as the switch has answered, else why it does not. `unreachable`: nothing at all has come back from there. */
  readonly answered: Promise<(Said & { readonly overloaded?: boolean; readonly unreachable?: boolean }) | null>
  readonly press: (key: string, ms: number) => void
  /** Speaks for so many ms. */
  readonly say: (ms: number) => void
  readonly hangUp: () => void
  /** Hangs up where the call still lasts; when it is over. */
  readonly over: () => Promise<void>
  /** What was heard, and when each key was let go (as of `performance.now()`); null where nobody listens. */
  readonly ear: { readonly heard: Heard; readonly released: readonly number[] } | null
}

export interface LineTarget {
  readonly number: string
  readonly host: string
  readonly port: number
}

/** The call, or why none can be placed there at all. */
export type PlaceLineCall = (target: LineTarget, from: string | null) => Promise<LineCaller | { readonly nowhere: Said }>

const VOICE = 550
/** ms within which anything has to come back: long enough for five INVITEs, the last of them after 7.5 s. */
const WITHIN = 9000

export const ring: PlaceLineCall = async ({ number, host, port }, from) => {
  const there = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  let placed: PlacedCall
  try {
    placed = await placeCall({
      number,
      at: { host, port },
      from: from === null ? 'anonymous' : from.replace(/[^0-9A-Za-z+*#._-]/g, ''),
      within: WITHIN,
    })
  } catch (error) {
    const nowhere = whyNowhere(error, host, there)
    if (nowhere === null) throw error
    return { nowhere }
  }
  const released: number[] = []
  let over = false
  void placed.ended.then(() => (over = true))
  return {
    id: placed.id,
    answered: placed.answered.then(answer => {
      if (answer.kind === 'answered') return null
      if (answer.kind === 'failed')
        return {
          unreachable: answer.why === 'no answer',
          en: `nobody answered ${number} at ${there} (${answer.why}): is that where the switch listens for SIP?`,
          zh: `${there} 的 ${number} 无人应答（${answer.why}）：交换机的 SIP 是否在此监听？`,
        }
      return {
        overloaded: answer.status === 503,
        en: `the switch refused the call to ${number} with “${answer.status} ${answer.reason}”: does its dialplan know the number, and does it let this address in?`,
        zh: `交换机以“${answer.status} ${answer.reason}”拒绝了对 ${number} 的呼叫：其拨号计划是否有该号码，是否允许本机地址呼入？`,
      }
    }),
    press: (key, ms) => {
      const at = released.push(Number.NaN) - 1
      void placed.press(key, ms).then(pressed => {
        if (pressed) released[at] = pressed.released
      })
    },
    say: ms => void placed.say(tone(VOICE, ms)),
    hangUp: () => void placed.hangUp(),
    over: async () => {
      if (!over) await Promise.race([placed.ended, new Promise(resolve => setTimeout(resolve, 1000))])
      if (!over) await placed.hangUp()
    },
    ear: { heard: placed.heard, released },
  }
}

/** Of the system's errors; null of any other. */
function whyNowhere(error: unknown, host: string, there: string): Said | null {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || typeof syscall !== 'string') return null
  if (syscall === 'getaddrinfo')
    return {
      en: `no address of ${host} can be found (${code}): is the name right, and does this machine reach its name server?`,
      zh: `找不到 ${host} 的地址（${code}）：名称是否正确，本机能否访问域名服务器？`,
    }
  return {
    en: `nothing can be sent to ${there} from here (${syscall}: ${code}): does this machine have a way there, and ports and files to spare?`,
    zh: `无法从本机发送到 ${there}（${syscall}：${code}）：本机是否有到该处的网络，是否还有可用的端口和文件句柄？`,
  }
}
