// What is shown of what the pointer is on: what it is, what was written about it, how it sounds.
import type * as ast from '../grammar/ast.ts'
import type { Program, Symbol } from '../compiler/program.ts'
import { describe, describeType } from '../compiler/typing/describe.ts'
import { lastOutcomes } from './completion/snippets.ts'
import { aboutWord } from './completion/words.ts'
import { detailOf, docOf, oneLine, signature } from './describe-symbol.ts'
import type { View } from './programs.ts'
import { seconds, soundsOf } from './sounds.ts'
import { nameAt, pathAt } from './tree.ts'
import type { Hover, Speaker } from './types.ts'

const code = (text: string): string => `\`\`\`ivr\n${text}\n\`\`\``

export function hover(view: View, offset: number, speaker: Speaker | null): Hover | null {
  const { file, program } = view
  const found = nameAt(file.tree, offset)
  const symbol = found && program.symbolOf.get(found.name)
  if (found && symbol) {
    const { start, end } = found.name
    return { start, end, text: symbolText(program, symbol, speaker) }
  }
  const path = pathAt(file.tree, offset)
  if (found) {
    const field = path.at(-2)
    if (field?.kind === 'FieldExpression') {
      const type = program.typeOf.get(field)
      if (type) {
        const { en, zh } = describe(type)
        return {
          start: found.name.start,
          end: found.name.end,
          text: { en: `\`${found.name.text}\`: ${en}`, zh: `\`${found.name.text}\`：${zh}` },
        }
      }
    }
  }
  const text = path.findLast((node): node is ast.TextLiteral => node.kind === 'TextLiteral')
  if (text && speaker) {
    const words = soundLines(program, text, speaker)
    if (words !== '') return { start: text.start, end: text.end, text: { en: words, zh: words } }
  }
  return wordHover(file.text, offset)
}

/** A word of the language. */
function wordHover(text: string, offset: number): Hover | null {
  let start = offset
  let end = offset
  while (start > 0 && /[a-z-]/.test(text[start - 1]!)) start--
  while (end < text.length && /[a-z-]/.test(text[end]!)) end++
  const about = aboutWord(text.slice(start, end))
  return about
    ? { start, end, text: { en: `**${text.slice(start, end)}**: ${about.en}`, zh: `**${text.slice(start, end)}**：${about.zh}` } }
    : null
}

function symbolText(program: Program, symbol: Symbol, speaker: Speaker | null): Hover['text'] {
  const parts: { en: string; zh: string }[] = []
  const both = (text: string): void => void parts.push({ en: text, zh: text })
  both(code(signature(symbol, program)))
  const doc = docOf(symbol)
  if (doc) both(doc)
  if (symbol.kind === 'local') {
    const { en, zh } = detailOf(symbol, program)
    parts[0] = { en: code(`${symbol.name}: ${en}`), zh: code(`${symbol.name}: ${zh}`) }
  }
  if (symbol.kind === 'type') {
    const type = program.typeOfNode.get(symbol.node.type)
    if (type?.kind === 'value') parts.push(describeType(type.type))
  }
  if (symbol.kind === 'flow') {
    const facts = program.factsOf.get(symbol.node)
    if (facts) {
      parts.push(
        facts.part
          ? { en: 'A part: `do` runs it and comes back.', zh: '子流程：用 `do` 运行后返回。' }
          : { en: 'A place: `->` goes there for good.', zh: '位置：用 `->` 前往，不再返回。' },
      )
    }
  }
  if (symbol.kind === 'operation') both(outcomeLines(symbol.file.text, symbol.node))
  if (symbol.kind === 'prompt' && speaker) both(soundLines(program, symbol.node.text, speaker))
  const said = parts.filter(({ en }) => en !== '')
  return { en: said.map(part => part.en).join('\n\n'), zh: said.map(part => part.zh).join('\n\n') }
}

function outcomeLines(text: string, node: ast.OperationDeclaration): string {
  if (node.operation === 'notice') return ''
  const named = node.outcomes.map(each => oneLine(text, each.start, each.end))
  return [...named, ...lastOutcomes(node)].map(each => `- \`${each}\``).join('\n')
}

function soundLines(program: Program, text: ast.TextLiteral, speaker: Speaker): string {
  return soundsOf(program, text, speaker)
    .filter(({ words }) => words.trim() !== '')
    .map(({ language, words, ms }) => `- ${language} (${seconds(ms)}): ${words.replace(/\s+/g, ' ')}`)
    .join('\n')
}
