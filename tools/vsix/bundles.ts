// The code of the extension, each part as one file: the two clients, and the language server as a process and as a worker.
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..', '..')

interface Part {
  readonly from: string
  readonly platform: 'node' | 'browser'
  readonly format: 'cjs' | 'iife'
}

/** By the name of the file that is made. */
const parts: Readonly<Record<string, Part>> = {
  'extension.js': { from: 'editors/vscode/src/extension.ts', platform: 'node', format: 'cjs' },
  'server.js': { from: 'editors/vscode/src/server.ts', platform: 'node', format: 'cjs' },
  'web.js': { from: 'editors/vscode/src/web.ts', platform: 'browser', format: 'cjs' },
  'worker.js': { from: 'editors/vscode/src/worker.ts', platform: 'browser', format: 'iife' },
}
export type PartName = 'extension.js' | 'server.js' | 'web.js' | 'worker.js'
export const partNames = Object.keys(parts) as readonly PartName[]

/** The code of one part. `vscode` is there when it runs; all else is in it. */
export async function bundlePart(name: PartName): Promise<string> {
  const { from, platform, format } = parts[name]!
  const bundle = await rolldown({ cwd: root, input: from, platform, external: ['vscode'], logLevel: 'silent' })
  const { output } = await bundle.generate({ format, minify: true, codeSplitting: false })
  await bundle.close()
  if (output.length !== 1) throw new Error(`${name} is more than one file`)
  return output[0].code
}
