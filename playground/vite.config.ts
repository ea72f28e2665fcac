// The page as static files that open from any folder of a web server.
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { examplesPlugin } from './project/examples-plugin.ts'

const root = import.meta.dirname

export default defineConfig({
  root,
  base: './',
  plugins: [examplesPlugin()],
  build: { outDir: join(root, '../dist/playground'), emptyOutDir: true, target: 'esnext', modulePreload: { polyfill: false } },
  worker: { format: 'es' },
})
