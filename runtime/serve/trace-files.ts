// Traces as files, one a call: `2026-10-01/CALL.jsonl`, days by UTC. They go when they are too old.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
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
/** What calls in progress have to write is written together after so many ms, what of ended ones, and what is longer than this. */
const TOGETHER = { live: 5000, ended: 200, length: 16_384 }
/** So much may wait for a disk that stands still, in characters: then traces are left out. */
const MOST_WAITING = 64 * 1024 * 1024
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/**
 * Writes in a thread of its own: to open, write and close a file costs the node's own thread more than a step of the machine, and a
 * disk that stands still must keep no caller waiting. Takes paths and what is added to them, and answers with what it could not write.
 */
const WRITER = `
const { appendFileSync, mkdirSync } = require('node:fs')
const { dirname } = require('node:path')
const { parentPort } = require('node:worker_threads')
const append = (path, text) => appendFileSync(path, text, { mode: 0o640 })
parentPort.on('message', files => {
  const failed = []
  for (const [path, text] of files) {
    try {
      try {
        append(path, text)
      } catch (error) {
        if (error.code !== 'ENOENT') throw error
        mkdirSync(dirname(path), { recursive: true })
        append(path, text)
      }
    } catch (error) {
      failed.push([path, error.code ?? error.message])
    }
  }
  parentPort.postMessage(failed)
})
`

type Failed = readonly (readonly [path: string, why: string])[]

interface Trace {
  readonly path: string
  /** What is not on its way yet. */
  text: string
  closed: boolean
  failed: boolean
}

export function createTraceFiles({ folder, keep, now, trouble }: TraceFilesOptions): TraceFiles {
  /** Those of calls in progress, and those that only have to be written. */
  const live = new Set<Trace>()
  const ended = new Set<Trace>()
  /** On their way, in their order. */
  const sent: (readonly Trace[])[] = []
  let waiting = 0
  let writer: Worker | null = null
  const timers: { live: NodeJS.Timeout | null; ended: NodeJS.Timeout | null } = { live: null, ended: null }
  const idle: (() => void)[] = []

  const fail = (trace: Trace, why: string): void => {
    if (trace.failed) return
    trace.failed = true
    trace.text = ''
    trouble({
      en: `The trace ${trace.path} cannot be written (${why}): make room there, and give the node the right to write.`,
      zh: `无法写入跟踪文件 ${trace.path}（${why}）：请腾出空间，并让节点有写入权限。`,
    })
  }

  const written = (failed: Failed): void => {
    const traces = sent.shift() ?? []
    for (const [path, why] of failed) {
      const trace = traces.find(each => each.path === path)
      if (trace) fail(trace, why)
    }
    if (sent.length > 0) return
    waiting = 0
    for (const done of idle.splice(0)) done()
  }

  const start = (): Worker => {
    const started = new Worker(WRITER, { eval: true, execArgv: [] })
    started.on('message', written)
    // It has no reason to end by itself; what it had is lost, and the next has another.
    started.on('error', error => {
      if (writer === started) writer = null
      while (sent.length > 0) written(sent[0]!.map(({ path }) => [path, error.message]))
    })
    started.unref()
    return started
  }

  const flush = (traces: Set<Trace>): void => {
    const all = [...traces].filter(({ text }) => text !== '')
    if (traces === ended) ended.clear()
    if (all.length === 0) return
    writer ??= start()
    sent.push(all)
    writer.postMessage(all.map(({ path, text }) => [path, text]))
    for (const trace of all) trace.text = ''
  }

  const flushSoon = (which: 'live' | 'ended'): void => {
    timers[which] ??= setTimeout(() => {
      timers[which] = null
      flush(which === 'live' ? live : ended)
    }, TOGETHER[which]).unref()
  }

  return {
    open(call) {
      // The id comes with the call: it names a file here and nothing else.
      const path = join(folder, dayOf(now()), `${call.replace(/[^0-9A-Za-z_-]/g, '_').slice(0, 120)}.jsonl`)
      const trace: Trace = { path, text: '', closed: false, failed: false }
      live.add(trace)
      return {
        write: line => {
          if (trace.failed || trace.closed) return
          if (waiting > MOST_WAITING) return fail(trace, 'the disk stands still')
          trace.text += `${line}\n`
          waiting += line.length
          if (trace.text.length >= TOGETHER.length) flush(new Set([trace]))
          else flushSoon('live')
        },
        close: () => {
          trace.closed = true
          live.delete(trace)
          ended.add(trace)
          flushSoon('ended')
        },
      }
    },
    end: async () => {
      flush(live)
      flush(ended)
      if (sent.length > 0) await new Promise<void>(resolve => idle.push(resolve))
      await writer?.terminate()
      writer = null
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
