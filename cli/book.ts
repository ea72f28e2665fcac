// `callwright book`: a program for those who review it: one HTML file, or Markdown.
import { flowBook, renderHtml, renderMarkdown, type BookInput } from '../lang/compiler/emit/book/index.ts'
import { renderSvg } from '../lang/compiler/emit/graph/index.ts'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { createWaysIn } from '../runtime/dtmf/coverage/index.ts'
import { coverProgram } from './covered.ts'
import { Refusal } from './exit.ts'
import { writeResult } from './graph.ts'
import type { Io } from './io.ts'
import { loadMachine, type LoadedMachine } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'

export interface BookSettings {
  readonly program: string | undefined
  /** By the ending of `out` where not said, else HTML. */
  readonly format: 'md' | 'html' | undefined
  /** A file, or a folder: one that is there, or whose name ends in `/`. */
  readonly out: string | undefined
  /** Run the scripts, to say which of them cover a place. */
  readonly scripts: boolean
  readonly language: MessageLanguage
}

export async function writeBook(io: Io, settings: BookSettings): Promise<void> {
  const { language, out } = settings
  const format = settings.format ?? (out?.toLowerCase().endsWith('.md') ? 'md' : 'html')
  const loaded = await loadMachine(io, settings.program, { language, json: false })
  const coverage = settings.scripts ? await coverProgram(io, loaded, language) : null
  if (coverage !== null && coverage.broken > 0)
    io.stderr.write(
      language === 'zh'
        ? `callwright: 有 ${coverage.broken} 个脚本有错误或未通过，未计入；“callwright test” 说明原因。\n`
        : `callwright: scripts with errors, or that fail, are left out (${coverage.broken}); “callwright test” tells of them.\n`,
    )
  const recording = await recordingStates(io, loaded)
  const input: BookInput = {
    machine: loaded.machine,
    language,
    source: file => loaded.source(file)?.text,
    waysTo: createWaysIn(loaded.machine, language),
    // A script that fails shows nothing of the program but that one of the two is wrong.
    ...(coverage !== null && coverage.scripts > 0
      ? { scriptsAt: (point: number) => coverage.scriptsAt(point).filter(({ passed }) => passed) }
      : {}),
    ...(recording === undefined ? {} : { recording }),
  }
  const book = flowBook(input)
  if (out === undefined) {
    io.stdout.write(format === 'html' ? renderHtml(book) : renderMarkdown(book))
    return
  }
  const path = absolutePath(io.cwd, out)
  const folder = /[\\/]$/.test(out) || statusOf(io, path) === 'folder'
  const file = folder ? absolutePath(path, `book.${format}`) : path
  if (format === 'html') writeResult(io, file, shownPath(io.cwd, file), renderHtml(book))
  else {
    writeResult(io, file, shownPath(io.cwd, file), renderMarkdown(book, folder ? { picturePath: name => `pictures/${name}.svg` } : {}))
    for (const block of folder ? book.blocks : []) {
      if (block.kind !== 'picture') continue
      const picture = absolutePath(path, `pictures/${block.name}.svg`)
      writeResult(io, picture, shownPath(io.cwd, picture), renderSvg(block.picture))
    }
  }
  io.stderr.write(language === 'zh' ? `已写入 ${shownPath(io.cwd, file)}\n` : `${shownPath(io.cwd, file)} is written.\n`)
}

function statusOf(io: Io, path: string): string | undefined {
  try {
    return io.fs.status(path)?.kind
  } catch {
    throw new Refusal({ en: `${shownPath(io.cwd, path)}: it cannot be looked at.`, zh: `${shownPath(io.cwd, path)}：无法查看。` })
  }
}

/** How it stands with the recordings; undefined where a program has none at all. */
async function recordingStates(io: Io, { kind, path, machine }: LoadedMachine): Promise<BookInput['recording']> {
  if (kind === 'bundle' || io.fs.status(absolutePath(path, '../audio/prompts.json')) === null) return undefined
  const { stateOfRecordings } = await import('./recordings/state.ts')
  const order = ['unusable', 'missing', 'stale', 'recorded'] as const
  const states = new Map<string, (typeof order)[number]>()
  for (const { of, language, state } of stateOfRecordings(io.fs, path, machine).slots) {
    const known = states.get(`${of} ${language}`)
    // Of a text in pieces the worst of them counts.
    if (known === undefined || order.indexOf(state) < order.indexOf(known)) states.set(`${of} ${language}`, state)
  }
  return (slot, language) => states.get(`${slot} ${language}`)
}
