// The node: the lines that answer, the calls in progress, what operators change. It knows no switch and no socket: whoever has a call
// hands it over, with a way to open its line.
import type { Backends } from '../call/backends.ts'
import { createCall, type Call } from '../call/call.ts'
import type { Clock } from '../call/clock.ts'
import type { OpenLine } from '../call/line.ts'
import type { CallObserver } from '../call/observer.ts'
import type { Machine } from '../../machine/format.ts'
import { convertJson } from '../../machine/json-values.ts'
import { maskValue } from '../../machine/mask.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import type { Value } from '../../machine/values.ts'
import { createCallReport } from './call-report.ts'
import { describeRefused } from './deployments.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { misfitOf } from './misfit.ts'
import type { CallStatus, Deployment, Done, LineStatus, NodeStatus, Operations, SetRequest, SettingStatus } from './operations.ts'
import type { Said } from './said.ts'
import { isSame, type Change, type Settings } from './settings.ts'
import { readUntil, writtenOn } from './until.ts'
import type { Deployed, Started, Version, Versions } from './versions.ts'

/** A call that somebody hands over. */
export interface Incoming {
  /** `call.id`: another for each time that a channel is answered, as each begins the program anew. */
  readonly id: string
  /** What it is for the switch, which may hand it over again. */
  readonly channel: string
  readonly caller: string | null
  readonly called: string
  /** Its line, on a version: with the version's sounds and names. */
  readonly open: (version: Version) => OpenLine
  /** It is not answered: `busy` comes back later, `unknown` never. */
  readonly refuse: (why: 'unknown number' | 'too many calls' | 'not ready') => void
}

export interface NodeOptions {
  /** As configured: where each line's bundle lies, and the numbers that it answers (null: those of its program). */
  readonly lines: readonly { readonly bundle: string; readonly numbers: readonly string[] | null }[]
  readonly versions: Versions
  readonly settings: Settings
  readonly metrics: Metrics
  readonly log: Logger
  readonly clock: Clock
  /** Bound once for each version. */
  readonly backends: (version: Version) => Backends
  /** A trace, a journal, a test's eyes. */
  readonly observe: (version: Version, incoming: Incoming, settings: Readonly<Record<string, unknown>>) => readonly CallObserver[]
  readonly limits: { readonly calls: number }
  readonly listen: string
  readonly callwright: string
}

export interface Node extends Operations {
  /** Puts every configured bundle in force, or what was in its place. What is refused is said, and the others answer. */
  readonly start: () => readonly Started[]
  readonly answer: (incoming: Incoming) => Call | null
  readonly calls: () => number
  /** A line in force asks callers for something secret. */
  readonly asksSecrets: () => boolean
  /** No new calls from now on; resolves when the last one is over, or after `ms` when those that remain were hung up. */
  readonly drain: (ms: number) => Promise<{ readonly hungUp: number }>
}

interface Running {
  readonly call: Call
  readonly version: Version
  readonly incoming: Incoming
  readonly since: number
}

/** Whether a program asks its callers for something secret. */
export const asksForSecrets = (machine: Machine): boolean =>
  machine.listeners.some(listener => listener.kind === 'collect' && listener.secret)

export function createNode(options: NodeOptions): Node {
  const { versions, settings, metrics, log, clock, limits } = options
  /** By their ids. */
  const running = new Map<string, Running>()
  /** Who has each channel, by the call's id. */
  const channels = new Map<string, string>()
  /** Calls that are not over; what banks have not settled goes on behind others. */
  let inProgress = 0
  const bound = new WeakMap<Version, Backends>()
  const since = clock.now()
  /** Line → where its bundle is configured to lie, and its numbers. */
  const configured = new Map<string, { readonly bundle: string; readonly numbers: readonly string[] | null }>()
  let state: NodeStatus['state'] = 'starting'
  let drained: (() => void) | null = null

  function backendsOf(version: Version): Backends {
    let found = bound.get(version)
    if (!found) bound.set(version, (found = options.backends(version)))
    return found
  }

  const numbersOf = (version: Version): readonly string[] =>
    configured.get(version.line)?.numbers ?? version.prepared.machine.line.numbers.map(each => each.number)

  /** The line that a number belongs to. All are its where it is configured alone: the numbers of one that was refused are not. */
  function versionFor(called: string): Version | null {
    const all = versions.lines()
    return (
      all.find(version => numbersOf(version).includes(called)) ??
      (options.lines.length === 1 && all.length === 1 && configured.get(all[0]!.line)?.numbers === null ? all[0]! : null)
    )
  }

  // ---------------------------------------------------------------------------------------------- calls

  function answer(incoming: Incoming): Call | null {
    const refuse = (why: Parameters<Incoming['refuse']>[0], said: string): null => {
      metrics.refused.inc({ why })
      log.warn({ called: incoming.called, call: incoming.id }, said)
      incoming.refuse(why)
      return null
    }
    if (state !== 'ready') return refuse('not ready', 'a call was not taken: the node is not ready')
    if (inProgress >= limits.calls)
      return refuse('too many calls', `a call was not taken: there are ${limits.calls} already; raise serve.limits.calls or add a node`)
    const version = versionFor(incoming.called)
    if (!version)
      return refuse(
        'unknown number',
        `a call was not taken: no line has the number ${incoming.called}; add it to serve.lines or correct the dialplan`,
      )
    // A channel that is handed over again, by a switch that lost the socket, say, has one call at a time.
    running.get(channels.get(incoming.channel) ?? '')?.call.end()
    return begin(incoming, version)
  }

  function begin(incoming: Incoming, version: Version): Call {
    const { machine } = version.prepared
    const inForce = settings.inForce(version.line, incoming.called)
    const callLog = log.child({ call: incoming.id, line: version.line, version: version.hash.slice(0, 12) })
    const labels = { line: version.line, version: version.hash.slice(0, 12) }
    callLog.info({ called: incoming.called }, 'a call begins')
    metrics.active.inc(labels)
    const call = createCall({
      prepared: version.prepared,
      start: { id: incoming.id, caller: incoming.caller, called: incoming.called, settings: inForce },
      open: incoming.open(version),
      backends: backendsOf(version),
      clock,
      observers: [
        createCallReport({ call: incoming.id, machine, metrics, log: callLog }),
        {
          ended: () => {
            inProgress--
            metrics.active.dec(labels)
          },
        },
        ...options.observe(version, incoming, inForce),
      ],
    })
    inProgress++
    const entry: Running = { call, version, incoming, since: clock.now() }
    running.set(incoming.id, entry)
    channels.set(incoming.channel, incoming.id)
    // What a bank has not settled yet goes on behind the call.
    void call.done.then(() => {
      if (running.get(incoming.id) === entry) running.delete(incoming.id)
      if (channels.get(incoming.channel) === incoming.id) channels.delete(incoming.channel)
      if (running.size === 0) drained?.()
    })
    return call
  }

  // ---------------------------------------------------------------------------------------------- versions

  /** The versions that calls are on. */
  const playing = (): ReadonlySet<string> => new Set([...running.values()].map(({ version }) => version.hash))

  const isConfigured = (folder: string): boolean => options.lines.some(({ bundle }) => bundle === folder)

  function deployFolder(folder: string, numbers: readonly string[] | null, again: boolean): Deployed {
    const deployed = versions.deploy(folder, { again, playing: playing() })
    noteFolder(folder, numbers, deployed)
    return deployed
  }

  function noteFolder(folder: string, numbers: readonly string[] | null, deployed: Started): void {
    if (deployed.kind === 'refused') {
      const goesOn = versions.lines().length === 0 ? '' : ', and what answered before goes on'
      log.error({ bundle: folder }, `a bundle was refused${goesOn}: ${deployed.problem.en}`)
      return
    }
    const { line } = deployed.version
    if (isConfigured(folder)) {
      for (const [other, { bundle }] of configured) if (bundle === folder && other !== line) retire(other, folder, line)
      configured.set(line, { bundle: folder, numbers })
    }
    noteVersion(deployed, folder)
    if (!configured.has(line))
      log.warn({ line, bundle: folder }, 'the line is not configured, and answers only until the node ends: add its bundle to serve.lines')
  }

  /** Its program has another name now: it is not to go on answering the same numbers. */
  function retire(line: string, bundle: string, now: string): void {
    configured.delete(line)
    versions.retire(line)
    log.warn({ line, bundle }, `the line answers no more: its bundle is the line ${now} now; calls in progress end on their version`)
  }

  function tellOfDoubleNumbers(): void {
    const taken = new Map<string, string>()
    for (const version of versions.lines()) {
      for (const number of numbersOf(version)) {
        const other = taken.get(number)
        if (other !== undefined)
          log.error({ number }, `two lines have the number ${number}, and ${other} answers it: give each its own in serve.lines`)
        else taken.set(number, version.line)
      }
    }
  }

  function noteVersion(deployed: Exclude<Started, { readonly kind: 'refused' }>, bundle?: string): void {
    const { version } = deployed
    const entry = { line: version.line, version: version.hash.slice(0, 12), numbers: numbersOf(version), bundle }
    if (deployed.kind === 'new') log.info(entry, 'a version answers from now on; calls in progress end on theirs')
    else if (deployed.kind === 'taken back')
      log.warn(entry, 'the configured bundle was rolled back earlier and stays so: deploy it with --again to change that')
    else if (deployed.kind === 'kept' && deployed.problem !== null)
      log.error(
        entry,
        `a bundle was refused, and its line answers with the version that was in force before: ${deployed.problem.en} Mend the bundle, then “callwright deploy”`,
      )
    else if (deployed.kind === 'kept')
      log.warn(
        entry,
        'the configured bundle is what it was when another version was put in force, and that one answers: “callwright deploy” puts the bundle in force',
      )
    if (deployed.kind !== 'same') noteMisfits(version.line)
  }

  const misfit = (change: Change): Said | null =>
    misfitOf(change, versions.current(change.line), change.number !== null && versionFor(change.number)?.line === change.line)

  /** Nothing is in force of them, and a version that has them again would have them at once: an operator has to know. */
  function noteMisfits(ofLine: string): void {
    for (const change of settings.list().filter(({ line }) => line === ofLine)) {
      const said = misfit(change)
      if (said === null) continue
      const { line, number, name, who, why } = change
      const of = number === null ? '' : ` --number ${number}`
      log.warn(
        { line, number, setting: name, who, why },
        `a changed setting is not in force: ${said.en} A version that it fits has it again, unless you take it back: “callwright set ${line} ${name} --clear${of} --why …”`,
      )
    }
  }

  // ---------------------------------------------------------------------------------------------- what operators see

  const iso = (ms: number): string => new Date(ms).toISOString()

  function callStatus({ call, version, incoming, since: began }: Running): CallStatus {
    const { place, level, language, waitsFor } = call.status()
    const masked = incoming.caller === null ? null : maskValue(incoming.caller, { kind: 'text', class: 'private', mask: 'phone' })
    return {
      call: incoming.id,
      line: version.line,
      version: version.hash,
      called: incoming.called,
      caller: masked,
      since: iso(began),
      place,
      level,
      language,
      waitsFor,
    }
  }

  function lineStatus(version: Version): LineStatus {
    const counts = new Map<string, number>()
    for (const each of running.values())
      if (each.version.line === version.line) counts.set(each.version.hash, (counts.get(each.version.hash) ?? 0) + 1)
    return {
      line: version.line,
      numbers: numbersOf(version),
      version: version.hash,
      since: iso(version.since),
      calls: [...counts.values()].reduce((sum, count) => sum + count, 0),
      older: [...counts].filter(([hash]) => hash !== version.hash).map(([hash, calls]) => ({ version: hash, calls })),
      kept: versions.history(version.line).map(each => ({ version: each.hash, since: iso(each.since) })),
    }
  }

  function settingStatus(given: Change): SettingStatus {
    const { until, at, value, ...change } = given
    const unfit = misfit(given)
    return {
      ...change,
      value: unfit === null ? shownSetting(change.line, change.name, value) : JSON.stringify(value),
      misfit: unfit,
      until: until === null ? null : onClock(until, change.line),
      since: iso(at),
    }
  }

  /** As the line's own clock shows it, which is how operators write it: `2026-11-25T18:00+08:00`. */
  function onClock(ms: number, line: string): string {
    const machine = versions.current(line)?.prepared.machine
    return machine === undefined ? iso(ms) : writtenOn(machine.zones[machine.line.zone] ?? [], ms)
  }

  /** As a program would write it. A setting is never private. */
  function shownSetting(line: string, name: string, value: Value): string {
    const type = versions.current(line)?.prepared.machine.settings.find(each => each.name === name)?.type
    return type === undefined ? JSON.stringify(value) : maskValue(value, type)
  }

  const unsettledCount = (line?: string): number =>
    [...running.values()]
      .filter(({ version }) => line === undefined || version.line === line)
      .reduce((sum, { call }) => sum + call.session.unsettled.length, 0)

  // ---------------------------------------------------------------------------------------------- what operators do

  function settingOf({ line, number, name }: Pick<SetRequest, 'line' | 'number' | 'name'>): Done<Version> {
    const version = versions.current(line)
    if (!version) {
      const there = versions
        .lines()
        .map(each => each.line)
        .join(', ')
      return problem(`there is no line “${line}” here; there is: ${there}.`, `这里没有名为“${line}”的线路；有：${there}。`)
    }
    const known = version.prepared.machine.settings.map(each => each.name)
    if (!known.includes(name))
      return problem(
        `${line} has no setting “${name}”; it has: ${known.join(', ')}.`,
        `线路 ${line} 没有设置“${name}”；有：${known.join('、')}。`,
      )
    if (number !== null && !numbersOf(version).includes(number))
      return problem(
        `${line} does not answer ${number}; it answers: ${numbersOf(version).join(', ')}.`,
        `线路 ${line} 不应答 ${number}；它应答：${numbersOf(version).join('、')}。`,
      )
    return { done: version }
  }

  /** A change that nobody could read about later is none. */
  function notWritten(error: unknown): ReturnType<typeof problem> {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    log.error(
      { why },
      'a setting was not changed, as it cannot be written down: make room in serve.data, and give the node the right to write',
    )
    return problem(
      `nothing was changed: it cannot be written down (${why}). Make room in serve.data, and give the node the right to write.`,
      `未作更改：无法写入记录（${why}）。请为 serve.data 腾出空间，并让节点有写入权限。`,
    )
  }

  return {
    start() {
      const answering = new Map<string, string>()
      const deployed = options.lines.map(({ bundle, numbers }) => {
        const each = versions.start(bundle)
        noteFolder(bundle, numbers, each)
        if (each.kind === 'refused') return each
        const { line } = each.version
        const other = answering.get(line)
        if (other !== undefined)
          log.error({ line }, `two bundles are the line ${line}, and ${bundle} answers in the place of ${other}: give one another name`)
        answering.set(line, bundle)
        return each
      })
      tellOfDoubleNumbers()
      if (versions.lines().length > 0) state = 'ready'
      return deployed
    },
    answer,
    calls: () => inProgress,
    asksSecrets: () => versions.lines().some(({ prepared }) => asksForSecrets(prepared.machine)),
    drain(ms) {
      state = 'draining'
      log.info({ calls: inProgress }, 'no new calls are taken; those in progress go on to their end')
      return new Promise(resolve => {
        if (running.size === 0) return resolve({ hungUp: 0 })
        let hungUp = 0
        const timer = clock.set(() => {
          hungUp = inProgress
          log.warn({ calls: hungUp }, 'the time to drain is over: the calls that remain are hung up')
          for (const { call } of running.values()) call.end()
          // A bank that never answers must not keep the node.
          clock.set(() => resolve({ hungUp }), 2000)
        }, ms)
        drained = () => {
          clock.clear(timer)
          resolve({ hungUp })
        }
      })
    },
    status: () => ({
      state,
      since: iso(since),
      callwright: options.callwright,
      listen: options.listen,
      lines: versions.lines().map(lineStatus),
      calls: [...running.values()].filter(({ call }) => !call.over).map(callStatus),
      settings: settings.list().map(settingStatus),
      unsettled: unsettledCount(),
    }),
    isReady: () => state === 'ready' && inProgress < limits.calls,
    metrics: () => {
      for (const { line } of versions.lines()) metrics.unsettled.set({ line }, unsettledCount(line))
      return metrics.registry.metrics()
    },
    set(request) {
      const found = settingOf(request)
      if ('problem' in found) return found
      const { machine } = found.done.prepared
      const setting = machine.settings.find(each => each.name === request.name)!
      const read = convertJson(request.json, setting.type)
      if (read.problem) {
        const said = describeProblem(read.problem)
        return problem(`${request.name}: ${said.en}`, `${request.name}：${said.zh}`)
      }
      const until = request.until === null ? { at: null } : readUntil(request.until, machine.zones[machine.line.zone] ?? [], clock.now())
      if ('problem' in until) return until
      const { line, number, name, why, who } = request
      try {
        settings.set({ line, number, name, value: read.value, until: until.at, why, who })
      } catch (error) {
        return notWritten(error)
      }
      log.warn({ line, number, setting: name, until: until.at === null ? null : iso(until.at), who, why }, 'a setting was changed')
      const made = settings.list().find(each => each.line === line && each.number === number && each.name === name)!
      return { done: settingStatus(made) }
    },
    unset(request) {
      // What no version has any more must not wait for one that has it again.
      if (!settings.list().some(each => isSame(each, request))) {
        const found = settingOf(request)
        if ('problem' in found) return found
      }
      const { line, number, name, why, who } = request
      let changed: boolean
      try {
        changed = settings.unset({ line, number, name, why, who })
      } catch (error) {
        return notWritten(error)
      }
      if (changed) log.warn({ line, number, setting: name, who, why }, 'a changed setting was taken back')
      return { done: changed }
    },
    deploy(line, folder, again) {
      const folders = folder === null ? options.lines.map(each => each.bundle) : [folder]
      const done: Deployment[] = []
      const refused: { folder: string; problem: Said }[] = []
      for (const each of folders) {
        const numbers = options.lines.find(one => one.bundle === each)?.numbers ?? null
        if (line !== null && folder === null && configured.get(line)?.bundle !== each) continue
        const deployed = deployFolder(each, numbers, again)
        if (deployed.kind === 'refused') refused.push({ folder: each, problem: deployed.problem })
        else done.push({ line: deployed.version.line, version: deployed.version.hash, change: deployed.kind })
      }
      if (state === 'starting' && versions.lines().length > 0) state = 'ready'
      tellOfDoubleNumbers()
      return refused.length === 0 ? { done } : { problem: describeRefused(refused, done) }
    },
    rollback(line, wanted) {
      const deployed = versions.rollback(line, wanted ?? undefined, { playing: playing() })
      if (deployed.kind === 'refused') return { problem: deployed.problem }
      noteVersion(deployed)
      tellOfDoubleNumbers()
      const before = deployed.kind === 'new' ? (deployed.before?.hash ?? null) : null
      return { done: { line, version: deployed.version.hash, before } }
    },
  }
}

const problem = (en: string, zh: string): { readonly problem: { readonly en: string; readonly zh: string } } => ({ problem: { en, zh } })
