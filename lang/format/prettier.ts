// The formatter as a plugin of Prettier 3: `plugins: ['callwright/prettier']`. It imports nothing of Prettier, so it runs in its
// command line, beside `prettier/standalone` in a browser, and in Markdown.
import type { Doc, Parser, Printer, SupportLanguage } from 'prettier'
import { createLineIndex } from '../text/line-index.ts'
import { formatProgram, formatScript, WIDTH, type FormatOptions, type Formatted } from './format.ts'
import { formatProgramRange, formatScriptRange } from './range.ts'
import type { Span } from '../text/span.ts'

/** The whole file: Prettier lays nothing out, it has the lines from here. */
interface FormattedFile extends Span {
  readonly type: 'callwright'
  readonly formatted: string
}

const FORMAT = 'callwright'

export const languages: SupportLanguage[] = [
  {
    name: 'Callwright',
    parsers: ['callwright'],
    extensions: ['.ivr'],
    aliases: ['ivr'],
    vscodeLanguageIds: ['ivr'],
    tmScope: 'source.ivr',
  },
  {
    name: 'Callwright Script',
    parsers: ['callwright-script'],
    extensions: ['.dtmf'],
    aliases: ['dtmf'],
    vscodeLanguageIds: ['dtmf'],
    tmScope: 'source.dtmf',
  },
]

type Format = (text: string, file: string, options: FormatOptions) => Formatted
type FormatRange = (text: string, file: string, range: Span, options: FormatOptions) => Formatted

/** What Prettier shows a code frame of. */
interface PlacedError extends SyntaxError {
  loc?: { readonly start: Place; readonly end: Place }
}
interface Place {
  readonly line: number
  readonly column: number
}

/** The text of what was formatted. What does not parse is never formatted: it throws, as Prettier's own parsers do. */
function textOf({ text, diagnostics }: Formatted, source: string): string {
  if (text !== undefined) return text
  const [first] = diagnostics
  const index = createLineIndex(source)
  const place = (offset: number): Place => {
    const { line, column } = index.position(offset)
    return { line: line + 1, column: column + 1 }
  }
  const error: PlacedError = new SyntaxError(`${first!.message.en} (${first!.code})`)
  error.loc = { start: place(first!.start), end: place(first!.end) }
  throw error
}

const PRAGMA = /^\uFEFF?\s*(?:\/\/+|\/\*+)\s*@(?:format|prettier)\b/
const IGNORE_PRAGMA = /^\uFEFF?\s*(?:\/\/+|\/\*+)\s*@no(?:format|prettier)\b/

const parser = (format: Format, formatRange: FormatRange): Parser<FormattedFile> => ({
  astFormat: FORMAT,
  locStart: node => node.start,
  locEnd: node => node.end,
  hasPragma: text => PRAGMA.test(text),
  hasIgnorePragma: text => IGNORE_PRAGMA.test(text),
  // Prettier finds ranges in its own languages only, and leaves a file of any other as it comes out of here.
  preprocess: (text, { rangeStart, rangeEnd, printWidth, filepath }) =>
    rangeStart > 0 || rangeEnd < text.length
      ? textOf(formatRange(text, filepath, { start: rangeStart, end: rangeEnd }, { width: printWidth }), text)
      : text,
  parse: (text, { printWidth, filepath }) => ({
    type: FORMAT,
    start: 0,
    end: text.length,
    formatted: textOf(format(text, filepath, { width: printWidth }), text),
  }),
})

export const parsers: Record<string, Parser<FormattedFile>> = {
  callwright: parser(formatProgram, formatProgramRange),
  'callwright-script': parser(formatScript, formatScriptRange),
}

const hardline: Doc = [{ type: 'line', hard: true }, { type: 'break-parent' }] as unknown as Doc
/** Unlike the other it keeps the blanks at the end of its line: those of a comment. */
const literalline: Doc = [{ type: 'line', hard: true, literal: true }, { type: 'break-parent' }] as unknown as Doc

export const printers: Record<string, Printer<FormattedFile>> = {
  [FORMAT]: {
    print: path => {
      const lines = path.node.formatted.split('\n')
      return lines.map((line, at) => (at === lines.length - 1 ? line : [line, /\s$/.test(line) ? literalline : hardline]))
    },
    getVisitorKeys: () => [],
    insertPragma: text => `// @format\n\n${text}`,
  },
}

/** As `callwright fmt`, where a project says nothing else. */
export const defaultOptions = { printWidth: WIDTH, tabWidth: 2 }
