// Files to take away, made where nobody waits for them: what each needs is loaded when it is asked for.
import type { BookInput } from '../../lang/compiler/emit/book/index.ts'
import type { Machine } from '../../machine/format.ts'
import { createWaysIn } from '../../runtime/dtmf/coverage/index.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { CompiledProgram, ProgramsInWorker } from '../programs/in-worker.ts'
import type { Files } from '../project/project.ts'
import type { ExportedFile, ExportQuestion } from './contract.ts'

/** null where the program does not compile; the project as a .zip needs no program. */
export async function exportFrom(
  programs: ProgramsInWorker,
  entry: string | null,
  { kind, language }: ExportQuestion,
  /** Which scripts go through a point; nothing where none has run of what stands now. */
  scriptsOf: (program: CompiledProgram) => Promise<BookInput['scriptsAt']>,
): Promise<ExportedFile | null> {
  if (kind === 'zip')
    return { name: `${nameOf(programs.files(), entry)}.zip`, type: 'application/zip', bytes: await projectZip(programs.files(), entry) }
  const program = programs.newest()
  if (program === null) return null
  const name = program.machine.line.name
  switch (kind) {
    case 'bundle':
      return { name: `${name}.bundle.zip`, type: 'application/zip', bytes: await bundleZip(program) }
    case 'svg':
      return { name: `${name}.svg`, type: 'image/svg+xml', bytes: encode(await svg(program.machine, language)) }
    case 'book':
      return { name: `${name}.html`, type: 'text/html', bytes: encode(await book(program, language, await scriptsOf(program))) }
  }
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
/** As long ago as a .zip can say, so that the same files give the same bytes. */
const NO_TIME = new Date(1980, 0, 1)
const CONFIG = 'callwright.config.json'

/** A project that says which its program is, so that the commands find it. */
async function projectZip(files: Files, entry: string | null): Promise<Uint8Array<ArrayBuffer>> {
  const all: Record<string, string> = { ...files }
  if (entry !== null && !Object.hasOwn(files, CONFIG)) all[CONFIG] = `${JSON.stringify({ program: entry, scripts: '.' }, null, 2)}\n`
  return zipped(Object.entries(all).map(([path, text]) => [path, encode(text)]))
}

async function bundleZip({ machine, sources }: CompiledProgram): Promise<Uint8Array<ArrayBuffer>> {
  const [{ makeBundle }, { VERSION }] = await Promise.all([import('../../lang/compiler/emit/bundle.ts'), import('../../cli/version.ts')])
  return zipped([...makeBundle({ machine, sources: sources.map(({ text }) => text), recordings: [], compiler: VERSION }).files])
}

async function zipped(files: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array<ArrayBuffer>> {
  const { zipSync } = await import('fflate')
  const sorted = files.toSorted(([one], [other]) => (one < other ? -1 : 1))
  return zipSync(Object.fromEntries(sorted), { level: 6, mtime: NO_TIME })
}

async function svg(machine: Machine, ui: MessageLanguage): Promise<string> {
  const { pictureOf, programGraph, renderSvg } = await import('../../lang/compiler/emit/graph/index.ts')
  const graph = programGraph(machine)
  const spoken = graph.languages.find(tag => tag.toLowerCase().split('-')[0] === ui) ?? graph.languages[0]!
  return renderSvg(pictureOf(graph, { ui, spoken }))
}

async function book({ machine, sources }: CompiledProgram, language: MessageLanguage, scriptsAt: BookInput['scriptsAt']): Promise<string> {
  const { flowBook, renderHtml } = await import('../../lang/compiler/emit/book/index.ts')
  return renderHtml(
    flowBook({
      ...{ machine, language, source: file => sources[file]?.text, waysTo: createWaysIn(machine, language) },
      ...(scriptsAt === undefined ? {} : { scriptsAt }),
    }),
  )
}

/** As the line is called; `project` where there is none. */
function nameOf(files: Files, entry: string | null): string {
  const [, name] = /^[ \t]*line\s+([\p{L}\p{N}_]+)/mu.exec((entry === null ? undefined : files[entry]) ?? '') ?? []
  return name ?? 'project'
}
