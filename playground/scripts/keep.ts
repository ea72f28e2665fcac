// A call that was written down goes into a file of the project.
import { resolvePath } from '../../lang/compiler/host.ts'
import type { Files } from '../project/project.ts'

/** The script alone, for a file that says which program it is for already. */
const withoutUse = (text: string): string => text.replace(/^use [^\n]*\n+/, '')

/** The program that a file of scripts is for, as a path of the project; null where it says none. */
export function programOf(path: string, text: string): string | null {
  const used = /^\s*use\s+"([^"\n]*)"/m.exec(text)?.[1]
  return used === undefined ? null : resolvePath(path, used)
}

/** `text` is a whole new file; behind a file that there is only its script goes. */
export const appended = (before: string | undefined, text: string): string =>
  before === undefined || before.trim() === '' ? text : `${before.trimEnd()}\n\n${withoutUse(text)}`

/** A path for a script of this name that no file has yet: `scripts/asks-for-the-balance.dtmf`. */
export function freePath(files: Files, name: string): string {
  const folder = Object.keys(files).some(path => path.startsWith('scripts/')) ? 'scripts/' : ''
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .toWellFormed()
    .replaceAll('\uFFFD', '')
  const stem = `${folder}${words === '' ? 'call' : words}`
  for (let number = 1; ; number++) {
    const path = `${stem}${number === 1 ? '' : `-${number}`}.dtmf`
    if (!Object.hasOwn(files, path)) return path
  }
}

/** A name within the project, for a file of scripts. */
export const isScriptPath = (path: string): boolean =>
  path.endsWith('.dtmf') &&
  path.length > 5 &&
  path.length <= 200 &&
  !/[\p{Cc}\\:*?"<>|]/u.test(path) &&
  path.split('/').every(part => part !== '' && part !== '.' && part !== '..' && part.trim() === part)
