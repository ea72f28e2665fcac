// What lenses do.
import type { App } from '../../page/app.ts'
import { pathOf } from '../language/uris.ts'
import * as monaco from './monaco.ts'
import { createLineIndex } from '../../../lang/text/line-index.ts'

interface DialArguments {
  readonly entry: string
  readonly place: string
  readonly keys: readonly string[]
  readonly number?: string
}
type Scripts = readonly { readonly uri: string; readonly title: string; readonly line?: number }[]

export function registerCommands({ project, editor, lights }: App): void {
  const path = (uri: string): string | null => pathOf(uri, Object.keys(project.files.peek()))
  monaco.editor.registerCommand('callwright.dial', (_, { entry, place, keys, number }: DialArguments) => {
    const program = path(entry)
    if (program !== null) editor.wantsDial.value = { entry: program, place, keys, ...(number ? { number } : {}) }
  })
  monaco.editor.registerCommand('callwright.openScript', (_, scripts: Scripts) => {
    const [first] = scripts
    const script = first && path(first.uri)
    if (!first || !script) return
    const { start, end } = createLineIndex(project.files.peek()[script] ?? '').line(first.line ?? 0)
    lights.wanted.value = { range: { path: script, start, end }, focus: true }
  })
}
