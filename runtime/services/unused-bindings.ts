// What a configuration says of services and operations that no program has: a slip in a name, or a rest of an older version.
import type { Machine } from '../../machine/format.ts'
import type { ServicesConfig } from './config.ts'
import { pointer, type ConfigProblem } from './problem.ts'
import { operationName } from './sending.ts'

/** `path`: the JSON Pointer of the section. */
export function unusedBindings(machines: readonly Machine[], config: ServicesConfig, path: string): ConfigProblem[] {
  const operations = machines.flatMap(machine => machine.operations)
  const services = new Set(operations.map(({ service }) => service))
  return Object.entries(config).flatMap(([name, service]) => {
    const at = pointer(path, name)
    if (!services.has(name)) return [unused(at, name, [...services])]
    const declared = new Set(operations.filter(operation => operation.service === name).map(operationName))
    return Object.keys(service.kind === 'http' ? service.operations : {})
      .map(operation => `${name}.${operation}`)
      .filter(operation => !declared.has(operation))
      .map(operation => unused(pointer(pointer(at, 'operations'), operation.slice(name.length + 1)), operation, [...declared]))
  })
}

const unused = (path: string, name: string, declared: readonly string[]): ConfigProblem => ({
  path,
  en: `No program declares “${name}”, and what is configured for it holds for nothing; there is ${declared.join(', ') || 'none'}.`,
  zh: `没有程序声明“${name}”，为它所做的配置不会生效；已声明的有：${declared.join('、') || '无'}。`,
})
