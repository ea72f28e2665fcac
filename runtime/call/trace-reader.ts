// A trace as text, read back: its header and its steps, or what is wrong with it.
import { TRACE_VERSION, type TracedStep, type TraceHeader } from './trace.ts'

export interface TraceProblem {
  /** From 1. */
  readonly line: number
  readonly en: string
  readonly zh: string
}

export interface ReadTrace {
  readonly header: TraceHeader
  readonly steps: readonly { readonly line: number; readonly step: TracedStep }[]
}

export function readTrace(text: string): ReadTrace | TraceProblem {
  const lines: { readonly line: number; readonly json: Readonly<Record<string, unknown>> }[] = []
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue
    const json = parse(written)
    if (json === null)
      return { line: index + 1, en: 'This line is no JSON object; was the trace cut off?', zh: '此行不是 JSON 对象；跟踪文件是否被截断？' }
    lines.push({ line: index + 1, json })
  }
  const first = lines[0]
  if (first?.json['format'] !== 'callwright-trace') return { line: 1, en: 'This is no trace of a call.', zh: '这不是通话跟踪文件。' }
  if (first.json['version'] !== TRACE_VERSION) {
    return {
      line: first.line,
      en: `This trace has version ${String(first.json['version'])}; this Callwright reads version ${TRACE_VERSION}.`,
      zh: `此跟踪文件的版本为 ${String(first.json['version'])}；本 Callwright 可读取版本 ${TRACE_VERSION}。`,
    }
  }
  const { call, started, called, caller, settings } = first.json
  const whole = typeof call === 'string' && typeof started === 'number' && typeof called === 'string' && isObject(settings)
  if (!whole || (caller !== null && typeof caller !== 'string')) {
    return { line: first.line, en: 'The first line does not say which call this is.', zh: '首行没有写明是哪一通电话。' }
  }
  const steps: ReadTrace['steps'][number][] = []
  for (const { line, json } of lines.slice(1)) {
    // What the line reported, how operations ended: for people.
    if (!('event' in json)) continue
    const fits =
      typeof json['at'] === 'number' && isObject(json['event']) && Array.isArray(json['effects']) && json['effects'].every(isObject)
    if (!fits || !['marked', 'keys'].every(name => json[name] === undefined || Array.isArray(json[name]))) {
      return { line, en: 'This line is no step of a call.', zh: '此行不是通话的一步。' }
    }
    steps.push({ line, step: json as unknown as TracedStep })
  }
  return { header: first.json as unknown as TraceHeader, steps }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(line)
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
