// The compiler's files on a disk.
import { absolutePath } from './paths.ts'
import { resolvePath } from '../lang/compiler/host.ts'
import type { CompilerHost } from '../lang/compiler/program.ts'
import type { FileSystem } from './io.ts'
import { Refusal } from './exit.ts'

/** A source, a script or a bundle's file larger than this is not read, bytes. */
export const LARGEST_FILE = 16 * 1024 * 1024

export type FileProblem = Extract<ReturnType<CompilerHost['read']>, { readonly problem: unknown }>['problem']

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The bytes of a file, or why there are none. Looks before it reads: a pipe or a device would never end. */
export function readBytes(
  fs: FileSystem,
  path: string,
  largest: number = LARGEST_FILE,
): { readonly bytes: Uint8Array } | { readonly problem: FileProblem } {
  try {
    const status = fs.status(path)
    if (status === null) return { problem: 'missing' }
    if (status.kind === 'folder') return { problem: 'a folder' }
    if (status.kind === 'other') return { problem: 'unreadable' }
    if (status.size > largest) return { problem: 'too large' }
    const bytes = fs.read(path)
    return bytes.length > largest ? { problem: 'too large' } : { bytes }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return { problem: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable' }
  }
}

/** The text of a file, or why there is none. A byte order mark is passed over. */
export function readText(fs: FileSystem, path: string): { readonly text: string } | { readonly problem: FileProblem } {
  const read = readBytes(fs, path)
  if ('problem' in read) return read
  try {
    return { text: decoder.decode(read.bytes) }
  } catch {
    return { problem: 'not utf-8' }
  }
}

const SENTENCES: Readonly<Record<FileProblem, { readonly en: string; readonly zh: string }>> = {
  missing: { en: 'There is no such file.', zh: '文件不存在。' },
  'a folder': { en: 'It is a folder, and a file is wanted.', zh: '这是文件夹，需要的是文件。' },
  unreadable: { en: 'It cannot be read.', zh: '无法读取。' },
  'too large': { en: 'It is larger than {MB} MB.', zh: '大于 {MB} MB。' },
  'not utf-8': { en: 'It is not UTF-8 text.', zh: '不是 UTF-8 文本。' },
}

/** A whole sentence about “it”. */
export function describeFileProblem(problem: FileProblem, largest: number = LARGEST_FILE): { readonly en: string; readonly zh: string } {
  const { en, zh } = SENTENCES[problem]
  const size = `${largest / 1024 / 1024}`
  return { en: en.replace('{MB}', size), zh: zh.replace('{MB}', size) }
}

const withSmall = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** The text of a file that a command cannot do without. */
export function requireText(fs: FileSystem, path: string, shown: string): string {
  const read = readText(fs, path)
  if ('problem' in read) {
    const { en, zh } = describeFileProblem(read.problem)
    throw new Refusal({ en: `${shown}: ${withSmall(en)}`, zh: `${shown}：${zh}` })
  }
  return read.text
}

/** Each file is read once: what a report shows is what was compiled. */
export function createDiskHost(fs: FileSystem, cwd: string): CompilerHost {
  const read = new Map<string, ReturnType<CompilerHost['read']>>()
  return {
    read: path => {
      const full = absolutePath(cwd, path)
      let found = read.get(full)
      if (found === undefined) read.set(full, (found = readText(fs, full)))
      return found
    },
    resolve: resolvePath,
  }
}
