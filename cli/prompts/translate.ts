// Translations written back into the sources: each edit is one text between its quotes, and nothing else of a file is touched.
import { standardSignature } from '../../lang/compiler/standard-prompts.ts'
import type { Program, ProgramFile } from '../../lang/compiler/program.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { TextEdit } from '../../lang/text/edit.ts'
import { sourceTexts, tagFor, variantOf, type SourceText } from './sources.ts'
import type { Machine } from '../../machine/format.ts'
import { versionOf, type Row } from './rows.ts'
import type { Translation } from './translations.ts'
import { readWritten, valuesOf, writtenText } from './written-text.ts'

export interface PlacedEdit extends TextEdit {
  readonly file: ProgramFile
  readonly translation: Translation
}
export interface RefusedTranslation {
  readonly translation: Translation
  /** A whole sentence. */
  readonly why: Readonly<Record<MessageLanguage, string>>
}
export interface Planned {
  readonly edits: readonly PlacedEdit[]
  readonly refused: readonly RefusedTranslation[]
  /** Those that say what the source says already, and those that are empty. */
  readonly unchanged: number
}

/** What is to be edited for translations. `rows` are those that an export would have now, in the line's languages. */
export function planTranslations(program: Program, machine: Machine, rows: readonly Row[], translations: readonly Translation[]): Planned {
  const sources = new Map(sourceTexts(program, machine).map(source => [source.slot, source]))
  const edits: PlacedEdit[] = []
  const refused: RefusedTranslation[] = []
  let unchanged = 0
  const shownLanguages = [
    ...new Set(translations.map(each => each.language).concat(translations.flatMap(each => each.from?.language ?? []))),
  ]
  /** Literals without a tag that are to have several languages: all their translations are one edit. */
  const splitting = new Map<SourceText, Translation[]>()

  // The last line of a list that says two things of one text holds.
  const given = new Map(translations.map(each => [`${each.slot} ${each.language}`, each]))
  const listed = new Map(rows.map(row => [row.slot, row]))
  for (const translation of given.values()) {
    const { slot, language, text } = translation
    const refuse = (en: string, zh: string): void => void refused.push({ translation, why: { en, zh } })
    if (translation.unreadable) {
      refused.push({ translation, why: translation.unreadable })
      continue
    }
    const source = sources.get(slot)
    if (!source) {
      const row = listed.get(slot)
      const words = text.trim()
      const ofWhole = slot.replace(/\.\d+$/, '')
      // A fragment that its whole text says comes with it.
      const whole = given.get(`${ofWhole} ${language}`)
      const wholeSource = sources.get(ofWhole)
      // An export fills in the parts of the line's own languages: that they are others since the whole is another, nobody has to be told.
      const isFilledIn = wholeSource && program.languages.includes(language)
      if (isFilledIn && (!whole || isOutdated(wholeSource, whole, shownLanguages, program.languages))) continue
      if (words === '' || words === row?.texts[language]?.trim() || (whole !== translation && whole?.text.includes(words))) continue
      if (row) refuse(...untranslated(row, language))
      // What is listed and is not the program's has no version: what an export said itself, and is gone since, nobody misses.
      else if (translation.version !== '' || !program.languages.includes(language))
        refuse(`The line has no text “${slot}”.`, `线路中没有文本“${slot}”。`)
      continue
    }
    const variant = variantOf(source.literal, language)
    const now = variant ? writtenText(source.file.text, variant.parts) : ''
    if (text === now || text.trim() === '') {
      unchanged++
      continue
    }
    const outdated = isOutdated(source, translation, shownLanguages, program.languages)
    if (outdated) {
      refuse(`“${slot}” has changed since it was given out; export it again.`, `“${slot}”的文本在导出后已改动；请重新导出。`)
      continue
    }
    const read = readWritten(text)
    if (read.problem) {
      refuse(`“${slot}” in ${language} cannot be read: ${read.problem.en}`, `“${slot}”的 ${language} 译文无法解析：${read.problem.zh}`)
      continue
    }
    const wanted = valuesOf(source.file.text, (variant ?? source.literal.variants[0])?.parts ?? [])
    const lost = [...wanted].filter(value => !read.values.has(value)).map(value => `{${value}}`)
    const other = [...read.values].filter(value => !wanted.has(value)).map(value => `{${value}}`)
    if (lost.length > 0) {
      refuse(`“${slot}” in ${language} has lost ${lost.join(', ')}.`, `“${slot}”的 ${language} 译文丢失了 ${lost.join('、')}。`)
    } else if (other.length > 0) {
      refuse(
        `“${slot}” in ${language} speaks ${other.join(', ')}, which the text does not.`,
        `“${slot}”的 ${language} 译文多出了 ${other.join('、')}。`,
      )
    } else if (!variant) {
      edits.push({ ...addition(source, tagFor(program, language), read.source), file: source.file, translation })
    } else if (program.languages.some(other => other !== language && variantOf(source.literal, other) === variant)) {
      // It is another language's, too: `en` says it to en-US and en-GB.
      if (variant.tag) edits.push({ ...addition(source, language, read.source), file: source.file, translation })
      else splitting.set(source, [...(splitting.get(source) ?? []), translation])
    } else {
      const open = source.file.text.indexOf('"', variant.start)
      edits.push({ file: source.file, start: open + 1, end: variant.end - 1, text: read.source, translation })
    }
  }
  for (const [source, own] of splitting) edits.push(...split(program, source, own))
  return { edits, refused, unchanged }
}

/** Why a row that is listed takes no translation: its words stand in no source. */
function untranslated({ slot, kind }: Row, language: string): [en: string, zh: string] {
  const whole = slot.replace(/\.\d+$/, '')
  const [, standard] = /^standard\.(\w+)/.exec(slot) ?? []
  if (standard !== undefined) {
    const signature = standardSignature(standard)
    return [
      `“${slot}” is a standard prompt: declare ${signature} among the prompts of the program, which is translated with it then.`,
      `“${slot}”是标准提示语：请在程序的 prompts 中声明 ${signature}，之后即随程序一起翻译。`,
    ]
  }
  if (kind === 'fragment') {
    return [
      `“${slot}” is a part of “${whole}”, which is translated whole: its row in ${language} does not say this.`,
      `“${slot}”是“${whole}”的一段，译文须整条写在“${whole}”一行；该行的 ${language} 译文中没有这段文字。`,
    ]
  }
  if (kind === 'value') return [`“${slot}” is what values are read from, and is not translated.`, `“${slot}”是读出数值所用的片段，不翻译。`]
  if (slot.startsWith('language.'))
    return [`“${slot}” is how a language calls itself; it is not translated.`, `“${slot}”是语言的自称，不翻译。`]
  return [`“${slot}” cannot be written back from a list: change it in the program.`, `“${slot}”不能由清单写回：请在程序中修改。`]
}

/** Whether the row's texts are other ones than when it was written. */
function isOutdated(source: SourceText, translation: Translation, shown: readonly string[], languages: readonly string[]): boolean {
  const { literal, file } = source
  const textIn = (language: string): string => {
    const variant = variantOf(literal, language)
    return variant ? writtenText(file.text, variant.parts) : ''
  }
  const { version, from } = translation
  if (from && from.text !== textIn(from.language)) return true
  if (version === undefined || version === '') return false
  // The list shows the line's languages and those that were added; a translator may have deleted a column.
  const all = [...languages, ...shown.filter(language => !languages.includes(language))]
  const candidates = [all, languages, shown]
  return !candidates.some(each => versionOf(Object.fromEntries(each.map(language => [language, textIn(language)]))) === version)
}

/** A further variant behind the last, laid out as those before. */
function addition({ file, literal }: SourceText, tag: string, source: string): TextEdit {
  const last = literal.variants.at(-1)!
  const before = literal.variants.at(-2)
  const gap = before ? file.text.slice(before.end, last.start) : ' '
  return { start: last.end, end: last.end, text: `${/^\s+$/.test(gap) ? gap : ' '}${tag}"${source}"` }
}

/** `"words"` → `zh"words" en"wörds"`: what was said in every language is kept in those that were not translated. */
function split(program: Program, source: SourceText, translations: readonly Translation[]): PlacedEdit[] {
  const { file, literal } = source
  const variant = literal.variants.find(({ tag }) => tag === undefined)!
  const now = file.text.slice(variant.start, variant.end)
  const given = new Map(translations.map(each => [each.language, each]))
  const tagged = new Set(literal.variants.flatMap(each => each.tag?.text ?? []))
  const text = [...new Set([...program.languages, ...given.keys()])]
    .flatMap(language => {
      const tag = tagFor(program, language)
      if (tagged.has(tag)) return []
      const written = given.get(language)
      const read = written && readWritten(written.text)
      return [`${tag}${read && read.problem === undefined ? `"${read.source}"` : now}`]
    })
    .join(' ')
  return [{ file, start: variant.start, end: variant.end, text, translation: translations[0]! }]
}
