// A command's world for tests: outputs are kept, input is given, files lie in a folder of their own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { disk, type Io } from '../io.ts'
import { run } from '../run.ts'

export interface TestIo extends Io {
  readonly out: () => string
  readonly err: () => string
  readonly stopNow: () => void
}

export interface TestIoOptions {
  readonly cwd?: string
  /** What is piped into standard input, piece by piece. */
  readonly input?: readonly string[]
  readonly isTTY?: boolean
  readonly env?: Record<string, string>
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Files by path, written into a new folder; its path. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [path, content] of Object.entries(files)) disk.write(join(folder, path), content)
  return folder
}

export function testIo(options: TestIoOptions = {}): TestIo {
  let out = ''
  let err = ''
  let now = Date.UTC(2026, 10, 23, 2)
  const isTTY = options.isTTY ?? false
  const stop = new AbortController()
  const columns = (): number | undefined => (isTTY ? 100 : undefined)
  return {
    stdout: { write: text => void (out += text), isTTY, columns },
    stderr: { write: text => void (err += text), isTTY, columns },
    stdin: {
      isTTY,
      read: async function* () {
        for (const piece of options.input ?? []) {
          await Promise.resolve()
          yield piece
        }
      },
      close: () => {},
    },
    fs: disk,
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? {},
    now: () => now,
    // Time goes by as fast as it is slept away.
    sleep: async ms => {
      now += ms
      // Whoever types has a turn between two moments.
      for (let turn = 0; turn < 4; turn++) await new Promise(resolve => setImmediate(resolve))
    },
    stop: stop.signal,
    // The process is that of the tests.
    outlive: () => text => {
      out += text
      return true
    },
    out: () => out,
    err: () => err,
    stopNow: () => stop.abort(),
  }
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command to its end. */
export async function callwright(args: readonly string[], options: TestIoOptions = {}): Promise<Ran> {
  const io = testIo(options)
  const code = await run(args, io)
  return { code, out: io.out(), err: io.err() }
}
