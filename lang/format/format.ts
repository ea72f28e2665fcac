// A text in the one form that all have: pure, the same for every host.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Slug } from '../diagnostics/catalogue/index.ts'
import { parse } from '../grammar/index.ts'
import { createTokenizer, type Tokens } from '../grammar/tokenizer.ts'
import { ivrTokens } from '../grammar/tokens.ts'
import { parseScript } from '../script/parse-script.ts'
import { tokenizeScript } from '../script/tokens.ts'
import type { Guide } from './guide.ts'
import { textOfLines } from './lines.ts'
import { createPrinter } from './printing.ts'
import { guideOfProgram } from './program-guide.ts'
import { readDeclarations } from './reading.ts'
import { guideOfScript } from './script-guide.ts'

export interface FormatOptions {
  /** Columns that a line may have, letters of East Asian width counted twice; 120 where not said. */
  readonly width?: number
}

export type Formatted =
  | { readonly text: string; readonly diagnostics?: never }
  /** What does not parse is never formatted: who formats would guess what was meant. */
  | { readonly diagnostics: readonly Diagnostic[]; readonly text?: never }

export const WIDTH = 120

const tokenize = createTokenizer(ivrTokens)

/** Line ends are `\n`, and no byte order mark stands before the text. */
const plain = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text).replace(/\r\n?/g, '\n')

function print(source: string, tokens: Tokens, guide: Guide, width: number): string {
  const printer = createPrinter(width)
  return textOfLines(printer.end(readDeclarations(source, tokens, guide, printer.add)))
}

/** An `.ivr` file. `file` is only passed on to the diagnostics, whose offsets are those of `text`. */
export function formatProgram(text: string, file: string, { width = WIDTH }: FormatOptions = {}): Formatted {
  const source = plain(text)
  const { tree, diagnostics } = parse(source, file)
  if (diagnostics.length > 0) return { diagnostics: source === text ? diagnostics : parse(text, file).diagnostics }
  const tokens = tokenize(source, file, [])
  return { text: print(source, tokens, guideOfProgram(source, tree, tokens), width) }
}

/** Said of a script as a whole: nothing of it was left out. */
const WHOLE: ReadonlySet<string> = new Set<Slug>(['script-without-use', 'script-empty'])

/** A `.dtmf` file, or some parts of one. */
export function formatScript(text: string, file: string, { width = WIDTH }: FormatOptions = {}): Formatted {
  const source = plain(text)
  const { script, diagnostics } = parseScript(source, file)
  const isWrong = ({ slug }: Diagnostic): boolean => !WHOLE.has(slug)
  if (diagnostics.some(isWrong))
    return { diagnostics: (source === text ? diagnostics : parseScript(text, file).diagnostics).filter(isWrong) }
  const tokens = tokenizeScript(source, file, [])
  return { text: print(source, tokens, guideOfScript(script, tokens), width) }
}
