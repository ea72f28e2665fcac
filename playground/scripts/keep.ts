// A call that was written down goes into a file of the project.
import type { Files } from '../project/project.ts'

/** The script alone, for a file that says which program it is for already. */
const withoutUse = (text: string): string => text.replace(/^use [^\n]*\n+/, '')

/** `text` is a whole new file; behind a file that there is only its script goes. */
export const appended = (before: string | undefined, text: string): string =>
  before === undefined || before.trim() === '' ? text : `${before.trimEnd()}\n\n${withoutUse(text)}`

/** A path for a script of this name that no file has yet: `scripts/asks-for-the-balance.dtmf`. */
export function freePath(files: Files, name: string): string {
  const folder = Object.keys(files).some(path => path.startsWith('scripts/')) ? 'scripts/' : ''
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
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
