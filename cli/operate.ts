// What an operator asks of a running node, from the command line.
import { userInfo } from 'node:os'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { isObject } from '../machine/json-values.ts'
import { describeDeployment } from '../runtime/serve/deployments.ts'
import type {
  CallStatus,
  Deployment,
  LineStatus,
  NodeStatus,
  SettingCleared,
  SettingSet,
  SettingStatus,
} from '../runtime/serve/operations.ts'
import { EXIT, Finished, Refusal, type Said } from './exit.ts'
import type { Io } from './io.ts'
import { openNodeClient } from './node-client.ts'
import { absolutePath } from './paths.ts'
import { visibleLines, visibleText } from './visible-text.ts'

interface Options {
  readonly lang: MessageLanguage
  readonly json: boolean
}

// Enough of an answer to know it for a node’s: something else may listen there.
const isSetting = (answer: unknown): answer is SettingStatus =>
  isObject(answer) && typeof answer['name'] === 'string' && typeof answer['value'] === 'string'
// A node of an earlier version says nothing of numbers.
const isSet = (answer: unknown): answer is SettingStatus & Partial<SettingSet> =>
  isSetting(answer) && (!('still' in answer) || (Array.isArray(answer.still) && answer.still.every(isSetting)))
/** A node of an earlier version says whether alone. */
const isCleared = (answer: unknown): answer is SettingCleared | boolean =>
  typeof answer === 'boolean' ||
  (isObject(answer) && typeof answer['changed'] === 'boolean' && Array.isArray(answer['still']) && answer['still'].every(isSetting))
const isRollback = (answer: unknown): answer is { readonly version: string; readonly before: string | null } =>
  isObject(answer) && typeof answer['version'] === 'string'
const isDeployments = (answer: unknown): answer is readonly Deployment[] =>
  Array.isArray(answer) && answer.every(each => isObject(each) && typeof each['version'] === 'string')
const isStatus = (answer: unknown): answer is NodeStatus =>
  isObject(answer) && typeof answer['callwright'] === 'string' && ['lines', 'calls', 'settings'].every(name => Array.isArray(answer[name]))

/** One line, whatever stands in it: a setting’s value, who and why are texts that somebody wrote. */
const say = (io: Io, lang: MessageLanguage, en: string, zh: string): void => io.stdout.write(`${visibleText(lang === 'zh' ? zh : en)}\n`)

/** `NAME=VALUE`: JSON where it is some, else the text itself. */
function readAssignment(text: string): { readonly name: string; readonly value: unknown } {
  const split = text.indexOf('=')
  if (split < 1)
    throw new Refusal({ en: `“${text}”: write NAME=VALUE, as emergency=true.`, zh: `“${text}”：请写 名称=值，例如 emergency=true。` })
  const written = text.slice(split + 1)
  try {
    return { name: text.slice(0, split), value: JSON.parse(written) }
  } catch {
    return { name: text.slice(0, split), value: written }
  }
}

/** Refuses where nobody knows: who is written down with the change. */
function operatorOf({ env }: Pick<Io, 'env'>): string {
  for (const name of [machineUser(), env['USER'], env['LOGNAME']]) if (name !== undefined && name.trim() !== '') return name
  throw new Refusal({
    en: 'this machine has no name for the user who asks, and who is written down with the change: name yourself with --who.',
    zh: '这台机器没有当前用户的名字，而更改须记录由谁作出：请用 --who 写明您是谁。',
  })
}

/** In a container that runs under any number (OpenShift, `--user 1000650000`) the user has no entry, and Node throws. */
function machineUser(): string | undefined {
  try {
    return userInfo().username
  } catch {
    return undefined
  }
}

export async function changeSetting(
  io: Io,
  line: string,
  setting: string,
  options: Options & {
    readonly number?: string
    readonly until?: string
    readonly why: string
    readonly who?: string
    readonly clear: boolean
  },
): Promise<void> {
  const { lang, number, until, why, who = operatorOf(io), clear, json } = options
  const client = openNodeClient(io)
  const of = (name: string): string => `/lines/${encodeURIComponent(line)}/settings/${encodeURIComponent(name)}`
  if (clear) {
    const query = new URLSearchParams({ who, why, ...(number === undefined ? {} : { number }) })
    const answer = await client.ask('DELETE', `${of(setting)}?${query.toString()}`, isCleared)
    const cleared = typeof answer === 'boolean' ? { changed: answer, still: [] } : answer
    if (json) io.stdout.write(`${JSON.stringify(cleared)}\n`)
    else sayCleared(io, lang, { line, number, name: setting }, cleared)
    // Who opens a line that was closed must not take it for open.
    if (!cleared.changed && cleared.still.length > 0) throw new Finished(EXIT.findings)
    return
  }
  const { name, value } = readAssignment(setting)
  const done = await client.ask('POST', of(name), isSet, { value, who, why, number, until })
  if (json) return io.stdout.write(`${JSON.stringify(done)}\n`)
  const shown = `${done.line}${done.number === null ? '' : ` ${done.number}`}: ${done.name} = ${done.value}`
  say(
    io,
    lang,
    done.until === null ? `${shown}, until it is taken back.` : `${shown}, until ${done.until}.`,
    done.until === null ? `${shown}，直到撤回。` : `${shown}，到 ${done.until} 为止。`,
  )
  sayStill(io, lang, line, done.still ?? [])
}

interface Cleared {
  readonly line: string
  readonly number: string | undefined
  readonly name: string
}

function sayCleared(io: Io, lang: MessageLanguage, { line, number, name }: Cleared, { changed, still }: SettingCleared): void {
  const of = number === undefined ? line : `${line} ${number}`
  if (!changed) say(io, lang, `${of}: ${name} was not changed.`, `${of}：${name} 本来就没有更改。`)
  else if (still.length > 0) say(io, lang, `${of}: ${name} was taken back.`, `${of}：${name} 的更改已撤回。`)
  else say(io, lang, `${of}: ${name} is the program’s own again.`, `${of}：${name} 已恢复为程序里的值。`)
  sayStill(io, lang, line, still)
}

/** Nobody may take a line for closed, or for open, of which a part is not. */
function sayStill(io: Io, lang: MessageLanguage, line: string, still: readonly SettingStatus[]): void {
  for (const { number, name, value, who, why } of still) {
    const [where, option] = number === null ? [line, ''] : [`${line} ${number}`, ` --number ${number}`]
    const command = `callwright set ${line} ${name} --clear${option} --why …`
    say(
      io,
      lang,
      `${where}: ${name} = ${value} holds still (${who}: ${why}). Take it back with “${command}”.`,
      `${where}：${name} = ${value} 仍然有效（${who}：${why}）。撤回请用“${command}”。`,
    )
  }
}

export async function rollBack(io: Io, line: string, { lang, json, to }: Options & { readonly to?: string }): Promise<void> {
  const client = openNodeClient(io)
  const done = await client.ask('POST', `/lines/${encodeURIComponent(line)}/rollback`, isRollback, { version: to })
  if (json) return io.stdout.write(`${JSON.stringify(done)}\n`)
  const [now, before] = [short(done.version), short(done.before ?? '')]
  say(
    io,
    lang,
    `${line}: ${now} answers; it was ${before}. Calls in progress end on theirs.`,
    `${line}：现由 ${now} 应答（之前是 ${before}）；进行中的通话用原版本结束。`,
  )
}

export async function deploy(
  io: Io,
  bundle: string | undefined,
  { lang, json, again }: Options & { readonly again: boolean },
): Promise<void> {
  const client = openNodeClient(io)
  const body = { again, ...(bundle === undefined ? {} : { bundle: absolutePath(io.cwd, bundle) }) }
  const done = await client.ask('POST', '/deploy', isDeployments, body)
  if (json) return io.stdout.write(`${JSON.stringify(done)}\n`)
  for (const { en, zh } of done.map(describeDeployment)) say(io, lang, en, zh)
}

export async function showStatus(io: Io, { lang, json, calls }: Options & { readonly calls: boolean }): Promise<void> {
  const status = await openNodeClient(io).ask('GET', '/status', isStatus)
  if (json) return io.stdout.write(`${JSON.stringify(status)}\n`)
  const states = { starting: '启动中', ready: '接听中', draining: '正在退出' }
  say(
    io,
    lang,
    `callwright ${status.callwright}, ${status.state} since ${status.since}, listens on ${status.listen}; ${status.unsettled} unsettled transactions.`,
    `callwright ${status.callwright}，自 ${status.since} ${states[status.state]}，监听 ${status.listen}；未决交易 ${status.unsettled} 笔。`,
  )
  // Several things may be the matter, each with a line of its own.
  if (status.why) io.stdout.write(`  ${lang === 'zh' ? '不接听来电：' : 'no call is taken: '}${visibleLines(status.why[lang])}\n`)
  for (const line of status.lines) sayLine(io, lang, line)
  for (const setting of status.settings) {
    const { line, number, name, value, until, who, why, misfit } = setting
    const of = `${line}${number === null ? '' : ` ${number}`}: ${name} = ${value}`
    say(
      io,
      lang,
      `  ${of}${until === null ? '' : `, until ${until}`} (${who}: ${why})${misfit === null ? '' : `; not in force: ${misfit.en}`}`,
      `  ${of}${until === null ? '' : `，到 ${until}`}（${who}：${why}）${misfit === null ? '' : `；未生效：${misfit.zh}`}`,
    )
  }
  if (calls) for (const call of status.calls) sayCall(io, lang, call)
}

function sayLine(io: Io, lang: MessageLanguage, { line, numbers, version, since, calls, older, kept }: LineStatus): void {
  const other = older.map(each => `${short(each.version)}: ${each.calls}`).join(', ')
  say(
    io,
    lang,
    `${line} (${numbers.join(', ')}): ${short(version)} since ${since}, ${calls} calls${other === '' ? '' : `; older versions: ${other}`}`,
    `${line}（${numbers.join('、')}）：版本 ${short(version)}，自 ${since}，通话 ${calls} 个${other === '' ? '' : `；旧版本：${other}`}`,
  )
  // What `rollback` can put in force again.
  const before = kept.filter(each => each.version !== version)
  if (before.length === 0) return
  const shown = (since: string): readonly string[] => before.map(each => `${short(each.version)}${since}${each.since}`)
  say(io, lang, `  kept: ${shown(' since ').join(', ')}`, `  保留：${shown('，自 ').join('；')}`)
}

function sayCall(io: Io, lang: MessageLanguage, { call, line, called, caller, since, place, level, language, waitsFor }: CallStatus): void {
  say(
    io,
    lang,
    `  ${call} ${line} ${called} from ${caller ?? 'a withheld number'}, since ${since}: ${place ?? '–'}, ${level}, ${language}, waits for ${wordsFor(waitsFor).en}`,
    `  ${call} ${line} ${called} 来自 ${caller ?? '（未显示号码）'}，自 ${since}：${place ?? '–'}，${level}，${language}，等待${wordsFor(waitsFor).zh}`,
  )
}

function wordsFor(what: CallStatus['waitsFor']): Said {
  switch (what.kind) {
    case 'key':
      return { en: `a key in ${what.listener}`, zh: `${what.listener} 中的按键` }
    case 'answer':
      return { en: `an answer of ${what.of}`, zh: ` ${what.of} 的应答` }
    case 'queue':
      return { en: `an agent in ${what.queue}`, zh: `队列 ${what.queue} 的坐席` }
    case 'number':
      return { en: 'a number that rings or talks', zh: '外呼号码（振铃或通话中）' }
    case 'transfer':
      return { en: 'a transfer', zh: '转接' }
    case 'recording':
      return { en: 'the caller’s words', zh: '来电者留言' }
    case 'end of speech':
      return { en: 'the end of what is said', zh: '播报结束' }
    case 'nothing':
      return { en: 'nothing', zh: '（无）' }
    default:
      return what satisfies never
  }
}

const short = (version: string): string => version.slice(0, 12)
