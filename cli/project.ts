// Which programs and scripts a command means: those it names, else the project's, else all below.
import { notJson, Refusal, refusalOf } from './exit.ts'
import { readText, requireText } from './host.ts'
import type { FileSystem, Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'

export const CONFIG_FILE = 'callwright.config.json'

export interface Project {
  /** Absolute: where the configuration lies. */
  readonly folder: string
  /** Absolute paths of entry files (those with a `line`); null = every `line` below. */
  readonly programs: readonly string[] | null
  /** Absolute folders or files; null = every `.dtmf` below. */
  readonly scripts: readonly string[] | null
  /** Absolute, with `:LINE` where it is written: what `callwright play` plays. */
  readonly play: string | null
}

const KEYS = ['$schema', 'program', 'programs', 'scripts', 'play', 'serve', 'services']

const parent = (folder: string): string => folder.slice(0, Math.max(folder.lastIndexOf('/'), folder.startsWith('/') ? 1 : 0))

/** The project of the nearest `callwright.config.json`, from a folder upwards; null where there is none. */
export function findProject(io: Pick<Io, 'fs' | 'cwd'>, from: string = absolutePath(io.cwd, '.')): Project | null {
  let folder = from
  for (;;) {
    const path = absolutePath(folder, CONFIG_FILE)
    if (io.fs.status(path)?.kind === 'file') return readProject(io, folder, path)
    const above = parent(folder)
    if (above === folder || above === '') return null
    folder = above
  }
}

function readProject(io: Pick<Io, 'fs' | 'cwd'>, folder: string, path: string): Project {
  const shown = shownPath(io.cwd, path)
  let config: unknown
  try {
    config = JSON.parse(requireText(io.fs, path, shown))
  } catch (error) {
    if (error instanceof SyntaxError) throw notJson(shown, error)
    throw error
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw refusalOf(shown, { en: 'It must be an object { … }.', zh: '必须是对象 { … }。' })
  const values = config as Readonly<Record<string, unknown>>
  for (const key of Object.keys(values)) {
    if (!KEYS.includes(key)) {
      const known = KEYS.map(one => `“${one}”`)
      throw new Refusal({
        en: `${shown}: “${key}” is not known here; there are ${known.join(', ')}.`,
        zh: `${shown}：不认识“${key}”；可用的有 ${known.join('、')}。`,
      })
    }
  }
  const list = (key: string): string[] | null => {
    const value = values[key]
    if (value === undefined) return null
    const all: unknown[] = Array.isArray(value) ? value : [value]
    return all.map(one => {
      if (typeof one !== 'string' || one === '') {
        throw refusalOf(shown, { en: `“${key}” must be a path or a list of paths.`, zh: `“${key}”必须是路径或路径列表。` })
      }
      return absolutePath(folder, one)
    })
  }
  const programs = list('program') ?? list('programs')
  const play = list('play')
  return { folder, programs, scripts: list('scripts'), play: play?.[0] ?? null }
}

const PASSED_OVER = new Set(['node_modules/', 'dist/', 'coverage/'])
/** Deeper folders are not looked into. */
const DEEPEST = 24

/** All files below a folder with this ending, sorted; not those of `node_modules`, `dist`, bundles and folders that begin with a dot. */
export function filesBelow(fs: FileSystem, folder: string, ending: string): string[] {
  const found: string[] = []
  const waiting: { folder: string; depth: number }[] = [{ folder, depth: 0 }]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    let names: readonly string[]
    try {
      names = fs.list(one.folder)
    } catch {
      continue
    }
    // The sources of a bundle are no programs beside those that it was built from.
    if (one.depth > 0 && names.includes('manifest.json') && names.includes('machine.json')) continue
    for (const name of names) {
      if (name.startsWith('.') || PASSED_OVER.has(name)) continue
      if (name.endsWith('/')) {
        if (one.depth < DEEPEST) waiting.push({ folder: absolutePath(one.folder, name.slice(0, -1)), depth: one.depth + 1 })
      } else if (name.endsWith(ending)) found.push(absolutePath(one.folder, name))
    }
  }
  return found.sort()
}

// A line declaration begins a line of the file; whether it is one, the compiler says.
const LINE = /^[ \t]*line[ \t\r\n]+[A-Za-z_\u0080-\uffff]/m

export const looksLikeProgram = (text: string): boolean => LINE.test(text)

/** Entry files below a folder. */
function programsBelow(fs: FileSystem, folder: string): string[] {
  return filesBelow(fs, folder, '.ivr').filter(path => {
    const read = readText(fs, path)
    return 'text' in read && looksLikeProgram(read.text)
  })
}

/** Entry files of a folder: its project's, else every `line` below. Empty where there is none. */
function programsOfFolder(io: Pick<Io, 'fs' | 'cwd'>, folder: string): string[] {
  const config = absolutePath(folder, CONFIG_FILE)
  if (io.fs.status(config)?.kind === 'file') {
    const project = readProject(io, folder, config)
    if (project.programs) return [...project.programs]
  }
  return programsBelow(io.fs, folder)
}

export interface Entry {
  readonly path: string
  /** It was named by the person, so whatever is wrong with it is said. */
  readonly named: boolean
}

/**
 * The programs that `paths` mean; without any those of the nearest project, else every `line` below. A library stands for the programs near it:
 * the caller keeps those that use it.
 */
export function findEntries(
  io: Pick<Io, 'fs' | 'cwd'>,
  paths: readonly string[],
): { readonly entries: readonly Entry[]; readonly libraries: readonly string[] } {
  const entries = new Map<string, Entry>()
  const libraries: string[] = []
  const add = (path: string, named: boolean): void => {
    if (!entries.has(path) || named) entries.set(path, { path, named })
  }
  if (paths.length === 0) {
    const project = findProject(io)
    const folder = project?.folder ?? absolutePath(io.cwd, '.')
    const found = project?.programs ?? programsBelow(io.fs, folder)
    if (found.length === 0)
      throw new Refusal({
        en: `${shownPath(io.cwd, folder)}: there is no program here, no .ivr file with a “line”. “callwright init” makes one.`,
        zh: `${shownPath(io.cwd, folder)}：这里没有程序（含 line 的 .ivr 文件）。“callwright init” 可以新建一个。`,
      })
    for (const path of found) add(path, true)
  }
  for (const given of paths) {
    const path = absolutePath(io.cwd, given)
    if (io.fs.status(path)?.kind === 'folder') {
      const found = programsOfFolder(io, path)
      if (found.length === 0)
        throw new Refusal({
          en: `${given}: there is no program in this folder, no .ivr file with a “line”.`,
          zh: `${given}：文件夹里没有程序（含 line 的 .ivr 文件）。`,
        })
      for (const one of found) add(one, false)
      continue
    }
    requireProgramName(io, path)
    const read = readText(io.fs, path)
    if ('text' in read && !looksLikeProgram(read.text)) {
      const near = programsNear(io, path)
      if (near.length > 0) {
        libraries.push(path)
        for (const one of near) add(one, false)
        continue
      }
    }
    add(path, true)
  }
  return { entries: [...entries.values()], libraries }
}

/** Refuses what is there and no source: what it holds would only be nonsense. */
export function requireProgramName(io: Pick<Io, 'fs' | 'cwd'>, path: string): void {
  if (/\.ivr$/i.test(path) || io.fs.status(path)?.kind !== 'file') return
  throw new Refusal({
    en: `${shownPath(io.cwd, path)}: it is no .ivr file; a bundle is named by its folder.`,
    zh: `${shownPath(io.cwd, path)}：不是 .ivr 文件；产物包请写它的文件夹。`,
  })
}

/** Programs that could use a library: its project's, else those beside it. */
function programsNear(io: Pick<Io, 'fs' | 'cwd'>, path: string): string[] {
  const folder = parent(path)
  const project = findProject(io, folder)
  if (project) return [...(project.programs ?? programsBelow(io.fs, project.folder))]
  return programsBelow(io.fs, folder)
}
