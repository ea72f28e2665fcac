// Finding what a top-level name means in a file.
import type * as ast from '../../grammar/ast.ts'
import { chain, suggest } from './suggest.ts'
import type { SymbolOf } from '../program.ts'
import { importFix } from './imports.ts'
import { label, nameNode, rename, report, type FileNames, type TopSymbol, type Unit } from './unit.ts'

/** What `name` means at the top of a file, marked as used; undefined where it means nothing there. */
export function findTop(unit: Unit, names: FileNames, name: string): TopSymbol | undefined {
  const own = names.own.get(name)
  if (own) {
    unit.used.add(own)
    return own
  }
  const imported = names.imported.get(name)
  if (!imported) return undefined
  names.importsUsed.add(name)
  unit.used.add(imported.symbol)
  return imported.symbol
}

/** Names that the file can use, of one of the kinds wanted. */
export function* namesOfKind(names: FileNames, kinds: readonly string[]): Iterable<string> {
  for (const [name, symbol] of names.own) if (kinds.includes(symbol.kind)) yield name
  for (const [name, { symbol }] of names.imported) if (kinds.includes(symbol.kind)) yield name
}

/** Resolves a name that has to be of one of `kinds`, and reports where it is not. Null after a report, or where recovery left no name. */
export function resolveTop<K extends TopSymbol['kind']>(
  unit: Unit,
  names: FileNames,
  name: ast.Name,
  ...kinds: readonly K[]
): SymbolOf<K> | null {
  if (name.text === '') return null
  const symbol = findTop(unit, names, name.text)
  if (!symbol) {
    // A name of a file that could not be read has had its report.
    if (!names.importsUsed.has(name.text)) unknownName(unit, names, name, kinds)
    return null
  }
  unit.symbolOf.set(name, symbol)
  if ((kinds as readonly string[]).includes(symbol.kind)) return symbol as SymbolOf<K>
  const declared = nameNode(symbol)!
  report(unit, names.file, 'wrong-kind', { name: name.text, is: symbol.kind, wanted: kinds }, name, {
    labels: [label(declared.file, declared.node, `“${name.text}” is declared here`, `“${name.text}”在此声明`)],
  })
  return null
}

/** Reports a name that is nowhere, with the near miss or the import that would mend it; gives the near miss. */
export function unknownName(
  unit: Unit,
  names: FileNames,
  name: ast.Name,
  kinds: readonly string[],
  more: Iterable<string> = [],
): string | undefined {
  // A declaration or an import may be unread.
  if (unit.lossyFiles.has(names.file)) return undefined
  const elsewhere = unit.everywhere.get(name.text)?.find(symbol => kinds.includes(symbol.kind) && !symbol.file.standard)
  if (elsewhere) {
    // What was meant is used: that it seems not to be is the same fault.
    unit.used.add(elsewhere)
    const declared = nameNode(elsewhere)!
    report(unit, names.file, 'unknown-name', { name: name.text, kinds, elsewhere: elsewhere.file.path }, name, {
      labels: [label(declared.file, declared.node, `“${name.text}” is declared here`, `“${name.text}”在此声明`)],
      fixes: [importFix(unit, names.file, elsewhere)],
    })
    return undefined
  }
  const meant = suggest(unit, name.text, chain(more, namesOfKind(names, kinds)))
  if (meant) findTop(unit, names, meant)
  report(unit, names.file, 'unknown-name', { name: name.text, kinds, ...(meant ? { meant } : {}) }, name, {
    fixes: meant ? [rename(names.file, name, meant)] : [],
  })
  return meant
}

/** A level by its name, reported where the line has none of it. */
export function resolveLevel(unit: Unit, names: FileNames, name: ast.Name): SymbolOf<'level'> | null {
  if (name.text === '') return null
  const level = unit.levels.get(name.text)
  if (level) {
    unit.symbolOf.set(name, level)
    return level
  }
  // Without a line there are no levels, and that has its own report.
  if (!unit.line || unit.broken.has(unit.line.node)) return null
  const meant = suggest(unit, name.text, unit.levels.keys())
  report(unit, names.file, 'unknown-level', { name: name.text, levels: [...unit.levels.keys()], ...(meant ? { meant } : {}) }, name, {
    fixes: meant ? [rename(names.file, name, meant)] : [],
  })
  return null
}
