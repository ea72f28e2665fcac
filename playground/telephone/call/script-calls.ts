// Scripts of the project as calls of the telephone: what they give before their call begins, and the whole of what they do up to a line.
import { resolvePath } from '../../../lang/compiler/host.ts'
import { parseScript } from '../../../lang/script/parse-script.ts'
import { momentOf } from '../../../machine/calendar.ts'
import type { Machine } from '../../../machine/format.ts'
import { standsBeforeCall, type ScriptLine } from '../../../machine/script.ts'
import type { ReadText } from '../../../machine/script-rows.ts'
import type { Value } from '../../../machine/values.ts'
import type { CallStart, Prepared } from '../../../runtime/core/index.ts'
import { lineOffsets, writtenMoment } from '../../../runtime/dtmf/recorder/written-value.ts'
import { expandScripts, type ScriptRun } from '../../../runtime/dtmf/script-instances.ts'
import { playGivens, playScript } from '../../../runtime/dtmf/script-run.ts'
import type { Speaker } from '../../../runtime/dtmf/speaker.ts'
import type { Files } from '../../project/project.ts'
import type { ScriptChoice, Words } from '../contract.ts'
import type { Given, Read } from './bank.ts'
import type { Action, Deed } from './played-call.ts'

interface Played {
  readonly prepared: Prepared
  readonly speaker: Speaker
}

/** The runs of all scripts of this program. */
export function runsOf(files: Files, entry: string, machine: Pick<Machine, 'line'>): readonly ScriptRun[] {
  return Object.keys(files)
    .filter(path => path.endsWith('.dtmf'))
    .sort()
    .flatMap(path => {
      const { script } = parseScript(files[path]!, path)
      if (script.use === null || resolvePath(path, script.use.path) !== entry) return []
      return expandScripts(script, machine, besides(files, path)).runs
    })
}

/** The program of the script that a run's id begins with. */
export function entryOfRun(id: string, files: Files): string | null {
  const path = Object.keys(files).find(one => id.startsWith(`${one} › `))
  const use = path === undefined ? null : parseScript(files[path]!, path).script.use
  return use === null ? null : resolvePath(path!, use.path)
}

const besides =
  (files: Files, script: string): ReadText =>
  path => {
    const text = files[resolvePath(script, path)]
    return text === undefined ? { problem: 'missing' } : { text }
  }

/** The lines of a script that stand before its call, those of a setup that it runs among them. */
function callLine(run: ScriptRun): Extract<ScriptLine, { readonly kind: 'call' }> | null {
  const seen = new Set<string>()
  const look = [...run.script.lines]
  for (let line = look.shift(); line !== undefined; line = look.shift()) {
    if (line.kind === 'call') return line
    if (line.kind !== 'run' || seen.has(line.setup)) continue
    const { setup: name } = line
    seen.add(name)
    look.unshift(...(run.file.setups.find(setup => setup.name === name)?.lines ?? []))
  }
  return null
}

export function choiceOf(run: ScriptRun, machine: Machine): ScriptChoice {
  const call = callLine(run)
  const { id, name, language, file } = run
  const moment = momentOf(call?.at ?? '')
  // Without its offset: as a field for dates and times shows it.
  const at = moment === null ? null : writtenMoment(moment, lineOffsets(machine)).slice(0, '2026-11-23T10:00:00'.length)
  return { id, path: file.file, name, language, called: call?.to ?? null, caller: call?.from ?? null, at }
}

interface ScriptGivens {
  readonly given: readonly Given[]
  readonly settings: Readonly<Record<string, Value>>
}

/** What a run gives before anybody presses a key. */
export function givensOf(run: ScriptRun, files: Files, played: Played): Read<ScriptGivens> {
  // A setup's own lines may go on to press keys: of it, too, only what stands before them.
  const setups = run.file.setups.map(setup => ({ ...setup, lines: beforeCall(setup.lines) }))
  const file = { ...run.file, setups }
  const script = { ...run.script, lines: beforeCall(run.script.lines) }
  const given: Given[] = []
  const text = files[run.file.file] ?? ''
  const { failure, settings } = playGivens(
    {
      ...played,
      readText: besides(files, run.file.file),
      onGiven: (line, scope) => given.push({ line, scope, text: written(text, line) }),
    },
    { ...run, file, script },
  )
  return failure ? { problem: failure.problem } : { read: { given, settings } }
}

const written = (text: string, line: ScriptLine): string => text.slice(line.start, line.end).replace(/\s+/gu, ' ').trim()

function beforeCall(lines: readonly ScriptLine[]): readonly ScriptLine[] {
  const end = lines.findIndex(line => !standsBeforeCall(line))
  return end < 0 ? lines : lines.slice(0, end)
}

interface OpenedCall extends ScriptGivens {
  readonly start: CallStart
  /** ms since 1970 */
  readonly at: number
  readonly actions: readonly Action[]
  /** ms of the call to which it had come. */
  readonly now: number
}

/** A run played up to the lines that begin at `offset`, as what its caller did. */
export function openRun(run: ScriptRun, files: Files, played: Played, offset: number): OpenedCall {
  const given: Given[] = []
  const actions: Action[] = []
  const text = files[run.file.file] ?? ''
  let steps = 0
  let settings: Readonly<Record<string, Value>> = {}
  let began = false
  let at = 0
  const add = (deed: Deed, moment: number): void => void actions.push({ deed, at: moment, steps })
  const { call } = playScript(
    {
      ...played,
      readText: besides(files, run.file.file),
      onGiven: (line, scope, moment) => {
        const one = { line, scope, text: written(text, line) }
        if (began) add({ kind: 'given', given: one }, moment)
        else given.push(one)
      },
      onAction: ({ action, at: moment }) => add(action, moment),
      observers: [
        {
          stepping: (event, session) => {
            if (event.kind !== 'started') return
            began = true
            at = event.at
            settings = session.call.settings ?? {}
          },
          stepped: () => void steps++,
          reported: report => {
            if (report.kind === 'talks' || report.kind === 'key') steps++
          },
        },
      ],
    },
    run,
    offset,
  )
  const { id, caller, called } = call.session.call
  return { given, settings, start: { id, caller, called, settings }, at, actions, now: call.now }
}

export const noRun: Words = { en: 'There is no such script any more.', zh: '找不到这个脚本。' }
