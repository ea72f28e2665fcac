// Traces executed again: each on the version that it was written by.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { createReplay, type ReplayResult } from '../runtime/call/replay.ts'
import { readTrace } from '../runtime/call/trace-reader.ts'
import { isBundle, loadBundle, type LoadedBundle } from './bundle.ts'
import { readServeConfig } from './config/serve-config.ts'
import { EXIT, Finished, Refusal } from './exit.ts'
import { requireText } from './host.ts'
import type { Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'

export interface ReplayOptions {
  readonly bundle: string | undefined
  readonly json: boolean
  readonly lang: MessageLanguage
}

interface Replayed {
  readonly trace: string
  readonly result: ReplayResult
  readonly bundle: LoadedBundle | null
}

/** Exit 1 where one differs or cannot be read. */
export function replayTraces(io: Io, paths: readonly string[], { bundle, json, lang }: ReplayOptions): void {
  const loaded = new Map<string, { readonly bundle: LoadedBundle; readonly replay: (trace: string) => ReplayResult }>()
  const bundleFor = (hash: string): { readonly bundle: LoadedBundle; readonly replay: (trace: string) => ReplayResult } => {
    const known = loaded.get(hash)
    if (known) return known
    const found = bundle === undefined ? keptBundle(io, hash) : namedBundle(io, bundle, hash)
    const made = { bundle: found, replay: createReplay(found.machine) }
    loaded.set(hash, made)
    return made
  }
  const all = paths.map((trace): Replayed => {
    const text = requireText(io.fs, absolutePath(io.cwd, trace), trace)
    const read = readTrace(text)
    if ('en' in read) return { trace, result: { kind: 'unreadable', ...read }, bundle: null }
    const run = bundleFor(read.header.bundle)
    return { trace, result: run.replay(text), bundle: run.bundle }
  })
  for (const one of all) {
    if (json) io.stdout.write(`${JSON.stringify({ trace: one.trace, ...one.result })}\n`)
    else sayResult(io, one, lang)
  }
  if (all.some(({ result }) => result.kind !== 'same')) throw new Finished(EXIT.findings)
}

/** Among the versions that the node keeps. */
function keptBundle(io: Io, hash: string): LoadedBundle {
  const folder = absolutePath(readServeConfig(io).data, `versions/${hash}`)
  if (isBundle(io.fs, folder)) return loadBundle(io, folder)
  throw new Refusal({
    en: `the version ${hash.slice(0, 12)} that wrote the trace is not kept here (${shownPath(io.cwd, folder)}): name its bundle with --bundle.`,
    zh: `写下该跟踪的版本 ${hash.slice(0, 12)} 没有保留在这里（${shownPath(io.cwd, folder)}）：请用 --bundle 指明产物包。`,
  })
}

function namedBundle(io: Io, path: string, hash: string): LoadedBundle {
  const found = loadBundle(io, absolutePath(io.cwd, path))
  if (found.hash === hash) return found
  throw new Refusal({
    en: `${path} is version ${found.hash.slice(0, 12)}, but the trace was written by ${hash.slice(0, 12)}.`,
    zh: `${path} 的版本是 ${found.hash.slice(0, 12)}，而跟踪是由 ${hash.slice(0, 12)} 写下的。`,
  })
}

function sayResult(io: Io, { trace, result, bundle }: Replayed, lang: MessageLanguage): void {
  const say = (en: string, zh: string): void => io.stdout.write(`${lang === 'zh' ? zh : en}\n`)
  switch (result.kind) {
    case 'same':
      say(`${trace}: ${result.steps} steps, each the same.`, `${trace}：共 ${result.steps} 步，完全一致。`)
      return
    case 'unreadable':
      say(`${trace}:${result.line}: ${result.en}`, `${trace}:${result.line}：${result.zh}`)
      return
    case 'differs': {
      const at = sourceOf(result.came ?? result.expected, bundle)
      say(
        `${trace}:${result.line}: at ${(result.at / 1000).toFixed(3)} s, on ${JSON.stringify(result.event)}, it went another way${at}.\n  then: ${JSON.stringify(result.expected)}\n  now:  ${JSON.stringify(result.came)}`,
        `${trace}:${result.line}：在 ${(result.at / 1000).toFixed(3)} 秒收到 ${JSON.stringify(result.event)} 时走向不同${at}。\n  当时：${JSON.stringify(result.expected)}\n  现在：${JSON.stringify(result.came)}`,
      )
    }
  }
}

/** ` (main.ivr:12)`, where what came has a point of the program. */
function sourceOf(came: unknown, bundle: LoadedBundle | null): string {
  const point = (came as { readonly point?: unknown } | null)?.point
  if (bundle === null || typeof point !== 'number') return ''
  const span = bundle.machine.points[point]?.at
  const source = span === undefined ? undefined : bundle.source(span[0])
  if (span === undefined || source === undefined) return ''
  return ` (${bundle.machine.files[span[0]]}:${source.lineIndex.position(span[1]).line + 1})`
}
