// Traces as text, read back: of each call its header and its steps, or what is wrong with it.
import { isObject } from '../../machine/json-values.ts'
import { TRACE_VERSION, type TracedStep, type TraceHeader } from './trace.ts'

export interface TraceProblem {
  readonly kind: 'unreadable'
  /** Null where that cannot be read either. */
  readonly call: string | null
  /** From 1. */
  readonly line: number
  readonly en: string
  readonly zh: string
}

export interface ReadTrace {
  readonly kind: 'trace'
  readonly header: TraceHeader
  readonly steps: readonly { readonly line: number; readonly step: TracedStep }[]
}

interface Line {
  readonly line: number
  readonly json: Json | null
}
type Json = Readonly<Record<string, unknown>>

/** What each line of a trace begins with, also one that was cut off behind it. */
const CALL = /^\{"call":"((?:[^"\\]|\\.)*)"/

/**
 * The traces of a text in the order in which they begin; lines of several calls may stand among each other. A call that was answered
 * anew has a trace for each time. `wanted`: of this call alone.
 */
export function readTraces(text: string, wanted?: string): readonly (ReadTrace | TraceProblem)[] {
  const id = wanted === undefined ? null : JSON.stringify(wanted).slice(1, -1)
  const traces: { readonly call: string | null; readonly lines: Line[] }[] = []
  const latest = new Map<string | null, Line[]>()
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue
    const call = CALL.exec(written)?.[1] ?? null
    if (id !== null && call !== id) continue
    const json = parse(written)
    let lines = latest.get(call)
    if (lines === undefined || (json !== null && 'format' in json)) {
      latest.set(call, (lines = []))
      traces.push({ call, lines })
    }
    lines.push({ line: index + 1, json })
  }
  return traces.map(({ call, lines }) => readLines(call, lines))
}

/** The first of a text; a problem where there is none. */
export const readTrace = (text: string): ReadTrace | TraceProblem => readTraces(text)[0] ?? readLines(null, [])

function readLines(call: string | null, [first, ...rest]: readonly Line[]): ReadTrace | TraceProblem {
  const problem = (line: number, en: string, zh: string): TraceProblem => ({ kind: 'unreadable', call, line, en, zh })
  const cutOff = ({ line }: Line): TraceProblem =>
    problem(line, 'This line is no JSON object; was the trace cut off?', '此行不是 JSON 对象；跟踪文件是否被截断？')
  if (first === undefined) return problem(1, 'This is no trace of a call.', '这不是通话跟踪文件。')
  const { line, json: header } = first
  if (header === null) return cutOff(first)
  if (call === null) return problem(line, 'This is no line of a trace.', '这不是通话跟踪的内容。')
  if (header['format'] !== 'callwright-trace')
    return problem(line, 'The trace of this call does not begin here: its first line is missing.', '此通话的跟踪不从这里开始：缺少首行。')
  if (header['version'] !== TRACE_VERSION) {
    const version = String(header['version'])
    return problem(
      line,
      `This trace has version ${version}; this Callwright reads version ${TRACE_VERSION}.`,
      `此跟踪文件的版本为 ${version}；本 Callwright 可读取版本 ${TRACE_VERSION}。`,
    )
  }
  const { bundle, started, called, caller, settings } = header
  const whole = typeof bundle === 'string' && bundle !== '' && typeof started === 'number' && typeof called === 'string'
  if (!whole || !isObject(settings) || (caller !== null && typeof caller !== 'string'))
    return problem(
      line,
      'The first line does not say which call this is, or on which version it ran.',
      '首行没有写明是哪一通电话，或其运行的是哪个版本。',
    )
  const steps: ReadTrace['steps'][number][] = []
  for (const [index, each] of rest.entries()) {
    const { json } = each
    if (json === null) return cutOff(each)
    // A trace that another Callwright wrote before lines had numbers has none.
    if (json['seq'] !== undefined && json['seq'] !== index + 1)
      return problem(
        each.line,
        'Lines of this call are missing before this one; could they not be written?',
        '此行之前缺少该通话的若干行；当时是否无法写入？',
      )
    // What the line reported, how operations ended: for people.
    if (!('event' in json)) continue
    const { at, event, effects, marked = [], keys = [] } = json
    const areObjects = (list: unknown): boolean => Array.isArray(list) && list.every(isObject)
    if (typeof at !== 'number' || !isObject(event) || !areObjects(effects) || !Array.isArray(marked) || !areObjects(keys))
      return problem(each.line, 'This line is no step of a call.', '此行不是通话的一步。')
    steps.push({ line: each.line, step: json as unknown as TracedStep })
  }
  return { kind: 'trace', header: header as unknown as TraceHeader, steps }
}

function parse(line: string): Json | null {
  try {
    const json: unknown = JSON.parse(line)
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
