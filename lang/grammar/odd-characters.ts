// Characters and signs that the language has not: each is told, with what was meant where that is one thing, and read as that.
import { diagnose } from '../diagnostics/report.ts'
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts'
import type { TextEdit } from '../text/edit.ts'
import { ascii, isBlank, startsName } from './characters.ts'
import { fullWidth } from './full-width.ts'
import { MOST_ERRORS } from './limits.ts'
import { meantBy } from './meant-signs.ts'
import * as T from './tokens.ts'

const id = (type: T.TokenType): number => type.tokenTypeIdx!

/** A character that no token of the language begins with: what it is read as, and where that ends. Type 0 = nothing to keep. */
export function oddCharacter(text: string, at: number, file: string, diagnostics: Diagnostic[]): { type: number; end: number } {
  const code = text.codePointAt(at)!
  if (code >= 128 || code === 39) {
    if (isBlank(code)) return { type: 0, end: at + 1 }
    const wide = fullWidth(text, at)
    if (wide) {
      const { end, type, edits, plain } = wide
      const fixes =
        edits.length > 0 ? [{ ...fixBy(file, { start: at, end, text: plain }), edits: edits.map(edit => ({ file, ...edit })) }] : []
      const shown = type === T.Text ? at + 1 : end
      if (diagnostics.length < MOST_ERRORS)
        diagnostics.push(
          diagnose('full-width-character', { character: text.slice(at, shown), plain }, { file, start: at, end: shown }, { fixes }),
        )
      return { type: id(type), end }
    }
  }
  let end = at
  // A run of such characters is one complaint.
  for (;;) {
    const next = text.codePointAt(end)
    if (next === undefined || (next < 128 ? ascii[next] !== 0 : isBlank(next) || startsName(next) || fullWidth(text, end))) break
    end += next > 0xffff ? 2 : 1
  }
  const meant = badCharacter(text, at, end, file, diagnostics)
  return { type: meant?.type ? id(meant.type) : 0, end }
}

export function badCharacter(
  text: string,
  start: number,
  end: number,
  file: string,
  diagnostics: Diagnostic[],
): ReturnType<typeof meantBy> {
  const run = text.slice(start, end)
  const shown = run.length > 12 ? `${run.slice(0, 12)}…` : run
  const meant = meantBy(text, start, end)
  if (diagnostics.length < MOST_ERRORS)
    diagnostics.push(
      diagnose('bad-character', { character: printable(shown) }, { file, start, end }, { fixes: meant ? [fixBy(file, meant)] : [] }),
    )
  return meant
}

/** A sign of the language that is written in another way; `edit` has the right one. */
export function misspelled(file: string, edit: TextEdit, text: string, diagnostics: Diagnostic[]): void {
  if (diagnostics.length >= MOST_ERRORS) return
  const { start, end, text: plain } = edit
  const what = { character: text.slice(start, end), plain }
  diagnostics.push(diagnose('full-width-character', what, { file, start, end }, { fixes: [fixBy(file, edit)] }))
}

export function fixBy(file: string, { start, end, text }: TextEdit): Fix {
  const written = text.trim()
  const title = written === '' ? { en: 'Take it away', zh: '删除' } : { en: `Write “${written}”`, zh: `改写为“${written}”` }
  return { title, edits: [{ file, start, end, text }] }
}

const printable = (text: string): string =>
  text.replace(/[\p{C}]/gu, character => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`)
