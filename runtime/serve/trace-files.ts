// Traces as files, one a call: `2026-10-01/CALL.jsonl`, days by UTC. They go when they are too old.
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
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
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function createTraceFiles({ folder, keep, now, trouble }: TraceFilesOptions): TraceFiles {
  return {
    open(call) {
      const day = join(folder, dayOf(now()))
      // The id comes with the call: it names a file here and nothing else.
      const path = join(day, `${call.replace(/[^0-9A-Za-z_-]/g, '_').slice(0, 120)}.jsonl`)
      let stream: WriteStream | null = null
      let over = false
      const waiting: string[] = []
      const fail = (error: NodeJS.ErrnoException): void => {
        if (over && stream === null) return
        over = true
        stream = null
        waiting.length = 0
        const why = error.code ?? error.message
        trouble({
          en: `The trace ${path} cannot be written (${why}): make room there, and give the node the right to write.`,
          zh: `无法写入跟踪文件 ${path}（${why}）：请腾出空间，并让节点有写入权限。`,
        })
      }
      let closing = false
      void mkdir(day, { recursive: true }).then(
        () => {
          stream = createWriteStream(path, { flags: 'a', mode: 0o640 })
          stream.on('error', fail)
          for (const line of waiting.splice(0)) stream?.write(line)
          if (closing) stream?.end()
        },
        (error: NodeJS.ErrnoException) => fail(error),
      )
      return {
        write: line => {
          if (over) return
          if (stream) stream.write(`${line}\n`)
          else waiting.push(`${line}\n`)
        },
        close: () => {
          closing = true
          stream?.end()
        },
      }
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
