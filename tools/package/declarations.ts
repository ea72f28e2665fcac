// The types of the faces: TypeScript's own declarations, of all that can be reached from them.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const FACES = ['lang/index.ts', 'runtime/index.ts', 'lang/format/prettier.ts', 'lang/lsp/index.ts']

/** A module that a declaration names: `from './x.ts'`, `import('./x.ts')`. */
const NAMED = /(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g

export function writeDeclarations(root: string, folder: string): void {
  const made = mkdtempSync(join(tmpdir(), 'callwright-types-'))
  try {
    emit(root, made)
    const seen = new Set<string>()
    const waiting = FACES.map(face => join(made, face))
    for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
      if (seen.has(source)) continue
      seen.add(source)
      const file = source.replace(/\.ts$/, '.d.ts')
      const from = dirname(file)
      const text = readFileSync(file, 'utf8').replaceAll(NAMED, (_, word: string, quote: string, path: string) => {
        waiting.push(join(from, `${path}.ts`))
        return `${word}${quote}${path}.js${quote}`
      })
      const target = join(folder, relative(made, file))
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, text)
    }
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function emit(root: string, folder: string): void {
  const config = join(folder, 'tsconfig.json')
  const compilerOptions = {
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: root, outDir: folder },
    typeRoots: [join(root, 'node_modules', '@types')],
  }
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions,
      include: [],
      files: FACES.map(face => join(root, face)),
    }),
  )
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the declarations cannot be made:\n${stdout}`)
}
