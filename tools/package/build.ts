// What others install. Node runs no TypeScript below node_modules, so the package has JavaScript and declarations where the checkout has sources;
// all that is not code lies at the same place in both.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build as buildPage } from 'vite'
import { writeDeclarations } from './declarations.ts'
import { packagesIn, writeJavaScript } from './javascript.ts'

export const root = join(import.meta.dirname, '..', '..')
export const PACKAGE = join(root, 'dist', 'package')

/** What the launcher, `init` and `explain` read, and what a reader is told to read. */
const COPIED = ['LICENSE', 'README.md', 'CHANGELOG.md', 'cli/callwright.mjs', 'cli/templates', 'docs']
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
  const ofPage = await writePage(join(folder, 'dist/playground'))
  for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true, filter: from => !LEFT_OUT.test(from) })
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), licencesOf([...new Set([...bundled, ...ofPage])].sort()))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(bundled), null, 2)}\n`)
}

/** What the page's workers bring beside what the rest of the package has; their parts are not told. */
const OF_WORKERS = ['fflate', 'prettier']

/** The page of `callwright playground`, made anew. Gives the packages that were taken in. */
async function writePage(folder: string): Promise<readonly string[]> {
  const made = await buildPage({ root: join(root, 'playground'), logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
  if (!('output' in made)) throw new Error('the page is built once')
  return [...packagesIn(made.output.filter(one => one.type === 'chunk')), ...OF_WORKERS]
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
    engines: { node: '>=24' },
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

function licencesOf(names: readonly string[]): string {
  return names
    .map(name => {
      const folder = join(root, 'node_modules', name)
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string; license: string }
      const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one)) ?? licenceBeside(folder)
      return `${name} ${version} (${license})\n\n${file === null ? '' : readFileSync(join(folder, file), 'utf8').trim()}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}

/** Packages of one scope may leave the licence to the one that they belong to. */
function licenceBeside(folder: string): string | null {
  const scope = dirname(folder).split('/@')[1]
  if (scope === undefined) return null
  const file = readdirSync(join(dirname(folder), '..', scope)).find(one => /^licen[cs]e/i.test(one))
  return file === undefined ? null : join('..', '..', scope, file)
}
