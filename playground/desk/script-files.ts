// The scripts of the project, each file read and held against its program once, as long as nothing that it is made of changes.
import { resolvePath } from '../../lang/compiler/host.ts'
import type { Diagnostic } from '../../lang/diagnostics/diagnostic.ts'
import { diagnose } from '../../lang/diagnostics/report.ts'
import { checkScript } from '../../lang/script/check-script.ts'
import { parseScript, type ParsedScript } from '../../lang/script/parse-script.ts'
import type { ReadText } from '../../machine/script-rows.ts'
import { prepare, type Prepared } from '../../runtime/core/index.ts'
import { createCollector, type Collector } from '../../runtime/dtmf/coverage/index.ts'
import { expandScripts, type InstanceProblem, type ScriptRun } from '../../runtime/dtmf/script-instances.ts'
import type { CompiledProgram, ProgramsInWorker } from '../programs/in-worker.ts'
import { breath, STRETCH } from './breath.ts'
import type { Sentence } from './contract.ts'

/** A program with all that its scripts need. */
export interface ReadyProgram {
  readonly compiled: CompiledProgram
  readonly prepared: Prepared
  readonly collector: Collector
}

export interface ReadyFile {
  readonly path: string
  readonly text: string
  readonly lineIndex: ParsedScript['lineIndex']
  readonly program: ReadyProgram | null
  /** Why none of its scripts can be run. */
  readonly trouble: Sentence | null
  readonly findings: readonly Diagnostic[]
  readonly file: ParsedScript['script']
  /** None where it cannot be run. */
  readonly runs: readonly ScriptRun[]
  readonly problems: readonly InstanceProblem[]
  readonly readText: ReadText
  /** Grows with each change of what its scripts read beside them. */
  readonly reading: number
}

export interface ScriptFiles {
  /** All, by path; the loop of the thread goes on between two of them. */
  readonly all: () => Promise<readonly ReadyFile[]>
}

interface Kept {
  readonly ready: ReadyFile
  readonly reads: Map<string, string | undefined>
}

export function createScriptFiles(programs: ProgramsInWorker): ScriptFiles {
  const kept = new Map<string, Kept>()
  const ready = new WeakMap<CompiledProgram, ReadyProgram>()
  const textOf = (path: string): string | undefined => (Object.hasOwn(programs.files(), path) ? programs.files()[path] : undefined)

  const openProgram = (entry: string): ReadyProgram | null => {
    const compiled = programs.open(entry)
    if (compiled === null) return null
    const before = ready.get(compiled)
    if (before) return before
    const collector = createCollector(compiled.machine)
    const made = { compiled, collector, prepared: prepare(compiled.machine, { trace: true, watch: collector.watch }) }
    ready.set(compiled, made)
    return made
  }

  const open = (path: string, text: string): ReadyFile => {
    const before = kept.get(path)
    const use = before?.ready.file.use
    const sameText = before?.ready.text === text
    const sameReads = before !== undefined && [...before.reads].every(([file, was]) => textOf(file) === was)
    if (before && sameText && sameReads && (use ? openProgram(resolvePath(path, use.path)) : null) === before.ready.program)
      return before.ready
    const reads = new Map<string, string | undefined>()
    const readText: ReadText = name => {
      const file = resolvePath(path, name)
      const found = textOf(file)
      reads.set(file, found)
      return found === undefined ? { problem: 'missing' } : { text: found }
    }
    const made = readyFile(path, text, readText, openProgram, textOf, before ? before.ready.reading + (sameReads ? 0 : 1) : 0)
    kept.set(path, { ready: made, reads })
    return made
  }

  return {
    all: async () => {
      const files = programs.files()
      const paths = Object.keys(files).filter(path => path.toLowerCase().endsWith('.dtmf'))
      for (const path of kept.keys()) if (textOf(path) === undefined) kept.delete(path)
      const found: ReadyFile[] = []
      let began = performance.now()
      for (const path of paths.sort()) {
        // Its text may have changed, or gone, while others were read.
        const text = textOf(path)
        if (text !== undefined) found.push(open(path, text))
        if (performance.now() - began < STRETCH) continue
        await breath()
        began = performance.now()
      }
      return found
    },
  }
}

function readyFile(
  path: string,
  text: string,
  readText: ReadText,
  openProgram: (entry: string) => ReadyProgram | null,
  textOf: (path: string) => string | undefined,
  reading: number,
): ReadyFile {
  const { script: file, diagnostics, lineIndex } = parseScript(text, path)
  const base = {
    path,
    text,
    lineIndex,
    file,
    readText,
    reading,
    program: null,
    runs: [],
    problems: [],
    findings: diagnostics,
    trouble: null,
  }
  if (file.use === null)
    return {
      ...base,
      trouble: diagnostics.length > 0 ? BROKEN : diagnose('script-without-use', {}, { file: path, start: 0, end: 0 }).message,
    }
  const entry = resolvePath(path, file.use.path)
  const program = openProgram(entry)
  if (program === null) return { ...base, trouble: textOf(entry) === undefined ? missing(entry) : doesNotCompile(entry) }
  if (hasErrors(diagnostics)) return { ...base, program, trouble: BROKEN }
  const { machine } = program.compiled
  const findings = [...diagnostics, ...checkScript(file, text, machine, readText)]
  const { runs, problems } = expandScripts(file, machine, readText)
  if (hasErrors(findings)) return { ...base, program, findings, trouble: BROKEN }
  return { ...base, program, findings, runs, problems }
}

const hasErrors = (findings: readonly Diagnostic[]): boolean => findings.some(one => one.severity === 'error')

const BROKEN: Sentence = { en: 'It has errors and cannot be run.', zh: '有错误，无法运行。' }
const missing = (entry: string): Sentence => ({ en: `There is no ${entry}, which it is for.`, zh: `没有它所用的程序 ${entry}。` })
const doesNotCompile = (entry: string): Sentence => ({ en: `${entry} does not compile.`, zh: `${entry} 未能编译。` })
