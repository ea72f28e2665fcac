// Runs a script in one row and language: line after line, to its end or to the first line that does not hold.
import type { ScriptLine, ScriptSetup, ScriptSpan, ScriptValue } from '../../machine/script.ts'
import { bindArguments, convertValue, type ScriptScope } from '../../machine/script-values.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import { momentOf } from '../../machine/calendar.ts'
import type { CallLog } from '../call/call-log.ts'
import type { GivenBackend } from './given-backend.ts'
import { checkAlways } from './script-checks.ts'
import { playExpect } from './script-expectations.ts'
import { completeFault, sentence, type Fault, type ScriptFailure } from './script-failure.ts'
import { checkNevers, playHear } from './script-hearing.ts'
import type { ScriptRun } from './script-instances.ts'
import { checkCounted } from './script-lasting.ts'
import { checkAheads, playChooseLanguage, playHangUp, playPress, playSpeak, playStaySilent } from './script-keys.ts'
import { beginCall, createPlay, misheardFault, missingFault, restlessFault, scopeOf, type Play, type ScriptOptions } from './script-play.ts'
import { neverRests, type SimulatedCall } from './simulated-line.ts'

export interface ScriptResult {
  readonly run: ScriptRun
  readonly passed: boolean
  readonly failure: ScriptFailure | null
  readonly log: CallLog
  /** ms of the call, virtual. */
  readonly duration: number
  /** So many keys went through sound. */
  readonly sounded: number
  /** What `expect transcript` saw: path, filled in → text, for `--update`. */
  readonly transcripts: Readonly<Record<string, string>>
}

export interface PlayedScript {
  /** The call as it stands there; begun, if no line had. */
  readonly call: SimulatedCall
  readonly log: CallLog
  readonly backend: GivenBackend
  readonly failure: ScriptFailure | null
}

/** Plays the whole script; its end hangs up. The same options give the same result, to the ms. */
export function runScript(options: ScriptOptions, run: ScriptRun): ScriptResult {
  // Without them no menu is ever heard and no key seen: not a fault of the script.
  if (!options.prepared.trace) throw new Error('scripts need a machine prepared with its trace on')
  const play = createPlay(options, run)
  const failure = playLines(play, run.script.lines, Infinity) ?? endScript(play)
  return {
    run,
    passed: failure === null,
    failure,
    log: play.log,
    duration: play.call?.now ?? 0,
    sounded: play.sound?.pressed() ?? 0,
    transcripts: play.transcripts,
  }
}

/** Plays the lines that begin before `offset` of the script's file and leaves the call there (`dial --at`); from there on `unanswered` is asked. */
export function playScript(options: ScriptOptions, run: ScriptRun, offset: number): PlayedScript {
  const play = createPlay(options, run)
  const failure = playLines(play, run.script.lines, offset)
  play.handedOver = true
  return { call: beginCall(play), log: play.log, backend: play.backend, failure }
}

/** What the script's lines give, and no call: none of them may be the caller's. */
export function playGivens(options: ScriptOptions, run: ScriptRun): Pick<PlayedScript, 'backend' | 'failure'> & Pick<Play, 'settings'> {
  const play = createPlay(options, run)
  const failure = playLines(play, run.script.lines, Infinity)
  return { backend: play.backend, failure, settings: play.settings }
}

/** Setups within setups: more than this is a setup that runs itself. */
const DEEPEST = 32

interface Frame {
  readonly lines: readonly ScriptLine[]
  readonly scope: ScriptScope
  at: number
}

function playLines(play: Play, lines: readonly ScriptLine[], offset: number): ScriptFailure | null {
  const frames: Frame[] = [{ lines, scope: scopeOf(play, play.run.row), at: 0 }]
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const line = frame.lines[frame.at]
    frame.at += 1
    if (line === undefined) {
      frames.pop()
      continue
    }
    if (frames.length === 1 && line.start >= offset) return null
    let fault: Fault | null
    if (line.kind === 'run') {
      const setup = enterSetup(play, line, frame.scope, frames.length)
      fault = 'problem' in setup ? setup : null
      if (!('problem' in setup)) frames.push({ ...setup, at: 0 })
    } else fault = orRestless(play, () => playLine(play, line, frame.scope))
    // Whatever failed, a key that was heard wrongly comes first.
    fault = misheardFault(play) ?? fault
    if (!fault && play.call) fault = checkAheads(play) ?? checkNevers(play) ?? missingFault(play)
    if (fault) return completeFault(fault, line, frames[0]!.lines[frames[0]!.at - 1] ?? line, play.call?.now ?? 0)
    play.lineEnd = play.call?.now ?? 0
  }
  return null
}

/** A program that asks and is answered in no time, on and on, fails the script that comes there. */
function orRestless(play: Play, run: () => Fault | null): Fault | null {
  try {
    return run()
  } catch (error) {
    if (!neverRests(error)) throw error
    return restlessFault(play)
  }
}

function enterSetup(
  play: Play,
  line: Extract<ScriptLine, { readonly kind: 'run' }>,
  scope: ScriptScope,
  depth: number,
): Pick<Frame, 'lines' | 'scope'> | Fault {
  const { setups } = play.run.file
  const setup = setups.find(candidate => candidate.name === line.setup)
  if (!setup) {
    const known = setups.map(candidate => candidate.name)
    return {
      problem: sentence(`There is no setup ${line.setup}.`, `没有名为 ${line.setup} 的 setup。`),
      hint: sentence(`There is ${known.join(', ') || 'none'}.`, `已有：${known.join('、') || '无'}。`),
    }
  }
  if (depth > DEEPEST) return { problem: sentence(`The setup ${setup.name} runs itself.`, `setup ${setup.name} 调用了自身。`) }
  const bound = bindArguments(setup, line.arguments, scope.names)
  if (bound.problem) return { problem: describeArgument(bound.problem, setup) }
  return { lines: setup.lines, scope: scopeOf(play, bound.names) }
}

function describeArgument(problem: NonNullable<ReturnType<typeof bindArguments>['problem']>, setup: ScriptSetup): Fault['problem'] {
  const { name } = setup
  switch (problem.kind) {
    case 'too many arguments':
      return sentence(`The setup ${name} takes ${problem.most} arguments at most.`, `setup ${name} 最多有${problem.most}个参数。`)
    case 'unknown argument':
      return sentence(
        `The setup ${name} takes no ${problem.name}; it takes ${problem.known.join(', ') || 'nothing'}.`,
        `setup ${name} 没有参数 ${problem.name}；它的参数：${problem.known.join('、') || '无'}。`,
      )
    case 'argument twice':
      return sentence(`${problem.name} is given twice.`, `${problem.name} 给了两次。`)
    case 'missing argument':
      return sentence(`The setup ${name} needs ${problem.name}.`, `setup ${name} 缺少参数 ${problem.name}。`)
  }
}

function playLine(play: Play, line: Exclude<ScriptLine, { readonly kind: 'run' }>, scope: ScriptScope): Fault | null {
  switch (line.kind) {
    case 'call':
      return playCall(play, line)
    case 'given operation':
    case 'given queue':
    case 'given number': {
      const fault = play.backend.give(line, scope)
      if (!fault) play.options.onGiven?.(line, scope, play.call?.now ?? 0)
      return fault
    }
    case 'given setting':
      return giveSetting(play, line.name, line.value, scope)
    case 'hear':
      return playHear(play, line, scope)
    case 'press':
    case 'enter':
      return playPress(play, line, scope)
    case 'choose language':
      return playChooseLanguage(play)
    case 'wait': {
      const call = beginCall(play)
      call.advanceTo(call.now + line.ms)
      return null
    }
    case 'stay silent':
      return playStaySilent(play)
    case 'hang up':
      return playHangUp(play)
    case 'speak':
      return playSpeak(play, line.ms)
    case 'expect operation':
    case 'expect level':
    case 'expect ended':
    case 'expect connected':
    case 'expect transferred':
    case 'expect transcript':
      return playExpect(play, line, scope)
  }
}

function playCall(play: Play, line: Extract<ScriptLine, { readonly kind: 'call' }>): Fault | null {
  if (play.callLine) return { problem: sentence('A script is one call; this is a second.', '一个脚本只有一通电话；这是第二通。') }
  if (play.call) {
    return {
      problem: sentence(
        'The call has begun already: “call” stands above what is heard and pressed.',
        '通话已经开始：“call”应写在听与按键之前。',
      ),
    }
  }
  if (line.at !== null && momentOf(line.at) === null) {
    return { problem: sentence(`There is no moment ${line.at}.`, `不存在的时刻：${line.at}。`) }
  }
  play.callLine = line
  return null
}

function giveSetting(play: Play, name: string, value: ScriptValue, scope: ScriptScope): Fault | null {
  const setting = play.machine.settings.find(candidate => candidate.name === name)
  if (!setting) {
    const known = play.machine.settings.map(candidate => candidate.name)
    return {
      problem: sentence(`The program has no setting ${name}.`, `程序中没有设置 ${name}。`),
      hint: sentence(`It has ${known.join(', ') || 'none'}.`, `已有：${known.join('、') || '无'}。`),
    }
  }
  if (play.call) {
    return { problem: sentence('Settings are read when the call begins; this stands too late.', '设置在通话开始时读取；此行位置太晚。') }
  }
  const converted = convertValue(value, setting.type, scope)
  if (converted.problem) return { problem: describeProblem(converted.problem), span: converted.problem.span }
  play.settings[name] = converted.value
  return null
}

/** The end of a script hangs up; then what holds for every call is looked at. */
function endScript(play: Play): ScriptFailure | null {
  const call = beginCall(play)
  const { script } = play.run
  const end: ScriptSpan = script.lines.at(-1) ?? script
  const restless = orRestless(play, () => {
    if (!call.gone) call.hangUp()
    call.runUntil(() => call.ended)
    return null
  })
  if (restless) return completeFault(restless, end, end, call.now)
  const fault = missingFault(play) ?? checkAheads(play) ?? checkNevers(play) ?? checkCounted(play) ?? checkAlways(play)
  if (fault) return completeFault(fault, end, end, call.now)
  if (!call.ended) return completeFault({ problem: sentence('The call never ends.', '通话始终没有结束。') }, end, end, call.now)
  return null
}
