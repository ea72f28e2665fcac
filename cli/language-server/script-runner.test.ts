// The process that runs scripts is stopped, dies, is deaf or needs too much: whoever asked is answered, and the next is run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import type { ScriptRunner, ScriptsToRun } from '../../lang/lsp/index.ts'
import { createScriptRunner, type Limits } from './script-runner.ts'

const folder = mkdtempSync(join(tmpdir(), 'callwright-scripts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const entry = put(
  'main.ivr',
  'line a "b" {\n  numbers { "1" -> main }\n  languages en-US\n  time zone UTC\n  otherwise -> main\n}\nmenu main {\n  press 1 for "cards" -> cards\n}\nmenu cards {\n  press 1 for "the main menu" -> main\n}\n',
)
const scripts = put(
  'all.dtmf',
  `use "./main.ivr"\n${Array.from({ length: 400 }, (_, n) => `script "${n}" { call from "+1" to "1"  press 1 }\n`).join('')}`,
)
const all: ScriptsToRun = { entry, files: [entry], scripts: [scripts], texts: new Map() }
const one: ScriptsToRun = { ...all, texts: new Map([[scripts, 'use "./main.ivr"\nscript "typed" { call from "+1" to "1" }\n']]) }
const few: Limits = { heap: 64, longest: 3_000, deaf: 500, idle: 60_000 }
const launcher = join(import.meta.dirname, '..', 'callwright.mjs')

function runner(file: string, limits?: Limits): ScriptRunner {
  const made = createScriptRunner({ file, argv: ['lsp', '--run-scripts'] }, limits)
  onTestFinished(() => made.dispose())
  return made
}

it('runs scripts as they are typed, of files and of open texts', async () => {
  const places = await runner(launcher).run(one)
  expect(places && Object.fromEntries(places)).toEqual({ main: [{ file: scripts, title: 'typed', line: 1 }], cards: [] })
})

it('gives nothing where it is stopped, and runs what comes next', async () => {
  const running = runner(launcher)
  await running.run(one)
  expect((await running.run(all))?.get('cards')?.length).toBe(400)
  const stopped = running.run(all)
  running.stop()
  expect(await stopped).toBeNull()
  expect((await running.run(one))?.get('main')?.length).toBe(1)
  // A run that another follows is answered, too.
  const first = running.run(all)
  expect((await running.run(one))?.get('main')?.length).toBe(1)
  expect(await first).toBeNull()
}, 30_000)

it.each([
  ['cannot start', 'throw new Error()'],
  ['is not there', null],
  ['needs too much memory', "process.on('message', () => { const all = []; for (;;) all.push([...'x'.repeat(999)]) })"],
  ['never answers', "process.on('message', () => { for (;;); })"],
])(
  'gives up a process that %s',
  async (_, code) => {
    const path = join(folder, 'process.cjs')
    if (code === null) rmSync(path, { force: true })
    else writeFileSync(path, code)
    const running = runner(path, few)
    expect(await running.run(all)).toBeNull()
    const next = running.run(all)
    running.stop()
    expect(await next).toBeNull()
  },
  30_000,
)
