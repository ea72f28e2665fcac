// Reads the entry and all that it imports, and parses each file once.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { diagnose } from '../diagnostics/report.ts'
import type * as ast from '../grammar/ast.ts'
import { parse, type ParseResult } from '../grammar/index.ts'
import type { Location } from '../text/span.ts'
import type { CompilerHost, ProgramFile } from './program.ts'
import { STANDARD_PATH, standardText } from './standard-prompts.ts'

export interface Loaded {
  /** The entry first, then in the order of imports; the standard prompts' file last. */
  readonly files: readonly ProgramFile[]
  /** Which file an import names; absent where it could not be read. */
  readonly imports: ReadonlyMap<ast.ImportDeclaration, ProgramFile>
  readonly diagnostics: readonly Diagnostic[]
}

let standardFile: ProgramFile | undefined

/** Parsed once for all programs: it is the same for each. */
function standard(): ProgramFile {
  if (!standardFile) {
    const { tree, lineIndex } = parse(standardText, STANDARD_PATH)
    standardFile = { path: STANDARD_PATH, text: standardText, tree, lineIndex, standard: true }
  }
  return standardFile
}

/** What parses a file: who checks again and again keeps what did not change. The same text has to give the same tree. */
export type ParseFile = (text: string, path: string) => ParseResult

/** Loads breadth first, so that files come in the order of their imports and a cycle of imports is read once. */
export function load(host: CompilerHost, entry: string, parseFile: ParseFile = parse): Loaded {
  const files: ProgramFile[] = []
  const byPath = new Map<string, ProgramFile | null>()
  const imports = new Map<ast.ImportDeclaration, ProgramFile>()
  const diagnostics: Diagnostic[] = []

  const open = (path: string, written: string, from: Location): ProgramFile | null => {
    const known = byPath.get(path)
    if (known) return known
    const read = host.read(path)
    if ('problem' in read) {
      diagnostics.push(diagnose('unreadable-file', { path: written, problem: read.problem }, from))
      byPath.set(path, null)
      return null
    }
    const { tree, diagnostics: found, lineIndex } = parseFile(read.text, path)
    diagnostics.push(...found)
    const file: ProgramFile = { path, text: read.text, tree, lineIndex, standard: false }
    byPath.set(path, file)
    files.push(file)
    return file
  }

  open(entry, entry, { file: entry, start: 0, end: 0 })
  for (let at = 0; at < files.length; at++) {
    const file = files[at]!
    for (const declaration of file.tree.declarations) {
      if (declaration.kind !== 'ImportDeclaration' || declaration.path.value === '') continue
      const { value, start, end } = declaration.path
      const imported = open(host.resolve(file.path, value), value, { file: file.path, start, end })
      if (imported) imports.set(declaration, imported)
    }
  }
  files.push(standard())
  return { files, imports, diagnostics }
}
