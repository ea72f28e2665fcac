// Which script files a test means, and the lines in them that were named.
import { Refusal, refusalOf } from './exit.ts'
import type { FileStatus, Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'
import { filesBelow, findProject } from './project.ts'
import { splitPlace } from './script-files.ts'

export interface NamedLine {
  /** Absolute. */
  readonly path: string
  readonly line: number
}

export interface ScriptFiles {
  /** Absolute, in order, none twice. */
  readonly paths: readonly string[]
  readonly lines: readonly NamedLine[]
  /** Those of `paths` that were named themselves, not by their folder. */
  readonly named: ReadonlySet<string>
  /** A bundle that was named among them: tested in place of what the scripts name. */
  readonly bundle: string | null
}

/** What `places` name; without any the project's scripts, else every `.dtmf` below. */
export function findScripts(io: Pick<Io, 'fs' | 'cwd'>, places: readonly string[], isBundle: (path: string) => boolean): ScriptFiles {
  const paths = new Set<string>()
  const lines: NamedLine[] = []
  let bundle: string | null = null
  const files = new Set<string>()
  let named = 0
  for (const place of places) {
    const { path, line } = splitPlace(place)
    const full = absolutePath(io.cwd, path)
    const status = statusOf(io, full, place)
    if (status?.kind === 'folder' && isBundle(full)) {
      if (bundle !== null) throw refusalOf(place, { en: 'One bundle is tested at a time.', zh: '一次只测试一个产物包。' })
      bundle = full
      continue
    }
    named++
    if (status === null) throw new Refusal({ en: `${place}: there is no such file.`, zh: `${place}：文件不存在。` })
    if (status.kind === 'folder') {
      const found = filesBelow(io.fs, full, '.dtmf')
      if (found.length === 0)
        throw new Refusal({ en: `${place}: there is no .dtmf script in this folder.`, zh: `${place}：文件夹里没有 .dtmf 脚本。` })
      for (const one of found) paths.add(one)
      continue
    }
    if (!/\.dtmf$/i.test(path)) throw new Refusal({ en: `${place}: it is not a .dtmf script.`, zh: `${place}：不是 .dtmf 脚本。` })
    paths.add(full)
    files.add(full)
    if (line !== null) lines.push({ path: full, line })
  }
  if (named === 0) for (const one of scriptsOfProject(io)) paths.add(one)
  return { paths: [...paths], lines, named: files, bundle }
}

function statusOf(io: Pick<Io, 'fs'>, path: string, place: string): FileStatus | null {
  try {
    return io.fs.status(path)
  } catch {
    throw new Refusal({ en: `${place}: it cannot be read.`, zh: `${place}：无法读取。` })
  }
}

function scriptsOfProject(io: Pick<Io, 'fs' | 'cwd'>): string[] {
  const project = findProject(io)
  const folder = project?.folder ?? absolutePath(io.cwd, '.')
  const found = (project?.scripts ?? [folder]).flatMap(path =>
    io.fs.status(path)?.kind === 'file' ? [path] : filesBelow(io.fs, path, '.dtmf'),
  )
  if (found.length === 0)
    throw new Refusal({
      en: `${shownPath(io.cwd, folder)}: there is no .dtmf script here.`,
      zh: `${shownPath(io.cwd, folder)}：这里没有 .dtmf 脚本。`,
    })
  return found
}
