// The list as CSV (RFC 4180), with a byte order mark, without which spreadsheets take Chinese for something else.
import { parseCsv } from '../../machine/csv.ts'
import { looksLikeTag, type ReadTranslations, type Translation } from './translations.ts'
import { versionOf, type Row } from './rows.ts'

const field = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export function writeCsv(rows: readonly Row[], languages: readonly string[]): string {
  const head = [
    'slot',
    'kind',
    ...languages,
    ...languages.map(language => `file ${language}`),
    ...languages.map(language => `status ${language}`),
    'where',
    'said in',
    'before',
    'after',
    'version',
  ]
  const lines = rows.map(row => [
    row.slot,
    row.kind,
    ...languages.map(language => row.texts[language] ?? ''),
    ...languages.map(language => row.files[language] ?? ''),
    ...languages.map(language => row.states[language] ?? ''),
    row.where,
    row.saidIn.join(', '),
    row.before,
    row.after,
    row.translatable ? versionOf(row.texts) : '',
  ])
  return `\ufeff${[head, ...lines].map(fields => `${fields.map(field).join(',')}\r\n`).join('')}`
}

/** Rows of fragments, values and of what is not the program's are passed over; a column may be missing, and stand anywhere. */
export function readCsv(text: string): ReadTranslations {
  // Spreadsheets of many countries write semicolons.
  const parsed = parseCsv(text)
  if (parsed.problem) {
    const why = parsed.problem.why === 'unclosed quote' ? 'a quote is not closed' : 'there is text beside a quoted field'
    return { problem: `Line ${parsed.problem.line}: ${why}.` }
  }
  const [head, ...lines] = parsed.lines
  if (!head) return { problem: 'It is empty.' }
  const names = head.fields.map(name => name.trim())
  const slotAt = names.indexOf('slot')
  const languages = names.flatMap((name, at) => (at !== slotAt && looksLikeTag(name) ? [{ language: name, at }] : []))
  if (slotAt < 0 || languages.length === 0) {
    const hint = names.some(name => /[;\t]/.test(name))
      ? ' It is separated by something else than commas; save it as “CSV, comma separated”.'
      : ''
    return { problem: `Its first line must name the columns: “slot” and at least one language.${hint}` }
  }
  const twice = languages.find(({ language }, at) => languages.findIndex(each => each.language === language) !== at)
  if (twice) return { problem: `Two columns are called “${twice.language}”.` }
  const kindAt = names.indexOf('kind')
  const versionAt = names.indexOf('version')
  const translations = lines.flatMap(({ fields, line }): Translation[] => {
    const kind = kindAt < 0 ? 'text' : (fields[kindAt] ?? '').trim()
    if (kind === 'fragment' || kind === 'value') return []
    const version = versionAt < 0 ? '' : (fields[versionAt] ?? '').trim()
    if (versionAt >= 0 && version === '') return []
    const slot = (fields[slotAt] ?? '').trim().normalize('NFC')
    return languages.map(({ language, at }) => ({ slot, language, text: fields[at] ?? '', line, ...(version === '' ? {} : { version }) }))
  })
  return { translations }
}
