// Whether a configuration binds all that a program asks of its back ends, in the way that it needs.
import { existsSync } from 'node:fs'
import type { Machine, Operation } from '../../machine/format.ts'
import { readAnswer } from './answer.ts'
import type { AnswerRule, AnswerRules, HttpService, ServicesConfig } from './config.ts'
import { readModuleOperation } from './module-channel.ts'
import { pointer, type ConfigProblem } from './problem.ts'
import { hasSecrets, operationName } from './sending.ts'

/** A module's exports, or null where it could not be loaded. */
export type LoadedModules = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>

/** `path`: the JSON Pointer of the section. Empty where every operation of the program is bound. */
export function checkBinding(machine: Machine, config: ServicesConfig, modules: LoadedModules, path: string): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const missing = new Set<string>()
  const unloaded = new Set<string>()
  for (const operation of machine.operations) {
    const { service: name } = operation
    const service = Object.hasOwn(config, name) ? config[name] : undefined
    const at = pointer(path, name)
    if (service === undefined) {
      if (!missing.has(name)) problems.push(notBound(name, at))
      missing.add(name)
    } else if (service.kind === 'http') problems.push(...checkHttp(operation, service, at))
    else {
      const loaded = modules[service.file] ?? null
      if (loaded === null) {
        if (!unloaded.has(name)) problems.push(notLoaded(service.file, pointer(at, 'module')))
        unloaded.add(name)
      } else problems.push(...checkModule(operation, loaded[name], pointer(at, 'module')))
    }
  }
  return problems
}

const notBound = (name: string, path: string): ConfigProblem => ({
  path,
  en: `The program asks the service “${name}”, but nothing says where it is.`,
  zh: `程序使用服务“${name}”，但配置没有说明它在哪里。`,
  paste: `"${name}": { "url": "https://${name.replace(/_/g, '-')}.example" }`,
})

const notLoaded = (file: string, path: string): ConfigProblem =>
  existsSync(file)
    ? {
        path,
        en: `The module ${file} cannot be loaded: start it with Node by itself to see why.`,
        zh: `无法加载模块 ${file}：请单独用 Node 运行它查看原因。`,
      }
    : {
        path,
        en: `There is no module ${file}: a path is seen from the folder of the configuration.`,
        zh: `没有模块文件 ${file}：路径相对于配置文件所在的文件夹。`,
      }

function checkHttp(operation: Operation, service: HttpService, path: string): ConfigProblem[] {
  const { name, kind } = operation
  const isNamed = Object.hasOwn(service.operations, name)
  const bound = isNamed ? service.operations[name]! : service.others
  const own = isNamed ? pointer(pointer(path, 'operations'), name) : path
  const problems: ConfigProblem[] = []
  if (kind === 'transaction' && hasSecrets(operation) && bound.status === null) problems.push(needsStatus(operation, path))
  if (kind === 'notice') return problems
  const check = (rules: AnswerRules, asked: 'operation' | 'status', at: string): void => {
    for (const [status, rule] of Object.entries(rules)) {
      const why = ruleMisfit(rule, operation, asked)
      if (why !== null) problems.push(ruleDoesNotFit(operation, pointer(at, status), why))
    }
  }
  check(bound.answers, 'operation', pointer(own, 'answers'))
  if (bound.status !== null && kind === 'transaction') check(bound.status.answers, 'status', pointer(pointer(own, 'status'), 'answers'))
  return problems
}

/** What stands in the rule is read as the answer would be; what comes with the body is known only then. */
function ruleMisfit(rule: AnswerRule, operation: Operation, asked: 'operation' | 'status'): string | null {
  if (rule.body === 'result') return operation.result === undefined ? 'it has no plain result' : null
  if (rule.body === 'values') return Object.hasOwn(operation.outcomes, String(rule.answer.outcome)) ? null : 'it has no such outcome'
  const read = readAnswer(rule.answer, operation, asked)
  return read.kind === 'unusable' ? read.why : null
}

const ruleDoesNotFit = (operation: Operation, path: string, why: string): ConfigProblem => ({
  path,
  en: `This is no answer that “${operationName(operation)}” can have: ${why}.`,
  zh: `“${operationName(operation)}”不会有这样的回答：${why}。`,
})

const needsStatus = (operation: Operation, path: string): ConfigProblem => ({
  path: pointer(pointer(pointer(path, 'operations'), operation.name), 'status'),
  en: `“${operationName(operation)}” has a secret, which is not kept to be sent again: the bank has to say by a status call what became of it.`,
  zh: `“${operationName(operation)}”带有机密参数，系统不会保存以便重发：银行必须提供状态查询，说明其结果。`,
  paste: `"operations": { "${operation.name}": { "status": { "path": "/{service}/{operation}/status", "closes": true } } }`,
})

function checkModule(operation: Operation, exported: unknown, path: string): ConfigProblem[] {
  const { service, name } = operation
  const of =
    typeof exported === 'object' && exported !== null && Object.hasOwn(exported, name)
      ? (exported as Record<string, unknown>)[name]
      : undefined
  const read = readModuleOperation(of)
  if (read === 'missing' || read === 'wrong') return [notExported(operation, path, read)]
  if (operation.kind !== 'transaction' || !hasSecrets(operation) || read.status !== undefined) return []
  const { en, zh } = needsStatus(operation, path)
  return [
    {
      path,
      en,
      zh,
      paste: `export const ${service} = { ${name}: { async ask(given, context) {}, async status(context) {}, closes: true } }`,
    },
  ]
}

const notExported = (operation: Operation, path: string, how: 'missing' | 'wrong'): ConfigProblem => {
  const { service, name } = operation
  return {
    path,
    en:
      how === 'missing'
        ? `The module exports no ${service}.${name}.`
        : `${service}.${name} is neither a function nor { ask, status, closes }.`,
    zh: how === 'missing' ? `模块没有导出 ${service}.${name}。` : `${service}.${name} 既不是函数，也不是 { ask, status, closes }。`,
    paste: `export const ${service} = { async ${name}(given, context) {} }`,
  }
}
