import { coloured, plain, type Paint } from '../lang/diagnostics/render/style.ts'
import type { Io, Output } from './io.ts'

/** Colour only on a terminal, and not where `NO_COLOR` (no-color.org) or a dumb terminal says so. */
export function paintFor(io: Pick<Io, 'env'>, output: Output): Paint {
  return output.isTTY && (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb' ? coloured : plain
}
