// The line: where calls begin, what is live everywhere, where a caller goes when things end.
import { AGAIN, type Line, type PointId, type Shortcut } from '../../../machine/format.ts'
import type * as ast from '../../grammar/ast.ts'
import type { ProgramFile } from '../program.ts'
import { lowerTarget, hangUp } from './going.ts'
import { lineName } from './declare.ts'
import { lineScope } from './offers.ts'
import { lineLanguage, optionTell } from './options.ts'
import { spanIn } from './spans.ts'
import { namedPrompt } from './texts.ts'
import type { Lowering, Scope } from './types.ts'

type ItemOf<K extends ast.LineItem['kind']> = Extract<ast.LineItem, { readonly kind: K }>

export interface OpenLine {
  readonly file: ProgramFile
  readonly node: ast.LineDeclaration
}

const itemsOf = <K extends ast.LineItem['kind']>(line: ast.LineDeclaration, kind: K): readonly ItemOf<K>[] =>
  line.items.filter((item): item is ItemOf<K> => item.kind === kind)

export const listenBlocks = (line: ast.LineDeclaration): readonly ast.ListenBlock[] => itemsOf(line, 'ListenBlock')

export const lineZone = (line: ast.LineDeclaration): string => itemsOf(line, 'TimeZoneItem')[0]?.zone.text ?? 'UTC'

/** The line's `otherwise`, in general and by counter. A bare `-> again` is left to what listens. */
export function lowerOtherwise(lowering: Lowering, { file, node }: OpenLine): Lowering['otherwise'] {
  const scope = scopeOf(lowering, file)
  const clauses = itemsOf(node, 'OtherwiseClause')
  const end = hangUp(lowering, scope, node)
  const lower = (clause: ast.OtherwiseClause | undefined, otherwise: PointId): PointId => {
    if (!clause) return otherwise
    const [only, more] = clause.body.steps
    if (only?.kind === 'GoStep' && !more) return sharedTarget(lowering, file, only.target, end)
    return lowering.parts.steps({ ...lowering, otherwise: { always: end, silence: end, mistake: end } }, scope, clause.body.steps, end)
  }
  const always = lower(
    clauses.find(clause => clause.on === undefined),
    end,
  )
  return {
    always,
    silence: lower(
      clauses.find(clause => clause.on === 'silence'),
      always,
    ),
    mistake: lower(
      clauses.find(clause => clause.on === 'mistake'),
      always,
    ),
  }
}

const scopeOf = (lowering: Lowering, file: ProgramFile, again: PointId | null = null): Scope => ({
  ...lineScope(file, lineName(lowering), again),
  bargeIn: lowering.listening.bargeIn,
})

/** A target that any listener may be left for: what `again` is, the call knows when it comes. */
function sharedTarget(lowering: Lowering, file: ProgramFile, target: ast.Target, nowhere: PointId | null): PointId {
  const scope = scopeOf(lowering, file, AGAIN)
  const back = target.kind === 'FixedTarget' && target.to === 'back' && nowhere !== null
  return back ? lowerTarget(lowering, { ...scope, again: nowhere }, target) : lowerTarget(lowering, scope, target)
}

/** The line of the machine. `otherwise` and everything that it leads to has been lowered. */
export function lowerLine(lowering: Lowering, { file, node }: OpenLine): Line {
  const scope = scopeOf(lowering, file)
  const fault = itemsOf(node, 'OnFaultItem')[0]
  const limit = itemsOf(node, 'AtMostItem')[0]
  const record = itemsOf(node, 'RecordAllItem')[0]
  const prompt = record ? lowering.program.symbolOf.get(record.prompt) : undefined
  const after = afterHangup(lowering, scope, node)
  return {
    name: node.name.text,
    title: Object.fromEntries(
      (node.title?.variants ?? []).map(variant => [
        variant.tag?.text ?? '',
        variant.parts.map(part => (part.kind === 'TextChars' ? part.text : '')).join(''),
      ]),
    ),
    numbers: itemsOf(node, 'NumbersItem').flatMap(item =>
      item.entries.map(entry => ({
        number: entry.number.value,
        to: lowerTarget(lowering, scope, entry.target),
        at: spanIn(lowering, file.path, entry),
      })),
    ),
    languages: lowering.program.languages,
    zone: lineZone(node),
    // A line that knows no levels has one, which every caller has.
    levels: lowering.program.levels.length > 0 ? lowering.program.levels : ['anonymous'],
    typeAhead: lowering.listening.typeAhead,
    bargeIn: lowering.listening.bargeIn,
    shortcuts: itemsOf(node, 'ShortcutsItem').flatMap(item => item.options.map(option => lowerShortcut(lowering, file, option))),
    otherwise: lowering.otherwise.always,
    ...(fault ? { onFault: sharedTarget(lowering, file, fault.target, null) } : {}),
    ...(limit ? { limit: { ms: limit.duration.ms, to: sharedTarget(lowering, file, limit.target, null) } } : {}),
    ...(prompt?.kind === 'prompt' ? { recordAfter: namedPrompt(lowering, prompt).index } : {}),
    ...(after === undefined ? {} : { afterHangup: after }),
  }
}

/** Where a second fault leads: the call ends when all is heard. */
export const lowerSecondFault = (lowering: Lowering, { file, node }: OpenLine): PointId =>
  hangUp(lowering, scopeOf(lowering, file), itemsOf(node, 'OnFaultItem')[0] ?? node.name)

function lowerShortcut(lowering: Lowering, file: ProgramFile, option: ast.PressOption): Shortcut {
  const scope = scopeOf(lowering, file, AGAIN)
  const tell = optionTell(lowering, scope, option, 'shortcut')
  const { action } = option
  let to = action.kind === 'GoAction' ? lowerTarget(lowering, scope, action.target) : lowering.otherwise.always
  if (option.language && to !== AGAIN) {
    const at = spanIn(lowering, file.path, option.language)
    to = lowering.graph.add({ op: 'language', at, place: -1, language: lineLanguage(lowering, option.language.text), next: to })
  }
  return { keys: option.keys.from, to, ...(tell ? { tell } : {}), at: spanIn(lowering, file.path, option) }
}

/** `after hangup`: the flow, then the end. */
function afterHangup(lowering: Lowering, scope: Scope, node: ast.LineDeclaration): PointId | undefined {
  const item = itemsOf(node, 'AfterHangupItem')[0]
  const symbol = item ? lowering.program.symbolOf.get(item.flow) : undefined
  if (!item || symbol?.kind !== 'flow') return undefined
  const point = { at: spanIn(lowering, scope.file.path, item), place: -1 }
  const end = lowering.graph.add({ op: 'end', ...point })
  return lowering.graph.add({ op: 'do', ...point, to: lowering.placeOf.get(symbol.node)!.entry, next: end })
}
