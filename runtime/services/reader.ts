// Small readers of a configuration: each takes JSON and its path, and gives the value or notes what is wrong with it.
import { durationOf, isObject } from '../../machine/json-values.ts'
import { pointer, type ConfigProblem } from './problem.ts'

export interface ConfigReader {
  readonly problems: ConfigProblem[]
  readonly fail: (path: string, en: string, zh: string, paste?: string) => undefined
  /** Its members; those that are not in `known` (where that is given) are wrong. */
  readonly object: (json: unknown, path: string, known?: readonly string[]) => Readonly<Record<string, unknown>> | undefined
  readonly text: (json: unknown, path: string) => string | undefined
  readonly flag: (json: unknown, path: string) => boolean | undefined
  readonly whole: (json: unknown, path: string, min: number, max: number) => number | undefined
  /** ms of `"2s"`. */
  readonly duration: (json: unknown, path: string, min: number, max: number) => number | undefined
  /** A text, or `{ "env": "NAME", "before": "Bearer " }`: a secret stands in the environment alone. */
  readonly secret: (json: unknown, path: string) => string | undefined
}

export function createConfigReader(env: Readonly<Record<string, string | undefined>>): ConfigReader {
  const problems: ConfigProblem[] = []
  const fail = (path: string, en: string, zh: string, paste?: string): undefined => {
    problems.push({ path, en, zh, ...(paste === undefined ? {} : { paste }) })
  }
  const text = (json: unknown, path: string): string | undefined =>
    typeof json === 'string' && json !== '' ? json : fail(path, 'A text is wanted here.', '此处应为文字。')
  const object: ConfigReader['object'] = (json, path, known) => {
    if (!isObject(json)) return fail(path, 'An object { } is wanted here.', '此处应为对象 { }。')
    for (const name of known === undefined ? [] : Object.keys(json)) {
      if (!known!.includes(name))
        fail(
          pointer(path, name),
          `This is not known here; there is ${known!.join(', ')}.`,
          `此处没有这一项；可用的有：${known!.join('、')}。`,
        )
    }
    return json
  }
  return {
    problems,
    fail,
    object,
    text,
    flag: (json, path) => (typeof json === 'boolean' ? json : fail(path, 'true or false is wanted here.', '此处应为 true 或 false。')),
    whole: (json, path, min, max) =>
      typeof json === 'number' && Number.isSafeInteger(json) && json >= min && json <= max
        ? json
        : fail(path, `A whole number from ${min} to ${max} is wanted here.`, `此处应为 ${min} 至 ${max} 的整数。`),
    duration: (json, path, min, max) => {
      const ms = typeof json === 'string' ? durationOf(json) : null
      if (ms !== null && ms >= min && ms <= max) return ms
      return fail(
        path,
        `A time from ${min}ms to ${max}ms is wanted here, like "2s" or "500ms".`,
        `此处应为 ${min}ms 至 ${max}ms 的时长，例如 "2s" 或 "500ms"。`,
      )
    },
    secret: (json, path) => {
      if (!isObject(json)) return text(json, path)
      const given = object(json, path, ['env', 'before'])!
      const name = text(given.env, pointer(path, 'env'))
      const before = given.before === undefined ? '' : text(given.before, pointer(path, 'before'))
      if (name === undefined || before === undefined) return undefined
      const value = Object.hasOwn(env, name) ? env[name] : undefined
      if (value === undefined || value === '') {
        return fail(
          pointer(path, 'env'),
          `The environment has no ${name}: set it where the node is started.`,
          `环境变量 ${name} 未设置：请在启动节点时设置。`,
        )
      }
      return before + value
    },
  }
}
