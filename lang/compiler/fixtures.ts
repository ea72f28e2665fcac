// The golden fixtures of the checker: a program, and under each line what is said of it.
//
//   //~ 7..14 CW2001 There is nothing called “greting” here.     of the line above, columns from 1, end exclusive
//   //== agents.ivr                                              the next file begins
//
// A program without a line gets one, so that an example shows what it is about.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { checkProgram, createMemoryHost } from './check.ts'
import type { Program } from './program.ts'

/** The line that a fixture without one has. */
const defaultLine = `
line test {
  numbers { "1" -> start }
  languages en
  time zone UTC
  levels anonymous < verified < signed
  otherwise -> start
}
`

export interface Fixture {
  /** Path → text as it stands in the fixture, expectations included (they are comments). */
  readonly files: Readonly<Record<string, string>>
}

export function readFixture(source: string): Fixture {
  const files: Record<string, string> = {}
  let path = 'main.ivr'
  let lines: string[] = []
  const close = (): void => {
    files[path] = lines.join('\n')
    lines = []
  }
  for (const line of source.split('\n')) {
    const next = /^\/\/== (\S+)$/.exec(line)
    if (next) {
      close()
      path = next[1]!
    } else lines.push(line)
  }
  close()
  return { files }
}

/** The files as they are checked. */
export function programFiles({ files }: Fixture): Readonly<Record<string, string>> {
  const main = files['main.ivr']!
  const hasLine = main.includes('//!no line') || /^line /m.test(main)
  return { ...files, 'main.ivr': hasLine ? main : main + defaultLine }
}

export const checkFixture = (fixture: Fixture): Program => checkProgram(createMemoryHost(programFiles(fixture)), 'main.ivr')

/** The fixture with what the checker says written under each line. */
export function annotate(fixture: Fixture): string {
  const program = checkFixture(fixture)
  const texts = Object.entries(fixture.files).map(([path, text]) => {
    const file = program.files.find(each => each.path === path)
    if (!file) return text
    const said = new Map<number, string[]>()
    for (const diagnostic of program.diagnostics) {
      if (diagnostic.file !== path) continue
      const { line } = file.lineIndex.position(diagnostic.start)
      said.set(line, [...(said.get(line) ?? []), render(diagnostic, offset => file.lineIndex.position(offset))])
    }
    return text
      .split('\n')
      .flatMap((line, at) => (line.trimStart().startsWith('//~') ? [] : [line, ...(said.get(at) ?? [])]))
      .join('\n')
  })
  const paths = Object.keys(fixture.files)
  return texts.map((text, at) => (at === 0 ? text : `//== ${paths[at]}\n${text}`)).join('\n')
}

function render(
  { code, start, end, message, severity }: Diagnostic,
  position: (offset: number) => { line: number; column: number },
): string {
  const from = position(start)
  const to = position(end)
  const span = from.line === to.line ? `${from.column + 1}..${to.column + 1}` : `${from.column + 1}..${to.line - from.line} down`
  return `//~ ${span} ${code}${severity === 'error' ? '' : ` ${severity}`} ${message.en}`
}
