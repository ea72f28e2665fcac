// `callwright check`: the findings of each program, and one line that sums it up.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { renderCounts, renderDiagnostics } from '../lang/diagnostics/render/index.ts'
import type { Machine } from '../machine/format.ts'
import { compileEntry, renderingOf, type CompiledEntry } from './compilation.ts'
import { Refusal, refusalOf } from './exit.ts'
import { programReport, scriptReport, sum, writeFindingsJson, type FindingsSettings, type Report, type Summary } from './findings-report.ts'
import { readOnce, type Io } from './io.ts'
import { shownPath } from './paths.ts'
import { findEntries } from './project.ts'
import { countRecordable, countTexts } from './recordings/counts.ts'
import { readList, type ReadList } from './recordings/list.ts'
import { recordingFindings, renderingWithList } from './recordings/findings.ts'
import { stateOfSlots } from './recordings/slots.ts'
import { ownPrompts, wantedTexts, type Wanted } from './recordings/wanted.ts'

export interface CheckSettings extends FindingsSettings {
  readonly maxWarnings: number
  /** Each text without a recording is a finding, too. */
  readonly recordings: boolean
}

/** A program's report: what the compiler found, and what its recordings are. */
async function reportOf(io: Io, compiled: CompiledEntry, settings: CheckSettings): Promise<Report> {
  const { program, machine, shown, diagnostics } = compiled
  const rendering = renderingOf(io, program, settings.language)
  if (machine === null) return programReport({ shown, diagnostics, rendering }, program, null)
  const list = readList(io.fs, compiled.path)
  // Where nothing is recorded there is nothing more to say than how much that is.
  if (list.text === '' && list.problems.length === 0 && !settings.recordings) {
    return programReport({ shown, diagnostics, rendering }, program, { without: countRecordable(machine), stale: 0 })
  }
  const recordings = stateOfSlots(io.fs, compiled.path, await wantedBy(machine, list))
  const found = recordingFindings(program, recordings, { missing: settings.recordings })
  const withList = renderingWithList(rendering, recordings.list)
  return programReport({ shown, diagnostics: [...diagnostics, ...found], rendering: withList }, program, countTexts(machine, recordings))
}

/** Where nothing is recorded there is nothing to say but of the program's own texts, and a check shall not wait for what else there is. */
async function wantedBy(machine: Machine, list: ReadList): Promise<readonly Wanted[]> {
  if (list.text === '') return wantedTexts(machine, ownPrompts(machine))
  const { wantedValues } = await import('./recordings/value-fragments.ts')
  return [...wantedTexts(machine), ...wantedValues(machine)]
}

function summaryLine(name: string, summary: Summary, language: MessageLanguage): string {
  const { places, operations, textsWithoutRecording: texts, staleTexts: stale } = summary
  const counts = renderCounts(summary, language)
  // A script has neither places nor operations.
  if (/\.dtmf$/i.test(name)) return language === 'zh' ? `${name}：${counts}\n` : `${name}: ${counts}\n`
  if (language === 'zh') {
    return `${name}：${places} 个位置，${operations} 个操作，${counts}${texts === null ? '' : `，${texts} 条文字没有录音`}${stale > 0 ? `，${stale} 条录音已过时` : ''}\n`
  }
  const some = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`
  const without = texts === null ? '' : `, ${some(texts, 'text')} without a recording`
  const recordings = stale > 0 ? `${without}, ${stale} with a stale one` : without
  return `${name}: ${some(places, 'place')}, ${some(operations, 'operation')}, ${counts}${recordings}\n`
}

/** A library is checked with the programs that use it; a program that was only found near it is left out. */
function wanted(compiled: readonly (CompiledEntry & { readonly named: boolean })[], libraries: readonly string[]): CompiledEntry[] {
  return compiled.filter(
    one =>
      one.named ||
      (one.program.line !== null && (libraries.length === 0 || libraries.some(path => one.program.files.some(file => file.path === path)))),
  )
}

/** True where nothing fails the check. */
export async function checkPrograms(io: Io, paths: readonly string[], settings: CheckSettings): Promise<boolean> {
  const scripts = paths.filter(path => /\.dtmf$/i.test(path))
  const programs = paths.filter(path => !scripts.includes(path))
  const checked = programs.length > 0 || scripts.length === 0 ? await compileWanted(io, programs) : []
  const reports: Report[] = []
  for (const one of checked) reports.push(await reportOf(io, one, settings))
  if (scripts.length > 0) {
    const { checkScripts } = await import('./check-scripts.ts')
    for (const one of await checkScripts(io, scripts, settings)) reports.push(scriptReport(one))
  }
  const total = sum(reports.map(one => one.summary))
  if (settings.json) writeFindingsJson(io, reports)
  else writeText(io, reports, total, settings.language)
  return total.errors === 0 && total.warnings <= settings.maxWarnings
}

async function compileWanted(io: Io, paths: readonly string[]): Promise<CompiledEntry[]> {
  // What is read to find programs is read again to compile them.
  const files = { fs: readOnce(io.fs), cwd: io.cwd }
  const { entries, libraries } = findEntries(files, paths)
  const compiled: (CompiledEntry & { named: boolean })[] = []
  for (const entry of entries) compiled.push({ ...(await compileEntry(files, entry.path, { runnable: false })), named: entry.named })
  const checked = wanted(compiled, libraries)
  const lonely = libraries.find(path => !checked.some(one => one.program.files.some(file => file.path === path)))
  if (lonely !== undefined) {
    throw refusalOf(shownPath(io.cwd, lonely), {
      en: 'No program near it uses this file; a library is checked with the line that imports it.',
      zh: '附近没有程序使用这个文件；库随引用它的线路一起检查。',
    })
  }
  if (checked.length === 0) throw new Refusal({ en: 'There is no program to check.', zh: '没有可检查的程序。' })
  return checked
}

function writeText(io: Io, reports: readonly Report[], total: Summary, language: MessageLanguage): void {
  for (const { shown, diagnostics, summary, rendering } of reports) {
    const text = renderDiagnostics(diagnostics, rendering)
    if (text !== '') io.stdout.write(`${text}\n`)
    io.stdout.write(summaryLine(shown, summary, language))
  }
  if (reports.length < 2) return
  io.stdout.write(summaryLine(language === 'zh' ? `共 ${reports.length} 个` : `${reports.length} in all`, total, language))
}
