// Traces as files, one a call: `2026-10-01/CALL.jsonl`, days by UTC. They go when they are too old.
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Said } from './said.ts'

export interface TraceFile {
  /** Lines without their ends. */
  readonly write: (line: string) => void
  readonly close: () => void
}

export interface TraceFiles {
  readonly open: (call: string) => TraceFile
  /** Removes days that are over for longer than they are kept. */
  readonly purge: () => Promise<void>
  /** When all that was written until now is in its file. */
  readonly end: () => Promise<void>
}

export interface TraceFilesOptions {
  readonly folder: string
  /** ms */
  readonly keep: number
  /** ms since 1970 */
  readonly now: () => number
  /** Once for each file that cannot be written: the call goes on without it. */
  readonly trouble: (said: Said) => void
}

const DAY = 86_400_000
/** What a call in progress has to write is written after so many ms, or when it is longer than this, in characters. */
const TOGETHER = { ms: 5000, length: 16_384 }
/** So much may wait for a disk that stands still, in characters: then traces are left out. */
const MOST_WAITING = 64 * 1024 * 1024
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** Adds to a file; its folder is made where it is missing. */
async function append(path: string, text: string): Promise<void> {
  const add = (): Promise<void> => appendFile(path, text, { mode: 0o640 })
  try {
    await add()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dirname(path), { recursive: true })
    await add()
  }
}

interface Trace {
  readonly path: string
  /** What is not on its way yet. */
  text: string
  /** Writes of one file are one after the other. */
  writing: Promise<void> | null
  failed: boolean
}

export function createTraceFiles({ folder, keep, now, trouble }: TraceFilesOptions): TraceFiles {
  const live = new Set<Trace>()
  const writes = new Set<Promise<void>>()
  let waiting = 0
  let timer: NodeJS.Timeout | null = null

  const fail = (trace: Trace, why: string): void => {
    if (trace.failed) return
    trace.failed = true
    waiting -= trace.text.length
    trace.text = ''
    trouble({
      en: `The trace ${trace.path} cannot be written (${why}): make room there, and give the node the right to write.`,
      zh: `无法写入跟踪文件 ${trace.path}（${why}）：请腾出空间，并让节点有写入权限。`,
    })
  }

  const writeAll = async (trace: Trace): Promise<void> => {
    while (trace.text !== '') {
      const { text } = trace
      trace.text = ''
      try {
        await append(trace.path, text)
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        fail(trace, code ?? message)
      }
      waiting -= text.length
    }
    trace.writing = null
  }

  const flush = (trace: Trace): void => {
    if (trace.writing || trace.text === '') return
    const writing = (trace.writing = writeAll(trace))
    writes.add(writing)
    void writing.then(() => writes.delete(writing))
  }

  /** All of them at once: a timer for each would cost more than what it waits for. */
  const flushLater = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      for (const trace of live) flush(trace)
    }, TOGETHER.ms).unref()
  }

  return {
    open(call) {
      // The id comes with the call: it names a file here and nothing else.
      const path = join(folder, dayOf(now()), `${call.replace(/[^0-9A-Za-z_-]/g, '_').slice(0, 120)}.jsonl`)
      const trace: Trace = { path, text: '', writing: null, failed: false }
      live.add(trace)
      return {
        write: line => {
          if (trace.failed || !live.has(trace)) return
          if (waiting > MOST_WAITING) return fail(trace, 'the disk stands still')
          trace.text += `${line}\n`
          waiting += line.length + 1
          if (trace.text.length >= TOGETHER.length) flush(trace)
          else flushLater()
        },
        close: () => {
          live.delete(trace)
          flush(trace)
        },
      }
    },
    end: async () => {
      for (const trace of live) flush(trace)
      while (writes.size > 0) await Promise.all(writes)
    },
    async purge() {
      const oldest = dayOf(now() - keep - DAY)
      const days = await readdir(folder).catch((): string[] => [])
      for (const day of days) {
        if (/^\d{4}-\d\d-\d\d$/.test(day) && day <= oldest) await rm(join(folder, day), { recursive: true, force: true }).catch(() => {})
      }
    },
  }
}
