// The whole way: from an entry file to the machine.
import type { Machine } from '../../machine/format.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { checkProgram } from './check.ts'
import { lower, type LowerOptions } from './lower/index.ts'
import type { CompilerHost, Program } from './program.ts'

export interface Compilation {
  readonly program: Program
  /** Null where there is an error. */
  readonly machine: Machine | null
  /** Of checking and lowering, in the order of files and places. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Never throws for what a file holds. The same files and options give the same machine. */
export function compile(host: CompilerHost, entry: string, options: LowerOptions = {}): Compilation {
  const program = checkProgram(host, entry)
  if (program.diagnostics.some(one => one.severity === 'error')) return { program, machine: null, diagnostics: program.diagnostics }
  const { machine, diagnostics } = lower(program, options)
  return { program, machine, diagnostics: [...program.diagnostics, ...diagnostics] }
}
