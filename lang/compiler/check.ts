// The face of the checker: an entry and a host in, a `Program` out, whatever the text is.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import { noteBroken, withoutEchoes } from './bind/broken.ts'
import { bindDeclarations } from './bind/declarations.ts'
import { createUnit, type Unit } from './bind/unit.ts'
import { checkBodies } from './check/bodies.ts'
import { checkDeclarations } from './check/declarations.ts'
import { isLanguageTag } from './check/line.ts'
import { checkUnused } from './check/unused.ts'
import { load, type Loaded, type ParseFile } from './load.ts'
import type { CompilerHost, Program } from './program.ts'
import type { Tables } from './recheck/late-tables.ts'
import { recheckBodies, type CheckMemory } from './recheck/recheck.ts'
import { buildTypes } from './typing/build.ts'

export { createMemoryHost, resolvePath } from './host.ts'

/**
 * Loads, binds and checks the program whose entry is `entry` (a path that the host can read). Never throws for what a file holds: every fault is
 * in `diagnostics`, in the order of files and offsets, and the tables have what could be found out.
 * `parseFile` takes the place of the parser, for trees that are known already. With a `memory` of earlier checks of the same entry bodies are not
 * walked again whose findings are known; what is found is the same.
 */
export function checkProgram(host: CompilerHost, entry: string, parseFile?: ParseFile, memory?: CheckMemory): Program {
  const loaded = load(host, entry, parseFile)
  if (memory) {
    const unit = bound(loaded)
    const tables = recheckBodies(unit, memory)
    if (tables) return finish(unit, tables)
  }
  const unit = bound(loaded)
  checkBodies(unit)
  return finish(unit, unit)
}

/** Everything but the bodies of menus and flows. */
function bound({ files, imports, diagnostics }: Loaded): Unit {
  const unit = createUnit()
  unit.diagnostics.push(...diagnostics)
  for (const file of files) unit.filesByPath.set(file.path, file)
  unit.files.push(...files)
  for (const [declaration, file] of imports) unit.importedFile.set(declaration, file)
  noteBroken(unit)
  bindDeclarations(unit)
  if (unit.line) unit.languagesKnown = !unit.broken.has(unit.line.node) && unit.languages.every(isLanguageTag)
  checkEntry(unit)
  buildTypes(unit)
  checkDeclarations(unit)
  return unit
}

function checkEntry(unit: Unit): void {
  const entry = unit.files[0]
  if (!entry || entry.standard) return
  if (!unit.line) {
    if (!unit.brokenFiles.has(entry)) unit.diagnostics.push(diagnose('line-missing', {}, { file: entry.path, start: 0, end: 0 }))
  } else if (unit.line.file !== entry) {
    const { file, node } = unit.line
    unit.diagnostics.push(diagnose('line-elsewhere', { path: entry.path }, { file: file.path, start: node.name.start, end: node.name.end }))
  }
}

function finish(unit: Unit, tables: Tables): Program {
  // What stood in a part that could not be read may have used any name.
  if (unit.brokenFiles.size === 0) checkUnused(unit)
  const order = new Map(unit.files.map((file, at) => [file.path, at]))
  const sorted = unit.diagnostics
    .map((diagnostic, at) => ({ diagnostic, at }))
    .sort((a, b) => {
      const { diagnostic: x } = a
      const { diagnostic: y } = b
      return (order.get(x.file) ?? 0) - (order.get(y.file) ?? 0) || x.start - y.start || x.end - y.end || a.at - b.at
    })
    .map(({ diagnostic }) => diagnostic)
  return {
    files: unit.files,
    line: unit.line,
    diagnostics: withoutRepeats(withoutEchoes(unit, sorted)),
    languages: unit.languages,
    levels: [...unit.levels.keys()],
    menus: unit.menus,
    flows: unit.flows,
    prompts: unit.prompts,
    operations: unit.operations,
    hours: unit.hours,
    queues: unit.queues,
    settings: [...unit.settings.values()],
    remembered: unit.remembered,
    standard: unit.standard,
    symbolOf: tables.symbolOf,
    meaningOf: tables.meaningOf,
    localOf: tables.localOf,
    typeOf: tables.typeOf,
    typeOfNode: tables.typeOfNode,
    argumentsOf: tables.argumentsOf,
    factsOf: unit.factsOf,
  }
}

/** One fault is told once: the same row at the same place says nothing new. */
function withoutRepeats(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  return sorted.filter((diagnostic, at) => {
    for (let before = at - 1; before >= 0; before--) {
      const other = sorted[before]!
      if (other.file !== diagnostic.file || other.start !== diagnostic.start || other.end !== diagnostic.end) return true
      if (other.slug === diagnostic.slug && other.message.en === diagnostic.message.en) return false
    }
    return true
  })
}
