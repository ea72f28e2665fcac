// Traces as files, one a call: `2026-10-01/CALL.jsonl`, days by UTC. They go when they are too old.
import { mkdir, open as openFile, readdir, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
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
/** A call's lines are written together: each write costs the node as much as a step of the machine. After so many ms or characters. */
const TOGETHER = { ms: 5000, length: 16_384 }
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function createTraceFiles({ folder, keep, now, trouble }: TraceFilesOptions): TraceFiles {
  let made: string | null = null
  const writes = new Set<Promise<void>>()
  /** The folder of a day, made once. */
  const makeDay = async (day: string): Promise<void> => {
    if (made === day) return
    await mkdir(day, { recursive: true })
    made = day
  }

  return {
    open(call) {
      const day = join(folder, dayOf(now()))
      // The id comes with the call: it names a file here and nothing else.
      const path = join(day, `${call.replace(/[^0-9A-Za-z_-]/g, '_').slice(0, 120)}.jsonl`)
      let waiting = ''
      let file: FileHandle | null = null
      let timer: NodeJS.Timeout | null = null
      /** Writes are one after the other. */
      let writing: Promise<void> | null = null
      let busy = false
      let closing = false
      let failed = false

      const fail = (error: NodeJS.ErrnoException): void => {
        failed = true
        waiting = ''
        if (error.code === 'ENOENT') made = null
        const why = error.code ?? error.message
        trouble({
          en: `The trace ${path} cannot be written (${why}): make room there, and give the node the right to write.`,
          zh: `无法写入跟踪文件 ${path}（${why}）：请腾出空间，并让节点有写入权限。`,
        })
      }

      const flush = (): Promise<void> => {
        if (timer) clearTimeout(timer)
        timer = null
        if (writing === null) {
          const now = writeAll()
          if (busy) writing = now
          return now
        }
        return writing
      }

      const writeAll = async (): Promise<void> => {
        busy = true
        try {
          while (waiting !== '' && !failed) {
            if (file === null) {
              await makeDay(day)
              file = await openFile(path, 'a', 0o640)
            }
            const text = waiting
            waiting = ''
            await file.appendFile(text)
          }
        } catch (error) {
          fail(error as NodeJS.ErrnoException)
        }
        busy = false
        writing = null
        if (!closing && !failed) return
        const open = file
        file = null
        await open?.close().catch(() => undefined)
      }

      return {
        write: line => {
          if (failed || closing) return
          waiting += `${line}\n`
          if (waiting.length >= TOGETHER.length) void flush()
          else timer ??= setTimeout(() => void flush(), TOGETHER.ms).unref()
        },
        close: () => {
          closing = true
          const last = flush().finally(() => writes.delete(last))
          writes.add(last)
        },
      }
    },
    end: async () => {
      await Promise.all(writes)
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
