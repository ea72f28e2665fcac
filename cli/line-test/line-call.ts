// A script's call placed on a switch: the simulated caller's keys, words and hang-up are done again where the live call has come to the
// same spot, and what the two calls were like is compared.
import { createCall } from '../../runtime/call/call.ts'
import { createCallLog, type CallLog } from '../../runtime/call/call-log.ts'
import { createCallRecorder } from '../../runtime/call/call-recorder.ts'
import type { Clock } from '../../runtime/call/clock.ts'
import type { LineReport, LineTrouble, OpenLine } from '../../runtime/call/line.ts'
import type { CallObserver } from '../../runtime/call/observer.ts'
import type { Prepared } from '../../runtime/core/index.ts'
import { playOnLine, type CallerAction } from '../../runtime/dtmf/line-play.ts'
import { createScriptBackends } from '../../runtime/dtmf/script-backends.ts'
import { createSwitchSide, type SwitchWork } from '../../runtime/dtmf/switch-side.ts'
import { formatTranscript, type Speaker } from '../../runtime/dtmf/index.ts'
import { TONE } from '../../runtime/dtmf/recording.ts'
import type { Closed } from '../../runtime/freeswitch/connection.ts'
import type { IncomingCall } from '../../runtime/freeswitch/incoming.ts'
import { openFreeswitchLine, type LineQueue, type TransferWay, type Trunk } from '../../runtime/freeswitch/line/index.ts'
import { systemClock } from '../system-clock.ts'
import type { LineCaller } from './caller.ts'
import type { LinePrompts } from './prompts.ts'
import type { Simulated } from './simulated.ts'

/** What stands around a call at the switch, where there is somebody who does what scripts give of it. */
export interface Surroundings {
  readonly queues: Record<string, LineQueue>
  readonly trunks: readonly Trunk[]
  readonly transferBy: TransferWay
  readonly work: SwitchWork
  /** What a script calls an agent whom the switch calls so. */
  readonly nameOf: (agent: string) => string
}

export interface LineCallOptions {
  readonly prepared: Prepared
  readonly speaker: Speaker
  readonly simulated: Simulated
  readonly prompts: LinePrompts
  readonly call: IncomingCall
  readonly caller: LineCaller
  readonly surroundings: Surroundings | null
  /** Where the switch writes what callers say. */
  readonly recordings: string
  /** ms after which the call is taken to be stuck. */
  readonly longest: number
  readonly observers?: readonly CallObserver[]
  /** Aborted: the call is ended at once, on both sides, and what it was like says nothing. */
  readonly stop: AbortSignal
}

export interface LineCall {
  readonly log: CallLog
  readonly transcript: string
  /** When the call began, as of `performance.now()`. */
  readonly began: number
  /** The caller's actions that were done. */
  readonly done: number
  /** What the line had to say beside. */
  readonly troubles: readonly LineTrouble[]
  /** The switch went away in the middle of it, or was told to end. */
  readonly away: boolean
  /** It did not come to its end in time. */
  readonly stuck: boolean
  /** What broke inside. */
  readonly error: unknown
}

/** ms from the begin of a key until the line tells of it: it is held for 60, and known to us 40 after its release. */
const KEY = { held: 60, lead: 100 }
/** ms that the begin of a recording takes beside its tone. */
const RECORDER = 200
/** ms from an agent's being free until they talk. */
const AGENT = 300
/** How the connection of a call is over where the switch has gone: what we ended, or could not read, is a fault of ours. */
const BROKEN_OFF = new Set(['ended', 'half-frame', 'failed'])
/** ms for the last answers of a bank after the end of a call. */
const SETTLES = 12_000

/** Whether that hang-up is neither the caller's nor the program's, but the switch's end. */
export const isAway = (cause: string, closed: Closed | null): boolean =>
  cause === 'SYSTEM_SHUTDOWN' || (cause === 'LINE_LOST' && closed !== null && BROKEN_OFF.has(closed.kind))

export async function playLineCall(options: LineCallOptions): Promise<LineCall> {
  const { prepared, speaker, simulated, caller, surroundings } = options
  const { machine } = prepared
  const opened = performance.now()
  let began = Number.NaN
  // The script's own moment: what the machine says of dates and hours is what the simulator said. It begins to run with the call.
  const clock: Clock = {
    ...systemClock,
    now: () => {
      const now = performance.now()
      if (Number.isNaN(began)) began = now
      return simulated.at + Math.floor(now - began)
    },
  }
  const log = createCallLog()
  const recorder = createCallRecorder(machine, log)
  const troubles: LineTrouble[] = []
  let error: unknown = null
  let away = false
  let speaksFrom = 0

  const backend = simulated.backend()
  const side = createSwitchSide({
    machine,
    simulated: { log: simulated.result.log, backend },
    clock,
    lead: AGENT,
    work: surroundings?.work ?? { number: () => undefined, queue: () => undefined, agent: () => undefined },
  })
  const act = (action: CallerAction): void => {
    switch (action.kind) {
      case 'key':
        return caller.press(action.key, KEY.held)
      case 'speak': {
        recorder.speaks(action.ms, clock.now())
        // After the tone, as people do.
        const wait = Math.max(0, speaksFrom - performance.now())
        setTimeout(() => caller.say(action.ms), wait)
        return
      }
      case 'hang up':
        return caller.hangUp()
    }
  }
  const player = playOnLine({ actions: simulated.actions, log, clock, act, lead: KEY.lead })
  const line = openFreeswitchLine({
    call: options.call,
    machine,
    clock: systemClock,
    sounds: { soundOf: options.prompts.soundOf, musicOf: () => null },
    soundFolders: [],
    recordings: { folder: options.recordings, nameOf: task => `${options.call.channel.uuid}-${task ?? 'call'}` },
    trunks: surroundings?.trunks ?? [],
    transferBy: surroundings?.transferBy ?? { kind: 'bridge' },
    queues: surroundings?.queues ?? {},
  })
  const ended = Promise.withResolvers<void>()
  const call = createCall({
    prepared,
    start: simulated.start,
    open: around(side.open(line), {
      report: report => {
        if (report.kind === 'trouble') troubles.push(report.trouble)
        if (report.kind === 'hung up') away = isAway(report.cause, options.call.connection.closed())
        return named(report, surroundings?.nameOf ?? (name => name))
      },
      recording: tone => {
        speaksFrom = performance.now() + (tone ? TONE : 0) + RECORDER
      },
    }),
    backends: createScriptBackends({ machine, backend, clock }),
    clock,
    observers: [
      recorder,
      player,
      side.observer,
      { failed: fault => (error ??= fault), ended: () => ended.resolve() },
      ...(options.observers ?? []),
    ],
  })
  const late = setTimeout(() => {
    call.end()
    ended.resolve()
  }, options.longest)
  const { stop } = options
  const leave = (): void => {
    call.end()
    caller.hangUp()
    ended.resolve()
  }
  if (stop.aborted) leave()
  else stop.addEventListener('abort', leave)
  await ended.promise
  const stuck = performance.now() - opened >= options.longest
  clearTimeout(late)
  await settled(simulated.result.log, log, call.done, stop)
  stop.removeEventListener('abort', leave)
  await caller.over()
  return { log, transcript: formatTranscript(log, machine, speaker), began, done: player.done(), troubles, away, stuck, error }
}

/** Until all that the simulated call was told after its end has been told. */
async function settled(simulated: CallLog, live: CallLog, done: Promise<unknown>, stop: AbortSignal): Promise<void> {
  const count = ({ entries }: CallLog): number => entries.filter(entry => entry.kind === 'settled').length
  let over = false
  void done.then(() => (over = true))
  const until = performance.now() + SETTLES
  while (!over && !stop.aborted && count(live) < count(simulated) && performance.now() < until)
    await new Promise(resolve => setTimeout(resolve, 20))
}

/** Sees what is reported, and when a recording is asked for. */
const around =
  (open: OpenLine, see: { readonly report: (report: LineReport) => LineReport; readonly recording: (tone: boolean) => void }): OpenLine =>
  tell => {
    const line = open(report => tell(see.report(report)))
    return {
      ...line,
      order: order => {
        if (order.kind === 'record') see.recording(order.tone)
        line.order(order)
      },
    }
  }

function named(report: LineReport, nameOf: (agent: string) => string): LineReport {
  if (report.kind === 'talks') return { ...report, who: nameOf(report.who) }
  if (report.kind !== 'answer') return report
  return { ...report, values: report.values.map(value => (typeof value === 'string' ? nameOf(value) : value)) }
}
