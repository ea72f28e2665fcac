// What a name is in one line, as it was declared, and what was written about it.
import type * as ast from '../grammar/ast.ts'
import type { Program, Symbol } from '../compiler/program.ts'
import { describe } from '../compiler/typing/describe.ts'
import type { Message } from '../diagnostics/diagnostic.ts'
import type { CompletionKind } from './types.ts'

const same = (text: string): Message => ({ en: text, zh: text })

/** Longer declarations are cut. */
const LONGEST = 300

/** Source of a node on one line. */
export function oneLine(text: string, from: number, to: number): string {
  const line = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

/** `flow log_in(card: CardNumber) grants verified`: the declaration without its body. */
export function signature(symbol: Symbol, program: Program): string {
  switch (symbol.kind) {
    case 'menu':
      return oneLine(symbol.file.text, symbol.node.start, symbol.node.body.start)
    case 'flow': {
      const facts = program.factsOf.get(symbol.node)
      const head = oneLine(symbol.file.text, symbol.node.start, symbol.node.body.start)
      return facts ? `${head}` : head
    }
    case 'operation':
      return operationLine(symbol.file.text, symbol.node)
    case 'prompt':
    case 'type':
    case 'setting':
    case 'remember':
      return oneLine(symbol.file.text, symbol.node.start, symbol.node.end)
    case 'service':
    case 'hours':
    case 'queue':
      return `${symbol.kind} ${symbol.name}`
    case 'local':
      return `${symbol.name}: ${describe(symbol.type).en}`
    case 'level':
      return `level ${symbol.name}`
    case 'choice':
      return `${symbol.name}: ${describe(symbol.type).en}`
  }
}

/** An operation without its outcomes, which are told one a line. */
function operationLine(text: string, node: ast.OperationDeclaration): string {
  const whole = text.slice(node.start, node.end)
  const brace = whole.indexOf('{', (node.result?.end ?? node.parameters.at(-1)?.end ?? node.name.end) - node.start)
  return oneLine(text, node.start, brace < 0 || node.outcomes.length === 0 ? node.end : node.start + brace)
}

/** What a completion says beside a name. */
export function detailOf(symbol: Symbol, program: Program): Message {
  if (symbol.kind === 'local') return describe(symbol.type)
  if (symbol.kind === 'remember' || symbol.kind === 'setting') {
    const type = program.typeOfNode.get(symbol.node.type)
    return type ? describe(type) : same(symbol.kind)
  }
  if (symbol.kind === 'choice') return describe(symbol.type)
  return same(signature(symbol, program))
}

export function docOf(symbol: Symbol): string | undefined {
  return 'node' in symbol && symbol.kind !== 'local' && symbol.kind !== 'level' ? symbol.node.doc : undefined
}

export function kindOf(symbol: Symbol): CompletionKind {
  return symbol.kind
}
