import type * as ast from '../../grammar/ast.ts'
import type { ProgramFile } from '../program.ts'
import type { Context } from './context.ts'
import { speech } from './texts.ts'

export function say(context: Context, step: ast.SayStep): void {
  for (const item of step.items) speech(context, item)
}

/** The text that is spoken, written here or as a prompt; null where only the call knows it. */
export function textOf(context: Context, at: ast.Expression): { readonly text: ast.TextLiteral; readonly file: ProgramFile } | null {
  if (at.kind === 'TextLiteral') return { text: at, file: context.file }
  const name = at.kind === 'NameExpression' ? at.name : at.kind === 'CallExpression' ? at.callee : null
  const symbol = name && context.unit.symbolOf.get(name)
  return symbol?.kind === 'prompt' ? { text: symbol.node.text, file: symbol.file } : null
}
