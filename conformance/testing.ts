// What a conformance test says: a program, a script, and that it plays; or a program and what the compiler says of it.
import { expect } from 'vitest'
import { speakerFor } from '../cli/speaker.ts'
import { compile } from '../lang/compiler/compile.ts'
import { createMemoryHost } from '../lang/compiler/host.ts'
import type { Diagnostic } from '../lang/diagnostics/diagnostic.ts'
import { checkScript } from '../lang/script/check-script.ts'
import { parseScript } from '../lang/script/parse-script.ts'
import type { Machine } from '../machine/format.ts'
import { prepare } from '../runtime/core/index.ts'
import { expandScripts, reportScript, runScript, type ScriptResult } from '../runtime/dtmf/index.ts'

/** One language, so that texts need one string; `rest` adds to the line or puts items of its own in their place. */
export const line = (rest = '', first = 'welcome'): string => `line test "Test line" {
  numbers { "95500" -> ${first} }
  languages en-US
  time zone Asia/Shanghai
  levels anonymous < verified < signed
  ${/^\s*otherwise\b/m.test(rest) ? '' : 'otherwise -> goodbye'}
  ${rest}
}
flow goodbye { say "Goodbye." -> hangup }
`

type Sources = string | Readonly<Record<string, string>>
const filesOf = (sources: Sources): Readonly<Record<string, string>> => (typeof sources === 'string' ? { 'main.ivr': sources } : sources)

/** What the compiler says of a program, whole. */
export const findings = (sources: Sources): readonly Diagnostic[] => compile(createMemoryHost(filesOf(sources)), 'main.ivr').diagnostics

/** `CW2001 the spot's text`, of errors and warnings in order. */
export const says = (sources: Sources): string[] => {
  const files = filesOf(sources)
  return findings(sources)
    .filter(found => found.severity !== 'advice')
    .map(found => `${found.code} ${(files[found.file] ?? '').slice(found.start, found.end)}`)
}

/** The machine of a program that has no error. */
export const machineOf = (sources: Sources): Machine => {
  const { machine, diagnostics } = compile(createMemoryHost(filesOf(sources)), 'main.ivr')
  if (!machine)
    throw new Error(
      `the program has errors:\n${diagnostics.map(found => `${found.code} ${found.message.en} [${found.file}:${found.start}]`).join('\n')}`,
    )
  return machine
}

const textOf = (script: string): string =>
  `use "./main.ivr"\n${/^\s*(script|setup)\b/m.test(script) ? script : `script "it" {\n${script}\n}`}`

/** Runs the lines as a script (or whole scripts, where it has the word) against the program; each result in order. */
export const run = (sources: Sources, script: string, texts: Readonly<Record<string, string>> = {}): ScriptResult[] => {
  const machine = machineOf(sources)
  const text = textOf(script)
  const parsed = parseScript(text, 'it.dtmf')
  const readText = (path: string): { text: string } | { problem: 'missing' } => {
    const found = texts[path] ?? texts[path.replace(/^\.\//, '')]
    return found === undefined ? { problem: 'missing' } : { text: found }
  }
  const wrong = [...parsed.diagnostics, ...checkScript(parsed.script, text, machine, readText as never)].filter(
    found => found.severity === 'error',
  )
  if (wrong.length > 0) throw new Error(`the script has errors:\n${wrong.map(found => `${found.code} ${found.message.en}`).join('\n')}`)
  const { runs, problems } = expandScripts(parsed.script, machine, readText as never)
  if (problems.length > 0) throw new Error(`the script's rows have problems: ${JSON.stringify(problems)}`)
  const prepared = prepare(machine, { trace: true, checkpoints: true })
  return runs.map(one => runScript({ prepared, speaker: speakerFor(machine), readText: readText as never } as never, one))
}

const reportOf = (machine: Machine, result: ScriptResult, text: string): string =>
  reportScript(result, {
    machine,
    speaker: speakerFor(machine),
    language: 'en',
    sourceLine: ([file, start]: readonly number[]) => `${file}:${start}`,
    scriptLine: (_: unknown, offset: number) => {
      const line = text.slice(0, offset).split('\n').length
      return { line, text: text.split('\n')[line - 1] ?? '' }
    },
  } as never)

/** The script passes, every row and language of it. */
export const plays = (sources: Sources, script: string, texts: Readonly<Record<string, string>> = {}): void => {
  const results = run(sources, script, texts)
  const failed = results.filter(result => !result.passed)
  expect(failed.map(result => reportOf(machineOf(sources), result, textOf(script))).join('\n'), 'the script fails').toBe('')
  expect(results.length).toBeGreaterThan(0)
}

/** The script fails, and the report says `why`. */
export const fails = (sources: Sources, script: string, why: string | RegExp, texts: Readonly<Record<string, string>> = {}): void => {
  const failed = run(sources, script, texts).filter(result => !result.passed)
  expect(failed.length, 'the script passes').toBeGreaterThan(0)
  expect(reportOf(machineOf(sources), failed[0]!, textOf(script))).toMatch(why)
}
