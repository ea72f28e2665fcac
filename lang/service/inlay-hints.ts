// What is written nowhere and good to know: seconds of a prompt, how an amount is read, which parameter an argument is.
import type * as ast from '../grammar/ast.ts'
import type { Program } from '../compiler/program.ts'
import type { Span } from '../text/span.ts'
import type { View } from './programs.ts'
import { seconds, soundsOf } from './sounds.ts'
import { nodesOf, type AnyNode } from './tree.ts'
import type { InlayHint, Speaker } from './types.ts'

/** Prompts that take less say nothing of it, ms. */
const SHORTEST = 1000

export function inlayHints(view: View, range: Span, speaker: Speaker | null): readonly InlayHint[] {
  const { program, file } = view
  const found: InlayHint[] = []
  const silent = new Set<AnyNode>()
  for (const declaration of file.tree.declarations) {
    if (declaration.end < range.start || declaration.start > range.end) continue
    for (const node of nodesOf(declaration)) {
      if (node.end < range.start || node.start > range.end) continue
      for (const text of unspoken(node)) silent.add(text)
      if (node.kind === 'TextLiteral' && speaker && !silent.has(node)) addSeconds(program, node, speaker, found)
      else if (node.kind === 'MoneyLiteral' && speaker) addReading(program, node, speaker, found)
      else addParameters(program, node, found)
    }
  }
  return found.sort((a, b) => a.offset - b.offset)
}

/** Texts below a node that nobody hears: a line's title, and what is compared. */
function unspoken(node: AnyNode): readonly AnyNode[] {
  if (node.kind === 'LineDeclaration') return node.title ? [node.title] : []
  return node.kind === 'BinaryExpression' ? [node.left, node.right] : []
}

/** The longest of its languages. */
function addSeconds(program: Program, node: ast.TextLiteral, speaker: Speaker, into: InlayHint[]): void {
  // Digits that are written out are compared and sent, not spoken.
  const type = program.typeOf.get(node)
  if (type?.kind === 'value' && type.type.kind === 'digits') return
  const ms = Math.max(0, ...soundsOf(program, node, speaker).map(sound => sound.ms))
  if (ms >= SHORTEST) into.push({ offset: node.end, kind: 'seconds', label: { en: seconds(ms), zh: `${(ms / 1000).toFixed(1)} 秒` } })
}

function addReading(program: Program, node: ast.MoneyLiteral, speaker: Speaker, into: InlayHint[]): void {
  const type = program.typeOf.get(node)
  const language = program.languages[0]
  if (type?.kind !== 'value' || type.type.kind !== 'money' || language === undefined) return
  const [whole = '', fraction = ''] = node.amount.split('.')
  const minor = Number(whole + fraction.padEnd(type.type.decimals, '0'))
  try {
    const words = speaker.read(minor, type.type, undefined, language)
    if (words !== '') into.push({ offset: node.end, kind: 'reading', label: { en: words, zh: words } })
  } catch {
    // A language without readings of its own.
  }
}

/** Names of parameters before arguments by position that do not say it themselves. */
function addParameters(program: Program, node: AnyNode, into: InlayHint[]): void {
  if (node.kind !== 'PlaceTarget' && node.kind !== 'DoStep' && node.kind !== 'OperationCall' && node.kind !== 'CallExpression') return
  const name = node.kind === 'OperationCall' ? node.operation : node.kind === 'CallExpression' ? node.callee : node.name
  const symbol = program.symbolOf.get(name)
  if (symbol?.kind !== 'flow' && symbol?.kind !== 'prompt' && symbol?.kind !== 'operation') return
  for (const [at, argument] of node.arguments.entries()) {
    const parameter = symbol.node.parameters[at]?.name.text
    if (argument.name || parameter === undefined) return
    const { value } = argument
    const said = value.kind === 'NameExpression' ? value.name.text : value.kind === 'FieldExpression' ? value.field.text : ''
    if (said !== parameter) into.push({ offset: argument.start, kind: 'parameter', label: { en: `${parameter}:`, zh: `${parameter}:` } })
  }
}
