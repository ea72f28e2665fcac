// Which scripts go through what of a program: for pictures and books.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { runScript } from '../runtime/dtmf/script-run.ts'
import { Refusal, Stopped } from './exit.ts'
import type { Io } from './io.ts'
import type { LoadedMachine } from './loaded-machine.ts'
import { absolutePath } from './paths.ts'
import { filesBelow, findProject } from './project.ts'
import { hasErrors, loadScript, programOf, type LoadedScript } from './script-files.ts'
import { createPrograms, optionsOf, readyScript } from './scripts-run.ts'

export interface CoveringScript {
  /** As the script is named, without its rows and languages. */
  readonly name: string
  /** As it is shown. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** Each of its runs. */
  readonly passed: boolean
}

export interface CoveredMachine {
  /** How many scripts were run. */
  readonly scripts: number
  /** Files that cannot be read or have errors, and scripts that fail: `test` tells of them. */
  readonly broken: number
  readonly covered: (point: number) => boolean
  /** The scripts that go through a point, in the order of their files. */
  readonly scriptsAt: (point: number) => readonly CoveringScript[]
}

/** Runs every script of the program: those of its project, else those below its folder, or `paths` (absolute). Broken files are passed over. */
export async function coverProgram(
  io: Io,
  loaded: LoadedMachine,
  language: MessageLanguage,
  paths: readonly string[] = scriptsFor(io, loaded),
): Promise<CoveredMachine> {
  const programs = createPrograms(io, { language, json: false }, true)
  const touchedBy = new Map<number, CoveringScript[]>()
  let scripts = 0
  let broken = 0
  for (const path of paths) {
    const script = readable(io, path)
    if (script !== null && !isFor(script, loaded)) continue
    const ready = script === null || hasErrors(script) ? null : await readyScript(io, programs, script, loaded.path)
    if (ready === null || hasErrors(ready.script)) {
      // Any script may be meant for a bundle, and what one that is not says is no error.
      if (loaded.kind === 'source') broken++
      continue
    }
    const named = new Map<string, CoveringScript & { passed: boolean }>()
    for (const run of ready.runs) {
      await io.sleep(0)
      if (io.stop.aborted) throw new Stopped()
      const result = runScript(optionsOf(io, ready), run)
      scripts++
      const touched = ready.program.collector!.finish(result.log, true)!
      const line = ready.script.source.lineIndex.position(run.script.start).line + 1
      const name = `${line}`
      const own = named.get(name) ?? { name: run.script.name, file: ready.script.shown, line, passed: true }
      named.set(name, own)
      own.passed &&= result.passed
      for (let point = 0; point < loaded.machine.points.length; point++) {
        if (touched[point] !== 1) continue
        const known = touchedBy.get(point)
        if (known === undefined) touchedBy.set(point, [own])
        else if (!known.includes(own)) known.push(own)
      }
    }
    if (loaded.kind === 'source') broken += [...named.values()].filter(({ passed }) => !passed).length
  }
  return { scripts, broken, covered: point => touchedBy.has(point), scriptsAt: point => touchedBy.get(point) ?? [] }
}

function scriptsFor(io: Io, loaded: LoadedMachine): readonly string[] {
  const folder = loaded.kind === 'bundle' ? io.cwd : absolutePath(loaded.path, '..')
  const project = findProject(io, folder)
  const places = project?.scripts ?? [project?.folder ?? folder]
  const found = places.flatMap(place => (io.fs.status(place)?.kind === 'file' ? [place] : filesBelow(io.fs, place, '.dtmf')))
  return [...new Set(found)].sort()
}

/** Null where the file cannot be read. */
function readable(io: Io, path: string): LoadedScript | null {
  try {
    return loadScript(io, path)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** A bundle does not know its source: any script may be meant for it, and one that is not has errors with it. */
function isFor(script: LoadedScript, { kind, path }: LoadedMachine): boolean {
  if (script.file.use === null) return false
  return kind === 'bundle' || programOf(script) === path
}
