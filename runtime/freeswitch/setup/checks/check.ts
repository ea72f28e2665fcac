// What a look at a switch is made of: checks that know nothing of each other, each with a sentence about what is and one about what to do.
import type { Inbound } from '../../inbound.ts'
import type { Address, Said } from '../switch-setup.ts'
import type { Scratch } from './scratch.ts'

/** What the node and its programs need of the switch. */
export interface Needs {
  /** Where calls are answered, as the switch reaches it, and where we listen. */
  readonly node: Address
  readonly listen: Address
  /** All nodes of these numbers, `node` among them. */
  readonly nodes: readonly Address[]
  readonly token: string | null
  /** The numbers that the programs answer. */
  readonly numbers: readonly string[]
  /** The dialplan's context of these numbers. */
  readonly context: string
  /** As mod_callcenter names them. */
  readonly queues: readonly string[]
  /** Streams and files of music, as the switch names them. */
  readonly music: readonly string[]
  /** Where the switch itself speaks: one voice for each language. */
  readonly speech: { readonly engine: string; readonly voices: readonly string[] } | null
  /** Some sounds, as the switch sees them: one of each folder is enough. */
  readonly sounds: readonly string[]
  /** Every recording, as the switch sees it: one that is missing is passed over in a call without a word. */
  readonly files: readonly string[]
  /** The folder in which the switch writes what callers say, as it sees it and as we do. */
  readonly recordings: { readonly there: string; readonly here: string } | null
  /** Gateways that calls are handed to. */
  readonly gateways: readonly string[]
  /** SIP profiles by which hosts are called. */
  readonly profiles: readonly string[]
  /** Domains of the directory whose users calls are handed to. */
  readonly domains: readonly string[]
  /** Calls at once. */
  readonly calls: number
}

export interface Verdict {
  readonly state: 'ok' | 'warn' | 'fail' | 'skipped'
  readonly said: Said
  /** What to do; null where all is well. */
  readonly fix: Said | null
  /** Nothing is known: what was to be looked at could not be seen. */
  readonly unknown?: true
}

export interface Look {
  readonly needs: Needs
  /** The switch's password, as the node knows it. */
  readonly password: string
  /** For commands. */
  readonly inbound: Inbound
  /** For checks that try something in a call; null where its connection was not to be had. */
  readonly scratch: Scratch | null
  /** Whether a line of the switch’s log comes within a time, in ms. */
  readonly logged: (find: (text: string) => boolean, limit: number) => Promise<boolean>
  /** Hands over each line of the switch’s log that comes, until it is ended. */
  readonly watchLog: (see: (text: string) => void) => () => void
  /** An API command's output; empty where it did not come. */
  readonly api: (command: string, ...words: readonly string[]) => Promise<string>
}

export interface Check {
  /** Stable: `log-keys`. */
  readonly slug: string
  readonly look: (look: Look) => Promise<Verdict>
  /** ms; 5 s where nothing is said. */
  readonly limit?: number
  /** It tries something in a call. */
  readonly calls?: true
}

export const ok = (en: string, zh: string): Verdict => ({ state: 'ok', said: { en, zh }, fix: null })

const notOk =
  (state: 'warn' | 'fail' | 'skipped') =>
  (said: readonly [en: string, zh: string], fix: readonly [en: string, zh: string]): Verdict => ({
    state,
    said: { en: said[0], zh: said[1] },
    fix: { en: fix[0], zh: fix[1] },
  })

export const warn = notOk('warn')
export const fail = notOk('fail')
export const skipped = notOk('skipped')

/** Nothing of the kind is needed. */
export const notNeeded = (en: string, zh: string): Verdict => ({ state: 'skipped', said: { en, zh }, fix: null })

/** It could not be seen whether all is well. */
export const notSeen = (said: readonly [en: string, zh: string], fix: readonly [en: string, zh: string]): Verdict => ({
  ...warn(said, fix),
  unknown: true,
})

/** What to do where a command has had no answer that says anything. */
export const letAsk = (command: string): readonly [en: string, zh: string] => [
  `let the user of serve.eventSocket use the command ${command} (esl-allowed-api), then look again`,
  `允许 serve.eventSocket 的用户使用 ${command} 命令（esl-allowed-api），然后再检查一次`,
]

/** As the switch reads a value (`switch_true`). */
export const isTrue = (value: string): boolean => /^(?:yes|on|true|t|enabled|active|allow|[1-9]\d*)$/i.test(value)

/** As the switch reads a value (`switch_false`): what is neither is not false. */
export const isFalse = (value: string): boolean => /^(?:no|off|false|f|disabled|inactive|disallow|0+)$/i.test(value)

export const INCLUDE_AGAIN: readonly [en: string, zh: string] = [
  'put in what `callwright serve --print-freeswitch` prints, then start the switch again',
  '放入 `callwright serve --print-freeswitch` 打印的内容，然后重启交换机',
]
