// The `services` section of callwright.config.json → ServicesConfig, or what is wrong with it. services.schema.json says the same
// to editors.
import { resolve } from 'node:path'
import type { AnswerRule, AnswerRules, HttpOperation, HttpService, ModuleService, ServicesConfig, StatusCall } from './config.ts'
import { isObject } from '../../machine/json-values.ts'
import { pointer, type ConfigProblem } from './problem.ts'
import { readTls } from './read-tls.ts'
import { createConfigReader, type ConfigReader } from './reader.ts'

export interface ConfigSource {
  /** The section's own JSON Pointer. */
  readonly path: string
  /** Files are relative to it. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Null where it cannot be read. */
  readonly read: (file: string) => Uint8Array | null
}

export type ReadServices =
  { readonly config: ServicesConfig; readonly problems?: never } | { readonly problems: readonly ConfigProblem[]; readonly config?: never }

const TRY_FOR = 10_000
const AT_ONCE = 64
const LARGEST = 1_000_000
/** Headers that are ours, or HTTP's own. */
const OURS =
  /^(content-.*|accept|accept-encoding|user-agent|idempotency-key|callwright-.*|prefer|host|connection|transfer-encoding|upgrade|te|trailer|expect)$/
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const HEADER_VALUE = /^[\t\x20-\x7e]*$/
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/
const OF_OPERATION = ['path', 'headers', 'tryFor', 'answers', 'status']

export function readServices(json: unknown, source: ConfigSource): ReadServices {
  const reader = createConfigReader(source.env)
  const services = Object.entries(reader.object(json, source.path) ?? {}).map(([name, service]) => {
    const path = pointer(source.path, name)
    return [
      name,
      isObject(service) && Object.hasOwn(service, 'module')
        ? readModule(service, path, source, reader)
        : readHttp(service, path, source, reader),
    ] as const
  })
  if (reader.problems.length > 0) return { problems: reader.problems }
  return { config: Object.fromEntries(services) as ServicesConfig }
}

function readModule(json: Readonly<Record<string, unknown>>, path: string, { folder }: ConfigSource, reader: ConfigReader): ModuleService {
  reader.object(json, path, ['module', 'atOnce', 'tryFor'])
  return {
    kind: 'module',
    file: resolve(folder, reader.text(json.module, pointer(path, 'module')) ?? ''),
    atOnce: readAtOnce(json, path, reader),
    tryFor: readTryFor(json, path, reader) ?? TRY_FOR,
  }
}

const readAtOnce = (json: Readonly<Record<string, unknown>>, path: string, reader: ConfigReader): number =>
  (json.atOnce === undefined ? undefined : reader.whole(json.atOnce, pointer(path, 'atOnce'), 1, 10_000)) ?? AT_ONCE

const readTryFor = (json: Readonly<Record<string, unknown>>, path: string, reader: ConfigReader): number | undefined =>
  json.tryFor === undefined ? undefined : reader.duration(json.tryFor, pointer(path, 'tryFor'), 50, 600_000)

function readHttp(json: unknown, path: string, source: ConfigSource, reader: ConfigReader): HttpService | undefined {
  const given = reader.object(json, path, ['url', 'plainHttp', 'tls', 'atOnce', 'largest', 'operations', ...OF_OPERATION])
  if (given === undefined) return undefined
  const plainHttp = given.plainHttp === undefined ? false : (reader.flag(given.plainHttp, pointer(path, 'plainHttp')) ?? false)
  const url = readUrl(given.url, pointer(path, 'url'), plainHttp, reader)
  const others = readOperation(given, path, null, reader)
  const named = given.operations === undefined ? {} : (reader.object(given.operations, pointer(path, 'operations')) ?? {})
  const operations = Object.entries(named).map(([name, operation]) => {
    const at = pointer(pointer(path, 'operations'), name)
    return [name, readOperation(reader.object(operation, at, OF_OPERATION) ?? {}, at, others, reader)] as const
  })
  return {
    kind: 'http',
    url,
    tls: given.tls === undefined ? {} : readTls(given.tls, pointer(path, 'tls'), source, reader),
    atOnce: readAtOnce(given, path, reader),
    largest: (given.largest === undefined ? undefined : reader.whole(given.largest, pointer(path, 'largest'), 100, 100_000_000)) ?? LARGEST,
    operations: Object.fromEntries(operations),
    others,
  }
}

function readUrl(json: unknown, path: string, plainHttp: boolean, reader: ConfigReader): string {
  const text = reader.text(json, path)
  if (text === undefined) return ''
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.search !== '' || url.hash !== '') {
    reader.fail(
      path,
      'An address like "https://bank.example/ivr" is wanted here, without ? and #.',
      '此处应为 "https://bank.example/ivr" 这样的地址，不带 ? 和 #。',
    )
    return ''
  }
  if (url.username !== '' || url.password !== '') {
    reader.fail(
      path,
      'An address has no password in it: use a header, whose value comes from the environment.',
      '地址中不能带密码：请用请求头，其值取自环境变量。',
      '"headers": { "Authorization": { "env": "BANK_TOKEN", "before": "Bearer " } }',
    )
  }
  if (url.protocol === 'http:' && !plainHttp && !LOOPBACK.test(url.hostname)) {
    reader.fail(
      path,
      'http:// sends passcodes and sums in the clear: use https://, or say that the network is safe.',
      'http:// 会明文发送密码和金额：请用 https://，或声明网络是安全的。',
      '"plainHttp": true',
    )
  }
  return url.href.replace(/\/+$/, '')
}

/** `over`: the service's own, in place of what an operation does not say. */
function readOperation(
  json: Readonly<Record<string, unknown>>,
  path: string,
  over: HttpOperation | null,
  reader: ConfigReader,
): HttpOperation {
  return {
    path: json.path === undefined ? (over?.path ?? '/{service}/{operation}') : readPath(json.path, pointer(path, 'path'), reader),
    headers: { ...over?.headers, ...(json.headers === undefined ? {} : readHeaders(json.headers, pointer(path, 'headers'), reader)) },
    tryFor: readTryFor(json, path, reader) ?? over?.tryFor ?? TRY_FOR,
    answers: { ...over?.answers, ...(json.answers === undefined ? {} : readAnswers(json.answers, pointer(path, 'answers'), reader)) },
    status: json.status === undefined ? (over?.status ?? null) : readStatus(json.status, pointer(path, 'status'), reader),
  }
}

function readPath(json: unknown, path: string, reader: ConfigReader): string {
  const text = reader.text(json, path)
  if (text === undefined) return ''
  // What is in braces is put in; all else stands in an address as it is written.
  const filled = text.replace(/\{(service|operation)\}/g, 'x')
  if (filled.startsWith('/') && !filled.startsWith('//') && URL.canParse(`http://x${filled}`)) {
    const { pathname, search } = new URL(`http://x${filled}`)
    if (pathname + search === filled) return text
  }
  reader.fail(
    path,
    'A path like "/{service}/{operation}" is wanted here; only these two can be in braces.',
    '此处应为 "/{service}/{operation}" 这样的路径；花括号中只能是这两项。',
  )
  return ''
}

function readStatus(json: unknown, path: string, reader: ConfigReader): StatusCall | null {
  if (json === null) return null
  const given = reader.object(json, path, ['path', 'closes', 'answers'])
  if (given === undefined) return null
  return {
    path: given.path === undefined ? '/{service}/{operation}/status' : readPath(given.path, pointer(path, 'path'), reader),
    // Said and never assumed: whether a caller hears “it did not happen” hangs on it.
    closes: reader.flag(given.closes, pointer(path, 'closes')) ?? false,
    answers: given.answers === undefined ? {} : readAnswers(given.answers, pointer(path, 'answers'), reader),
  }
}

function readHeaders(json: unknown, path: string, reader: ConfigReader): Record<string, string> {
  const headers: [string, string][] = []
  for (const [name, value] of Object.entries(reader.object(json, path) ?? {})) {
    const at = pointer(path, name)
    const text = reader.secret(value, at)
    if (!HEADER_NAME.test(name)) reader.fail(at, 'This is not the name of a header.', '这不是合法的请求头名称。')
    else if (OURS.test(name.toLowerCase()))
      reader.fail(at, 'This header is set for each request and cannot be configured.', '此请求头由系统逐次设置，不能配置。')
    // A value out of the environment is never shown.
    else if (text !== undefined && !HEADER_VALUE.test(text))
      reader.fail(at, 'The value of a header is one line of ASCII characters.', '请求头的值只能是一行 ASCII 字符。')
    else if (text !== undefined) headers.push([name.toLowerCase(), text])
  }
  return Object.fromEntries(headers)
}

function readAnswers(json: unknown, path: string, reader: ConfigReader): AnswerRules {
  const rules: [string, AnswerRule][] = []
  for (const [status, rule] of Object.entries(reader.object(json, path) ?? {})) {
    const at = pointer(path, status)
    if (!/^[2345]\d\d$/.test(status))
      reader.fail(at, 'An HTTP status is wanted here, "404" for example.', '此处应为 HTTP 状态码，例如 "404"。')
    const read = readRule(rule, at, reader)
    if (read !== undefined) rules.push([status, read])
  }
  return Object.fromEntries(rules)
}

function readRule(json: unknown, path: string, reader: ConfigReader): AnswerRule | undefined {
  const given = reader.object(json, path, ['outcome', 'values', 'result', 'body'])
  if (given === undefined) return undefined
  const { body, ...answer } = given
  if (given.outcome !== undefined) reader.text(given.outcome, pointer(path, 'outcome'))
  if (given.values !== undefined) reader.object(given.values, pointer(path, 'values'))
  const says = {
    outcome: Object.hasOwn(given, 'outcome'),
    result: Object.hasOwn(given, 'result') || body === 'result',
    values: Object.hasOwn(given, 'values'),
  }
  const isWhole = says.outcome !== says.result && !(says.result && says.values) && !(body === 'result' && Object.hasOwn(given, 'result'))
  if ((body === undefined || body === 'result' || body === 'values') && isWhole && !(body === 'values' && (says.values || says.result))) {
    return { answer, ...(body === undefined ? {} : { body }) }
  }
  return reader.fail(
    path,
    'Either an outcome is wanted here (with "values", or "body": "values"), or a result ("result", or "body": "result").',
    '此处应为结局（可带 "values"，或 "body": "values"），或结果（"result"，或 "body": "result"）。',
    '{ "outcome": "failed" }',
  )
}
