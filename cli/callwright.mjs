#!/usr/bin/env node
// Callwright runs on Node 24 as it is written. Where an older Node started this file, the one that the package brings takes over.
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

if (Number.parseInt(process.versions.node, 10) >= 24) {
  startFast()
  await import('./main.ts')
} else {
  const bundled = ['../node_modules/node/bin/node', '../../node/bin/node', '../node_modules/node/bin/node.exe', '../../node/bin/node.exe']
    .map(path => fileURLToPath(new URL(path, import.meta.url)))
    .find(path => existsSync(path))
  if (bundled === undefined) {
    process.stderr.write(`callwright needs Node.js 24 or later; this is ${process.versions.node}.\n`)
    process.exit(2)
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal's Ctrl-C reaches both, and the child answers it; what is sent to this process alone is handed on.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (status, signal) => process.exit(status ?? (signal === 'SIGINT' ? 130 : 70)))
}

/** Starting is most of a short command's time. None of this changes what is run, only how soon. */
function startFast() {
  // What was compiled once is not compiled again.
  nodeModule.enableCompileCache()
  // Chevrotain comes as many files and as one.
  const whole = ['../node_modules', '../..']
    .map(folder => new URL(`${folder}/chevrotain/lib/chevrotain.min.mjs`, import.meta.url))
    .find(url => existsSync(url))?.href
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      // Our own files name each other in full: there is nothing to look for.
      if (specifier.startsWith('.') && specifier.endsWith('.ts')) {
        return { url: new URL(specifier, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
      }
      if (specifier === 'chevrotain' && whole !== undefined) return { url: whole, format: 'module', shortCircuit: true }
      return next(specifier, context)
    },
  })
}
