// `npm run vsix`: the extension for VS Code, in dist/callwright.vsix.
import { readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { packExtension, root } from './pack.ts'

const folder = join(root, 'dist', 'vsix')
const out = join(root, 'dist', 'callwright.vsix')
await packExtension(folder, out)
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
const worker = gzipSync(readFileSync(join(folder, 'dist', 'worker.js')), { level: 9 }).length
process.stdout.write(`${relative(root, out)}: ${kB(statSync(out).size)}; its language server for browsers ${kB(worker)} gzipped\n`)
process.stdout.write(`code --install-extension ${relative(root, out)}\n`)
