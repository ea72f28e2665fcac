// `callwright test --line`: scripts called on a switch, several at once, each compared with its simulated call.
import { setTimeout as delay } from 'node:timers/promises'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { createCallLog } from '../../runtime/call/call-log.ts'
import type { LineTrouble } from '../../runtime/call/line.ts'
import type { CallObserver } from '../../runtime/call/observer.ts'
import { formatTranscript, type ScriptRun } from '../../runtime/dtmf/index.ts'
import { reportScript } from '../../runtime/dtmf/script-report.ts'
import { Refusal, Stopped, type Said } from '../exit.ts'
import type { Io } from '../io.ts'
import { optionsOf, reportOptionsOf } from '../scripts-run.ts'
import type { Outcome } from '../test-report.ts'
import { ring, type LineTarget, type PlaceLineCall } from './caller.ts'
import { measureHearing, type Hearing } from './hearing.ts'
import { playLineCall, type LineCall, type Surroundings } from './line-call.ts'
import { placeInTime, TOO_LATE, type Placed } from './in-time.ts'
import { openLineNode, type LineNode, type LineNodeOptions } from './node.ts'
import { createPunctuality, type Punctuality } from './punctuality.ts'
import { createLinePrompts, type LinePrompts } from './prompts.ts'
import { simulate, type Simulated } from './simulated.ts'
import { whyNotOnLine } from './skips.ts'
import { writeTranscripts } from './transcript-files.ts'
import { otherWay, type LineScript } from './verdict.ts'
import { createWay, type Way } from './way.ts'

export interface LineTestSettings {
  readonly target: LineTarget
  readonly node: LineNodeOptions
  /** Calls at once. */
  readonly parallel: number
  /** Texts in which nothing happens are played for a part of their length. */
  readonly brisk: boolean
  /** ms that a call may last in the simulator. */
  readonly longest: number
  /** A folder, for both transcripts of each script. */
  readonly transcripts: string | undefined
  readonly failFast: boolean
  readonly language: MessageLanguage
}

/** What a test may put in the place of what is usual. */
export interface LineTestStage {
  readonly place?: PlaceLineCall
  /** Of each lane: one call runs there at a time. */
  readonly surroundings?: (lane: number) => Surroundings
  /** Where the switch may write what callers say. */
  readonly recordings: string
  /** Slugs of what the line reports in a script as it should; nothing where not said. */
  readonly expectedTroubles?: (run: ScriptRun) => readonly string[]
  readonly observers?: (run: ScriptRun, call: string) => readonly CallObserver[]
  /** ms within which the switch has to hand a call over. */
  readonly handedOver?: number
}

export interface LineListener {
  readonly ran: (outcome: Outcome, index: number, all: number) => void
  readonly skipped: (run: ScriptRun, why: Said) => void
  /** A call says nothing, as the switch or this machine was late in it, and is placed again. `late` in ms; Infinity: not in time at all. */
  readonly again?: (run: ScriptRun, late: number) => void
  /** Of a call that was placed. */
  readonly measured?: (run: ScriptRun, hearing: Hearing | null, call: LineCall) => void
}

/** ms between the first calls, and until one is placed again to a switch that is away. */
const BETWEEN = 50
const PAUSE = 1000
/** ms that the calls have to end in, once the run is stopped; and that connections have which the switch does not close. */
const ENDING = 1500
const CLOSING = 500
/** ms within which the switch has to hand a call over. */
const HANDED_OVER = 10_000
/** ms for what a line takes longer than the simulator, and its part of the call. */
const SLACK = { ms: 20_000, part: 0.3 }

/**
 * Throws `Stopped` where it was stopped, and a refusal where calls do not get through to the node; what was played until then has been told.
 * No call is left in the switch.
 */
export async function testOnLine(
  io: Io,
  scripts: readonly LineScript[],
  settings: LineTestSettings,
  listener: LineListener,
  stage: LineTestStage,
): Promise<void> {
  const node = await openLineNode(settings.node)
  if (typeof node === 'string') {
    const at = `${settings.node.listen.host}:${settings.node.listen.port}`
    throw new Refusal({
      en: `${at} cannot be listened on (${node}): does a node run there? --listen names another address.`,
      zh: `无法监听 ${at}（${node}）：是否已有节点在运行？可用 --listen 指定其他地址。`,
    })
  }
  const punctuality = createPunctuality()
  const way = createWay(() => io.now())
  // What one call cannot go on for ends the others, too.
  const halt = new AbortController()
  const stop = AbortSignal.any([io.stop, halt.signal])
  const failures: unknown[] = []
  let [next, told] = [0, 0]
  let over = false
  const one = async (script: LineScript, surroundings: Surroundings | null): Promise<void> => {
    const began = performance.now()
    const { run, ready } = script
    const simulated = simulate(optionsOf(io, ready), run)
    const why = simulated.result.passed
      ? whyNotOnLine(simulated.result.log, { longest: settings.longest, surroundings: surroundings !== null })
      : null
    if (why) return listener.skipped(run, why)
    const report = simulated.result.passed
      ? await playOne(io, { script, simulated, settings, node, surroundings, listener, stage, punctuality, way, stop })
      : reportScript(simulated.result, reportOptionsOf(io, ready, settings.language, io.stdout))
    if (report === null) return
    const result = { ...simulated.result, passed: report === '', log: createCallLog(), transcripts: {} }
    if (settings.failFast && report !== '') over = true
    listener.ran({ result, ready, elapsed: performance.now() - began, report }, told++, scripts.length)
  }
  const lane = async (index: number): Promise<void> => {
    const surroundings = stage.surroundings?.(index) ?? null
    // Not all at the same moment.
    await io.sleep(index * BETWEEN, stop)
    while (next < scripts.length && !over && !stop.aborted) await one(scripts[next++]!, surroundings)
  }
  const lanes = Array.from({ length: Math.min(settings.parallel, scripts.length) }, (_, index) =>
    lane(index).catch((error: unknown) => {
      failures.push(error)
      halt.abort()
    }),
  )
  await endOf(Promise.all(lanes), stop)
  punctuality.stop()
  await Promise.race([node.close(), delay(CLOSING)])
  if (failures.length > 0) throw failures[0]
  if (io.stop.aborted) throw new Stopped()
}

/** When all calls are over, or could not be ended in time after a stop. */
async function endOf(calls: Promise<unknown>, stop: AbortSignal): Promise<void> {
  const late = new Promise<void>(resolve => stop.addEventListener('abort', () => setTimeout(resolve, ENDING), { once: true }))
  await Promise.race([calls, late])
}

interface One {
  readonly script: LineScript
  readonly simulated: Simulated
  readonly settings: LineTestSettings
  readonly node: LineNode
  readonly surroundings: Surroundings | null
  readonly listener: LineListener
  readonly stage: LineTestStage
  readonly punctuality: Punctuality
  readonly way: Way
  readonly stop: AbortSignal
}

/** What a switch that does not keep up is known by: what was ordered is done all the same, only later. All else was not done. */
const SLOW = new Set(['no-reply', 'lost-order'])

/** What is to be said of it; '' where both calls were the same, null where it was stopped. */
async function playOne(io: Io, one: One): Promise<string | null> {
  const { run } = one.script
  const placed = await placeInTime({
    place: () => placeWhereSomebodyIs(io, one),
    again: async (late, time) => {
      one.listener.again?.(run, late)
      // What did not come at all does not come in the next moment either: a switch that takes no more calls for now, say.
      if (late === Infinity) await io.sleep(PAUSE * time, one.stop)
    },
    stopped: () => one.stop.aborted,
  })
  if (placed === null) return null
  if ('said' in placed) return placed.said
  const { lateIn, late } = placed
  return otherWay(io, one.script, one.settings.language, {
    why: {
      en: `the switch or this machine did not keep time in ${lateIn} calls${late === Infinity ? '' : ` (${late} ms late)`}: try fewer calls at once (--parallel).`,
      zh: `${lateIn} 次呼叫中交换机或本机未能及时处理${late === Infinity ? '' : `（迟 ${late} 毫秒）`}：请减少同时呼叫数（--parallel）。`,
    },
  })
}

/** Waits for a switch that was there before, and is away for as long as one takes to start again. */
async function placeWhereSomebodyIs(io: Io, one: One): Promise<Placed | null> {
  while (!one.stop.aborted) {
    const since = io.now()
    const placed = await placeOnce(io, one)
    if (placed === null || !('nowhere' in placed)) return placed
    one.way.away(placed.nowhere, since)
    await io.sleep(PAUSE, one.stop)
  }
  return null
}

/** Null where it was stopped. */
async function placeOnce(io: Io, one: One): Promise<Placed | { readonly nowhere: Said } | null> {
  const { script, simulated, settings, node, surroundings, listener, stage, punctuality, way, stop } = one
  const begins = performance.now()
  const { run, ready } = script
  const { prepared, speaker } = ready.program
  const { log } = simulated.result
  const wanted = formatTranscript(log, prepared.machine, speaker)
  const say = (why: Said, late = 0): Placed => ({ said: otherWay(io, script, settings.language, { why }), late, transcript: '' })
  const caller = await (stage.place ?? ring)(settings.target, simulated.start.caller)
  if ('nowhere' in caller) return caller
  const refused = caller.answered.then(why => why ?? new Promise<never>(() => undefined))
  const call = await Promise.race([node.handedOver(caller.id, stage.handedOver ?? HANDED_OVER, stop), refused])
  if (stop.aborted) {
    caller.hangUp()
    await caller.over()
    return null
  }
  if (call !== null && 'en' in call && call.unreachable === true) return { nowhere: call }
  way.answered()
  if (call === null) {
    await caller.over()
    // It had a connection, and did not get on with it.
    const late = node.refused.has('slow') ? Infinity : Math.round(punctuality.lateSince(begins))
    const why = notHandedOver(settings, node)
    if (late <= TOO_LATE) way.blocked(why)
    return say(why, late)
  }
  if ('en' in call) return say(call, call.overloaded === true ? Infinity : 0)
  way.found()
  const prompts: LinePrompts = createLinePrompts(speaker, log, settings.brisk)
  const lasts = simulated.result.duration
  const live = await playLineCall({
    prepared,
    speaker,
    simulated,
    prompts,
    call,
    caller,
    surroundings,
    recordings: stage.recordings,
    longest: lasts * (1 + SLACK.part) + SLACK.ms,
    observers: stage.observers?.(run, call.channel.uuid) ?? [],
    stop,
  })
  if (stop.aborted) return null
  const hearing = measureHearing(live, caller, prompts)
  listener.measured?.(run, hearing, live)
  if (settings.transcripts !== undefined) writeTranscripts(io, settings.transcripts, run.id, wanted, live.transcript)
  // A switch that is started again says nothing of the script whose call it had.
  const late =
    live.away || live.troubles.some(({ slug }) => SLOW.has(slug))
      ? Infinity
      : Math.round(Math.max(hearing?.late ?? 0, punctuality.lateSince(begins)))
  if (live.transcript !== wanted)
    return {
      said: otherWay(io, script, settings.language, { simulator: wanted, line: live.transcript, live }),
      late,
      transcript: live.transcript,
    }
  const broken = whatBroke(live)
  if (broken !== null) return { ...say(broken, late), transcript: broken.en }
  const notDone = withoutExpected(live.troubles, stage.expectedTroubles?.(run) ?? [])
  if (notDone.length > 0) {
    const slugs = [...new Set(notDone.map(({ slug }) => slug))].join(', ')
    const about = (language: MessageLanguage): string => [...new Set(notDone.map(trouble => trouble[language]))].join(' ')
    const why = {
      en: `the call went the same way, but the line did not do all that it was told (${slugs}). ${about('en')}`,
      zh: `通话过程相同，但线路没有执行全部指令（${slugs}）。${about('zh')}`,
    }
    return { ...say(why, late), transcript: slugs }
  }
  if (hearing && hearing.heard < hearing.spoken)
    return say(
      {
        en: `the caller heard ${hearing.heard} of ${hearing.spoken} texts that were spoken: does sound come through from the switch (RTP, codec PCMU)?`,
        zh: `播放了 ${hearing.spoken} 段文本，来电者只听到 ${hearing.heard} 段：交换机的声音是否能送达（RTP，编码 PCMU）？`,
      },
      late,
    )
  return { said: '', late, transcript: '' }
}

/** What no transcript shows: it is written up to where it broke, and that may be the end of both. */
function whatBroke({ error, stuck }: LineCall): Said | null {
  if (error !== null) {
    const message = error instanceof Error ? error.message : String(error)
    return {
      en: `the call went the same way, but something inside broke: ${message}`,
      zh: `通话过程相同，但内部出错：${message}`,
    }
  }
  if (!stuck) return null
  return {
    en: 'the call went the same way, but did not end in its time and was hung up.',
    zh: '通话过程相同，但没有按时结束，已挂断。',
  }
}

/** What says that something was not done, less what has to be said of this script. */
function withoutExpected(troubles: readonly LineTrouble[], expected: readonly string[]): readonly LineTrouble[] {
  const left = [...expected]
  return troubles.filter(({ slug }) => {
    const at = left.indexOf(slug)
    if (at !== -1) left.splice(at, 1)
    return at === -1 && !SLOW.has(slug)
  })
}

function notHandedOver({ target, node: { listen } }: LineTestSettings, node: LineNode): Said {
  const at = `${listen.host}:${listen.port}`
  const turnedAway = node.refused.size === 0 ? '' : ` (${[...node.refused].join(', ')})`
  return {
    en: `the switch did not hand over the call to ${target.number}${turnedAway}: its dialplan has to send that number to ${at} (callwright serve --print-freeswitch writes it).`,
    zh: `交换机没有移交对 ${target.number} 的呼叫${turnedAway}：其拨号计划须将该号码转到 ${at}（callwright serve --print-freeswitch 可生成）。`,
  }
}
