// Comma-separated values as RFC 4180 has them: quoted fields with doubled quotes and line breaks, CRLF or LF, a byte order mark
// passed over. Lines with nothing in them are no rows.

export interface CsvLine {
  /** From 1: where the record begins in the file. */
  readonly line: number
  readonly fields: readonly string[]
}
export type CsvResult =
  | { readonly lines: readonly CsvLine[]; readonly problem?: never }
  | { readonly problem: { readonly line: number; readonly why: 'unclosed quote' | 'text beside quotes' }; readonly lines?: never }

/** `separator`: one sign; some spreadsheets write semicolons or tabs. */
export function parseCsv(text: string, separator = ','): CsvResult {
  const lines: CsvLine[] = []
  const end = text.length
  let index = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  while (index < end) {
    const begun = line
    const fields: string[] = []
    let quoted = false
    for (;;) {
      let field = ''
      if (text[index] === '"') {
        quoted = true
        const opened = line
        index++
        for (;;) {
          const close = text.indexOf('"', index)
          if (close < 0) return { problem: { line: opened, why: 'unclosed quote' } }
          const part = text.slice(index, close)
          line += countBreaks(part)
          field += part
          index = close + 1
          if (text[index] !== '"') break
          field += '"'
          index++
        }
        if (index < end && !isBreak(text, index) && text[index] !== separator) return { problem: { line, why: 'text beside quotes' } }
      } else {
        const start = index
        while (index < end && text[index] !== separator && !isBreak(text, index)) {
          if (text[index] === '"') return { problem: { line, why: 'text beside quotes' } }
          index++
        }
        field = text.slice(start, index)
      }
      fields.push(field)
      if (text[index] !== separator) break
      index++
    }
    if (index < end) {
      index += text[index] === '\r' && text[index + 1] === '\n' ? 2 : 1
      line++
    }
    if (quoted || fields.length > 1 || fields[0]!.trim() !== '') lines.push({ line: begun, fields })
  }
  return { lines }
}

const isBreak = (text: string, index: number): boolean => text[index] === '\n' || text[index] === '\r'
const countBreaks = (text: string): number => (text.match(/\r\n|\r|\n/g) ?? []).length
