// What `callwright serve` and the operators' commands read of callwright.config.json: checked, with paths, secrets and times made ready.
import { Ajv2020 } from 'ajv/dist/2020.js'
import { shownAddress } from '../../runtime/serve/address.ts'
import { createNetworks } from '../../runtime/freeswitch/addresses.ts'
import type { TransferWay, Trunk } from '../../runtime/freeswitch/line/index.ts'
import type { Said } from '../../runtime/serve/said.ts'
import { Refusal } from '../exit.ts'
import { requireText } from '../host.ts'
import type { Io } from '../io.ts'
import { absolutePath, shownPath } from '../paths.ts'
import { CONFIG_FILE, findProject } from '../project.ts'
import { configProblems } from './problems.ts'
import { configSchema } from './schema.ts'
import { secretProblem, type SecretName } from './secrets.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

export interface ServeConfig {
  /** Absolute: where the configuration lies. */
  readonly folder: string
  readonly lines: readonly { readonly bundle: string; readonly numbers: readonly string[] | null }[]
  readonly listen: Address
  readonly advertise: Address
  /** All that answer these lines, in their order: this one alone where nothing is said. */
  readonly nodes: readonly Address[]
  readonly allow: readonly string[]
  readonly token: string | null
  /** The context of the switch's dialplan in which calls arrive. */
  readonly context: string
  readonly apology: string | null
  /** The variables that the secrets are read from. */
  readonly secrets: { readonly token: string | null; readonly password: string | null }
  readonly eventSocket: { readonly address: Address; readonly password: string } | null
  readonly admin: Address
  readonly adminToken: string | null
  readonly data: string
  readonly mounts: readonly { readonly here: string; readonly there: string }[]
  readonly speech:
    | { readonly kind: 'ours'; readonly engine: string; readonly folder: string; readonly sampleRate: number }
    | { readonly kind: 'freeswitch'; readonly engine: string; readonly voices: Readonly<Record<string, string>> }
    | null
  readonly music: Readonly<Record<string, string>>
  readonly numbers: {
    readonly trunks: readonly Trunk[]
    readonly allow: readonly string[]
    readonly transfer: TransferWay
  }
  readonly queues: Readonly<Record<string, string>>
  readonly recordCalls: boolean
  /** ms; null = no traces. */
  readonly traces: { readonly folder: string; readonly keep: number } | null
  readonly limits: { readonly calls: number; readonly connections: number }
  /** ms */
  readonly drain: number
  readonly log: 'debug' | 'info' | 'warn' | 'error'
  /** As it stands there: the room of the services reads it. */
  readonly services: unknown
}

type Json = Readonly<Record<string, unknown>>

interface ReadOptions {
  /** Which are read, and have to be there: whoever looks at a node needs no password of the switch. The others are ''. */
  readonly secrets: 'all' | 'none' | SecretName
}

/** The nearest callwright.config.json with a part `serve`, whole. Refuses with every fault that it has. */
export function readServeConfig(io: Pick<Io, 'fs' | 'cwd' | 'env'>, { secrets }: ReadOptions): ServeConfig {
  const folder = findProject(io)?.folder
  if (folder === undefined)
    throw new Refusal({
      en: `there is no ${CONFIG_FILE} here or above: a node needs one with a part “serve” (docs/serve.md shows it).`,
      zh: `这里及上级文件夹都没有 ${CONFIG_FILE}：节点需要一个含“serve”部分的配置（见 docs/serve.md）。`,
    })
  const path = absolutePath(folder, CONFIG_FILE)
  const shown = shownPath(io.cwd, path)
  const json = JSON.parse(requireText(io.fs, path, shown)) as Json
  const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(configSchema({ type: 'object' }))
  if (!validate(json)) refuse(shown, configProblems(validate.errors ?? []))
  if (json['serve'] === undefined)
    throw new Refusal({
      en: `${shown}: it has no part “serve”, which says what a node runs (docs/serve.md shows it).`,
      zh: `${shown}：缺少“serve”部分，它说明节点运行什么（见 docs/serve.md）。`,
    })
  return madeReady({ env: io.env, secrets }, folder, shown, json['serve'] as Serve, json['services'])
}

/** Bundles that were named (absolute) run in the place of those configured; one that is configured keeps its numbers. */
export function withBundles(config: ServeConfig, bundles: readonly string[]): ServeConfig {
  if (bundles.length === 0) return config
  return {
    ...config,
    lines: bundles.map(bundle => ({ bundle, numbers: config.lines.find(line => line.bundle === bundle)?.numbers ?? null })),
  }
}

/** The part as the schema lets it through. */
interface Serve {
  readonly lines: readonly { readonly bundle: string; readonly numbers?: readonly string[] }[]
  readonly listen?: string
  readonly advertise?: string
  readonly nodes?: readonly string[]
  readonly allow?: readonly string[]
  readonly token?: Secret
  readonly context?: string
  readonly apology?: string
  readonly eventSocket?: { readonly address: string; readonly password: Secret }
  readonly admin?: string
  readonly adminToken?: Secret
  readonly data?: string
  readonly mounts?: readonly { readonly here: string; readonly there: string }[]
  readonly speech?:
    | { readonly engine: string; readonly folder?: string; readonly sampleRate?: number }
    | { readonly freeswitch: string; readonly voices: Readonly<Record<string, string>> }
  readonly music?: Readonly<Record<string, string>>
  readonly numbers?: {
    readonly trunks?: readonly WrittenTrunk[]
    readonly allow?: readonly string[]
    readonly transfer?: 'bridge' | { readonly context: string } | { readonly refer: string }
  }
  readonly queues?: Readonly<Record<string, string>>
  readonly recordCalls?: boolean
  readonly traces?: { readonly folder?: string; readonly keep?: string }
  readonly limits?: { readonly calls?: number; readonly connections?: number }
  readonly drain?: string
  readonly log?: ServeConfig['log']
}
interface Secret {
  readonly env: string
}
interface WrittenTrunk {
  readonly prefix?: string
  readonly gateway?: string
  readonly host?: string
  readonly profile?: string
  readonly domain?: string
  readonly context?: string
  readonly callerId?: string
}

const LOOPBACK = ['127.0.0.0/8', '::1/128']
const isLoopback = ({ host }: Address): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

function madeReady(
  { env, secrets }: ReadOptions & Pick<Io, 'env'>,
  folder: string,
  shown: string,
  serve: Serve,
  services: unknown,
): ServeConfig {
  const problems: Said[] = []
  const inFolder = (path: string): string => absolutePath(folder, path)
  const secret = (name: SecretName, place: string, from: Secret | undefined): string | null => {
    if (from === undefined) return null
    if (secrets !== 'all' && secrets !== name) return ''
    const value = env[from.env]
    if (value !== undefined && value !== '') {
      const wrong = secretProblem(name, place, from.env, value)
      if (wrong !== null) problems.push(wrong)
      return value
    }
    problems.push({
      en: `${place}: the environment has no ${from.env}: set that variable where callwright is started.`,
      zh: `${place}：环境变量 ${from.env} 没有设置：请在启动 callwright 的地方设置它。`,
    })
    return null
  }
  const address = (place: string, text: string): Address => {
    const split = text.lastIndexOf(':')
    const port = Number(text.slice(split + 1))
    if (port < 1 || port > 65_535)
      problems.push({ en: `${place}: ${port} is no port (1–65535).`, zh: `${place}：${port} 不是端口号（1–65535）。` })
    return { host: text.slice(0, split).replace(/^\[|\]$/g, ''), port }
  }
  const listen = address('serve.listen', serve.listen ?? '127.0.0.1:8084')
  const advertise = serve.advertise === undefined ? listen : address('serve.advertise', serve.advertise)
  const nodes = serve.nodes?.map((text, at) => address(`serve.nodes[${at}]`, text)) ?? [advertise]
  if (!nodes.some(({ host, port }) => host === advertise.host && port === advertise.port))
    problems.push({
      en: `serve.nodes: this node is not among them; write its address as FreeSWITCH reaches it (serve.advertise, else serve.listen): ${shownAddress(advertise)}.`,
      zh: `serve.nodes：其中没有本节点；请写上 FreeSWITCH 连接本节点的地址（serve.advertise，否则 serve.listen）：${shownAddress(advertise)}。`,
    })
  const socket = serve.eventSocket === undefined ? null : address('serve.eventSocket.address', serve.eventSocket.address)
  const admin = address('serve.admin', serve.admin ?? '127.0.0.1:8085')
  const token = secret('token', 'serve.token', serve.token)
  const adminToken = secret('adminToken', 'serve.adminToken', serve.adminToken)
  if (!isLoopback(listen) && serve.token === undefined)
    problems.push({
      en: 'serve.token: it is required where serve.listen is no address of this machine alone, or whoever reaches it could pose as FreeSWITCH.',
      zh: 'serve.token：serve.listen 不是本机地址时必须设置，否则任何能连上的人都可以冒充 FreeSWITCH。',
    })
  if (!isLoopback(admin) && serve.adminToken === undefined)
    problems.push({
      en: 'serve.adminToken: it is required where serve.admin is no address of this machine alone.',
      zh: 'serve.adminToken：serve.admin 不是本机地址时必须设置。',
    })
  for (const [at, network] of (serve.allow ?? []).entries()) {
    if ('wrong' in createNetworks([network]))
      problems.push({
        en: `serve.allow[${at}]: “${network}” is no address and no network; write 10.0.0.5 or 10.0.0.0/8.`,
        zh: `serve.allow[${at}]：“${network}”不是地址或网段；请写 10.0.0.5 或 10.0.0.0/8。`,
      })
  }
  for (const [at, { bundle }] of serve.lines.entries()) {
    const first = serve.lines.findIndex(other => inFolder(other.bundle) === inFolder(bundle))
    if (first < at)
      problems.push({
        en: `serve.lines[${at}]: it has the bundle of serve.lines[${first}]; write all numbers of a line in one place.`,
        zh: `serve.lines[${at}]：与 serve.lines[${first}] 是同一个部署包；请把一条线路的号码写在一处。`,
      })
  }
  const password = secret('password', 'serve.eventSocket.password', serve.eventSocket?.password)
  const data = inFolder(serve.data ?? '.callwright/serve')
  const { speech } = serve
  if (problems.length > 0) refuse(shown, problems)
  return {
    folder,
    lines: serve.lines.map(({ bundle, numbers }) => ({ bundle: inFolder(bundle), numbers: numbers ?? null })),
    listen,
    advertise,
    nodes,
    allow: serve.allow ?? LOOPBACK,
    token,
    context: serve.context ?? 'default',
    apology: serve.apology ?? null,
    secrets: { token: serve.token?.env ?? null, password: serve.eventSocket?.password.env ?? null },
    eventSocket: socket === null ? null : { address: socket, password: password! },
    admin,
    adminToken,
    data,
    mounts: (serve.mounts ?? []).map(({ here, there }) => ({ here: inFolder(here), there })),
    speech:
      speech === undefined
        ? null
        : 'engine' in speech
          ? {
              kind: 'ours',
              engine: /\.json$/i.test(speech.engine) ? inFolder(speech.engine) : speech.engine,
              folder: speech.folder === undefined ? `${data}/speech` : inFolder(speech.folder),
              sampleRate: speech.sampleRate ?? 8000,
            }
          : { kind: 'freeswitch', engine: speech.freeswitch, voices: speech.voices },
    music: serve.music ?? {},
    numbers: {
      trunks: (serve.numbers?.trunks ?? []).map(trunkOf),
      allow: serve.numbers?.allow ?? [],
      transfer: transferOf(serve.numbers?.transfer ?? 'bridge'),
    },
    queues: serve.queues ?? {},
    recordCalls: serve.recordCalls ?? true,
    traces:
      serve.traces === undefined
        ? null
        : {
            folder: serve.traces.folder === undefined ? `${data}/traces` : inFolder(serve.traces.folder),
            keep: durationOf(serve.traces.keep ?? '720h'),
          },
    limits: { calls: serve.limits?.calls ?? 1000, connections: serve.limits?.connections ?? 200 },
    drain: durationOf(serve.drain ?? '10min'),
    log: serve.log ?? 'info',
    services: services ?? {},
  }
}

/** The schema has seen to it that it is one of these. */
function trunkOf({ prefix = '', gateway, host, profile = '', domain, context = '', callerId }: WrittenTrunk): Trunk {
  const to: Trunk['to'] =
    gateway !== undefined
      ? { kind: 'gateway', gateway }
      : host !== undefined
        ? { kind: 'host', profile, host }
        : domain !== undefined
          ? { kind: 'user', domain }
          : { kind: 'dialplan', context }
  return { prefix, to, ...(callerId === undefined ? {} : { callerId }) }
}

function transferOf(written: NonNullable<NonNullable<Serve['numbers']>['transfer']>): TransferWay {
  if (written === 'bridge') return { kind: 'bridge' }
  return 'refer' in written ? { kind: 'refer', host: written.refer } : { kind: 'dialplan', context: written.context }
}

const UNITS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 } as const

/** `30s` → ms. */
export function durationOf(text: string): number {
  const [, count, unit] = /^(\d+)(ms|s|min|h)$/.exec(text) ?? []
  return Number(count) * UNITS[unit as keyof typeof UNITS]
}

function refuse(shown: string, problems: readonly Said[]): never {
  const text = (language: 'en' | 'zh'): string => problems.map(each => `\n  ${each[language]}`).join('')
  throw new Refusal({
    en: `${shown}: ${problems.length === 1 ? 'one thing is' : `${problems.length} things are`} wrong:${text('en')}`,
    zh: `${shown}：有 ${problems.length} 处不对：${text('zh')}`,
  })
}
