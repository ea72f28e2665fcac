// Writes the service worker beside the page that was built, with the list of its files.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { transformWithOxc, type Plugin } from 'vite'

const SOURCE = join(import.meta.dirname, 'service-worker.ts')
const NAME = 'service-worker.js'

export const offlinePlugin = (): Plugin => ({
  name: 'callwright offline',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler: async ({ dir }) => {
      if (dir === undefined) return
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter(path => statSync(join(dir, path)).isFile() && path !== NAME)
        .map(path => path.split(sep).join('/'))
        // The page itself first: without it the others are nothing.
        .sort((one, other) => Number(other === 'index.html') - Number(one === 'index.html') || (one < other ? -1 : 1))
      const { code } = await transformWithOxc(readFileSync(SOURCE, 'utf8'), SOURCE, { sourcemap: false })
      const version = createHash('sha256').update(code)
      for (const file of files) version.update(file).update(readFileSync(join(dir, file)))
      const head = `const VERSION = ${JSON.stringify(version.digest('hex').slice(0, 16))}\nconst FILES = ${JSON.stringify(files)}\n`
      writeFileSync(join(dir, NAME), head + code)
    },
  },
})
