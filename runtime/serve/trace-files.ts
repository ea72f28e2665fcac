// Traces as files: those of all calls that began in the same ten minutes are in one, `2026-10-01/07-20.jsonl` by UTC, line by line as
// they were written. A file for each call would cost a busy node more than the call, and its folder millions of them a day.
import { appendFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Said } from './said.ts'

export interface TraceFiles {
  /** For a call that begins now. Takes lines without their ends; all of them come into the same file. */
  readonly open: () => (line: string) => void
  /** When all that was written until now is in its file. */
  readonly end: () => Promise<void>
}

export interface TraceFilesOptions {
  readonly folder: string
  /** ms */
  readonly keep: number
  /** ms since 1970 */
  readonly now: () => number
  /** Once, until there is something to write on again: what cannot be written is left out, and calls go on. */
  readonly trouble: (said: Said) => void
}

const DAY = 86_400_000
const HOUR = 3_600_000
/** What was traced is written after so many ms, or when it is longer than this, in characters. */
const TOGETHER = { ms: 1000, length: 256 * 1024 }
/** So much may wait for a disk that stands still, in characters: then lines are left out. */
const MOST_WAITING = 64 * 1024 * 1024
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
/** `07-20` is the hour and the first of its ten minutes. */
const fileOf = (ms: number): string => `${dayOf(ms)}/${new Date(ms).toISOString().slice(11, 15).replace(':', '-')}0.jsonl`

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

const isBegun = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size > 0,
    () => false,
  )

/** Days that are over for longer than they are kept go, now and every hour. */
export function createTraceFiles({ folder, keep, now, trouble }: TraceFilesOptions): TraceFiles {
  /** What is not on its way yet, by its file. */
  const texts = new Map<string, string>()
  /** The file whose last line is whole. */
  let whole = ''
  let waiting = 0
  let writing: Promise<void> | null = null
  let failed = false
  let timer: NodeJS.Timeout | null = null

  const fail = (path: string, why: string): void => {
    if (failed) return
    failed = true
    trouble({
      en: `Traces cannot be written to ${path} (${why}), and are left out: make room there, and give the node the right to write.`,
      zh: `无法将跟踪写入 ${path}（${why}），只得略去：请腾出空间，并让节点有写入权限。`,
    })
  }

  const writeOne = async (path: string, text: string): Promise<void> => {
    try {
      // Whoever wrote there before may have been cut off in the middle of a line.
      const cut = path !== whole && (await isBegun(path))
      await append(path, cut ? `\n${text}` : text)
      whole = path
      failed = false
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      whole = ''
      fail(path, code ?? message)
    }
    waiting -= text.length
  }

  const writeAll = async (): Promise<void> => {
    for (let [next] = texts; next !== undefined; [next] = texts) {
      const [path, text] = next
      texts.delete(path)
      await writeOne(path, text)
    }
  }

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    // What is being written takes along what has come since. Over in a later turn than it began, also where there was nothing to write.
    writing ??= writeAll().finally(() => {
      writing = null
      if (texts.size > 0) flush()
    })
  }

  const purge = async (): Promise<void> => {
    const oldest = dayOf(now() - keep - DAY)
    const days = await readdir(folder).catch((): string[] => [])
    for (const day of days) {
      if (/^\d{4}-\d\d-\d\d$/.test(day) && day <= oldest) await rm(join(folder, day), { recursive: true, force: true }).catch(() => {})
    }
  }
  void purge()
  const purging = setInterval(() => void purge(), HOUR).unref()

  return {
    open() {
      const path = join(folder, fileOf(now()))
      return line => {
        if (waiting > MOST_WAITING) return fail(path, 'the disk stands still')
        const text = `${texts.get(path) ?? ''}${line}\n`
        texts.set(path, text)
        waiting += line.length + 1
        if (text.length >= TOGETHER.length) flush()
        else timer ??= setTimeout(flush, TOGETHER.ms).unref()
      }
    },
    end: async () => {
      clearInterval(purging)
      flush()
      while (writing !== null) await writing
    },
  }
}
