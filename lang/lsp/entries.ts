// Which files a program begins with.
import { resolvePath } from '../compiler/host.ts'

// A line declaration begins a line of the file; whether it is one, the compiler says.
const LINE = /^[ \t]*line[ \t\r\n]+[A-Za-z_\u0080-\uffff]/m

export const hasLine = (text: string): boolean => LINE.test(text)

/** The entry files that a `callwright.config.json` names; none where it cannot be read, which a command says. */
export function programsOfConfig(path: string, text: string): readonly string[] {
  try {
    const { program, programs } = JSON.parse(text) as { readonly program?: unknown; readonly programs?: unknown }
    return [program ?? programs ?? []].flat().flatMap(one => (typeof one === 'string' ? [resolvePath(path, one)] : []))
  } catch {
    return []
  }
}
