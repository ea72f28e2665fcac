// The desk: what is worked out beside the call, on a thread of its own. Scripts, what they cover, the picture.
import { createProgramsInWorker } from '../programs/in-worker.ts'
import { exportFrom } from '../share/in-worker.ts'
import { showLife } from '../workers/host.ts'
import { answer, type Port } from '../workers/rpc.ts'
import type { DeskContract, ScriptFileState } from './contract.ts'
import { deskCoverage, scriptsThrough } from './coverage.ts'
import { createGraphs } from './graph.ts'
import { failureReport } from './report.ts'
import { createResults, type Results } from './results.ts'
import { runScripts } from './runner.ts'
import { createScriptFiles, type ReadyFile } from './script-files.ts'

export function serveDesk(scope: Port): void {
  const programs = createProgramsInWorker()
  let entry: string | null = null
  showLife(scope, change => {
    entry = change.entry
    programs.change(change)
  })
  const scripts = createScriptFiles(programs)
  const results = createResults()
  const graphs = createGraphs(programs)
  const tell = answer<DeskContract>(scope, {
    graph: question => graphs.draw(question),
    card: ({ place, language }) => graphs.card(place, language),
    placeKeys: () => graphs.placeKeys(),
    scripts: async () => (await scripts.all()).map(file => fileState(file, results)),
    run: async (question, signal) => runScripts(await scripts.all(), question, results, what => tell('ran', what), signal),
    report: async ({ id, language }) => {
      for (const file of await scripts.all()) {
        const run = file.runs.find(one => one.id === id)
        if (run) return failureReport(file, run, language)
      }
      return null
    },
    coverage: async () => deskCoverage(results.present(await scripts.all()), entry),
    export: question =>
      exportFrom(programs, entry, question, async program => scriptsThrough(results.present(await scripts.all()), program)),
  })
}

function fileState(file: ReadyFile, results: Results): ScriptFileState {
  const { path, lineIndex } = file
  const lineOf = (offset: number): number => lineIndex.position(offset).line + 1
  const runsOf = Map.groupBy(file.runs, run => run.script)
  return {
    path,
    trouble: file.trouble,
    findings: file.findings.map(({ message, severity, start, end }) => ({
      message,
      error: severity === 'error',
      line: lineOf(start),
      source: { path, start, end },
    })),
    scripts: file.file.scripts.map(script => ({
      name: script.name,
      line: lineOf(script.start),
      source: { path, start: script.start, end: script.end },
      tags: script.tags,
      skip: script.skip?.why ?? null,
      only: script.only,
      runs: (runsOf.get(script) ?? []).map(run => ({
        id: run.id,
        name: run.name,
        language: run.language,
        row: run.rowNumber,
        known: results.knownOf(file, run),
      })),
    })),
  }
}
