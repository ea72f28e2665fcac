// The extension as a `.vsix`: its own files, its code, and what the package has that it shows.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVSIX } from '@vscode/vsce'
import { bundlePart, partNames } from './bundles.ts'

export const root = join(import.meta.dirname, '..', '..')
const source = join(root, 'editors', 'vscode')

const COPIED = ['README.md', 'images', 'language-configuration.json', 'l10n', 'package.nls.json', 'package.nls.zh-cn.json', 'syntaxes']
/** From the package: where it lies there, and here. */
const TAKEN = [
  ['LICENSE', 'LICENSE'],
  ['CHANGELOG.md', 'CHANGELOG.md'],
  ['cli/config/callwright.config.schema.json', 'callwright.config.schema.json'],
] as const

/** Writes the extension to `out`, by way of `folder`, which is made anew. Needs no network. */
export async function packExtension(folder: string, out: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'dist'), { recursive: true })
  for (const path of COPIED) cpSync(join(source, path), join(folder, path), { recursive: true })
  for (const [from, to] of TAKEN) cpSync(join(root, from), join(folder, to))
  for (const name of partNames) writeFileSync(join(folder, 'dist', name), await bundlePart(name))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
  rmSync(out, { force: true })
  await createVSIX({ cwd: folder, packagePath: out, dependencies: false, allowMissingRepository: true, skipLicense: false })
}

/** With the version of the package. What runs is no module; the sources are. */
function manifest(): unknown {
  const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const { type: _, private: __, ...own } = read(join(source, 'package.json'))
  // All that was put into the folder is meant to be there.
  return { ...own, version: read(join(root, 'package.json'))['version'], files: ['**/*'] }
}
