// Which `callwright` is run, and how: what is set, else what the folder has, else what is on the path. Without any part of the editor.
import { join } from 'node:path'

export interface Launch {
  readonly command: string
  readonly before: readonly string[]
}

export interface LaunchSettings {
  /** Empty where nothing is set. */
  readonly path: string
  readonly node: string
}

export interface LookIn {
  readonly isFile: (path: string) => boolean
  /** Undefined where the file cannot be read. */
  readonly read: (path: string) => string | undefined
}

/** `folders` are absolute, the nearest first. */
export function findLaunch(settings: LaunchSettings, folders: readonly string[], look: LookIn): Launch {
  const run = (path: string): Launch =>
    /\.[cm]?js$/.test(path) ? { command: settings.node, before: [path] } : { command: path, before: [] }
  if (settings.path !== '') return run(settings.path)
  for (const folder of folders) {
    const installed = join(folder, 'node_modules', 'callwright', 'cli', 'callwright.mjs')
    if (look.isFile(installed)) return run(installed)
    const own = join(folder, 'cli', 'callwright.mjs')
    if (look.isFile(own) && isCallwright(look.read(join(folder, 'package.json')))) return run(own)
  }
  return run('callwright')
}

/** A checkout of Callwright itself. */
function isCallwright(manifest: string | undefined): boolean {
  try {
    return manifest !== undefined && (JSON.parse(manifest) as { name?: unknown }).name === 'callwright'
  } catch {
    return false
  }
}

/** A shell's own quoting is not known: this suits POSIX shells and PowerShell, and leaves alone what needs none. */
export const quoted = (argument: string): string =>
  /^[\p{L}\p{N}_@%+=:,./\\-]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", process.platform === 'win32' ? "''" : "'\\''")}'`
