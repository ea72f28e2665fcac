// Edits of import declarations, for fixes.
import type * as ast from '../../grammar/ast.ts'
import type { Edit, Fix } from '../../diagnostics/diagnostic.ts'
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
