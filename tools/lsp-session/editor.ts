// A hand at an editor: it types, asks and takes what it is offered, and every step is recorded with its answer.
import type { Player, Step } from '../../lang/lsp/testing/recording.ts'
import { applyEdits, type TextEdit } from '../../lang/text/edit.ts'
import { createLineIndex } from '../../lang/text/line-index.ts'

interface Position {
  readonly line: number
  readonly character: number
}

export interface Editor {
  readonly open: (name: string) => Promise<void>
  readonly close: (name: string) => Promise<void>
  /** A key at a time, behind the first place of `behind`. */
  readonly type: (name: string, behind: string, text: string) => Promise<void>
  /** Instead of the first place of a text, at once. */
  readonly replace: (name: string, text: string, by: string) => Promise<void>
  /** A request at the end of the first place of `at`. */
  readonly ask: (method: string, name: string, at: string, more?: Readonly<Record<string, unknown>>) => Promise<unknown>
  /** A request about a whole file. */
  readonly whole: (method: string, name: string, more?: Readonly<Record<string, unknown>>) => Promise<unknown>
  readonly raw: (step: DistributiveOmit<Step, 'at'>) => Promise<Step>
  /** Changes many places at once, as fixes and renamings do; in files that are not open too. */
  readonly apply: (edits: Readonly<Record<string, readonly string[]>>) => Promise<void>
  /** Looks at the findings when they have come to rest. */
  readonly settle: (name: string) => Promise<void>
  readonly text: (name: string) => string
  readonly wait: (ms: number) => void
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** Between two keys, ms. */
const KEY = 180
/** Between two other things. */
const THOUGHT = 4_000

export function createEditor(player: Player, record: (step: Step) => void): Editor {
  const open = new Map<string, { text: string; version: number }>()
  let at = 0
  const uri = (name: string): string => `root:/${name}`
  const step: Editor['raw'] = async one => {
    const played = await player.play({ at, ...one } as Step)
    record(played)
    return played
  }
  const text = (name: string): string => open.get(name)?.text ?? player.texts.get(name) ?? ''
  const positionAt = (name: string, offset: number): Position => {
    const { line, column } = createLineIndex(text(name)).position(offset)
    return { line, character: column }
  }
  const find = (name: string, wanted: string): number => {
    const found = text(name).indexOf(wanted)
    if (found < 0) throw new Error(`${name} has no “${wanted}”`)
    return found
  }
  const edit = async (name: string, edits: readonly TextEdit[]): Promise<void> => {
    const document = open.get(name)
    if (!document) {
      await step({ write: { [name]: edits } })
      return
    }
    // The last first, so that each is where it says.
    const contentChanges = edits
      .toSorted((a, b) => b.start - a.start)
      .map(one => ({ range: { start: positionAt(name, one.start), end: positionAt(name, one.end) }, text: one.text }))
    document.text = applyEdits(document.text, edits)
    document.version++
    await step({
      notify: 'textDocument/didChange',
      params: { textDocument: { uri: uri(name), version: document.version }, contentChanges },
    })
  }
  const request = async (method: string, params: unknown): Promise<unknown> => {
    at += THOUGHT
    const played = await step({ request: method, params, answer: null })
    return 'answer' in played ? played.answer : null
  }
  return {
    raw: one => {
      at += THOUGHT
      return step(one)
    },
    open: async name => {
      at += THOUGHT
      open.set(name, { text: text(name), version: 1 })
      const textDocument = { uri: uri(name), languageId: name.endsWith('.dtmf') ? 'dtmf' : 'ivr', version: 1, text: text(name) }
      await step({ notify: 'textDocument/didOpen', params: { textDocument } })
    },
    close: async name => {
      at += THOUGHT
      // Saved before: the disk has what the editor had.
      const now = text(name)
      const before = player.texts.get(name) ?? ''
      open.delete(name)
      await step({ write: { [name]: [{ start: 0, end: before.length, text: now }] } })
      await step({ notify: 'textDocument/didClose', params: { textDocument: { uri: uri(name) } } })
    },
    type: async (name, behind, typed) => {
      let offset = find(name, behind) + behind.length
      at += THOUGHT
      for (const character of typed) {
        at += KEY
        await edit(name, [{ start: offset, end: offset, text: character }])
        offset += character.length
      }
    },
    replace: async (name, wanted, by) => {
      at += THOUGHT
      const start = find(name, wanted)
      await edit(name, [{ start, end: start + wanted.length, text: by }])
    },
    ask: (method, name, wanted, more = {}) =>
      request(method, { textDocument: { uri: uri(name) }, position: positionAt(name, find(name, wanted) + wanted.length), ...more }),
    whole: (method, name, more = {}) => request(method, { textDocument: { uri: uri(name) }, ...more }),
    apply: async found => {
      at += THOUGHT
      for (const [file, edits] of Object.entries(found)) {
        const name = file.replace('root:/', '')
        const index = createLineIndex(text(name))
        await edit(
          name,
          edits.map(one => readEdit(one, (line, column) => index.offset({ line, column }))),
        )
      }
    },
    settle: async name => {
      at += 10 * THOUGHT
      await step({ settled: uri(name), findings: null })
    },
    text,
    wait: ms => {
      at += ms
    },
  }
}

/** `3:4-9 text` and `3:4-5:0 text`, as a recording writes edits. */
function readEdit(written: string, offset: (line: number, column: number) => number): TextEdit {
  const found = /^(\d+):(\d+)-(?:(\d+):)?(\d+) ([^]*)$/.exec(written)
  if (!found) throw new Error(`no edit: ${written}`)
  const [, line, column, endLine, endColumn, text = ''] = found
  return { start: offset(Number(line), Number(column)), end: offset(Number(endLine ?? line), Number(endColumn)), text }
}
