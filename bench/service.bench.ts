// What an editor waits for, in this process: typing in the middle of a program of 5,000 lines, and in one of many files.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolvePath } from '../lang/compiler/host.ts'
import { createService, type Service } from '../lang/service/index.ts'
import { estimateDuration, readValue } from '../runtime/speech/reading/index.ts'
import { root } from '../tools/package/build.ts'
import type { Figure } from './figure.ts'
import { generateProgram } from './generate-program.ts'

const LINES = 5000

function serviceOver(files: Readonly<Record<string, string>>): Service {
  return createService({
    host: {
      read: path => (files[path] === undefined ? { problem: 'missing' } : { text: files[path] }),
      resolve: resolvePath,
      entries: () => ['main.ivr'],
      files: () => Object.keys(files),
    },
    speaker: { read: (value, type, form, language) => readValue(value, type, form, language), duration: estimateDuration },
  })
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)]!

/** Types `typed` at `offset`, a character at a time; after each what `ask` gives is waited for. ms of each. */
function typing(service: Service, path: string, offset: number, typed: string, ask: (offset: number) => unknown, rounds: number): number[] {
  const times: number[] = []
  let version = 1
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < typed.length; at++) {
      const place = offset + at
      const from = performance.now()
      service.edit(path, [{ start: place, end: place, text: typed[at]! }], ++version)
      ask(place + 1)
      times.push(performance.now() - from)
    }
    service.edit(path, [{ start: offset, end: offset + typed.length, text: '' }], ++version)
  }
  // The first are a cold machine's.
  return times.slice(typed.length)
}

const asking = (ask: () => unknown, runs: number): number[] =>
  Array.from({ length: runs }, () => {
    const from = performance.now()
    ask()
    return performance.now() - from
  })

const STEP = '\n  say zh"再见" en"Goodbye"\n  if n_3 > 2 { -> goodbye }\n'

function harbour(): Readonly<Record<string, string>> {
  const folder = join(root, 'examples/harbour-95500')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ivr'))
  return Object.fromEntries(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]))
}

export default (): Figure[] => {
  const text = generateProgram(LINES)
  const service = serviceOver({ 'main.ivr': text })
  service.open('main.ivr', text, 1)
  // Behind the first line of a flow in the middle.
  const offset = text.indexOf('{', text.indexOf('flow transfer_30')) + 1
  const edits = typing(service, 'main.ivr', offset, STEP, () => service.diagnostics('main.ivr'), 8)
  const completions = typing(
    service,
    'main.ivr',
    offset,
    STEP,
    place => {
      // Diagnostics of the change have been told when the list is asked for: its own time is what is measured below.
      service.completion('main.ivr', place)
    },
    2,
  )
  service.diagnostics('main.ivr')
  const lists: number[] = []
  let version = 100_000
  for (let round = 0; round < 6; round++) {
    for (let at = 0; at < STEP.length; at++) {
      service.edit('main.ivr', [{ start: offset + at, end: offset + at, text: STEP[at]! }], ++version)
      service.diagnostics('main.ivr')
      lists.push(...asking(() => service.completion('main.ivr', offset + at + 1), 1))
    }
    service.edit('main.ivr', [{ start: offset, end: offset + STEP.length, text: '' }], ++version)
  }
  service.diagnostics('main.ivr')
  const use = text.indexOf('farewell', text.indexOf('flow goodbye'))
  const files = harbour()
  const large = serviceOver(files)
  large.open('main.ivr', files['main.ivr']!, 1)
  const inMenu = files['main.ivr']!.indexOf('{', files['main.ivr']!.indexOf('menu main')) + 1
  const many = typing(large, 'main.ivr', inMenu, '\n  say zh"好" en"ok"\n', () => large.diagnostics('main.ivr'), 8)
  const p95 = (values: readonly number[]): number => percentile(values, 0.95)
  return [
    {
      what: 'keystroke to diagnostics, 5,000 lines, p95',
      value: p95(edits),
      unit: 'ms',
      wanted: { atMost: 30 },
      note: `${edits.length} keys; median ${percentile(edits, 0.5).toFixed(1)} ms`,
    },
    {
      what: 'completion, 5,000 lines, p95',
      value: p95(lists.slice(STEP.length)),
      unit: 'ms',
      wanted: { atMost: 10 },
      note: `behind each key; median ${percentile(lists, 0.5).toFixed(1)} ms`,
    },
    { what: 'keystroke and completion at once, 5,000 lines, p95', value: p95(completions), unit: 'ms' },
    { what: 'keystroke to diagnostics, harbour-95500 (many files), p95', value: p95(many), unit: 'ms', wanted: { atMost: 30 } },
    { what: 'hover, 5,000 lines, p95', value: p95(asking(() => service.hover('main.ivr', use), 200)), unit: 'ms', wanted: { atMost: 10 } },
    {
      what: 'references of a prompt, 5,000 lines, p95',
      value: p95(asking(() => service.references('main.ivr', use, true), 200)),
      unit: 'ms',
      wanted: { atMost: 10 },
    },
    { what: 'semantic tokens, 5,000 lines, p95', value: p95(asking(() => service.semanticTokens('main.ivr'), 40)), unit: 'ms' },
    { what: 'code lenses (with lowering), 5,000 lines, first', value: asking(() => service.codeLenses('main.ivr'), 1)[0]!, unit: 'ms' },
  ]
}
