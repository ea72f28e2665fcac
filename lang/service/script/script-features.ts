// What an editor asks of a script, beside completion.
import * as T from '../../grammar/tokens.ts'
import { createTokenizer } from '../../grammar/tokenizer.ts'
import { scriptTokens } from '../../script/tokens.ts'
import type { Span } from '../../text/span.ts'
import type { ScriptFile } from '../../../machine/script.ts'
import { touching, type Occurrence } from '../occurrences.ts'
import { colour } from '../semantic-tokens.ts'
import type { DocumentLink, FoldingRange, OutlineItem, SemanticToken, SemanticTokenType, SymbolKind } from '../types.ts'
import type { ScriptView } from './scripts.ts'
import { findWord } from './script-occurrences.ts'

const tokenize = createTokenizer(scriptTokens)

export function scriptOutline({ script, text }: ScriptView): readonly OutlineItem[] {
  const item = (kind: 'script' | 'setup', part: ScriptFile['scripts'][number] | ScriptFile['setups'][number]): OutlineItem => {
    const name = (kind === 'setup' ? findWord(text, part.start + kind.length, part.end, part.name) : titleOf(text, part)) ?? part
    return {
      kind,
      label: part.name === '' ? kind : part.name,
      start: part.start,
      end: part.end,
      name: { start: name.start, end: name.end },
      children: [],
    }
  }
  const parts = [...script.setups.map(each => item('setup', each)), ...script.scripts.map(each => item('script', each))]
  return parts.sort((a, b) => a.start - b.start)
}

function titleOf(text: string, part: Span): Span | undefined {
  const start = text.indexOf('"', part.start)
  const end = start < 0 ? -1 : text.indexOf('"', start + 1)
  return end < 0 || end > part.end ? undefined : { start: start + 1, end }
}

export function scriptFoldings({ script, text }: ScriptView): readonly FoldingRange[] {
  const blocks = [...script.setups, ...script.scripts].map(({ start, end }): FoldingRange => ({ start, end, kind: 'block' }))
  return blocks.filter(({ start, end }) => /[\r\n]/.test(text.slice(start, end))).sort((a, b) => a.start - b.start)
}

/** The word, the line, the script, the file. */
export function scriptSelections({ script, text }: ScriptView, offset: number): readonly Span[] {
  const { types, starts, ends, count } = tokenize(text, '', [])
  const found: Span[] = []
  const add = (span: Span | undefined): void => {
    const last = found.at(-1)
    if (!span || span.start === span.end || (last && last.start === span.start && last.end === span.end)) return
    if (!last || (span.start <= last.start && span.end >= last.end)) found.push({ start: span.start, end: span.end })
  }
  for (let at = 0; at < count && starts[at]! <= offset; at++) {
    if (ends[at]! >= offset && types[at] !== T.EOF.tokenTypeIdx) add({ start: starts[at]!, end: ends[at]! })
  }
  const part = [...script.setups, ...script.scripts].find(each => each.start <= offset && offset <= each.end)
  add(part?.lines.find(each => each.start <= offset && offset <= each.end))
  add(part)
  add({ start: 0, end: text.length })
  return found
}

const byKind: Readonly<Partial<Record<SymbolKind, SemanticTokenType>>> = {
  menu: 'menu',
  flow: 'flow',
  prompt: 'prompt',
  service: 'service',
  operation: 'operation',
  outcome: 'outcome',
  queue: 'queue',
  setting: 'setting',
  local: 'variable',
  level: 'level',
  setup: 'flow',
}

export function scriptTokensOf({ text }: ScriptView, occurrences: readonly Occurrence[]): readonly SemanticToken[] {
  return colour(text, tokenize, scriptTokens, (start, end) => {
    const one = touching(occurrences, start).find(each => each.start === start && each.end >= end)
    const type = one && byKind[one.kind]
    return type ? { type, modifiers: one.declares ? ['declaration'] : [] } : undefined
  })
}

/** Files that a script names. */
export function scriptLinks({ script, text, path }: ScriptView, resolve: (from: string, path: string) => string): readonly DocumentLink[] {
  const found: DocumentLink[] = []
  const add = (part: Span, written: string): void => {
    const start = written === '' ? -1 : text.indexOf(written, part.start)
    if (start >= 0 && start < part.end) found.push({ start, end: start + written.length, path: resolve(path, written) })
  }
  if (script.use) add(script.use, script.use.path)
  for (const one of script.scripts) for (const row of one.rows) if (row.kind === 'file') add(row, row.path)
  return found
}
