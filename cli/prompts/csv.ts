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

/** Spreadsheets of many countries write semicolons; what is copied out of one has tabs. The first line tells. */
function separatorOf(text: string): string {
  const head = /^[^\r\n]*/.exec(text)![0]
  const names = (separator: string): readonly string[] => parseCsv(head, separator).lines?.[0]?.fields.map(name => name.trim()) ?? []
  return [',', ';', '\t'].find(separator => names(separator).includes('slot') && names(separator).length > 1) ?? ','
}

const tooManyColumns = (separator: string): NonNullable<Translation['unreadable']> => {
  const sign = separator === '\t' ? 'tab' : separator
  return {
    en: `The row has more columns than the first line: words with a “${sign}” in them stand between quotes.`,
    zh: `该行的列数多于首行：含“${sign === 'tab' ? '制表符' : sign}”的文字须置于引号内。`,
  }
}

/** A column may be missing, and stand anywhere. */
export function readCsv(text: string): ReadTranslations {
  const separator = separatorOf(text)
  const parsed = parseCsv(text, separator)
  if (parsed.problem) {
    const { line, why } = parsed.problem
    const [en, zh] =
      why === 'unclosed quote' ? ['a quote is not closed', '引号没有闭合'] : ['there is text beside a quoted field', '引号外有多余文字']
    return { problem: { en: `Line ${line}: ${en}.`, zh: `第 ${line} 行：${zh}。` } }
  }
  const [head, ...lines] = parsed.lines
  if (!head) return { problem: { en: 'It is empty.', zh: '文件是空的。' } }
  const names = head.fields.map(name => name.trim())
  const slotAt = names.indexOf('slot')
  const languages = names.flatMap((name, at) => (at !== slotAt && looksLikeTag(name) ? [{ language: name, at }] : []))
  if (slotAt < 0 || languages.length === 0) {
    return {
      problem: {
        en: 'Its first line must name the columns: “slot” and at least one language.',
        zh: '首行必须是列名：“slot”和至少一种语言。',
      },
    }
  }
  const twice = languages.find(({ language }, at) => languages.findIndex(each => each.language === language) !== at)
  if (twice) return { problem: { en: `Two columns are called “${twice.language}”.`, zh: `有两列都叫“${twice.language}”。` } }
  const kindAt = names.indexOf('kind')
  const versionAt = names.indexOf('version')
  const translations = lines.flatMap(({ fields, line }): Translation[] => {
    const kind = kindAt < 0 ? 'text' : (fields[kindAt] ?? '').trim()
    const slot = (fields[slotAt] ?? '').trim().normalize('NFC')
    // Words with a comma and no quotes: everything behind is in another column than it says.
    if (fields.slice(head.fields.length).some(each => each.trim() !== '')) {
      if (kind === 'fragment' || kind === 'value') return []
      return [{ slot, language: languages[0]!.language, text: '', line, unreadable: tooManyColumns(separator) }]
    }
    const version = versionAt < 0 ? {} : { version: (fields[versionAt] ?? '').trim() }
    return languages.map(({ language, at }) => ({ slot, language, text: fields[at] ?? '', line, ...version }))
  })
  return { translations }
}
