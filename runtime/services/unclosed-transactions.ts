// Transactions that are settled by being sent again, as no status call of the bank closes their keys. Whether one of them can then happen
// for the first time, long after its call, is in the hands of the bank alone.
import type { Machine, Operation } from '../../machine/format.ts'
import type { LoadedModules } from './check-binding.ts'
import type { HttpService, ModuleService, ServicesConfig } from './config.ts'
import { readModuleOperation } from './module-channel.ts'
import { pointer, type ConfigProblem } from './problem.ts'
import { hasSecrets, operationName } from './sending.ts'

/** One for each service. `path`: the JSON Pointer of the section. */
export function unclosedTransactions(
  machines: readonly Machine[],
  config: ServicesConfig,
  modules: LoadedModules,
  path: string,
): ConfigProblem[] {
  // What has a secret is never sent again.
  const transactions = machines.flatMap(machine => machine.operations).filter(of => of.kind === 'transaction' && !hasSecrets(of))
  return Object.entries(config).flatMap(([name, service]) => {
    const open = transactions.filter(of => of.service === name && !closes(of, service, modules))
    return open.length === 0 ? [] : [unclosed(pointer(path, name), service.kind, open)]
  })
}

function closes({ service: of, name }: Operation, service: HttpService | ModuleService, modules: LoadedModules): boolean {
  if (service.kind === 'http') {
    const bound = Object.hasOwn(service.operations, name) ? service.operations[name]! : service.others
    return bound.status?.closes ?? false
  }
  const read = readModuleOperation((modules[service.file]?.[of] as Readonly<Record<string, unknown>> | undefined)?.[name])
  return typeof read === 'object' && read.closes === true
}

function unclosed(path: string, kind: 'http' | 'module', operations: readonly Operation[]): ConfigProblem {
  const names = [...new Set(operations.map(operationName))]
  const { service, name } = operations[0]!
  return {
    path,
    en: `No status call closes the key of ${names.join(', ')}: a transaction of which nobody knows whether it happened is sent again under its key, also long after its call, and the bank has to answer failed to one that it has not begun by its deadline. A status call is safer.`,
    zh: `没有状态查询会关闭 ${names.join('、')} 的键：结果不明的交易会用同一个键再次发送，即使通话早已结束；银行对截止时间前尚未开始的交易必须回答 failed。提供状态查询更为稳妥。`,
    paste:
      kind === 'http'
        ? '"status": { "closes": true }'
        : `export const ${service} = { ${name}: { async ask(given, context) {}, async status(context) {}, closes: true } }`,
  }
}
