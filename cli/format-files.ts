// `callwright fmt`: files in the one form that all have, or what keeps them from it.
import type { Diagnostic, MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { coloured, diagnosticJson, plain, renderDiagnostics, type RenderOptions } from '../lang/diagnostics/render/index.ts'
import { formatProgram, formatScript, type Formatted } from '../lang/format/format.ts'
import { createLineIndex } from '../lang/text/line-index.ts'
import { Refusal, type Said } from './exit.ts'
import { describeFileProblem, LARGEST_FILE, readBytes } from './host.ts'
import type { Io, Output } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'
import { filesBelow, findProject } from './project.ts'

export interface FormatSettings {
  readonly language: MessageLanguage
  readonly json: boolean
  /** Nothing is written; what would change fails. */
  readonly check: boolean
}

type State = 'changed' | 'unchanged' | 'refused'

interface Done {
  /** As it is shown. */
  readonly path: string
  readonly state: State
  readonly diagnostics: readonly Diagnostic[]
  /** What the disk says against it. */
  readonly problem: Said | null
  /** Before and after; '' where it was not read. */
  readonly before: string
  readonly after: string
}

const isSource = (path: string): boolean => /\.(ivr|dtmf)$/i.test(path)

const formatText = (path: string, text: string): Formatted => (/\.dtmf$/i.test(path) ? formatScript : formatProgram)(text, path)

/** Sources and scripts that `paths` name; without any those of the project, else all below. */
function findSources(io: Io, paths: readonly string[]): string[] {
  const found = new Set<string>()
  const below = (folder: string): void => {
    for (const ending of ['.ivr', '.dtmf']) for (const path of filesBelow(io.fs, folder, ending)) found.add(path)
  }
  if (paths.length === 0) {
    const project = findProject(io)
    const folder = project?.folder ?? absolutePath(io.cwd, '.')
    const folders = project?.programs?.map(program => absolutePath(program, '..')) ?? [folder]
    for (const one of [...folders, ...(project?.scripts ?? [])]) {
      if (isSource(one)) found.add(one)
      else below(one)
    }
    if (found.size === 0) throw nothingIn(shownPath(io.cwd, folder))
  }
  for (const given of paths) {
    const path = absolutePath(io.cwd, given)
    const status = io.fs.status(path)
    if (status === null) throw new Refusal({ en: `${given}: there is no such file.`, zh: `${given}：文件不存在。` })
    if (status.kind === 'folder') {
      const before = found.size
      below(path)
      if (found.size === before && filesBelow(io.fs, path, '.ivr').length + filesBelow(io.fs, path, '.dtmf').length === 0)
        throw nothingIn(given)
    } else if (isSource(given)) found.add(path)
    else throw notSource(given)
  }
  return [...found].sort()
}

const nothingIn = (shown: string): Refusal =>
  new Refusal({ en: `${shown}: there is no .ivr or .dtmf file here.`, zh: `${shown}：这里没有 .ivr 或 .dtmf 文件。` })
const notSource = (shown: string): Refusal =>
  new Refusal({ en: `${shown}: only .ivr and .dtmf files are formatted.`, zh: `${shown}：只能整理 .ivr 和 .dtmf 文件。` })

// A byte order mark is a part of what is there, and goes.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function formatFile(io: Io, full: string, check: boolean): Done {
  const path = shownPath(io.cwd, full)
  const read = readBytes(io.fs, full)
  const done = { path, diagnostics: [], problem: null, before: '', after: '' }
  if ('problem' in read) return { ...done, state: 'refused', problem: describeFileProblem(read.problem, LARGEST_FILE) }
  let before: string
  try {
    before = decoder.decode(read.bytes)
  } catch {
    return { ...done, state: 'refused', problem: describeFileProblem('not utf-8') }
  }
  const { text: after, diagnostics } = formatText(path, before)
  if (after === undefined) return { ...done, state: 'refused', diagnostics, before }
  if (after === before) return { ...done, state: 'unchanged', before, after }
  if (!check) io.fs.write(full, after)
  return { ...done, state: 'changed', before, after }
}

const renderingOf = ({ path, before }: Done, language: MessageLanguage, stream: Output): RenderOptions => {
  const source = { text: before, lineIndex: createLineIndex(before) }
  return { language, source: file => (file === path ? source : undefined), paint: stream.isTTY ? coloured : plain }
}

/** True where nothing fails: no file that would change with `check`, none that does not parse. */
export function formatFiles(io: Io, paths: readonly string[], settings: FormatSettings): boolean {
  const { check, json, language } = settings
  const done = findSources(io, paths).map(path => formatFile(io, path, check))
  const of = (state: State): number => done.filter(one => one.state === state).length
  if (json) {
    const files = done.map(one => ({
      path: one.path,
      state: one.state,
      ...(one.problem ? { problem: one.problem[language] } : {}),
      diagnostics: one.diagnostics.map(each => diagnosticJson(each, renderingOf(one, language, io.stdout))),
    }))
    io.stdout.write(`${JSON.stringify({ changed: of('changed'), unchanged: of('unchanged'), refused: of('refused'), files }, null, 2)}\n`)
  } else {
    for (const one of done) {
      if (one.state === 'changed') io.stdout.write(`${one.path}\n`)
      else if (one.state === 'refused') io.stderr.write(refusedText(io, one, language))
    }
    io.stdout.write(`${summary(of('changed'), of('unchanged'), of('refused'), settings)}\n`)
  }
  return of('refused') === 0 && !(check && of('changed') > 0)
}

function refusedText(io: Io, one: Done, language: MessageLanguage): string {
  const { path, problem, diagnostics } = one
  const why = problem ? problem[language] : `${renderDiagnostics(diagnostics, renderingOf(one, language, io.stderr))}\n`
  const left = language === 'zh' ? `${path}：未改动，因为无法解析。\n` : `${path}: left as it is, because it does not parse.\n`
  return problem ? `${path}${language === 'zh' ? '：' : ': '}${why}\n` : `${why}${left}`
}

function summary(changed: number, unchanged: number, refused: number, { check, language }: FormatSettings): string {
  const all = changed + unchanged
  if (language === 'zh') {
    const rest = refused === 0 ? '' : `，${refused} 个未改动且有错误`
    return check ? `${all} 个文件中 ${changed} 个需要整理${rest}` : `整理了 ${changed} 个文件，${unchanged} 个本来就整齐${rest}`
  }
  const files = (n: number): string => `${n} ${n === 1 ? 'file' : 'files'}`
  const rest = refused === 0 ? '' : `, ${refused} left with errors`
  if (!check) return `${files(changed)} formatted, ${unchanged} as they should be${rest}`
  return `${changed} of ${files(all)} would change${rest}`
}

/** Formats what an editor hands over, as if it were the file `name`, which need not be there. */
export async function formatInput(io: Io, name: string, { check, json, language }: FormatSettings): Promise<boolean> {
  if (!isSource(name)) throw notSource(name)
  let before = ''
  for await (const piece of io.stdin.read(false)) before += piece
  const path = shownPath(io.cwd, absolutePath(io.cwd, name))
  const { text, diagnostics = [] } = formatText(path, before)
  const state: State = text === undefined ? 'refused' : text === before ? 'unchanged' : 'changed'
  const done: Done = { path, state, diagnostics, problem: null, before, after: text ?? '' }
  if (json) {
    const found = diagnostics.map(each => diagnosticJson(each, renderingOf(done, language, io.stdout)))
    io.stdout.write(`${JSON.stringify({ path, state, ...(text === undefined || check ? {} : { text }), diagnostics: found }, null, 2)}\n`)
  } else if (text === undefined) io.stderr.write(refusedText(io, done, language))
  else if (!check) io.stdout.write(text)
  else if (state === 'changed') io.stdout.write(`${path}\n`)
  return state !== 'refused' && !(check && state === 'changed')
}
