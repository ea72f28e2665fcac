// Requests whose answer is an edit: renaming, fixes, formatting.
import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  type CodeAction as Told,
  type CodeActionParams,
  type Connection,
  type TextEdit,
} from 'vscode-languageserver'
import type { Slug } from '../diagnostics/catalogue/index.ts'
import type { Edit } from '../diagnostics/diagnostic.ts'
import { formatProgram, formatScript, type Formatted } from '../format/format.ts'
import { formatProgramRange, formatScriptRange } from '../format/range.ts'
import { difference, workspaceEdit } from './edits.ts'
import type { Answer } from './guard.ts'
import { placeAt, entryOf } from './places.ts'
import { offsetIn, rangeIn, spanIn } from './positions.ts'
import { asked, editParts, type Asked, type Session } from './session.ts'
import { say } from './settings.ts'

export const COMMANDS = ['callwright.placeAt', 'callwright.programOf']
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.callwright`
export const FORMAT = `${CodeActionKind.Source}.format.callwright`

const isScript = (path: string): boolean => path.endsWith('.dtmf')

export function answerChanging(connection: Connection, session: Session, answer: Answer): void {
  const { service, uris, settings } = session
  const refused = (message: string): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, message)

  connection.onPrepareRename(
    answer(params => {
      const file = asked(session, params.textDocument)
      if (!file) return null
      const found = service.prepareRename(file.path, offsetIn(file.index, params.position))
      if ('problem' in found) throw refused(say(found.problem, settings()))
      return { range: rangeIn(file.index, found), placeholder: found.name }
    }),
  )
  connection.onRenameRequest(
    answer(params => {
      const file = asked(session, params.textDocument)
      if (!file) return null
      const found = service.rename(file.path, offsetIn(file.index, params.position), params.newName)
      if ('problem' in found) throw refused(say(found.problem, settings()))
      return workspaceEdit(found.edits, editParts(session))
    }),
  )

  const formatted = ({ text, index }: Asked, made: Formatted): TextEdit[] | null => {
    if (made.text === undefined) return null
    const edit = difference(text, made.text)
    return edit ? [{ range: rangeIn(index, edit), newText: edit.text }] : []
  }
  const format = (file: Asked): TextEdit[] | null => {
    const { width } = settings()
    const make = isScript(file.path) ? formatScript : formatProgram
    return formatted(file, make(file.text, file.path, width === undefined ? {} : { width }))
  }
  connection.onDocumentFormatting(
    answer(({ textDocument }) => {
      const file = asked(session, textDocument)
      return file && format(file)
    }),
  )
  connection.onDocumentRangeFormatting(
    answer(({ textDocument, range }) => {
      const file = asked(session, textDocument)
      if (!file) return null
      const { width } = settings()
      const make = isScript(file.path) ? formatScriptRange : formatProgramRange
      return formatted(file, make(file.text, file.path, spanIn(file.index, range), width === undefined ? {} : { width }))
    }),
  )

  connection.onCodeAction(
    answer(params => {
      const file = asked(session, params.textDocument)
      if (!file) return null
      if (!session.abilities().actionLiterals) return []
      return [...quickFixes(session, file, params), ...sourceActions(session, file, params, format)]
    }),
  )

  connection.onExecuteCommand(
    answer(({ command, arguments: given = [] }) => {
      const [uri, position] = given as readonly unknown[]
      if (typeof uri !== 'string') return null
      const file = asked(session, { uri })
      if (!file) return null
      switch (command) {
        case 'callwright.programOf': {
          const entry = entryOf(session, file.path)
          return entry === null ? null : uris.uri(entry)
        }
        case 'callwright.placeAt': {
          const place = placeAt(session, file.path, offsetIn(file.index, (position ?? {}) as Parameters<typeof offsetIn>[1]))
          return place && { ...place, entry: uris.uri(place.entry) }
        }
        default:
          return null
      }
    }),
  )
}

/** Was an action of a kind asked for? `source` asks for all that begin with it. */
const wants = ({ context }: CodeActionParams, kind: string): boolean =>
  !context?.only || context.only.some(only => kind === only || kind.startsWith(`${only}.`))

function quickFixes(session: Session, { path, index }: Asked, params: CodeActionParams): Told[] {
  if (!wants(params, CodeActionKind.QuickFix)) return []
  const { service, settings } = session
  const found = service.codeActions(path, spanIn(index, params.range))
  return found.map(action => {
    const range = rangeIn(index, action.diagnostic)
    const about = (params.context?.diagnostics ?? []).filter(
      one => one.code === action.code && one.range.start.line === range.start.line && one.range.start.character === range.start.character,
    )
    const only = found.filter(other => other.code === action.code && other.diagnostic.start === action.diagnostic.start).length === 1
    return {
      title: say(action.title, settings()),
      kind: CodeActionKind.QuickFix,
      edit: workspaceEdit(action.edits, editParts(session)),
      ...(about.length > 0 ? { diagnostics: about } : {}),
      ...(only ? { isPreferred: true } : {}),
    }
  })
}

function sourceActions(session: Session, file: Asked, params: CodeActionParams, format: (file: Asked) => TextEdit[] | null): Told[] {
  const actions: Told[] = []
  const { settings, uris } = session
  const zh = settings().language === 'zh'
  // Only where it is asked for by its kind: a light bulb is about one place.
  if (!params.context?.only) return actions
  if (wants(params, FIX_ALL)) {
    const edits = allFixes(session, file)
    const title = zh ? '修正所有书写错误' : 'Mend what is only miswritten'
    if (edits.length > 0) actions.push({ title, kind: FIX_ALL, edit: workspaceEdit(edits, editParts(session)) })
  }
  if (wants(params, FORMAT)) {
    const edits = format(file)
    const title = zh ? '格式化' : 'Format'
    if (edits && edits.length > 0) actions.push({ title, kind: FORMAT, edit: { changes: { [uris.uri(file.path)]: edits } } })
  }
  return actions
}

/**
 * Findings whose fix writes what stands there already, as the language writes it. Nothing else is made unasked: what a bank's answer leads to, what a
 * caller hears, and which name was meant are for a person to say. An import that nothing uses may bring another program of the folder its settings and
 * standard prompts, which this one is not asked about.
 */
const MENDED: ReadonlySet<string> = new Set<Slug>(['full-width-character', 'misspelt-word', 'odd-number', 'single-equal'])

/** Their fixes, in this file alone; of two that touch the same text the first. */
function allFixes({ service }: Session, { path, text }: Asked): readonly Edit[] {
  const chosen: Edit[] = []
  for (const { slug, fixes } of service.diagnostics(path)) {
    const [fix] = fixes
    if (!MENDED.has(slug) || !fix || fixes.length > 1 || fix.edits.some(edit => edit.file !== path)) continue
    const clash = fix.edits.some(edit => chosen.some(other => edit.start <= other.end && other.start <= edit.end))
    if (!clash && fix.edits.every(edit => edit.end <= text.length)) chosen.push(...fix.edits)
  }
  return chosen.sort((a, b) => a.start - b.start)
}
