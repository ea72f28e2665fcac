// Translations written back into the sources: each edit is one text between its quotes, and nothing else of a file is touched.
import type { Program, ProgramFile } from '../../lang/compiler/program.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { TextEdit } from '../../lang/text/edit.ts'
import { sourceTexts, tagFor, variantOf, type SourceText } from './sources.ts'
import type { Machine } from '../../machine/format.ts'
import { versionOf } from './rows.ts'
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

/** What is to be edited for translations. */
export function planTranslations(program: Program, machine: Machine, translations: readonly Translation[]): Planned {
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
  for (const translation of new Map(translations.map(each => [`${each.slot} ${each.language}`, each])).values()) {
    const { slot, language, text } = translation
    const refuse = (en: string, zh: string): void => void refused.push({ translation, why: { en, zh } })
    if (translation.unreadable) {
      refused.push({ translation, why: translation.unreadable })
      continue
    }
    const source = sources.get(slot)
    if (!source) {
      // What is listed and is not the program's has no version.
      if (text.trim() !== '' && translation.version !== '') refuse(`The line has no text “${slot}”.`, `线路中没有文本“${slot}”。`)
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
