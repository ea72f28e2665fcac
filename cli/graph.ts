// `callwright graph`: a program's places and keys as a picture.
import { chooseNodes, graphJson, pictureOf, programGraph, renderDot, renderMermaid, renderSvg } from '../lang/compiler/emit/graph/index.ts'
import { BACK, END, LINE, type ProgramGraph } from '../lang/compiler/emit/graph/types.ts'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { nearMiss } from '../lang/text/near-miss.ts'
import { coverProgram, type CoveredMachine } from './covered.ts'
import { Refusal, refusalOf } from './exit.ts'
import type { Io } from './io.ts'
import { loadMachine } from './machine-source.ts'
import { absolutePath, shownPath } from './paths.ts'

export type GraphFormat = 'svg' | 'mermaid' | 'dot' | 'json'

export interface GraphSettings {
  readonly program: string | undefined
  /** By the ending of `out` where not said; SVG where that does not tell. */
  readonly format: GraphFormat | undefined
  readonly out: string | undefined
  readonly from: string | undefined
  readonly depth: number | undefined
  readonly file: string | undefined
  readonly coverage: boolean
  readonly language: MessageLanguage
}

const ENDINGS: Readonly<Record<string, GraphFormat>> = {
  svg: 'svg',
  mmd: 'mermaid',
  mermaid: 'mermaid',
  dot: 'dot',
  gv: 'dot',
  json: 'json',
}

export async function showGraph(io: Io, settings: GraphSettings): Promise<void> {
  const { language: ui, out } = settings
  const format = settings.format ?? ENDINGS[/\.(\w+)$/.exec(out ?? '')?.[1]?.toLowerCase() ?? ''] ?? 'svg'
  const loaded = await loadMachine(io, settings.program, { language: ui, json: false })
  const graph = programGraph(loaded.machine)
  const spoken = spokenLanguage(graph.languages, ui)
  const shown = chosen(graph, settings)
  const coverage = settings.coverage ? await coverProgram(io, loaded, ui) : null
  if (coverage) requireScripts(coverage)
  const common = { ui, spoken, ...(shown === null ? {} : { shown }), ...(coverage ? { covered: coverage.covered } : {}) }
  const text =
    format === 'json'
      ? `${JSON.stringify(graphJson(graph, common), null, 2)}\n`
      : drawn(format, pictureOf(graph, { ...common, ...(settings.from === undefined ? {} : { focus: settings.from }) }))
  if (out === undefined) {
    io.stdout.write(text)
    return
  }
  const path = absolutePath(io.cwd, out)
  writeResult(io, path, out, text)
  io.stderr.write(ui === 'zh' ? `已写入 ${shownPath(io.cwd, path)}\n` : `${shownPath(io.cwd, path)} is written.\n`)
}

const drawn = (format: 'svg' | 'mermaid' | 'dot', picture: Parameters<typeof renderDot>[0]): string =>
  format === 'svg' ? renderSvg(picture) : format === 'dot' ? renderDot(picture) : renderMermaid(picture)

/** The line's language that headings in `ui` go with; the line's first where it has none of it. */
const spokenLanguage = (languages: readonly string[], ui: MessageLanguage): string =>
  languages.find(tag => tag.toLowerCase().split('-')[0] === ui) ?? languages[0]!

/** A file that cannot be written is refused in the person's own words for it. */
export function writeResult(io: Io, path: string, shown: string, content: string): void {
  try {
    if (io.fs.status(path)?.kind === 'folder')
      throw refusalOf(shown, { en: 'It is a folder, and a file is wanted.', zh: '这是文件夹，需要的是文件。' })
    io.fs.write(path, content)
  } catch (error) {
    if (error instanceof Refusal) throw error
    const { code } = error as NodeJS.ErrnoException
    throw refusalOf(shown, { en: `It cannot be written (${code ?? 'unknown'}).`, zh: `无法写入（${code ?? '未知'}）。` })
  }
}

function requireScripts({ scripts }: CoveredMachine): void {
  if (scripts > 0) return
  throw new Refusal({
    en: 'there is no script of this program, so nothing can be marked as covered; leave --coverage out.',
    zh: '这个程序没有脚本，无法标出覆盖情况；请去掉 --coverage。',
  })
}

function chosen(graph: ProgramGraph, { from, depth, file }: GraphSettings): ReadonlySet<string> | null {
  if (depth !== undefined && from === undefined)
    throw new Refusal({ en: '--depth counts from a place: name it with --from.', zh: '--depth 从某个位置算起：请用 --from 指明。' })
  if (from === undefined && file === undefined) return null
  if (from !== undefined) requirePlace(graph, from)
  const files = file === undefined ? undefined : [fileIn(graph, file)]
  return chooseNodes(graph, {
    ...(from === undefined ? {} : { from: [from] }),
    ...(depth === undefined ? {} : { depth }),
    ...(files === undefined ? {} : { files }),
  })
}

function requirePlace(graph: ProgramGraph, name: string): void {
  const names = graph.nodes.map(node => node.id).filter(id => id !== LINE && id !== BACK && id !== END)
  if (names.includes(name)) return
  const near = nearMiss(name, names)
  throw refusalOf(name, {
    en: `There is no menu or flow of that name${near === undefined ? '.' : `; did you mean ${near}?`}`,
    zh: `没有这个名称的菜单或流程${near === undefined ? '。' : `；是否指 ${near}？`}`,
  })
}

function fileIn(graph: ProgramGraph, name: string): number {
  const wanted = name.replaceAll('\\', '/').replace(/^\.\//, '')
  const exact = graph.files.indexOf(wanted)
  if (exact >= 0) return exact
  // As a shell completes it, from wherever the person stands.
  const ending = graph.files.findIndex(file => wanted.endsWith(`/${file}`))
  if (ending >= 0) return ending
  const near = nearMiss(wanted, graph.files)
  throw refusalOf(name, {
    en: `The program has no such file${near === undefined ? '.' : `; did you mean ${near}?`}`,
    zh: `程序没有这个文件${near === undefined ? '。' : `；是否指 ${near}？`}`,
  })
}
