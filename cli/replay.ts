// Traces executed again: each on the version that it was written by.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { createReplay, type ReplayResult } from '../runtime/call/replay.ts'
import { readTraces, type ReadTrace, type TraceProblem } from '../runtime/call/trace-reader.ts'
import { isBundle, loadBundle, type LoadedBundle } from './bundle.ts'
import { readServeConfig } from './config/serve-config.ts'
import { EXIT, Finished, Refusal, refusalOf, type Said } from './exit.ts'
import { describeFileProblem, readBytes } from './host.ts'
import type { Io } from './io.ts'
import { absolutePath, shownPath } from './paths.ts'
import { filesBelow } from './project.ts'

export interface ReplayOptions {
  readonly bundle: string | undefined
  /** This call alone. */
  readonly call: string | undefined
  readonly json: boolean
  readonly lang: MessageLanguage
}

/** A version of a line, ready to replay its calls. */
interface Version {
  readonly bundle: LoadedBundle
  readonly replay: ReturnType<typeof createReplay>
}

/** The version that a call ran on cannot be had: it is not kept, or its bundle cannot be read. */
interface NoVersion extends Said {
  readonly kind: 'no version'
  /** The hash of the bundle that ran. */
  readonly bundle: string
}

/** A call of another version than the one that was named. */
interface OtherVersion {
  readonly kind: 'other version'
  readonly bundle: string
}

interface Replayed {
  /** As it is shown. */
  readonly file: string
  readonly call: string | null
  readonly result: ReplayResult | NoVersion | OtherVersion
  readonly bundle: LoadedBundle | null
}

/**
 * `paths`: files of traces, and folders of them; none: those of the node. Exit 1 where a call went another way, cannot be read, or ran
 * on a version that is not kept. Calls of other versions than a bundle that was named are passed over: it refuses where there is no
 * call of that bundle.
 */
export function replayTraces(io: Io, paths: readonly string[], { bundle, call, json, lang }: ReplayOptions): void {
  const named = bundle === undefined ? null : ready(loadBundle(io, absolutePath(io.cwd, bundle)))
  const kept = new Map<string, Version | NoVersion>()
  const keptVersion = (hash: string): Version | NoVersion => {
    let found = kept.get(hash)
    if (found === undefined) kept.set(hash, (found = versionOfNode(io, hash)))
    return found
  }
  const replayed = (file: string, read: ReadTrace | TraceProblem): Replayed => {
    if (read.kind === 'unreadable') return { file, call: read.call, result: read, bundle: null }
    const { call: id, bundle: hash } = read.header
    if (named !== null && named.bundle.hash !== hash)
      return { file, call: id, result: { kind: 'other version', bundle: hash }, bundle: null }
    const version = named ?? keptVersion(hash)
    if ('kind' in version) return { file, call: id, result: version, bundle: null }
    return { file, call: id, result: version.replay(read), bundle: version.bundle }
  }
  const places = paths.length > 0 ? paths.map(path => absolutePath(io.cwd, path)) : [tracesOfNode(io)]
  const count = { same: 0, differs: 0, unreadable: 0, 'no version': 0, 'other version': 0 }
  let other = ''
  for (const path of places.flatMap(place => (io.fs.status(place)?.kind === 'folder' ? filesBelow(io.fs, place, '.jsonl') : [place]))) {
    const file = shownPath(io.cwd, path)
    for (const read of readTraces(textOf(io, path, file, call), call)) {
      const one = replayed(file, read)
      count[one.result.kind] += 1
      if (one.result.kind === 'other version') other = one.result.bundle
      if (json) io.stdout.write(`${JSON.stringify({ trace: file, call: one.call, ...one.result })}\n`)
      else sayResult(io, one, lang)
    }
  }
  const astray = count.differs + count.unreadable
  const all = count.same + astray + count['no version'] + count['other version']
  if (all === 0) throw noTrace(places.map(place => shownPath(io.cwd, place)).join(', '), call)
  // Nothing was replayed: most likely another bundle was meant.
  if (named !== null && count['other version'] === all) throw notItsBundle(shownPath(io.cwd, named.bundle.path), named.bundle.hash, other)
  if (all > 1 && !json) {
    const also = (calls: number, said: Said): Said =>
      calls === 0 ? { en: '', zh: '' } : { en: `; ${calls} ${said.en}`, zh: `，${calls} 通${said.zh}` }
    const gone = also(count['no version'], { en: 'not replayed: the version is not there', zh: '因缺少其版本而未重放' })
    const passed = also(count['other version'], { en: 'of other versions passed over', zh: '属于其他版本，已跳过' })
    io.stdout.write(
      lang === 'zh'
        ? `${all} 通电话，其中 ${astray} 通走向不同或无法读取${gone.zh}${passed.zh}。\n`
        : `${all} calls; ${astray} went another way or cannot be read${gone.en}${passed.en}.\n`,
    )
  }
  if (astray + count['no version'] > 0) throw new Finished(EXIT.findings)
}

const ready = (bundle: LoadedBundle): Version => ({ bundle, replay: createReplay(bundle.machine) })

function tracesOfNode(io: Io): string {
  const { traces } = readServeConfig(io, { secrets: 'none' })
  if (traces !== null) return traces.folder
  throw new Refusal({
    en: 'no traces are named, and the node keeps none (“serve.traces” is not in its configuration).',
    zh: '没有指明跟踪文件，节点也不保留跟踪（配置中没有“serve.traces”）。',
  })
}

/** Bytes; ten minutes of a thousand calls at once are 100 MB. */
const LARGEST = 512 * 1024 * 1024

/** Empty where the call that is wanted is not in it. */
function textOf(io: Io, path: string, shown: string, call: string | undefined): string {
  const read = readBytes(io.fs, path, LARGEST)
  if ('problem' in read) throw refusalOf(shown, describeFileProblem(read.problem, LARGEST))
  return call !== undefined && !Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.length).includes(call)
    ? ''
    : new TextDecoder().decode(read.bytes)
}

const noTrace = (where: string, call: string | undefined): Refusal =>
  call === undefined
    ? new Refusal({ en: `${where}: there is no trace of a call.`, zh: `${where}：没有任何通话的跟踪。` })
    : new Refusal({
        en: `${where}: there is no trace of the call ${call}; what a node has traced is written within a second, and goes when it is older than “serve.traces.keep”.`,
        zh: `${where}：没有通话 ${call} 的跟踪；节点会在一秒内写下跟踪，超过“serve.traces.keep”后删除。`,
      })

/** Traces are kept for longer than versions: that one is gone is usual, and the calls of the others are replayed all the same. */
function versionOfNode(io: Io, hash: string): Version | NoVersion {
  const folder = absolutePath(readServeConfig(io, { secrets: 'none' }).data, `versions/${hash}`)
  if (!isBundle(io.fs, folder))
    return {
      kind: 'no version',
      bundle: hash,
      en: `the version ${hash.slice(0, 12)} that wrote the trace is not kept here (${shownPath(io.cwd, folder)}): name its bundle with --bundle.`,
      zh: `写下该跟踪的版本 ${hash.slice(0, 12)} 没有保留在这里（${shownPath(io.cwd, folder)}）：请用 --bundle 指明产物包。`,
    }
  try {
    return ready(loadBundle(io, folder))
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'no version', bundle: hash, ...error.in }
    throw error
  }
}

const notItsBundle = (path: string, named: string, hash: string): Refusal =>
  new Refusal({
    en: `${path} is version ${named.slice(0, 12)}, but the trace was written by ${hash.slice(0, 12)}.`,
    zh: `${path} 的版本是 ${named.slice(0, 12)}，而跟踪是由 ${hash.slice(0, 12)} 写下的。`,
  })

function sayResult(io: Io, { file, call, result, bundle }: Replayed, lang: MessageLanguage): void {
  const say = (en: string, zh: string): void => io.stdout.write(`${lang === 'zh' ? zh : en}\n`)
  switch (result.kind) {
    case 'same':
      say(`${file}, call ${call}: ${result.steps} steps, each the same.`, `${file}，通话 ${call}：共 ${result.steps} 步，完全一致。`)
      return
    case 'unreadable': {
      const [en, zh] = call === null ? ['', ''] : [`, call ${call}`, `，通话 ${call}`]
      say(`${file}:${result.line}${en}: ${result.en}`, `${file}:${result.line}${zh}：${result.zh}`)
      return
    }
    case 'no version':
      say(`${file}, call ${call}: ${result.en}`, `${file}，通话 ${call}：${result.zh}`)
      return
    // Counted at the end: a line for each would hide those that were asked for.
    case 'other version':
      return
    case 'differs': {
      const at = sourceOf(result.came ?? result.expected, bundle)
      say(
        `${file}:${result.line}, call ${call}: at ${(result.at / 1000).toFixed(3)} s, on ${JSON.stringify(result.event)}, it went another way${at}.\n  then: ${JSON.stringify(result.expected)}\n  now:  ${JSON.stringify(result.came)}`,
        `${file}:${result.line}，通话 ${call}：在 ${(result.at / 1000).toFixed(3)} 秒收到 ${JSON.stringify(result.event)} 时走向不同${at}。\n  当时：${JSON.stringify(result.expected)}\n  现在：${JSON.stringify(result.came)}`,
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
