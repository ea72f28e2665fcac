// The process: the real streams and signals around `run`.
import { disk, type Input, type Io, type Output } from './io.ts'
import { lastingOutput } from './lasting-output.ts'
import { run } from './run.ts'

const output = (stream: NodeJS.WriteStream): Output => ({
  write: text => void stream.write(text),
  isTTY: stream.isTTY,
  columns: () => stream.columns,
})

/** A command has said that it outlives what ends others. */
let lasts = false

// Whoever reads may stop reading (`callwright check | head`): that is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (lasts) return
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
}

function input(): Input {
  const stream = process.stdin
  const close = (): void => {
    if (stream.isTTY) stream.setRawMode(false)
    stream.destroy()
  }
  return {
    isTTY: process.stdin.isTTY,
    read: raw => {
      if (stream.isTTY && raw) stream.setRawMode(true)
      stream.setEncoding('utf8')
      return stream as AsyncIterable<string>
    },
    close,
  }
}

const stop = new AbortController()
process.on('SIGINT', () => {
  // A second Ctrl-C does not wait for a clean end.
  if (stop.signal.aborted) process.exit(130)
  stop.abort()
})
process.on('SIGTERM', () => stop.abort())

let stdin: Input | undefined
const io: Io = {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  get stdin() {
    return (stdin ??= input())
  },
  fs: disk,
  cwd: process.cwd(),
  env: process.env,
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise(resolve => {
      if (signal?.aborted === true) return resolve()
      const done = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done)
    }),
  stop: stop.signal,
  outlive: stray => {
    lasts = true
    process.on('unhandledRejection', error => stray(error, 'promise'))
    process.on('uncaughtException', error => stray(error, 'callback'))
    return lastingOutput(process.stdout)
  },
}

// Nothing is awaited here: in a package this is no module.
void run(process.argv.slice(2), io).then(status => {
  process.exitCode = status
  stdin?.close()
  // All that there was to do is done. To end by itself a process takes apart what it has made, which a short command would wait for.
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit()
  // Its reader may stand still for ever.
  if (lasts) setTimeout(() => process.exit(), 2000).unref()
})
