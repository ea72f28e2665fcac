// What a switch has to be for this project's node: printed by `serve --print-freeswitch`, looked at by `doctor`.
import { isIP } from 'node:net'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { examineSwitch, NOT_LOOKED, type Finding, type Needs } from '../runtime/freeswitch/setup/doctor.ts'
import { switchFiles } from '../runtime/freeswitch/setup/settings.ts'
import type { Secret, SetupFile, SwitchSetup } from '../runtime/freeswitch/setup/switch-setup.ts'
import { asksForSecrets } from '../runtime/serve/answering-lines.ts'
import { makeSharedFolder } from '../runtime/serve/folders.ts'
import { writePrivateSound } from '../runtime/serve/private-sounds.ts'
import { seenBySwitch } from '../runtime/serve/sounds.ts'
import { isBundle, loadBundle, type LoadedBundle } from './bundle.ts'
import { secretProblem } from './config/secrets.ts'
import { readServeConfig, withBundles, type ServeConfig } from './config/serve-config.ts'
import { EXIT, Finished, Refusal, type Said } from './exit.ts'
import { readText } from './host.ts'
import { asOwnerOf } from './folder-owner.ts'
import type { Io } from './io.ts'
import { absolutePath } from './paths.ts'
import { CONFIG_FILE } from './project.ts'
import { speechOf, trySpeech, unjoinedTexts, unspokenTexts } from './speech-trial.ts'

interface Options {
  readonly lang: MessageLanguage
  readonly json: boolean
}

interface Line {
  readonly bundle: LoadedBundle
  readonly numbers: readonly string[]
}

export function linesOf(io: Io, config: ServeConfig): readonly Line[] {
  return config.lines.map(({ bundle: folder, numbers }) => {
    const bundle = playedFrom(io, config, loadBundle(io, folder))
    return { bundle, numbers: numbers ?? bundle.machine.line.numbers.map(each => each.number) }
  })
}

/** Those whose bundle can be run, and what is wrong with the others: a version that is kept may answer in their place. */
export function runnableLines(io: Io, config: ServeConfig): { readonly lines: readonly Line[]; readonly problems: readonly Said[] } {
  const problems: Said[] = []
  const lines = config.lines.flatMap(line => {
    try {
      return linesOf(io, { ...config, lines: [line] })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      problems.push(error.in)
      return []
    }
  })
  return { lines, problems }
}

/** The node plays what lies in the copy that it keeps, once it has one. */
function playedFrom(io: Io, config: ServeConfig, bundle: LoadedBundle): LoadedBundle {
  const copy = `${config.data}/versions/${bundle.hash}`
  return isBundle(io.fs, copy) ? loadBundle(io, copy) : bundle
}

const secretOf = (env: string | null): Secret | null => (env === null ? null : { env })

/** The queues that the programs wait in, each with its music. */
function queuesOf(lines: readonly Line[], config: ServeConfig): SwitchSetup['queues'] {
  const found = new Map<string, string | null>()
  for (const { bundle } of lines) {
    for (const { name, music } of bundle.machine.queues) {
      const full = config.queues[name]
      if (full !== undefined)
        found.set(full.includes('@') ? full : `${full}@default`, music === undefined ? null : (config.music[music] ?? null))
    }
  }
  return [...found].map(([name, music]) => ({ name, music }))
}

/** As it stands in an address. */
const written = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** A node on another machine comes from its own address; one that is a name the switch's list cannot have. */
const fromElsewhere = (host: string): readonly string[] =>
  isIP(host) === 0 || host === '::1' || /^(?:127\.|0\.0\.0\.0$|::$)/.test(host) ? [] : [host]

/** Everything that FreeSWITCH needs, file by file. No secret is in it: files name the variables that have them. */
export function printFreeswitch(
  io: Io,
  bundles: readonly string[],
  { lang, json, out, force }: Options & { readonly out: string | undefined; readonly force: boolean },
): void {
  const config = withBundles(
    readServeConfig(io, { secrets: 'none' }),
    bundles.map(path => absolutePath(io.cwd, path)),
  )
  const lines = linesOf(io, config)
  const password = secretOf(config.secrets.password)
  const files = switchFiles({
    nodes: config.nodes.map(node => ({ ...node, host: written(node.host) })),
    numbers: lines.flatMap(line => line.numbers),
    context: config.context,
    token: secretOf(config.secrets.token),
    eventSocket:
      config.eventSocket === null || password === null
        ? null
        : { address: config.eventSocket.address, password, allow: config.nodes.flatMap(({ host }) => fromElsewhere(host)) },
    queues: queuesOf(lines, config),
    apology: config.apology,
  })
  if ('kind' in files)
    throw new Refusal({
      en: `the configuration of FreeSWITCH cannot be written: ${files.what} is not what can stand there (${files.reason}).`,
      zh: `无法写出 FreeSWITCH 的配置：${files.what} 不能这样写（${files.reason}）。`,
    })
  if (out !== undefined) return writeFiles(io, out, files, { lang, force })
  if (json) return io.stdout.write(`${JSON.stringify(files, null, 2)}\n`)
  for (const { path, text, why } of files) io.stdout.write(`<!-- ${path} : ${why[lang]} -->\n${text}\n`)
}

/** Files that are there and differ are somebody's own: none is written then. */
function writeFiles(
  io: Io,
  folder: string,
  files: readonly SetupFile[],
  { lang, force }: { readonly lang: MessageLanguage; readonly force: boolean },
): void {
  const full = (path: string): string => absolutePath(absolutePath(io.cwd, folder), path)
  const taken = files.filter(({ path, text }) => {
    const there = readText(io.fs, full(path))
    return 'text' in there ? there.text !== text : there.problem !== 'missing'
  })
  if (taken.length > 0 && !force) {
    const names = taken.map(({ path }) => `${folder}/${path}`).join(', ')
    throw new Refusal({
      en: `nothing was written: there are other files already (${names}). With --force these are replaced; copy first what you have changed in them.`,
      zh: `未写入任何文件：已有不同的文件（${names}）。用 --force 会替换这些文件；其中若有您自己的改动，请先备份。`,
    })
  }
  for (const file of files) {
    const { path, text, why } = file
    io.fs.write(full(path), text)
    const [en, zh] = taken.includes(file) ? [' (replaces another file)', '（替换了原有文件）'] : ['', '']
    io.stdout.write(lang === 'zh' ? `${folder}/${path}${zh}：${why.zh}\n` : `${folder}/${path}${en}: ${why.en}\n`)
  }
}

/** The node makes it when it starts: that it is not there yet is nothing to find. Where it cannot be made, the check says so. */
async function makeRecordings({ data }: ServeConfig): Promise<void> {
  await asOwnerOf(data, () => makeSharedFolder(`${data}/recordings`)).catch(() => undefined)
}

/** Where FreeSWITCH has it, and the variable of its password that docs/serve.md takes. */
const USUAL = { address: { host: '127.0.0.1', port: 8021 }, env: 'FREESWITCH_PASSWORD' } as const
/** What to paste. */
export const EVENT_SOCKET = `"eventSocket": { "address": "${USUAL.address.host}:${USUAL.address.port}", "password": { "env": "${USUAL.env}" } }`

/** Whoever has just set a switch up has not written into the configuration yet where its Event Socket is. */
function usualEventSocket({ env }: Io): NonNullable<ServeConfig['eventSocket']> {
  const password = env[USUAL.env]
  if (password !== undefined && password !== '') {
    const wrong = secretProblem('password', 'doctor', USUAL.env, password)
    if (wrong !== null) throw new Refusal(wrong)
    return { address: USUAL.address, password }
  }
  throw new Refusal({
    en: `doctor looks at the switch through its Event Socket, and serve.eventSocket is not in ${CONFIG_FILE}: set ${USUAL.env} to the password of event_socket.conf.xml, and doctor looks at 127.0.0.1:8021; or write into “serve”\n    ${EVENT_SOCKET}`,
    zh: `doctor 通过交换机的 Event Socket 检查，而 ${CONFIG_FILE} 中没有 serve.eventSocket：请把 ${USUAL.env} 设为 event_socket.conf.xml 中的口令，doctor 就会检查 127.0.0.1:8021；或在“serve”中写入\n    ${EVENT_SOCKET}`,
  })
}

/**
 * The switch may be all right, and the node still takes calls from whoever says that he is one; a line that asks for secrets it does not
 * answer at all.
 */
const notLookedUp = (asksSecrets: boolean): Finding => ({
  slug: 'event-socket-configured',
  state: asksSecrets ? 'fail' : 'warn',
  said: {
    en: `the node does not look its calls up at the switch, nor whether callers’ keys are in its log${asksSecrets ? ', and so answers no line that asks for secrets' : ''}: serve.eventSocket is not in ${CONFIG_FILE}`,
    zh: `节点不会在交换机上核对来电，也不检查其日志中是否有按键${asksSecrets ? '，因此不应答会询问密码的线路' : ''}：${CONFIG_FILE} 中没有 serve.eventSocket`,
  },
  fix: { en: `write into “serve”: ${EVENT_SOCKET}`, zh: `在“serve”中写入：${EVENT_SOCKET}` },
})

const bundleFinding = (problem: Said): Finding => ({
  slug: 'bundle',
  state: 'fail',
  said: problem,
  fix: {
    en: 'mend the bundle, then “callwright deploy”: until then its line answers with the version that is kept, if there is one, and what it needs of the switch is not looked at',
    zh: '修好产物包后运行“callwright deploy”：在此之前该线路由所保存的版本应答（如有），其对交换机的要求未作检查',
  },
})

/** What the node speaks itself, which no switch knows of. */
const speechFinding = (problems: readonly Said[]): Finding => ({
  slug: 'speech',
  state: problems.length === 0 ? 'ok' : 'fail',
  said: problems.length === 0 ? { en: 'texts without a recording can be spoken', zh: '没有录音的文本能够合成' } : unspokenTexts(problems),
  fix: {
    en: 'install the engine that serve.speech names, or build with recordings (callwright build --speech)',
    zh: '安装 serve.speech 指定的引擎，或用录音构建（callwright build --speech）',
  },
})

const joinedFinding = (problems: readonly Said[]): Finding => ({
  slug: 'private-recordings',
  state: problems.length === 0 ? 'ok' : 'fail',
  said:
    problems.length === 0
      ? { en: 'recordings that say private values can be joined for a call', zh: '播报私密值的录音能够为通话合并' }
      : unjoinedTexts(problems),
  fix: null,
})

/** Looks at the switch; exit 1 where something has to be done. */
export async function examine(io: Io, { lang, json }: Options): Promise<void> {
  const config = readServeConfig(io, { secrets: 'all' })
  const eventSocket = config.eventSocket ?? usualEventSocket(io)
  const { lines, problems } = runnableLines(io, config)
  await makeRecordings(config)
  const trial = await trySpeech({
    config,
    speech: speechOf(io, config),
    lines: lines.map(({ bundle }) => bundle),
    write: (folder, pieces, name) => asOwnerOf(folder, () => writePrivateSound(folder, pieces, name)),
  })
  const needs = needsOf(config, lines)
  const found = await examineSwitch({
    eventSocket,
    needs: trial.file === null ? needs : { ...needs, sounds: [...needs.sounds, seenBySwitch(config.mounts, trial.file)] },
    ...(json ? {} : { onFinding: finding => sayFinding(io, finding, lang) }),
  })
  trial.end()
  const [reached, ...others] = found
  if (!json && reached?.state === 'fail')
    io.stdout.write(lang === 'zh' ? `– 其余 ${others.length} 项未能检查。\n` : `– the ${others.length} other checks were not made.\n`)
  const ours = [
    ...(config.eventSocket === null ? [notLookedUp(lines.some(({ bundle }) => asksForSecrets(bundle.machine)))] : []),
    ...(trial.spoken === null ? [] : [speechFinding(trial.spoken)]),
    ...(trial.joined === null ? [] : [joinedFinding(trial.joined)]),
    ...problems.map(bundleFinding),
  ]
  const findings = [...found, ...ours]
  if (!json) for (const finding of ours) sayFinding(io, finding, lang)
  if (json) io.stdout.write(`${JSON.stringify(findings, null, 2)}\n`)
  const bad = findings.filter(each => each.state === 'fail').length
  if (!json)
    io.stdout.write(lang === 'zh' ? `${findings.length} 项检查，${bad} 项不通过。\n` : `${findings.length} checks, ${bad} failed.\n`)
  if (bad > 0) throw new Finished(EXIT.findings)
}

export function needsOf(config: ServeConfig, lines: readonly Line[]): Needs {
  const queues = queuesOf(lines, config)
  const languages = new Set(lines.flatMap(line => line.bundle.machine.line.languages))
  const { speech } = config
  return {
    node: config.advertise,
    listen: config.listen,
    nodes: config.nodes,
    token: config.token,
    numbers: lines.flatMap(line => line.numbers),
    context: config.context,
    queues: queues.map(each => each.name),
    music: queues.flatMap(each => (each.music === null ? [] : [each.music])),
    speech:
      speech?.kind === 'freeswitch'
        ? { engine: speech.engine, voices: [...languages].flatMap(tag => speech.voices[tag] ?? speech.voices[tag.split('-')[0]!] ?? []) }
        : null,
    files: lines.flatMap(line => recordingsOf(line.bundle).map(path => seenBySwitch(config.mounts, path))),
    sounds: lines.flatMap(line => firstRecording(line.bundle).map(path => seenBySwitch(config.mounts, path))),
    recordings: { there: seenBySwitch(config.mounts, `${config.data}/recordings`), here: `${config.data}/recordings` },
    gateways: [...new Set(config.numbers.trunks.flatMap(({ to }) => (to.kind === 'gateway' ? [to.gateway] : [])))],
    profiles: [...new Set(config.numbers.trunks.flatMap(({ to }) => (to.kind === 'host' ? [to.profile] : [])))],
    domains: [...new Set(config.numbers.trunks.flatMap(({ to }) => (to.kind === 'user' ? [to.domain] : [])))],
    calls: config.limits.calls,
  }
}

const recordingsOf = ({ recordings }: LoadedBundle): readonly string[] =>
  Object.values(recordings).flatMap(languages => Object.values(languages).map(each => each.file))

const firstRecording = ({ recordings }: LoadedBundle): readonly string[] =>
  Object.values(recordings)
    .slice(0, 1)
    .flatMap(languages => Object.values(languages).map(each => each.file))

const MARKS = { ok: '✓', warn: '!', fail: '✗', skipped: '–' }

function sayFinding(io: Io, { state, said, fix }: Finding, lang: MessageLanguage): void {
  // Where the switch is not reached, that is said once.
  if (said === NOT_LOOKED.said) return
  io.stdout.write(`${MARKS[state]} ${said[lang]}\n`)
  if (fix !== null && state !== 'ok') io.stdout.write(`    ${fix[lang]}\n`)
}
