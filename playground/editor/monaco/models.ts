// The project's files as Monaco's models: what is typed goes into the project, what changes elsewhere comes into the models as the least edit, so that
// it can be undone and nothing that is equal is lost.
import { effect } from '@preact/signals'
import type { Project } from '../../project/project.ts'
import { uriOf } from '../language/uris.ts'
import { languageOf } from './languages.ts'
import * as monaco from './monaco.ts'

type Model = monaco.editor.ITextModel

export interface Models {
  readonly of: (path: string) => Model | null
  readonly pathOf: (model: Model) => string | null
  /** Of one of the language server's URIs, or of Monaco's. */
  readonly at: (uri: string) => Model | null
  /** Brings what was typed into the project now; it comes there by itself after the next frame. */
  readonly flush: () => void
  /** Called when a model has come or gone. */
  readonly onChange: (listener: () => void) => void
  readonly dispose: () => void
}

export function createModels(project: Project): Models {
  const models = new Map<string, Model>()
  const paths = new Map<Model, string>()
  const byUri = new Map<string, Model>()
  const typed = new Set<Model>()
  const listeners: (() => void)[] = []
  let scheduled = false
  /** Another project was opened: its files are others, though they may have the same names. */
  let another = false
  let taking = false

  const flush = (): void => {
    const all = [...typed]
    typed.clear()
    for (const model of all) {
      const path = paths.get(model)
      if (path !== undefined) project.write(path, textOf(model))
    }
  }
  const soon = (): void => {
    if (scheduled) return
    scheduled = true
    // The frame with the new letter is painted first.
    requestAnimationFrame(() =>
      setTimeout(() => {
        scheduled = false
        flush()
      }),
    )
    // A page that is not shown has no frames.
    setTimeout(flush, 200)
  }
  const add = (path: string, text: string): void => {
    const uri = monaco.Uri.parse(uriOf(path))
    if (byUri.has(uri.toString())) return
    const model = monaco.editor.createModel(text, languageOf(path), uri)
    models.set(path, model)
    paths.set(model, path)
    byUri.set(uri.toString(), model)
    byUri.set(uriOf(path), model)
    model.onDidChangeContent(() => {
      if (taking) return
      typed.add(model)
      soon()
    })
  }
  const drop = (path: string): void => {
    const model = models.get(path)
    if (!model) return
    models.delete(path)
    paths.delete(model)
    typed.delete(model)
    byUri.delete(model.uri.toString())
    byUri.delete(uriOf(path))
    model.dispose()
  }
  const take = (path: string, text: string): void => {
    const model = models.get(path)
    if (!model) return add(path, text)
    const before = textOf(model)
    if (before === text || before === sameBreaks(text, model.getEOL())) return
    typed.delete(model)
    taking = true
    if (another) model.setValue(text)
    else edit(model, before, sameBreaks(text, model.getEOL()))
    taking = false
  }

  for (const [path, text] of Object.entries(project.files.peek())) add(path, text)
  const unlisten = project.listen(changes => {
    const count = models.size
    let came = false
    for (const [path, text] of Object.entries(changes)) {
      came ||= text === null || !models.has(path)
      if (text === null) drop(path)
      else take(path, text)
    }
    another = false
    if (came || count !== models.size) for (const listener of listeners) listener()
  })
  let first = true
  const unfollow = effect(() => {
    void project.origin.value
    if (!first) another = true
    first = false
  })

  return {
    of: path => models.get(path) ?? null,
    pathOf: model => paths.get(model) ?? null,
    at: uri => byUri.get(uri) ?? null,
    flush,
    onChange: listener => void listeners.push(listener),
    dispose: () => {
      flush()
      unlisten()
      unfollow()
      for (const path of [...models.keys()]) drop(path)
    },
  }
}

/** With its mark of byte order, if it has one. */
const textOf = (model: Model): string => model.getValue(monaco.editor.EndOfLinePreference.TextDefined, true)

/** A model has one kind of line break. */
const sameBreaks = (text: string, eol: string): string => text.replace(/\r\n|\r|\n/g, eol)

function edit(model: Model, before: string, after: string): void {
  let start = 0
  const most = Math.min(before.length, after.length)
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let end = 0
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++
  // No pair of characters, of a line break or of an emoji, is cut.
  while (start > 0 && cuts(before, start)) start--
  while (end > 0 && (cuts(before, before.length - end) || cuts(after, after.length - end))) end--
  const mark = before.startsWith('\uFEFF') ? 1 : 0
  const range = monaco.Range.fromPositions(model.getPositionAt(start - mark), model.getPositionAt(before.length - end - mark))
  model.pushStackElement()
  model.pushEditOperations([], [{ range, text: after.slice(start, after.length - end) }], () => null)
  model.pushStackElement()
}

const cuts = (text: string, at: number): boolean => {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  return (before === 13 && after === 10) || (before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000)
}
