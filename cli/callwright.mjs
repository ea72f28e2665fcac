#!/usr/bin/env node
// In a checkout Callwright runs as it is written, and in a package as it was built: where the sources stand beside this file, they are run.
// Where an older Node than 24 started it, the one that comes with a checkout takes over.
const node = Number.parseInt(process.versions.node, 10)
if (node >= 24) await start()
else await startOnBundledNode()

async function start() {
  // Node's own modules are asked for where they are used: to import one takes a millisecond.
  const { createRequire, enableCompileCache, registerHooks } = process.getBuiltinModule('node:module')
  const { existsSync } = process.getBuiltinModule('node:fs')
  // Of what is called 400 times V8 makes faster code, which costs a check a quarter of its work and comes when the most is done. Later is better for
  // short ones and the same for long ones; another Node may not know the flag, and would say so.
  if (node === 24 && process.argv[2] === 'check') {
    process.getBuiltinModule('node:v8').setFlagsFromString('--invocation-count-for-maglev=2500')
  }
  // What was compiled once is not compiled again. It is run as it lies there, so it lies where nobody else can put theirs, as anybody can in the
  // folder that Node would take. NODE_COMPILE_CACHE names another: Node has taken that one before this is asked.
  const cache = ownCacheFolder()
  if (cache !== null) enableCompileCache(cache)
  if (!existsSync(new URL('main.ts', import.meta.url))) {
    createRequire(import.meta.url)('./main.cjs')
    return
  }
  // Starting is most of a short command's time. The rest does not change what is run, only how soon. Chevrotain comes as many files and as one.
  const whole = ['../node_modules', '../..']
    .map(folder => new URL(`${folder}/chevrotain/lib/chevrotain.min.mjs`, import.meta.url))
    .find(url => existsSync(url))?.href
  registerHooks({
    resolve(specifier, context, next) {
      // Our own files name each other in full: there is nothing to look for.
      if (specifier.startsWith('.') && specifier.endsWith('.ts')) {
        return { url: new URL(specifier, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
      }
      if (specifier === 'chevrotain' && whole !== undefined) return { url: whole, format: 'module', shortCircuit: true }
      return next(specifier, context)
    },
  })
  await import('./main.ts')
}

/** Below the cache of the user who runs this; null where they have none that nobody else can write into, which costs time alone. */
function ownCacheFolder() {
  const { existsSync, mkdirSync, statSync } = process.getBuiltinModule('node:fs')
  const path = process.getBuiltinModule('node:path')
  const { HOME, USERPROFILE, XDG_CACHE_HOME } = process.env
  const caches = XDG_CACHE_HOME || path.join(HOME || USERPROFILE || '', '.cache')
  if (!path.isAbsolute(caches)) return null
  const folder = path.join(caches, 'callwright')
  // Whoever has the folder above could put another in its place: with `sudo -E`, say, it is another's.
  const isOwn = one => {
    const { uid, mode } = statSync(one)
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)
  }
  try {
    // One by one: Node's `recursive` never comes back from a home in `/proc`.
    for (const one of [caches, folder]) if (!existsSync(one)) mkdirSync(one, { mode: 0o700 })
    return isOwn(caches) && isOwn(folder) ? folder : null
  } catch {
    return null
  }
}

async function startOnBundledNode() {
  const { existsSync } = await import('node:fs')
  const { fileURLToPath } = await import('node:url')
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
