// `callwright serve`: the node as this machine runs it, from its configuration to its end.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../machine/format.ts'
import { createTrace } from '../runtime/call/trace.ts'
import { prepare } from '../runtime/core/index.ts'
import { shownAddress as shown } from '../runtime/serve/address.ts'
import { createAdmin } from '../runtime/serve/admin.ts'
import { watchClock } from '../runtime/serve/clock-watch.ts'
import { createLogger, leavingOut, shownError, type Logger } from '../runtime/serve/log.ts'
import { createMetrics, type Metrics } from '../runtime/serve/metrics.ts'
import { createNode, type Incoming, type Node } from '../runtime/serve/node.ts'
import { claimFolder, type Claim } from '../runtime/serve/own-folder.ts'
import type { NodeStatus } from '../runtime/serve/operations.ts'
import { UnreadableFile } from '../runtime/serve/own-files.ts'
import { createSettings } from '../runtime/serve/settings.ts'
import { createSwitchboard, type Switchboard, type SwitchboardConfig } from '../runtime/serve/switchboard.ts'
import type { Speech } from '../runtime/serve/sounds.ts'
import { speaksPrivate, type RecordingList } from '../runtime/speech/reading/index.ts'
import { createTraceFiles, type TraceFiles } from '../runtime/serve/trace-files.ts'
import { createVersions, type BundleReader } from '../runtime/serve/versions.ts'
import { loadBundle } from './bundle.ts'
import { readServeConfig, withBundles, type Address, type ServeConfig } from './config/serve-config.ts'
import { EXIT, Finished, Refusal, type Said } from './exit.ts'
import { createHiddenKeys, type HiddenKeys } from './hidden-keys.ts'
import type { Io } from './io.ts'
import { logLines } from './log-lines.ts'
import { absolutePath } from './paths.ts'
import { openAnswers, openBanks, together, type Bank } from './serve-bank.ts'
import { speechOf, spokenFolder, trySpeech, unjoinedTexts, unspokenTexts } from './speech-trial.ts'
import { systemClock } from './system-clock.ts'
import { VERSION } from './version.ts'

export interface ServeSettings {
  readonly lang: MessageLanguage
  /** A file that answers in the place of all banks. */
  readonly answers?: string
}

/** Runs until it is told to stop, then lets the calls in progress end. */
export async function serve(io: Io, bundles: readonly string[], settings: ServeSettings): Promise<void> {
  const config = withBundles(
    readServeConfig(io, { secrets: 'all' }),
    bundles.map(path => absolutePath(io.cwd, path)),
  )
  const giveBack = claimFolder(config.data)
  if (typeof giveBack === 'string') throw new Refusal(anothersFolder(config.data, giveBack))
  try {
    await run(io, config, settings)
  } finally {
    giveBack()
  }
}

async function run(io: Io, config: ServeConfig, { lang, answers }: ServeSettings): Promise<void> {
  const metrics = createMetrics()
  const log = openLog(io, config, metrics)
  const bank = answers === undefined ? await openBanks(io, config, log, systemClock) : openAnswers(io, answers, systemClock, lang)
  const speech = speechOf(io, config)
  const keys = createHiddenKeys({ io, config, log, asksSecrets: () => node.asksSecrets(), isTrial: answers !== undefined })
  const switchboard = createSwitchboard({
    config: switchboardConfig(config, speech),
    log,
    metrics,
    clock: systemClock,
    reached: keys.reached,
  })
  const traces =
    config.traces === null ? null : createTraceFiles({ ...config.traces, now: systemClock.now, trouble: said => log.error(said.en) })
  const { node, answering } = openOrRefuse(() => openNode(io, config, { bank, keys, log, metrics, traces }))
  const started = node.start()
  const refused = started.flatMap(each => (each.kind === 'refused' ? [each.problem] : []))
  if (refused.length === started.length) throw new Refusal(together(refused))
  const tellOfConfig = configWarnings({
    bank,
    speech,
    log,
    machines: () => answering().map(({ machine }) => machine),
    lines: config.lines.length,
  })
  tellOfConfig()
  const operations = operationsOf(node, keys, switchboard, tellOfConfig)
  // From here on, as whoever asks for it may do so while the switch is waited for; in the end, too, when calls go on to theirs.
  const reload = (): void => {
    if (!io.stop.aborted) void operations.deploy(null, false)
  }
  process.on('SIGHUP', reload)
  const admin = createAdmin({ operations, log, token: config.adminToken })
  await listening(resolve => admin.listen(config.admin.port, config.admin.host, resolve), admin, config.admin, 'serve.admin')
  await keys.demand()
  if (!io.stop.aborted) {
    const failed = await switchboard.listen({ answer: incoming => (keys.why() === null ? node.answer(incoming) : leave(incoming)) })
    if (failed !== null) {
      admin.close()
      throw new Refusal(notListening('serve.listen', config.listen, failed))
    }
    operations.takeCalls()
    tellOfLines()
  }
  const unwatch = watchClock(systemClock, log)
  await new Promise<void>(resolve => {
    if (io.stop.aborted) return resolve()
    io.stop.addEventListener('abort', () => resolve())
  })
  // It is closed when the last call has gone.
  void switchboard.close()
  const { hungUp } = await node.drain(config.drain)
  const { unsettled } = node.status()
  if (unsettled > 0)
    log.error(
      { unsettled },
      'the node ends, and nobody goes on with transactions whose outcome is not known: ask the bank by their idempotencyKey, which stands here where each was sent',
    )
  log.info({ hungUp }, 'the node ends')
  unwatch()
  admin.close()
  admin.closeAllConnections()
  bank.close()
  // A disk that stands still must not keep the process.
  await Promise.race([Promise.all([switchboard.end(), traces?.end()]), io.sleep(5000)])
  process.off('SIGHUP', reload)
  // To be told to stop is how it ends.
  throw new Finished(EXIT.fine)

  function tellOfLines(): void {
    for (const line of node.status().lines) {
      const numbers = line.numbers.join(', ')
      io.stderr.write(
        lang === 'zh'
          ? `${line.line}（${numbers}）：版本 ${line.version.slice(0, 12)} 开始应答，监听 ${shown(config.listen)}；状态与指标见 http://${shown(config.admin)}/\n`
          : `${line.line} (${numbers}): version ${line.version.slice(0, 12)} answers on ${shown(config.listen)}; status and metrics on http://${shown(config.admin)}/\n`,
      )
    }
    if (answers !== undefined) io.stderr.write(bank.notes())
    void tellOfSpeech({ config, speech, lines: answering() }, log)
  }

  function leave({ called, id, refuse }: Incoming): null {
    metrics.refused.inc({ why: 'not ready' })
    log.warn({ called, call: id }, 'a call was not taken: the switch’s log has keys that callers press')
    refuse('not ready')
    return null
  }
}

/** What the node wrote itself and cannot read again is for the operator to mend. */
function openOrRefuse<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Refusal(error.said)
    throw error
  }
}

/** The node's, as operators see them: it is ready when calls come to it, and a version is looked at together with the switch. */
function operationsOf(node: Node, keys: HiddenKeys, switchboard: Switchboard, tellOfConfig: () => void) {
  let taken = false
  const whyNot = (): Said | null => keys.why() ?? switchboard.why()
  const isTaken = (): boolean => taken && whyNot() === null
  // Also where some were refused: the others are in force.
  const told = <T>(done: T): T => {
    tellOfConfig()
    return done
  }
  return {
    ...node,
    takeCalls: (): void => void (taken = true),
    isReady: () => isTaken() && node.isReady(),
    status: (): NodeStatus => {
      const status = node.status()
      if (status.state !== 'ready' || isTaken()) return status
      const why = whyNot()
      return { ...status, state: 'starting', ...(why === null ? {} : { why }) }
    },
    deploy: (...given: Parameters<Node['deploy']>) => keys.before(() => told(node.deploy(...given))),
    rollback: (...given: Parameters<Node['rollback']>) => keys.before(() => told(node.rollback(...given))),
  }
}

interface Warned extends Pick<Parts, 'bank' | 'log'> {
  readonly speech: Speech | null
  /** Of the lines that answer. */
  readonly machines: () => readonly Machine[]
  /** How many are configured. */
  readonly lines: number
}

const SPOKEN_BY_SWITCH: Said = {
  en: 'serve.speech is an engine of FreeSWITCH, and private values are spoken: what has no recording is handed to it in words, which stand in events and records of calls, and with mod_tts_commandline in the list of processes. An engine of Callwright (espeak-ng, a service) tells them to nobody.',
  zh: 'serve.speech 使用的是 FreeSWITCH 的引擎，而线路会播报私密值：没有录音的内容以文字交给它，这些文字会出现在事件和通话记录中，使用 mod_tts_commandline 时还会出现在进程列表中。Callwright 的引擎（espeak-ng 或语音服务）不会泄露这些内容。',
}

/** Says in the log what of the configuration is to be looked at; what has not changed is not said again. */
function configWarnings({ bank, speech, log, machines, lines }: Warned): () => void {
  let before: ReadonlySet<string> = new Set()
  return () => {
    const all = machines()
    // What a line asks for that was refused is not known.
    const unused = all.length < lines ? [] : bank.unused(all)
    const spoken = speech?.kind === 'freeswitch' && all.some(speaksPrivate) ? [SPOKEN_BY_SWITCH] : []
    const now = [...unused, ...bank.unclosed(all), ...spoken].map(({ en }) => en)
    for (const said of now) if (!before.has(said)) log.warn(said)
    before = new Set(now)
  }
}

/** From here on the calls in hand outlive a log that cannot be written, and errors of whatever runs beside them. */
function openLog(io: Io, config: ServeConfig, metrics: Metrics): Logger {
  let log: Logger | null = null
  const write = io.outlive((error, from) => {
    metrics.strays.inc({ from })
    log?.error(
      { from, err: shownError(error) },
      'an error that nobody caught, a fault of Callwright or of the module of a bank; calls go on',
    )
  })
  const { isTTY } = io.stdout
  const to = leavingOut(
    text => write(isTTY ? logLines(text) : text),
    () => metrics.logLost.inc(),
  )
  return (log = createLogger(config.log, to))
}

/** Calls are answered all the same: what can be heard is. */
async function tellOfSpeech(trial: Parameters<typeof trySpeech>[0], log: Logger): Promise<void> {
  const { spoken, joined, end } = await trySpeech(trial)
  end()
  if (spoken !== null && spoken.length > 0) log.error(unspokenTexts(spoken).en)
  if (joined !== null && joined.length > 0) log.error(unjoinedTexts(joined).en)
}

const notListening = (place: string, address: Address, why: string): Said => ({
  en: `${place}: ${shown(address)} cannot be listened on (${why}): is another node running there?`,
  zh: `${place}：无法监听 ${shown(address)}（${why}）：是否已有别的节点在运行？`,
})

function anothersFolder(folder: string, whose: Exclude<Claim, () => void>): Said {
  if (whose === 'another node')
    return {
      en: `serve.data: ${folder} is that of another node, which runs or is still ending (it has the lock on node.lock there): each keeps its versions and settings in a folder of its own.`,
      zh: `serve.data：${folder} 属于另一个正在运行或尚未结束的节点（它持有其中 node.lock 的锁）：每个节点须有自己的文件夹来保存版本和设置。`,
    }
  return {
    en: `serve.data: ${folder} is that of another user’s node: its node.lock may not be read and written. Give the folder with all that is in it to the user that this node runs as (chown -R), or name another one.`,
    zh: `serve.data：${folder} 属于其他用户的节点：无法读写其中的 node.lock。请把该文件夹及其中全部内容交给运行本节点的用户（chown -R），或改用其他文件夹。`,
  }
}

function listening(start: (done: () => void) => void, server: NodeJS.EventEmitter, address: Address, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Refusal(notListening(place, address, error.code ?? error.message))))
    start(resolve)
  })
}

const switchboardConfig = (config: ServeConfig, speech: Speech | null): SwitchboardConfig => ({
  listen: config.listen,
  alive: config.nodes.length > 1 ? config.advertise : null,
  allow: config.allow,
  token: config.token,
  eventSocket: config.eventSocket,
  connections: config.limits.connections,
  speech,
  spoken: spokenFolder(config),
  mounts: config.mounts,
  music: config.music,
  trunks: config.numbers.trunks,
  mayDial: config.numbers.allow,
  transferBy: config.numbers.transfer,
  queues: config.queues,
  recordings: `${config.data}/recordings`,
  recordCalls: config.recordCalls,
})

interface Parts {
  readonly bank: Bank
  readonly keys: HiddenKeys
  readonly log: Logger
  readonly metrics: Metrics
  readonly traces: TraceFiles | null
}

interface Answering {
  readonly machine: Machine
  readonly recordings: RecordingList
}

/** `answering`: what of the versions that answer is looked at beside the calls. */
function openNode(
  io: Io,
  config: ServeConfig,
  { bank, keys, log, metrics, traces }: Parts,
): { readonly node: Node; readonly answering: () => readonly Answering[] } {
  const read: BundleReader = folder => {
    try {
      const { hash, machine, recordings, files } = loadBundle(io, folder)
      const problems = bank.check(machine)
      if (problems.length > 0) return { problem: together(problems) }
      const visible = keys.check(machine)
      if (visible !== null) return { problem: visible }
      return { hash, machine, recordings, files }
    } catch (error) {
      if (error instanceof Refusal) return { problem: error.in }
      throw error
    }
  }
  const versions = createVersions({
    folder: `${config.data}/versions`,
    read,
    now: systemClock.now,
    prepare: machine => prepare(machine, { trace: true, marks: traces !== null }),
  })
  const node = createNode({
    lines: config.lines,
    versions,
    settings: createSettings({ folder: config.data, clock: systemClock }),
    metrics,
    log,
    clock: systemClock,
    backends: ({ prepared }) => bank.bind(prepared),
    observe: (version, incoming) => {
      const forget = { ended: () => bank.forget(incoming.id) }
      if (traces === null) return [forget]
      return [forget, createTrace({ machine: version.prepared.machine, bundle: version.hash, write: traces.open() })]
    },
    limits: config.limits,
    listen: shown(config.listen),
    callwright: VERSION,
  })
  return { node, answering: () => versions.lines().map(({ prepared, recordings }) => ({ machine: prepared.machine, recordings })) }
}
