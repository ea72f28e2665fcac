// The page as files: what the package brings, or in a checkout what Vite makes of the sources.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../exit.ts'
import type { Io } from '../io.ts'

/** Two folders down, in the sources and in the package. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BUILT = join(ROOT, 'dist/playground')
/** What the page is made of. */
const SOURCES = ['playground', 'lang', 'machine', 'runtime', 'examples', 'cli/templates', 'docs/diagnostics', 'package-lock.json']

export interface PageFiles {
  readonly folder: string
  /** From there, `/` between folders. */
  readonly files: readonly string[]
}

/** Builds it where this is a checkout and it is missing or older than its sources. */
export async function pageFiles(io: Io, language: 'en' | 'zh'): Promise<PageFiles> {
  const checkout = modified(join(ROOT, 'playground/vite.config.ts')) !== null
  const built = modified(join(BUILT, 'index.html'))
  if (checkout && (built === null || newest() > built)) {
    io.stderr.write(language === 'zh' ? '页面正在生成（约半分钟）…\n' : 'The page is being built, which takes half a minute…\n')
    await build()
  }
  if (modified(join(BUILT, 'index.html')) === null)
    throw new Refusal({ en: 'The page of the playground is not in this package.', zh: '这个安装包中没有页面文件。' })
  const files = readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(BUILT.length + 1)
        .replaceAll('\\', '/'),
    )
  return { folder: BUILT, files }
}

/** ms; null where there is none. */
const modified = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null

function newest(): number {
  let found = 0
  const waiting = SOURCES.map(path => join(ROOT, path))
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const status = statSync(path, { throwIfNoEntry: false })
    if (status?.isDirectory() === true)
      waiting.push(
        ...readdirSync(path)
          .filter(name => !/\.test\.tsx?$/.test(name))
          .map(name => join(path!, name)),
      )
    else if (status !== undefined) found = Math.max(found, status.mtimeMs)
  }
  return found
}

/** Vite is the checkout's alone: the package is not to bring it. */
async function build(): Promise<void> {
  const { build: run } = await import('vite')
  await run({ root: join(ROOT, 'playground'), logLevel: 'error' })
}
