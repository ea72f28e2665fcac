// `callwright dial`: a telephone in the terminal. Every dialled call is a script's call whose caller is the person.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { momentOf } from '../machine/calendar.ts'
import type { Machine } from '../machine/format.ts'
import { standsBeforeCall, type Script, type ScriptFile, type ScriptLine } from '../machine/script.ts'
import type { ReadText } from '../machine/script-rows.ts'
import { momentsOf, offsetAt, prepare } from '../runtime/core/index.ts'
import type { Backend } from '../runtime/dtmf/backend.ts'
import type { ScriptRun } from '../runtime/dtmf/script-instances.ts'
import { playScript } from '../runtime/dtmf/script-run.ts'
import { answersOf, NO_ANSWERS, openScript, plainRun, withoutCalls } from './answers-file.ts'
import { EXIT, Finished, Refusal, Stopped } from './exit.ts'
import type { Io } from './io.ts'
import { loadMachine, type LoadedMachine } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'
import { besides, programOf, splitPlace } from './script-files.ts'
import { runAt } from './script-choice.ts'
import type { Loudspeaker } from './speech/loudspeaker.ts'
import { speakerFor } from './speaker.ts'
import { createKeysIn } from './telephone/keys-in.ts'
import { createJsonScreen } from './telephone/json-screen.ts'
import { playLive } from './telephone/live.ts'
import { askingPerson, createPhone, type Phone } from './telephone/phone.ts'
import { playPiped } from './telephone/piped.ts'
import { writeScript } from '../runtime/dtmf/recorder/recorder.ts'
import { lineOffsets, writtenMoment } from '../runtime/dtmf/recorder/written-value.ts'

export interface DialSettings {
  readonly program: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  /** A moment, or FILE:LINE of a script. */
  readonly at: string | undefined
  readonly answers: string | undefined
  readonly script: string | undefined
  readonly record: string | undefined
  readonly fast: boolean
  /** The call as JSON lines; keys are read as from a pipe. */
  readonly json: boolean
  /** The engine that speaks aloud. */
  readonly speak: string | undefined
  /** Keys that are pressed first. */
  readonly press: string
  /** Of the run, where a script has several. */
  readonly tag: string | undefined
  readonly language: MessageLanguage
}

interface Dialled {
  readonly loaded: LoadedMachine
  readonly run: ScriptRun
  readonly readText: ReadText
  /** Lines before this offset are the script's; then the person takes over. */
  readonly offset: number
}

export async function dial(io: Io, settings: DialSettings): Promise<void> {
  const dialled = await prepareCall(io, settings)
  const { machine } = dialled.loaded
  const prepared = prepare(machine, { trace: true })
  const speaker = speakerFor(machine, dialled.loaded.recordings)
  const live = io.stdin.isTTY && io.stdout.isTTY && !settings.json
  const asked: Phone['asked'] = []
  const played = playScript(
    { prepared, speaker, readText: dialled.readText, ...(live ? { unanswered: askingPerson(asked) } : {}) },
    dialled.run,
    dialled.offset,
  )
  if (played.failure) {
    const { problem, hint } = played.failure
    const { file } = dialled.run.file
    throw new Refusal({ en: `${file}: ${problem.en}${hint ? ` ${hint.en}` : ''}`, zh: `${file}：${problem.zh}${hint?.zh ?? ''}` })
  }
  const shownOn = settings.json
    ? { shownOn: createJsonScreen({ loaded: dialled.loaded, log: played.log, speaker, write: text => io.stdout.write(text) }) }
    : {}
  const phone = createPhone(io, { machine, call: played.call, log: played.log, speaker, asked, language: settings.language, ...shownOn })
  const loudspeaker = settings.speak === undefined ? null : await openLoudspeaker(io, settings.speak, dialled.loaded, phone)
  const keys = createKeysIn(io.stdin, live)
  let fine: boolean
  try {
    fine = live
      ? await playLive(io, phone, keys, { fast: settings.fast, first: settings.press, ...(loudspeaker ? { loudspeaker } : {}) })
      : await playPiped(io, phone, keys, settings.press)
    // Keys from a pipe are over in no time; what they led to is heard afterwards, to its end.
    if (loudspeaker && fine && !live) {
      io.stop.addEventListener('abort', () => loudspeaker.close(), { once: true })
      loudspeaker.follow()
      await loudspeaker.quiet()
    }
  } finally {
    loudspeaker?.close()
    keys.close()
  }
  if (settings.record !== undefined) writeRecord(io, settings.record, dialled, phone, played.backend)
  if (live && !fine) throw new Stopped()
  if (!fine) throw new Finished(EXIT.findings)
}

async function openLoudspeaker(io: Io, name: string, loaded: LoadedMachine, phone: Phone): Promise<Loudspeaker> {
  const { openEngine } = await import('./speech/engine-choice.ts')
  const { createPlayer } = await import('./speech/player.ts')
  const { createLoudspeaker } = await import('./speech/loudspeaker.ts')
  return createLoudspeaker({
    machine: loaded.machine,
    recordings: loaded.recordings,
    log: phone.log,
    engine: openEngine(io, name),
    player: createPlayer({ env: io.env }),
    fs: io.fs,
    language: phone.language,
    say: sentence => io.stderr.write(`${sentence}\n`),
  })
}

async function prepareCall(io: Io, settings: DialSettings): Promise<Dialled> {
  const place = settings.at !== undefined && /\.dtmf(:\d+)?$/i.test(settings.at) ? settings.at : undefined
  if (place !== undefined && settings.script !== undefined)
    throw new Refusal({
      en: '--script and --at FILE:LINE both name a script; give one of them.',
      zh: '--script 与 --at FILE:LINE 都指定了脚本；请只写其中一个。',
    })
  if (place !== undefined && settings.record !== undefined) {
    throw new Refusal({
      en: '--record writes down a whole call, and --at FILE:LINE begins in the middle of one; give one of them.',
      zh: '--record 记录整通电话，而 --at FILE:LINE 从中途开始；请只写其中一个。',
    })
  }
  const named = place ?? settings.script
  const script = named === undefined ? null : openScript(io, named, settings)
  const loaded = await loadMachine(io, settings.program ?? (script ? programOf(script) : undefined), settings)
  const { machine } = loaded
  const numbers = machine.line.numbers.map(one => one.number)
  if (settings.to !== undefined && !numbers.includes(settings.to)) {
    io.stderr.write(
      settings.language === 'zh'
        ? `callwright: 线路没有号码 ${settings.to}，只有 ${numbers.join('、')}；通话从第一个位置开始。\n`
        : `callwright: the line has no number ${settings.to}; it has ${numbers.join(', ')}. The call begins at its first place.\n`,
    )
  }
  const answers = settings.answers === undefined ? NO_ANSWERS : answersOf(io, settings.answers, machine, settings)
  const time = place === undefined ? settings.at : undefined
  const from = settings.from ?? null
  if (script) {
    const readText = besides(io.fs, script.path)
    const line = splitPlace(named!).line
    const run = runAt(script, machine, readText, line, script.shown, settings.tag)
    const offset = place === undefined || line === null ? 0 : script.source.lineIndex.offset({ line: line - 1, column: 0 })
    if (place !== undefined)
      return {
        loaded,
        run: withLines(run, [...answers.lines, ...run.script.lines]),
        readText: either(answers.readText, readText),
        offset: Math.max(offset, 1),
      }
    const own = run.script.lines.filter(standsBeforeCall)
    const setups = run.file.setups.map(setup => ({ ...setup, lines: setup.lines.filter(standsBeforeCall) }))
    const call = callLine(settings, time, machine, io.now())
    const overridden = call !== null && (settings.from !== undefined || settings.to !== undefined || time !== undefined)
    const lines = overridden ? [call, ...withoutCalls(own)] : own
    return {
      loaded,
      run: withLines(run, [...answers.lines, ...lines], {
        ...run.file,
        setups: overridden ? setups.map(setup => ({ ...setup, lines: withoutCalls(setup.lines) })) : setups,
      }),
      readText: either(answers.readText, readText),
      offset: Infinity,
    }
  }
  const call = callLine({ ...settings, from: from ?? undefined }, time, machine, io.now())
  return { loaded, run: plainRun(machine, [call, ...answers.lines], answers), readText: answers.readText, offset: Infinity }
}

function withLines(run: ScriptRun, lines: readonly ScriptLine[], file: ScriptFile = run.file): ScriptRun {
  const script: Script = { ...run.script, lines }
  return { ...run, script, file }
}

/** The files of the answers, then those of the script. */
const either =
  (first: ReadText, second: ReadText): ReadText =>
  path => {
    const found = first(path)
    return 'text' in found ? found : second(path)
  }

function callLine(
  settings: Pick<DialSettings, 'from' | 'to'>,
  time: string | undefined,
  machine: Machine,
  now: number,
): Extract<ScriptLine, { kind: 'call' }> {
  const at = time === undefined ? writtenMoment(now, lineOffsets(machine)) : momentFor(time, machine, now)
  return { kind: 'call', from: settings.from ?? null, to: settings.to ?? machine.line.numbers[0]?.number ?? null, at, start: 0, end: 0 }
}

/**
 * `2026-11-23T10:00+08:00`; `2026-11-23T10:00` and `10:00` are read on the line's own clock: a time that it shows twice is the earlier one,
 * one that it never shows is the moment at which it is set forward.
 */
function momentFor(time: string, machine: Machine, now: number): string {
  if (momentOf(time) !== null) return time
  const offset = offsetAt(lineOffsets(machine), now)
  const local = /^\d{1,2}:\d{2}$/.test(time)
    ? `${new Date(now + offset * 60_000).toISOString().slice(0, 10)}T${time.padStart(5, '0')}`
    : time
  const asUtc = momentOf(`${local}Z`)
  if (asUtc === null)
    throw new Refusal({
      en: `--at ${time}: it is neither a moment (2026-11-23T10:00+08:00, 2026-11-23T10:00, 10:00) nor FILE.dtmf:LINE.`,
      zh: `--at ${time}：既不是时刻（2026-11-23T10:00+08:00、2026-11-23T10:00、10:00），也不是 FILE.dtmf:LINE。`,
    })
  return writtenMoment(momentsOf(lineOffsets(machine), asUtc)[0], lineOffsets(machine))
}

function writeRecord(io: Io, path: string, dialled: Dialled, phone: Phone, backend: Backend): void {
  const full = absolutePath(io.cwd, path)
  const { machine, call, log, typed, speaker } = phone
  const { session } = call
  const folder = absolutePath(full, '..')
  const program = shownPath(folder, dialled.loaded.path)
  const text = writeScript({
    machine,
    log,
    typed,
    speaker,
    backend,
    program: program.startsWith('.') || program.startsWith('/') ? program : `./${program}`,
    name: `a call to ${session.call.called}, written down`,
    at: session.started,
    caller: session.call.caller,
    called: session.call.called,
    settings: session.call.settings ?? {},
    level: machine.line.levels[session.level] ?? '',
  })
  io.fs.write(full, text)
  io.stderr.write(`${shownPath(io.cwd, full)} written\n`)
}
