// The sources as JavaScript: the faces, which may run anywhere, and the command line, which is laid out to start soon.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown, type Plugin, type RolldownOutput } from 'rolldown'
import { packagesOf } from './licences.ts'

/** Gives the names of the packages that were taken in. */
export async function writeJavaScript(root: string, folder: string): Promise<readonly string[]> {
  const outputs = [await writeFaces(root, folder), await writeCommandLine(root, folder)]
  return packagesOf(outputs.flatMap(({ output }) => output.flatMap(one => (one.type === 'chunk' ? one.moduleIds : []))))
}

/** Read by programs, tools and people: nothing is shortened. No part of Node is in them. */
async function writeFaces(root: string, folder: string): Promise<RolldownOutput> {
  const bundle = await rolldown({
    cwd: root,
    input: { lang: 'lang/index.ts', runtime: 'runtime/index.ts', prettier: 'lang/format/prettier.ts', lsp: 'lang/lsp/index.ts' },
    platform: 'neutral',
    external: /^node:/,
    // Chevrotain is a module for each of its rules; resolved as Node would.
    resolve: { conditionNames: ['import'], mainFields: ['module', 'main'] },
  })
  return await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name]/index.js', chunkFileNames: 'shared/[name].js' })
}

/** What every command begins with, or can do without the compiler. Not `cli/main.ts`, which waits for the command: a part that imported that would wait for itself. */
const START = ['cli/run.ts', 'cli/io.ts', 'cli/project.ts', 'cli/commands/check.ts']
/** What `check` is made of beside the start: it lies in one file, as it is what people wait for most. */
const CHECK = ['cli/check.ts', 'cli/compilation.ts', 'lang/compiler/compile.ts']

/** Commander starts other programs, which Callwright has none of: what it needs for that, which takes a millisecond, is loaded when it is called. */
const withoutChildren: Plugin = {
  name: 'modules of Node',
  resolveId: (name, importer) => (name === 'node:child_process' && importer?.includes('/commander/') === true ? `\0${name}` : null),
  load: id =>
    id === '\0node:child_process'
      ? `export default { spawn: (...given) => process.getBuiltinModule('node:child_process').spawn(...given) }`
      : null,
}

async function writeCommandLine(root: string, folder: string): Promise<RolldownOutput> {
  const bundle = await rolldown({
    cwd: root,
    input: { main: 'cli/main.ts' },
    platform: 'node',
    // The page is built in a checkout alone; the package brings it.
    external: ['vite'],
    preserveEntrySignatures: false,
    plugins: [withoutChildren],
  })
  // What is imported at once by these modules and by what they import.
  const reached = (from: readonly string[], importedBy: (id: string) => readonly string[]): ReadonlySet<string> => {
    const found = new Set<string>()
    const waiting = from.map(path => join(root, path))
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (found.has(id)) continue
      found.add(id)
      waiting.push(...importedBy(id))
    }
    return found
  }
  let parts: { readonly start: ReadonlySet<string>; readonly check: ReadonlySet<string> } | undefined
  const output = await bundle.write({
    dir: folder,
    // Not modules, so that nothing here awaits outside a function: only what is required can be loaded with what an earlier process compiled.
    format: 'cjs',
    entryFileNames: 'cli/[name].cjs',
    // Two folders down, as the modules of commands are in the sources: they name files beside them.
    chunkFileNames: 'cli/parts/[name].cjs',
    // Names are kept, for `--debug`.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          debugName: 'start and check',
          name: (id, context) => {
            const importedBy = (module: string): readonly string[] => context.getModuleInfo(module)?.importedIds ?? []
            parts ??= { start: reached(START, importedBy), check: reached(CHECK, importedBy) }
            return parts.start.has(id) ? 'start' : parts.check.has(id) ? 'check' : null
          },
        },
      ],
    },
  })
  await keepCompiled(root, join(folder, 'cli/parts'), 'check')
  return output
}

/** The part keeps its name, and those that require it see nothing of how it is loaded. */
async function keepCompiled(root: string, parts: string, name: string): Promise<void> {
  const bundle = await rolldown({ cwd: root, input: 'tools/package/compiled-part.ts', platform: 'node' })
  await bundle.write({ file: join(parts, 'compiled-part.cjs'), format: 'cjs', minify: { compress: true, mangle: false } })
  const file = join(parts, `${name}.cjs`)
  // Chinese stands in texts alone. A file in ASCII is neither decoded nor held with two bytes a letter.
  const ascii = readFileSync(file, 'utf8').replaceAll(/\P{ASCII}/gv, letter => letter.replaceAll(/[^]/g, escape))
  writeFileSync(join(parts, `${name}.code.cjs`), ascii)
  writeFileSync(file, `require('./compiled-part.cjs').loadPart(module, require.resolve('./${name}.code.cjs'))\n`)
}

const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
