// The list as XLIFF 1.2 (OASIS, 2008): a `file` for each source and language that is translated into, a `trans-unit` for each text. Values
// stand in `ph`, so that a translator's tool keeps them whole; a plural's forms are words and stay text.
import { escapeXml, elementsOf, localName, readXml, textOf, type XmlElement } from './xml.ts'
import type { ReadTranslations, Translation } from './translations.ts'
import { looksLikeTag } from './translations.ts'
import { versionOf, type Row } from './rows.ts'

const NAMESPACE = 'urn:oasis:names:tc:xliff:document:1.2'

/** `languages`: the first is translated from. Rows that are not the program's words are left out. */
export function writeXliff(rows: readonly Row[], languages: readonly string[]): string {
  const [from = '', ...into] = languages
  const files = new Map<string, Row[]>()
  for (const row of rows.filter(each => each.translatable)) {
    const file = row.where.replace(/:\d+$/, '')
    files.set(file, [...(files.get(file) ?? []), row])
  }
  const fragments = new Map<string, Row[]>()
  for (const row of rows) {
    const of = row.kind === 'fragment' ? row.slot.replace(/\.\d+$/, '') : ''
    if (of !== '') fragments.set(of, [...(fragments.get(of) ?? []), row])
  }
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<xliff version="1.2" xmlns="${NAMESPACE}">`]
  for (const language of into.length > 0 ? into : [null]) {
    for (const [file, own] of files) {
      const target = language === null ? '' : ` target-language="${language}"`
      lines.push(`  <file original="${escapeXml(file)}" source-language="${from}"${target} datatype="x-callwright">`, '    <body>')
      for (const row of own) lines.push(...unit(row, from, language, fragments.get(row.slot) ?? []))
      lines.push('    </body>', '  </file>')
    }
  }
  return `${[...lines, '</xliff>'].join('\n')}\n`
}

function unit(row: Row, from: string, into: string | null, fragments: readonly Row[]): string[] {
  const target = into === null ? '' : (row.texts[into] ?? '')
  const state = target === '' ? 'needs-translation' : 'translated'
  const [file, line] = [row.where.replace(/:\d+$/, ''), /\d+$/.exec(row.where)?.[0] ?? '0']
  // The same value has the same number on both sides, wherever it stands.
  const ids = new Map<string, number>()
  const note = (text: string): string => `        <note from="callwright">${escapeXml(text)}</note>`
  return [
    // A unit's id is unique in its file; resname is the slot.
    `      <trans-unit id="${escapeXml(row.slot)}" resname="${escapeXml(row.slot)}" extradata="${versionOf(row.texts)}" xml:space="preserve">`,
    `        <source>${inline(row.texts[from] ?? '', ids)}</source>`,
    ...(into === null ? [] : [`        <target state="${state}">${inline(target, ids)}</target>`]),
    '        <context-group purpose="location">',
    `          <context context-type="sourcefile">${escapeXml(file)}</context>`,
    `          <context context-type="linenumber">${line}</context>`,
    '        </context-group>',
    ...(row.saidIn.length > 0 ? [note(`Said in: ${row.saidIn.join(', ')}`)] : []),
    ...(row.before === '' ? [] : [note(`Before it: ${row.before}`)]),
    ...(row.after === '' ? [] : [note(`After it: ${row.after}`)]),
    ...fragments.map(each => note(`Recorded by itself: ${each.slot} “${each.texts[into ?? from] ?? ''}”`)),
    '      </trans-unit>',
  ]
}

/** Values in `ph`. A value ends at its brace; one with quoted words in it is a plural and stays text. */
function inline(written: string, ids: Map<string, number>): string {
  const used = new Set<number>()
  return written
    .split(/((?<!\\)(?:\\\\)*\{[^{}"]*\})/)
    .map(part => {
      const brace = part.indexOf('{')
      if (!/^(?:\\\\)*\{[^{}"]*\}$/.test(part)) return escapeXml(part)
      const value = part.slice(brace)
      let id = ids.get(value) ?? ids.size + 1
      ids.set(value, id)
      // A value that is said twice: a number is there but once.
      while (used.has(id)) id += 100
      used.add(id)
      return `${escapeXml(part.slice(0, brace))}<ph id="${id}">${escapeXml(value)}</ph>`
    })
    .join('')
}

const PARTS: ReadonlySet<string> = new Set(['body', 'group', 'trans-unit'])

const isPart = (child: XmlElement | string): child is XmlElement => typeof child !== 'string' && PARTS.has(localName(child.name))

/** The units of a file, in its order; groups may stand in groups. */
function unitsOf(file: XmlElement): XmlElement[] {
  const units: XmlElement[] = []
  const open = [file]
  for (let part = open.pop(); part; part = open.pop()) {
    if (localName(part.name) === 'trans-unit') units.push(part)
    else open.push(...part.children.filter(isPart).reverse())
  }
  return units
}

export function readXliff(text: string): ReadTranslations {
  const { root, problem } = readXml(text)
  if (problem !== undefined) return { problem }
  if (localName(root.name) !== 'xliff') return { problem: { en: 'It is no XLIFF file.', zh: '不是 XLIFF 文件。' } }
  const version = root.attributes['version'] ?? ''
  if (!version.startsWith('1.'))
    return { problem: { en: `It is XLIFF ${version}; version 1.2 is read.`, zh: `这是 XLIFF ${version}；只支持 1.2 版。` } }
  const translations: Translation[] = []
  for (const file of elementsOf(root, 'file')) {
    const language = file.attributes['target-language']
    const from = file.attributes['source-language']
    if (language === undefined || !looksLikeTag(language)) {
      return {
        problem: { en: `Line ${file.line}: the file names no target-language.`, zh: `第 ${file.line} 行：没有写明 target-language。` },
      }
    }
    const units = unitsOf(file)
    for (const each of units) {
      const slot = each.attributes['resname'] ?? each.attributes['id']
      if (slot === undefined) {
        return {
          problem: {
            en: `Line ${each.line}: a unit has neither resname nor id.`,
            zh: `第 ${each.line} 行：条目既没有 resname 也没有 id。`,
          },
        }
      }
      const [source] = elementsOf(each, 'source')
      const [target] = elementsOf(each, 'target')
      const known = each.attributes['extradata']
      translations.push({
        slot: slot.normalize('NFC'),
        language,
        text: target ? textOf(target) : '',
        line: each.line,
        ...(known === undefined ? {} : { version: known }),
        ...(source && from !== undefined ? { from: { language: from, text: textOf(source) } } : {}),
      })
    }
  }
  return { translations }
}
