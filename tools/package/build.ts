// What others install. Node runs no TypeScript below node_modules, so the package has JavaScript and declarations where the checkout has sources;
// all that is not code lies at the same place in both.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as buildPage } from 'vite'
import { writeDeclarations } from './declarations.ts'
import { writeJavaScript } from './javascript.ts'
import { licencesOf } from './licences.ts'

export const root = join(import.meta.dirname, '..', '..')
export const PACKAGE = join(root, 'dist', 'package')

/** What the launcher, `init` and `explain` read, and what a reader, or a reader's editor, is told to read. */
const COPIED = [
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'cli/callwright.mjs',
  'cli/templates',
  'cli/config/callwright.config.schema.json',
  'runtime/services/services.schema.json',
  'docs',
]
/** Of the checkout alone. */
const LEFT_OUT = /\/docs\/(?:not-built\.json|sentences\.txt)$/

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

/** Makes `folder` anew. */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const bundled = await writeJavaScript(root, folder)
  writeDeclarations(root, folder)
  await buildPage({
    root: join(root, 'playground'),
    logLevel: 'error',
    build: { outDir: join(folder, 'dist/playground'), emptyOutDir: true },
  })
  for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true, filter: from => !LEFT_OUT.test(from) })
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), licencesOf(root, bundled))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(bundled), null, 2)}\n`)
}

/** The package's own: nothing to install with it, as all that it needs is in it. */
function manifest(bundled: readonly string[]): unknown {
  const { dependencies, ...own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  const missing = Object.keys(dependencies).filter(name => !bundled.includes(name))
  if (missing.length > 0) throw new Error(`not in the package, though it needs them: ${missing.join(', ')}`)
  const { name, version, description, keywords, license, type, sideEffects, bin } = own
  const face = (path: string) => ({ types: `./${path}/index.d.ts`, default: `./${path}/index.js` })
  return {
    ...{ name, version, description, keywords, license, type, sideEffects },
    engines: { node: '>=24.15' },
    exports: {
      '.': face('lang'),
      './runtime': face('runtime'),
      './lsp': { types: './lang/lsp/index.d.ts', default: './lsp/index.js' },
      './prettier': { types: './lang/format/prettier.d.ts', default: './prettier/index.js' },
      './package.json': './package.json',
    },
    bin,
  }
}
