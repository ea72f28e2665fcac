// The back ends of a node: opened once from its configuration, bound to each program that runs on it.
import { pathToFileURL } from 'node:url'
import type { Machine, Operation } from '../../machine/format.ts'
import type { Value } from '../../machine/values.ts'
import type { BackendReply, Backends } from '../call/backends.ts'
import type { Clock } from '../call/clock.ts'
import { createAsking, type Asking, type Gates, type NoticeCount } from './asking.ts'
import type { Channel } from './channel.ts'
import { checkBinding, type LoadedModules } from './check-binding.ts'
import type { HttpService, ModuleService, ServicesConfig } from './config.ts'
import { createGate } from './gate.ts'
import { createHttpChannel } from './http-channel.ts'
import { createHttpPool, type HttpPool } from './http-exchange.ts'
import { createModuleChannel, readModuleOperation } from './module-channel.ts'
import type { ConfigProblem } from './problem.ts'
import { operationName, type PendingTransaction } from './sending.ts'
import type { Surroundings } from './tries.ts'
import { unclosedTransactions } from './unclosed-transactions.ts'
import { unusedBindings } from './unused-bindings.ts'
import type { SpeechWords } from './wire-values.ts'

export interface ServicesOptions extends Omit<Surroundings, 'closed' | 'words'> {
  /** The section's JSON Pointer, for problems. */
  readonly path: string
  /** Loads a module from its absolute path; `import` where absent. */
  readonly load?: (file: string) => Promise<unknown>
}

/** A prompt with its values, in a language of the line. */
export type RenderPrompt = (spoken: { readonly prompt: number; readonly values: readonly Value[]; readonly language: string }) => string

export interface BoundBackends extends Backends {
  /** Goes on with a transaction of which nobody knows whether it happened, until that is definite. */
  readonly settle: (pending: PendingTransaction) => Promise<BackendReply>
}

export interface Services {
  /** What the program needs and the configuration does not give; empty where it can be bound. */
  readonly check: (machine: Machine) => readonly ConfigProblem[]
  /** What the configuration gives and none of the programs declares: warnings. */
  readonly unused: (machines: readonly Machine[]) => readonly ConfigProblem[]
  /** Transactions that would be sent again long after their calls: warnings. */
  readonly unclosed: (machines: readonly Machine[]) => readonly ConfigProblem[]
  /** Only of a program that `check` finds nothing in; `render` gives the words of its prompts. Programs share connections and limits. */
  readonly bind: (machine: Machine, render: RenderPrompt) => BoundBackends
  /** Nothing is sent any more; what is not settled stays so until somebody takes it over. */
  readonly close: () => void
}

interface Opened {
  readonly service: HttpService | ModuleService
  readonly gates: Gates
  readonly notices: NoticeCount
  readonly pool: HttpPool | null
}

export async function openServices(config: ServicesConfig, options: ServicesOptions): Promise<Services> {
  const { path, load = importFile } = options
  const modules = await loadModules(config, load)
  const closing = new AbortController()
  const opened = new Map(
    Object.entries(config).map(([name, service]): [string, Opened] => {
      const behind = Math.ceil(service.atOnce / 4)
      const pool = service.kind === 'http' ? createHttpPool(service.tls, service.atOnce + behind) : null
      return [name, { service, gates: { calls: createGate(service.atOnce), behind: createGate(behind) }, notices: { waiting: 0 }, pool }]
    }),
  )
  const askingOf = (operation: Operation, words: SpeechWords): Asking => {
    const around: Surroundings = { ...options, words, closed: closing.signal }
    const { service, gates, notices, pool } = opened.get(operation.service)!
    const channel =
      service.kind === 'http'
        ? createHttpChannel(operation, service, pool!.exchange, around.clock)
        : moduleChannel(operation, service, modules, around.clock)
    return createAsking(operation, channel, gates, notices, around)
  }
  return {
    check: machine => checkBinding(machine, config, modules, path),
    unused: machines => unusedBindings(machines, config, path),
    unclosed: machines => unclosedTransactions(machines, config, modules, path),
    bind: (machine, render) => {
      const [problem] = checkBinding(machine, config, modules, path)
      if (problem !== undefined) throw new Error(`${problem.path}: ${problem.en}`)
      const words: SpeechWords = (prompt, values) =>
        Object.fromEntries(machine.line.languages.map(language => [language, render({ prompt, values, language })]))
      const askings = new Map(machine.operations.map(operation => [operationName(operation), askingOf(operation, words)]))
      return {
        ask: request => askings.get(operationName(request.operation))!.ask(request),
        notify: request => askings.get(operationName(request.operation))!.notify(request),
        settle: pending => askings.get(pending.operation)!.settle(pending),
      }
    },
    close: () => {
      closing.abort()
      for (const { pool } of opened.values()) pool?.close()
    },
  }
}

function moduleChannel(operation: Operation, service: ModuleService, modules: LoadedModules, clock: Clock): Channel {
  const exported = modules[service.file]?.[operation.service] as Readonly<Record<string, unknown>> | undefined
  const bound = readModuleOperation(exported?.[operation.name])
  // `checkBinding` has found it.
  if (typeof bound === 'string') throw new Error(`${operationName(operation)} is not exported`)
  return createModuleChannel(operation, bound, service.tryFor, clock)
}

async function loadModules(config: ServicesConfig, load: (file: string) => Promise<unknown>): Promise<LoadedModules> {
  const files = new Set(Object.values(config).flatMap(service => (service.kind === 'module' ? [service.file] : [])))
  const loaded = [...files].map(async file => {
    try {
      return [file, (await load(file)) as Readonly<Record<string, unknown>>] as const
    } catch {
      return [file, null] as const
    }
  })
  return Object.fromEntries(await Promise.all(loaded))
}

const importFile = (file: string): Promise<unknown> => import(pathToFileURL(file).href)
