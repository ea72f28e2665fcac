// Edits of import declarations, for fixes.
import type * as ast from '../../grammar/ast.ts'
import type { Edit, Fix } from '../../diagnostics/diagnostic.ts'
import { walk } from '../../grammar/index.ts'
import type { ProgramFile } from '../program.ts'
import type { TopSymbol, Unit } from './unit.ts'

/** `a/main.ivr` to `a/lib/x.ivr` → `./lib/x.ivr`. */
function relative(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1)
  const parts = to.split('/')
  let same = 0
  while (same < folders.length && same < parts.length - 1 && folders[same] === parts[same]) same += 1
  const up = folders.length - same
  return (up === 0 ? './' : '../'.repeat(up)) + parts.slice(same).join('/')
}

/** Takes one name out of an import, or the whole import where it is the only one. */
export function removeImport(file: ProgramFile, declaration: ast.ImportDeclaration, name: ast.Name): Edit {
  const { names } = declaration
  const at = names.indexOf(name)
  if (names.length === 1) {
    const lineEnd = file.text[declaration.end] === '\n' ? declaration.end + 1 : declaration.end
    return { file: file.path, start: declaration.start, end: lineEnd, text: '' }
  }
  const next = names[at + 1]
  const previous = names[at - 1]
  if (next) return { file: file.path, start: name.start, end: next.start, text: '' }
  return { file: file.path, start: previous!.end, end: name.end, text: '' }
}

/** The fix “import it from its file”: adds to an import of that file, else writes a new one on top. */
export function importFix(unit: Unit, file: ProgramFile, symbol: TopSymbol, also?: Edit): Fix {
  const path = relative(file.path, symbol.file.path)
  const title = { en: `Import “${symbol.name}” from “${path}”`, zh: `从“${path}”导入“${symbol.name}”` }
  for (const declaration of file.tree.declarations) {
    const last = declaration.kind === 'ImportDeclaration' ? declaration.names.at(-1) : undefined
    if (declaration.kind !== 'ImportDeclaration' || !last || unit.importedFile.get(declaration) !== symbol.file) continue
    const edit = { file: file.path, start: last.end, end: last.end, text: `, ${symbol.name}` }
    return { title, edits: also ? [also, edit] : [edit] }
  }
  const edit = { file: file.path, start: 0, end: 0, text: `import { ${symbol.name} } from "${path}"\n` }
  return { title, edits: also ? [edit, also] : [edit] }
}

/** Kinds of nodes whose name is one of the file's: not a field, a parameter or a local that is called the same. */
const users: ReadonlySet<string> = new Set([
  ...['PlaceTarget', 'DoStep', 'NameExpression', 'NamedType', 'CallExpression', 'OperationCall', 'ConnectQueueStep', 'SetStep', 'AddStep'],
  ...['RecordAllItem', 'AfterHangupItem'],
])

/** The fix of a misspelt import: there and wherever the file uses it as it is misspelt. */
export function renameImport(file: ProgramFile, name: ast.Name, meant: string): Fix {
  const edits: Edit[] = [{ file: file.path, start: name.start, end: name.end, text: meant }]
  walk(file.tree, (node, parent) => {
    if (node.kind !== 'Name' || (node as ast.Name).text !== name.text || !parent || !users.has(parent.kind)) return
    const used = parent as { readonly unless?: unknown; readonly operation?: unknown; readonly path?: readonly unknown[] }
    if (used.unless === node || used.operation === node || used.path?.includes(node)) return
    edits.push({ file: file.path, start: node.start, end: node.end, text: meant })
  })
  return { title: { en: `Write “${meant}” instead`, zh: `改写为“${meant}”` }, edits }
}
