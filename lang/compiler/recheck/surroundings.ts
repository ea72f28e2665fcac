// All that a body can see of its program, beside the few things that `remembered.ts` asks for by name.
import type * as ast from '../../grammar/ast.ts'
import { isSyntaxError } from '../bind/broken.ts'
import type { Unit } from '../bind/unit.ts'
import type { ProgramFile } from '../program.ts'

/** Beyond so many errors of syntax the parser may have kept some to itself: nothing is sure then. */
const MOST_ERRORS = 100

/**
 * Every declaration in order: whole where it has no body, else what stands before the body; and of each file what was lost in it. Two programs of
 * which these are the same differ in bodies of menus and flows, in texts of prompts, in comments and blanks, and in nothing else. Null where what
 * was read does not follow from the text of a declaration by itself, for there is a mistake in it.
 */
export function surroundingsOf(unit: Unit): readonly string[] | null {
  const errors = unit.diagnostics.filter(isSyntaxError)
  if (errors.length > MOST_ERRORS) return null
  const found: string[] = []
  for (const file of unit.files) {
    if (file.standard) continue
    found.push(file.path, unit.brokenFiles.has(file) ? 'broken' : '', unit.lossyFiles.has(file) ? 'lossy' : '')
    for (const node of file.tree.declarations) {
      const end = seenUntil(node)
      if (unit.broken.has(node)) {
        if (end === node.end) return null
        if (errors.some(error => error.file === file.path && error.start >= node.start && error.start <= end)) return null
      }
      found.push(node.kind)
      if (node.kind === 'PromptsDeclaration')
        for (const prompt of node.prompts) found.push(file.text.slice(prompt.start, prompt.text.start))
      else found.push(file.text.slice(node.start, end))
      if (node.kind === 'ImportDeclaration') found.push(unit.importedFile.get(node)?.path ?? '')
    }
  }
  return found
}

const seenUntil = (node: ast.Declaration): number =>
  node.kind === 'FlowDeclaration' || node.kind === 'MenuDeclaration' ? node.body.start : node.end

export const sameSurroundings = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((part, at) => part === b[at])

/** The text of a declaration, comments and blanks in it included. */
export const textOf = (file: ProgramFile, { start, end }: ast.Declaration): string => file.text.slice(start, end)
