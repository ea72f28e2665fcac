// In the package: loads a large part of the command line as an earlier command had compiled it.
//
// Node's compile cache has of a file what is compiled as it is loaded, which leaves out every function that is compiled when it is first called.
// Of a short check these take a sixth. So a short command leaves behind, beside Node's cache, all that it had compiled when it ended.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

/** What was compiled, and how much memory the command needed that left it behind, KiB. */
interface Kept {
  readonly code: Buffer
  readonly memory: number
}

/** Before the code: its checksum, as V8 does not look whether it is whole, and the memory. */
const HEADER = 8
/** A command that needs so much more memory has called more functions: what it leaves behind is better. */
const MORE = 1.1
/** In longer commands V8 has forgotten at the end what was called at the beginning alone, ms. */
const SHORT = 1500

/** Runs the text of `file`, which is ASCII, as the CommonJS module `part`. */
export function loadPart(part: NodeJS.Module, file: string): void {
  const text = readFileSync(file)
  const folder = getCompileCacheDir()
  // The folder is of this Node and this user alone; the checksum is of this text.
  const path = folder === undefined ? null : join(folder, `callwright-${crc32(text).toString(16)}`)
  const kept = path === null ? null : read(path)
  const source = `(function (exports, require, module, __filename, __dirname) {${text.toString('latin1')}\n})`
  const script = new Script(source, { filename: file, ...(kept ? { cachedData: kept.code } : {}) })
  const run = script.runInThisContext() as (...given: readonly unknown[]) => void
  run(part.exports, part.require.bind(part), part, file, dirname(file))
  if (path === null) return
  process.on('exit', status => {
    if (performance.now() > SHORT) return
    // Where there are errors, half of the compiler is not called: that is better than nothing, and worse than anything else.
    const memory = status === 0 ? process.resourceUsage().maxRSS : 0
    if (kept === null || script.cachedDataRejected === true || memory > kept.memory * MORE)
      write(path, { code: script.createCachedData(), memory })
  })
}

/** Null where there is nothing, or nothing that is whole. */
function read(path: string): Kept | null {
  try {
    const bytes = readFileSync(path)
    const code = bytes.subarray(HEADER)
    return crc32(code) === bytes.readUInt32LE(0) ? { code, memory: bytes.readUInt32LE(4) } : null
  } catch {
    return null
  }
}

/** Leaves things as they are where it cannot be written: that costs time alone. */
function write(path: string, { code, memory }: Kept): void {
  const header = Buffer.alloc(HEADER)
  header.writeUInt32LE(crc32(code), 0)
  header.writeUInt32LE(memory, 4)
  const own = `${path}-${process.pid}`
  try {
    try {
      // Another process never reads the half of it.
      writeFileSync(own, Buffer.concat([header, code]), { mode: 0o600 })
      renameSync(own, path)
    } finally {
      rmSync(own, { force: true })
    }
  } catch {
    // The next command tries again.
  }
}
