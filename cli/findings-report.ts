// Findings as every command tells them: text for people, with `--json` one object of one shape.
import type { Program } from '../lang/compiler/program.ts'
import type { Diagnostic, MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import {
  countDiagnostics,
  diagnosticJson,
  renderCounts,
  renderDiagnostics,
  sortDiagnostics,
  type DiagnosticCounts,
  type RenderOptions,
} from '../lang/diagnostics/render/index.ts'
import { EXIT, Finished } from './exit.ts'
import type { Io } from './io.ts'

export interface FindingsSettings {
  readonly language: MessageLanguage
  readonly json: boolean
}

export interface Summary extends DiagnosticCounts {
  readonly places: number
  readonly operations: number
  /** Null where the program does not compile: its texts are not known then. */
  readonly textsWithoutRecording: number | null
  readonly staleTexts: number
}

/** What there is to say of one program or script. */
export interface Report {
  readonly shown: string
  readonly diagnostics: readonly Diagnostic[]
  readonly summary: Summary
  readonly rendering: RenderOptions
}

type Found = Pick<Report, 'shown' | 'diagnostics' | 'rendering'>

/** `texts`: null where the program does not compile. */
export function programReport(
  found: Found,
  program: Program,
  texts: { readonly without: number | null; readonly stale: number } | null,
): Report {
  const summary = {
    places: program.menus.length + program.flows.length,
    operations: program.operations.length,
    ...countDiagnostics(found.diagnostics),
    textsWithoutRecording: texts ? texts.without : null,
    staleTexts: texts ? texts.stale : 0,
  }
  return { ...found, summary }
}

/** A script has neither places nor operations. */
export function scriptReport({ shown, diagnostics, rendering }: Found): Report {
  const summary = { places: 0, operations: 0, ...countDiagnostics(diagnostics), textsWithoutRecording: 0, staleTexts: 0 }
  return { shown, diagnostics, rendering, summary }
}

const add = (all: readonly Summary[], of: (summary: Summary) => number): number => all.reduce((sum, one) => sum + of(one), 0)

export function sum(all: readonly Summary[]): Summary {
  const missing = all.some(one => one.textsWithoutRecording === null)
  return {
    places: add(all, one => one.places),
    operations: add(all, one => one.operations),
    errors: add(all, one => one.errors),
    warnings: add(all, one => one.warnings),
    advice: add(all, one => one.advice),
    textsWithoutRecording: missing ? null : add(all, one => one.textsWithoutRecording ?? 0),
    staleTexts: add(all, one => one.staleTexts),
  }
}

export function writeFindingsJson(io: Io, reports: readonly Report[]): void {
  const programs = reports.map(({ shown, diagnostics, summary, rendering }) => ({
    path: shown,
    ...summary,
    diagnostics: sortDiagnostics(diagnostics, rendering.files).map(finding => diagnosticJson(finding, rendering)),
  }))
  io.stdout.write(`${JSON.stringify({ ...sum(reports.map(one => one.summary)), programs }, null, 2)}\n`)
}

/** Tells why a command cannot go on, as text on standard error or as JSON on standard output, and ends it with 1. */
export function endWithFindings(io: Io, report: Report, settings: FindingsSettings): never {
  if (settings.json) writeFindingsJson(io, [report])
  else {
    const text = renderDiagnostics(report.diagnostics, report.rendering)
    io.stderr.write(`${text}\n${report.shown}: ${renderCounts(report.summary, settings.language)}\n`)
  }
  throw new Finished(EXIT.findings)
}
