// `callwright check`: the findings of each program, and one line that sums it up.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import {
  countDiagnostics,
  diagnosticJson,
  renderCounts,
  renderDiagnostics,
  sortDiagnostics,
  type DiagnosticCounts,
} from '../lang/diagnostics/render/index.ts'
import { compileEntry, renderingOf, type CompiledEntry } from './compilation.ts'
import { Refusal } from './exit.ts'
import type { Io } from './io.ts'
import { shownPath } from './paths.ts'
import { findEntries } from './project.ts'
import { textsWithoutRecording } from './recordings.ts'

export interface CheckSettings {
  readonly language: MessageLanguage
  readonly json: boolean
  readonly maxWarnings: number
}

interface Summary extends DiagnosticCounts {
  readonly places: number
  readonly operations: number
  /** Null where the program does not compile: its texts are not known then. */
  readonly textsWithoutRecording: number | null
}

function summaryOf(io: Io, compiled: CompiledEntry): Summary {
  const { program, machine, diagnostics } = compiled
  return {
    places: program.menus.length + program.flows.length,
    operations: program.operations.length,
    ...countDiagnostics(diagnostics),
    textsWithoutRecording: machine ? textsWithoutRecording(io.fs, compiled.path, machine) : null,
  }
}

const add = (all: readonly Summary[], of: (summary: Summary) => number): number => all.reduce((sum, one) => sum + of(one), 0)

function sum(all: readonly Summary[]): Summary {
  const missing = all.some(one => one.textsWithoutRecording === null)
  return {
    places: add(all, one => one.places),
    operations: add(all, one => one.operations),
    errors: add(all, one => one.errors),
    warnings: add(all, one => one.warnings),
    advice: add(all, one => one.advice),
    textsWithoutRecording: missing ? null : add(all, one => one.textsWithoutRecording ?? 0),
  }
}

function summaryLine(name: string, summary: Summary, language: MessageLanguage): string {
  const { places, operations, textsWithoutRecording: texts } = summary
  const counts = renderCounts(summary, language)
  if (language === 'zh') {
    return `${name}：${places} 个位置，${operations} 个操作，${counts}${texts === null ? '' : `，${texts} 条文字没有录音`}\n`
  }
  const some = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`
  const recordings = texts === null ? '' : `, ${some(texts, 'text')} without a recording`
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
  const { entries, libraries } = findEntries(io, paths)
  const compiled: (CompiledEntry & { named: boolean })[] = []
  for (const entry of entries) compiled.push({ ...(await compileEntry(io, entry.path)), named: entry.named })
  const checked = wanted(compiled, libraries)
  const lonely = libraries.find(path => !checked.some(one => one.program.files.some(file => file.path === path)))
  if (lonely !== undefined) {
    throw new Refusal(
      `${shownPath(io.cwd, lonely)}: no program near it uses this file; a library is checked with the line that imports it.`,
    )
  }
  if (checked.length === 0) throw new Refusal('There is no program to check.')

  const summaries = checked.map(one => summaryOf(io, one))
  const total = sum(summaries)
  if (settings.json) {
    const programs = checked.map((one, index) => {
      const rendering = renderingOf(io, one.program, settings.language)
      const sorted = sortDiagnostics(one.diagnostics, rendering.files)
      return { path: one.shown, ...summaries[index]!, diagnostics: sorted.map(finding => diagnosticJson(finding, rendering)) }
    })
    io.stdout.write(`${JSON.stringify({ ...total, programs }, null, 2)}\n`)
  } else {
    checked.forEach((one, index) => {
      const text = renderDiagnostics(one.diagnostics, renderingOf(io, one.program, settings.language))
      if (text !== '') io.stdout.write(`${text}\n`)
      io.stdout.write(summaryLine(one.shown, summaries[index]!, settings.language))
    })
    if (checked.length > 1) {
      const name = settings.language === 'zh' ? `共 ${checked.length} 个程序` : `${checked.length} programs`
      io.stdout.write(summaryLine(name, total, settings.language))
    }
  }
  return total.errors === 0 && total.warnings <= settings.maxWarnings
}
