#!/usr/bin/env node
// Callwright runs on Node 24 as it is written. Where an older Node started this file, the one that the package brings takes over.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

if (Number.parseInt(process.versions.node, 10) >= 24) {
  await import('./main.ts')
} else {
  const bundled = ['../node_modules/node/bin/node', '../../node/bin/node', '../node_modules/node/bin/node.exe', '../../node/bin/node.exe']
    .map(path => fileURLToPath(new URL(path, import.meta.url)))
    .find(path => existsSync(path))
  if (bundled === undefined) {
    process.stderr.write(`callwright needs Node.js 24 or later; this is ${process.versions.node}.\n`)
    process.exit(2)
  }
  // Ctrl-C reaches both; the child answers it.
  process.on('SIGINT', () => {})
  const { status, signal } = spawnSync(bundled, [fileURLToPath(new URL('main.ts', import.meta.url)), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 70))
}
