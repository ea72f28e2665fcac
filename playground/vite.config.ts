// The page as static files that open from any folder of a web server.
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { monarchPlugin } from './editor/monarch-plugin.ts'
import { styleSheetsPlugin } from './editor/style-sheets-plugin.ts'
import { offlinePlugin } from './offline/plugin.ts'
import { createLicences } from './page/licences-plugin.ts'
import { policyPlugin } from './page/policy-plugin.ts'
import { examplesPlugin } from './project/examples-plugin.ts'

const root = import.meta.dirname
const licences = createLicences(join(root, '..'))

export default defineConfig({
  root,
  base: './',
  plugins: [examplesPlugin(), monarchPlugin(), styleSheetsPlugin(), policyPlugin(), licences.page, offlinePlugin()],
  build: {
    outDir: join(root, '../dist/playground'),
    emptyOutDir: true,
    target: 'esnext',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What all parts need: were it in Monaco's, the page would wait for Monaco.
            { name: 'start', test: /preload-helper|rolldown.runtime/, priority: 2 },
            // Monaco has a part of its own, so that what is ours can be weighed.
            { name: 'monaco', test: /node_modules.monaco-editor.(?!esm.vs.nls.lang)/, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: 'es', plugins: () => [licences.worker] },
})
