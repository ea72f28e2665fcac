// Paths of imports, to be opened.
import type { View } from './programs.ts'
import type { DocumentLink } from './types.ts'

export function documentLinks({ file }: View, resolve: (from: string, path: string) => string): readonly DocumentLink[] {
  return file.tree.declarations.flatMap(node =>
    node.kind === 'ImportDeclaration' && node.path.value !== ''
      ? [{ start: node.path.start, end: node.path.end, path: resolve(file.path, node.path.value) }]
      : [],
  )
}
