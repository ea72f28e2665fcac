// The page as static files that open from any folder of a web server.
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { monarchPlugin } from './editor/monarch-plugin.ts'
import { policyPlugin } from './page/policy-plugin.ts'
import { examplesPlugin } from './project/examples-plugin.ts'

const root = import.meta.dirname

export default defineConfig({
  root,
  base: './',
  plugins: [examplesPlugin(), monarchPlugin(), policyPlugin()],
  build: {
    outDir: join(root, '../dist/playground'),
    emptyOutDir: true,
    target: 'esnext',
    modulePreload: { polyfill: false },
    // Monaco has a part of its own, so that what is ours can be weighed.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'monaco', test: /node_modules.monaco-editor.(?!esm.vs.nls.lang)/ }] } } },
  },
  worker: { format: 'es' },
})
