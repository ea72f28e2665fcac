// A script while it is played: the call it drives, what is given, and how far its `hear`s have come.
import { momentsOf, type Prepared, type Session } from '../core/index.ts'
import type { Machine } from '../../machine/format.ts'
import { momentOf } from '../../machine/calendar.ts'
import type { ScriptLine, ScriptSpan } from '../../machine/script.ts'
import type { ReadText } from '../../machine/script-rows.ts'
import type { ScriptScope } from '../../machine/script-values.ts'
import type { Value } from '../../machine/values.ts'
import type { CallObserver } from '../call/observer.ts'
import type { Backend, Reply } from './backend.ts'
import { createCallLog, type CallLog, type LogEntry } from '../call/call-log.ts'
import type { KeySound } from './key-sound.ts'
import { exampleGiven } from '../../machine/example-value.ts'
import { createGivenBackend, type GivenBackend, type GivenLine } from './given-backend.ts'
import { anchorAction, type AnchoredAction } from './line-play.ts'
import { clock, sentence, type Fault, type Sentence } from './script-failure.ts'
import type { Counted } from './script-lasting.ts'
import type { ScriptRun } from './script-instances.ts'
import { createSecretWatch, type SecretWatch } from './secret-watch.ts'
import { createSimulatedCall, type SimulatedCall } from './simulated-line.ts'
import type { Speaker } from './speaker.ts'

export interface ScriptOptions {
  /** With `trace` on. */
  readonly prepared: Prepared
  readonly speaker: Speaker
  /** Files beside the script, by path as written in it. */
  readonly readText: ReadText
  /** Asked what nothing was given for, once the lines that are to be played have been (`playScript`). */
  readonly unanswered?: Backend['ask']
  /** `--update`: `expect transcript` is written, not compared. */
  readonly update?: boolean
  /** More events than this end the run with an error: a changed machine may go round for ever. */
  readonly mostEvents?: number
  /** Takes what the caller does, to do it again on a line. */
  readonly onAction?: (action: AnchoredAction) => void
  /** Sees what is given, as it is taken into force; `at`: ms of the call, 0 before it. */
  readonly onGiven?: (line: GivenLine, scope: ScriptScope, at: number) => void
  /** Sees what is typed into secret entries. */
  readonly onSecretKey?: (key: string) => void
  /** Sees what stands behind the line, and may put another in its place. */
  readonly wrapBackend?: (backend: Backend) => Backend
  /** Who else wants to know what happens in the call: a trace, say. */
  readonly observers?: readonly CallObserver[]
  /** `--audio`: what is pressed goes through a sound of the run's own. */
  readonly keySound?: () => KeySound
}

export interface NeverHeard {
  readonly span: ScriptSpan
  readonly test: (entry: LogEntry) => boolean
  readonly what: Sentence
  /** ms of the call between which it may not begin. */
  readonly from: number
  readonly to: number
  /** Index of the next entry to look at. */
  next: number
}

/** `enter ahead NAME …`: who takes the keys is seen only when they are taken. */
export interface EnteredAhead {
  readonly name: string
  readonly span: ScriptSpan
  /** Indices of its keys in the log. */
  readonly from: number
  readonly to: number
}

export interface Play {
  readonly options: ScriptOptions
  readonly run: ScriptRun
  readonly machine: Machine
  readonly log: CallLog
  readonly backend: GivenBackend
  readonly secrets: SecretWatch
  readonly settings: Record<string, Value>
  /** Null where keys are only said to be pressed. */
  readonly sound: KeySound | null
  readonly nevers: NeverHeard[]
  /** What `expect` counted of operations, line by line. */
  readonly counted: Counted[]
  /** Those whose keys are not all taken yet. */
  aheads: readonly EnteredAhead[]
  /** What `expect transcript` compares: path → text. */
  readonly transcripts: Record<string, string>
  callLine: Extract<ScriptLine, { readonly kind: 'call' }> | null
  call: SimulatedCall | null
  /** The lines are over, and who dials goes on. */
  handedOver: boolean
  /** Index into the log, behind the last match. */
  heard: number
  /** When the line above ended, ms of the call. */
  lineEnd: number
}

export const createPlay = (options: ScriptOptions, run: ScriptRun): Play => ({
  options,
  run,
  machine: options.prepared.machine,
  log: createCallLog(),
  backend: createGivenBackend(options.prepared.machine),
  secrets: createSecretWatch(),
  settings: {},
  sound: options.keySound?.() ?? null,
  nevers: [],
  counted: [],
  aheads: [],
  transcripts: {},
  callLine: null,
  call: null,
  handedOver: false,
  heard: 0,
  lineEnd: 0,
})

/** The scope of the script's own lines; a setup has its parameters instead. */
export function scopeOf(play: Play, names: ScriptScope['names']): ScriptScope {
  const { readText } = play.options
  return {
    language: play.run.language,
    names,
    readJson: path => {
      const file = readText(path)
      if ('problem' in file) return file
      try {
        return { json: JSON.parse(file.text) as unknown }
      } catch {
        return { problem: 'not json' }
      }
    },
  }
}

/** A Monday at ten, where a script does not say when it is called. */
const DEFAULT_MOMENT = '2026-01-05T10:00Z'

/** The call, begun where it had not: by the first line that needs it, so that every `given` above counts. */
export function beginCall(play: Play): SimulatedCall {
  if (play.call) return play.call
  const { machine, log, backend, run, callLine, secrets } = play
  const zone = machine.zones[machine.line.zone] ?? []
  const local = momentOf(DEFAULT_MOMENT)!
  const at = (callLine?.at ?? null) === null ? momentsOf(zone, local)[0] : (momentOf(callLine!.at!) ?? local)
  const called = callLine?.to ?? machine.line.numbers[0]?.number ?? ''
  const { mostEvents, onAction, observers, onSecretKey, wrapBackend } = play.options
  const bank: Backend = { ...backend, ask: (ask, operation) => answerTo(play, ask, operation) }
  play.call = createSimulatedCall({
    prepared: play.options.prepared,
    speaker: play.options.speaker,
    start: { id: run.id, caller: callLine?.from ?? null, called, settings: play.settings },
    at,
    backend: wrapBackend ? wrapBackend(bank) : bank,
    log,
    onSecretKey: (key, listener) => {
      secrets.key(key, listener)
      onSecretKey?.(key)
    },
    ...(mostEvents === undefined ? {} : { beforeEvent: countTo(mostEvents) }),
    keySound: play.sound,
    ...(onAction ? { onAction: (action, moment) => onAction(anchorAction(log, action, moment)) } : {}),
    ...(observers ? { observers } : {}),
  })
  return play.call
}

function answerTo({ backend, options, handedOver }: Play, ...asked: Parameters<Backend['ask']>): Reply {
  const reply = backend.ask(...asked)
  return reply.kind === 'missing' && handedOver && options.unanswered ? options.unanswered(...asked) : reply
}

function countTo(most: number): (session: Session) => Session {
  let events = 0
  return session => {
    if (++events > most) throw new Error(`the call goes on for more than ${most} events`)
    return session
  }
}

/** The call stands where only the caller can move it: `hear` goes no further (semantics §9). */
export function waitsForCaller(call: SimulatedCall): boolean {
  if (call.waitsForKey) return true
  if (!call.inQueue && !(call.recording && !call.recording.spoke)) return false
  // An agent who answers at this very ms, or nobody in the queue at all, is not a wait.
  return call.speaking === null && (call.nextAt ?? Infinity) > call.now
}

export const standsStill = (call: SimulatedCall): boolean => call.ended || call.missing !== null || waitsForCaller(call)

// ------------------------------------------------------------------------------------------------ sentences about the call

/** An operation that nothing was given for: the one fault that comes from the program's side. */
export function missingFault(play: Play): Fault | null {
  const missing = play.call?.missing
  if (!missing) return null
  const operation = play.machine.operations[missing.operation]!
  const name = `${operation.service}.${operation.name}`
  return {
    problem: sentence(`Nothing says what ${name} answers.`, `没有说明 ${name} 的应答。`),
    paste: exampleGiven(operation),
    hint: sentence('Put this line before the call gets there:', '请在通话到达此处之前加上这一行：'),
    source: operation.at,
  }
}

/** Nothing that a caller hears or does comes between one step and the next. */
export function restlessFault({ call, machine }: Play): Fault {
  const point = machine.points[call?.session.point ?? -1]
  const place = machine.places[point?.place ?? -1]?.name ?? machine.line.name
  return {
    problem: sentence(
      `The call never comes to rest: it goes on and on at ${place}, and no time passes.`,
      `通话一直无法停下：它在 ${place} 处不断循环，时间不再前进。`,
    ),
    source: point?.at ?? null,
  }
}

/** A key whose sound was heard as something else. It is not said which: it may be secret. */
export function misheardFault({ sound }: Play): Fault | null {
  const misheard = sound?.misheard()[0]
  if (!misheard) return null
  const at = clock(misheard.at)
  switch (misheard.heard) {
    case 'nothing':
      return { problem: sentence(`The key released at ${at} was not heard in its sound.`, `${at} 松开的按键未能从声音中识别。`) }
    case 'another key':
      return { problem: sentence(`The key released at ${at} was heard as another.`, `${at} 松开的按键被识别为另一个键。`) }
    case 'more than one key':
      return { problem: sentence(`The key released at ${at} was heard as more than one.`, `${at} 松开的按键被识别为多个键。`) }
    case 'at another time':
      return { problem: sentence(`The key released at ${at} was heard at another time.`, `${at} 松开的按键被识别在其他时刻。`) }
  }
}

/** Where the call is, to stand behind “but”. */
/** The same behind what came before. */
export function whereThen(play: Play): Sentence {
  const { en, zh } = whereNow(play)
  // A name of the program stands apart from Chinese.
  return sentence(`then ${en}`, /^[\w$]/.test(zh) ? `随后 ${zh}` : `随后${zh}`)
}

export function whereNow(play: Play): Sentence {
  const { call, machine } = play
  if (!call) return sentence('the call has not begun', '通话尚未开始')
  if (call.gone) return howGone(play)
  const listener = machine.listeners[call.session.listener]
  if (call.listening && listener) {
    const keys =
      call.session.entry === '' && !call.session.bad ? sentence('', '') : sentence(', with something typed already', '，已输入一部分')
    return sentence(`${listener.name} listens for a key${keys.en}`, `${listener.name} 在等待按键${keys.zh}`)
  }
  if (call.inQueue) return sentence('the caller waits in a queue', '来电者在排队')
  if (call.talking) return sentence('the caller talks with somebody', '来电者正在通话')
  if (call.recording) return sentence('the caller is being recorded', '正在录音留言')
  return sentence('the call is on its way and nothing listens', '通话在处理中，没有等待按键')
}

/** Half an entry waits for the caller, who waits for the line: how either goes on. Null where nothing is typed. */
export function typedHint({ call, machine }: Play): Sentence | null {
  if (!call || call.gone || !call.listening || (call.session.entry === '' && !call.session.bad)) return null
  const endKey = machine.listeners[call.session.listener]?.endKey ?? null
  return endKey === null
    ? sentence('Something is typed already: let its time run out with “stay silent”.', '已输入一部分：用“stay silent”等待超时。')
    : sentence(
        `Something is typed already: end the entry with “${endKey}”, or let its time run out with “stay silent”.`,
        `已输入一部分：用“${endKey}”结束输入，或用“stay silent”等待超时。`,
      )
}

/** “the line hung up at 0:12.400” */
export function howGone(play: Play): Sentence {
  const end = play.log.entries.findLast(entry => entry.kind === 'hung up' || (entry.kind === 'transfer' && entry.succeeds))
  const ended = play.log.entries.findLast(entry => entry.kind === 'ended')
  const at = clock(end?.at ?? ended?.at ?? play.call?.now ?? 0)
  if (end?.kind === 'transfer') return sentence(`the call was transferred to ${end.number} at ${at}`, `通话已于 ${at} 转至 ${end.number}`)
  if (end?.kind === 'hung up' && end.by === 'caller') return sentence(`the caller hung up at ${at}`, `来电者已于 ${at} 挂机`)
  return sentence(`the line hung up at ${at}`, `线路已于 ${at} 挂机`)
}

export function goneFault(play: Play, what: Sentence): Fault {
  const gone = howGone(play)
  return {
    problem: sentence(`The script goes on to ${what.en}, but ${gone.en}.`, `脚本接着要${what.zh}，但${gone.zh}。`),
    came: [gone],
  }
}
