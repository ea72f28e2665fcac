// `callwright play`: a script's call to be watched: who says what, which keys are pressed, where it goes. `npm start` is this.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { Machine } from '../machine/format.ts'
import type { ReadText } from '../machine/script-rows.ts'
import type { ScriptRun } from '../runtime/dtmf/script-instances.ts'
import type { CallLog, LogEntry } from '../runtime/call/call-log.ts'
import { reportScript } from '../runtime/dtmf/script-report.ts'
import { runScript } from '../runtime/dtmf/script-run.ts'
import { EXIT, Finished, Refusal, Stopped } from './exit.ts'
import type { Io } from './io.ts'
import { shownPath } from './paths.ts'
import { filesBelow, findProject } from './project.ts'
import { runAt } from './script-choice.ts'
import { besides, hasErrors, loadScript, splitPlace, type LoadedScript } from './script-files.ts'
import { endWithScript } from './script-findings.ts'
import { createPrograms, optionsOf, readyScript, reportOptionsOf } from './scripts-run.ts'
import { createKeysIn } from './telephone/keys-in.ts'
import { createJsonScreen } from './telephone/json-screen.ts'
import { createScreen, shownTime, type Screen } from './telephone/screen.ts'
import { paintFor } from './terminal.ts'

export interface PlaySettings {
  /** FILE.dtmf or FILE.dtmf:LINE */
  readonly place: string | undefined
  /** Language tag of the run; where not said that of the messages, else the script's first. */
  readonly language: string | undefined
  /** How many times faster than the call itself; Infinity = all at once. */
  readonly speed: number
  readonly json: boolean
  readonly lang: MessageLanguage
}

/** Between two looks at the clock, ms. */
const FRAME = 40

export async function play(io: Io, settings: PlaySettings): Promise<void> {
  const place = settings.place ?? placeOfProject(io)
  const { path, line } = splitPlace(place)
  const script = loadScript(io, path)
  const told = { language: settings.lang, json: settings.json }
  const ready = await readyScript(io, createPrograms(io, told), script)
  if (hasErrors(ready.script)) endWithScript(io, ready.script, told)
  const { machine } = ready.program.loaded
  const readText = besides(io.fs, script.path)
  const run =
    settings.language === undefined
      ? preferredRun(script, machine, readText, line, settings.lang)
      : runAt(script, machine, readText, line, script.shown, settings.language)
  const result = runScript(optionsOf(io, ready), run)

  if (settings.json) {
    const { speaker, loaded } = ready.program
    const screen = createJsonScreen({ loaded, log: result.log, speaker, write: text => io.stdout.write(text) })
    screen.update(result.duration)
    const { name, language } = run
    io.stdout.write(`${JSON.stringify({ at: result.duration, kind: 'result', name, language, passed: result.passed })}\n`)
    if (!result.passed) throw new Finished(EXIT.findings)
    return
  }

  const begins = script.source.lineIndex.position(run.script.start).line + 1
  const paint = paintFor(io, io.stdout)
  io.stdout.write(`${paint('strong', `${script.shown}:${begins}`)}  ${run.name} [${run.language}]\n\n`)
  const log: { entries: LogEntry[] } = { entries: [] }
  const screen = createScreen({
    machine,
    log,
    speaker: ready.program.speaker,
    write: text => io.stdout.write(text),
    paint,
    language: settings.lang,
    width: () => Math.min(io.stdout.columns() || 110, 140),
  })
  await show(io, screen, result.log, log, result.duration, settings.speed)
  if (io.stop.aborted) throw new Stopped()
  if (!result.passed) {
    io.stdout.write(`\n${reportScript(result, reportOptionsOf(io, ready, settings.lang, io.stdout))}\n`)
    throw new Finished(EXIT.findings)
  }
  io.stdout.write(
    `\n${paint('good', '✓')} ${run.name} [${run.language}]: ${shownTime(result.duration)}${settings.lang === 'zh' ? '' : ' of a call'}\n`,
  )
}

/** A reader of English is shown the English run, where there is one. */
function preferredRun(script: LoadedScript, machine: Machine, readText: ReadText, line: number | null, lang: MessageLanguage): ScriptRun {
  try {
    return runAt(script, machine, readText, line, script.shown, lang)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return runAt(script, machine, readText, line, script.shown)
  }
}

/** Hands the log on as time goes by. A key shows the rest at once, Ctrl-C ends it. */
async function show(io: Io, screen: Screen, whole: CallLog, part: { entries: LogEntry[] }, duration: number, speed: number): Promise<void> {
  const keys = speed !== Infinity && io.stdin.isTTY ? createKeysIn(io.stdin, true) : null
  const began = io.now()
  let rest = speed === Infinity
  let next = 0
  for (;;) {
    const now = rest ? duration : Math.min(duration, (io.now() - began) * speed)
    for (; next < whole.entries.length && (rest || whole.entries[next]!.at <= now); next++) {
      part.entries.push(whole.entries[next]!)
      screen.update(Math.min(now, whole.entries[next]!.at))
    }
    screen.update(now)
    if (now >= duration) break
    await io.sleep(FRAME, io.stop)
    const typed = keys?.take() ?? ''
    if (io.stop.aborted || typed.includes('\u0003')) {
      screen.close()
      keys?.close()
      throw new Stopped()
    }
    if (typed !== '') rest = true
  }
  screen.close()
  keys?.close()
}

/** The script that the project shows, else the first there is. */
function placeOfProject(io: Io): string {
  const project = findProject(io)
  if (project?.play) return shownPath(io.cwd, project.play)
  const folder = project?.folder ?? io.cwd
  const first = (project?.scripts ?? [folder]).flatMap(path => (path.endsWith('.dtmf') ? [path] : filesBelow(io.fs, path, '.dtmf')))[0]
  if (first === undefined)
    throw new Refusal({
      en: `${shownPath(io.cwd, folder)}: there is no .dtmf script here to play.`,
      zh: `${shownPath(io.cwd, folder)}：这里没有可播放的 .dtmf 脚本。`,
    })
  return shownPath(io.cwd, first)
}
