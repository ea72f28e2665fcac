// Names that nothing refers to.
import { removeImport } from '../bind/imports.ts'
import { nameNode, report, type Unit } from '../bind/unit.ts'
import type { Symbol, SymbolOf } from '../program.ts'

export function checkUnused(unit: Unit): void {
  for (const names of unit.names.values()) {
    for (const [name, imported] of names.imported) {
      if (names.importsUsed.has(name)) continue
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
