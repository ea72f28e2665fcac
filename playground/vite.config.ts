// The page as static files that open from any folder of a web server.
import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = import.meta.dirname

export default defineConfig({
  root,
  base: './',
  build: { outDir: join(root, '../dist/playground'), emptyOutDir: true, target: 'esnext', modulePreload: { polyfill: false } },
  worker: { format: 'es' },
})
