// Who declares what: every top-level name of every file, then what each file imports.
import type * as ast from '../../grammar/ast.ts'
import { suggest } from './suggest.ts'
import type { ProgramFile, SymbolOf } from '../program.ts'
import { STANDARD_PATH, standardNames } from '../standard-prompts.ts'
import { importFix, removeImport, renameImport } from './imports.ts'
import { isReserved } from './reserved.ts'
import { label, nameNode, report, type FileNames, type TopSymbol, type Unit } from './unit.ts'

/** Fills the unit's declarations; files of the unit are already there. */
export function bindDeclarations(unit: Unit): void {
  for (const file of unit.files) {
    const names: FileNames = { file, own: new Map(), imported: new Map(), importsUsed: new Set() }
    unit.names.set(file, names)
    for (const declaration of file.tree.declarations) declare(unit, names, declaration)
  }
  standardPrompts(unit)
  for (const file of unit.files) bindImports(unit, unit.names.get(file)!)
}

function declare(unit: Unit, names: FileNames, node: ast.Declaration): void {
  const { file } = names
  switch (node.kind) {
    case 'ImportDeclaration':
      return
    case 'LineDeclaration':
      return declareLine(unit, file, node)
    case 'SettingsDeclaration':
      for (const setting of node.settings) declareSetting(unit, file, setting)
      return
    case 'PromptsDeclaration':
      for (const prompt of node.prompts) {
        const symbol = { kind: 'prompt', name: prompt.name.text, file, node: prompt } as const
        if (add(unit, names, symbol)) unit.prompts.push(symbol)
      }
      return
    case 'ServiceDeclaration': {
      const symbol = { kind: 'service', name: node.name.text, file, node } as const
      if (add(unit, names, symbol)) unit.services.push(symbol)
      return declareOperations(unit, file, node)
    }
    case 'MenuDeclaration': {
      const symbol = { kind: 'menu', name: node.name.text, file, node } as const
      add(unit, names, symbol)
      unit.menus.push(symbol)
      return
    }
    case 'FlowDeclaration': {
      const symbol = { kind: 'flow', name: node.name.text, file, node } as const
      add(unit, names, symbol)
      unit.flows.push(symbol)
      return
    }
    case 'TypeDeclaration': {
      const symbol = { kind: 'type', name: node.name.text, file, node } as const
      add(unit, names, symbol)
      unit.types.push(symbol)
      return
    }
    case 'HoursDeclaration': {
      const symbol = { kind: 'hours', name: node.name.text, file, node } as const
      add(unit, names, symbol)
      unit.hours.push(symbol)
      return
    }
    case 'QueueDeclaration': {
      const symbol = { kind: 'queue', name: node.name.text, file, node } as const
      add(unit, names, symbol)
      unit.queues.push(symbol)
      return
    }
    case 'RememberDeclaration': {
      const symbol = { kind: 'remember', name: node.name.text, file, node } as const
      add(unit, names, symbol)
      unit.remembered.push(symbol)
      return
    }
  }
}

/** False where the name was taken (or is missing after a syntax error). */
function add(unit: Unit, names: FileNames, symbol: TopSymbol): boolean {
  const { name, file } = symbol
  const at = symbol.node.name
  unit.symbolOf.set(at, symbol)
  if (name === '') return false
  if (isReserved(name, symbol.kind)) report(unit, file, 'reserved-name', { name }, at)
  const own = names.own.get(name)
  const first = own ?? declaredElsewhere(unit, symbol)
  if (first) {
    const other = nameNode(first)!
    report(unit, file, 'duplicate-name', { name }, at, {
      labels: [label(other.file, other.node, `“${name}” is declared here first`, `“${name}”首先在此声明`)],
    })
  }
  if (own) return false
  names.own.set(name, symbol)
  const known = unit.everywhere.get(name)
  if (known) known.push(symbol)
  else unit.everywhere.set(name, [symbol])
  return true
}

/** Bindings, scripts and the switch know a service and a queue by name alone: of two, only one would be meant. */
const isKnownByName = ({ kind }: TopSymbol): boolean => kind === 'service' || kind === 'queue'

const declaredElsewhere = (unit: Unit, symbol: TopSymbol): TopSymbol | undefined =>
  isKnownByName(symbol) ? unit.everywhere.get(symbol.name)?.find(each => each.kind === symbol.kind) : undefined

function declareLine(unit: Unit, file: ProgramFile, node: ast.LineDeclaration): void {
  if (unit.line) {
    const first = unit.line
    report(unit, file, 'second-line', {}, node.name, {
      labels: [label(first.file, first.node.name, 'the program’s line', '本程序的线路')],
    })
    return
  }
  unit.line = { file, node }
  const levels: SymbolOf<'level'>[] = []
  for (const item of node.items) {
    if (item.kind === 'LanguagesItem' && unit.languages.length === 0) {
      unit.languages = [...new Set(item.tags.map(tag => tag.text).filter(tag => tag !== ''))]
    }
    if (item.kind !== 'LevelsItem') continue
    for (const name of item.names) {
      if (name.text === '') continue
      const known = unit.levels.get(name.text)
      if (known) {
        report(unit, file, 'duplicate-name', { name: name.text }, name)
        continue
      }
      const level = { kind: 'level', name: name.text, file, node: name, index: levels.length } as const
      levels.push(level)
      unit.levels.set(name.text, level)
      unit.symbolOf.set(name, level)
    }
  }
}

function declareSetting(unit: Unit, file: ProgramFile, node: ast.Setting): void {
  const name = node.name.text
  const symbol = { kind: 'setting', name, file, node } as const
  unit.symbolOf.set(node.name, symbol)
  if (name === '') return
  const first = unit.settings.get(name)
  if (first) {
    report(unit, file, 'duplicate-name', { name }, node.name, {
      labels: [label(first.file, first.node.name, `“${name}” is declared here first`, `“${name}”首先在此声明`)],
    })
    return
  }
  unit.settings.set(name, symbol)
}

function declareOperations(unit: Unit, file: ProgramFile, node: ast.ServiceDeclaration): void {
  const operations = new Map<string, SymbolOf<'operation'>>()
  unit.operationsOf.set(node, operations)
  for (const operation of node.operations) {
    const name = operation.name.text
    const symbol = { kind: 'operation', name, file, node: operation, service: node.name.text } as const
    unit.symbolOf.set(operation.name, symbol)
    unit.operations.push(symbol)
    if (name === '') continue
    const first = operations.get(name)
    if (first) {
      report(unit, file, 'duplicate-name', { name }, operation.name, {
        labels: [label(file, first.node.name, `“${name}” is declared here first`, `“${name}”首先在此声明`)],
      })
    } else operations.set(name, symbol)
  }
}

/** The program's own prompt of a standard name tells it; else the standard file's. */
function standardPrompts(unit: Unit): void {
  for (const name of standardNames) {
    const found = unit.everywhere.get(name)?.filter(symbol => symbol.kind === 'prompt') ?? []
    const own = found.find(symbol => symbol.file.path !== STANDARD_PATH)
    const symbol = own ?? found[0]
    if (!symbol) continue
    unit.standard.set(name, symbol)
    unit.used.add(symbol)
  }
}

function bindImports(unit: Unit, names: FileNames): void {
  const { file } = names
  for (const declaration of file.tree.declarations) {
    if (declaration.kind !== 'ImportDeclaration') continue
    const from = unit.importedFile.get(declaration)
    if (!from) {
      // The file could not be read: what it would have given is unknown, not missing.
      for (const name of declaration.names) names.importsUsed.add(name.text)
      continue
    }
    const theirs = unit.names.get(from)!
    for (const name of declaration.names) bindImport(unit, names, declaration, name, theirs)
  }
}

function bindImport(unit: Unit, names: FileNames, declaration: ast.ImportDeclaration, name: ast.Name, theirs: FileNames): void {
  if (name.text === '') return
  const { file } = names
  const symbol = theirs.own.get(name.text)
  if (!symbol && unit.brokenFiles.has(theirs.file)) {
    names.importsUsed.add(name.text)
    return
  }
  if (!symbol) {
    const meant = suggest(unit, name.text, theirs.own.keys())
    const elsewhere = unit.everywhere.get(name.text)?.find(each => each.file !== theirs.file && !each.file.standard)
    const has =
      names.own.has(name.text) ||
      file.tree.declarations.some(
        each => each.kind === 'ImportDeclaration' && each !== declaration && each.names.some(({ text }) => text === name.text),
      )
    const fixes = has
      ? [{ title: { en: `Remove “${name.text}”`, zh: `删除“${name.text}”` }, edits: [removeImport(file, declaration, name)] }]
      : meant
        ? [renameImport(file, name, meant)]
        : elsewhere
          ? [importFix(unit, file, elsewhere, removeImport(file, declaration, name))]
          : []
    report(unit, file, 'not-exported', { name: name.text, path: declaration.path.value, ...(meant ? { meant } : {}) }, name, { fixes })
    names.importsUsed.add(name.text)
    // Uses of the name as it should be have no fault of their own.
    const own = meant === undefined ? undefined : theirs.own.get(meant)
    if (own) unit.used.add(own)
    if (own && !names.own.has(own.name) && !names.imported.has(own.name)) {
      names.imported.set(own.name, { name, declaration, symbol: own })
      names.importsUsed.add(own.name)
    }
    return
  }
  const taken = names.own.get(name.text) ?? names.imported.get(name.text)?.symbol
  if (taken) {
    // Of two services or queues of one name it is told where they are declared.
    if (taken !== symbol && taken.kind === symbol.kind && isKnownByName(symbol)) return
    const other = names.imported.get(name.text)?.name ?? nameNode(taken)!.node
    report(unit, file, 'duplicate-name', { name: name.text }, name, {
      labels: [label(file, other, `“${name.text}” stands here first`, `“${name.text}”首先出现在这里`)],
    })
    return
  }
  unit.symbolOf.set(name, symbol)
  names.imported.set(name.text, { name, declaration, symbol })
}
