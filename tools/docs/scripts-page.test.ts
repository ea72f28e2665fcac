// The tester's guide is played: its examples are one file of scripts beside the example program, and its report is what is printed.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { speakerFor } from '../../cli/speaker.ts'
import { compile } from '../../lang/compiler/compile.ts'
import type { CompilerHost } from '../../lang/compiler/program.ts'
import { checkScript } from '../../lang/script/check-script.ts'
import { parseScript } from '../../lang/script/parse-script.ts'
import { createLineIndex } from '../../lang/text/line-index.ts'
import type { ReadText } from '../../machine/script-rows.ts'
import { prepare } from '../../runtime/core/index.ts'
import { expandScripts } from '../../runtime/dtmf/script-instances.ts'
import { reportScript } from '../../runtime/dtmf/script-report.ts'
import { runScript, type ScriptResult } from '../../runtime/dtmf/script-run.ts'

const example = fileURLToPath(new URL('../../examples/harbour-95500/', import.meta.url))
const pagePath = new URL('../../docs/scripts.md', import.meta.url)
const page = readFileSync(pagePath, 'utf8')
const blocks = (info: string): string[] => [...page.matchAll(new RegExp('^```' + info + '\\n([^]*?)^```', 'gm'))].map(match => match[1]!)

const host: CompilerHost = {
  read: path => {
    try {
      return { text: readFileSync(path, 'utf8') }
    } catch {
      return { problem: 'missing' }
    }
  },
  resolve: (from, path) => resolve(dirname(from), path),
}
const { machine, diagnostics: ofProgram } = compile(host, resolve(example, 'main.ivr'))
const readText: ReadText = path => {
  if (path === './amounts.csv') return { text: blocks('csv')[0]! }
  const file = host.read(resolve(example, path))
  return 'text' in file ? file : { problem: 'missing' }
}

function play(text: string): readonly ScriptResult[] {
  const { script, diagnostics } = parseScript(text, 'page.dtmf')
  expect(diagnostics).toEqual([])
  expect(checkScript(script, text, machine!, readText)).toEqual([])
  const { runs, problems } = expandScripts(script, machine!, readText)
  expect(problems).toEqual([])
  const options = { prepared: prepare(machine!, { trace: true }), speaker: speakerFor(machine!), readText }
  return runs.filter(run => run.script.skip === null).map(run => runScript(options, run))
}

function reportOf(text: string, result: ScriptResult): string {
  const index = createLineIndex(text)
  return reportScript(result, {
    machine: machine!,
    speaker: speakerFor(machine!),
    language: 'en',
    sourceLine: ([file, start]) => {
      const path = machine!.files[file]!
      const source = host.read(resolve(example, path))
      return `${path}:${createLineIndex('text' in source ? source.text : '').position(start).line + 1}`
    },
    scriptLine: (_, offset) => {
      const { line } = index.position(offset)
      const { start, end } = index.line(line)
      return { line: line + 1, text: text.slice(start, end) }
    },
  })
}

it('dials a program without errors', () => {
  expect(ofProgram.filter(diagnostic => diagnostic.severity === 'error')).toEqual([])
})

it('plays every example of the guide', () => {
  const text = blocks('dtmf').join('\n')
  const results = play(text)
  expect(results.filter(result => !result.passed).map(result => reportOf(text, result))).toEqual([])
  expect(results.length).toBeGreaterThan(20)
})

it('prints the report that the guide shows', () => {
  const text = `use "./main.ivr"\n\n${blocks('dtmf fails')[0]!}`
  const [result] = play(text)
  const shown = blocks('text')[0]!
  const printed = `${reportOf(text, result!).replace(/^\n+|\n+$/g, '')}\n`
  if (process.env['UPDATE_GOLDEN'])
    writeFileSync(
      pagePath,
      page.replace(shown, () => printed),
    )
  else expect(shown).toBe(printed)
})
