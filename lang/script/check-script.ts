import type { Machine } from '../../machine/format.ts'
import { expandRows, type ReadText, type ScriptRow } from '../../machine/script-rows.ts'
import {
  standsBeforeCall,
  type Script,
  type ScriptFile,
  type ScriptLine,
  type ScriptSetup,
  type ScriptValue,
} from '../../machine/script.ts'
import { bindArguments, fillPath, type ScriptScope } from '../../machine/script-values.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { checkLine } from './check-line.ts'
import { checkName, checkPath, createChecking, kinds, locate, type Checking, type Situation } from './checking.ts'

/**
 * Holds the scripts of a file against the machine that they dial: names, numbers of values, types. `text` is what `script` was
 * read from; `readText` gives the files that it names. A script is looked at once for each row and language.
 */
export function checkScript(script: ScriptFile, text: string, machine: Machine, readText: ReadText): readonly Diagnostic[] {
  const checking = createChecking(script.file, text, machine, readText)
  const { use, setups, scripts } = script
  if (use) checkPath(checking, use, use.path)
  const cyclic = checkSetups(checking, setups)
  const run = setupsThatRun(script)
  const readJson = createJsonReader(readText)
  const titles = new Set<string>()
  for (const one of scripts) {
    if (titles.has(one.name)) {
      const at = { file: script.file, start: one.start, end: one.start + 'script'.length }
      checking.report(diagnose('script-title-twice', { name: one.name }, at))
    }
    titles.add(one.name)
    checkOne(checking, one, setups, cyclic, readJson)
  }
  for (const setup of setups) {
    if (run.has(setup.name)) continue
    checking.report(diagnose('script-unused-setup', { name: setup.name }, { file: script.file, ...locate(text, setup, setup.name) }))
    for (const line of setup.lines) {
      if (line.kind !== 'run') checkLine(checking, { scope: null, row: null, rowSpan: null }, line)
    }
  }
  return [...checking.found].sort((a, b) => a.start - b.start || a.end - b.end)
}

// ------------------------------------------------------------------------------------------------ setups

/** Names that stand twice, and setups that run themselves (given back). */
function checkSetups(checking: Checking, setups: readonly ScriptSetup[]): ReadonlySet<string> {
  const cyclic = new Set<string>()
  const byName = new Map<string, ScriptSetup>()
  for (const setup of setups) {
    if (byName.has(setup.name)) {
      checking.report(
        diagnose('script-name-twice', { name: setup.name }, { file: checking.file, ...locate(checking.text, setup, setup.name) }),
      )
    } else byName.set(setup.name, setup)
  }
  const runs = (name: string): readonly string[] =>
    (byName.get(name)?.lines ?? []).flatMap(line => (line.kind === 'run' && byName.has(line.setup) ? [line.setup] : []))
  for (const setup of byName.values()) {
    const path = findWayBack(setup.name, runs)
    if (!path) continue
    cyclic.add(setup.name)
    const line = setup.lines.find(candidate => candidate.kind === 'run' && candidate.setup === path[1])
    checking.report(
      diagnose('script-setup-cycle', { path }, { file: checking.file, start: line?.start ?? setup.start, end: line?.end ?? setup.end }),
    )
  }
  return cyclic
}

/** Names of the setups that some script runs, directly or through others. */
function setupsThatRun({ setups, scripts }: ScriptFile): ReadonlySet<string> {
  const run = new Set<string>()
  const rest = scripts.map(script => script.lines)
  for (let lines = rest.pop(); lines; lines = rest.pop()) {
    for (const line of lines) {
      if (line.kind !== 'run' || run.has(line.setup)) continue
      run.add(line.setup)
      rest.push(setups.find(setup => setup.name === line.setup)?.lines ?? [])
    }
  }
  return run
}

/** The shortest way from a setup to itself. */
function findWayBack(name: string, runs: (name: string) => readonly string[]): readonly string[] | null {
  const from = new Map<string, string>()
  const queue = [name]
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const next of runs(current)) {
      if (next === name) {
        const path = [name]
        for (let step: string | undefined = current; step !== undefined && step !== name; step = from.get(step)) path.unshift(step)
        return [name, ...path]
      }
      if (from.has(next)) continue
      from.set(next, current)
      queue.push(next)
    }
  }
  return null
}

// ------------------------------------------------------------------------------------------------ one script

function checkOne(
  checking: Checking,
  script: Script,
  setups: readonly ScriptSetup[],
  cyclic: ReadonlySet<string>,
  readJson: ScriptScope['readJson'],
): void {
  const { file } = checking
  for (const line of script.lines.filter(candidate => candidate.kind === 'call').slice(1)) {
    checking.report(diagnose('script-second-call', {}, { file, start: line.start, end: line.end }))
  }
  const languages = languagesOf(checking, script)
  for (const each of script.rows) if (each.kind === 'file') checkPath(checking, each, each.path)
  const { rows, problems } = expandRows(script, checking.readText)
  for (const problem of problems) {
    checking.report(diagnose('script-rows', { problem }, { file, start: problem.span.start, end: problem.span.end }))
  }
  // Without a row there is nothing to convert, but names can be looked at.
  const situations: Situation[] = rows.flatMap(row => languages.map(language => situationOf(script, row, language, readJson)))
  if (situations.length === 0) situations.push({ scope: null, row: null, rowSpan: null })
  for (const situation of situations) {
    if (situation.scope) checkTitle(checking, script, situation.scope)
    walk(checking, script.lines, situation, setups, cyclic)
  }
  const scopes = situations.flatMap(situation => situation.scope ?? [])
  for (const line of script.lines) if (line.kind === 'expect transcript') checkShared(checking, line, scopes)
}

/** Calls in two languages, or of two rows, are two transcripts. */
function checkShared(
  checking: Checking,
  line: Extract<ScriptLine, { readonly kind: 'expect transcript' }>,
  scopes: readonly ScriptScope[],
): void {
  const paths = new Set<string>()
  for (const scope of scopes) {
    const path = fillPath(line.path, scope)
    if (paths.has(path)) {
      checking.report(diagnose('script-shared-transcript', { path }, { file: checking.file, start: line.start, end: line.end }))
      return
    }
    paths.add(path)
  }
}

function situationOf(script: Script, row: ScriptRow, language: string, readJson: ScriptScope['readJson']): Situation {
  const each = script.rows.find(candidate => candidate.start === row.span.start)
  const path = each?.kind === 'file' ? each.path : null
  return {
    scope: { language, names: row.values, readJson },
    row: row.line === null || path === null ? null : `${path}, line ${row.line}`,
    rowSpan: row.line === null ? null : row.span,
  }
}

/** The line's languages that a script runs in. */
function languagesOf(checking: Checking, script: Script): readonly string[] {
  const known = checking.machine.line.languages
  if (script.languages.length === 0) return known.slice(0, 1)
  const head = { start: script.start, end: script.lines[0]?.start ?? script.end }
  return script.languages.flatMap(tag => {
    const wanted = tag.toLowerCase()
    const language = known.find(one => one.toLowerCase() === wanted) ?? known.find(one => one.toLowerCase().startsWith(`${wanted}-`))
    if (language === undefined) checkName(checking, head, kinds.language, tag, known)
    return language ?? []
  })
}

function checkTitle(checking: Checking, script: Script, scope: ScriptScope): void {
  const known = Object.keys(scope.names)
  for (const [, name] of script.name.matchAll(/\{([^{}]*)\}/g)) {
    checkName(checking, { start: script.start, end: script.lines[0]?.start ?? script.end }, kinds.row, name!.trim(), known)
  }
}

/** More lines than these, of setups within setups, are a mistake that the runner will meet too. */
const MOST_LINES = 100_000

/** Goes through the lines as they are run, into setups and back. */
function walk(
  checking: Checking,
  lines: readonly ScriptLine[],
  situation: Situation,
  setups: readonly ScriptSetup[],
  cyclic: ReadonlySet<string>,
): void {
  const frames: { readonly lines: readonly ScriptLine[]; readonly names: Readonly<Record<string, ScriptValue>> | null; at: number }[] = [
    { lines, names: situation.scope?.names ?? null, at: 0 },
  ]
  /** The line that begins the call, and the line of the script that it belongs to. */
  let begins: { readonly line: ScriptLine; readonly top: ScriptLine } | null = null
  let called = false
  for (let count = 0; count < MOST_LINES; count++) {
    const frame = frames.at(-1)
    if (!frame) return
    const line = frame.lines[frame.at++]
    if (!line) {
      frames.pop()
      continue
    }
    const here: Situation = { ...situation, scope: situation.scope && frame.names ? { ...situation.scope, names: frame.names } : null }
    if (line.kind !== 'run') {
      checkLine(checking, here, line)
      const top = lines[frames[0]!.at - 1] ?? line
      // A second “call” is a mistake of its own.
      if (begins && !(called && line.kind === 'call')) checkOrder(checking, line, top, begins)
      if (!begins && !standsBeforeCall(line)) begins = { line, top }
      called ||= line.kind === 'call'
      continue
    }
    if (
      !checkName(
        checking,
        line,
        kinds.setup,
        line.setup,
        setups.map(setup => setup.name),
      )
    )
      continue
    const setup = setups.find(candidate => candidate.name === line.setup)!
    if (cyclic.has(setup.name)) continue
    const bound = bindArguments(setup, line.arguments, frame.names ?? {})
    if (bound.problem) {
      const span = 'span' in bound.problem ? bound.problem.span : line
      checking.report(
        diagnose(
          'script-arguments',
          { setup: setup.name, problem: bound.problem },
          { file: checking.file, start: span.start, end: span.end },
        ),
      )
      continue
    }
    frames.push({ lines: setup.lines, names: here.scope ? bound.names : null, at: 0 })
  }
}

/** What a call begins with stands above the line that begins it. Of a setup, the line that runs it too late is shown. */
function checkOrder(
  checking: Checking,
  line: ScriptLine,
  top: ScriptLine,
  begins: { readonly line: ScriptLine; readonly top: ScriptLine },
): void {
  if (line.kind !== 'call' && line.kind !== 'given setting') return
  const { file } = checking
  const at = top === begins.top ? line : top
  const labels = [{ file, start: begins.line.start, end: begins.line.end, message: { en: 'it begins here', zh: '通话从这里开始' } }]
  if (at !== line) labels.push({ file, start: line.start, end: line.end, message: { en: 'what comes too late', zh: '位置太晚的一行' } })
  const what = line.kind === 'call' ? 'call' : 'setting'
  checking.report(diagnose('script-too-late', { line: what }, { file, start: at.start, end: at.end }, { labels }))
}

function createJsonReader(readText: ReadText): ScriptScope['readJson'] {
  const known = new Map<string, ReturnType<ScriptScope['readJson']>>()
  return path => {
    let read = known.get(path)
    if (!read) {
      const file = readText(path)
      read = 'problem' in file ? file : parseJson(file.text)
      known.set(path, read)
    }
    return read
  }
}

function parseJson(text: string): ReturnType<ScriptScope['readJson']> {
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return { problem: 'not json' }
  }
}
