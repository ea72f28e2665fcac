import { run as runCommand } from '../cli/run.ts'
import { disk, type Io } from '../cli/io.ts'
import { loadScript } from '../cli/script-files.ts'
import { createPrograms, optionsOf, readyScript, type Programs, type ReadyScript } from '../cli/scripts-run.ts'
import { filesBelow } from '../cli/project.ts'
import { createCollector, createUniverse } from '../runtime/dtmf/coverage/index.ts'
import { createMutants } from '../runtime/dtmf/mutants/index.ts'
import { prepare } from '../runtime/core/index.ts'
import { runScript } from '../runtime/dtmf/script-run.ts'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { pairedMs } from './measure.ts'

const root = join(import.meta.dirname, '..')
const harbour = join(root, 'examples/harbour-95500')
const output = { write: () => {}, isTTY: false, columns: () => undefined }
const io: Io = {
  stdout: output,
  stderr: output,
  stdin: { isTTY: false, read: async function* () {}, close: () => {} },
  fs: disk,
  cwd: root,
  env: {},
  now: () => Date.now(),
  sleep: () => Promise.resolve(),
  stop: new AbortController().signal,
  outlive: () => () => true,
}

const readyScripts = async (programs: Programs): Promise<ReadyScript[]> => {
  const ready: ReadyScript[] = []
  for (const path of filesBelow(disk, harbour, '.dtmf')) ready.push(await readyScript(io, programs, loadScript(io, path)))
  return ready
}

export default async (): Promise<Figure[]> => {
  const plain = await readyScripts(createPrograms(io, { language: 'en', json: false }))
  const { machine } = plain[0]!.program.loaded
  const collector = createCollector(machine)
  const watched = prepare(machine, { trace: true, watch: collector.watch })
  const runs = plain.flatMap(ready => ready.runs.map(run => ({ run, options: optionsOf(io, ready) })))
  // One round is enough for a median: harbour has well over a thousand scripts.
  const play = (each: (one: (typeof runs)[number]) => void) => (): void => {
    for (const one of runs) each(one)
  }
  const { ratio, a } = pairedMs(
    play(({ run, options }) => void runScript(options, run)),
    play(({ run, options }) => void collector.finish(runScript({ ...options, prepared: watched }, run).log, false)),
    { runs: 15, warmup: 4 },
  )
  const from = performance.now()
  await runCommand(['test', harbour, '--mutants'], io)
  const seconds = (performance.now() - from) / 1000
  const mutants = createMutants(createUniverse(machine)).length
  return [
    {
      what: 'coverage, more time for harbour’s scripts',
      value: (ratio - 1) * 100,
      unit: '%',
      wanted: { atMost: 20 },
      note: `${runs.length} scripts, ${(a / runs.length).toFixed(3)} ms each without`,
    },
    {
      what: 'mutants of harbour with all its scripts, from source',
      value: seconds,
      unit: 's',
      wanted: { atMost: 60 },
      note: `${mutants} mutants, ${runs.length} scripts, one core`,
    },
  ]
}
