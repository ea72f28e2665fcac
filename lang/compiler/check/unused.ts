// Names that nothing refers to.
import type * as ast from '../../grammar/ast.ts'
import { removeImport } from '../bind/imports.ts'
import { nameNode, report, type Unit } from '../bind/unit.ts'
import type { ProgramFile, Symbol, SymbolOf } from '../program.ts'

export function checkUnused(unit: Unit): void {
  const bringing = bringingImports(unit)
  for (const names of unit.names.values()) {
    for (const [name, imported] of names.imported) {
      if (names.importsUsed.has(name)) continue
      // One name is enough to bring a file in.
      if (bringing.has(imported.declaration) && imported.declaration.names[0] === imported.name) continue
      report(unit, names.file, 'unused-import', { name }, imported.name, {
        fixes: [
          {
            title: { en: `Remove “${name}”`, zh: `删除“${name}”` },
            edits: [removeImport(names.file, imported.declaration, imported.name)],
          },
        ],
      })
    }
    if (names.file.standard) continue
    for (const symbol of names.own.values()) {
      // What a service offers may wait for its time; without a line nobody knows what calls reach.
      const place = symbol.kind === 'menu' || symbol.kind === 'flow'
      if (symbol.kind !== 'service' && !(place && !unit.line)) unused(unit, symbol)
    }
  }
  for (const setting of unit.settings.values()) unused(unit, setting)
  // A standard prompt's values are given whether its text speaks them or not.
  const given = new Set<object>([...unit.standard.values()].flatMap(({ node }) => node.parameters.map(parameter => parameter.name)))
  for (const local of unit.localOf.values()) if (!local.file.standard && !given.has(local.node)) unusedLocal(unit, local)
  unit.diagnostics.push(...unit.recalled.unused)
}

/**
 * Imports of which no name is used, and that alone bring in a file which the program has something from that needs no name: settings, or prompts of its
 * own for the standard ones. Without such an import callers would hear something else.
 */
function bringingImports(unit: Unit): ReadonlySet<ast.ImportDeclaration> {
  const bringing = new Set<ast.ImportDeclaration>()
  const giving = [...unit.settings.values(), ...unit.standard.values()].map(({ file }) => file).filter(file => !file.standard)
  const isUsed = (file: ProgramFile, declaration: ast.ImportDeclaration): boolean => {
    const { imported, importsUsed } = unit.names.get(file)!
    return declaration.names.some(name => imported.get(name.text)?.name !== name || importsUsed.has(name.text))
  }
  const has = new Set<ProgramFile>()
  /** `from` and what its imports bring in, and theirs; without what the program has. */
  const broughtBy = (
    from: ProgramFile,
    follows: (file: ProgramFile, declaration: ast.ImportDeclaration) => boolean,
  ): ReadonlySet<ProgramFile> => {
    const files = new Set([from])
    for (const file of files) {
      for (const each of importsOf(file)) {
        const to = unit.importedFile.get(each)
        if (to && !has.has(to) && follows(file, each)) files.add(to)
      }
    }
    return files
  }
  // All that a kept import brings is added before the next import is looked at: that one may bring nothing more.
  const add = (from: ProgramFile): void => {
    const files = broughtBy(from, isUsed)
    for (const file of files) has.add(file)
    for (const file of files) {
      for (const each of importsOf(file)) {
        const to = unit.importedFile.get(each)
        if (!to || has.has(to) || giving.every(other => has.has(other))) continue
        const all = broughtBy(to, () => true)
        if (!giving.some(other => all.has(other) && !has.has(other))) continue
        bringing.add(each)
        add(to)
      }
    }
  }
  for (const main of unit.files.slice(0, 1)) add(main)
  return bringing
}

const importsOf = ({ tree }: ProgramFile): readonly ast.ImportDeclaration[] =>
  tree.declarations.filter(each => each.kind === 'ImportDeclaration')

export function unusedLocal(unit: Unit, local: SymbolOf<'local'>): void {
  // A choice of the caller's, an item of a list and a range's keys may be taken without being looked at.
  if (local.of !== 'it' && local.of !== 'each' && local.of !== 'range') unused(unit, local)
}

function unused(unit: Unit, symbol: Symbol): void {
  const found = nameNode(symbol)
  if (!found || unit.used.has(symbol) || found.node.text === '' || found.node.text.startsWith('_')) return
  const what: Symbol['kind'] = symbol.kind
  report(unit, found.file, 'unused-name', { name: found.node.text, what }, found.node)
}
