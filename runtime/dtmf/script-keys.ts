// The caller's side of a script: pressing, entering, waiting, speaking, hanging up.
import type { Listener } from '../../machine/format.ts'
import type { ScriptLine } from '../../machine/script.ts'
import { readKeys, type ScriptScope } from '../../machine/script-values.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import { goneFault, beginCall, missingFault, typedHint, whereNow, type Play } from './script-play.ts'
import { sentence, same, type Fault, type Sentence } from './script-failure.ts'
import { shortName } from './transcript.ts'
import type { SimulatedCall } from './simulated-line.ts'

type Press = Extract<ScriptLine, { readonly kind: 'press' | 'enter' }>

/** More keys than these are an entry, whoever was meant to take it: they are not told. */
export const MOST_TOLD = 2
/** `,` in keys, ms. */
const COMMA = 500

export function playPress(play: Play, line: Press, scope: ScriptScope): Fault | null {
  const keys = readKeys(line.keys, scope)
  if (keys.problem) return { problem: describeProblem(keys.problem), span: keys.problem.span }
  const name = line.kind === 'enter' ? line.listener : null
  const from = play.log.entries.length
  const fault = pressKeys(play, line.kind, line.how, name, keys.text)
  if (!fault && name !== null && line.how === 'ahead') {
    play.aheads = [...play.aheads, { name, span: { start: line.start, end: line.end }, from, to: play.log.entries.length }]
  }
  return fault
}

/** After every line: keys entered ahead for a collect were taken by it, as far as they were taken. */
export function checkAheads(play: Play): Fault | null {
  for (const ahead of play.aheads) {
    const keys = play.log.entries.slice(ahead.from, ahead.to).filter(entry => entry.kind === 'key')
    for (const key of keys) {
      const listener = play.machine.listeners[key.listener]
      if (key.use !== 'entry' || !listener || (listener.kind === 'collect' && isCalled(listener, ahead.name))) continue
      return {
        span: ahead.span,
        problem: sentence(
          `${ahead.name} was entered ahead, but ${listener.name} took a key of it.`,
          `提前输入了 ${ahead.name}，但按键被 ${listener.name} 取走。`,
        ),
        expected: sentence(`the collect ${ahead.name} takes it`, `由 ${ahead.name} 接收`),
        came: [same(listener.name)],
        source: listener.at,
      }
    }
    if (keys.every(key => key.use !== 'waits')) play.aheads = play.aheads.filter(other => other !== ahead)
  }
  return null
}

/** `shown` says what is pressed without saying what it is: an entry may be secret. */
function pressKeys(play: Play, kind: 'press' | 'enter', how: Press['how'], name: string | null, keys: string): Fault | null {
  const call = beginCall(play)
  const what = describePress(kind, name, keys)
  if (call.gone) return goneFault(play, what)
  const fault = waitToPress(play, call, how, name, what)
  if (fault) return fault
  play.secrets.cut()
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    if (call.gone) {
      const gone = goneFault(play, what)
      return { ...gone, hint: sentence(`${index} of ${keys.length} keys had been pressed.`, `${keys.length}个按键中已按${index}个。`) }
    }
    if (key === ',') call.advanceTo(call.now + COMMA)
    else call.press(key)
    if (call.missing) return missingFault(play)
  }
  return null
}

function describePress(kind: 'press' | 'enter', name: string | null, keys: string): Sentence {
  if (kind === 'press') {
    return keys.length > MOST_TOLD ? sentence(`press ${keys.length} keys`, `按${keys.length}个键`) : sentence(`press ${keys}`, `按 ${keys}`)
  }
  return name === null ? sentence('enter keys', '输入按键') : sentence(`enter ${name}`, `输入 ${name}`)
}

/** A patient caller hears the listener out, an early one waits for its first word, one ahead of everything does not wait. */
function waitToPress(play: Play, call: SimulatedCall, how: Press['how'], name: string | null, what: Sentence): Fault | null {
  const atOnce = (): boolean => call.inQueue || (call.recording !== null && call.speaking === null)
  // Keys that wait are somebody's already; and behind an announcement, whose they will be is seen when they are taken.
  const keysWait = (): boolean => call.session.waiting.length > 0
  if (how === 'ahead') {
    const kept = !call.listening || keysWait() || call.session.queue.some(segment => segment.announce)
    return name === null || kept ? null : checkName(play, call, name)
  }
  if (name !== null) {
    call.runUntil(() => (call.listening && !keysWait()) || atOnce() || call.gone)
    if (call.missing) return missingFault(play)
    if (call.gone) return goneFault(play, what)
    const fault = checkName(play, call, name)
    if (fault) return fault
  }
  const ready = how === 'early' ? () => call.speaksOwn : () => call.waitsForKey
  const waited = call.runUntil(() => ready() || atOnce() || call.gone)
  if (call.missing) return missingFault(play)
  if (call.gone) return goneFault(play, what)
  if (waited) return null
  const where = whereNow(play)
  return { problem: sentence(`Nothing ever listens: ${where.en}.`, `始终没有等待按键：${where.zh}。`) }
}

function checkName(play: Play, call: SimulatedCall, name: string): Fault | null {
  const listener = call.listening ? play.machine.listeners[call.session.listener] : undefined
  if (listener?.kind === 'collect' && isCalled(listener, name)) return null
  const known = play.machine.listeners.filter(other => other.kind === 'collect').map(other => shortName(other.name))
  const where = whereNow(play)
  const unknown = !play.machine.listeners.some(other => other.kind === 'collect' && isCalled(other, name))
  return {
    problem: sentence(`${name} is to be entered, but ${where.en}.`, `应输入 ${name}，但${where.zh}。`),
    expected: sentence(`the collect ${name} listens`, `${name} 在等待输入`),
    came: [where],
    source: listener?.at ?? null,
    hint: unknown
      ? sentence(
          `No collect of the program is called ${name}; there is ${known.join(', ') || 'none'}.`,
          `程序中没有名为 ${name} 的输入；已有：${known.join('、') || '无'}。`,
        )
      : typedHint(play),
  }
}

/** `card`, or with its flow: `log_in.card`. */
export const isCalled = (listener: Listener, name: string): boolean => listener.name === name || shortName(listener.name) === name

/** The key of `press … for language` for the run's language. */
export function playChooseLanguage(play: Play): Fault | null {
  const call = beginCall(play)
  const { language } = play.run
  const what = sentence(`choose ${language}`, `选择 ${language}`)
  if (call.gone) return goneFault(play, what)
  const fault = waitToPress(play, call, 'patient', null, what)
  if (fault) return fault
  const listener = call.listening ? play.machine.listeners[call.session.listener] : undefined
  const option = listener?.options.find(({ to, tell }) => leadsToLanguage(play, to, language) || tell?.language === language)
  if (!option) {
    const keys = listener?.options.map(candidate => candidate.keys).join(', ') ?? ''
    const where = whereNow(play)
    return {
      problem: sentence(`No key here chooses ${language}: ${where.en}.`, `此处没有选择 ${language} 的按键：${where.zh}。`),
      expected: sentence(`an option “press … for language ${language}”`, `选项“press … for language ${language}”`),
      came: keys === '' ? [] : [sentence(`keys ${keys}`, `按键 ${keys}`)],
      source: listener?.at ?? null,
    }
  }
  return pressKeys(play, 'press', 'ahead', null, option.keys)
}

function leadsToLanguage(play: Play, to: number, language: string): boolean {
  const { points } = play.machine
  let id = to
  for (let steps = 0; steps < points.length; steps++) {
    const point = points[id]
    if (point?.op === 'language') return point.language === language
    if (point?.op !== 'jump') return false
    id = point.next
  }
  return false
}

/** Lets the timer that runs, or the next one, expire once. */
export function playStaySilent(play: Play): Fault | null {
  const call = beginCall(play)
  if (call.gone) return goneFault(play, sentence('stay silent', '保持静默'))
  if (call.recording || call.inQueue) {
    call.runUntil(() => (!call.recording && !call.inQueue) || call.gone)
    return missingFault(play)
  }
  call.runUntil(() => call.session.timer !== null || call.gone)
  const running = call.session.timer
  if (running) call.runUntil(() => call.session.timer?.number !== running.number || call.gone)
  if (call.missing) return missingFault(play)
  return running ? null : goneFault(play, sentence('stay silent', '保持静默'))
}

export function playSpeak(play: Play, ms: number): Fault | null {
  const call = beginCall(play)
  const what = sentence('speak', '说话')
  if (call.gone) return goneFault(play, what)
  call.runUntil(() => (call.recording !== null && call.speaking === null) || call.waitsForKey || call.talking || call.gone)
  if (call.missing) return missingFault(play)
  if (call.gone) return goneFault(play, what)
  if (!call.recording && !call.talking) {
    const where = whereNow(play)
    return { problem: sentence(`Nobody listens to a voice here: ${where.en}.`, `此处不接收语音：${where.zh}。`), came: [where] }
  }
  call.speak(ms)
  return missingFault(play)
}

/** The caller hangs up, and everything that follows from it runs to its end. */
export function playHangUp(play: Play): Fault | null {
  const call = beginCall(play)
  if (call.gone) return goneFault(play, same('hang up'))
  call.hangUp()
  call.runUntil(() => call.ended)
  return missingFault(play)
}
