// Small programs for tests of lowering.
import type { Machine, Point } from '../../../../machine/format.ts'
import { compile } from '../../compile.ts'
import { createMemoryHost } from '../../host.ts'
import type { LowerOptions } from '../index.ts'

/** The machine of `main.ivr`; throws with what is wrong where it has errors. */
export function machineOf(files: string | Readonly<Record<string, string>>, options: LowerOptions = {}): Machine {
  const { machine, diagnostics } = compile(createMemoryHost(typeof files === 'string' ? { 'main.ivr': files } : files), 'main.ivr', options)
  if (machine) return machine
  throw new Error(diagnostics.map(({ code, file, start, message }) => `${code} ${file}:${start} ${message.en}`).join('\n'))
}

/** A line that begins at `start`, for the declarations that follow. */
export const lineWith = (rest: string, items = ''): string => `line test {
  numbers { "1" -> start }
  languages en
  time zone Etc/UTC
  levels low < high
  otherwise -> start
  ${items}
}
${rest}`

/** The points with this op, in order. */
export const pointsOf = <O extends Point['op']>(machine: Machine, op: O): Extract<Point, { readonly op: O }>[] =>
  machine.points.filter((point): point is Extract<Point, { readonly op: O }> => point.op === op)
