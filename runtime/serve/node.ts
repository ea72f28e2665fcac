// The node: the lines that answer, the calls in progress, what operators change. It knows no switch and no socket: whoever has a call
// hands it over, with a way to open its line.
import type { Backends } from '../call/backends.ts'
import { createCall, type Call } from '../call/call.ts'
import type { Clock } from '../call/clock.ts'
import type { OpenLine } from '../call/line.ts'
import type { CallObserver } from '../call/observer.ts'
import { maskValue } from '../../machine/mask.ts'
import type { Value } from '../../machine/values.ts'
import { createAnsweringLines, type AnsweringLines, type ConfiguredLine } from './answering-lines.ts'
import { createCallReport } from './call-report.ts'
import { createChangedSettings } from './changed-settings.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { CallStatus, LineStatus, NodeStatus, Operations } from './operations.ts'
import type { Settings } from './settings.ts'
import type { Version, Versions } from './versions.ts'

/** A call that somebody hands over. */
export interface Incoming {
  /** `call.id`: another for each time that a channel is answered, as each begins the program anew. */
  readonly id: string
  /** What it is for the switch, which may hand it over again. */
  readonly channel: string
  readonly caller: string | null
  readonly called: string
  /** Its line, on a version: with the version's sounds and names, and the settings that operators have changed. */
  readonly open: (version: Version, settings: Readonly<Record<string, Value>>) => OpenLine
  /** It is not answered: `busy` comes back later, `unknown` never. */
  readonly refuse: (why: 'unknown number' | 'too many calls' | 'not ready') => void
}

export interface NodeOptions {
  readonly lines: readonly ConfiguredLine[]
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

export interface Node extends Operations, Pick<AnsweringLines, 'start' | 'asksSecrets'> {
  readonly answer: (incoming: Incoming) => Call | null
  readonly calls: () => number
  /** No new calls from now on; resolves when the last one is over, or after `ms` when those that remain were hung up. */
  readonly drain: (ms: number) => Promise<{ readonly hungUp: number }>
}

interface Running {
  readonly call: Call
  readonly version: Version
  readonly incoming: Incoming
  readonly since: number
}

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
  let state: NodeStatus['state'] = 'starting'
  let drained: (() => void) | null = null
  const lines = createAnsweringLines({
    lines: options.lines,
    versions,
    log,
    playing: () => new Set([...running.values()].map(({ version }) => version.hash)),
    changed: line => changed.tellOfMisfits(line),
  })
  const changed = createChangedSettings({ settings, versions, lines, log, clock })

  function backendsOf(version: Version): Backends {
    let found = bound.get(version)
    if (!found) bound.set(version, (found = options.backends(version)))
    return found
  }

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
    const version = lines.versionFor(incoming.called)
    if (!version)
      return refuse(
        'unknown number',
        `a call was not taken: no line has the number ${incoming.called}; add it to serve.lines or correct the dialplan`,
      )
    // A channel that is handed over again, by a switch that lost the socket, say, has one call at a time.
    running.get(channels.get(incoming.channel) ?? '')?.call.end()
    return begin(incoming, version)
  }

  /** Counts a call, and gives what counts it down again: once, whoever is the first to say that it is over. */
  function countIn(labels: { readonly line: string; readonly version: string }): () => void {
    let counted = true
    inProgress++
    metrics.active.inc(labels)
    return () => {
      if (!counted) return
      counted = false
      inProgress--
      metrics.active.dec(labels)
    }
  }

  function begin(incoming: Incoming, version: Version): Call {
    const labels = { line: version.line, version: version.hash.slice(0, 12) }
    const callLog = log.child({ call: incoming.id, ...labels })
    callLog.info({ called: incoming.called }, 'a call begins')
    const countDown = countIn(labels)
    let call: Call
    try {
      call = createCallFor(incoming, version, callLog, countDown)
    } catch (error) {
      countDown()
      throw error
    }
    const entry: Running = { call, version, incoming, since: clock.now() }
    running.set(incoming.id, entry)
    channels.set(incoming.channel, incoming.id)
    // What a bank has not settled yet goes on behind the call.
    void call.done.then(() => {
      countDown()
      if (running.get(incoming.id) === entry) running.delete(incoming.id)
      if (channels.get(incoming.channel) === incoming.id) channels.delete(incoming.channel)
      if (running.size === 0) drained?.()
    })
    return call
  }

  function createCallFor(incoming: Incoming, version: Version, callLog: Logger, ended: () => void): Call {
    const { machine } = version.prepared
    const inForce = settings.inForce(version.line, incoming.called)
    return createCall({
      prepared: version.prepared,
      start: { id: incoming.id, caller: incoming.caller, called: incoming.called, settings: inForce },
      open: incoming.open(version, inForce),
      backends: backendsOf(version),
      clock,
      observers: [
        createCallReport({ call: incoming.id, machine, metrics, log: callLog }),
        { ended },
        ...options.observe(version, incoming, inForce),
      ],
    })
  }

  /** As soon as any line answers. */
  function beReady(): void {
    if (state === 'starting' && versions.lines().length > 0) state = 'ready'
  }

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
      numbers: lines.numbersOf(version),
      version: version.hash,
      since: iso(version.since),
      calls: [...counts.values()].reduce((sum, count) => sum + count, 0),
      older: [...counts].filter(([hash]) => hash !== version.hash).map(([hash, calls]) => ({ version: hash, calls })),
      kept: versions.history(version.line).map(each => ({ version: each.hash, since: iso(each.since) })),
    }
  }

  const unsettledCount = (line?: string): number =>
    [...running.values()]
      .filter(({ version }) => line === undefined || version.line === line)
      .reduce((sum, { call }) => sum + call.session.unsettled.length, 0)

  return {
    answer,
    calls: () => inProgress,
    asksSecrets: lines.asksSecrets,
    start() {
      const started = lines.start()
      beReady()
      return started
    },
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
      settings: changed.status(),
      unsettled: unsettledCount(),
    }),
    isReady: () => state === 'ready' && inProgress < limits.calls,
    metrics: () => {
      // Also of a line that answers no more, as long as there are calls of it.
      const all = new Set([...versions.lines(), ...[...running.values()].map(({ version }) => version)].map(({ line }) => line))
      metrics.unsettled.reset()
      for (const line of all) metrics.unsettled.set({ line }, unsettledCount(line))
      return metrics.registry.metrics()
    },
    set: changed.set,
    unset: changed.unset,
    deploy(folder, again) {
      const deployed = lines.deploy(folder, again)
      beReady()
      return deployed
    },
    rollback: lines.rollback,
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
