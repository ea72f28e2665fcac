// Which scripts go through what of a program: for pictures and books.
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import { runScript } from '../runtime/dtmf/script-run.ts'
import { Stopped } from './exit.ts'
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
}

export interface CoveredMachine {
  /** How many scripts were run. */
  readonly scripts: number
  readonly covered: (point: number) => boolean
  /** The scripts that go through a point, in the order of their files. */
  readonly scriptsAt: (point: number) => readonly CoveringScript[]
}

/**
 * Runs every script of the program: those of its project, else those below its folder, or `paths` (absolute). Broken ones are passed over, as
 * `test` tells of them.
 */
export async function coverProgram(
  io: Io,
  loaded: LoadedMachine,
  language: MessageLanguage,
  paths: readonly string[] = scriptsFor(io, loaded),
): Promise<CoveredMachine> {
  const programs = createPrograms(io, { language, json: false }, true)
  const touchedBy = new Map<number, CoveringScript[]>()
  let scripts = 0
  for (const path of paths) {
    const script = loadScript(io, path)
    if (hasErrors(script) || !isFor(script, loaded)) continue
    const ready = await readyScript(io, programs, script, loaded.path)
    if (hasErrors(ready.script)) continue
    const named = new Map<string, CoveringScript>()
    for (const run of ready.runs) {
      await io.sleep(0)
      if (io.stop.aborted) throw new Stopped()
      const result = runScript(optionsOf(io, ready), run)
      scripts++
      const touched = ready.program.collector!.finish(result.log, true)!
      const line = script.source.lineIndex.position(run.script.start).line + 1
      const name = `${line}`
      const own = named.get(name) ?? { name: run.script.name, file: script.shown, line }
      named.set(name, own)
      for (let point = 0; point < loaded.machine.points.length; point++) {
        if (touched[point] !== 1) continue
        const known = touchedBy.get(point)
        if (known === undefined) touchedBy.set(point, [own])
        else if (!known.includes(own)) known.push(own)
      }
    }
  }
  return { scripts, covered: point => touchedBy.has(point), scriptsAt: point => touchedBy.get(point) ?? [] }
}

function scriptsFor(io: Io, loaded: LoadedMachine): readonly string[] {
  const folder = loaded.kind === 'bundle' ? io.cwd : absolutePath(loaded.path, '..')
  const project = findProject(io)
  const found = new Set(filesBelow(io.fs, folder, '.dtmf'))
  for (const place of project?.scripts ?? []) {
    for (const path of io.fs.status(place)?.kind === 'folder' ? filesBelow(io.fs, place, '.dtmf') : [place]) found.add(path)
  }
  return [...found].sort()
}

/** A bundle does not know its source: any script may be meant for it, and one that is not has errors with it. */
function isFor(script: LoadedScript, { kind, path }: LoadedMachine): boolean {
  if (script.file.use === null) return false
  return kind === 'bundle' || programOf(script) === path
}
