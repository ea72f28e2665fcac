// `callwright prompts`: the texts of a line as they go to the studio and to translators, and as they come back.
import type { Diagnostic, MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { applyEdits } from '../lang/text/edit.ts'
import { textHash } from '../machine/fragments.ts'
import { EXIT, Finished, Refusal, refusalOf } from './exit.ts'
import { createDiskHost, describeFileProblem, readBytes, readText, requireText } from './host.ts'
import type { Io } from './io.ts'
import { loadProgram, type LoadedProgram } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'
import { filesBelow } from './project.ts'
import { describeList, warnOfList } from './recordings/list-problems.ts'
import { writeList } from './recordings/list.ts'
import { stateOfRecordings, type RecordingState } from './recordings/state.ts'
import { looksLikeTag, type ReadTranslations } from './prompts/translations.ts'
import type { PlacedEdit } from './prompts/translate.ts'
import type { Delivered } from './prompts/take-recordings.ts'

interface Common {
  readonly program: string | undefined
  readonly language: MessageLanguage
}

interface Opened extends LoadedProgram {
  readonly state: RecordingState
  readonly shown: string
}

async function open(io: Io, { program, language, json }: Common & { readonly json?: boolean }): Promise<Opened> {
  const loaded = await loadProgram(io, program, { language, json: json === true })
  const state = stateOfRecordings(io.fs, loaded.entry, loaded.machine)
  if (json !== true) warnOfList(io, state.list, language)
  return { ...loaded, state, shown: shownPath(io.cwd, loaded.entry) }
}

/** For what writes the list: what is wrong with it now would be lost. */
function requireList(io: Io, { list }: RecordingState): void {
  const problem = describeList(io, list)[0]
  if (problem) throw new Refusal({ en: `${problem.en} Mend it first.`, zh: `${problem.zh}请先修正。` })
}

// ------------------------------------------------------------------------------------------------ status

export async function showPrompts(io: Io, settings: Common & { readonly json: boolean }): Promise<void> {
  const { machine, state, shown } = await open(io, settings)
  const { renderStatus, statusOf } = await import('./prompts/status.ts')
  const statuses = statusOf(machine, state)
  if (settings.json) {
    const slots = state.slots.map(({ slot, kind, language, words, of, state: is, file, sound }) => {
      return {
        slot,
        kind,
        language,
        state: is,
        words,
        ...(of === slot ? {} : { of }),
        ...(file === undefined ? {} : { file }),
        ...(sound ? { ms: sound.ms } : {}),
      }
    })
    const languages = Object.fromEntries(statuses.map(({ language, ...rest }) => [language, rest]))
    const problems = describeList(io, state.list).map(each => each[settings.language])
    io.stdout.write(`${JSON.stringify({ program: shown, languages, gone: state.gone, problems, slots }, null, 2)}\n`)
    return
  }
  io.stdout.write(renderStatus(shown, statuses, settings.language))
  if (state.gone.length > 0) {
    const names = state.gone.map(({ slot, language }) => (language === null ? slot : `${slot} ${language}`)).join(', ')
    io.stdout.write(settings.language === 'zh' ? `清单中已不存在的文本：${names}\n` : `listed, and not in the line any more: ${names}\n`)
  }
}

// ------------------------------------------------------------------------------------------------ export

export interface ExportSettings extends Common {
  readonly format: 'csv' | 'xliff'
  /** A file; standard output where not said. */
  readonly out: string | undefined
  readonly missing: boolean
  /** Languages to translate into that the line does not have yet. */
  readonly into: readonly string[]
  /** What was written as JSON; where no file is named, the list itself. */
  readonly json: boolean
}

export async function exportPrompts(io: Io, settings: ExportSettings): Promise<void> {
  const { entry, program, machine, state, shown } = await open(io, settings)
  const wrong = settings.into.find(tag => !looksLikeTag(tag))
  if (wrong !== undefined)
    throw refusalOf(`--into ${wrong}`, { en: 'It is no language tag, as zh-CN and en-US are.', zh: '不是语言标签（如 zh-CN、en-US）。' })
  const languages = [...new Set([...machine.line.languages, ...settings.into])]
  const { rowsOf, versionOf } = await import('./prompts/rows.ts')
  const rows = rowsOf(program, machine, state, entry, { languages, missing: settings.missing })
  if (settings.json && settings.out === undefined) {
    const list = rows.map(({ translatable, ...row }) => (translatable ? { ...row, version: versionOf(row.texts) } : row))
    io.stdout.write(`${JSON.stringify({ program: shown, languages, rows: list }, null, 2)}\n`)
    return
  }
  const text =
    settings.format === 'csv'
      ? (await import('./prompts/csv.ts')).writeCsv(rows, languages)
      : (await import('./prompts/xliff.ts')).writeXliff(rows, languages)
  if (settings.out === undefined) {
    io.stdout.write(text)
    return
  }
  const path = absolutePath(io.cwd, settings.out)
  if (io.fs.status(path)?.kind === 'folder') throw refusalOf(settings.out, describeFileProblem('a folder'))
  io.fs.write(path, text)
  const out = shownPath(io.cwd, path)
  if (settings.json) io.stdout.write(`${JSON.stringify({ out, format: settings.format, rows: rows.length }, null, 2)}\n`)
  else io.stderr.write(settings.language === 'zh' ? `已写入 ${out}\n` : `${out} written\n`)
}

// ------------------------------------------------------------------------------------------------ recordings back

export interface TakeSettings extends Common {
  /** A folder or a file. */
  readonly from: string
  readonly replace: boolean
  readonly tag: string | undefined
  readonly json: boolean
}

export async function takeIn(io: Io, settings: TakeSettings): Promise<void> {
  const { entry, machine, state } = await open(io, settings)
  requireList(io, state)
  const { tag } = settings
  if (tag !== undefined && !machine.line.languages.includes(tag)) {
    throw new Refusal({
      en: `--language ${tag}: the line speaks ${machine.line.languages.join(', ')}.`,
      zh: `--language ${tag}：线路支持的语言为 ${machine.line.languages.join('、')}。`,
    })
  }
  const { takeRecordings } = await import('./prompts/take-recordings.ts')
  const results = takeRecordings(io.fs, entry, machine, state, deliveredIn(io, settings.from), { replace: settings.replace, language: tag })
  const count = (result: (typeof results)[number]['result']): number => results.filter(each => each.result === result).length
  if (settings.json) {
    const shown = results.map(each => ({ ...each, said: each.said.map(said => said[settings.language]) }))
    io.stdout.write(`${JSON.stringify({ taken: count('taken'), same: count('same'), refused: count('refused'), files: shown }, null, 2)}\n`)
  } else {
    const zh = settings.language === 'zh'
    for (const { name, result, said } of results) {
      if (said.length === 0) continue
      const what = result === 'refused' ? (zh ? '未采用' : 'not taken') : zh ? '已采用，但请试听' : 'taken, but listen to it'
      io.stdout.write(
        `${name}${zh ? '：' : ': '}${what}${zh ? '：' : ': '}${said.map(each => each[settings.language]).join(zh ? '' : ' ')}\n`,
      )
    }
    const [taken, same, refused] = [count('taken'), count('same'), count('refused')]
    io.stdout.write(
      zh
        ? `采用 ${taken} 条录音，${same} 条已存在，${refused} 条未采用\n`
        : `${taken} ${taken === 1 ? 'recording' : 'recordings'} taken, ${same} there already, ${refused} not taken\n`,
    )
  }
  if (count('refused') > 0) throw new Finished(EXIT.findings)
}

function deliveredIn(io: Io, from: string): readonly Delivered[] {
  const path = absolutePath(io.cwd, from)
  const status = io.fs.status(path)
  if (status === null) throw refusalOf(from, { en: 'There is no such file or folder.', zh: '文件或文件夹不存在。' })
  if (status.kind !== 'folder') return [{ path, name: path.split('/').slice(-3).join('/') }]
  const found = filesBelow(io.fs, path, '').filter(file => /\.wav$/i.test(file))
  if (found.length === 0) throw refusalOf(from, { en: 'There is no .wav file in this folder.', zh: '文件夹里没有 .wav 文件。' })
  return found.map(file => ({ path: file, name: file.slice(path.length + 1) }))
}

/** Stale recordings that will do: their texts as they are now are taken for recorded. */
export async function acceptStale(io: Io, settings: Common & { readonly slots: readonly string[]; readonly json: boolean }): Promise<void> {
  const { machine, state } = await open(io, settings)
  requireList(io, state)
  const list = Object.fromEntries(Object.entries(state.list.slots).map(([slot, own]) => [slot, { ...own }]))
  const accepted: { readonly slot: string; readonly language: string }[] = []
  for (const name of settings.slots) {
    const own = state.slots.filter(slot => slot.slot === name || slot.of === name)
    if (own.length === 0) throw refusalOf(name, { en: 'The line has no text of this name.', zh: '线路没有这个名称的文本。' })
    for (const { slot, language, words, state: is } of own) {
      // A name may be given twice, or with what it is part of.
      if (is !== 'stale' || list[slot]![language]!.text === textHash(words)) continue
      list[slot]![language] = { ...list[slot]![language]!, text: textHash(words) }
      accepted.push({ slot, language })
    }
  }
  if (accepted.length > 0) io.fs.write(state.list.path, writeList(list))
  const { name } = machine.line
  const count = accepted.length
  if (settings.json) io.stdout.write(`${JSON.stringify({ accepted }, null, 2)}\n`)
  else if (settings.language === 'zh') io.stdout.write(`${name}：认可 ${count} 条过时的录音\n`)
  else io.stdout.write(`${name}: ${count} stale ${count === 1 ? 'recording' : 'recordings'} accepted\n`)
}

// ------------------------------------------------------------------------------------------------ translations back

/** How often a translation that breaks the program is taken out and the rest tried again. */
const ROUNDS = 20

export async function translate(io: Io, settings: Common & { readonly from: string; readonly json: boolean }): Promise<void> {
  const path = absolutePath(io.cwd, settings.from)
  const file = readText(io.fs, path)
  if ('problem' in file && file.problem === 'not utf-8' && /\.(?:csv|tsv|txt)$/i.test(path)) {
    throw refusalOf(settings.from, {
      en: 'It is not UTF-8 text; a spreadsheet saves it as “CSV UTF-8”.',
      zh: '不是 UTF-8 文本；请在电子表格中另存为“CSV UTF-8”。',
    })
  }
  const read = await readTranslations(requireText(io.fs, path, settings.from), path)
  if (read.problem !== undefined)
    throw new Refusal({ en: `${settings.from}: ${read.problem.en}`, zh: `${settings.from}：${read.problem.zh}` })
  const loaded = await open(io, settings)
  const { planTranslations } = await import('./prompts/translate.ts')
  const { entry, machine, program, state } = loaded
  const { rowsOf } = await import('./prompts/rows.ts')
  const rows = rowsOf(program, machine, state, entry, { languages: machine.line.languages, missing: false })
  const planned = planTranslations(program, machine, rows, read.translations)
  const refused = planned.refused.map(({ translation, why }) => ({ line: translation.line, why: why[settings.language] }))
  let { edits } = planned
  let texts = textsWith(io, edits)
  for (let round = 0; edits.length > 0; round++) {
    const errors = await errorsOf(io, entry, texts)
    if (errors.length === 0) break
    const bad = round < ROUNDS ? edits.filter(edit => errors.some(error => touches(edit, edits, error))) : []
    if (bad.length === 0) {
      const [first] = errors
      throw new Refusal({
        en: `${settings.from}: with these translations the program has errors, so none was taken: ${first!.message.en}`,
        zh: `${settings.from}：采用这些译文后程序有错误，因此一条也没有采用：${first!.message.zh}`,
      })
    }
    for (const edit of bad) {
      const error = errors.find(each => touches(edit, edits, each))!
      const { slot, language, line } = edit.translation
      refused.push({ line, why: `“${slot}” (${language}): ${error.message[settings.language]}` })
    }
    edits = edits.filter(edit => !bad.includes(edit))
    texts = textsWith(io, edits)
  }
  for (const [file, text] of texts) io.fs.write(file, text)
  refused.sort((a, b) => a.line - b.line)
  report(io, settings, { edits, refused, unchanged: planned.unchanged, files: texts.size })
  if (refused.length > 0) throw new Finished(EXIT.findings)
}

interface TranslationReport {
  readonly edits: readonly PlacedEdit[]
  readonly refused: readonly { readonly line: number; readonly why: string }[]
  readonly unchanged: number
  readonly files: number
}

function report(io: Io, settings: Common & { from: string; json: boolean }, { edits, refused, unchanged, files }: TranslationReport): void {
  if (settings.json) {
    const taken = edits.map(({ translation }) => ({ slot: translation.slot, language: translation.language }))
    io.stdout.write(`${JSON.stringify({ taken, unchanged, refused }, null, 2)}\n`)
    return
  }
  for (const { line, why } of refused) io.stdout.write(`${settings.from}:${line}: ${why}\n`)
  const n = edits.length
  io.stdout.write(
    settings.language === 'zh'
      ? `写入 ${n} 条译文（${files} 个文件），${unchanged} 条未变，${refused.length} 条未采用\n`
      : `${n} ${n === 1 ? 'text' : 'texts'} written into ${files} ${files === 1 ? 'file' : 'files'}, ${unchanged} as before, ${refused.length} not taken\n`,
  )
}

async function readTranslations(text: string, path: string): Promise<ReadTranslations> {
  const isXml = /\.(?:xlf|xliff|xml)$/i.test(path) || /^\ufeff?\s*<\?xml/.test(text)
  return isXml ? (await import('./prompts/xliff.ts')).readXliff(text) : (await import('./prompts/csv.ts')).readCsv(text)
}

/** Each file that is edited, whole; a byte order mark stays. */
function textsWith(io: Io, edits: readonly PlacedEdit[]): ReadonlyMap<string, string> {
  const byFile = new Map<string, PlacedEdit[]>()
  for (const edit of edits) byFile.set(edit.file.path, [...(byFile.get(edit.file.path) ?? []), edit])
  return new Map(
    [...byFile].map(([path, own]) => {
      const full = absolutePath(io.cwd, path)
      const read = readBytes(io.fs, full)
      const mark = 'bytes' in read && read.bytes[0] === 0xef && read.bytes[1] === 0xbb && read.bytes[2] === 0xbf
      return [full, `${mark ? '\ufeff' : ''}${applyEdits(own[0]!.file.text, own)}`] as const
    }),
  )
}

/** The errors of the program as it would be. */
async function errorsOf(io: Io, entry: string, texts: ReadonlyMap<string, string>): Promise<readonly Diagnostic[]> {
  const { compile } = await import('../lang/compiler/compile.ts')
  const host = createDiskHost(io.fs, io.cwd)
  const { diagnostics } = compile(
    {
      ...host,
      read: path => {
        const text = texts.get(absolutePath(io.cwd, path))
        return text === undefined ? host.read(path) : { text: text.replace(/^\ufeff/, '') }
      },
    },
    entry,
    { runnable: false },
  )
  return diagnostics.filter(one => one.severity === 'error')
}

/** Whether an error of the edited program lies in what an edit wrote, or around it. */
function touches(edit: PlacedEdit, edits: readonly PlacedEdit[], error: Diagnostic): boolean {
  if (error.file !== edit.file.path) return false
  const shift = edits
    .filter(each => each.file === edit.file && each.start < edit.start)
    .reduce((sum, each) => sum + each.text.length - (each.end - each.start), 0)
  const from = edit.start + shift
  return error.start <= from + edit.text.length && error.end >= from
}
