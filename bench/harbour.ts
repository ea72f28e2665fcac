import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compile } from '../lang/compiler/compile.ts'
import type { CompilerHost } from '../lang/compiler/program.ts'
import type { Machine } from '../machine/format.ts'

const entry = join(import.meta.dirname, '../examples/harbour-95500/main.ivr')

const host: CompilerHost = {
  read: path => ({ text: readFileSync(path, 'utf8') }),
  resolve: (from, path) => join(dirname(from), path),
}

/** The machine of `examples/harbour-95500`. */
export const compileExample = (): Machine => {
  const { machine } = compile(host, entry)
  if (!machine) throw new Error('examples/harbour-95500 does not compile')
  return machine
}
