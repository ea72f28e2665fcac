// `hear`, `hear next`, `never hear`: looking for something in what is said, letting time go by while it may still come.
import type { Type } from '../../machine/types.ts'
import type { HearWhat, ScriptLine } from '../../machine/script.ts'
import { convertValue, readText, type ScriptScope } from '../../machine/script-values.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import { maskValue } from '../../machine/mask.ts'
import type { SpeechValue, Value } from '../../machine/values.ts'
import type { Segment } from '../core/session.ts'
import type { LogEntry, SpokenEntry } from '../call/call-log.ts'
import { createExactMatcher, createMatcher, nearestOf, normaliseHeard } from './heard-text.ts'
import { beginCall, missingFault, standsStill, typedHint, whereThen, type NeverHeard, type Play } from './script-play.ts'
import { clock, same, sentence, type Fault, type Sentence } from './script-failure.ts'
import { playsRecording, sourceOf } from './transcript.ts'
import { sameValue } from './same-value.ts'

type Hear = Extract<ScriptLine, { readonly kind: 'hear' }>

/** What is looked for, made ready: a test of one entry of the log, and its name for reports. */
interface Target {
  readonly test: (entry: LogEntry) => boolean
  readonly what: Sentence
  /** The text that is looked for, where it is one. */
  readonly text?: string
  /** Why it is not what was said, where this was the prompt with other values. */
  readonly differs?: (entry: SpokenEntry) => Sentence | null
}

export function playHear(play: Play, line: Hear, scope: ScriptScope): Fault | null {
  if (line.what.kind === 'nothing else') return hearNothingElse(play, line)
  const target = readTarget(play, line.what, scope)
  if ('problem' in target) return target
  if (line.mode === 'never') return neverHear(play, line, target)
  return hear(play, line, target)
}

// ------------------------------------------------------------------------------------------------ forward and next

function hear(play: Play, line: Hear, target: Target): Fault | null {
  const call = beginCall(play)
  const { entries } = play.log
  const next = line.mode === 'next'
  const from = play.heard
  let index = from
  for (;;) {
    for (; index < entries.length; index++) {
      const entry = entries[index]!
      if (target.test(entry)) {
        play.heard = index + 1
        return lateFault(play, line, target, entry)
      }
      if (next && isHeard(play, entry)) {
        return { ...notHeard(play, target, from), problem: sentence(`Something else was heard first.`, `先听到了别的内容。`) }
      }
    }
    if (standsStill(call)) break
    const reached = index
    if (!call.runUntil(() => entries.length > reached || standsStill(call))) break
  }
  return missingFault(play) ?? notHeard(play, target, from)
}

function lateFault(play: Play, line: Hear, target: Target, entry: LogEntry): Fault | null {
  if (line.within === null) return null
  const late = entry.at - (play.lineEnd + line.within)
  if (late <= 0) return null
  return {
    at: entry.at,
    problem: sentence(`It was heard ${late} ms too late.`, `听到时已晚了 ${late} 毫秒。`),
    expected: sentence(
      `${target.what.en}, by ${clock(play.lineEnd + line.within)}`,
      `${target.what.zh}，不晚于 ${clock(play.lineEnd + line.within)}`,
    ),
    came: [sentence(`it began at ${clock(entry.at)}`, `开始于 ${clock(entry.at)}`)],
    source: entry.kind === 'spoken' ? sourceOf(play.machine, entry.segment.point, entry.segment.prompt) : null,
  }
}

/** How much of what was said instead stands in a report. */
const MOST_SHOWN = 8

function notHeard(play: Play, target: Target, from: number): Fault {
  const said = play.log.entries.slice(from).filter((entry): entry is SpokenEntry => isHeard(play, entry))
  const last = said.at(-1)
  const shown = said.slice(-MOST_SHOWN).map(entry => same(`“${play.options.speaker.shown(entry.segment)}”`))
  const before =
    said.length > MOST_SHOWN ? [sentence(`… ${said.length - MOST_SHOWN} before`, `…前面还有${said.length - MOST_SHOWN}句`)] : []
  const near = nearest(play, target, from)
  return {
    problem: sentence('It was not heard.', '没有听到。'),
    expected: target.what,
    came: [...before, ...shown, whereThen(play)],
    source: last ? sourceOf(play.machine, last.segment.point, last.segment.prompt) : null,
    hint: near ?? typedHint(play) ?? nearlyHint(play, target, said) ?? otherValues(target, said) ?? languageHint(play) ?? stillHint(play),
  }
}

/** It was said, but not behind the last match: the commonest slip of a script. `from`: where looking began. */
function nearest(play: Play, target: Target, from: number): Sentence | null {
  const { entries } = play.log
  const index = entries.findLastIndex((entry, at) => at < from && target.test(entry))
  if (index < 0) return null
  const at = clock(entries[index]!.at)
  return index === from - 1
    ? sentence(
        `The last “hear” heard it, at ${at}, and hear looks behind that. Two pieces of one text stand in one line, with “…” between them.`,
        `它在上一个“hear”于 ${at} 听到的内容里，hear 只查找其后的内容。同一段文本的两处请写在一行，中间用“…”。`,
      )
    : sentence(
        `It was heard at ${at}, before what the last “hear” heard; hear looks forward only.`,
        `它在 ${at} 已经听到，早于上一个“hear”所听到的内容；hear 只向后查找。`,
      )
}

/** What was said that differs from the text by a slip. */
function nearlyHint(play: Play, { text }: Target, said: readonly SpokenEntry[]): Sentence | null {
  if (text === undefined) return null
  const entry = nearestOf(text, said, one => play.options.speaker.words(one.segment))
  if (!entry) return null
  const shown = play.options.speaker.shown(entry.segment)
  return sentence(`The nearest that was said: “${shown}”`, `最接近的内容：“${shown}”`)
}

const otherValues = ({ differs }: Target, said: readonly SpokenEntry[]): Sentence | null =>
  differs ? said.reduceRight<Sentence | null>((found, entry) => found ?? differs(entry), null) : null

/** Where only the caller can go on, and not by a key. */
function stillHint({ call }: Play): Sentence | null {
  if (call?.inQueue === true) {
    return sentence(
      'hear goes no further where the caller waits in a queue: “wait 1min” above it lets the time go by.',
      '来电者排队时 hear 不再向后等待：在其上方写“wait 1min”可让时间过去。',
    )
  }
  if (call?.recording) {
    return sentence(
      'hear goes no further where the caller is recorded: “speak 5s” says something, “stay silent” nothing.',
      '录音时 hear 不再向后等待：“speak 5s”表示说话，“stay silent”表示不说话。',
    )
  }
  return null
}

/** A script says in which language its texts are; which one the call speaks, only the call does. */
function languageHint({ call, run }: Play): Sentence | null {
  const spoken = call?.session.language ?? run.language
  return spoken === run.language
    ? null
    : sentence(
        `The call speaks ${spoken} here, and the script runs in ${run.language}: “choose language” presses the key of its language.`,
        `此处通话使用 ${spoken}，而脚本以 ${run.language} 运行：“choose language”会按下相应语言的按键。`,
      )
}

function hearNothingElse(play: Play, line: Hear): Fault | null {
  const call = beginCall(play)
  if (line.within !== null) {
    call.advanceTo(Math.max(call.now, play.lineEnd + line.within))
    if (call.missing) return missingFault(play)
  }
  const more = play.log.entries.slice(play.heard).find((entry): entry is SpokenEntry => isHeard(play, entry))
  if (!more) return null
  return {
    at: more.at,
    problem: sentence('Something else was heard.', '还听到了别的内容。'),
    expected: sentence('nothing else', '没有别的内容'),
    came: [same(`“${play.options.speaker.shown(more.segment)}”`)],
    source: sourceOf(play.machine, more.segment.point, more.segment.prompt),
    hint:
      play.heard > 0
        ? null
        : sentence(
            'It counts from what the last “hear” heard; above this line there is none.',
            '从上一个“hear”听到的内容算起；此行之前没有“hear”。',
          ),
  }
}

// ------------------------------------------------------------------------------------------------ never

function neverHear(play: Play, line: Hear, target: Target): Fault | null {
  const never: NeverHeard = {
    span: { start: line.start, end: line.end },
    test: target.test,
    what: target.what,
    from: line.within === null ? 0 : play.lineEnd,
    to: line.within === null ? Infinity : play.lineEnd + line.within,
    next: 0,
  }
  play.nevers.push(never)
  return checkNevers(play)
}

/** After every line: what may never be heard was not heard so far. */
export function checkNevers(play: Play): Fault | null {
  const { entries } = play.log
  for (const never of play.nevers) {
    for (; never.next < entries.length; never.next++) {
      const entry = entries[never.next]!
      if (entry.at < never.from || entry.at > never.to || !never.test(entry)) continue
      return {
        span: never.span,
        at: entry.at,
        problem: sentence('It was heard.', '听到了不应出现的内容。'),
        expected: sentence(`never ${never.what.en}`, `始终没有${never.what.zh}`),
        came: entry.kind === 'spoken' ? [same(`“${play.options.speaker.shown(entry.segment)}”`)] : [],
        source: entry.kind === 'spoken' ? sourceOf(play.machine, entry.segment.point, entry.segment.prompt) : null,
      }
    }
  }
  return null
}

// ------------------------------------------------------------------------------------------------ what is looked for

function readTarget(play: Play, what: Exclude<HearWhat, { readonly kind: 'nothing else' }>, scope: ScriptScope): Target | Fault {
  const { words } = play.options.speaker
  switch (what.kind) {
    case 'text': {
      const text = readText(what.text, scope)
      if (text.problem) return { problem: describeProblem(text.problem), span: text.problem.span }
      const matches = what.exactly ? createExactMatcher(text.text) : createMatcher(text.text)
      return {
        test: entry => entry.kind === 'spoken' && entry.segment.prompt >= 0 && matches(words(entry.segment)),
        what: what.exactly ? sentence(`exactly “${text.text}”`, `恰好“${text.text}”`) : same(`“${text.text}”`),
        text: text.text,
      }
    }
    case 'prompt':
      return readPrompt(play, what, scope)
    case 'menu': {
      const known = play.machine.listeners
      if (!known.some(listener => listener.name === what.name)) {
        const names = known.filter(listener => listener.kind === 'menu' && listener.named).map(listener => listener.name)
        return {
          problem: sentence(`The program has no menu ${what.name}.`, `程序中没有菜单 ${what.name}。`),
          hint: sentence(`It has ${names.join(', ') || 'none'}.`, `已有的菜单：${names.join('、') || '无'}。`),
        }
      }
      return {
        test: entry => entry.kind === 'reads' && known[entry.listener]?.name === what.name,
        what: sentence(`menu ${what.name}`, `菜单 ${what.name}`),
      }
    }
    case 'recording':
      return {
        test: entry => entry.kind === 'spoken' && playsRecording(entry.segment.values),
        what: sentence('a recording', '一段录音'),
      }
  }
}

function readPrompt(play: Play, what: Extract<HearWhat, { readonly kind: 'prompt' }>, scope: ScriptScope): Target | Fault {
  const { prompts } = play.machine
  const index = prompts.findIndex(prompt => prompt.slot === what.name)
  if (index < 0) {
    const names = prompts.flatMap(prompt => (prompt.slot !== undefined && !prompt.slot.includes('.') ? [prompt.slot] : []))
    return {
      problem: sentence(`The program has no prompt ${what.name}.`, `程序中没有提示语 ${what.name}。`),
      hint: names.length === 0 ? null : sentence(`It has ${names.join(', ')}.`, `已有的提示语：${names.join('、')}。`),
    }
  }
  const { holes } = prompts[index]!
  const wanted: { readonly hole: number; readonly value: Value; readonly type: Type }[] = []
  for (const [name, written] of Object.entries(what.values)) {
    const hole = holes.findIndex(candidate => candidate.name === name)
    if (hole < 0) {
      const names = holes.map(candidate => candidate.name)
      return {
        problem: sentence(`The prompt ${what.name} speaks no value ${name}.`, `提示语 ${what.name} 没有值 ${name}。`),
        hint: names.length === 0 ? null : sentence(`It speaks ${names.join(', ')}.`, `它的值有：${names.join('、')}。`),
        span: written,
      }
    }
    const converted = convertValue(written, holes[hole]!.type, scope)
    if (converted.problem) return { problem: describeProblem(converted.problem), span: converted.problem.span }
    wanted.push({ hole, value: converted.value, type: holes[hole]!.type })
  }
  const fits = (values: readonly Value[]): boolean => wanted.every(({ hole, value }) => sameValue(values[hole] ?? null, value))
  const shown = wanted.map(({ hole, value, type }) => ` with ${holes[hole]!.name} ${maskValue(value, type)}`).join('')
  return {
    test: entry => entry.kind === 'spoken' && speaksPrompt(entry.segment, index, fits),
    what: sentence(`prompt ${what.name}${shown}`, `提示语 ${what.name}${shown}`),
    differs: ({ segment }) => {
      const other = segment.prompt === index ? wanted.find(({ hole, value }) => !sameValue(segment.values[hole] ?? null, value)) : undefined
      if (!other) return null
      const { name } = holes[other.hole]!
      const came = maskValue(segment.values[other.hole] ?? null, other.type)
      const masked = other.type.class === 'private'
      return sentence(
        `The prompt was heard with another value of ${name}: ${came}.${masked ? ' Private values are compared whole but shown by their mask.' : ''}`,
        `听到了该提示语，但 ${name} 的值不同：${came}。${masked ? '私密值按完整内容比较，但只显示掩码。' : ''}`,
      )
    },
  }
}

/** A prompt is spoken by itself or as a value in another text: the label of an option, a setting. */
function speaksPrompt(segment: Segment, prompt: number, fits: (values: readonly Value[]) => boolean): boolean {
  if (segment.prompt === prompt && fits(segment.values)) return true
  for (const value of segment.values) {
    if (typeof value !== 'object' || value === null || !('prompt' in value)) continue
    const speech = value as Extract<SpeechValue, { readonly prompt: number }>
    if (speech.prompt === prompt && fits(speech.values)) return true
  }
  return false
}

/** A segment that a caller hears something in: neither a pause nor a text without a word. */
function isHeard(play: Play, entry: LogEntry): entry is SpokenEntry {
  if (entry.kind !== 'spoken' || entry.segment.prompt < 0) return false
  return playsRecording(entry.segment.values) || normaliseHeard(play.options.speaker.words(entry.segment)) !== ''
}
