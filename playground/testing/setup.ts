// Before the browser tests: the page is built as users get it, and served from a folder, as any web server would.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { serveFolder } from './serve-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** With a slash at its end. */
    readonly playground: string
    readonly playgroundFolder: string
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-playground-'))
  // A test runner says `test`, and what is built would be for tests.
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'error',
    build: { outDir: join(folder, 'some/where'), emptyOutDir: false },
  })
  process.env['NODE_ENV'] = before
  const server = await serveFolder(folder)
  provide('playground', `${server.url}some/where/`)
  provide('playgroundFolder', join(folder, 'some/where'))
  return async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
