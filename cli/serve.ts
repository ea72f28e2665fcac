// `callwright serve`: the node as this machine runs it, from its configuration to its end.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { createTrace } from '../runtime/call/trace.ts'
import { prepare } from '../runtime/core/index.ts'
import { createAdmin } from '../runtime/serve/admin.ts'
import { createLogger, leavingOut, strayError, type Logger } from '../runtime/serve/log.ts'
import { createMetrics, type Metrics } from '../runtime/serve/metrics.ts'
import { createNode, type Node } from '../runtime/serve/node.ts'
import { createSettings } from '../runtime/serve/settings.ts'
import { createSwitchboard, type SwitchboardConfig } from '../runtime/serve/switchboard.ts'
import type { Speech } from '../runtime/serve/sounds.ts'
import { createTraceFiles, type TraceFiles } from '../runtime/serve/trace-files.ts'
import { createVersions, type BundleReader } from '../runtime/serve/versions.ts'
import { loadBundle } from './bundle.ts'
import { readServeConfig, shownAddress as shown, type Address, type ServeConfig } from './config/serve-config.ts'
import { languagesOf, linesOf, needsOf } from './switch-setup.ts'
import { examineSwitch, type Finding } from '../runtime/freeswitch/setup/doctor.ts'
import { EXIT, Finished, Refusal, type Said } from './exit.ts'
import type { Io } from './io.ts'
import { logLines } from './log-lines.ts'
import { absolutePath } from './paths.ts'
import { openAnswers, openBanks, together, type Bank } from './serve-bank.ts'
import { speechOf, trySpeech } from './speech-trial.ts'
import { systemClock } from './system-clock.ts'
import { VERSION } from './version.ts'

export interface ServeSettings {
  readonly lang: MessageLanguage
  /** A file that answers in the place of all banks. */
  readonly answers?: string
}

/** Runs until it is told to stop, then lets the calls in progress end. */
export async function serve(io: Io, bundles: readonly string[], { lang, answers }: ServeSettings): Promise<void> {
  const config = withBundles(
    readServeConfig(io),
    bundles.map(path => absolutePath(io.cwd, path)),
  )
  const metrics = createMetrics()
  const log = openLog(io, config, metrics)
  const bank = answers === undefined ? await openBanks(io, config, log, systemClock) : openAnswers(io, answers, systemClock, lang)
  const speech = speechOf(io, config)
  const switchboard = createSwitchboard({ config: switchboardConfig(config, speech), log, metrics, clock: systemClock })
  const traces =
    config.traces === null ? null : createTraceFiles({ ...config.traces, now: systemClock.now, trouble: said => log.error(said.en) })
  const node = openNode(io, config, { bank, log, metrics, traces })
  const started = node.start()
  const refused = started.flatMap(each => (each.kind === 'refused' ? [each.problem] : []))
  if (refused.length === started.length) throw new Refusal(together(refused))
  const admin = createAdmin({ operations: node, log, token: config.adminToken })
  await listening(resolve => admin.listen(config.admin.port, config.admin.host, resolve), admin, config.admin, 'serve.admin')
  await demandHiddenKeys(io, config, node, log)
  const failed = await switchboard.listen(node)
  if (failed !== null) {
    admin.close()
    throw new Refusal(notListening('serve.listen', config.listen, failed))
  }
  for (const line of node.status().lines) {
    const numbers = line.numbers.join(', ')
    io.stderr.write(
      lang === 'zh'
        ? `${line.line}（${numbers}）：版本 ${line.version.slice(0, 12)} 开始应答，监听 ${shown(config.listen)}；状态与指标见 http://${shown(config.admin)}/\n`
        : `${line.line} (${numbers}): version ${line.version.slice(0, 12)} answers on ${shown(config.listen)}; status and metrics on http://${shown(config.admin)}/\n`,
    )
  }
  if (answers !== undefined) io.stderr.write(bank.notes())
  void tellOfSpeech(io, config, speech, log)
  const reload = (): void => void node.deploy(null, null, false)
  process.on('SIGHUP', reload)
  await new Promise<void>(resolve => {
    if (io.stop.aborted) return resolve()
    io.stop.addEventListener('abort', () => resolve())
  })
  process.off('SIGHUP', reload)
  // It is closed when the last call has gone.
  void switchboard.close()
  const { hungUp } = await node.drain(config.drain)
  const { unsettled } = node.status()
  if (unsettled > 0)
    log.error({ unsettled }, 'the node ends, and nobody goes on with transactions whose outcome is not known: ask the bank by their keys')
  log.info({ hungUp }, 'the node ends')
  admin.close()
  admin.closeAllConnections()
  bank.close()
  switchboard.end()
  await traces?.end()
  // To be told to stop is how it ends.
  throw new Finished(EXIT.fine)
}

/** From here on the calls in hand outlive a log that cannot be written, and errors of whatever runs beside them. */
function openLog(io: Io, config: ServeConfig, metrics: Metrics): Logger {
  let log: Logger | null = null
  const write = io.outlive((error, from) => {
    metrics.strays.inc({ from })
    log?.error(
      { from, err: strayError(error) },
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

/** ms between two looks at a switch that is not there yet. */
const LOOK_AGAIN = 5000

/** Of those configured: a bundle that was refused has been told of, and the others answer. */
const runningLines = (io: Io, config: ServeConfig): ReturnType<typeof linesOf> =>
  config.lines.flatMap(line => {
    try {
      return linesOf(io, { ...config, lines: [line] }, [])
    } catch (error) {
      if (error instanceof Refusal) return []
      throw error
    }
  })

/** Calls are answered all the same: what has a recording is heard. */
async function tellOfSpeech(io: Io, config: ServeConfig, speech: Speech | null, log: Logger): Promise<void> {
  const trial = await trySpeech(speech, languagesOf(runningLines(io, config)))
  trial.end()
  for (const { en } of trial.problems) log.error(`texts without a recording are not heard: ${en}`)
}

/**
 * Lines that ask for secrets answer only for a switch that keeps callers' keys out of its log (semantics §8): what a caller types ahead
 * cannot be known to be secret. Waits for a switch that is not there yet.
 */
async function demandHiddenKeys(io: Io, config: ServeConfig, node: Node, log: Logger): Promise<void> {
  const { eventSocket } = config
  if (!node.asksSecrets()) return
  if (eventSocket === null) {
    log.warn('serve.eventSocket is not configured: nobody looks whether the switch writes what callers press into its log')
    return
  }
  let told = ''
  while (!io.stop.aborted) {
    const findings = await examineSwitch({
      eventSocket,
      needs: needsOf(config, runningLines(io, config)),
      only: ['log-keys', 'keys-by-rfc4733'],
    })
    const failed = findings.filter(each => each.state === 'fail')
    const [first] = failed
    if (first === undefined) return
    if (failed.some(({ slug }) => slug === 'log-keys'))
      throw new Refusal(together(failed.map(finding => demand(eventSocket.address, finding))))
    // It may be starting only now.
    const said = demand(eventSocket.address, first).en
    if (said !== told) log.error(`no call is taken yet: ${said}`)
    told = said
    await io.sleep(LOOK_AGAIN, io.stop)
  }
}

const demand = (address: Address, { said, fix }: Finding): Said => ({
  en: `the switch at ${shown(address)}: ${said.en}, and this line asks callers for secrets; ${fix?.en ?? ''}.`,
  zh: `${shown(address)} 的交换机：${said.zh}，而这条线路会向来电者询问密码；${fix?.zh ?? ''}。`,
})

/** Bundles that were named run in the place of those configured; one that is configured keeps its numbers. */
function withBundles(config: ServeConfig, bundles: readonly string[]): ServeConfig {
  if (bundles.length === 0) return config
  return {
    ...config,
    lines: bundles.map(bundle => ({ bundle, numbers: config.lines.find(line => line.bundle === bundle)?.numbers ?? null })),
  }
}

const notListening = (place: string, address: Address, why: string): Said => ({
  en: `${place}: ${shown(address)} cannot be listened on (${why}): is another node running there?`,
  zh: `${place}：无法监听 ${shown(address)}（${why}）：是否已有别的节点在运行？`,
})

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
  connections: config.limits.connections + config.limits.calls,
  speech,
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
  readonly log: Logger
  readonly metrics: Metrics
  readonly traces: TraceFiles | null
}

function openNode(io: Io, config: ServeConfig, { bank, log, metrics, traces }: Parts): Node {
  const read: BundleReader = folder => {
    try {
      const { hash, machine, recordings } = loadBundle(io, folder)
      const problems = bank.check(machine)
      if (problems.length > 0) return { problem: together(problems) }
      return { hash, machine, recordings }
    } catch (error) {
      if (error instanceof Refusal) return { problem: error.in }
      throw error
    }
  }
  return createNode({
    lines: config.lines,
    versions: createVersions({
      folder: `${config.data}/versions`,
      read,
      now: systemClock.now,
      prepare: machine => prepare(machine, { trace: true, marks: traces !== null }),
    }),
    settings: createSettings({ folder: config.data, now: systemClock.now }),
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
}
