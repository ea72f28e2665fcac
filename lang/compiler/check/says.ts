import type * as ast from '../../grammar/ast.ts'
import type { Context } from './context.ts'
import { speech } from './texts.ts'

export function say(context: Context, step: ast.SayStep): void {
  for (const item of step.items) speech(context, item)
}
