// What `callwright test` measures beside passing and failing: how much of the programs scripts go through (coverage), and what
// changes they would notice (mutants).
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import {
  coverageJson,
  formatLcov,
  printPercent,
  programCoverage,
  sumKinds,
  type KindCoverage,
  type Locate,
  type ProgramCoverage,
} from '../runtime/dtmf/coverage/index.ts'
import type { ScriptRun } from '../runtime/dtmf/script-instances.ts'
import type { ScriptResult } from '../runtime/dtmf/script-run.ts'
import type { Io } from './io.ts'
import { locateIn } from './loaded-machine.ts'
import { huntProgram, type HuntReport, type Seen } from './mutants.ts'
import { absolutePath, shownPath } from './paths.ts'
import type { ReadyProgram, ReadyScript } from './scripts-run.ts'

export interface MeasureSettings {
  readonly coverage: boolean
  /** Per cent; undefined where nothing is asked. */
  readonly coverageMin: number | undefined
  readonly coverageFile: string | undefined
  readonly lcov: string | undefined
  readonly mutants: boolean
  readonly mutantsMin: number | undefined
  readonly json: boolean
  readonly language: MessageLanguage
}

export const isMeasured = (settings: MeasureSettings): boolean => settings.coverage || settings.mutants

export interface Measured {
  readonly json: Readonly<Record<string, unknown>>
  readonly text: string
  /** What was asked for at least was reached. */
  readonly fine: boolean
}

export interface Measures {
  /** After each script, as long as its log is there. */
  readonly ran: (ready: ReadyScript, run: ScriptRun, result: ScriptResult) => void
  readonly report: (passed: boolean) => Promise<Measured>
}

export function createMeasures(io: Io, settings: MeasureSettings): Measures {
  const programs = new Map<ReadyProgram, Seen[]>()
  return {
    ran: (ready, run, result) => {
      const { program } = ready
      const touched = program.collector!.finish(result.log, settings.mutants)
      const seen = programs.get(program) ?? []
      programs.set(program, seen)
      if (touched) seen.push({ ready, run, touched, size: result.log.entries.length })
    },
    report: async passed => {
      if (programs.size === 0) {
        const words = settings.language === 'zh' ? '没有运行任何脚本，无从统计。' : 'no script was run, so nothing was measured.'
        return { json: { coverage: null, mutants: null }, text: `${words}\n`, fine: true }
      }
      const parts: Measured[] = []
      if (settings.coverage) parts.push(reportCoverage(io, [...programs.keys()], settings))
      if (settings.mutants) parts.push(await reportMutants(io, programs, passed, settings))
      return {
        json: Object.assign({}, ...parts.map(part => part.json)) as Record<string, unknown>,
        text: parts.map(part => part.text).join('\n'),
        fine: parts.every(part => part.fine),
      }
    },
  }
}

// ------------------------------------------------------------------------------------------------ coverage

interface Covered {
  readonly name: string
  readonly coverage: ProgramCoverage
  readonly locate: Locate
}

function reportCoverage(io: Io, programs: readonly ReadyProgram[], settings: MeasureSettings): Measured {
  const { language } = settings
  const covered = programs.map(({ loaded, collector }): Covered => ({
    name: shownPath(io.cwd, loaded.path),
    coverage: programCoverage(collector!, true),
    locate: locateIn(loaded),
  }))
  const { kinds, percent } = sumKinds(covered.map(one => one.coverage))
  const json = { percent, programs: covered.map(one => coverageJson(one.coverage, one.name, one.locate, language)) }
  if (settings.coverageFile !== undefined) io.fs.write(absolutePath(io.cwd, settings.coverageFile), `${JSON.stringify(json, null, 2)}\n`)
  if (settings.lcov !== undefined) io.fs.write(absolutePath(io.cwd, settings.lcov), formatLcov(covered))
  const least = settings.coverageMin
  const fine = least === undefined || percent >= least
  const short = fine ? '' : `\n${tooLittle(language, percent, least)}`
  const lines = [`${summary(kinds, percent, language)}${short}`, ...covered.flatMap(one => missingLines(one, language))]
  return { json: { coverage: json }, text: `${lines.join('\n')}\n`, fine }
}

const KIND_WORDS: Readonly<Record<KindCoverage['kind'], string>> = {
  places: '地点',
  options: '选项',
  outcomes: '结果',
  timers: '计时',
  checks: '判断',
  languages: '语言',
}

function summary(kinds: readonly KindCoverage[], percent: number, language: MessageLanguage): string {
  const parts = kinds
    .filter(({ all }) => all > 0)
    .map(
      ({ kind, covered, all }) =>
        `${language === 'zh' ? KIND_WORDS[kind] : kind} ${covered}/${all} (${printPercent((covered / all) * 100)})`,
    )
  return language === 'zh'
    ? `覆盖率 ${printPercent(percent)}：${parts.join('，')}`
    : `coverage ${printPercent(percent)}: ${parts.join(', ')}`
}

const tooLittle = (language: MessageLanguage, percent: number, least: number): string =>
  language === 'zh'
    ? `覆盖率 ${printPercent(percent)} 低于要求的 ${least} %`
    : `coverage is ${printPercent(percent)}; at least ${least} % is asked for`

function missingLines({ coverage, locate, name }: Covered, language: MessageLanguage): string[] {
  if (coverage.missing.length === 0) return []
  const lines = ['', language === 'zh' ? `${name} 未覆盖：` : `not covered in ${name}:`]
  for (const { item, keys } of coverage.missing) {
    const { file, line } = locate(item.at)
    lines.push(`  ${file}:${line}  ${item.what[language]}`)
    if (keys) lines.push(`      ${keys[language]}`)
  }
  return lines
}

// ------------------------------------------------------------------------------------------------ mutants

async function reportMutants(
  io: Io,
  programs: ReadonlyMap<ReadyProgram, readonly Seen[]>,
  passed: boolean,
  settings: MeasureSettings,
): Promise<Measured> {
  const { language } = settings
  if (!passed) {
    const words =
      language === 'zh'
        ? '变异测试要求所有脚本先通过；此次没有进行。'
        : 'mutants are hunted only where every script passes; there was no hunt.'
    return { json: { mutants: null }, text: `${words}\n`, fine: false }
  }
  const reports: HuntReport[] = []
  for (const [program, seen] of programs) reports.push(await huntProgram(io, program, seen, settings.json, language))
  const all = reports.reduce((sum, one) => sum + one.all, 0)
  const noticed = reports.reduce((sum, one) => sum + one.noticed, 0)
  const percent = all === 0 ? 100 : (noticed / all) * 100
  const least = settings.mutantsMin
  const fine = least === undefined || percent >= least
  const accepted = reports.reduce((sum, one) => sum + one.accepted, 0)
  const open = all - noticed - accepted
  const head =
    language === 'zh'
      ? `变异 ${all} 个：发现 ${noticed} 个（${printPercent(percent)}），已说明 ${accepted} 个，未发现 ${open} 个`
      : `mutants ${printPercent(percent)}: ${all} changes, ${noticed} noticed, ${accepted} accepted, ${open} not noticed`
  const short = fine
    ? ''
    : language === 'zh'
      ? `\n变异发现率 ${printPercent(percent)} 低于要求的 ${least} %`
      : `\nmutants noticed are ${printPercent(percent)}; at least ${least} % is asked for`
  return {
    json: { mutants: { percent, all, noticed, accepted, programs: reports.map(one => one.json) } },
    text: `${[`${head}${short}`, ...reports.flatMap(one => one.lines)].join('\n')}\n`,
    fine,
  }
}
