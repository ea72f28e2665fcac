// A recorded session: what an editor sent, and what it was answered, a line of JSON each. URIs begin with `root:`.
import type { Client, Transport } from './client.ts'
import { findingsOf, summary } from './summary.ts'
import { applyEdits, type TextEdit } from '../../text/edit.ts'

/** `at`: when in the hour, ms. */
export type Step = { readonly at: number } & (
  | { readonly notify: string; readonly params: unknown }
  | { readonly request: string; readonly params: unknown; readonly answer: unknown }
  /** A request that is cancelled at once. */
  | { readonly cancel: string; readonly params: unknown }
  /** Files that are not open are written by others. */
  | { readonly write: Readonly<Record<string, readonly TextEdit[] | null>> }
  /** When nobody types any more these are the findings; a file's lenses say when that is. */
  | { readonly settled: string; readonly findings: unknown }
)

const ROOT = 'root:'

/** Values with one root in place of another. */
export function rooted<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(`"${from}/`, `"${to}/`).replaceAll(` ${from}/`, ` ${to}/`)) as T
}

export interface Player {
  /** Plays a step and gives it with what was answered, in the words of a recording. */
  readonly play: (step: Step) => Promise<Step>
  readonly texts: ReadonlyMap<string, string>
}

/** `files` are those that the transport was given. */
export function createPlayer(client: Client, transport: Transport, files: ReadonlyMap<string, string>): Player {
  const texts = new Map(files)
  const there = <T>(value: T): T => rooted(value, ROOT, client.root)
  const here = <T>(value: T): T => rooted(value, client.root, ROOT)
  const play = async (step: Step): Promise<Step> => {
    if ('notify' in step) {
      client.notify(step.notify, there(step.params))
      return step
    }
    if ('request' in step) {
      const { result, error } = await client.request(step.request, there(step.params))
      return { ...step, answer: here(error ? { refused: error.message } : summary(step.request, result)) }
    }
    if ('cancel' in step) {
      const { id, answer } = client.begin(step.cancel, there(step.params))
      client.notify('$/cancelRequest', { id })
      await answer
      return step
    }
    if ('write' in step) {
      const written = new Map<string, string | null>()
      for (const [name, edits] of Object.entries(step.write)) {
        const text = edits && applyEdits(texts.get(name) ?? '', edits)
        if (text === null) texts.delete(name)
        else texts.set(name, text)
        written.set(name, text)
      }
      transport.write(written, client)
      return step
    }
    await client.request('textDocument/codeLens', { textDocument: { uri: there(step.settled) } })
    return { ...step, findings: here(findingsOf(client.diagnostics)) }
  }
  return { play, texts }
}
