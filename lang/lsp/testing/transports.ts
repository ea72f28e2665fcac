// The two ways to a server: a process that speaks on its standard streams, and a worker that is posted messages.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { bundlePart } from '../../../tools/vsix/bundles.ts'
import type { Client, Message, Transport } from './client.ts'

const LAUNCHER = join(import.meta.dirname, '..', '..', '..', 'cli', 'callwright.mjs')

/** Messages with their length before them. */
export function framed(message: Message): Buffer {
  const body = Buffer.from(JSON.stringify(message))
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body])
}

/** Takes a stream apart into messages. */
export function unframe(take: (message: Message) => void): (chunk: Buffer) => void {
  let buffer = Buffer.alloc(0)
  return chunk => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, end))?.[1])
      if (buffer.length < end + 4 + length) return
      const body = buffer.toString('utf8', end + 4, end + 4 + length)
      buffer = buffer.subarray(end + 4 + length)
      take(JSON.parse(body) as Message)
    }
  }
}

export interface ProcessTransport extends Transport {
  readonly folder: string
  /** Bytes as they are. */
  readonly raw: (bytes: string | Buffer) => void
  /** The exit code, where the process has ended. */
  readonly status: () => number | null
  readonly pid: number
}

/** `callwright lsp` in a process of its own; the files lie in a folder that is gone afterwards. */
export function processTransport(
  files: ReadonlyMap<string, string>,
  command: readonly string[] = [process.execPath, LAUNCHER, 'lsp', '--stdio'],
): ProcessTransport {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-lsp-'))
  const put = (name: string, text: string | null): void => {
    const path = join(folder, name)
    if (text === null) return rmSync(path, { force: true })
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  for (const [name, text] of files) put(name, text)
  const child = spawn(command[0]!, command.slice(1), { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()))
  const root = pathToFileURL(folder).href
  return {
    root,
    folder,
    pid: child.pid!,
    status: () => child.exitCode,
    raw: bytes => void child.stdin.write(bytes),
    send: message => void child.stdin.write(framed(message)),
    listen: take => void child.stdout.on('data', unframe(take)),
    write: (changed, client) => {
      const changes = [...changed].map(([name, text]) => {
        put(name, text)
        return { uri: `${root}/${name}`, type: text === null ? 3 : 2 }
      })
      client.notify('workspace/didChangeWatchedFiles', { changes })
    },
    close: async () => {
      child.stdin.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let bundled: Promise<string> | undefined

/** What a browser gives a worker, on a thread of Node's. */
const SCOPE = `
const { parentPort } = require('node:worker_threads')
globalThis.self = globalThis
globalThis.postMessage = message => parentPort.postMessage(message)
globalThis.addEventListener = () => {}
globalThis.onmessage = null
parentPort.on('message', data => globalThis.onmessage?.({ data }))
for (const name of ['process', 'Buffer', 'require', 'module', 'exports', '__dirname', '__filename', 'setImmediate']) delete globalThis[name]
`

/** The bundled worker of the extension, which knows nothing of Node; its files are sent to it. */
export async function workerTransport(files: ReadonlyMap<string, string>): Promise<Transport> {
  const code = await (bundled ??= bundlePart('worker.js'))
  const worker = new Worker(`${SCOPE};(function (process, Buffer, require, module, exports) {${code}\n})()`, { eval: true })
  const root = 'file:///project'
  let failed: unknown
  worker.on('error', error => (failed = error))
  const send = (changed: Iterable<readonly [string, string | null]>, notify: Client['notify']): void =>
    notify('callwright/files', { files: [...changed].map(([name, text]) => ({ uri: `${root}/${name}`, text })) })
  const post = (message: Message): void => worker.postMessage(message)
  send(files, (method, params) => post({ jsonrpc: '2.0', method, params }))
  return {
    root,
    send: post,
    listen: take => void worker.on('message', take),
    write: (changed, client) => send(changed, client.notify),
    close: async () => {
      await worker.terminate()
      if (failed !== undefined) throw failed
    },
  }
}
