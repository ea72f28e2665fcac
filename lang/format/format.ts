// A program's text in the one form that all have: pure, the same for every host.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { parse } from '../grammar/index.ts'
import { printShape } from './printing.ts'
import { readShape } from './reading.ts'

export interface FormatOptions {
  /** Columns that a line may have, letters of East Asian width counted twice; 120 where not said. */
  readonly width?: number
}

export type Formatted =
  | { readonly text: string; readonly diagnostics?: never }
  /** What does not parse is never formatted: who formats would guess what was meant. */
  | { readonly diagnostics: readonly Diagnostic[]; readonly text?: never }

const WIDTH = 120

export function formatProgram(text: string, file: string, { width = WIDTH }: FormatOptions = {}): Formatted {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const { tree, diagnostics } = parse(source, file)
  if (diagnostics.length > 0) return { diagnostics }
  return { text: printShape(readShape(source, tree), width) }
}
