// Hands what came of scripts to the editor: marks in the margin, lenses that say which of them go through a place; and runs what it wishes.
import { effect } from '@preact/signals'
import type { DeskCoverage } from '../desk/contract.ts'
import type { Editor } from '../editor/editor.ts'
import { uriOf } from '../editor/language/uris.ts'
import type { Arrangement } from '../page/arrangement.ts'
import type { Preferences } from '../page/preferences.ts'
import type { Project } from '../project/project.ts'
import { scriptMarks } from './marks.ts'
import type { ScriptsRoom } from './scripts-room.ts'

export interface ResultsSurroundings {
  readonly scripts: ScriptsRoom
  readonly editor: Editor
  readonly arrangement: Arrangement
  readonly project: Project
  readonly preferences: Preferences
}

/** As the language server takes it: lines from 0. */
function placesFor({ scripts, places }: DeskCoverage): Readonly<Record<string, readonly unknown[]>> {
  const told = scripts.map(({ path, line, name }) => ({ uri: uriOf(path), title: name, line: line - 1 }))
  return Object.fromEntries(Object.entries(places).map(([place, own]) => [place, own.map(index => told[index])]))
}

const NOBODY: ReadonlySet<string> = new Set()

export function tellResults({ scripts, editor, arrangement, project, preferences }: ResultsSurroundings): void {
  let told: string | null = null
  effect(() => {
    const files = scripts.files.value
    if (files === null) return
    const known = scripts.known.value
    editor.scriptMarks.value = scriptMarks(files, known, scripts.running.value?.waiting ?? NOBODY, preferences.language.value)
  })
  effect(() => {
    const coverage = scripts.coverage.value
    // Marks of an earlier text would stand at wrong lines.
    editor.coverage.value = coverage === null || scripts.coverageRevision.value !== project.revision.value ? null : coverage.marks
  })
  // A server that died has forgotten what it was told.
  effect(() => {
    void editor.client.deaths.value
    const coverage = scripts.coverage.value
    const now = scripts.coverageRevision.value === project.revision.value
    const entry = coverage?.entry ?? told
    if (entry === null) return
    told = coverage !== null && now ? entry : null
    editor.client.notify('callwright/coverage', { entry: uriOf(entry), places: told === null ? null : placesFor(coverage!) })
  })
  effect(() => {
    const wish = editor.wantsScript.value
    if (wish === null) return
    editor.wantsScript.value = null
    arrangement.show('scripts')
    void scripts.read().then(files => {
      const script = files.find(file => file.path === wish.path)?.scripts.findLast(one => one.line <= wish.line + 1)
      if (script?.runs[0] === undefined) return
      scripts.chosen.value = script.runs[0].id
      void scripts.run(script.runs.map(run => run.id))
    })
  })
}
