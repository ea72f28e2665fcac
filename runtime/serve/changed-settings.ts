// The settings that operators change, against the versions that answer: what may be changed, whether calls have it, and who is told.
import { onMachine, type Clock } from '../call/clock.ts'
import { convertJson } from '../../machine/json-values.ts'
import { maskValue } from '../../machine/mask.ts'
import { describeProblem } from '../../machine/value-problems.ts'
import type { Value } from '../../machine/values.ts'
import { longestMatch } from '../speech/reading/index.ts'
import type { AnsweringLines } from './answering-lines.ts'
import type { Logger } from './log.ts'
import { misfitOf } from './misfit.ts'
import type { Done, Operations, SetRequest, SettingStatus } from './operations.ts'
import type { Said } from './said.ts'
import { isSame, type Change, type Settings } from './settings.ts'
import { readUntil, writtenOn } from './until.ts'
import type { Version, Versions } from './versions.ts'

export interface ChangedSettings extends Pick<Operations, 'set' | 'unset'> {
  readonly status: () => readonly SettingStatus[]
  /** Says in the log which changes the version that answers now has no use for. */
  readonly tellOfMisfits: (line: string) => void
}

export interface ChangedSettingsOptions {
  readonly settings: Settings
  readonly versions: Versions
  readonly lines: Pick<AnsweringLines, 'numbersOf' | 'versionFor'>
  readonly log: Logger
  readonly clock: Clock
}

export function createChangedSettings({ settings, versions, lines, log, clock }: ChangedSettingsOptions): ChangedSettings {
  const misfit = (change: Change): Said | null =>
    misfitOf(change, versions.current(change.line), change.number !== null && lines.versionFor(change.number)?.line === change.line)

  /** Nothing is in force of them, and a version that has them again would have them at once: an operator has to know. */
  function tellOfMisfits(ofLine: string): void {
    for (const change of settings.list().filter(({ line }) => line === ofLine)) {
      const said = misfit(change)
      if (said === null) continue
      const { line, number, name, who, why } = change
      const of = number === null ? '' : ` --number ${number}`
      log.warn(
        { line, number, setting: name, who, why },
        `a changed setting is not in force: ${said.en} A version that it fits has it again, unless you take it back: “callwright set ${line} ${name} --clear${of} --why …”`,
      )
    }
  }

  function statusOf(given: Change): SettingStatus {
    const { until, at, value, ...change } = given
    const unfit = misfit(given)
    return {
      ...change,
      value: unfit === null ? shownSetting(change.line, change.name, value) : JSON.stringify(value),
      misfit: unfit,
      until: until === null ? null : onClock(until, change.line),
      since: iso(at),
    }
  }

  /** As the line's own clock shows it, which is how operators write it: `2026-11-25T18:00+08:00`. */
  function onClock(ms: number, line: string): string {
    const machine = versions.current(line)?.prepared.machine
    return machine === undefined ? iso(ms) : writtenOn(machine.zones[machine.line.zone] ?? [], ms)
  }

  /** As a program would write it. A setting is never private. */
  function shownSetting(line: string, name: string, value: Value): string {
    const type = versions.current(line)?.prepared.machine.settings.find(each => each.name === name)?.type
    return type === undefined ? JSON.stringify(value) : maskValue(value, type)
  }

  function settingOf({ line, number, name }: Pick<SetRequest, 'line' | 'number' | 'name'>): Done<Version> {
    const version = versions.current(line)
    if (!version) {
      const there = versions
        .lines()
        .map(each => each.line)
        .join(', ')
      return problem(`there is no line “${line}” here; there is: ${there}.`, `这里没有名为“${line}”的线路；有：${there}。`)
    }
    const known = version.prepared.machine.settings.map(each => each.name)
    if (!known.includes(name))
      return problem(
        `${line} has no setting “${name}”; it has: ${known.join(', ')}.`,
        `线路 ${line} 没有设置“${name}”；有：${known.join('、')}。`,
      )
    if (number !== null && !lines.numbersOf(version).includes(number))
      return problem(
        `${line} does not answer ${number}; it answers: ${lines.numbersOf(version).join(', ')}.`,
        `线路 ${line} 不应答 ${number}；它应答：${lines.numbersOf(version).join('、')}。`,
      )
    return { done: version }
  }

  /** Beside the one that is asked for: what calls of the line's numbers have, or of the line for one of its numbers. */
  function stillOf({ line, number, name }: Pick<SetRequest, 'line' | 'number' | 'name'>): readonly SettingStatus[] {
    return settings
      .list()
      .filter(one => one.line === line && one.name === name && (one.number === null) !== (number === null))
      .map(statusOf)
      .filter(({ misfit }) => misfit === null)
  }

  /** A change that nobody could read about later is none. */
  function notWritten(error: unknown): ReturnType<typeof problem> {
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    log.error(
      { why },
      'a setting was not changed, as it cannot be written down: make room in serve.data, and give the node the right to write',
    )
    return problem(
      `nothing was changed: it cannot be written down (${why}). Make room in serve.data, and give the node the right to write.`,
      `未作更改：无法写入记录（${why}）。请为 serve.data 腾出空间，并让节点有写入权限。`,
    )
  }

  return {
    status: () => settings.list().map(statusOf),
    tellOfMisfits,
    set(request) {
      const found = settingOf(request)
      if ('problem' in found) return found
      const { machine } = found.done.prepared
      const setting = machine.settings.find(each => each.name === request.name)!
      const read = convertJson(request.json, setting.type)
      if (read.problem) {
        const said = describeProblem(read.problem)
        return problem(`${request.name}: ${said.en}`, `${request.name}：${said.zh}`)
      }
      const unsaid = machine.line.languages.filter(language => !hasWords(read.value, language)).join(', ')
      if (unsaid !== '')
        return problem(
          `${request.name}: it has no words for callers who hear ${unsaid}: give a text for each language of the line, as {"zh": "…", "en": "…"}, or one text for all.`,
          `${request.name}：没有给 ${unsaid} 来电者的文本：请为线路的每种语言各写一条，例如 {"zh": "…", "en": "…"}，或写一条通用文本。`,
        )
      const until =
        request.until === null ? { at: null } : readUntil(request.until, machine.zones[machine.line.zone] ?? [], onMachine(clock))
      if ('problem' in until) return until
      const { line, number, name, why, who } = request
      let made: Change
      try {
        made = settings.set({ line, number, name, value: read.value, until: until.at, why, who })
      } catch (error) {
        return notWritten(error)
      }
      log.warn({ line, number, setting: name, until: until.at === null ? null : iso(until.at), who, why }, 'a setting was changed')
      return { done: { ...statusOf(made), still: number === null ? stillOf(request) : [] } }
    },
    unset(request) {
      // What no version has any more must not wait for one that has it again.
      if (!settings.list().some(each => isSame(each, request))) {
        const found = settingOf(request)
        if ('problem' in found) return found
      }
      const { line, number, name, why, who } = request
      let changed: boolean
      try {
        changed = settings.unset({ line, number, name, why, who })
      } catch (error) {
        return notWritten(error)
      }
      if (changed) log.warn({ line, number, setting: name, who, why }, 'a changed setting was taken back')
      return { done: { changed, still: stillOf(request) } }
    },
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

const problem = (en: string, zh: string): { readonly problem: Said } => ({ problem: { en, zh } })

/** A text that has words for some languages alone would be spoken in one that its caller may not understand. */
function hasWords(value: Value, language: string): boolean {
  if (typeof value !== 'object' || value === null || !('texts' in value)) return true
  return longestMatch(value.texts as Readonly<Record<string, string>>, language) !== undefined
}
