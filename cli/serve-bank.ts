// Who answers what the lines of a node ask: the banks of its configuration, or a file in their place.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../machine/format.ts'
import type { Backends } from '../runtime/call/backends.ts'
import type { Clock } from '../runtime/call/clock.ts'
import { prepare, type Prepared } from '../runtime/core/index.ts'
import type { Logger } from '../runtime/serve/log.ts'
import { openServices, readServices, type ConfigProblem, type ServiceEvent } from '../runtime/services/index.ts'
import { renderText } from '../runtime/speech/reading/index.ts'
import { placeOf } from './config/problems.ts'
import type { ServeConfig } from './config/serve-config.ts'
import { Refusal, type Said } from './exit.ts'
import { openFileBank, type FileBank } from './file-bank.ts'
import { readBytes } from './host.ts'
import type { Io } from './io.ts'
import { CONFIG_FILE } from './project.ts'

export interface Bank {
  /** What stands in the way of a program; nothing where all that it asks can be answered. */
  readonly check: (machine: Machine) => readonly Said[]
  /** What is configured and none of the programs has; nothing is in its way. */
  readonly unused: (machines: readonly Machine[]) => readonly Said[]
  /** Transactions that are safe in the hands of the bank alone. */
  readonly unclosed: (machines: readonly Machine[]) => readonly Said[]
  readonly bind: (prepared: Prepared) => Backends
  /** A call is over. */
  readonly forget: (call: string) => void
  /** What whoever starts the node should know of it, in lines. */
  readonly notes: () => string
  readonly close: () => void
}

export async function openBanks(io: Io, config: ServeConfig, log: Logger, clock: Clock): Promise<Bank> {
  const services = await openServices(servicesConfig(io, config), {
    path: '/services',
    clock,
    log: event => logService(log, event),
    random: Math.random,
  })
  return {
    check: machine => services.check(machine).map(saidOf),
    unused: machines => services.unused(machines).map(saidOf),
    unclosed: machines => services.unclosed(machines).map(saidOf),
    bind: ({ machine }) => services.bind(machine, spoken => renderText(machine, spoken)),
    forget: () => undefined,
    notes: () => '',
    close: () => services.close(),
  }
}

/** No bank is asked. */
export function openAnswers(io: Io, answers: string, clock: Clock, lang: MessageLanguage): Bank {
  const open = new Map<Machine, FileBank>()
  const examples = new Set<string>()
  const bankOf = (prepared: Prepared): FileBank => {
    const found = open.get(prepared.machine) ?? openFileBank(io, answers, prepared, clock, { json: false, language: lang })
    open.set(prepared.machine, found)
    return found
  }
  return {
    check: machine => {
      try {
        const bank = openFileBank(io, answers, prepare(machine, { trace: true }), clock, { json: false, language: lang })
        for (const name of bank.examples) examples.add(name)
        return []
      } catch (error) {
        if (error instanceof Refusal) return [error.in]
        throw error
      }
    },
    unused: () => [],
    unclosed: () => [],
    bind: prepared => bankOf(prepared).backends,
    forget: call => {
      for (const bank of open.values()) bank.forget(call)
    },
    notes: () => notesOf(answers, [...examples], lang),
    close: () => undefined,
  }
}

function notesOf(answers: string, examples: readonly string[], lang: MessageLanguage): string {
  if (lang === 'zh') {
    const others = examples.length === 0 ? '' : `文件没有写明的以示例值应答：${examples.join('、')}。`
    return `不连接任何银行系统：应答来自 ${answers}。${others}\n`
  }
  const others = examples.length === 0 ? '' : ` What it says nothing of is answered by an example: ${examples.join(', ')}.`
  return `No bank is asked: the answers come from ${answers}.${others}\n`
}

function servicesConfig(io: Io, config: ServeConfig) {
  const read = readServices(config.services, {
    path: '/services',
    folder: config.folder,
    env: io.env,
    read: file => {
      const bytes = readBytes(io.fs, file)
      return 'bytes' in bytes ? bytes.bytes : null
    },
  })
  if (read.problems !== undefined) throw new Refusal(together(read.problems.map(saidOf)))
  return read.config
}

const saidOf = ({ path, en, zh, paste }: ConfigProblem): Said => ({
  en: `${CONFIG_FILE}: ${placeOf(path)}: ${en}${paste === undefined ? '' : `\n    ${paste}`}`,
  zh: `${CONFIG_FILE}：${placeOf(path)}：${zh}${paste === undefined ? '' : `\n    ${paste}`}`,
})

export const together = (said: readonly Said[]): Said =>
  said.length === 1 ? said[0]! : { en: said.map(one => `\n  ${one.en}`).join(''), zh: said.map(one => `\n  ${one.zh}`).join('') }

function logService(log: Logger, event: ServiceEvent): void {
  const { kind, ...rest } = event
  if (kind === 'tried') log.debug(rest, 'a back end was asked')
  else if (kind === 'settled') log.info(rest, 'a transaction is settled')
  else log.warn(rest, kind === 'unknown' ? 'nobody knows yet whether a transaction happened; it is asked for on' : 'a notice was given up')
}
